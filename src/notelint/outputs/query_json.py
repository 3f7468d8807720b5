"""``notelint query --format json``: a query as data, for the program that sends it and keeps the answer."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from notelint.outputs.excerpt import printable
from notelint.outputs.json_report import tool_data
from notelint.outputs.query_sheet import place_of, quoted_words

if TYPE_CHECKING:
    from notelint.outputs.formats import Options
    from notelint.queries.model import Citation, Query, Question

SCHEMA = "notelint.query/1"

Data = dict[str, Any]


def render(query: Query, options: Options) -> str:
    """The document. A place is ``line:column``; offsets are left out, as they are numbers that a query may not show."""
    return json.dumps(document(query, options), indent=2, ensure_ascii=False) + "\n"


def document(query: Query, options: Options) -> Data:
    """The query as plain data; ``null`` is a blank to be filled in, a quote of ``null`` is withheld or unwanted."""
    return {
        "schema": SCHEMA,
        "tool": tool_data(options.tool),
        "note": None if query.source is None else printable(query.source),
        "title": query.title,
        "patient": None,
        "encounter": None,
        "date": _label(query.date, options),
        "to": _label(query.author, options),
        "from": None,
        "opening": query.opening,
        "questions": [_question(question, options) for question in query.questions],
        "closing": query.closing,
        "remark": query.remark,
    }


def _question(question: Question, options: Options) -> Data:
    return {
        "id": question.id,
        "theme": question.theme,
        "title": question.title,
        "untold": question.not_found,
        "cited": [{"on": citation.on, **_cited(citation, options)} for citation in question.citations],
        "further_places": question.more,
        "ask": question.ask,
        "options": [{"answer": option.answer, "place": place_of(option.citation)} for option in question.options],
        "ways_out": list(question.ways_out),
    }


def _cited(citation: Citation, options: Options) -> Data:
    return {"place": place_of(citation), "quote": quoted_words(citation, options) or None}


def _label(citation: Citation | None, options: Options) -> Data | None:
    return _cited(citation, options) if citation is not None and options.excerpt else None
