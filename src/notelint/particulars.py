"""The records of what the review of a claim needs from a note beside its report: frozen, without behaviour."""

from __future__ import annotations

from collections.abc import Mapping  # noqa: TC003 -- msgspec reads the annotations when the program runs
from dataclasses import dataclass, field
from datetime import date  # noqa: TC003 -- likewise

from notelint.discreet import discreet
from notelint.report import EventKind, Evidence, FactValue  # noqa: TC001 -- likewise


@discreet("codes", "candidates")
@dataclass(frozen=True, slots=True)
class GraftFacts:
    """The facts of one free vascularised bone graft of a note, with their words, and the code or candidates they support.

    ``facts`` are the answers to the questions of the decision and ``donor_laterality``; ``words`` gives the places of each.
    """

    codes: tuple[str, ...]
    candidates: tuple[str, ...]
    facts: Mapping[str, FactValue]
    words: Mapping[str, tuple[Evidence, ...]]


@discreet("part")
@dataclass(frozen=True, slots=True)
class PartStatement:
    """A statement that a part of the operation (``harvest``, ``anastomosis``) was done, and by whom.

    ``agent`` are the words that name someone ("dr. wrenfield", "the orthopedic team"), or a pronoun whose person the note leaves
    open; ``None`` if the note names nobody, which means its author.
    """

    part: EventKind
    evidence: Evidence
    agent: str | None = None


@discreet()
@dataclass(frozen=True, slots=True)
class Deed:
    """A statement that somebody other than the author did something; ``agent`` as in ``PartStatement``."""

    agent: str
    evidence: Evidence


@discreet()
@dataclass(frozen=True, slots=True)
class NarrativeSentence:
    """A sentence of the operative narrative; ``agent`` as in ``PartStatement``, ``acts`` says whether it documents an act."""

    evidence: Evidence
    agent: str | None
    acts: bool


@discreet("id", "present", "in_diagnosis")
@dataclass(frozen=True, slots=True)
class DocumentedCause:
    """A cause of the defect that a note names: ``id`` is that of ``diagnosis_causes.yaml``, ``evidence`` its words.

    ``present`` says that it is not only history, ``in_diagnosis`` that it stands under a heading of a diagnosis.
    """

    id: str
    evidence: tuple[Evidence, ...]
    present: bool = True
    in_diagnosis: bool = False


@discreet()
@dataclass(frozen=True, slots=True)
class DiagnosisFacts:
    """What a note says that a diagnosis says too: causes, whether a fracture was open, and the ``places`` of the defect."""

    causes: tuple[DocumentedCause, ...] = ()
    wounds: tuple[DocumentedCause, ...] = ()
    places: Mapping[str, Evidence] = field(default_factory=dict)


@discreet("id")
@dataclass(frozen=True, slots=True)
class WorkDone:
    """Work beside the graft that a note documents as done: ``id`` is that of ``companion_work.yaml``, ``evidence`` its words.

    ``agent`` are the words that name someone else who did it; ``None`` if the note names nobody, which means its author.
    """

    id: str
    evidence: Evidence
    agent: str | None = None


@discreet()
@dataclass(frozen=True, slots=True)
class Particulars:
    """What the review of a claim needs from a note in addition to its report.

    ``circumstances`` are the documented ones of ``circumstances.yaml``, ``recipient_sides`` the documented sides of the recipient
    site, ``other_flaps`` the flaps without bone that were done, each with whether it is ``free`` (``yes``, ``no``, ``maybe``);
    ``date`` is the date of the operation with its words, ``narrative`` the sentences that describe it, ``deeds`` what others than
    the author did. ``diagnosis`` is what diagnoses say too, ``work`` the work beside the graft.
    """

    grafts: tuple[GraftFacts, ...] = ()
    circumstances: Mapping[str, tuple[Evidence, ...]] = field(default_factory=dict)
    recipient_sides: Mapping[str, Evidence] = field(default_factory=dict)
    parts: tuple[PartStatement, ...] = ()
    other_flaps: tuple[tuple[str, Evidence], ...] = ()
    date: tuple[date, Evidence] | None = None
    narrative: tuple[NarrativeSentence, ...] = ()
    deeds: tuple[Deed, ...] = ()
    diagnosis: DiagnosisFacts = DiagnosisFacts()
    work: tuple[WorkDone, ...] = ()
