"""Join words that speech recognition split: "thoraco dorsal", "fib you la", "tour nickel".

There are two ways, and neither needs a list of errors. Pieces that spell a word of the vocabulary are joined if one of them is
not a word by itself. Pieces that only sound like a word are joined if dictation is known to split that word, and if none of the
pieces is a word that operative notes use.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from functools import lru_cache
from itertools import accumulate, compress
from typing import TYPE_CHECKING, NamedTuple

from rapidfuzz import process
from rapidfuzz.distance import OSA

from notelint.discreet import discreet
from notelint.packs.vocabulary import words_of
from notelint.reading.words import BREAK
from notelint.watch import check

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from notelint.reading.clean_text import CleanText
    from notelint.reading.words import Words

_WORD = re.compile(r"[a-z]+")
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
    """The consonant sounds of a word."""
    for written, sound in _SOUNDS:
        word = word.replace(written, sound)
    return _SILENT.sub("", _SOFT_C.sub("s", word).replace("c", "k").replace("z", "s"))


def _once(sounds: str) -> str:
    """The sounds without immediate repeats. Most have none, and the search is quicker than ``sub``."""
    return _DOUBLED.sub(r"\1", sounds) if _DOUBLED.search(sounds) else sounds


@discreet()
class Piece(NamedTuple):
    """A word of the text, with what decides whether it can be a piece of a split word."""

    word: str
    sound: str
    foreign: bool
    """Whether it is not a word by itself."""
    opens: bool
    """Whether a word that dictation splits can begin with its sound."""
    is_own: bool
    """Whether operative notes use it as a word of its own."""
    is_small: bool


def _pieces_before_own_word(pieces: list[Piece]) -> int:
    """The number of pieces, from the first, that can belong to one split word: those before a word that notes use."""
    for count, piece in enumerate(pieces):
        if piece.is_own:
            return count
    return len(pieces)


def _first_beside(words: list[str], index: int) -> int:
    """The index of the first word that can belong to one split word with the word at ``index``."""
    first = index
    while first > max(index - _MOST_PIECES + 1, 0) and words[first - 1] != BREAK:
        first -= 1
    return first


class PhoneticJoiner:
    """Joins pieces of words by their spelling and by their sound.

    ``vocabulary`` are all words of the vocabulary, ``broken`` those that dictation is known to split; ``knows`` says whether
    something is a word by itself.
    """

    def __init__(self, vocabulary: frozenset[str], broken: Iterable[str], knows: Callable[[str], bool]) -> None:
        self._vocabulary = vocabulary
        self._knows = knows
        self._by_sound = {_once(_sounds(word)): word for word in broken}
        self._sound_of = {word: sound for sound, word in self._by_sound.items()}
        self._beginnings = {sound[:length] for sound in self._by_sound for length in range(len(sound) + 1)}
        self._small = words_of("phonetic.small-words")
        self._may_open = words_of("phonetic.small-openers")
        self._sorted = sorted(vocabulary)
        self._near = lru_cache(maxsize=20_000)(self._nearest)
        self._piece = lru_cache(maxsize=20_000)(self._as_piece)
        self._is_odd = lru_cache(maxsize=20_000)(self._may_be_broken)

    def odd_among(self, words: Words) -> dict[str, Piece]:
        """The words of a text that can be pieces of a split word: a few of hundreds."""
        return {word: self._piece(word) for word in filter(self._is_odd, words.distinct)}

    def rejoined(self, clean: CleanText, words: Words, odd: dict[str, Piece]) -> tuple[CleanText, tuple[tuple[str, str], ...]]:
        """The text with split words joined, and the pairs (as written, as joined).

        ``words`` are the words of the text, ``odd`` the answer of ``odd_among`` about them.
        """
        found: list[tuple[int, int, str]] = []
        done = 0
        for start in self._candidate_starts(words.in_order, odd):
            if start < done:
                continue
            check()
            count, word = self._join(self._run(words.in_order, start))
            if word:
                done = start + count
                found.append((start, done, word))
        if not found:
            return clean, ()
        places = [match.span() for match in _WORD.finditer(clean.text)]
        breaks = list(accumulate((word == BREAK for word in words.in_order), initial=0))
        edits = [
            (places[first - breaks[first]][0], places[behind - breaks[behind] - 1][1], word) for first, behind, word in found
        ]
        return clean.edited(edits), tuple((clean.text[start:end], word) for start, end, word in edits)

    def _candidate_starts(self, order: list[str], odd: dict[str, Piece]) -> list[int]:
        """Where a split word can begin: at a piece that sounds like its beginning, or before a piece that is no word."""
        places: set[int] = set()
        for index in compress(range(len(order)), map(odd.__contains__, order)):
            behind = order[index + 1]
            if odd[order[index]].foreign:
                places.update(range(_first_beside(order, index), index + (behind != BREAK)))
            elif behind != BREAK and not self._piece(behind).is_own:
                places.add(index)
        return sorted(places)

    def _run(self, words: list[str], start: int) -> list[Piece]:
        """The pieces from ``start`` on, up to the first comma or line break."""
        run = words[start : start + _MOST_PIECES]
        if BREAK in run:
            del run[run.index(BREAK) :]
        return list(map(self._piece, run))

    def _as_piece(self, word: str) -> Piece:
        is_own = self._is_own_word(word)
        opens = not is_own and self._begins_as(word)
        return Piece(word, "" if is_own else _sounds(word), not self._knows(word), opens, is_own, word in self._small)

    def _may_be_broken(self, word: str) -> bool:
        piece = self._piece(word)
        return piece.foreign or piece.opens

    def _begins_as(self, word: str) -> bool:
        if word in self._small and word not in self._may_open:
            return False
        sound = _once(_sounds(word))
        return bool(sound) and sound in self._beginnings

    def _join(self, pieces: list[Piece]) -> tuple[int, str]:
        """The number of pieces that form one word, and the word; the longest that can be formed."""
        if len(pieces) < 2:
            return 1, ""
        spelled = any(piece.foreign for piece in pieces) and self._begins_word(pieces[0].word + pieces[1].word)
        by_sound = _pieces_before_own_word(pieces) if pieces[0].opens else 0
        for count in range(len(pieces) if spelled else by_sound, 1, -1):
            word = (self._word_by_spelling(pieces[:count]) if spelled else "") or (
                self._word_by_sound(pieces[:count]) if count <= by_sound else ""
            )
            if word:
                return count, word
        return 1, ""

    def _begins_word(self, letters: str) -> bool:
        """Whether a word of the vocabulary begins with these letters."""
        place = bisect_left(self._sorted, letters)
        return place < len(self._sorted) and self._sorted[place].startswith(letters)

    def _word_by_spelling(self, pieces: list[Piece]) -> str:
        """The word of the vocabulary that the letters of the pieces spell; empty if there is none."""
        letters = "".join(piece.word for piece in pieces)
        if len(letters) < _MIN_JOINED or letters not in self._vocabulary or not any(piece.foreign for piece in pieces):
            return ""
        return letters

    def _word_by_sound(self, pieces: list[Piece]) -> str:
        """The word that the pieces sound like, of those that dictation is known to split; empty if there is none."""
        if pieces[-1].is_small or (pieces[0].is_small and len(pieces) < _MIN_BEHIND_SMALL):
            return ""
        sounds = "".join([piece.sound for piece in pieces])
        if len(sounds) < _MIN_SOUNDS or len(distinct := _once(sounds)) < _MIN_SOUNDS:
            return ""
        letters = "".join([piece.word for piece in pieces])
        if (word := self._by_sound.get(distinct)) and OSA.normalized_similarity(letters, word) >= _ALIKE:
            return word
        if len(distinct) < _SOUNDS_TO_DIFFER:
            return ""
        return next((word for word in self._near(distinct) if OSA.normalized_similarity(letters, word) >= _ALMOST_ALIKE), "")

    def _nearest(self, sounds: str) -> tuple[str, ...]:
        """The words whose sounds differ by one edit at most."""
        return tuple(word for _, _, word in process.extract_iter(sounds, self._sound_of, scorer=OSA.distance, score_cutoff=1))

    def _is_own_word(self, piece: str) -> bool:
        """Whether operative notes use a piece as a word of its own."""
        return (len(piece) >= _MAX_FOREIGN and self._knows(piece)) or (len(piece) >= _OWN_WORD and piece in self._vocabulary)
