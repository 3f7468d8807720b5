"""A query as a sheet to be filled in: its lines, before a format lays them out."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING

from notelint.discreet import discreet
from notelint.note import Note
from notelint.outputs.clause import LONGEST, clause
from notelint.outputs.excerpt import printable
from notelint.outputs.style import glyphs
from notelint.packs.queries import read_queries

if TYPE_CHECKING:
    from collections.abc import Callable

    from notelint.outputs.formats import Options
    from notelint.queries.model import Citation, Query, Question

    Show = Callable[[str], str]
    """Words of the note made fit for a format."""

BLANK = "____"
ANSWER = "Answer"
_SIGN = 3  # characters of the longest sign of what was left out


@discreet()
@dataclass(frozen=True, slots=True)
class Entry:
    """One question: what the note says, the question, the answers to tick; an open one also has a line to write on."""

    heading: str
    not_found: str
    lead: str
    cited: tuple[str, ...]
    ask: str
    answers: tuple[str, ...]
    is_open: bool


@discreet()
@dataclass(frozen=True, slots=True)
class Sheet:
    """The whole query. ``fields`` are label and value, ``None`` a blank; ``groups`` a heading with its questions."""

    title: str
    fields: tuple[tuple[str, str | None], ...]
    opening: str
    groups: tuple[tuple[str, tuple[Entry, ...]], ...]
    closing: str


def sheet(query: Query, options: Options, show: Show) -> Sheet:
    """The sheet of a query that has questions."""
    numbered = enumerate(query.questions, 1)
    groups = groupby(numbered, key=lambda pair: pair[1].theme)
    return Sheet(
        title=query.title,
        fields=_fields(query, options, show),
        opening=query.opening,
        groups=tuple((theme, tuple(_entry(n, question, options, show) for n, question in group)) for theme, group in groups),
        closing=query.closing,
    )


def nothing_asked(query: Query, show: Show) -> str:
    """One line that says of which note, and why, no query was drafted."""
    return f"{show(printable(query.source)) if query.source else BLANK}: {query.remark}"


def place_of(citation: Citation) -> str:
    """``24:14``, line and column. A comma parts the thousands, so that no place reads like a number of another kind.

    Of words that are shown in part it is the place that they are shown around.
    """
    line, column = citation.line, citation.column
    if citation.words is not None and _is_long(citation):
        further, within = Note(citation.words).position(citation.at[0])
        line, column = line + further - 1, within if further > 1 else column + within - 1
    return f"{line:,}:{column:,}"


def quoted_words(citation: Citation, options: Options) -> str:
    """The words on one line, of long ones the clause, with a sign where they go on; empty where none may be shown."""
    if citation.words is None or not options.excerpt:
        return ""
    ellipsis = glyphs(options).ellipsis
    if _is_long(citation):
        return clause(citation.words, *citation.at, ellipsis=ellipsis)
    words = _one_line(citation.words)
    before, after = (ellipsis if cut else "" for cut in citation.cut)
    return f"{before}{words}{after}" if words else ""


def _is_long(citation: Citation) -> bool:
    """Whether the words, with signs where their sentence goes on, are more than a quote holds."""
    return citation.words is not None and len(_one_line(citation.words)) + _SIGN * sum(citation.cut) > LONGEST


def _one_line(words: str) -> str:
    return " ".join(printable(words).split())


def _fields(query: Query, options: Options, show: Show) -> tuple[tuple[str, str | None], ...]:
    return (
        ("Note", show(printable(query.source)) if query.source else None),
        ("Patient", None),
        ("Encounter", None),
        ("Date", _cited_words(query.date, options, show)),
        ("To", _cited_words(query.author, options, show)),
        ("From", None),
    )


def _cited_words(citation: Citation | None, options: Options, show: Show) -> str | None:
    if citation is None or not options.excerpt:
        return None
    return f"{show(quoted_words(citation, options))} ({place_of(citation)})"


def _entry(number: int, question: Question, options: Options, show: Show) -> Entry:
    offered = (f"{option.answer} ({place_of(option.citation)})" for option in question.options)
    other = read_queries().ways_out.other
    ways_out = (f"{answer}: {show(BLANK)}" if answer == other else answer for answer in question.ways_out)
    cited = tuple(_cited(citation, options, show) for citation in question.citations)
    further = f"{question.more:,} further places" if question.more > 1 else "1 further place"
    return Entry(
        heading=f"{number}. {question.title}",
        not_found=question.not_found,
        lead=f"On {question.citations[0].on} the note says:" if question.citations else "",
        cited=(*cited, further) if question.more else cited,
        ask=question.ask,
        answers=(*offered, *ways_out),
        is_open=not question.options,
    )


def _cited(citation: Citation, options: Options, show: Show) -> str:
    if citation.words is None:
        return f"line {citation.line:,}, words not quoted"
    words, signs = quoted_words(citation, options), glyphs(options)
    return f"{place_of(citation)} {signs.opening}{show(words)}{signs.closing}" if words else place_of(citation)
