"""A query to the surgeon: frozen records without behaviour. Offsets are code points into the note's text."""

from __future__ import annotations

from dataclasses import dataclass

from notelint.discreet import discreet


@discreet()
@dataclass(frozen=True, slots=True)
class Citation:
    """Words of the note, ``note.text[start:end]``, and the place where they begin, counted from 1.

    ``on`` says what they are about. ``words`` is ``None`` if they contain something that a query must not show. ``cut`` says
    whether the sentence continues before and after them. ``at`` are the offsets into ``words`` of the place itself, around which
    a format may shorten them.
    """

    start: int
    end: int
    line: int
    column: int
    on: str
    words: str | None
    cut: tuple[bool, bool] = (False, False)
    at: tuple[int, int] = (0, 0)


@discreet()
@dataclass(frozen=True, slots=True)
class Option:
    """An answer that is offered, with the words of the record that mention it; ``cues`` are patterns that find it there."""

    answer: str
    citation: Citation
    cues: tuple[str, ...] = ()


@discreet("id", "theme")
@dataclass(frozen=True, slots=True)
class Question:
    """One question. Without ``options`` it is open; ``ways_out`` are the answers that choose none of them.

    ``not_found`` is the sentence that no clear statement was found; empty if the note mentions the matter. ``more`` is
    the number of further places that are not cited.
    """

    id: str
    theme: str
    title: str
    citations: tuple[Citation, ...]
    ask: str
    options: tuple[Option, ...]
    ways_out: tuple[str, ...]
    not_found: str = ""
    more: int = 0


@discreet("source")
@dataclass(frozen=True, slots=True)
class Query:
    """The query about one note. Without ``questions`` there is no query, and ``remark`` says why.

    ``source`` is the note's path, ``date`` and ``author`` are the note's own words: ``None`` is a blank to be filled in.
    """

    source: str | None
    title: str
    opening: str
    closing: str
    date: Citation | None = None
    author: Citation | None = None
    questions: tuple[Question, ...] = ()
    remark: str = ""
