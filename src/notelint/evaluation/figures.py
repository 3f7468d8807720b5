"""Compute figures from compared notes: shares of right answers, precision, recall and F1.

The share of an empty set is ``None``. F1 is 1 if nothing was to be found and nothing was found.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple, Protocol

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from notelint.evaluation.answers import Answers, Compared
    from notelint.report import FactValue

    Pair = tuple[FactValue, FactValue]


class _Answered(Protocol):
    """Answers that have the status of each element."""

    @property
    def elements(self) -> Mapping[str, str]: ...


class _Note(Protocol):
    """A note of which elements are compared."""

    @property
    def labelled(self) -> _Answered: ...
    @property
    def read(self) -> _Answered: ...
    @property
    def evidence(self) -> Mapping[str, bool]: ...


@dataclass(frozen=True, slots=True)
class Share:
    """``right`` answers out of ``of``."""

    right: int
    of: int

    @property
    def value(self) -> float | None:
        """The share, from 0 to 1."""
        return self.right / self.of if self.of else None


@dataclass(frozen=True, slots=True)
class Hits:
    """Counts of true positives (``found``), false positives (``extra``) and false negatives (``missed``)."""

    found: int
    extra: int
    missed: int

    @property
    def precision(self) -> float | None:
        """The share of what was found that is correct."""
        return Share(self.found, self.found + self.extra).value

    @property
    def recall(self) -> float | None:
        """The share of what is there that was found."""
        return Share(self.found, self.found + self.missed).value

    @property
    def f1(self) -> float:
        """The harmonic mean of precision and recall."""
        wrong = self.extra + self.missed
        return 2 * self.found / (2 * self.found + wrong) if self.found or wrong else 1.0


@dataclass(frozen=True, slots=True)
class Agreement:
    """One fact or element over all notes: how often it was ``exact``, and the hits for a value, or for ``met``."""

    exact: Share
    hits: Hits


class ElementFigures(NamedTuple):
    """The elements of some notes, with the sum of them, and how often the labelled words of each are shown."""

    elements: Mapping[str, Agreement]
    all_elements: Agreement
    evidence: Mapping[str, Share]
    all_evidence: Share


@dataclass(frozen=True, slots=True)
class Figures:
    """The figures of some notes.

    ``candidates`` are counted over the notes labelled unsupported. ``wrong_code`` are the notes with another code than
    the labelled one, ``false_family`` the notes with a code although none fits. A ``decision`` is right where status and codes
    are.
    """

    notes: int
    decision: Share
    status: Share
    codes: Share
    candidates: Share
    wrong_code: tuple[str, ...]
    false_family: tuple[str, ...]
    facts: Mapping[str, Agreement]
    by_element: ElementFigures
    integrity: Hits


def figures(notes: Sequence[Compared]) -> Figures:
    """The figures of ``notes``."""
    unsupported = [note for note in notes if note.labelled.status == "unsupported"]
    miscoded = [note for note in notes if note.read.codes and note.read.codes != note.labelled.codes]
    return Figures(
        notes=len(notes),
        decision=share_of(_decided(note.labelled) == _decided(note.read) for note in notes),
        status=share_of(note.labelled.status == note.read.status for note in notes),
        codes=share_of(note.labelled.codes == note.read.codes for note in notes),
        candidates=share_of(note.labelled.candidates == note.read.candidates for note in unsupported),
        wrong_code=tuple(note.id for note in miscoded if note.labelled.codes),
        false_family=tuple(note.id for note in miscoded if not note.labelled.codes),
        facts={name: _fact(name, notes) for name in _facts(notes)},
        by_element=element_figures(notes),
        integrity=_integrity(notes),
    )


def element_figures(notes: Sequence[_Note]) -> ElementFigures:
    """The figures of the elements of ``notes``."""
    elements = {name: _element(name, notes) for name in _elements(notes)}
    evidence = {name: _evidence(name, notes) for name in elements if any(name in note.evidence for note in notes)}
    all_evidence = Share(sum(share.right for share in evidence.values()), sum(share.of for share in evidence.values()))
    return ElementFigures(elements, _total(elements.values()), evidence, all_evidence)


def by_name(of: Figures) -> dict[str, float | None]:
    """The figures that a floor can be set for, from 0 to 1: accuracy of decision and facts, F1 of elements and integrity.

    Evidence has a figure where it is labelled.
    """
    return {
        "decision": of.decision.value,
        "status": of.status.value,
        "codes": of.codes.value,
        "candidates": of.candidates.value,
        **{f"facts.{name}": fact.exact.value for name, fact in of.facts.items()},
        "elements_f1": of.by_element.all_elements.hits.f1,
        "elements_exact": of.by_element.all_elements.exact.value,
        **{f"elements.{name}": element.hits.f1 for name, element in of.by_element.elements.items()},
        "integrity_f1": of.integrity.f1,
        "evidence": of.by_element.all_evidence.value,
        **{f"evidence.{name}": share.value for name, share in of.by_element.evidence.items()},
    }


def _decided(answers: Answers) -> tuple[str, tuple[str, ...]]:
    return answers.status, answers.codes


def _evidence(name: str, notes: Iterable[_Note]) -> Share:
    return share_of(note.evidence[name] for note in notes if name in note.evidence)


def share_of(answers: Iterable[bool]) -> Share:
    """The share of answers that are true."""
    listed = list(answers)
    return Share(sum(listed), len(listed))


def _fact(name: str, notes: Iterable[Compared]) -> Agreement:
    labelled = (note for note in notes if name in note.labelled.facts)
    pairs = [(note.labelled.facts[name], note.read.facts.get(name)) for note in labelled]
    return _agreement(pairs, lambda value: value is not None)


def _facts(notes: Iterable[Compared]) -> Iterable[str]:
    return dict.fromkeys(name for note in notes for name in note.labelled.facts)


def _elements(notes: Iterable[_Note]) -> Iterable[str]:
    return dict.fromkeys(name for note in notes for name in note.labelled.elements)


def _element(name: str, notes: Iterable[_Note]) -> Agreement:
    labelled = (note for note in notes if name in note.labelled.elements)
    pairs = [(note.labelled.elements[name], note.read.elements.get(name)) for note in labelled]
    return _agreement(pairs, lambda status: status == "met")


def _agreement(pairs: Sequence[Pair], counts: Callable[[FactValue], bool]) -> Agreement:
    """The agreement of labelled and read values; the values for which ``counts`` is true are to be found."""
    differing = [pair for pair in pairs if pair[0] != pair[1]]
    return Agreement(
        Share(len(pairs) - len(differing), len(pairs)),
        Hits(
            found=sum(labelled == read and counts(read) for labelled, read in pairs),
            extra=sum(counts(read) for _, read in differing),
            missed=sum(counts(labelled) for labelled, _ in differing),
        ),
    )


def _total(parts: Iterable[Agreement]) -> Agreement:
    listed = list(parts)
    return Agreement(
        Share(sum(part.exact.right for part in listed), sum(part.exact.of for part in listed)),
        _sum(part.hits for part in listed),
    )


def _integrity(notes: Iterable[Compared]) -> Hits:
    return _sum(_common(set(note.labelled.integrity), set(note.read.integrity)) for note in notes)


def _common(labelled: set[str], read: set[str]) -> Hits:
    return Hits(len(labelled & read), len(read - labelled), len(labelled - read))


def _sum(hits: Iterable[Hits]) -> Hits:
    listed = list(hits)
    return Hits(
        sum(one.found for one in listed),
        sum(one.extra for one in listed),
        sum(one.missed for one in listed),
    )
