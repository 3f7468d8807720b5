"""A review line by line: what is billed and supported, what to change, what to ask the surgeon."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from notelint.discreet import discreet
from notelint.packs.claims import asking_rules, claim_rules

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from notelint.claim import Encounter, Line
    from notelint.report import Severity
    from notelint.review.model import ClaimFinding, Review

_SHARED = frozenset({"code", "modifier", "two_surgeons"})
"""Topics of rules that find a defect of several surgeons' lines once."""
Verdict = Literal["supported", "change", "ask", "no finding"]
"""``supported``: the notes support the code, and no finding asks for anything; ``no finding``: no note decides the code."""


@discreet("rule", "severity", "text")
@dataclass(frozen=True, slots=True)
class Advice:
    """One thing to do: its text, and the finding it comes from."""

    rule: str
    severity: Severity
    text: str


@discreet("verdict", "billed", "supported")
@dataclass(frozen=True, slots=True)
class LineAdvice:
    """What to do about one line, or about the claim as a whole (``line`` is ``None``).

    ``billed`` is the code with its modifiers, ``supported`` are the codes that the notes support. ``query`` are the positions of
    the notes for which ``notelint query`` drafts the questions.
    """

    line: int | None
    billed: str
    supported: tuple[str, ...]
    verdict: Verdict
    change: tuple[Advice, ...]
    ask: tuple[Advice, ...]
    query: tuple[int, ...]

    @property
    def differs(self) -> bool:
        """Whether the notes support another code than the billed one."""
        return bool(self.supported) and not self.billed.startswith(self.supported)


def line_advice(review: Review) -> tuple[LineAdvice, ...]:
    """The advice on each line in its order, then on the claim as a whole if there is any. Nothing for an unread encounter."""
    encounter = review.encounter
    if encounter is None:
        return ()
    by_line = [
        [finding for finding in review.findings if index in _lines_of(encounter, finding)]
        for index in range(len(encounter.lines))
    ]
    of_claim = [finding for finding in review.findings if not _lines_of(encounter, finding)]
    lines = [_of_line(review, index, line, by_line[index]) for index, line in enumerate(encounter.lines)]
    return (*lines, _made(None, "", (), of_claim, ())) if of_claim else tuple(lines)


def billed_text(line: Line) -> str:
    """A line as billed: ``20955-62-RT x2``."""
    return "-".join((line.code, *line.modifiers)) + (f" x{line.units}" if line.units > 1 else "")


def _lines_of(encounter: Encounter, finding: ClaimFinding) -> tuple[int, ...]:
    """The lines that a finding is about: its own, or those that point at its diagnosis."""
    if finding.where[0] == "lines":
        own = int(finding.where[1])
        return (own, *_same_graft(encounter, finding, own))
    if finding.where[0] == "diagnoses" and finding.where[1:]:
        pointer = int(finding.where[1]) + 1
        return tuple(index for index, line in enumerate(encounter.lines) if pointer in line.pointers)
    return ()


def _same_graft(encounter: Encounter, finding: ClaimFinding, own: int) -> Iterator[int]:
    """The lines on which other surgeons bill the same; a finding about them stands on the first."""
    line = encounter.lines[own]
    if claim_rules()[finding.rule].topic not in _SHARED:
        return
    modifier = line.modifiers[int(finding.where[3])] if finding.where[2] == "modifiers" else None
    for index, other in enumerate(encounter.lines):
        if other.code == line.code and other.surgeon != line.surgeon and (modifier is None or modifier in other.modifiers):
            yield index


def _of_line(review: Review, index: int, line: Line, findings: list[ClaimFinding]) -> LineAdvice:
    replaced = [finding for finding in findings if finding.supported and claim_rules()[finding.rule].effect == "replaced"]
    documented = tuple(dict.fromkeys(code for note in review.notes for graft in note.particulars.grafts for code in graft.codes))
    supported = replaced[0].supported if replaced else (line.code,) if line.code in documented else ()
    notes = [note for note in review.notes if note.ref.kind == "operative" and note.ref.author == line.surgeon]
    query = tuple(note.index for note in notes if _asks(note.report.findings))
    return _made(index, billed_text(line), supported, findings, query)


def _asks(findings: Iterable[object]) -> bool:
    return any(getattr(finding, "severity", "") == "error" for finding in findings)


def _made(
    line: int | None, billed: str, supported: tuple[str, ...], findings: list[ClaimFinding], query: tuple[int, ...]
) -> LineAdvice:
    each = dict.fromkeys(Advice(finding.rule, finding.severity, finding.settle) for finding in findings)
    asked = [advice for advice in each if advice.rule in asking_rules()]
    changed = [advice for advice in each if advice.rule not in asking_rules()]
    verdict: Verdict = "supported" if supported else "no finding"
    if any(one.severity != "info" for one in (*asked, *changed)):
        verdict = "change" if any(one.severity != "info" for one in changed) else "ask"
    return LineAdvice(line, billed, supported, verdict, tuple(changed), tuple(asked), query if asked else ())
