"""The lines of a review for text: billed against supported, what to change, what to ask."""

from __future__ import annotations

from typing import TYPE_CHECKING

from notelint.outputs.excerpt import printable
from notelint.outputs.layout import listing
from notelint.outputs.style import SEVERITY_STYLES
from notelint.outputs.styled import pieces, wrapped
from notelint.review.advice import line_advice

if TYPE_CHECKING:
    from collections.abc import Iterator

    from notelint.outputs.formats import Options
    from notelint.outputs.styled import Line
    from notelint.review.advice import Advice, LineAdvice, Verdict
    from notelint.review.model import Review

VERDICTS: dict[Verdict, str] = {
    "supported": "supported by the notes",
    "change": "change",
    "ask": "ask the surgeon",
    "no finding": "no finding",
}
"""What to do about a line, for a reader."""
_STYLES: dict[Verdict, str] = {"supported": "green", "change": "bold red", "ask": "yellow", "no finding": ""}


def lines_text(review: Review, options: Options) -> list[Line]:
    """Each line with its verdict, and below it what to change and what to ask."""
    return [line for one in line_advice(review) for line in _line(review, one, options)]


def _line(review: Review, one: LineAdvice, options: Options) -> Iterator[Line]:
    what = "claim" if one.line is None else f"line {one.line + 1}: {one.billed}"
    headline = pieces((what, "bold"), ": ", (VERDICTS[one.verdict], _STYLES[one.verdict]))
    if one.differs:
        headline.append((f"; the notes support {listing(one.supported, 'or')}", ""))
    yield from wrapped(headline, options.width, 2, 4)
    for advice in one.change:
        yield from _advice("to change: ", advice, options)
    for advice in one.ask:
        yield from _advice("to ask: ", advice, options)
    for index in one.query:
        path = printable(review.notes[index].ref.path)
        yield from wrapped(pieces((f"questions: notelint query {path}", "dim")), options.width, 4, 6)


def _advice(label: str, advice: Advice, options: Options) -> list[Line]:
    style = SEVERITY_STYLES[advice.severity]
    return wrapped(pieces((label, style), advice.text, (f" [{advice.rule}]", "dim")), options.width, 4, 6)
