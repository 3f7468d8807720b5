"""What the page of a review shows, as records for its template. Every ``id`` is unique on its page. Amounts are text, in USD."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from notelint.discreet import discreet

if TYPE_CHECKING:
    from notelint.report import Severity


@discreet("target", "kind", "severity")
@dataclass(frozen=True, slots=True)
class ToDoView:
    """One thing to change or to ask (``kind``), and the number and the id of its finding."""

    kind: str
    severity: Severity
    text: str
    number: str
    target: str


@discreet("verdict", "billed", "supported")
@dataclass(frozen=True, slots=True)
class LineView:
    """A line of the claim, or the claim as a whole (no number); ``queries`` are the commands that draft the questions."""

    number: str
    billed: str
    surgeon: str
    supported: str
    diagnoses: str
    expected: str
    as_supported: str
    verdict: str
    state: str
    to_do: tuple[ToDoView, ...]
    queries: tuple[str, ...]


@discreet("id", "number", "severity", "rule")
@dataclass(frozen=True, slots=True)
class ClaimFindingView:
    """A finding of the claim with its place in the encounter, the words of the notes, and what settles it."""

    id: str
    number: str
    severity: Severity
    rule: str
    message: str
    place: str
    words: tuple[str, ...]
    settle: str
    payment: str
    source: str
    disagreement: str


@discreet("path", "verdict")
@dataclass(frozen=True, slots=True)
class ReviewNoteView:
    """A note of the encounter and what it supports."""

    path: str
    about: str
    state: str
    verdict: str


@discreet("id", "source")
@dataclass(frozen=True, slots=True)
class ReviewView:
    """One encounter. ``counts`` are ``("error", "2 errors")`` and so on; with ``error`` it was not reviewed.

    ``lacking`` is what the notes lack, by severity.
    """

    id: str
    source: str
    error: str
    counts: tuple[tuple[str, str], ...]
    about: str
    diagnoses: tuple[str, ...]
    totals: str
    remarks: tuple[str, ...]
    lacking: tuple[tuple[Severity, str], ...]
    lines: tuple[LineView, ...]
    findings: tuple[ClaimFindingView, ...]
    notes: tuple[ReviewNoteView, ...]
    tables: tuple[str, ...]
