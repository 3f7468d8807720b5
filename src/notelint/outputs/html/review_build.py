"""A review as the records of its page."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from notelint.outputs.html.review_view import ClaimFindingView, LineView, ReviewNoteView, ReviewView, ToDoView
from notelint.outputs.layout import counted, listing, usd, words
from notelint.outputs.review_lines import VERDICTS
from notelint.outputs.review_text import claim_facts, lacking_text, signed, tally, totals
from notelint.outputs.style import SEVERITY_STYLES, quoted
from notelint.packs.decode import spell
from notelint.review.advice import line_advice

if TYPE_CHECKING:
    from notelint.claim import Encounter
    from notelint.outputs.formats import Options
    from notelint.review.advice import Advice, LineAdvice
    from notelint.review.model import ClaimFinding, Payment, ReadNote, Review

_STATES = {"supported": "supported", "change": "unsupported", "ask": "open", "no finding": "muted"}


def review_view(review: Review, prefix: str, options: Options) -> ReviewView:
    """Everything that the page shows of one review; ``prefix`` begins every id."""
    encounter = review.encounter
    counts = tally(review)
    return ReviewView(
        id=prefix,
        source=review.source,
        error=review.error or "",
        counts=tuple((name, counted(counts[name], name)) for name in SEVERITY_STYLES if counts[name]),
        about="" if encounter is None else ", ".join(claim_facts(encounter)),
        diagnoses=() if encounter is None else encounter.diagnoses,
        totals=totals(review),
        remarks=tuple(remark.message for remark in review.remarks),
        lacking=tuple((name, text) for name in SEVERITY_STYLES if (text := lacking_text(review, name))),
        lines=tuple(_line(review, encounter, one, prefix) for one in line_advice(review)) if encounter else (),
        findings=tuple(_finding(review, number, one, prefix, options) for number, one in enumerate(review.findings, 1)),
        notes=tuple(map(_note, review.notes)),
        tables=review.tables,
    )


def _line(review: Review, encounter: Encounter, one: LineAdvice, prefix: str) -> LineView:
    numbers = {finding.rule: number for number, finding in reversed(list(enumerate(review.findings, 1)))}
    tasks = [*(("to change", advice) for advice in one.change), *(("to ask", advice) for advice in one.ask)]
    to_do = [_to_do(kind, advice, numbers[advice.rule], prefix) for kind, advice in tasks]
    line = None if one.line is None else encounter.lines[one.line]
    return LineView(
        number="" if one.line is None else str(one.line + 1),
        billed=one.billed,
        surgeon="" if line is None else line.surgeon,
        supported=listing(one.supported, "or"),
        diagnoses="" if line is None else ", ".join(map(str, line.pointers)),
        expected="" if one.line is None else _paid(review.payments[one.line]),
        as_supported="" if one.line is None else _paid(review.supported[one.line]),
        verdict=VERDICTS[one.verdict],
        state=_STATES[one.verdict],
        to_do=tuple(to_do),
        queries=tuple(f"notelint query {review.notes[index].ref.path}" for index in one.query),
    )


def _to_do(kind: str, advice: Advice, number: int, prefix: str) -> ToDoView:
    return ToDoView(kind, advice.severity, advice.text, f"F{number}", f"{prefix}-f{number}")


def _paid(payment: Payment) -> str:
    return "not known" if payment.amount is None else usd(payment.amount)


def _finding(review: Review, number: int, finding: ClaimFinding, prefix: str, options: Options) -> ClaimFindingView:
    sources = [review.notes[mention.note].report.note for mention in finding.words]
    change = "not estimated" if finding.difference is None else signed(finding.difference)
    return ClaimFindingView(
        id=f"{prefix}-f{number}",
        number=f"F{number}",
        severity=finding.severity,
        rule=finding.rule,
        message=finding.message,
        place=f"line {finding.line}: {spell(finding.where)}" if finding.line else spell(finding.where),
        words=tuple(
            f"{note.source}:{quoted(note, mention.evidence, options)}"
            for note, mention in zip(sources, finding.words, strict=True)
        ),
        settle=finding.settle,
        payment=f"{change}, {finding.basis}" if finding.basis else "",
        source="; ".join(finding.sources),
        disagreement=finding.disagreement,
    )


def _note(note: ReadNote) -> ReviewNoteView:
    decision = note.report.decision
    verdict = "not read"
    if decision is not None:
        codes = listing(decision.codes or decision.candidates, "or" if decision.candidates else "and")
        verdict = f"{words(decision.status)} {codes}".rstrip()
    counts = Counter(finding.severity for finding in note.report.findings)
    severities = [counted(counts[severity], severity) for severity in SEVERITY_STYLES if counts[severity]]
    return ReviewNoteView(
        path=note.ref.path,
        about=f"{note.ref.role}, {note.ref.kind}",
        state="" if decision is None else decision.status,
        verdict=verdict + (f"; in its documentation {listing(severities)}" if severities else ""),
    )
