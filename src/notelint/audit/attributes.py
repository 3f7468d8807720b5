"""Join notes with the rows of a table, replace names by pseudonyms, and pool titles that few notes share."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from hashlib import blake2b
from pathlib import PurePath
from typing import TYPE_CHECKING

from notelint.audit.model import Attributes

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from notelint.audit.model import AuditNote

FEWEST_OF_A_TITLE = 5
"""A title that fewer notes share is not shown: it may name a patient."""
OTHER_TITLES = "other titles"


def joined(notes: Sequence[AuditNote], rows: Mapping[str, Attributes], named: frozenset[str]) -> tuple[list[AuditNote], int]:
    """The notes with what their rows say, and how many notes have no row.

    A row belongs to a note by the note's whole name (``notes/0012.txt``), else by its file's name (``0012.txt``), else by that
    without its ending (``0012``); the last two only where no other note has them. ``named`` are the attributes that the table
    has; the others stay as the document has them.
    """
    keys = [_keys(note.id) for note in notes]
    times = Counter(key for own in keys for key in own[1:])
    found, missing = [], 0
    for note, (whole, *parts) in zip(notes, keys, strict=True):
        row = rows.get(whole) or next((rows[key] for key in parts if key in rows and times[key] == 1), None)
        missing += row is None
        values = row or Attributes()
        found.append(replace(note, about=replace(note.about, **{name: getattr(values, name) for name in named})))
    return found, missing


def _keys(source: str) -> list[str]:
    path = PurePath(source)
    return list(dict.fromkeys((source, path.name, path.stem)))


def pooled_titles(notes: Iterable[AuditNote]) -> list[AuditNote]:
    """The notes, with titles of fewer than ``FEWEST_OF_A_TITLE`` notes as ``OTHER_TITLES``."""
    listed = list(notes)
    times = Counter(note.about.template for note in listed)

    def pooled(title: str) -> str:
        return title if not title or times[title] >= FEWEST_OF_A_TITLE else OTHER_TITLES

    return [replace(note, about=replace(note.about, template=pooled(note.about.template))) for note in listed]


def pseudonymous(notes: Sequence[AuditNote]) -> list[AuditNote]:
    """The notes, with S1, S2 … in place of the surgeons' names.

    The same names give the same numbers, in no order of the alphabet.
    """
    names = sorted({note.about.surgeon for note in notes} - {""}, key=lambda name: blake2b(name.encode()).digest())
    numbers = {name: f"S{number}" for number, name in enumerate(names, 1)}
    return [replace(note, about=replace(note.about, surgeon=numbers.get(note.about.surgeon, ""))) for note in notes]
