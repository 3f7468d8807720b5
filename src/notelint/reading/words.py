"""The words of the clean text, cut once for all that judge words one by one: the ear and the speller."""

from __future__ import annotations

import string
from typing import NamedTuple

from notelint.discreet import discreet

BREAK = "|"
"""Stands between two words that more than one space or hyphen keeps apart."""

_KEPT = string.ascii_lowercase.encode("ascii")
_PLAIN = bytes(sign if sign in _KEPT else ord(" ") if sign in b" -" else ord(BREAK) for sign in range(256))


@discreet()
class Words(NamedTuple):
    """The words of a text: runs of small letters from a to z."""

    in_order: list[str]
    """With ``BREAK`` (one or more of them) wherever two do not stand side by side, and behind the last."""
    distinct: set[str]


def words_in(text: str) -> Words:
    """The words of a text in lower case.

    No pattern is as quick as these few walks through memory, and every sign beyond ASCII is one break.

    >>> words_in("free fibula-flap, 12 cm").in_order
    ['free', 'fibula', 'flap', '|', '|', '|', 'cm', '|']
    """
    plain = f"{text}{BREAK}".encode("ascii", "replace").translate(_PLAIN).decode("ascii")
    in_order = plain.replace("  ", f" {BREAK} ").replace(BREAK, f" {BREAK} ").split()
    return Words(in_order, set(in_order) - {BREAK})
