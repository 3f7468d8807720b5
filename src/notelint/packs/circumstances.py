"""``circumstances.yaml``: what modifiers, places of service and global periods require of a note, with the words for it."""

from __future__ import annotations

import re
from functools import cache
from importlib.resources import files
from typing import Literal

from notelint.packs.decode import parse
from notelint.packs.schema import Record

Context = Literal["performed", "header", "background", "consent", "planned", "label"]


class Circumstance(Record):
    """One circumstance: its ``id``, a title, the section contexts in which it counts, the expressions that document it.

    With ``elsewhere`` it counts only for another site than the donor site of the graft.
    """

    id: str
    title: str
    contexts: frozenset[Context]
    find: tuple[str, ...]
    elsewhere: bool = False

    @property
    def pattern(self) -> re.Pattern[str]:
        """Any of its expressions."""
        return _compiled("|".join(self.find))


class CircumstanceFile(Record):
    """The file: ``denied`` are words directly before a circumstance that negate it.

    ``elsewhere`` are words for another site, ``same_place`` words for the same site.
    """

    source: str
    denied: str
    elsewhere: str
    same_place: str
    circumstances: tuple[Circumstance, ...]

    @property
    def denial(self) -> re.Pattern[str]:
        """``denied``, compiled."""
        return _compiled(self.denied)

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
    for index, circumstance in enumerate(document.value.circumstances):
        try:
            re.compile("|".join(circumstance.find))
        except re.error as error:
            where = ("circumstances", index, "find")
            raise document.error(where, f"not a regular expression: {error}", "correct it") from None
    return document.value
