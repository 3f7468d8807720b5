"""Check a query for what makes it non-compliant. Source: the practice brief that ``query_lint.yaml`` names."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from notelint.discreet import discreet
from notelint.packs.queries import read_queries
from notelint.queries.banned import holds_banned
from notelint.queries.offering import mentions

if TYPE_CHECKING:
    from collections.abc import Iterator

    from notelint.packs.queries import WaysOut
    from notelint.queries.model import Option, Query, Question

ViolationKind = Literal["code", "payment", "leading", "single option", "no way out", "option not in the record", "missing part"]


@discreet("kind")
@dataclass(frozen=True, slots=True)
class Violation:
    """Something that a query must not contain, or that it lacks. ``where`` is the id of the question or the part of the query."""

    kind: ViolationKind
    where: str


def lint(query: Query, text: str) -> tuple[Violation, ...]:
    """The violations in a finished query and its rendered ``text``; empty if it may be sent."""
    ways = read_queries().ways_out
    found = [*_banned(text, "text"), *_wording(query), *_missing(query, text)]
    for question in query.questions:
        found += _of_question(question, ways)
    return tuple(dict.fromkeys(found))


def lint_wording(wording: str, where: str = "wording") -> tuple[Violation, ...]:
    """The violations in one sentence of a query."""
    return (*_banned(wording, where), *_leading(wording, where))


def _banned(text: str, where: str) -> Iterator[Violation]:
    if holds_banned(text, ("code",)):
        yield Violation("code", where)
    if holds_banned(text, ("payment",)):
        yield Violation("payment", where)


def _leading(wording: str, where: str, *, title: bool = False) -> Iterator[Violation]:
    if holds_banned(wording, ("leading", "leading_title") if title else ("leading",)):
        yield Violation("leading", where)


# -- wording ----------------------------------------------------------------------------------------------------------


def _wording(query: Query) -> Iterator[Violation]:
    """Violations in the wording of the query itself; quoted words of the note are not checked here."""
    for part, wording in _sentences(query):
        yield from _banned(wording, part)
        yield from _leading(wording, part)
    for part, title in _titles(query):
        yield from _banned(title, part)
        yield from _leading(title, part, title=True)


def _sentences(query: Query) -> Iterator[tuple[str, str]]:
    yield from (("opening", query.opening), ("closing", query.closing), ("remark", query.remark))
    for question in query.questions:
        yield question.id, question.ask
        yield from ((question.id, answer) for answer in question.ways_out)
        yield from ((question.id, option.answer) for option in question.options)


def _titles(query: Query) -> Iterator[tuple[str, str]]:
    yield "title", query.title
    for question in query.questions:
        yield from ((question.id, title) for title in (question.theme, question.title))
        yield from ((question.id, citation.on) for citation in question.citations)


# -- parts ------------------------------------------------------------------------------------------------------------


def _missing(query: Query, text: str) -> Iterator[Violation]:
    """Violations for parts that the query or its printed text lacks."""
    printed = " ".join(text.split())
    parts = {"remark": query.remark}
    if query.questions:
        parts = {"title": query.title, "opening": query.opening, "closing": query.closing}
    for part, wording in parts.items():
        if not wording.strip() or " ".join(wording.split()) not in printed:
            yield Violation("missing part", part)
    for question in query.questions:
        if not question.citations or not question.ask.strip() or not _is_printed(question, printed):
            yield Violation("missing part", question.id)


def _is_printed(question: Question, printed: str) -> bool:
    """Whether the text contains the question with every answer that it offers."""
    answers = (*question.ways_out, *(option.answer for option in question.options))
    return all(" ".join(wording.split()) in printed for wording in (question.ask, *answers))


# -- answers ----------------------------------------------------------------------------------------------------------


def _of_question(question: Question, ways: WaysOut) -> Iterator[Violation]:
    if len(question.options) == 1:
        yield Violation("single option", question.id)
    if ways.undetermined not in question.ways_out or (question.options and ways.other not in question.ways_out):
        yield Violation("no way out", question.id)
    if not all(_is_in_record(option, question) for option in question.options):
        yield Violation("option not in the record", question.id)


def _is_in_record(option: Option, question: Question) -> bool:
    """Whether the words of the option are cited for the question and mention it."""
    words = option.citation.words
    if words is None or option.citation not in question.citations:
        return False
    return option.answer.casefold() in words.casefold() or mentions(words, option.cues)
