"""Reviews as JSON: one document for all encounters, as ``review.schema.json`` beside this file describes it."""

from __future__ import annotations

import json
from collections import Counter
from typing import TYPE_CHECKING, Any

from notelint.outputs.json_report import evidence_data, note_data, tool_data
from notelint.outputs.review_text import tally
from notelint.packs.decode import spell
from notelint.review.advice import line_advice

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from decimal import Decimal

    from notelint.claim import Encounter, Line
    from notelint.outputs.formats import Options
    from notelint.review.advice import LineAdvice
    from notelint.review.model import ClaimFinding, Payment, ReadNote, Review, Words

SCHEMA = "notelint.review/1"

Data = dict[str, Any]


def render(reviews: Iterable[Review], options: Options) -> Iterator[str]:
    """The document, in one piece."""
    counts: Counter[str] = Counter()
    encounters = []
    for review in reviews:
        counts.update(tally(review))
        encounters.append(review_data(review, excerpt=options.excerpt))
    summary = {
        "encounters": counts["encounters"],
        "errors": counts["error"],
        "warnings": counts["warning"],
        "infos": counts["info"],
        "unreadable": counts["unreadable"],
    }
    document = {"schema": SCHEMA, "tool": tool_data(options.tool), "encounters": encounters, "summary": summary}
    yield json.dumps(document, indent=2, ensure_ascii=False) + "\n"


def review_data(review: Review, *, excerpt: bool = True) -> Data:
    """One review as plain data. Amounts are decimal numbers in text, in USD; offsets count code points into the note."""
    return {
        "source": review.source,
        "claim": None if review.encounter is None else _claim(review.encounter),
        "notes": [_note(note, excerpt=excerpt) for note in review.notes],
        "documentation": _documentation(review),
        "advice": [_advice(one) for one in line_advice(review)],
        "findings": [_finding(review, finding, excerpt=excerpt) for finding in review.findings],
        "payments": [_payment(*both) for both in zip(review.payments, review.supported, strict=True)],
        "tables": list(review.tables),
        "remarks": [{"kind": remark.kind, "message": remark.message} for remark in review.remarks],
        "error": review.error,
    }


def _documentation(review: Review) -> Data:
    """What the notes lack, and how often of each severity."""
    counts = Counter(lack.severity for lack in review.documentation)
    lacking = [
        {"rule": lack.rule, "element": lack.element, "title": lack.title, "severity": lack.severity, "status": lack.status}
        for lack in review.documentation
    ]
    return {"errors": counts["error"], "warnings": counts["warning"], "infos": counts["info"], "lacking": lacking}


def _claim(encounter: Encounter) -> Data:
    return {
        "payer": encounter.payer,
        "date_of_service": encounter.date.isoformat() if encounter.date else None,
        "place_of_service": encounter.place_of_service,
        "diagnoses": list(encounter.diagnoses),
        "lines": [_line(line) for line in encounter.lines],
    }


def _line(line: Line) -> Data:
    return {
        "code": line.code,
        "modifiers": list(line.modifiers),
        "units": line.units,
        "charge": _usd(line.charge),
        "surgeon": line.surgeon,
        "pointers": list(line.pointers),
    }


def _note(note: ReadNote, *, excerpt: bool) -> Data:
    about = {"author": note.ref.author, "role": note.ref.role, "kind": note.ref.kind}
    return {**about, "report": note_data(note.report, excerpt=excerpt)}


def _advice(one: LineAdvice) -> Data:
    """What to do about a line; about the claim as a whole where ``line`` is null."""
    return {
        "line": one.line,
        "billed": one.billed,
        "supported": list(one.supported),
        "verdict": one.verdict.replace(" ", "_"),
        "change": [{"rule": advice.rule, "severity": advice.severity, "text": advice.text} for advice in one.change],
        "ask": [{"rule": advice.rule, "severity": advice.severity, "text": advice.text} for advice in one.ask],
        "query": list(one.query),
    }


def _finding(review: Review, finding: ClaimFinding, *, excerpt: bool) -> Data:
    return {
        "rule": finding.rule,
        "severity": finding.severity,
        "message": finding.message,
        "where": spell(finding.where),
        "line": finding.line,
        "words": [_words(review, mention, excerpt=excerpt) for mention in finding.words],
        "supported": list(finding.supported),
        "settle": finding.settle,
        "sources": list(finding.sources),
        "against": list(finding.against),
        "disagreement": finding.disagreement,
        "difference": _usd(finding.difference),
        "basis": finding.basis,
    }


def _words(review: Review, mention: Words, *, excerpt: bool) -> Data:
    note = review.notes[mention.note].report.note
    line, column = note.position(mention.evidence.start)
    return {"note": mention.note, "line": line, "column": column, **evidence_data(note, mention.evidence, excerpt=excerpt)}


def _payment(billed: Payment, supported: Payment) -> Data:
    return {
        "line": billed.line,
        "billed": _usd(billed.amount),
        "billed_basis": billed.basis,
        "supported": _usd(supported.amount),
        "supported_basis": supported.basis,
    }


def _usd(amount: Decimal | None) -> str | None:
    return None if amount is None else f"{amount:.2f}"
