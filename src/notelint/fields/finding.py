"""Find the fields of a text: what ``case/blanks.py`` calls a blank, each with its kind, its choices and what it asks for."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from notelint.case.blanks import is_signed, placeholders
from notelint.fields.asking import asked
from notelint.fields.model import Field
from notelint.packs.templates import templates
from notelint.reading.boxes import box_rows

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

_BOX, _PICK_LIST = "box", "pick list"


@dataclass(frozen=True, slots=True)
class _Row:
    """A row of boxes of which none is ticked: from its first box to its last choice."""

    start: int
    end: int
    choices: tuple[str, ...]


def find_fields(text: str) -> tuple[Field, ...]:
    """The fields of a text in their order; none stands within another."""
    places = [*((place.start, place.end) for place in placeholders(text)), *_lines_to_write_on(text)]
    rows = [_Row(*row) for row in box_rows(text)]
    fields = [*_of_rows(rows), *_of_places(text, places)]
    apart = tuple(_apart(sorted(fields, key=lambda field: (field.start, -field.end))))
    return tuple(
        replace(field, elements=what[0], questions=what[1]) for field, what in zip(apart, asked(text, apart), strict=True)
    )


def _of_rows(rows: Iterable[_Row]) -> Iterator[Field]:
    for row in rows:
        yield Field(row.start, row.end, _BOX, row.choices)


def _lines_to_write_on(text: str) -> Iterator[tuple[int, int]]:
    for found in templates().more.finditer(text):
        start, end = text.rfind("\n", 0, found.start()) + 1, text.find("\n", found.end())
        if not is_signed(text[start : end if end >= 0 else len(text)]):
            yield found.span()


def _of_places(text: str, places: Iterable[tuple[int, int]]) -> Iterator[Field]:
    for start, end in places:
        kind = kind_of(text[start:end])
        yield Field(start, end, kind, choices_of(text[start:end]) if kind == _PICK_LIST else ())


def _apart(fields: Iterable[Field]) -> Iterator[Field]:
    """The fields without those that begin within one before them: a blank in a row of boxes is part of the row."""
    behind = 0
    for field in fields:
        if field.start >= behind:
            yield field
            behind = field.end


def kind_of(words: str) -> str:
    """The kind of the field with this text."""
    return next(kind for kind, pattern in templates().kinds if pattern.search(words.lower()))


def choices_of(words: str) -> tuple[str, ...]:
    """The choices of a pick list, as they are written; none where the record keeps them elsewhere."""
    inner = words.strip("{}[]")
    number = templates().list_number.search(inner)
    if number is not None:
        inner = inner[number.end() :]
    return tuple(choice for part in templates().choice_marks.split(inner) if (choice := part.strip(' "\t')))
