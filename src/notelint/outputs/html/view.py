"""What the page of a note shows, as records for the templates. Every ``id`` and ``target`` is unique on its page."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from notelint.discreet import discreet

if TYPE_CHECKING:
    from markupsafe import Markup

    from notelint.places import Box
    from notelint.report import ElementStatus, Severity


@discreet("at", "target")
@dataclass(frozen=True, slots=True)
class WordsView:
    """A place of the note: where it is, the id of its words on the page, its words; no target and no words without excerpts.

    ``page`` and ``box`` are those of a document whose pages are known.
    """

    at: str
    target: str = ""
    words: str = ""
    page: int | None = None
    box: Box | None = None


@discreet("id", "number", "severity", "rule")
@dataclass(frozen=True, slots=True)
class FindingView:
    """A finding. ``related`` are its other places with what they are, ``accepted`` says why it does not fail a run."""

    id: str
    number: str
    severity: Severity
    rule: str
    message: str
    place: WordsView
    related: tuple[tuple[tuple[WordsView, ...], str], ...]
    why: str
    source: str
    accepted: str


@discreet("id", "number", "status")
@dataclass(frozen=True, slots=True)
class ElementView:
    """An element of the checklist; ``hint`` says what would document it, where it is not documented."""

    id: str
    number: str
    title: str
    status: ElementStatus
    value: str
    hint: str
    places: tuple[WordsView, ...]


@discreet("status")
@dataclass(frozen=True, slots=True)
class GroupView:
    """The elements that have one status, and its name."""

    status: ElementStatus
    title: str
    mark: str
    elements: tuple[ElementView, ...]


@discreet("id", "title")
@dataclass(frozen=True, slots=True)
class ChecklistView:
    """A checklist that no code asks for. ``remark`` says of a document of another kind that nothing is asked.

    ``done`` of ``asked`` elements are documented; ``not_applying`` are those for which the note gives no ground, ``not_asked``
    those that the profile leaves out.
    """

    id: str
    title: str
    remark: str
    done: int
    asked: int
    groups: tuple[GroupView, ...]
    not_applying: tuple[str, ...]
    not_asked: tuple[str, ...]


@discreet("id", "number")
@dataclass(frozen=True, slots=True)
class StepView:
    """A question of the decision with its answer and the reason; also a fact, which has no reason."""

    id: str
    number: str
    question: str
    answer: str
    because: str
    places: tuple[WordsView, ...]


@discreet("graft", "outcome")
@dataclass(frozen=True, slots=True)
class TimelineView:
    """The stages of a graft: the id and number of each, its kind, its words."""

    graft: str
    outcome: str
    stages: tuple[tuple[str, str, str, WordsView], ...]


@discreet("id", "number")
@dataclass(frozen=True, slots=True)
class AsideView:
    """A mention that was not counted, with the reason, its words and those that exclude it."""

    id: str
    number: str
    what: str
    why: str
    place: WordsView
    cue: WordsView | None


@discreet("id", "source", "status")
@dataclass(frozen=True, slots=True)
class NoteView:
    """One note. ``codes`` have a title each, ``needs`` what the note must say for each candidate; ``text`` is its marked text.

    ``done`` of ``asked`` elements are documented; the ``checklists`` are those that no code asks for. ``text`` is empty without
    excerpts. Where no pack at work decides codes, ``verdict`` is empty.
    """

    id: str
    source: str
    error: str
    status: str
    verdict: str
    codes: tuple[tuple[str, str], ...]
    candidates: tuple[tuple[str, str, tuple[str, ...]], ...]
    reasons: tuple[tuple[str, WordsView | None], ...]
    done: int
    asked: int
    counts: tuple[tuple[str, str], ...]
    open_findings: tuple[FindingView, ...]
    accepted_findings: tuple[FindingView, ...]
    groups: tuple[GroupView, ...]
    not_asked: tuple[str, ...]
    checklists: tuple[ChecklistView, ...]
    facts: tuple[StepView, ...]
    timelines: tuple[TimelineView, ...]
    steps: tuple[StepView, ...]
    asides: tuple[AsideView, ...]
    text: Markup | None


@dataclass(frozen=True, slots=True)
class RowView:
    """A note in the index: the address of its page or part of the page, its decision, how much of it is documented.

    ``checklists`` are name, documented and asked of those that no code asks for.
    """

    href: str
    source: str
    status: str
    verdict: str
    error: str
    done: int
    asked: int
    counts: tuple[tuple[str, str], ...]
    checklists: tuple[tuple[str, int, int], ...] = ()
