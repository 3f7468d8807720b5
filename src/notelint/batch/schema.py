"""The columns of notes that go in and of results that come out."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pyarrow as pa

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from notelint.packs.facts import FactInfo

NOTES = pa.schema(
    [
        pa.field("id", pa.string()),
        pa.field("text", pa.string()),
        pa.field("codes", pa.string()),
        pa.field("problem", pa.string()),
        pa.field("document", pa.binary()),
    ]
)
"""Notes as ``check_batch`` takes them.

``codes`` (billed, a,b), ``problem`` (why there is no text) and ``document`` (what a document has beside its text, as
``notelint.batch.document`` packs it) may be left out.
"""

_KINDS = {"text": pa.string(), "integer": pa.int64()}
SEVERITIES = {"error": "errors", "warning": "warnings", "info": "infos"}
"""A finding's severity, and the column that counts it."""
ELEMENT = "element_"
"""What the name of an element's column begins with: an element and a fact may share their name."""
KIND = "kind"
"""The column of a checklist that says what kind of document a note is, behind the checklist's ``prefix``."""

_FINDING = {
    "rule": pa.string(),
    "severity": pa.string(),
    "message": pa.string(),
    "start": pa.int64(),
    "end": pa.int64(),
    "line": pa.int64(),
    "column": pa.int64(),
    "place": pa.string(),
    "element": pa.string(),
}
_POSITION = pa.field("position", pa.int64())


def prefix(pack: str) -> str:
    """What the names of a checklist's columns begin with: ``operative_report_`` for the pack ``operative-report``."""
    return re.sub(r"\W+", "_", pack.lower()) + "_"


def result_schema(
    facts: Iterable[FactInfo], elements: Iterable[str], checklists: Mapping[str, Iterable[str]], *, excerpt: bool
) -> pa.Schema:
    """The columns of ``check_batch``: one row a note, its findings as a list; with all facts and elements of the packs.

    ``elements`` are those of the packs that decide codes, ``checklists`` has those of each checklist by the id of its pack.
    """
    finding = pa.struct([*_FINDING.items(), *([("words", pa.string())] if excerpt else [])])
    return pa.schema(
        [
            ("id", pa.string()),
            ("status", pa.string()),
            ("codes", pa.list_(pa.string())),
            ("candidates", pa.list_(pa.string())),
            *((fact.id, _KINDS[fact.kind]) for fact in facts),
            *((ELEMENT + name, pa.string()) for name in elements),
            *((prefix(pack) + name, pa.string()) for pack, names in checklists.items() for name in (KIND, *names)),
            ("integrity", pa.list_(pa.string())),
            ("error", pa.string()),
            *((column, pa.int32()) for column in SEVERITIES.values()),
            ("findings", pa.list_(finding)),
        ]
    )


def notes_table(results: pa.Table, first: int) -> pa.Table:
    """One row a note; ``position`` counts the notes of the whole input from 0, ``first`` is that of the first row."""
    positions = pa.array(range(first, first + results.num_rows), pa.int64())
    return results.drop_columns(["findings"]).add_column(0, _POSITION, positions)


def findings_table(results: pa.Table, first: int) -> pa.Table:
    """One row a finding, with the position and the id of its note."""
    findings = results.column("findings").combine_chunks()
    parents = findings.value_parent_indices()
    values = findings.flatten()
    columns = {
        "position": pa.array((first + parent for parent in parents.to_pylist()), pa.int64()),
        "id": results.column("id").take(parents),
        **{field.name: values.field(field.name) for field in findings.type.value_type},
    }
    return pa.table(columns)
