"""The first look: one pass over a note for the cues of a pack. It says "certainly not of the family" or "read it".

A note is certainly not of the family when nothing in it could make the reader find bone that was moved, planned, refused or named
in a title: no flap's own name, no bone beside a word for a graft, no word for a plain graft, no flap of bone without its bone.
Nor does it measure a pedicle or a coupler: their figures can be implausible in a note of any flap.
On top of that come words of which notes of the family are full: where several of them, or pieces of them, are seen, a note is
read even though slips of the pen or a scanner hid the rest.
"""

from __future__ import annotations

import re
import string
from bisect import bisect_left
from typing import TYPE_CHECKING, NamedTuple, TypeVar

from ahocorasick_rs import BytesAhoCorasick, Implementation

from notelint.packs.vocabulary import phrase_among
from notelint.screen.cues import BONES, IN_PIECES, WHOLE_WORDS, Cue, cues_of
from notelint.screen.folding import folded, seen
from notelint.watch import check

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator, Sequence

    from notelint.packs.vocabulary import Term
    from notelint.screen.cues import ScreenFile

T = TypeVar("T")

_IN_WORD = frozenset(f"{string.ascii_lowercase}{string.digits}".encode())
_REACH = 60
"""How far from a bone a word for a graft may stand, in characters: the reader's 45 of clean text, and room for spaces."""
_REACH_GENERIC = 25  # of a part of the body, such as the hip
_BESIDE = 60  # characters around a plain graft's or a living bone's word that may belong to its name

_LONGEST = 20  # characters of a word for a graft
_MANY = 20  # notes from which on an automaton pays that runs twice as fast and takes four times as long to build
_COUPLER = (("conflicts.ring", "conflicts"), ("figures.coupler", "figures"))
_BONE_UNNAMED = ("graft.bone-unnamed", "graft.bone-unnamed-in-title")

_AT_ONCE = frozenset({Cue.FLAP, Cue.LOOSE_BONE})

_PIECES = {cue: 1 << place for place, cue in enumerate(sorted(IN_PIECES, key=lambda cue: cue.name))}
"""A bit for each kind of cue that may stand anywhere."""

# Choices that were ticked, and the bars of tables: the reader writes them anew, in an order of its own.
_OF_FORMS = (b"|", b"[x", b"[ x", b"[*", b"(x)")
_SIGNS_OF_FORMS = frozenset("\u2713\u2714\u2611\u2612\u25a0")

Bone = tuple[int, Cue, str]
"""Where a bone ends, whether it is a generic one, and its word."""


def _of_each(cues: Collection[dict[Cue, str]], make: Callable[[dict[Cue, str]], T]) -> list[T]:
    """What ``make`` makes of each cue's meanings, made once for cues that share theirs."""
    distinct = {id(meanings): meanings for meanings in cues}
    made = {key: make(meanings) for key, meanings in distinct.items()}
    return [made[id(meanings)] for meanings in cues]


def _without_gaps(written: bytes, plain: bytes) -> bytes:
    """``plain`` with every gap behind ``written``, which ends with a space or a line break, made its end."""
    if not written[-1:].isspace():
        return plain
    return re.sub(re.escape(written) + rb"[ \n]+", written, plain)


def _one_spaced(text: str) -> str:
    """``text`` with every gap, line breaks included, one space."""
    if "\n" not in text and "  " not in text:
        return text
    words = " ".join(text.split())
    return f"{' ' * text[:1].isspace()}{words}{' ' * text[-1:].isspace()}"


def _is_form(plain: bytes, text: str) -> bool:
    """Whether a note holds ticks or bars."""
    if (b"[" in plain or b"|" in plain or b"(x" in plain) and any(sign in plain for sign in _OF_FORMS):
        return True
    return not text.isascii() and not _SIGNS_OF_FORMS.isdisjoint(text)


class Look(NamedTuple):
    """What a look finds: the word for which a note must be read, if any, and whether one of the signs could stand in it."""

    cue: str | None
    signs: bool


class Screen:
    """Looks at notes with the cues of one pack. Cheap to build and to use; holds nothing of a note."""

    def __init__(self, terms: Iterable[tuple[str, Term]], screen: ScreenFile, signs: Iterable[str] = ()) -> None:
        """``signs`` are what else a look asks of a note: whether it holds one of them, in ASCII and lower case."""
        cues = cues_of(terms, screen)
        for sign in signs:
            form = seen(folded(sign))
            cues[form] = cues.get(form, {}) | {Cue.SIGN: sign}  # misspelt forms share their mapping
        self._forms = list(cues)
        self._kin = _of_each(cues.values(), lambda meanings: meanings.get(Cue.KIN))
        self._pieces = _of_each(cues.values(), lambda meanings: sum(_PIECES[cue] for cue in meanings if cue in IN_PIECES))
        self._cues = _of_each(cues.values(), lambda meanings: tuple(one for one in meanings.items() if one[0] not in IN_PIECES))
        self._rewrites = [(rewrite.find.encode("ascii"), rewrite.become.encode("ascii")) for rewrite in screen.rewrites]
        self._bone_nouns = [noun.encode("ascii") for noun in screen.bone_nouns]
        self._length = re.compile(rf"(?<![\w.])[\w.]{{1,12}} ?(?:{'|'.join(screen.units)})")
        self._enough = screen.enough
        self._feed_bone = frozenset(kin.word for kin in screen.kin if kin.feeds_bone)
        self._together = tuple(frozenset(group) for group in screen.together)
        self._automaton = BytesAhoCorasick(self._forms, implementation=Implementation.ContiguousNFA)
        self._looks = 0

    def cue_to_read(self, text: str) -> str | None:
        """The vocabulary's word for which a note must be read; ``None`` where it is certainly not of the family."""
        return self.look(text).cue

    def look(self, text: str) -> Look:
        """The cue to read a note, and whether it could hold one of the signs."""
        self._quicken()
        plain = folded(text)
        shown = seen(plain)
        found = self._found(shown)
        pieces = 0
        for index, _, _ in found:
            pieces |= self._pieces[index]
        signs = bool(pieces & _PIECES[Cue.SIGN]) or not text.isascii()
        return Look(self._cue(text, plain, shown, found, pieces), signs)

    def _cue(self, text: str, plain: bytes, shown: bytes, found: Sequence[tuple[int, int, int]], pieces: int) -> str | None:
        """The cue to read a note in which the automaton found ``found``, among it these kinds of ``pieces``."""
        kin: set[str] = set()
        if pieces & _PIECES[Cue.KIN]:
            kin = {word for index, _, _ in found if (word := self._kin[index])}
            if len(kin) >= self._enough or (self._together and all(group & kin for group in self._together)):
                return min(kin)
        if pieces & _PIECES[Cue.REWRITE]:
            rewritten = self._rewritten(plain)
            again = seen(rewritten)
            cue = self._decisive(rewritten, self._words_of(again, self._found(again)), text, kin)
            if cue is not None:
                return cue
        return self._decisive(plain, self._words_of(shown, found), text, kin)

    def _found(self, shown: bytes) -> Sequence[tuple[int, int, int]]:
        return self._automaton.find_matches_as_indexes(shown, overlapping=True)

    def _rewritten(self, plain: bytes) -> bytes:
        for written, become in self._rewrites:
            if written in plain:
                plain = _without_gaps(written, plain).replace(written, become)
        return plain

    def _decisive(self, plain: bytes, words: Iterable[tuple[int, int, Cue, str]], text: str, kin: set[str]) -> str | None:
        """The first cue whose own words send the note on: a flap's name, a graft's, a bone that may give, in a form any bone.

        A bone that gives grafts does, too, in a note whose ``kin`` are vessels that feed one.
        """
        bones: dict[int, Bone] = {}
        beside: dict[Cue, list[int]] = {Cue.GRAFT_NOUN: [], Cue.VERB: []}
        for start, end, cue, word in words:
            check()
            if cue in beside:
                beside[cue].append(start)
            elif cue in BONES:
                if start not in bones or bones[start][0] < end:
                    bones[start] = end, cue, word
            elif self._asks(plain, start, end, cue):
                return word
        if not bones:
            return None
        fed = not kin.isdisjoint(self._feed_bone) and any(cue is Cue.BONE for _, cue, _ in bones.values())
        if fed or _is_form(plain, text):
            return min(word for _, _, word in bones.values())
        return self._giving_bone(bones, beside)

    def _quicken(self) -> None:
        self._looks += 1
        if self._looks == _MANY:
            self._automaton = BytesAhoCorasick(self._forms, implementation=Implementation.DFA)

    def _words_of(self, text: bytes, found: Sequence[tuple[int, int, int]]) -> Iterator[tuple[int, int, Cue, str]]:
        """The cues that begin where a word begins, and end with it where they must: start, end, cue and word."""
        length = len(text)
        for index, start, end in found:
            cues = self._cues[index]
            if not cues or (start > 0 and text[start - 1] in _IN_WORD):
                continue
            goes_on = end < length and text[end] in _IN_WORD
            for cue, word in cues:
                if not (goes_on and cue in WHOLE_WORDS):
                    yield start, end, cue, word

    def _asks(self, plain: bytes, start: int, end: int, cue: Cue) -> bool:
        """Whether the words beside a cue that is no bone make it what it may be."""
        if cue in _AT_ONCE:
            return True
        first = start if cue is Cue.BONE_FLAP else max(0, start - _BESIDE)
        stretch = plain[first : end + _REACH]
        if cue is Cue.PLAIN_GRAFT:
            return phrase_among("graft.plain-bone", "donors", "grafts").search(_one_spaced(stretch.decode("ascii"))) is not None
        if cue is Cue.MEASURED:
            return self._is_measured(_one_spaced(stretch.decode("ascii")))
        if not any(noun in stretch for noun in self._bone_nouns):
            return False
        words = _one_spaced(stretch.decode("ascii"))
        return any(phrase_among(name, "donors", "grafts").search(words) for name in _BONE_UNNAMED)

    def _is_measured(self, words: str) -> bool:
        """Whether the size of a coupler, or the length of a pedicle, may stand in ``words``."""
        lengths = list(self._length.finditer(words))
        if any(phrase_among("conflicts.pedicle-before", "conflicts").search(words, 0, length.start()) for length in lengths):
            return True
        return any(phrase_among(*idiom).search(words) for idiom in _COUPLER)

    def _giving_bone(self, bones: dict[int, Bone], beside: dict[Cue, list[int]]) -> str | None:
        """The first bone with a word for a graft beside it, or one for a harvest; a generic bone is not harvested by itself."""
        nouns, verbs = sorted(beside[Cue.GRAFT_NOUN]), sorted(beside[Cue.VERB])
        for start in sorted(bones):
            check()
            end, cue, word = bones[start]
            reach = _REACH if cue is Cue.BONE else _REACH_GENERIC
            if _any_near(nouns, start, end, reach) or (cue is Cue.BONE and _any_near(verbs, start, end, reach)):
                return word
        return None


def _any_near(places: Sequence[int], start: int, end: int, reach: int) -> bool:
    """Whether a word that begins at one of ``places``, in order, stands within ``reach`` of what stands there."""
    first = bisect_left(places, start - reach - _LONGEST)
    return first < len(places) and places[first] < end + reach
