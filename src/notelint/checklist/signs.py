"""What tells the sentence that documents an element best from the others: its words, its length, and where it stands.

The weights of the signs are in ``ranking.tsv`` of the pack, learned from sentences that people marked (``training/ranking.py``).
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from notelint.packs.ranking import Weights

_WORD = re.compile(r"[a-z]+|\d+")
_BEGINNING = 6  # letters of a word that make its sign: "excision", "excised"
_EIGHTHS = 8
_STEP = 6  # words of length that make one sign
_LONGEST = 6  # steps
ANY = "=any"
"""The sign of every sentence."""
FOUND = "=found"
"""The sign of a sentence in which the way finds what it looks for."""


def signs_of_words(text: str) -> frozenset[str]:
    """The signs of the words of a sentence of clean text, and of its length."""
    words = _WORD.findall(text)
    return frozenset(map(_sign, words)) | {ANY, f"@{min(len(words) // _STEP, _LONGEST)}"}


def signs_of_place(at: int, of: int, scope: str | None) -> tuple[str, str]:
    """The signs of where a sentence stands: as the ``at``-th ``of`` all, in a scope."""
    return f"~{at * _EIGHTHS // of}", f"!{scope}"


def _sign(word: str) -> str:
    return "#" if word[0].isdigit() else word[:_BEGINNING]


def weightiest_word(text: str, weights: Weights) -> tuple[int, int]:
    """Where the word stands that says most for a sentence; the first one of several, the start of a sentence without words."""
    return max(_words(text), key=lambda place: weights.get(_sign(text[slice(*place)]), 0.0), default=(0, min(1, len(text))))


def _words(text: str) -> Iterator[tuple[int, int]]:
    return (match.span() for match in _WORD.finditer(text))
