"""The second reader as the linter uses it: read the note again, and put both answers together."""

from __future__ import annotations

from typing import TYPE_CHECKING

from notelint.coding.decide import codes_of
from notelint.second_reader.merge import Merger
from notelint.second_reader.reader import SecondReader, load

if TYPE_CHECKING:
    from collections.abc import Mapping

    from notelint.note import Note
    from notelint.packs.schema import DecisionTable
    from notelint.report import FactValue, Read


class Second:
    """Reads a note a second time, by what was learned, and merges the answers. Keep it: spaCy takes a second to begin."""

    def __init__(self, model: bytes, table: DecisionTable) -> None:
        """``model`` is the content of a model file. Raises ``ModelError``."""
        learned = load(model)
        self._reader = SecondReader(learned)
        self._merger = Merger(learned, lambda site, skin: codes_of(table, site, skin))

    def merge(self, note: Note, read: Read, facts: Mapping[str, FactValue]) -> Read:
        """The answer of both readers; ``read`` and ``facts`` are that of the rules."""
        opinion = self._reader.read(note.text)
        return read if opinion is None else self._merger.merge(note, read, facts, opinion)
