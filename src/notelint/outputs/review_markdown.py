"""Reviews as Markdown: each encounter with its findings, the words of the notes and what settles them; a summary at the end."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from typing import TYPE_CHECKING

from notelint.outputs.markdown import finding_line, summary
from notelint.outputs.markdown_text import code, escaped
from notelint.outputs.review_lines import VERDICTS
from notelint.outputs.review_text import signed, tally
from notelint.outputs.style import quoted
from notelint.packs.decode import spell
from notelint.review.advice import line_advice

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from notelint.outputs.formats import Options
    from notelint.review.advice import Advice
    from notelint.review.model import ClaimFinding, Review


def render(reviews: Iterable[Review], options: Options) -> Iterator[str]:
    """Each encounter as soon as it has been reviewed. With ``quiet``, only those with findings, and no summary."""
    options = replace(options, color=False, unicode=True)
    counts: Counter[str] = Counter()
    rules: Counter[str] = Counter()
    yield "## notelint\n"
    for review in reviews:
        counts.update(tally(review))
        rules.update(finding.rule for finding in review.findings)
        if review.findings or not options.quiet:
            yield _review(review, options)
    if not options.quiet:
        yield summary(counts, rules, "encounter")


def _review(review: Review, options: Options) -> str:
    head = f"\n### {code(review.source) or '-'}\n\n"
    if review.error is not None:
        return f"{head}**not checked:** {escaped(review.error)}\n"
    found = "".join(_finding(review, finding, options) for finding in review.findings) or "Nothing found.\n"
    return f"{head}{_lines(review)}\n{found}"


def _lines(review: Review) -> str:
    """The lines as a table: billed against supported, what to change, what to ask."""
    rows = [
        (
            "claim" if one.line is None else str(one.line + 1),
            code(one.billed) if one.billed else "",
            " or ".join(one.supported) or "-",
            VERDICTS[one.verdict],
            _advice_text(one.change),
            _advice_text(one.ask),
        )
        for one in line_advice(review)
    ]
    head = ("line", "billed", "supported", "verdict", "to change", "to ask")
    return "".join(f"| {' | '.join(row)} |\n" for row in (head, ("---",) * len(head), *rows))


def _advice_text(advice: Sequence[Advice]) -> str:
    return "<br>".join(f"{escaped(one.text)} ({code(one.rule)})" for one in advice)


def _finding(review: Review, finding: ClaimFinding, options: Options) -> str:
    place = f"{finding.line} {spell(finding.where)}" if finding.line else spell(finding.where)
    lines = [finding_line(finding.severity, finding.rule, place, finding.message).rstrip("\n")]
    for mention in finding.words:
        note = review.notes[mention.note].report.note
        lines.append(f"  {code(f'{note.source}:{quoted(note, mention.evidence, options)}')}")
    lines.append(f"  To settle it: {escaped(finding.settle)}")
    if finding.basis:
        change = "not estimated" if finding.difference is None else signed(finding.difference)
        lines.append(f"  Payment: {escaped(f'{change}, {finding.basis}')}")
    return "  \n".join(lines) + "\n"
