"""The evidence of a report: each place that was read, widened to its clause, with the name of what read it.

Rules, events and findings keep the exact places of the case; answers show the clause that a person would underline.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from notelint.clauses import Clauses
from notelint.report import Element, Evidence

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from notelint.reading.model import Reading
    from notelint.report import Decision, Event, SetAside, Step

_MOVED = frozenset({"transfer", "donor_site"})  # the facts that a title names more generally than the body states them


class Underliner:
    """Widens the evidence of one note. ``titles`` are the ranges of its titles, which are shown after the body."""

    def __init__(self, text: str, titles: Sequence[tuple[int, int]] = ()) -> None:
        self._text = text
        self._titles = titles
        self._clauses = Clauses(text)
        self._spans: dict[tuple[int, int], tuple[int, int]] = {}

    def places(self, places: Iterable[Evidence], by: str) -> tuple[Evidence, ...]:
        """The clauses of ``places``, each once; ``by`` is the name of what read a place that does not say so itself."""
        found: dict[tuple[int, int], list[Evidence]] = {}
        for place in places:
            found.setdefault(self._span(place), []).append(place)
        return tuple(self._clause(first, last, read, by) for (first, last), read in found.items())

    def elements(self, elements: Mapping[str, Element]) -> dict[str, Element]:
        """The elements with their clauses."""
        return {
            name: Element(one.status, self.places(one.evidence, f"element:{name}"), one.values) if one.evidence else one
            for name, one in elements.items()
        }

    def decision(self, decision: Decision) -> Decision:
        """The decision with the clauses of its trace."""
        return replace(decision, trace=tuple(map(self._step, decision.trace)))

    def _step(self, step: Step) -> Step:
        if not step.evidence:
            return step
        places = sorted(step.evidence, key=self._in_title) if step.question in _MOVED else step.evidence
        return replace(step, evidence=self.places(places, f"fact:{step.question}"))

    def _in_title(self, place: Evidence) -> bool:
        return any(start <= place.start < end for start, end in self._titles)

    def _span(self, place: Evidence) -> tuple[int, int]:
        exact = (place.start, place.end)
        if exact not in self._spans:
            self._spans[exact] = self._clauses.span(*exact) if place.text else exact
        return self._spans[exact]

    def _clause(self, first: int, last: int, read: Sequence[Evidence], by: str) -> Evidence:
        exact = dict.fromkeys((place.start, min(place.end, last)) for place in read)
        return Evidence(first, last, self._text[first:last], read[0].by or by, tuple(exact))


def named_event(event: Event) -> Event:
    """The event with the name of what read it; its words stay exact."""
    return replace(event, evidence=_named(event.evidence, f"event:{event.kind}"), cue=_named_cue(event.cue))


def named_set_aside(item: SetAside) -> SetAside:
    """What was set aside with the name of what read it; its words stay exact."""
    return replace(item, evidence=_named(item.evidence, item.what), cue=_named_cue(item.cue))


def _named(place: Evidence, by: str) -> Evidence:
    return place if place.by else replace(place, by=by)


def _named_cue(cue: Evidence | None) -> Evidence | None:
    return None if cue is None else _named(cue, "assertion")


def underliner_of(reading: Reading) -> Underliner:
    """The underliner of a note as it was read: the sentences of its headers are its titles."""
    titles = [sentence for sentence in reading.sentences if sentence.section.context == "header"]
    return Underliner(reading.note.text, [reading.clean.place(title.start, title.end) for title in titles])
