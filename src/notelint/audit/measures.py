"""What is counted of each note: whether it supports a code, whether all that it must say is there, each element."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from notelint.audit.shares import ElementCount, Share
from notelint.rules.judge import requirements

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from notelint.audit.model import AuditNote
    from notelint.packs.profiles import Profile
    from notelint.packs.schema import Catalogue, Requirement

SUPPORTED, COMPLETE = "supported", "complete"


class Measure(NamedTuple):
    """A question about a note. ``ask`` gives the answer, ``None`` where the question does not concern the note."""

    id: str
    title: str
    ask: Callable[[AuditNote], bool | None]


class Measures:
    """The measures that the packs allow: ``supported``, ``complete`` and each element, by their id.

    With the ``profile`` of a checklist they are ``complete`` and each element that it asks for.
    """

    def __init__(self, catalogues: Sequence[Catalogue], profile: Profile | None = None) -> None:
        self._catalogues = catalogues
        self._profile = profile
        titles = {name: element.title for catalogue in catalogues for name, element in catalogue.elements.items()}
        self.titles = titles if profile is None else {name: titles[name] for name in profile.severities}
        supported = Measure(SUPPORTED, "Supports a code", lambda note: note.status == "supported")
        complete = Measure(COMPLETE, "Everything required is documented", self._is_complete)
        of_notes = (supported, complete) if profile is None else (complete,)
        of_elements = (Measure(name, title, _of_element(name)) for name, title in self.titles.items())
        self.all = {measure.id: measure for measure in (*of_notes, *of_elements)}
        self._required = lru_cache(maxsize=None)(self._requirements)

    def shares(self, notes: Iterable[AuditNote]) -> dict[str, Share]:
        """The share of notes for which each measure is true, by its id, of the notes that it concerns."""
        listed = list(notes)
        return {name: _share(measure, listed) for name, measure in self.all.items()}

    def required(self, note: AuditNote) -> Mapping[str, Requirement]:
        """What the codes of the note require, by element."""
        return self._required(note.judged_by)

    def must_document(self, note: AuditNote) -> list[str]:
        """The elements that the note must document: those whose absence is an error for its codes.

        With the profile of a checklist, whose errors are few, those whose absence is an error or a warning.
        """
        if self._profile is not None:
            wanted = [name for name, severity in self._profile.severities.items() if severity != "info"]
            return [name for name in wanted if note.elements.get(name, "n/a") != "n/a"]
        required = self.required(note)
        return [name for name, one in required.items() if one.severity == "error" and note.elements.get(name, "n/a") != "n/a"]

    def _is_complete(self, note: AuditNote) -> bool:
        return all(note.elements[name] == "met" for name in self.must_document(note))

    def _requirements(self, codes: tuple[str, ...]) -> Mapping[str, Requirement]:
        for catalogue in self._catalogues:
            if codes and catalogue.codes.keys() >= set(codes):
                return requirements(codes, catalogue)
        return {}


def count_elements(notes: Iterable[AuditNote]) -> dict[str, ElementCount]:
    """How the notes document each element that concerns at least one of them."""
    counts: dict[str, ElementCount] = {}
    for note in notes:
        for name, status in note.elements.items():
            counts.setdefault(name, ElementCount()).add(status)
    return {name: count for name, count in counts.items() if count.of}


def _of_element(name: str) -> Callable[[AuditNote], bool | None]:
    def ask(note: AuditNote) -> bool | None:
        status = note.elements.get(name, "n/a")
        return None if status == "n/a" else status == "met"

    return ask


def _share(measure: Measure, notes: Sequence[AuditNote]) -> Share:
    answers = [answer for note in notes if (answer := measure.ask(note)) is not None]
    return Share(sum(answers), len(answers))
