"""The second reader as the linter uses it: read the note again, and put both answers together."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from notelint.characters import BEYOND_ASCII, MEANINGS
from notelint.coding.decide import codes_of
from notelint.second_reader.merge import Merger
from notelint.second_reader.reader import SecondReader, load

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping
    from pathlib import Path

    from spacy.language import Language

    from notelint.note import Note
    from notelint.packs.schema import DecisionTable
    from notelint.report import FactValue, Read
    from notelint.second_reader.context import Context
    from notelint.second_reader.model import Opinion, Place


def _judge(targets: tuple[str, ...], rules: Path) -> Callable[[Language], Context]:
    def judge(nlp: Language) -> Context:
        from notelint.second_reader.context import Context

        return Context(nlp, targets, rules)

    return judge


class Second:
    """Reads a note a second time, by what was learned, and merges the answers. Keep it: spaCy takes a second to begin."""

    def __init__(self, model: bytes, table: DecisionTable, targets: Iterable[str] = (), rules: Path | None = None) -> None:
        """``model`` is the content of a model file; with ``rules``, a file of ConText's, it judges the ``targets`` as well.

        Raises ``ModelError`` and ``ContextRulesError``.
        """
        learned = load(model)
        self._reader = SecondReader(learned, _judge(tuple(targets), rules) if rules is not None else None)
        self._merger = Merger(learned, lambda site, skin: codes_of(table, site, skin))

    def merge(self, note: Note, read: Read, facts: Mapping[str, FactValue]) -> Read:
        """The answer of both readers; ``read`` and ``facts`` are that of the rules."""
        text, places = _plain(note.text)
        opinion = self._reader.read(text)
        if opinion is None:
            return read
        return self._merger.merge(note, read, facts, opinion if places is None else _placed(opinion, places))


def _plain(text: str) -> tuple[str, list[int] | None]:
    """The text with each character as what it stands for, and for each of its offsets that in ``text`` (``None``: the same)."""
    if text.isascii():
        return text, None
    signs = [MEANINGS[char] if BEYOND_ASCII.match(char) else char for char in text]
    places = [at for at, sign in enumerate(signs) for _ in sign]
    return "".join(signs), [*places, len(text)]


def _placed(opinion: Opinion, places: list[int]) -> Opinion:
    """The opinion with its places in the text as it was before ``_plain``."""

    def back(place: Place) -> Place:
        return places[place[0]], places[place[1]]

    elements = {name: msgspec.structs.replace(said, place=back(said.place)) for name, said in opinion.elements.items()}
    return msgspec.structs.replace(opinion, elements=elements, for_it=back(opinion.for_it), against_it=back(opinion.against_it))
