"""The cues of a pack: the words without which a note documents no bone graft, and those that notes of its family are full of."""

from __future__ import annotations

import re
import string
from enum import Enum, auto
from typing import TYPE_CHECKING

from notelint.packs.decode import decode
from notelint.packs.files import is_there, shown, text_of
from notelint.packs.record import Record
from notelint.packs.vocabulary import Rewrite, expand, idioms_of
from notelint.screen.folding import folded, seen, spellings

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from importlib.resources.abc import Traversable

    from notelint.packs.vocabulary import Term

_LITERAL = re.compile(r"[a-z ]+(?=[^a-z ?*]|$)|[a-z ]+(?=[a-z ][?*])")
_FILE = "screen.yaml"
_LONG = 8  # letters: in a shorter word, the reader takes only a vowel for another one (or letters that look alike)
_VOWELS = tuple({bytes([letter]) for letter in seen(b"aeiouy")})
_LETTERS = tuple({bytes([letter]) for letter in seen(string.ascii_lowercase.encode("ascii"))})


class Kin(Record):
    """A word of which notes of the family are full, and ``pieces`` of it, one of which a slip or a scanner leaves.

    ``feeds_bone`` marks a vessel that feeds a bone which gives grafts.
    """

    word: str
    pieces: tuple[str, ...]
    feeds_bone: bool = False


class ScreenFile(Record):
    """``screen.yaml``: ``enough`` words of ``kin`` make a note be read, and so does one word of each group of ``together``.

    ``rewrites`` are spellings and what they become before a note is looked through (British ones, words written apart);
    ``bone`` are bones as they are misheard, ``verbs`` and ``nouns`` words for a harvest and for a graft beside those of the
    idioms: a bone beside one of them may be a graft. ``bone_flap`` are words with which the name of a flap of bone may begin,
    ``with_bone`` those with which it may end, and ``bone_nouns`` pieces of words one of which it holds. ``loose_bone`` are words
    for bone without a shape of its own; a note with one of them is read.
    ``measured`` are words beside which a length in one of the ``units`` can be implausible. ``not_read`` says in the trace that
    a note was not read, ``nothing`` in the one-line reason of its decision.
    """

    source: str
    not_read: str
    nothing: str
    enough: int
    together: tuple[tuple[str, ...], ...]
    kin: tuple[Kin, ...]
    rewrites: tuple[Rewrite, ...]
    bone: tuple[str, ...]
    verbs: tuple[str, ...]
    nouns: tuple[str, ...]
    bone_nouns: tuple[str, ...]
    bone_flap: tuple[str, ...]
    with_bone: tuple[str, ...]
    loose_bone: tuple[str, ...]
    measured: tuple[str, ...]
    units: tuple[str, ...]


class Cue(Enum):
    """What a cue asks for: the reader at once, a look at the words around it, or to be counted. A sign asks for no reading."""

    FLAP = auto()
    BONE = auto()
    GENERIC_BONE = auto()
    PLAIN_GRAFT = auto()
    LOOSE_BONE = auto()
    MEASURED = auto()
    BONE_FLAP = auto()
    WITH_BONE = auto()
    GRAFT_NOUN = auto()
    VERB = auto()
    REWRITE = auto()
    KIN = auto()
    SIGN = auto()

    __hash__ = object.__hash__  # Enum's own is a call of Python for each look into a dict, and as much


BONES = frozenset({Cue.BONE, Cue.GENERIC_BONE})
IN_PIECES = frozenset({Cue.KIN, Cue.REWRITE, Cue.SIGN})
WHOLE_WORDS = BONES | {Cue.FLAP, Cue.VERB}
"""Cues that must end where a word ends; pieces of kin may stand anywhere, the others must begin a word."""
_INFLECTED = frozenset({Cue.VERB, Cue.LOOSE_BONE})  # "reamings" is bone, "reaming" is not
_MISSPELT = {
    Cue.BONE: (6, Cue.BONE),
    Cue.GENERIC_BONE: (6, Cue.GENERIC_BONE),
    Cue.PLAIN_GRAFT: (8, Cue.FLAP),
    Cue.LOOSE_BONE: (8, Cue.FLAP),
    Cue.VERB: (7, Cue.VERB),
}
"""From how many letters on a slip in a word is looked for (shorter ones the reader takes as they stand), and what it asks for.

The misspelt word for a plain graft or for loose bone asks for the reader at once: the idioms that they belong to would not know
it.
"""


def read_screen(folder: Traversable) -> ScreenFile | None:
    """The pack's ``screen.yaml``; ``None`` where it has none, and then every note must be read. Raises ``PackError``."""
    return decode(text_of(folder, _FILE), ScreenFile, shown(folder, _FILE)) if is_there(folder, _FILE) else None


def cues_of(terms: Iterable[tuple[str, Term]], screen: ScreenFile) -> dict[bytes, dict[Cue, str]]:
    """Every cue, in each form in which it may be seen, with what it is and the word it stands for.

    The many misspelt forms of a word share one mapping, so that what is made of it need not be made for each of them.
    """
    cues: dict[bytes, dict[Cue, str]] = {}
    loose = [(Cue.LOOSE_BONE, word, word) for word in screen.loose_bone]
    named = (*_of_vocabulary(terms), *_of_idioms(), *loose)
    for cue, word, written in (*named, *_of_screen(screen)):
        for form in spellings(written):
            cues.setdefault(form, {})[cue] = word
    for cue, word, _ in (*named, *_of_screen(screen)):
        least, misspelt = _MISSPELT.get(cue, (None, cue))
        if least is not None and len(word) >= least and word.isalpha():
            right, asked = seen(folded(word)), {misspelt: word}
            for slip in _slips(right, inflected=cue in _INFLECTED):
                if slip != right:
                    cues.setdefault(slip, asked)
    return cues


def _slips(word: bytes, *, inflected: bool) -> Iterator[bytes]:
    """A word with a letter left out, doubled, replaced (in a short word, a vowel by a vowel), or changed with the one before.

    Of an ``inflected`` word the last letter stays, since another one makes another form of it.
    """
    for at in range(len(word)):
        before, letter, after = word[:at], word[at : at + 1], word[at + 1 :]
        yield before[:-1] + letter + before[-1:] + after
        if after or not inflected:
            yield before + after
            yield before + letter + letter + after
            others = _LETTERS if len(word) >= _LONG else _VOWELS if letter in _VOWELS else ()
            yield from (before + other + after for other in others)


def _of_vocabulary(terms: Iterable[tuple[str, Term]]) -> Iterator[tuple[Cue, str, str]]:
    for kind, term in terms:
        if kind in {"bone", "named_flap"}:
            generic = term.attributes.get("generic") == "yes"
            cue = Cue.FLAP if kind == "named_flap" else Cue.GENERIC_BONE if generic else Cue.BONE
            yield from ((cue, literal, literal) for written in term.phrases for literal in expand(written))


def _of_idioms() -> Iterator[tuple[Cue, str, str]]:
    r"""The words for a plain graft (``allograft\w*``) as far as they are plain letters, and those that begin a living one."""
    idioms = idioms_of("donors", "grafts")
    for written in idioms["graft.plain-bone"].words:
        literal = _LITERAL.match(written)
        if literal is not None:
            yield Cue.PLAIN_GRAFT, literal[0], literal[0]
    yield from ((cue, word, word) for word in idioms["graft.living"].words for cue in (Cue.BONE_FLAP, Cue.GRAFT_NOUN))
    for written in idioms["donor.graft-noun"].words:
        literal = _LITERAL.match(written)
        if literal is not None:
            yield Cue.GRAFT_NOUN, literal[0], literal[0]


def _of_screen(screen: ScreenFile) -> Iterator[tuple[Cue, str, str]]:
    yield from ((Cue.BONE, word, word) for word in screen.bone)
    yield from ((Cue.VERB, word, word) for word in screen.verbs)
    yield from ((Cue.GRAFT_NOUN, word, word) for word in screen.nouns)
    yield from ((cue, word, word) for word in screen.bone_flap for cue in (Cue.BONE_FLAP, Cue.GRAFT_NOUN))
    yield from ((Cue.WITH_BONE, word, word) for word in screen.with_bone)
    yield from ((Cue.MEASURED, word, word) for word in screen.measured)
    yield from ((Cue.REWRITE, rewrite.find, rewrite.find) for rewrite in screen.rewrites)
    yield from ((Cue.KIN, kin.word, piece) for kin in screen.kin for piece in kin.pieces)
