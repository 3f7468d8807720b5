"""The answers of a checklist about one note: its kind, and each element with its status and its words."""

from __future__ import annotations

from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING, Literal

from notelint.checklist.page import Page, holding
from notelint.documents.describe import describe
from notelint.packs.ways import Expressions, expressions_of
from notelint.report import NOT_ASKED, Element, KindSign

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from notelint.checklist.page import Candidate
    from notelint.documents.model import Document
    from notelint.packs.elements import ElementFile
    from notelint.packs.ranking import Ranking, Weights
    from notelint.packs.vocabulary import Idiom
    from notelint.packs.ways import Ground, Kinds, Way
    from notelint.reading.model import Reading
    from notelint.report import Evidence

ReportKind = Literal["operative_report", "procedure_note", "other"]
_OTHER_TIMES = frozenset({"earlier", "general"})
_MISSING = Element("missing")
_NO_WORDS: Mapping[str, Idiom] = MappingProxyType({})
_NO_RANKING: Ranking = MappingProxyType({})
_NO_WEIGHTS: Weights = MappingProxyType({})
_SURE = 2  # times the signs that are enough, where the text reads like a document of another kind


@dataclass(frozen=True, slots=True)
class Answered:
    """What a checklist says of a note. ``belongs`` are the places where elements that are missing are usually documented."""

    kind: ReportKind
    elements: Mapping[str, Element]
    grounds: frozenset[str]
    belongs: Mapping[str, Evidence]
    signs: tuple[KindSign, ...] = ()
    enough: int = 0


class Checklist:
    """The declared elements of a pack with its grounds, its kinds of documents and its word lists.

    ``ranking`` has the weights of signs with which sentences are chosen (``shows: best``). Raises ``PackError`` where an
    expression names words that there are not.
    """

    def __init__(
        self,
        elements: Mapping[str, ElementFile],
        grounds: Sequence[Ground] = (),
        kinds: Kinds | None = None,
        words: Mapping[str, Idiom] = _NO_WORDS,
        ranking: Ranking = _NO_RANKING,
    ) -> None:
        self._elements = {name: element.ways for name, element in elements.items()}
        self._belongs = {name: element.belongs for name, element in elements.items()}
        self._grounds, self._kinds, self._ranking = grounds, kinds, ranking
        self._expressions = expressions = Expressions(words)
        if kinds is not None:
            expressions.add(kinds.story_begins)
            expressions.add(kinds.no_value)
        for heading in (one for belongs in self._belongs.values() for one in belongs):
            expressions.add(heading)
        for way in self._all_ways():
            for expression in expressions_of(way):
                expressions.add(expression)

    def _all_ways(self) -> Iterator[Way]:
        for ways in self._elements.values():
            yield from ways
        for ground in self._grounds:
            yield from ground.ways
        if self._kinds is not None:
            for sign in self._kinds.signs:
                yield from sign.ways
            yield from self._kinds.procedures
            yield from self._kinds.operations

    def answer(self, reading: Reading, kind: ReportKind | None = None) -> Answered:
        """The kind of the document, unless it is given, and its elements; each is ``n/a`` in a document of another kind."""
        document = describe(reading)
        page = self._page(reading, _earlier(document))
        grounds = self._holding_grounds(page)
        signs = self._signs(page, grounds)
        enough = self._enough(reports=document.reports_operation)
        kind = kind or self._kind(page, grounds, is_report=sum(sign.weight for sign in signs) >= enough)
        if kind == "other":
            return Answered(kind, dict.fromkeys(self._elements, NOT_ASKED), grounds, {}, signs, enough)
        grounds |= {kind}
        elements = {
            name: _answer(page, ways, grounds, self._ranking.get(name, _NO_WEIGHTS)) for name, ways in self._elements.items()
        }
        belongs = {name: page.place_for(self._belongs[name]) for name, one in elements.items() if one.status == "missing"}
        return Answered(kind, elements, grounds, belongs, signs, enough)

    def candidates(self, reading: Reading, kind: ReportKind) -> Mapping[str, tuple[Candidate, ...]]:
        """The sentences from among which the ranking chooses, of each element for which it does; to learn its weights."""
        page = self._page(reading, _earlier(describe(reading)))
        grounds = self._holding_grounds(page) | {kind}
        answers = {name: next(holding(page, ways, grounds), None) for name, ways in self._elements.items()}
        return {name: tuple(page.candidates(one[0])) for name, one in answers.items() if one and one[0].shows == "best"}

    def headed(self, reading: Reading) -> Mapping[str, tuple[Evidence, ...]]:
        """For each element the first lines of what stands under its headings, whatever they say; an empty one is a place."""
        page = self._page(reading)
        return {
            name: tuple(reading.evidence(*place) for way in ways if way.label for place in page.values(way.label))
            for name, ways in self._elements.items()
        }

    def _page(self, reading: Reading, earlier: frozenset[int] = frozenset()) -> Page:
        return Page(reading, self._expressions, self._kinds, earlier, self._is_heading)

    def _is_heading(self, words: str) -> bool:
        """Whether an element asks for a heading of these words."""
        labels = (way.label for ways in self._elements.values() for way in ways if way.label)
        return any(self._expressions.of(label).fullmatch(words) for label in labels)

    def _holding_grounds(self, page: Page) -> frozenset[str]:
        found: frozenset[str] = frozenset()
        for ground in self._grounds:
            if any(True for _ in holding(page, ground.ways, found)):
                found |= {ground.id}
        return found

    def _signs(self, page: Page, grounds: frozenset[str]) -> tuple[KindSign, ...]:
        """The signs of its kind that a page has, each with the words of the first way that finds it."""
        found = []
        for sign in self._kinds.signs if self._kinds else ():
            for _, places in holding(page, sign.ways, grounds):
                words = tuple(page.reading.evidence(start, end) for start, end in places)
                found.append(KindSign(sign.id, sign.weight, words))
                break
        return tuple(found)

    def _enough(self, *, reports: bool) -> int:
        """The weight from which on a text is a report; ``reports`` says whether it reads like one."""
        if self._kinds is None:
            return 0 if reports else 1
        return self._kinds.enough if reports else _SURE * self._kinds.enough

    def _kind(self, page: Page, grounds: frozenset[str], *, is_report: bool) -> ReportKind:
        if not is_report:
            return "other"
        kinds = self._kinds
        if kinds is None or any(True for _ in holding(page, kinds.operations, grounds)):
            return "operative_report"
        return "procedure_note" if any(True for _ in holding(page, kinds.procedures, grounds)) else "operative_report"


def _earlier(document: Document) -> frozenset[int]:
    """The sentences that speak of another operation."""
    return frozenset(index for index, one in enumerate(document.segments) if one.kind in _OTHER_TIMES)


def _answer(page: Page, ways: Sequence[Way], grounds: frozenset[str], weights: Weights) -> Element:
    """The status of the first way that holds, with its words."""
    for way, found in holding(page, ways, grounds):
        places = page.best(way, weights) if way.shows == "best" else found
        return Element(way.status, tuple(page.reading.evidence(start, end) for start, end in places))
    return _MISSING
