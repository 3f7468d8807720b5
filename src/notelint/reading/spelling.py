"""Correct misspelt words with the vocabulary, and never a correct word.

A word is corrected only if no dictionary knows it, it is no regular form of a known word ("anterolaterally",
"subclavicular"), it is long enough, and exactly one word of the vocabulary is near by errors of typing,
dictation or scanning. Similar surgical words (peritoneal, metacarpal) are known, so they stay.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from rapidfuzz import process
from rapidfuzz.distance import OSA, Levenshtein

from notelint.watch import check

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from notelint.packs.vocabulary import WordForms
    from notelint.reading.clean_text import CleanText

_WORD = re.compile(r"[a-z]{6,}")
_MIN_LENGTH = 6
_CUTOFF = 0.79
_LEAD = 0.04
_MIN_STEM = 4
_MIN_REST = 5
_NAME_BEFORE = re.compile(r"\b(?:[Dd]r|[Mm]r|[Mm]rs|[Mm]s|[Mm]iss|[Pp]rof|[Dd]octor|[A-Z])\.? $")
_VOWELS = frozenset("aeiouy")
_NEAREST = 3
_LONG = 8


class Speller:
    """Knows the words of the vocabulary and of the language, and corrects misspelt words."""

    def __init__(self, vocabulary: Iterable[str], known_words: frozenset[str], forms: WordForms) -> None:
        words = {word for phrase in vocabulary for word in _WORD.findall(phrase)}
        self.vocabulary = frozenset(words)
        self._known = known_words | {word for phrase in vocabulary for word in re.findall(r"[a-z]+", phrase)}
        self._targets = sorted(words)
        self._beginnings = re.compile(
            rf"(?:{'|'.join(sorted(forms.beginnings, key=len, reverse=True))})(?=[a-z]{{{_MIN_REST},}})"
        )
        self._endings = forms.endings
        self._alike = frozenset(frozenset(pair) for pair in forms.alike)
        self.suggest: Callable[[str], str | None] = lru_cache(maxsize=20_000)(self._suggested)
        """The word of the vocabulary for a misspelt word; ``None`` if it is right, or if nothing is near enough."""

    def knows(self, word: str) -> bool:
        """Whether ``word`` (lower case) is a known word."""
        return word in self._known or (word.endswith("s") and word[:-1] in self._known)

    def correct(self, clean: CleanText, unknown: Iterable[str]) -> tuple[CleanText, tuple[tuple[str, str], ...]]:
        """The text with its misspelt words corrected, and the pairs (as written, corrected).

        ``unknown`` are the words of the text that the speller does not know.
        """
        if not any(map(self.suggest, unknown)):
            return clean, ()
        corrections: list[tuple[str, str]] = []

        def corrected(match: re.Match[str]) -> str:
            word = match[0]
            better = self.suggest(word)
            if better is None or _NAME_BEFORE.search(clean.cased, max(match.start() - 12, 0), match.start()):
                return word
            corrections.append((word, better))
            return better

        return clean.sub(_WORD, corrected, lower=True), tuple(corrections)

    def _suggested(self, word: str) -> str | None:
        check()
        if len(word) < _MIN_LENGTH or self.knows(word) or self._has_known_stem(word):
            return None
        is_formed = self._is_formed(word)
        near = process.extract(word, self._targets, scorer=OSA.normalized_similarity, score_cutoff=_CUTOFF, limit=_NEAREST)
        slips = [(str(target), score) for target, score, _ in near if self._is_slip(word, target, formed=is_formed)]
        if not slips:
            return None
        best, score = slips[0]
        if len(slips) > 1 and score - slips[1][1] < _LEAD and not _same_stem(best, slips[1][0]):
            return None
        return best

    def _is_formed(self, word: str) -> bool:
        """Whether a word is a known word with a prefix ("sub"), with any ending."""
        beginning = self._beginnings.match(word)
        if beginning is None:
            return False
        rest = word[beginning.end() :]
        return self.knows(rest) or self._has_known_stem(rest, _MIN_REST) or self._is_formed(rest)

    def _has_known_stem(self, word: str, least: int = _MIN_STEM) -> bool:
        """Whether a word is a known word with another ending."""
        stems = (word.removesuffix(ending) for ending in self._endings if word.endswith(ending))
        return any(stem + other in self._known for stem in stems if len(stem) >= least for other in ("", *self._endings))

    def _is_slip(self, word: str, target: str, *, formed: bool) -> bool:
        """Whether a word becomes another by common errors: letters swapped, omitted, doubled, a wrong vowel or a similar letter.

        In a long word any one letter may be wrong. A word that is ``formed`` regularly becomes another only by a wrong
        vowel.
        """
        distance = OSA.distance(word, target)
        if formed and (len(word) != len(target) or distance > 1):
            return False
        if distance == 1 and len(word) >= _LONG and not formed:
            return True
        if word[0] != target[0] and word[1:2] != target[:1]:
            return False
        replaced = [(word[op.src_pos], target[op.dest_pos]) for op in Levenshtein.editops(word, target) if op.tag == "replace"]
        left, right = sorted(pair[0] for pair in replaced), sorted(pair[1] for pair in replaced)
        return left == right or all(self._mistakable(*pair, formed=formed) for pair in replaced)

    def _mistakable(self, one: str, other: str, *, formed: bool) -> bool:
        if one in _VOWELS and other in _VOWELS:
            return True
        return not formed and frozenset((one, other)) in self._alike


def _same_stem(one: str, other: str) -> bool:
    """Whether two words differ only in their ending, so that either is acceptable ("anastomosis", "anastomoses")."""
    shared = min(len(one), len(other)) - 3
    return one[:shared] == other[:shared]
