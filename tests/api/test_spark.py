"""notelint on Spark: a local session gives the rows that a local run gives."""

from __future__ import annotations

import os
import shutil
import sys

import pyarrow as pa
import pytest
from support import needs
from support.notes import FOLDER

from notelint.batch.checker import check_batch

pytest.importorskip("pyspark", reason="needs Spark: pip install '.[spark]'")
pytest.importorskip("pandas", reason="Spark needs pandas: pip install '.[spark]'")
pytestmark = [needs.linter, pytest.mark.skipif(shutil.which("java") is None, reason="needs Java, which Spark runs on")]


@pytest.fixture(scope="module")
def session():
    from pyspark.sql import SparkSession

    before = os.environ.get("PYSPARK_PYTHON")
    os.environ["PYSPARK_PYTHON"] = sys.executable
    local = {"spark.ui.enabled": "false", "spark.driver.host": "127.0.0.1", "spark.driver.bindAddress": "127.0.0.1"}
    session = SparkSession.builder.master("local[1]").config(map=local).getOrCreate()
    yield session
    session.stop()
    os.environ.pop("PYSPARK_PYTHON")
    if before is not None:
        os.environ["PYSPARK_PYTHON"] = before


def test_the_rows_are_those_of_a_local_run(session):
    from notelint.spark import check

    texts = [path.read_text("utf8") for path in sorted(FOLDER.glob("*.txt"))[:3]]
    rows = [(number, text, "20955") for number, text in enumerate([*texts, None, "Excision of a lipoma."])]
    frame = session.createDataFrame(rows, "key long, body string, billed string")
    found = check(frame, text="body", id="key", codes="billed").collect()
    names, bodies, billed = zip(*rows, strict=True)
    notes = {"id": list(map(str, names)), "text": list(bodies), "codes": list(billed)}
    assert [row.asDict(recursive=True) for row in found] == check_batch(pa.RecordBatch.from_pydict(notes)).to_pylist()
