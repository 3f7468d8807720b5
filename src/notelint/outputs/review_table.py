"""Reviews as CSV: a table of all findings of claims, one row each."""

from __future__ import annotations

from typing import TYPE_CHECKING

from notelint.outputs.style import quoted
from notelint.outputs.table import row
from notelint.packs.decode import spell

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from notelint.outputs.formats import Options
    from notelint.review.model import ClaimFinding, Review, Words

COLUMNS = (
    "encounter", "line", "where", "severity", "rule", "message", "words", "supported", "settle", "difference_usd", "basis",
    "sources", "state",
)  # fmt: skip


def render(reviews: Iterable[Review], options: Options) -> Iterator[str]:
    """The header, then a row for each finding and for each encounter that could not be read (``state`` is ``unreadable``)."""
    yield row(COLUMNS)
    for review in reviews:
        if review.error is not None:
            yield _row({"encounter": review.source, "severity": "error", "message": review.error, "state": "unreadable"})
        for finding in review.findings:
            yield _row(_cells(review, finding, options))


def _row(cells: dict[str, object]) -> str:
    return row([cells.get(name, "") for name in COLUMNS])


def _cells(review: Review, finding: ClaimFinding, options: Options) -> dict[str, object]:
    return {
        "encounter": review.source,
        "line": finding.line or "",
        "where": spell(finding.where),
        "severity": finding.severity,
        "rule": finding.rule,
        "message": finding.message,
        "words": "; ".join(_words(review, mention, options) for mention in finding.words),
        "supported": " ".join(finding.supported),
        "settle": finding.settle,
        "difference_usd": "" if finding.difference is None else round(finding.difference, 2),
        "basis": finding.basis,
        "sources": "; ".join(finding.sources),
    }


def _words(review: Review, mention: Words, options: Options) -> str:
    """The place in the note, and unless excerpts are unwanted the clause there."""
    note = review.notes[mention.note].report.note
    return f"{note.source}:{quoted(note, mention.evidence, options)}"
