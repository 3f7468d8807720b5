"""Correct misspelt words against the vocabulary, and never a right one.

A word is corrected only when no dictionary knows it, it is long enough to carry an error, and exactly one word of the
vocabulary is near. Words that surgery knows and that look alike (peritoneal, metacarpal) are known, so they stay.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from rapidfuzz import process
from rapidfuzz.distance import OSA

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from notelint.reading.clean import CleanText

_WORD = re.compile(r"[a-z]{6,}")
_MIN_LENGTH = 6
_CUTOFF = 0.79
_LEAD = 0.04


class Speller:
    """Knows the words of the vocabulary and of the language; suggests the one a misspelt word stands for."""

    def __init__(self, vocabulary: Iterable[str], known_words: frozenset[str]) -> None:
        words = {word for phrase in vocabulary for word in _WORD.findall(phrase)}
        self._known = known_words | {word for phrase in vocabulary for word in re.findall(r"[a-z]+", phrase)}
        self._targets = sorted(words)
        self._suggest: Callable[[str], str | None] = lru_cache(maxsize=20_000)(self._search)

    def knows(self, word: str) -> bool:
        """Whether ``word`` (lower case) is right as it stands."""
        return word in self._known or (word.endswith("s") and word[:-1] in self._known)

    def suggest(self, word: str) -> str | None:
        """The vocabulary's word that ``word`` stands for, or ``None`` when it is right or nothing is near enough."""
        if len(word) < _MIN_LENGTH or self.knows(word):
            return None
        return self._suggest(word)

    def _search(self, word: str) -> str | None:
        near = process.extract(word, self._targets, scorer=OSA.normalized_similarity, score_cutoff=_CUTOFF, limit=2)
        if not near:
            return None
        best, score, _ = near[0]
        if len(near) > 1 and score - near[1][1] < _LEAD and not _same_stem(best, near[1][0]):
            return None
        return best if best[0] == word[0] or best[1:] == word[1:] else None

    def correct(self, clean: CleanText) -> tuple[CleanText, tuple[tuple[str, str], ...]]:
        """The text with its misspelt words corrected, and the pairs (as written, corrected)."""
        corrections: list[tuple[str, str]] = []

        def corrected(match: re.Match[str]) -> str:
            word = match[0]
            better = self.suggest(word)
            if better is None:
                return word
            corrections.append((word, better))
            return better

        return clean.sub(_WORD, corrected, lower=True), tuple(corrections)


def _same_stem(one: str, other: str) -> bool:
    """Whether two words differ in their ending alone, so that either will do ("anastomosis", "anastomoses")."""
    shared = min(len(one), len(other)) - 3
    return one[:shared] == other[:shared]
