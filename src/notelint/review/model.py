"""What a review answers: frozen records without behaviour. Amounts are USD, exact decimals."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from notelint.discreet import discreet

if TYPE_CHECKING:
    from collections.abc import Mapping
    from decimal import Decimal

    from notelint.claim import Encounter, NoteRef
    from notelint.report import Evidence, Particulars, Report, Severity

Where = tuple[str | int, ...]
"""A place in an encounter: keys and indices from its root, ``("lines", 0, "modifiers", 1)``."""


@discreet()
@dataclass(frozen=True, slots=True)
class ReadNote:
    """A note of the encounter as it was read; ``index`` is its place among the encounter's notes."""

    index: int
    ref: NoteRef
    report: Report
    told: Particulars


@discreet()
@dataclass(frozen=True, slots=True)
class Words:
    """Words of one of the notes: the note's place among the encounter's notes, and the words' place in it."""

    note: int
    evidence: Evidence


@discreet("rule", "supported")
@dataclass(frozen=True, slots=True)
class Hit:
    """What a rule's function found: the rule, its place in the encounter, the words it rests on.

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
    """One thing that is wrong with the claim as the notes stand.

    ``where`` is its place in the encounter, ``line`` the line of the encounter's file (``None`` where there is none). ``settle``
    says what would settle it. ``against`` are sources that say otherwise, ``disagreement`` why another governs.
    ``difference`` is the change in payment if the line is paid as the notes support it, ``None`` where no amount is known.
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
    """What one line is expected to pay, and how that was found; ``amount`` is ``None`` where no amount is known."""

    line: int
    amount: Decimal | None
    basis: str


@discreet("source")
@dataclass(frozen=True, slots=True)
class Review:
    """An encounter with its notes as read and everything that was found.

    ``payments`` has an entry for each line as billed, ``supported`` one as the notes support it. ``error`` tells why an encounter
    could not be reviewed; then ``encounter`` is ``None``.
    """

    source: str
    encounter: Encounter | None = None
    notes: tuple[ReadNote, ...] = ()
    findings: tuple[ClaimFinding, ...] = ()
    payments: tuple[Payment, ...] = ()
    supported: tuple[Payment, ...] = ()
    tables: tuple[str, ...] = ()
    error: str | None = None
