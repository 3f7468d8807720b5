"""Checks of LT and RT against the sides in the notes. No source says whether they name the donor or the recipient side."""

from __future__ import annotations

from typing import TYPE_CHECKING

from notelint.review.model import Words

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from notelint.review.chart import BilledLine, Chart
    from notelint.review.model import Hit, ReadNote

_OPPOSITE = {"left": "right", "right": "left"}
PAYS_BOTH = frozenset({"1", "3"})
"""The values of the bilateral indicator with which both sides are paid."""


def check(chart: Chart) -> Iterator[Hit]:
    """All hits about the side modifiers of graft lines."""
    for line in chart.grafts:
        sides = [(place, str(modifier.side)) for place, modifier in line.kind("side")]
        for place, side in sides if len(sides) == 1 else ():
            yield from _against_note(chart, line, place, side)
    yield from _both_billed(chart)


def _against_note(chart: Chart, line: BilledLine, place: int, side: str) -> Iterator[Hit]:
    notes = chart.notes_for(line)
    donor, recipient = donor_sides(notes, line.code), _recipient_sides(notes)
    known = {**recipient, **donor}
    if not known:
        if notes:
            yield line.hit_modifier("side-modifier-without-side", place)
    elif side not in known and "bilateral" not in known:
        yield line.hit_modifier("side-modifier-contradicted", place, known.values(), other=_OPPOSITE[side])
    elif recipient and set(donor) != set(recipient) and len(donor) == 1 and "bilateral" not in donor:
        yield line.hit_modifier("side-modifier-unsettled", place, known.values())


def donor_sides(notes: tuple[ReadNote, ...], code: str) -> Mapping[str, Words]:
    """The donor sides with their words, of the grafts with this code if there are any, else of all grafts."""
    grafts = [(note, graft) for note in notes for graft in note.particulars.grafts if graft.facts["donor_laterality"]]
    own = [(note, graft) for note, graft in grafts if code in graft.codes] or grafts
    sides: dict[str, Words] = {}
    for note, graft in own:
        element = note.report.elements.get("donor_laterality")
        own_words = graft.words.get("donor_laterality", ())
        places = own_words or (element.evidence if element else ()) or graft.words.get("donor_site", ())
        for evidence in places[:1]:
            sides.setdefault(str(graft.facts["donor_laterality"]), Words(note.index, evidence))
    return sides


def _recipient_sides(notes: tuple[ReadNote, ...]) -> Mapping[str, Words]:
    return {
        side: Words(note.index, place) for note in reversed(notes) for side, place in note.particulars.recipient_sides.items()
    }


def _both_billed(chart: Chart) -> Iterator[Hit]:
    """Hits about one code with LT and RT, on one line or two, if both sides together pay one fee."""
    seen: dict[tuple[str, str], set[str]] = {}
    for line in chart.grafts:
        sides = seen.setdefault((line.code, line.line.surgeon), set())
        before = len(sides)
        sides |= {str(modifier.side) for _, modifier in line.kind("side")}
        value = chart.indicator(line.code, "bilat_surg")
        if len(sides) > 1 >= before and value is not None and value not in PAYS_BOTH:
            yield line.hit("both-sides-pay-once", indicator=value)
