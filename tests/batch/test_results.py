"""The output of a run of batch as results of an audit."""

from __future__ import annotations

import json

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from support.reports import ELEMENTS

from notelint.audit.model import Known
from notelint.batch.results import NoRunError, results_of_run
from notelint.batch.schema import ELEMENT, result_schema
from notelint.batch.shards import ShardFolder

PACKS = [("p", "1")]
KNOWN = Known(frozenset({"20955", "20969"}), frozenset(ELEMENTS))


def row(name, status, codes=(), candidates=(), rules=(), **elements):
    found = {
        "rule": "",
        "severity": "error",
        "message": "",
        "start": 0,
        "end": 0,
        "line": 1,
        "column": 1,
        "place": None,
        "element": None,
    }
    given = {ELEMENT + element: one for element, one in (dict.fromkeys(ELEMENTS, "met") | elements).items()}
    more = {} if status else {ELEMENT + element: None for element in ELEMENTS}
    findings = [found | {"rule": rule} for rule in rules]
    return (
        {"id": name, "status": status, "codes": codes, "candidates": candidates, "integrity": [], "findings": findings}
        | given
        | more
    )


def run(path, rows, state="done", packs=PACKS, size=2):
    folder = ShardFolder(path, size)
    path.mkdir()
    schema = result_schema((), ELEMENTS, {}, excerpt=False)
    for number in range(0, len(rows), size):
        folder.write(number // size, pa.Table.from_pylist(rows[number : number + size], schema=schema), "digest")
    folder.write_record({"state": state, "packs": [{"id": name, "version": version} for name, version in packs]})
    return path


ROWS = [
    row("a", "supported", ["20955"], microscope="missing", rules=["microscope-missing"]),
    row("b", "not_applicable"),
    row("c", "unsupported", [], ["20955", "20969"], ["skin-paddle-undetermined", "skin-paddle-undetermined"]),
    row("d", None),
    row("e", "supported", ["99999"]),
]


def test_notes_over_several_shards(tmp_path):
    found = results_of_run(run(tmp_path / "run", ROWS), KNOWN, PACKS)
    assert [(note.id, note.status, note.codes, note.candidates) for note in found.notes] == [
        ("a", "supported", ("20955",), ()),
        ("c", "unsupported", (), ("20955", "20969")),
    ]
    assert found.notes[0].elements["microscope"] == "missing"
    assert [note.rules for note in found.notes] == [{"microscope-missing"}, {"skin-paddle-undetermined"}]
    assert dict(found.counts) == {"not_applicable": 1, "unreadable": 1, "unusable": 1}
    assert found.problems == [f"{tmp_path / 'run'}: note 5: a code of it is in no pack; the note is left out"]


def test_a_run_that_has_not_ended_and_had_other_packs(tmp_path):
    found = results_of_run(run(tmp_path / "run", ROWS[:1], "unfinished", [("p", "0")]), KNOWN, PACKS)
    assert len(found.notes) == 1
    assert [problem.partition(": ")[2] for problem in found.problems] == [
        "the run has not ended; the notes of its finished shards are counted",
        "was made with p 0; its figures are those of that version",
    ]


def test_a_run_without_a_shard(tmp_path):
    with pytest.raises(NoRunError, match="no shard of this run is done"):
        results_of_run(run(tmp_path / "run", []), KNOWN, PACKS)


def test_shards_of_another_shape(tmp_path):
    path = run(tmp_path / "run", [])
    for kind in ("notes", "findings"):
        table = pa.table({"x": [1]}).replace_schema_metadata({b"notelint.digest": "d"})
        pq.write_table(table, path / f"{kind}-00000.parquet")
    with pytest.raises(NoRunError, match="of another version or damaged"):
        results_of_run(path, KNOWN, PACKS)


def test_a_broken_record_is_no_hindrance(tmp_path):
    path = run(tmp_path / "run", ROWS)
    (path / "run.json").write_text(json.dumps({"packs": 7}), "utf8")
    assert len(results_of_run(path, KNOWN, PACKS).notes) == 2
