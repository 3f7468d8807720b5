"""``notelint query --format markdown``: a query as a page with boxes to tick."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from notelint.outputs.layout import join
from notelint.outputs.query_sheet import ANSWER, BLANK, nothing_asked, sheet

if TYPE_CHECKING:
    from notelint.outputs.formats import Options
    from notelint.outputs.query_sheet import Entry
    from notelint.queries.model import Query

_MARKUP = re.compile(r"([\\`*_{}\[\]<>#|~$&!])")


def render(query: Query, options: Options) -> str:
    """The query; one line where none is drafted. The note's words are quoted so that no sign of theirs is markup."""
    if not query.questions:
        return nothing_asked(query, _plain) + "\n"
    drawn = sheet(query, options, _plain)
    blocks = [f"# {drawn.title}", "\n".join(f"- {label}: {value or _plain(BLANK)}" for label, value in drawn.fields)]
    blocks.append(drawn.opening)
    for heading, questions in drawn.groups:
        blocks.append(f"## {heading}")
        blocks += [_question(question) for question in questions]
    return join(*blocks, drawn.closing)


def _question(question: Entry) -> str:
    cited = "\n".join(f"> - {place}" for place in question.cited)
    introduction = " ".join(filter(None, (question.not_found, question.lead)))
    answers = [f"- [ ] {answer}" for answer in question.answers]
    line = f"{ANSWER}: {_plain(BLANK)}" if question.is_open else ""
    return "\n\n".join(filter(None, (f"### {question.heading}", introduction, cited, question.ask, line, "\n".join(answers))))


def _plain(words: str) -> str:
    return _MARKUP.sub(r"\\\1", words)
