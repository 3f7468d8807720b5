"""What a payer denied, as data for JSON and as plain text, without an identifier of the claim unless it is asked for."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

from notelint.outputs.excerpt import printable
from notelint.outputs.layout import counted, listing, paragraph, usd

if TYPE_CHECKING:
    from collections.abc import Iterator
    from decimal import Decimal

    from notelint.denials.model import Answer, AnswerCode, Denial, DenialReport, LikelyRule, Outcome
    from notelint.packs.denials import Confidence, DenialBook
    from notelint.review.model import ClaimFinding

    Data = dict[str, Any]

_CONFIDENCES: dict[Confidence, str] = {
    "stated": "a source names the code for it",
    "fits": "the code means it",
    "possible": "possible",
}
_OUTCOMES: dict[Outcome, str] = {
    "flagged": "notelint flags it",
    "flagged-otherwise": "notelint flags the line, not by a rule for these codes",
    "not-flagged": "notelint does not flag it",
    "not-reviewed": "the claim was not reviewed",
    "claim-not-found": "the claim is not in the file of claims",
    "outside": "no rule of notelint is about these codes",
    "not-compared": "",
}
_LISTED = 6  # rules that the text lists for one denial; JSON has them all


def denials_data(reports: list[DenialReport], book: DenialBook, *, identifiers: bool) -> Data:
    """All reports, ready for JSON. Amounts are decimal numbers in text, in USD."""
    outcomes = Counter(denial.outcome for report in reports for denial in report.denials)
    return {
        "schema": "notelint.denials/1",
        "files": [_report(report, book, identifiers=identifiers) for report in reports],
        "summary": {
            "answers": sum(report.answers for report in reports),
            "denied": sum(len(report.denials) for report in reports),
            "unreadable": sum(len(report.unreadable) for report in reports),
            "outcomes": dict(sorted(outcomes.items())),
        },
        "sources": book.sources,
    }


def _report(report: DenialReport, book: DenialBook, *, identifiers: bool) -> Data:
    return {
        "source": report.source,
        "kind": report.kind,
        "answers": report.answers,
        "denials": [_denial(denial, report, book, identifiers=identifiers) for denial in report.denials],
        "unreadable": [{"claim": _name(report, answer), "problem": answer.problem} for answer in report.unreadable],
    }


def _denial(denial: Denial, report: DenialReport, book: DenialBook, *, identifiers: bool) -> Data:
    answer, line = denial.answer, denial.line
    return {
        "claim": _name(report, answer),
        "identifiers": list(answer.identifiers) if identifiers else None,
        "line": None if line is None else {"code": line.code, "modifiers": list(line.modifiers)},
        "charge": _usd(answer.charge if line is None else line.charge),
        "paid": _usd(answer.paid if line is None else line.paid),
        "codes": [_code(code, book) for code in denial.codes],
        "rules": [_rule(rule) for rule in denial.rules],
        "outcome": denial.outcome,
        "reason": denial.reason or None,
        "findings": [_finding(finding) for finding in denial.findings],
    }


def _code(code: AnswerCode, book: DenialBook) -> Data:
    meaning = book.meaning(code.kind, code.code) or None
    return {"list": code.kind, "code": code.code, "group": code.group or None, "amount": _usd(code.amount), "meaning": meaning}


def _rule(rule: LikelyRule) -> Data:
    return {"rule": rule.rule, "confidence": rule.confidence, "source": rule.source, "codes": list(rule.codes)}


def _finding(finding: ClaimFinding) -> Data:
    return {"rule": finding.rule, "severity": finding.severity, "message": finding.message, "settle": finding.settle}


def _usd(amount: Decimal | None) -> str | None:
    return None if amount is None else f"{amount:.2f}"


def _name(report: DenialReport, answer: Answer) -> str:
    return f"{report.source}#{answer.number}"


# -- text -------------------------------------------------------------------------------------------------------------


def denials_text(reports: list[DenialReport], book: DenialBook, width: int = 80, *, identifiers: bool) -> str:
    """As ``denials_data``, wrapped at ``width`` columns, with at most six rules for a denial."""
    blocks = [block for report in reports for block in _blocks(report, book, width, identifiers=identifiers)]
    return "\n\n".join([*blocks, _summary(reports, width)]) + "\n"


def _blocks(report: DenialReport, book: DenialBook, width: int, *, identifiers: bool) -> Iterator[str]:
    for denial in report.denials:
        yield "\n".join(_denial_lines(denial, report, book, width, identifiers=identifiers))


def _denial_lines(denial: Denial, report: DenialReport, book: DenialBook, width: int, *, identifiers: bool) -> Iterator[str]:
    answer, line = denial.answer, denial.line
    number = f" {printable(answer.identifiers[0])}" if identifiers and answer.identifiers else ""
    what = "-".join((line.code, *line.modifiers)) if line else "the whole claim" if answer.identifiers else "the whole batch"
    charge, paid = (answer.charge, answer.paid) if line is None else (line.charge, line.paid)
    amounts = [f"{name} {usd(value)}" for name, value in (("charged", charge), ("paid", paid)) if value is not None]
    head = f"{printable(_name(report, answer))}{number}: {printable(what)} {', '.join(('denied', *amounts))}"
    yield paragraph(head, width)
    for code in denial.codes:
        amount = f" {usd(code.amount)}" if code.amount is not None else ""
        shown = "-".join(filter(None, (code.group, code.code)))
        meaning = book.meaning(code.kind, code.code) or "see X12's list"
        yield paragraph(f"{code.kind.upper()} {printable(shown)}{amount}: {meaning}", width, 2)
    yield from _rules_lines(denial, width)
    yield from _outcome_lines(denial, width)


def _rules_lines(denial: Denial, width: int) -> Iterator[str]:
    if not denial.rules:
        if denial.outcome != "outside":  # which says the same
            yield paragraph(_OUTCOMES["outside"], width, 2)
        return
    rules = [f"{one.rule} ({_CONFIDENCES[one.confidence]})" for one in denial.rules[:_LISTED]]
    more = len(denial.rules) - len(rules)
    tail = f"; {more} more, see --format json" if more > 0 else ""
    yield paragraph(f"could have been caught by: {'; '.join(rules)}{tail}", width, 2)


def _outcome_lines(denial: Denial, width: int) -> Iterator[str]:
    if denial.outcome == "not-compared":
        return
    wanted = {one.rule for one in denial.rules}
    findings = denial.findings
    if denial.outcome == "flagged":
        findings = tuple(finding for finding in findings if finding.rule in wanted)
    reason = f": {printable(denial.reason)}" if denial.outcome == "not-reviewed" else ""
    yield paragraph(f"{_OUTCOMES[denial.outcome]}{reason}", width, 2)
    for finding in findings if denial.outcome in {"flagged", "flagged-otherwise"} else ():
        yield paragraph(f"{finding.severity}[{finding.rule}]: {finding.message}", width, 4)


def _summary(reports: list[DenialReport], width: int) -> str:
    answers, denied = sum(report.answers for report in reports), sum(len(report.denials) for report in reports)
    outcomes = Counter(denial.outcome for report in reports for denial in report.denials)
    counts = [f"{count} {_SHORT[outcome]}" for outcome in _SHORT if (count := outcomes[outcome])]
    left = sum(len(report.unreadable) for report in reports)
    unread = f"; {counted(left, 'answer')} not read" if left else ""
    denials = f"{counted(answers, 'answer')}, {counted(denied, 'denial')}"
    return paragraph(f"{denials}{f': {listing(counts)}' if counts else ''}{unread}", width)


_SHORT: dict[Outcome, str] = {
    "flagged": "flagged by notelint",
    "flagged-otherwise": "flagged by other rules",
    "not-flagged": "not flagged",
    "outside": "outside of notelint's rules",
    "not-reviewed": "not reviewed",
    "claim-not-found": "not among the claims",
}
