"""The records of a payer's answers to claims and of what they deny: frozen, without behaviour. Amounts are USD."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from notelint.discreet import discreet

if TYPE_CHECKING:
    from decimal import Decimal

    from notelint.packs.denials import CodeList, Confidence
    from notelint.review.model import ClaimFinding

Outcome = Literal["flagged", "flagged-otherwise", "not-flagged", "not-reviewed", "claim-not-found", "outside", "not-compared"]
"""What became of a denial: notelint flags it by a rule for its codes, or by other rules only, or not at all; the claim was not
reviewed, or is not in the file of claims; no rule is about its codes; no claims were given."""


@discreet("kind", "code", "group")
@dataclass(frozen=True, slots=True)
class AnswerCode:
    """A code of an answer with its list; an adjustment also has its group (``CO``, ``PR``, ``OA``, ``PI``) and amount."""

    kind: CodeList
    code: str
    group: str = ""
    amount: Decimal | None = None


@discreet("code", "modifiers", "codes")
@dataclass(frozen=True, slots=True)
class AnsweredLine:
    """The answer to one line of a claim: its procedure code and modifiers as billed, what was charged and paid, and why."""

    code: str
    modifiers: tuple[str, ...] = ()
    charge: Decimal | None = None
    paid: Decimal | None = None
    codes: tuple[AnswerCode, ...] = ()


@discreet("number", "status", "codes", "lines", "problem")
@dataclass(frozen=True, slots=True)
class Answer:
    """The answer to one claim, or in an acknowledgement to a batch: its position in the file, counted from 1.

    ``identifiers`` are those of the claim; none for a batch. ``status`` is CLP02 of a remittance. ``problem`` says why the
    answer cannot be read.
    """

    number: int
    identifiers: tuple[str, ...] = ()
    status: str = ""
    charge: Decimal | None = None
    paid: Decimal | None = None
    codes: tuple[AnswerCode, ...] = ()
    lines: tuple[AnsweredLine, ...] = ()
    problem: str = ""


@discreet("rule", "confidence", "source", "codes")
@dataclass(frozen=True, slots=True)
class LikelyRule:
    """A rule that would have caught a denial: its best confidence with the source, and the codes it shares."""

    rule: str
    confidence: Confidence
    source: str
    codes: tuple[str, ...]


@discreet("codes", "rules", "line", "outcome", "findings")
@dataclass(frozen=True, slots=True)
class Denial:
    """A denied line, or a claim denied as a whole (``line`` is ``None``), with the rules that would have caught it.

    ``findings`` are those of the review of the claim that are about the line; ``reason`` says why there is no review.
    """

    answer: Answer
    line: AnsweredLine | None
    codes: tuple[AnswerCode, ...]
    rules: tuple[LikelyRule, ...]
    outcome: Outcome = "not-compared"
    findings: tuple[ClaimFinding, ...] = ()
    reason: str = ""


@discreet("source", "kind")
@dataclass(frozen=True, slots=True)
class DenialReport:
    """The result for one file: how many answers it has, what was denied, and the answers that could not be read."""

    source: str
    kind: Literal["remittance", "acknowledgement"]
    answers: int
    denials: tuple[Denial, ...]
    unreadable: tuple[Answer, ...]
