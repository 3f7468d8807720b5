"""A query to the surgeon: frozen records without behaviour. Offsets are code points into the note's text."""

from __future__ import annotations

from dataclasses import dataclass

from notelint.discreet import discreet


@discreet()
@dataclass(frozen=True, slots=True)
class Citation:
    """Words of the note, ``note.text[start:end]``, and the place where they begin, counted from 1.

    ``on`` says what they speak of. ``words`` is ``None`` where they hold something that a query may not show. ``cut`` tells
    whether the sentence goes on before and behind them.
    """

    start: int
    end: int
    line: int
    column: int
    on: str
    words: str | None
    cut: tuple[bool, bool] = (False, False)


@discreet()
@dataclass(frozen=True, slots=True)
class Option:
    """An answer that is offered, and the words of the record that mention it."""

    answer: str
    citation: Citation


@discreet("id", "theme")
@dataclass(frozen=True, slots=True)
class Question:
    """One question. Without ``options`` it is open; ``ways_out`` are the answers that choose none of them.

    ``untold`` says that the note was found to tell nothing of the matter, and is empty where it tells something. ``more`` is
    the number of further places that are not cited.
    """

    id: str
    theme: str
    title: str
    citations: tuple[Citation, ...]
    ask: str
    options: tuple[Option, ...]
    ways_out: tuple[str, ...]
    untold: str = ""
    more: int = 0


@discreet("source")
@dataclass(frozen=True, slots=True)
class Query:
    """The query about one note; without ``questions`` none is drafted, and ``remark`` says why.

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
