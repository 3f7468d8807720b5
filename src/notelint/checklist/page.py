"""A note prepared for the questions of a checklist: its parts, its lines, and what a way finds in them."""

from __future__ import annotations

from functools import cached_property
from itertools import islice
from math import fsum
from typing import TYPE_CHECKING, NamedTuple

from notelint.checklist.parts import lines_of, never, parts_of, value_of
from notelint.checklist.signs import ANY, FOUND, signs_of_place, signs_of_words, weightiest_word
from notelint.packs.wording import Stretch

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from notelint.checklist.parts import Line, Part
    from notelint.packs.literals import Spotter
    from notelint.packs.ranking import Weights
    from notelint.packs.ways import Expressions, Kinds, Scope, Way
    from notelint.packs.wording import Wording
    from notelint.reading.model import Reading
    from notelint.report import Evidence

Place = tuple[int, int]
"""Where something stands in the clean text."""

_SCOPES: dict[str, Scope] = {
    "header": "title", "background": "history", "planned": "plan", "performed": "story", "label": "label",
}  # fmt: skip
_MAY_HOLD_STORY = frozenset({"history", "plan"})
_VALUE_SHOWN = 160  # characters of a value that are shown
_LIKELY = -2.0  # the least weight (log odds) of a sentence that is shown without the words that are looked for: one in eight


class Candidate(NamedTuple):
    """A sentence that may document an element, with its signs, and the words of the way in it, if it has them."""

    start: int
    text: str
    signs: frozenset[str]
    found: Place | None


class Page:
    """One note for the questions of one checklist. ``earlier`` are the sentences that speak of another operation.

    ``is_heading`` says of words before a column whether they are one.
    """

    def __init__(
        self,
        reading: Reading,
        expressions: Expressions,
        kinds: Kinds | None = None,
        earlier: frozenset[int] = frozenset(),
        is_heading: Callable[[str], bool] = never,
    ) -> None:
        self.reading = reading
        self._expressions = expressions
        self._parts = parts_of(reading, is_heading)
        spotter = expressions.spotter
        self._lines = [_Spotted(line, spotter) for line in lines_of(reading, self._parts) if line.sentence not in earlier]
        if kinds is not None and kinds.story_begins:
            self._find_stories(expressions.of(kinds.story_begins))
        self._no_value = expressions.of(kinds.no_value) if kinds is not None and kinds.no_value else None
        self._labels = [_Labelled(part, key, spotter) for part in self._parts for key in part.keys]

    def _find_stories(self, begins: Wording) -> None:
        """Take for the account of the operation what follows its first sentence under a history or plan."""
        begun: Part | None = None
        for one in self._lines:
            if one.scope in _MAY_HOLD_STORY and (begun is one.line.part or begins.search(one.text)):
                one.scope, begun = "story", one.line.part

    def places(self, way: Way) -> tuple[Place, ...]:
        """Where the note says what ``way`` looks for, the places that it shows; none where it does not."""
        found = self._labelled(way) if way.label else self._said(way)
        if way.shows != "last":
            found = islice(found, max(way.most, way.times))
        places = tuple(found)
        if len(places) < way.times:
            return ()
        return places[-way.most :] if way.shows == "last" else places[: way.most]

    def best(self, way: Way, weights: Weights) -> tuple[Place, ...]:
        """Places in the sentences that document an element best, of those in which ``way`` looks.

        At least one of them has the words that it looks for. One that has not must weigh enough to be a likely one; its place is
        the word that weighs most.
        """
        ranked = sorted(((_weight(one, weights), one) for one in self.candidates(way)), key=lambda pair: -pair[0])
        likely = [one for weight, one in ranked if one.found or (ANY in weights and weight >= _LIKELY)]
        best = likely[: way.most]
        if not any(one.found for one in best):
            best = [*best[:-1], *islice((one for one in likely if one.found), 1)]
        return tuple(sorted(_place(one, weights) for one in best))

    def candidates(self, way: Way) -> Iterator[Candidate]:
        """The sentences in which ``way`` looks, also those without the words that it looks for."""
        says, number = self._expressions.of(way.says), len(self._lines)
        for at, one in enumerate(self._lines):
            if self._may_say(way, one) and not self._excluded(way, one.text):
                match, start = says.search(one.text), one.line.start
                signs = one.signs.union(signs_of_place(at, number, one.scope), (FOUND,) if match else ())
                yield Candidate(start, one.text, signs, (start + match.start(), start + match.end()) if match else None)

    def values(self, label: str) -> Iterator[Place]:
        """The first line of what stands under each heading that ``label`` matches, which may be empty."""
        wanted, text = self._expressions.of(label), self.reading.text
        for one in self._labels:
            if one.part.start < one.part.value and wanted.fullmatch(one.key):
                start, end = self._value(one.part)
                yield _first_line(text, start, end)

    def place_for(self, belongs: Iterable[str]) -> Evidence:
        """The first of the headings ``belongs`` that the note has; where it has none of them, its first heading or line."""
        headings = [one for one in self._labels if one.part.start < one.part.value]
        for expression in map(self._expressions.of, belongs):
            for one in headings:
                if expression.fullmatch(one.key):
                    return self.reading.evidence(one.part.start, one.part.value)
        first = self._lines[0].line if self._lines else None
        if headings and (first is None or headings[0].part.start <= first.start):
            return self.reading.evidence(headings[0].part.start, headings[0].part.value)
        return self.reading.evidence(first.start, first.start + len(first.text)) if first else self.reading.evidence(0, 0)

    def _labelled(self, way: Way) -> Iterator[Place]:
        label, text = self._expressions.of(way.label), self.reading.text
        seen: set[int] = set()
        for one in self._labels:
            if one.part.value in seen or label.rules_out(one.key) or not label.fullmatch(one.key):
                continue
            start, end = self._value(one.part)
            if (start == end) != way.empty or self._excluded(way, text[start:end]):
                continue
            place = (one.part.start, one.part.value) if way.empty else self._in_value(way, start, end)
            if place is not None:
                seen.add(one.part.value)
                yield place

    def _value(self, part: Part) -> Place:
        """Where the value of a part stands; an empty place for none and for what stands in place of one."""
        text = self.reading.text
        start, end = value_of(text, part)
        is_none = self._no_value is not None and self._no_value.fullmatch(text[start:end])
        return (start, start) if is_none else (start, end)

    def _in_value(self, way: Way, start: int, end: int) -> Place | None:
        text = self.reading.text
        if not way.value:
            return _first_line(text, start, end)
        match = self._expressions.of(way.value).search(text[start:end])
        return (start + match.start(), start + match.end()) if match else None

    def _said(self, way: Way) -> Iterator[Place]:
        if not way.says:
            return
        says = self._expressions.of(way.says)
        for one in self._lines[: way.top or None]:
            if self._may_say(way, one) and says.search(one.text) and not self._excluded(way, one.text):
                for match in islice(says.finditer(one.text), way.times):
                    yield one.line.start + match.start(), one.line.start + match.end()

    def _may_say(self, way: Way, one: _Spotted) -> bool:
        return one.scope in way.where and (not way.under or self._stands_under(way, one.line.part))

    def _excluded(self, way: Way, text: str) -> bool:
        return bool(way.unless) and self._expressions.of(way.unless).search(text) is not None

    def _stands_under(self, way: Way, part: Part) -> bool:
        under = self._expressions.of(way.under)
        return any(under.fullmatch(key) for key in part.keys)


class _Spotted:
    """A line with its scope and the expressions that it can hold."""

    def __init__(self, line: Line, spotter: Spotter) -> None:
        self.line = line
        self.scope = _scope(line.part)
        self.text = Stretch(line.text, spotter)

    @cached_property
    def signs(self) -> frozenset[str]:
        """The signs of its words."""
        return signs_of_words(self.text)


class _Labelled:
    """One thing that a heading names."""

    __slots__ = ("key", "part")

    def __init__(self, part: Part, key: str, spotter: Spotter) -> None:
        self.part = part
        self.key = Stretch(key, spotter)


def _first_line(text: str, start: int, end: int) -> Place:
    """The first line of a value, as far as it is shown."""
    stop = text.find("\n", start, min(end, start + _VALUE_SHOWN))
    return start, stop if stop > start else min(end, start + _VALUE_SHOWN)


def _weight(one: Candidate, weights: Weights) -> float:
    return fsum(weights.get(sign, 0.0) for sign in one.signs)  # which does not depend on the order of a set


def _place(one: Candidate, weights: Weights) -> Place:
    """What is shown of a sentence: the words of the way, else the word that weighs most."""
    if one.found:
        return one.found
    start, end = weightiest_word(one.text, weights)
    return one.start + start, one.start + end


def _scope(part: Part) -> Scope | None:
    """The scope of a part; ``None`` for what is quoted or was only discussed. "Next, …" opens no plan."""
    if part.kind == "diagnosis":
        return "diagnosis"
    if part.context == "planned" and part.keys == ("next",):
        return "story"
    return _SCOPES.get(part.context)


def holding(page: Page, ways: Sequence[Way], grounds: frozenset[str]) -> Iterator[tuple[Way, tuple[Place, ...]]]:
    """The ways that hold on a page, in their order, with their places; none for a way that rests on its grounds alone."""
    for way in ways:
        if not grounds.issuperset(way.when) or not grounds.isdisjoint(way.without):
            continue
        if not way.label and not way.says:
            yield way, ()
        elif places := page.places(way):
            yield way, places
