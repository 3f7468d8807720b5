"""Blanks of a template that nobody filled."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from notelint.case.model import Statement
from notelint.characters import plain_signs
from notelint.packs.literals import Spotter, needed_literals
from notelint.packs.vocabulary import idioms_of, phrase_among
from notelint.reading.boxes import EMPTY_BOX, unanswered
from notelint.report import Evidence

if TYPE_CHECKING:
    from collections.abc import Iterator

    from notelint.case.model import Conflicts
    from notelint.packs.wording import Wording

_HOLE = re.compile(r"\*{2,}|_{3,}|@[a-z]+@")


def is_signed(line: str) -> bool:
    """Whether a line is one to sign or to date: its underscores are no blank."""
    return phrase_among("conflicts.signature-line", "conflicts").search(line) is not None


def holds_blank(text: str) -> bool:
    """Whether clean text holds asterisks, a line or a link where a value should stand."""
    return _HOLE.search(text) is not None


def conflicts_of_note(text: str) -> Conflicts:
    """What can be said against any note, of whatever family: blanks of a template that nobody filled."""
    blanks = tuple(Statement(words, "another blank") for words in placeholders(text))
    return {"unfilled_placeholder": blanks} if blanks else {}


def placeholders(text: str) -> tuple[Evidence, ...]:
    """Blanks of a template that nobody filled, in the note as it was written."""
    signs = plain_signs(text)  # a full-width line is one, too; offsets stay
    possible = _spotter().possible(signs.lower())
    found = [*(_blanks(signs) if possible & 1 else ()), *(unanswered(signs) if possible & 2 else ())]
    return tuple(Evidence(start, end, text[start:end]) for start, end in sorted(found, key=lambda place: _line_of(text, place)))


def signs_of_blanks() -> frozenset[str]:
    """Strings in lower case and ASCII one of which every note with a blank or an empty box holds, where it is in ASCII."""
    expressions = (*idioms_of("conflicts")["conflicts.blank"].find, EMPTY_BOX)
    return frozenset(sign for expression in expressions for sign in _signs_of(expression) if sign.isascii())


def _signs_of(expression: str) -> frozenset[str]:
    """The literals that an expression needs: those behind its opening bracket, where only they set it apart from any bracket."""
    signs = needed_literals(expression) or frozenset({""})
    behind = needed_literals(expression.removeprefix(r"\[")) or frozenset({""})
    return behind if min(map(len, behind)) > min(map(len, signs)) else signs


@cache
def _spotter() -> Spotter:
    """Shows whether a blank (bit 0) or an empty box (bit 1) could stand in a note: one look, which ends with most notes."""
    return Spotter([_hole().expression, EMPTY_BOX])


def _hole() -> Wording:
    return phrase_among("conflicts.blank", "conflicts")


def _line_of(text: str, place: tuple[int, int]) -> int:
    return text.rfind("\n", 0, place[0])


def _blanks(text: str) -> Iterator[tuple[int, int]]:
    """The blanks of the text; a line to sign on has none, unless asterisks stand on it, and the banner of a fax has none."""
    banner = phrase_among("conflicts.banner", "conflicts")
    hole = _hole()
    offset = 0
    for line in text.splitlines(keepends=True):
        blanks = [(offset + blank.start(), offset + blank.end()) for blank in hole.finditer(line)]
        if blanks and ("***" in line or not is_signed(line)) and not banner.search(line):
            yield from blanks
        offset += len(line)
