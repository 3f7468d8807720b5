"""A note that is read at most once, whatever packs ask about it."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from notelint.watch import stage, unhurried

if TYPE_CHECKING:
    from collections.abc import Callable

    from notelint.note import Note
    from notelint.reading.model import Reading
    from notelint.reading.reader import BaseReader


class ReadOnce:
    """A note and, when the first pack asks for it, its reading without the terms of any pack.

    ``reader`` gives the base reader; building it takes half a second, which is not counted against the note.
    """

    def __init__(self, note: Note, reader: Callable[[], BaseReader]) -> None:
        self.note = note
        self._reader = reader

    @cached_property
    def reading(self) -> Reading:
        """The reading of the note, without mentions."""
        with unhurried():
            reader = self._reader()
        stage("reading")
        return reader.read(self.note)
