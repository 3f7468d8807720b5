"""Work that the notes document as done and the claim does not bill, with its NCCI status. Never an instruction to bill."""

from __future__ import annotations

from typing import TYPE_CHECKING

from notelint.packs.companion_work import companion_work
from notelint.review.model import Words
from notelint.review.people import is_named

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from notelint.packs.companion_work import WorkCodes
    from notelint.particulars import WorkDone
    from notelint.review.chart import BilledLine, Chart
    from notelint.review.model import Hit, ReadNote

_SHOWN = 4
"""Codes that a message names."""


def check(chart: Chart) -> Iterator[Hit]:
    """Hits about each work beside the graft that no line of the claim bills."""
    graft = next((line for line in chart.grafts if line.is_primary), None)
    if graft is None or graft.has("return", "unrelated", "staged"):
        return
    done: dict[str, list[Words]] = {}
    for note in _by_billers(chart):
        for work in note.particulars.work:
            if _is_billers(chart, work):
                done.setdefault(work.id, []).append(Words(note.index, work.evidence))
    for name, words in done.items():
        codes = chart.book.work.get(name)
        if codes is not None and not _is_billed(chart, codes.all) and not _is_reason(graft, name):
            yield graft.hit("documented-work-not-billed", words[:2], **_fills(chart, graft, name, codes))


def _by_billers(chart: Chart) -> Iterator[ReadNote]:
    """The operative notes of surgeons who bill on this claim; what others did is billed elsewhere."""
    billers = {line.line.surgeon for line in chart.lines if line.is_primary}
    return (note for note in chart.operative if note.ref.author in billers and note.ref.role != "assistant")


def _is_billers(chart: Chart, work: WorkDone) -> bool:
    """Whether the author did it, or somebody who bills on this claim."""
    if work.agent is None:
        return True
    billers = {line.line.surgeon for line in chart.lines if line.is_primary}
    return any(is_named(chart.encounter.surgeon(name), work.agent) for name in billers)


def _is_billed(chart: Chart, entries: Iterable[str]) -> bool:
    listed = tuple(entries)
    return any(chart.book.covers(listed, line.code) for line in chart.lines)


def _is_reason(graft: BilledLine, name: str) -> bool:
    """Whether the work is what a modifier of the graft needs (22: a vein graft); then the claim has it already."""
    return any(name in need.any for _, modifier in graft.modifiers for need in modifier.needs)


def _fills(chart: Chart, graft: BilledLine, name: str, codes: WorkCodes) -> dict[str, str]:
    entries = codes.at(place for note in chart.operative for place in note.particulars.diagnosis.places)
    single = [entry for entry in entries if "-" not in entry]
    shown = ", ".join(entries[:_SHOWN]) + (" and others" if entries[_SHOWN:] else "")
    return {
        "work": companion_work().title(name),
        "codes": f"codes for such work: {shown}" if entries else "its code depends on the bone",
        "status": _status(chart, graft, single) if entries else "not looked up",
        "graft": graft.code,
    }


def _status(chart: Chart, graft: BilledLine, codes: Iterable[str]) -> str:
    """What the NCCI table in use says of these codes beside the graft, in one clause."""
    bundled: dict[str, list[str]] = {}
    for edit in chart.tables.edits((graft.code, *codes), chart.on):
        if graft.code in {edit.column_1, edit.column_2} and edit.indicator in {"0", "1"}:
            other = edit.column_2 if edit.column_1 == graft.code else edit.column_1
            how = f"{edit.column_2} is bundled into {edit.column_1}"
            released = "a modifier for a distinct service can release it" if edit.indicator == "1" else "no modifier releases it"
            bundled.setdefault(f"{how}; {released}", []).append(other)
    return "; ".join(bundled) if bundled else f"no edit with {graft.code} in the table in use"
