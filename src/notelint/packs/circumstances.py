"""``circumstances.yaml``: what modifiers, places of service and global periods require of a note, with the words for it."""

from __future__ import annotations

import re
from functools import cache
from importlib.resources import files
from typing import Literal

from notelint.packs.decode import parse
from notelint.packs.record import Record

Context = Literal["performed", "header", "background", "consent", "planned", "label"]


class Circumstance(Record):
    """One circumstance: its ``id``, a title, the section contexts in which it counts, the expressions that document it.

    Any expression of ``find`` documents it, and so does a clause that has words of every group of ``together``. With
    ``elsewhere`` it counts only for another site than the donor site of the graft.
    """

    id: str
    title: str
    contexts: frozenset[Context]
    find: tuple[str, ...] = ()
    together: tuple[str, ...] = ()
    elsewhere: bool = False

    @property
    def pattern(self) -> re.Pattern[str]:
        """Any of its expressions."""
        return _compiled("|".join(self.find))


class CircumstanceFile(Record):
    """The file: ``denied`` are words directly before a circumstance that negate it.

    ``elsewhere`` are words for another site, ``same_place`` words for the same site; ``words`` are groups of expressions that
    circumstances put ``together``.
    """

    source: str
    denied: str
    elsewhere: str
    same_place: str
    words: dict[str, tuple[str, ...]]
    circumstances: tuple[Circumstance, ...]

    @property
    def denial(self) -> re.Pattern[str]:
        """``denied``, compiled."""
        return _compiled(self.denied)

    def group(self, name: str) -> re.Pattern[str]:
        """Any of the expressions of a group of words."""
        return _compiled("|".join(self.words[name]))

    def is_elsewhere(self, sentence: str) -> bool | None:
        """Whether a sentence says that its site is another (true) or the same (false); ``None`` if it says neither."""
        if _compiled(self.same_place).search(sentence):
            return False
        return True if _compiled(self.elsewhere).search(sentence) else None


@cache
def _compiled(expression: str) -> re.Pattern[str]:
    return re.compile(expression)


@cache
def circumstances() -> CircumstanceFile:
    """The shared circumstances. Raises ``PackError`` if the file or an expression is not valid."""
    path = files("notelint.patterns") / "shared" / "circumstances.yaml"
    document = parse(path.read_text("utf8"), CircumstanceFile, path.name)
    file = document.value
    expressions = [(("circumstances", index, "find"), circumstance.find) for index, circumstance in enumerate(file.circumstances)]
    for where, found in (*expressions, *((("words", name), words) for name, words in file.words.items())):
        try:
            re.compile("|".join(found))
        except re.error as error:
            raise document.error(where, f"not a regular expression: {error}", "correct it") from None
    for index, circumstance in enumerate(file.circumstances):
        unknown = next((name for name in circumstance.together if name not in file.words), None)
        if unknown is not None:
            raise document.error(
                ("circumstances", index, "together"), f"no group {unknown!r} under words", "name one that is there"
            )
    return file
