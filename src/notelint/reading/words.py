"""The words of the clean text, split once for the phonetic joiner and the speller."""

from __future__ import annotations

import string
from typing import NamedTuple

from notelint.discreet import discreet

BREAK = "|"
"""The mark between two words that are separated by more than one space or hyphen."""

_KEPT = string.ascii_lowercase.encode("ascii")
_PLAIN = bytes(sign if sign in _KEPT else ord(" ") if sign in b" -" else ord(BREAK) for sign in range(256))


@discreet()
class Words(NamedTuple):
    """The words of a text: runs of lower-case letters from a to z."""

    in_order: list[str]
    """With ``BREAK`` (one or more) between words that are not adjacent, and after the last."""
    distinct: set[str]


def words_in(text: str) -> Words:
    """The words of a text in lower case.

    This is quicker than any pattern; every character outside ASCII is a break.

    >>> words_in("free fibula-flap, 12 cm").in_order
    ['free', 'fibula', 'flap', '|', '|', '|', 'cm', '|']
    """
    plain = f"{text}{BREAK}".encode("ascii", "replace").translate(_PLAIN).decode("ascii")
    in_order = plain.replace("  ", f" {BREAK} ").replace(BREAK, f" {BREAK} ").split()
    return Words(in_order, set(in_order) - {BREAK})
