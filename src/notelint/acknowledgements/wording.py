"""Who acknowledges a finding and why, as a record has it: on one line, short, without words of the note."""

from __future__ import annotations

from typing import TYPE_CHECKING

from notelint.acknowledgements.copied import copied_from

if TYPE_CHECKING:
    from collections.abc import Iterable

LONGEST_REASON = 500
LONGEST_NAME = 100


class WordingError(ValueError):
    """A name or a reason that no record may have. ``str`` says why and what to do, without a word of it."""


def name_on_a_line(name: str) -> str:
    """The name of a person on one line. Raises ``WordingError``."""
    return _one_line(name, "a name", LONGEST_NAME)


def checked_reason(reason: str, texts: Iterable[str]) -> str:
    """The reason on one line. Raises ``WordingError`` where it is empty, too long, or repeats one of the notes ``texts``."""
    line = _one_line(reason, "a reason", LONGEST_REASON)
    for text in texts:
        if copied := copied_from(line, text):
            raise WordingError(f"it repeats {copied} of the note; say it in your own words, without words of the note")
    return line


def _one_line(text: str, what: str, longest: int) -> str:
    whole = text.encode("utf-8", errors="replace").decode()
    line = " ".join("".join(char if char.isprintable() else " " for char in whole).split())
    if not line:
        raise WordingError(f"it is empty; give {what}")
    if len(line) > longest:
        raise WordingError(f"longer than {longest} characters; make it shorter")
    return line
