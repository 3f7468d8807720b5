"""``notelint query --format text``: a query as plain text, to be filled in by hand."""

from __future__ import annotations

from typing import TYPE_CHECKING

from notelint.outputs.layout import entries, entry, join, paragraph
from notelint.outputs.query_sheet import ANSWER, BLANK, nothing_asked, sheet

if TYPE_CHECKING:
    from notelint.outputs.formats import Options
    from notelint.outputs.query_sheet import Entry
    from notelint.queries.model import Query

_WIDEST = 100
_INDENT = 3
_QUOTE = 5


def render(query: Query, options: Options) -> str:
    """The query, wrapped at the width of ``options``; one line where none is drafted."""
    width = min(options.width, _WIDEST)
    if not query.questions:
        return paragraph(nothing_asked(query, str), width) + "\n"
    drawn = sheet(query, options, str)
    blocks = [paragraph(drawn.title, width), entries(((f"{label}:", value or BLANK) for label, value in drawn.fields), width, 0)]
    blocks.append(paragraph(drawn.opening, width))
    for heading, questions in drawn.groups:
        blocks.append(paragraph(heading.upper(), width))
        blocks += [_question(question, width) for question in questions]
    return join(*blocks, paragraph(drawn.closing, width))


def _question(question: Entry, width: int) -> str:
    lines = [paragraph(question.heading, width)]
    lines += [paragraph(text, width, _INDENT) for text in (question.not_found, question.lead) if text]
    lines += [paragraph(cited, width, _QUOTE) for cited in question.cited]
    lines.append(paragraph(question.ask, width, _INDENT))
    if question.is_open:
        lines.append(paragraph(f"{ANSWER}: {BLANK}", width, _INDENT))
    lines += [entry("[ ]", answer, width, _INDENT + 4, _INDENT) for answer in question.answers]
    return "\n".join(lines)
