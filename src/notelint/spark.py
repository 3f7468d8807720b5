"""notelint on a Spark cluster: the function of ``notelint batch``, over the record batches of a DataFrame."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pyarrow as pa

from notelint.batch.checker import check_batch, schema_of
from notelint.batch.schema import NOTES
from notelint.batch.settings import Settings

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from pyspark.sql import DataFrame

    Work = Callable[[Iterator[pa.RecordBatch]], Iterator[pa.RecordBatch]]

_DEFAULT = Settings()


def check(frame: DataFrame, *, text: str, id: str, codes: str | None = None, settings: Settings = _DEFAULT) -> DataFrame:  # noqa: A002 -- the column's own name
    """One row for each row of ``frame``, with the columns of ``notelint.batch.checker.check_batch``; findings are a list in it.

    ``text`` and ``id`` name columns of ``frame``, ``codes`` that of the billed codes. Each Python worker of an executor makes one
    linter and keeps it; notelint and its libraries must be installed there. Spark 4 with pandas and pyarrow.
    Raises ``PackError``.
    """
    from pyspark.sql.functions import col, lit
    from pyspark.sql.pandas.types import from_arrow_schema

    columns: dict[str, Any] = {"id": col(id), "text": col(text), "codes": col(codes) if codes else lit(None)}
    notes = frame.select(*(column.cast("string").alias(name) for name, column in columns.items()))
    return notes.mapInArrow(_work(settings), from_arrow_schema(schema_of(settings)))


def _work(settings: Settings) -> Work:
    def work(batches: Iterator[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
        for batch in batches:
            arrays = [batch.column(name).cast(NOTES.field(name).type) for name in ("id", "text", "codes")]
            yield check_batch(pa.RecordBatch.from_arrays(arrays, ["id", "text", "codes"]), settings)

    return work
