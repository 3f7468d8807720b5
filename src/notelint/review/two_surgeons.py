"""Checks of modifier 62: two surgeons, one code, two notes, distinct parts; and contradictions between the two notes."""

from __future__ import annotations

from itertools import combinations
from typing import TYPE_CHECKING

from notelint.review.chart import quoted
from notelint.review.copied import copied
from notelint.review.model import Hit, Words
from notelint.review.people import is_named, names

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from notelint.claim import Surgeon
    from notelint.report import EventKind
    from notelint.review.chart import BilledLine, Chart
    from notelint.review.model import ReadNote, Where

_NEEDS_PROOF = "1"
_MINUTES_APART = 5.0
_NOT_DOCUMENTED = frozenset({None, "unspecified", "not_mentioned", "unclear", "unanswered", "contradicted", "header_only"})


def check(chart: Chart) -> Iterator[Hit]:
    """All hits about a claim of two surgeons: line by line, and between their notes."""
    claimed = [(line, place) for line in chart.lines for place, _ in line.kind("two_surgeons")]
    for line, place in _once(claimed):
        yield from _lines(chart, line, place)
        yield from _people(chart, line, place)
        yield from _notes(chart, line, place)
    if claimed:
        yield from _between(chart)


def _once(claimed: Iterable[tuple[BilledLine, int]]) -> Iterator[tuple[BilledLine, int]]:
    """The first line of each code; the line of the other surgeon has the same defects."""
    seen: set[str] = set()
    for line, place in claimed:
        if line.code not in seen:
            seen.add(line.code)
            yield line, place


# -- the lines --------------------------------------------------------------------------------------------------------


def _lines(chart: Chart, line: BilledLine, place: int) -> Iterator[Hit]:
    for other in chart.lines:
        if other.line.surgeon == line.line.surgeon or not other.is_primary:
            continue
        if other.code == line.code and not other.has("two_surgeons"):
            yield other.hit("two-surgeons-one-bills")
        differs = other.code != line.code and chart.family(other.code) and chart.family(line.code)
        if differs and other.has("two_surgeons") and other.index > line.index:
            yield line.hit_modifier("two-surgeons-different-codes", place, other=other.code)


def _people(chart: Chart, line: BilledLine, place: int) -> Iterator[Hit]:
    surgeons = _surgeons(chart)
    specialties = [surgeon.specialty.casefold() for surgeon in surgeons]
    if len(surgeons) > 1 and specialties[0] and specialties[0] == specialties[1]:
        yield line.hit_modifier("two-surgeons-same-specialty", place)
    value = chart.indicator(line.code, "co_surg")
    if value == _NEEDS_PROOF and chart.operative and not chart.documented(["two_surgeons_needed"], chart.operative):
        yield line.hit_modifier("two-surgeons-need-not-documented", place, indicator=value)


def _surgeons(chart: Chart) -> list[Surgeon]:
    """The surgeons who bill or write as surgeons, in the order of the encounter."""
    acting = {line.line.surgeon for line in chart.lines if line.is_primary}
    acting |= {note.ref.author for note in chart.operative if note.ref.role != "assistant"}
    return [surgeon for surgeon in chart.encounter.surgeons if surgeon.id in acting]


# -- each note --------------------------------------------------------------------------------------------------------


def _notes(chart: Chart, line: BilledLine, place: int) -> Iterator[Hit]:
    own = _own_notes(chart)
    if len(own) < 2:
        yield line.hit_modifier("two-surgeons-one-note", place, count=str(len(own)) if own else "no")
        return
    surgeons = [chart.encounter.surgeon(author) for author in own]
    for surgeon, note in zip(surgeons, own.values(), strict=True):
        others = [other for other in surgeons if other is not surgeon]
        if any(names(other) and not is_named(other, note.report.note.text) for other in others):
            yield line.hit_modifier("cosurgeon-not-named", place)
        acts = [sentence for sentence in note.particulars.narrative if sentence.acts]
        if acts and all(act.agent and not is_named(surgeon, act.agent) for act in acts):
            words = quoted(note, (act.evidence for act in acts), 1)
            yield line.hit_modifier("cosurgeon-part-missing", place, words)


def _own_notes(chart: Chart) -> dict[str, ReadNote]:
    """The first operative note of each surgeon who is not an assistant, by surgeon."""
    own: dict[str, ReadNote] = {}
    for note in chart.operative:
        if note.ref.role != "assistant":
            own.setdefault(note.ref.author, note)
    return own


# -- contradictions between two notes ---------------------------------------------------------------------------------------


def _between(chart: Chart) -> Iterator[Hit]:
    own = _own_notes(chart)
    for (one, first), (other, second) in combinations(own.items(), 2):
        where: Where = ("notes", second.index)
        yield from _overlaps(chart.encounter.surgeon(one), first, chart.encounter.surgeon(other), second, where)
        yield from _disagreements(first, second, where)
        yield from _copies(first, second, where)


def _overlaps(one: Surgeon, first: ReadNote, other: Surgeon, second: ReadNote, where: Where) -> Iterator[Hit]:
    mine, theirs = _own_parts(one, first), _own_parts(other, second)
    for part in mine:
        if part in theirs:
            yield Hit("cosurgeon-roles-overlap", where, (mine[part], theirs[part]), {"part": part})


def _own_parts(surgeon: Surgeon, note: ReadNote) -> dict[EventKind, Words]:
    """The parts that a note documents as done by its author, each with its words."""
    parts: dict[EventKind, Words] = {}
    for statement in note.particulars.parts:
        if statement.agent is None or is_named(surgeon, statement.agent):
            parts.setdefault(statement.part, Words(note.index, statement.evidence))
    return parts


def _disagreements(first: ReadNote, second: ReadNote, where: Where) -> Iterator[Hit]:
    if not first.particulars.grafts or not second.particulars.grafts:
        return
    one, other = first.particulars.grafts[0], second.particulars.grafts[0]
    for fact, title in _FACTS.items():
        values = one.facts[fact], other.facts[fact]
        if values[0] != values[1] and _NOT_DOCUMENTED.isdisjoint(values):
            words = (*quoted(first, one.words.get(fact, ()), 1), *quoted(second, other.words.get(fact, ()), 1))
            shown = [str(value).replace("_", " ") for value in values]
            yield _differ(title, shown, words or _side_words(first, second), where)
    yield from _recipient_sides(first, second, where)
    yield from _times(first, second, where)


_FACTS = {"donor_site": "donor bone", "donor_laterality": "donor side", "skin_paddle": "skin paddle"}


def _differ(title: str, values: list[str], words: tuple[Words, ...], where: Where) -> Hit:
    return Hit("cosurgeon-facts-disagree", where, words, {"fact": title, "first": values[0], "second": values[1]})


def _side_words(*notes: ReadNote) -> tuple[Words, ...]:
    return tuple(word for note in notes for word in quoted(note, note.report.elements["donor_laterality"].evidence, 1))


def _recipient_sides(first: ReadNote, second: ReadNote, where: Where) -> Iterator[Hit]:
    one, other = first.particulars.recipient_sides, second.particulars.recipient_sides
    if len(one) == len(other) == 1 and one.keys() != other.keys():
        words = (*quoted(first, one.values()), *quoted(second, other.values()))
        yield _differ("recipient side", [*one, *other], words, where)


def _times(first: ReadNote, second: ReadNote, where: Where) -> Iterator[Hit]:
    one, other = first.report.elements["ischemia_time"], second.report.elements["ischemia_time"]
    minutes = [element.values.get("minutes") for element in (one, other)]
    if all(isinstance(value, (int, float)) for value in minutes) and abs(minutes[0] - minutes[1]) > _MINUTES_APART:  # type: ignore[operator]
        words = (*quoted(first, one.evidence), *quoted(second, other.evidence))
        yield _differ("ischemia time", [f"{value:g} minutes" for value in minutes], words, where)


def _copies(first: ReadNote, second: ReadNote, where: Where) -> Iterator[Hit]:
    found = copied(first, second)
    if found.passages:
        words = tuple(
            Words(note.index, place)
            for passage in found.passages[:3]
            for note, place in ((first, passage.first), (second, passage.second))
        )
        number = len(found.passages)
        passages = "one passage" if number == 1 else f"{number} passages"
        fills = {"share": f"{100 * found.share:.0f}", "passages": passages}
        yield Hit("cosurgeon-note-copied", where, words, fills)
