"""Acknowledgements as a list for readers, as an audit, and as JSON and CSV. No word of a note is in any of it."""

from __future__ import annotations

import csv
import io
from collections import Counter
from typing import TYPE_CHECKING, Any

from notelint.acknowledgements.matching import REOPENED, STATES
from notelint.outputs.excerpt import printable
from notelint.outputs.layout import counted, entry, join, section, table

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from notelint.acknowledgements.listing import Audit, Listed
    from notelint.acknowledgements.matching import State

SCHEMA = "notelint.acknowledgements/1"
_COLUMN = 14
_GROUPS = ("in force", "reopened", "withdrawn", "note not found")


def list_text(rows: Sequence[Listed], width: int) -> str:
    """A paragraph for each acknowledgement, in the order of the files, and the counts."""
    if not rows:
        return "no acknowledgements\n"
    paragraphs = [entry(row.entry.id, printable(_sentence(row)), width, _COLUMN) for row in rows]
    counts = _counts(_states(rows))
    return join("\n".join(paragraphs), f"{counted(len(rows), 'acknowledgement')}: {counts}")


def audit_text(audit: Audit, width: int) -> str:
    """Who acknowledged, how often, for which reasons and rules, and what became of it."""
    total = audit.states.total()
    head = [f"{counted(total, 'acknowledgement')}{': ' if total else ''}{_counts(audit.states)}"]
    if audit.states["expired"]:
        head.append(f"{audit.states['expired']:,} expired")
    if audit.repeated:
        head.append(f"{counted(audit.repeated, 'finding')} acknowledged more than once")
    if audit.endless:
        head.append(f"{audit.endless:,} in force without a last day")
    if audit.other_versions:
        head.append(f"{audit.other_versions:,} in force made with another version of the rule")
    groups = (("By person", "person", audit.by), ("By reason", "reason", audit.codes), ("By rule", "rule", audit.rules))
    return join("\n".join(head), *(section(title, _table(name, group, width)) for title, name, group in groups))


def audit_data(audit: Audit) -> dict[str, Any]:
    """The audit as plain data."""
    return {
        "schema": SCHEMA,
        "states": _all_states(audit.states),
        "repeated": audit.repeated,
        "without_last_day": audit.endless,
        "other_version": audit.other_versions,
        **{
            name: {key: _all_states(states) for key, states in group.items()}
            for name, group in (("by", audit.by), ("codes", audit.codes), ("rules", audit.rules))
        },
    }


def export_json(rows: Sequence[Listed]) -> dict[str, Any]:
    """The acknowledgements as plain data."""
    return {"schema": SCHEMA, "acknowledgements": [_row(row) for row in rows]}


def export_csv(rows: Sequence[Listed]) -> str:
    """The acknowledgements as CSV, one a row, with the names of the columns above them."""
    stream = io.StringIO()
    writer = csv.DictWriter(stream, _COLUMNS, lineterminator="\n")
    writer.writeheader()
    writer.writerows(_row(row) for row in rows)
    return stream.getvalue()


_COLUMNS = (
    "id", "state", "note", "rule", "version", "by", "time", "code", "reason", "until", "withdrawn_by", "withdrawn_time",
    "withdrawn_reason", "finding", "note_sha256", "file", "line",
)  # fmt: skip


def _row(row: Listed) -> dict[str, Any]:
    record, withdrawn = row.entry.record, row.entry.withdrawn
    values = (
        row.entry.id, row.state, row.note, record.rule, record.version, record.by, record.time.isoformat(), record.code,
        record.reason, record.until and record.until.isoformat(), withdrawn and withdrawn.by,
        withdrawn and withdrawn.time.isoformat(), withdrawn and withdrawn.reason, record.finding, record.note_sha256,
        row.entry.file, row.entry.line,
    )  # fmt: skip
    return dict(zip(_COLUMNS, values, strict=True))


def _sentence(row: Listed) -> str:
    record, withdrawn = row.entry.record, row.entry.withdrawn
    state = f"reopened, {row.state}" if row.is_reopened else row.state
    until = f" until {record.until}" if record.until else ""
    sentence = (
        f"{state}: {record.rule} in {row.note}, by {record.by} on {record.time.date()}{until}: {record.code}: {record.reason}"
    )
    if withdrawn is not None:
        sentence += f"; withdrawn by {withdrawn.by} on {withdrawn.time.date()}: {withdrawn.reason}"
    return sentence


def _states(rows: Sequence[Listed]) -> Counter[State]:
    return Counter(row.state for row in rows)


def _counts(states: Counter[State]) -> str:
    return ", ".join(f"{count:,} {name}" for name, count in _grouped(states).items() if count)


def _grouped(states: Counter[State]) -> dict[str, int]:
    counts = dict.fromkeys(_GROUPS, 0)
    for state, count in states.items():
        counts["reopened" if state in REOPENED else state] += count
    return counts


def _all_states(states: Counter[State]) -> dict[str, int]:
    return {state: states[state] for state in STATES}


def _table(name: str, groups: Mapping[str, Counter[State]], width: int) -> str:
    counted_ones = {key: _grouped(states) for key, states in groups.items()}
    columns = [kind for kind in _GROUPS if any(counts[kind] for counts in counted_ones.values())]
    rows = [
        (printable(key), f"{sum(counts.values()):,}", *(f"{counts[kind]:,}" for kind in columns))
        for key, counts in counted_ones.items()
    ]
    return table((name, "all", *columns), rows, width) if rows else ""
