"""The records of a review: frozen, without behaviour. Amounts are USD as exact decimals."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

from notelint.discreet import discreet

if TYPE_CHECKING:
    from collections.abc import Mapping
    from decimal import Decimal

    from notelint.claim import Encounter, NoteRef
    from notelint.particulars import Particulars
    from notelint.report import Evidence, Report, Severity

Where = tuple[str | int, ...]
"""A place in an encounter: keys and indices from its root, ``("lines", 0, "modifiers", 1)``."""


@discreet()
@dataclass(frozen=True, slots=True)
class ReadNote:
    """A note of the encounter as it was read; ``index`` is its position among the notes of the encounter."""

    index: int
    ref: NoteRef
    report: Report
    particulars: Particulars


@discreet()
@dataclass(frozen=True, slots=True)
class Words:
    """Words of one of the notes: the position of the note in the encounter, and the place of the words in the note."""

    note: int
    evidence: Evidence


@discreet("rule", "supported")
@dataclass(frozen=True, slots=True)
class Hit:
    """What a check found: the rule, the place in the encounter, and the words that show it.

    ``fills`` are the placeholders of the rule's message; ``supported`` the codes that the notes support instead.
    """

    rule: str
    where: Where
    words: tuple[Words, ...] = ()
    fills: Mapping[str, str] = field(default_factory=dict)
    supported: tuple[str, ...] = ()


@discreet("rule", "severity", "supported")
@dataclass(frozen=True, slots=True)
class ClaimFinding:
    """One defect of the claim, judged by its notes.

    ``where`` is its place in the encounter, ``line`` the line in the encounter's file (``None`` without a file). ``settle``
    says what would settle it. ``against`` are sources that say otherwise, ``disagreement`` why another governs.
    ``difference`` is the change in payment if the line is paid as the notes support it, ``None`` if no amount is known.
    """

    rule: str
    severity: Severity
    message: str
    where: Where
    line: int | None
    words: tuple[Words, ...]
    supported: tuple[str, ...]
    settle: str
    sources: tuple[str, ...]
    against: tuple[str, ...] = ()
    disagreement: str = ""
    difference: Decimal | None = None
    basis: str = ""


@discreet()
@dataclass(frozen=True, slots=True)
class Payment:
    """The expected payment of one line, and its basis; ``amount`` is ``None`` if no amount is known."""

    line: int
    amount: Decimal | None
    basis: str


@discreet("kind", "message")
@dataclass(frozen=True, slots=True)
class Remark:
    """What the reader of a review must know before its findings, without a value of the claim.

    ``kind`` is for programs: a CMS table that is in force only after the date of service, or is outdated on it, or something
    that the file of a claim leaves open.
    """

    kind: Literal["table-not-in-force", "table-outdated", "claim-file"]
    message: str


@discreet("rule", "element", "severity", "status")
@dataclass(frozen=True, slots=True)
class Lack:
    """What the notes of an encounter lack: an element of the checklist by its title, or a conflict or an open question of a note.

    ``rule`` is the rule for notes that says so; ``element`` is ``None`` for a conflict or a question.
    """

    rule: str
    element: str | None
    title: str
    severity: Severity
    status: Literal["missing", "partial", "contradicted", "undecided"]


@discreet("source")
@dataclass(frozen=True, slots=True)
class Review:
    """The result of a review: the encounter, its notes as read, and all findings.

    ``documentation`` is what the notes lack. ``payments`` has one entry for each line as billed, ``supported`` one as the notes
    support it. ``error`` says why an encounter could not be reviewed; then ``encounter`` is ``None``. ``remarks`` stand before
    the details.
    """

    source: str
    encounter: Encounter | None = None
    notes: tuple[ReadNote, ...] = ()
    findings: tuple[ClaimFinding, ...] = ()
    documentation: tuple[Lack, ...] = ()
    payments: tuple[Payment, ...] = ()
    supported: tuple[Payment, ...] = ()
    tables: tuple[str, ...] = ()
    remarks: tuple[Remark, ...] = ()
    error: str | None = None
