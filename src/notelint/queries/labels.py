"""Find the date and the author of a note in its labels."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from notelint.queries.citing import exactly

if TYPE_CHECKING:
    from collections.abc import Sequence

    from notelint.note import Note
    from notelint.queries.model import Citation

_HEADER = 3000  # characters at the start of a note that are searched for labels
_LABEL = r"(?:^|(?<=[ \t]{{2}})|(?<=\t))(?:{labels})[ \t]*+(?:(?<=[ \t])|:)[ \t]*+"
_MONTH = r"(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.?"
_FIGURES = r"\d{1,2}[/.-]\d{1,2}[/.-](?:\d{4}|\d{2})|\d{4}-\d{2}-\d{2}"
_DATE = rf"({_FIGURES}|{_MONTH} \d{{1,2}},? \d{{4}}|\d{{1,2}} {_MONTH} \d{{4}})(?!\d)"
_WORD = r"[^\W\d_][\w.'\u2019-]*"
_NAME = rf"({_WORD}(?: {_WORD}){{1,4}}(?:, ?[A-Z][A-Za-z.]{{1,5}}){{0,3}})[ \t]*(?=$|[ \t]{{2}})"


def date_of(note: Note, labels: Sequence[str]) -> Citation | None:
    """The date after one of ``labels``, as written; ``None`` if there is none, or if several differ."""
    return _only(note, labels, _DATE, "date")


def author_of(note: Note, labels: Sequence[str]) -> Citation | None:
    """The name after one of ``labels``; ``None`` if there is none, or if several differ."""
    return _only(note, labels, rf"(?-i:{_NAME})", "author")


def _only(note: Note, labels: Sequence[str], value: str, on: str) -> Citation | None:
    pattern = re.compile(_LABEL.format(labels="|".join(labels)) + value, re.IGNORECASE | re.MULTILINE)
    found = list(pattern.finditer(note.text[:_HEADER].replace("\r", " ")))
    if len({match[1] for match in found}) != 1:
        return None
    citation = exactly(note, *found[0].span(1), on)
    return citation if citation.words is not None else None
