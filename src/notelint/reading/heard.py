"""Put words together again that speech recognition heard apart: "thoraco dorsal", "fib you la", "tour nickel".

Two ways, both without a list of mishearings. Pieces that make a word of the vocabulary letter by letter are joined when one of
them is no word by itself. Pieces that only sound like a word are joined when that word is one that dictation is known to break,
and none of them is a word that surgery uses.
"""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import pairwise
from typing import TYPE_CHECKING

from rapidfuzz.distance import OSA

from notelint.packs.vocabulary import words_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from notelint.reading.clean_text import CleanText, Edit

_PIECES = re.compile(r"[a-z]+")
_GAPS = {" ", "-"}
_MOST_PIECES = 4
_MIN_JOINED = 6
_MAX_FOREIGN = 8
_OWN_WORD = 5
_MIN_BEHIND_SMALL = 3
_MIN_SOUNDS = 3
_ALIKE = 0.66
_SOUNDS_TO_DIFFER = 5
_ALMOST_ALIKE = 0.7

_SOUNDS = (("ph", "f"), ("sch", "sk"), ("ck", "k"), ("gh", "g"), ("kn", "n"), ("x", "ks"), ("q", "k"))
_SOFT_C = re.compile(r"c(?=[eiy])")
_SILENT = re.compile(r"[aeiouyhw]")
_DOUBLED = re.compile(r"(.)\1+")


@lru_cache(maxsize=50_000)
def _sounds(word: str) -> str:
    """The consonants that one hears in a word."""
    for written, heard in _SOUNDS:
        word = word.replace(written, heard)
    return _SILENT.sub("", _SOFT_C.sub("s", word).replace("c", "k").replace("z", "s"))


def _run(text: str, pieces: list[re.Match[str]]) -> list[str]:
    """The words that stand beside each other, up to the first comma or line break."""
    words = [pieces[0][0]]
    for left, right in pairwise(pieces):
        if text[left.end() : right.start()] not in _GAPS:
            break
        words.append(right[0])
    return words


class Ear:
    """Hears the words of the vocabulary in the pieces that a recorder made of them."""

    def __init__(self, vocabulary: frozenset[str], broken: Iterable[str], knows: Callable[[str], bool]) -> None:
        self._vocabulary = vocabulary
        self._knows = knows
        self._by_sound = {_DOUBLED.sub(r"\1", _sounds(word)): word for word in broken}
        self._beginnings = {sound[:length] for sound in self._by_sound for length in range(len(sound) + 1)}
        self._small = words_of("heard.small-words")
        self._may_open = words_of("heard.small-openers")
        self._begins = lru_cache(maxsize=20_000)(self._begins_as)

    def rejoined(self, clean: CleanText) -> tuple[CleanText, tuple[tuple[str, str], ...]]:
        """The text with broken words made whole, and the pairs (as written, made whole)."""
        pieces = list(_PIECES.finditer(clean.text))
        foreign = [not self._knows(piece[0]) for piece in pieces]
        edits: list[Edit] = []
        pairs: list[tuple[str, str]] = []
        done = 0
        for index, piece in enumerate(pieces):
            if index < done or not (self._begins(piece[0]) or any(foreign[index : index + _MOST_PIECES])):
                continue
            words = _run(clean.text, pieces[index : index + _MOST_PIECES])
            count, word = self._made_whole(words)
            if word:
                done = index + count
                start, end = piece.start(), pieces[done - 1].end()
                edits.append((start, end, word))
                pairs.append((clean.text[start:end], word))
        return clean.edited(edits), tuple(pairs)

    def _begins_as(self, word: str) -> bool:
        if word in self._small and word not in self._may_open:
            return False
        sound = _DOUBLED.sub(r"\1", _sounds(word))
        return bool(sound) and sound in self._beginnings

    def _made_whole(self, words: list[str]) -> tuple[int, str]:
        """How many of the words are pieces of one, and that one; as many as can be."""
        for count in range(len(words), 1, -1):
            word = self._spelled(words[:count]) or self._heard(words[:count])
            if word:
                return count, word
        return 1, ""

    def _spelled(self, pieces: list[str]) -> str:
        """The word of the vocabulary that the pieces are, letter by letter."""
        joined = "".join(pieces)
        if len(joined) < _MIN_JOINED or joined not in self._vocabulary or all(map(self._knows, pieces)):
            return ""
        return joined

    def _heard(self, pieces: list[str]) -> str:
        """The word that dictation is known to break and that the pieces sound like."""
        if pieces[0] in self._small and len(pieces) < _MIN_BEHIND_SMALL:
            return ""
        if pieces[-1] in self._small or not self._begins(pieces[0]) or any(map(self._is_own_word, pieces)):
            return ""
        heard = _DOUBLED.sub(r"\1", "".join(map(_sounds, pieces)))
        joined = "".join(pieces)
        if (
            len(heard) >= _MIN_SOUNDS
            and (word := self._by_sound.get(heard))
            and OSA.normalized_similarity(joined, word) >= _ALIKE
        ):
            return word
        if len(heard) < _SOUNDS_TO_DIFFER:
            return ""
        near = (word for sound, word in self._by_sound.items() if OSA.distance(sound, heard, score_cutoff=1) <= 1)
        return next((word for word in near if OSA.normalized_similarity(joined, word) >= _ALMOST_ALIKE), "")

    def _is_own_word(self, piece: str) -> bool:
        """Whether a piece is a word that an operative note uses as it stands."""
        return (len(piece) >= _MAX_FOREIGN and self._knows(piece)) or (len(piece) >= _OWN_WORD and piece in self._vocabulary)
