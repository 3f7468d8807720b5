"""Checks of what the claim itself says: codes and modifiers that nothing here knows, slips in a charge, a note given twice."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from notelint.cms.amounts import payment
from notelint.cms.payment import payment_rules
from notelint.review.model import Hit

if TYPE_CHECKING:
    from collections.abc import Iterator

    from notelint.review.chart import BilledLine, Chart

_NOTHING = Decimal(0)


def check(chart: Chart) -> Iterator[Hit]:
    """All hits about codes, modifiers and charges that cannot be right or cannot be judged, and about notes given twice."""
    for line in chart.lines:
        yield from _code(chart, line)
        yield from _modifiers(chart, line)
        yield from _charge(chart, line)
    yield from _notes_twice(chart)


def _code(chart: Chart, line: BilledLine) -> Iterator[Hit]:
    if not chart.book.may_exist(line.code):
        yield line.hit("code-unknown")
    elif not (chart.family(line.code) or chart.book.names(line.code) or chart.tables.knows(line.code)):
        yield line.hit("code-not-judged")


def _modifiers(chart: Chart, line: BilledLine) -> Iterator[Hit]:
    for place, name in enumerate(line.line.modifiers):
        if not chart.book.is_modifier(name):
            yield line.hit_modifier("modifier-unknown", place)
        elif name not in chart.book.modifiers:
            yield line.hit_modifier("modifier-not-judged", place)


def _charge(chart: Chart, line: BilledLine) -> Iterator[Hit]:
    row, charge = chart.tables.fee(line.code), line.line.charge
    fee = payment(row) * line.line.units if row else _NOTHING
    if charge is None or not fee:
        return
    limits = payment_rules().plausible_charge
    if not fee / limits.lowest <= charge <= fee * limits.highest:
        how = "above" if charge > fee else "below"
        yield Hit("charge-implausible", ("lines", line.index, "charge"), fills={"code": line.code, "how": how})


def _notes_twice(chart: Chart) -> Iterator[Hit]:
    """A hit for each note whose text stands before it in the encounter, from the same file or by the same author."""
    seen: dict[tuple[str, str], int] = {}
    for note in chart.notes:
        text = note.report.note.text.strip()
        keys = [(whose, text) for whose in (f"file {note.ref.path}", f"author {note.ref.author}")]
        before = next((seen[key] for key in keys if key in seen), None)
        if before is not None and text:
            yield Hit("note-given-twice", ("notes", note.index, "file"), fills={"first": str(before + 1)})
        for key in keys:
            seen.setdefault(key, note.index)
