"""A note's text folded for the first look: every character one byte, so that both foldings have the same places."""

from __future__ import annotations

import re
import unicodedata

from notelint.characters import plain
from notelint.markup import without_leftovers

_ACCENTS = re.compile("[\u0300-\u036f]+")
_PLAIN = bytes(range(256)).lower().translate(bytes.maketrans(b"-\t\r\f\v\x1c\x1d\x1e\x85", b" \n\n\n\n\n\n\n\n"))
# What a scanner takes for each other: 0 and O; 1, I, | and l. "rn" for "m" changes the length: see `spellings`.
_LOOK_ALIKES = bytes.maketrans(b"01i|\n", b"olll ")


def folded(text: str) -> bytes:
    """``text`` in lower case and ASCII, hyphens as spaces, tabs as line breaks, and what its markup stands for."""
    text = without_leftovers(text)
    if not text.isascii():
        text = _ACCENTS.sub("", unicodedata.normalize("NFD", plain(text)))
    return text.encode("ascii", "replace").translate(_PLAIN)


def seen(plain: bytes) -> bytes:
    """Folded text with the signs that a scanner confuses made one, and line breaks as spaces; of the same length."""
    return plain.translate(_LOOK_ALIKES)


def spellings(cue: str) -> set[bytes]:
    """The forms in which a word of the vocabulary may stand in text as it is ``seen``: with "rn" for "m", with doubled spaces."""
    form = seen(folded(cue))
    scanned = {form, form.replace(b"m", b"rn"), form.replace(b"rn", b"m")}
    return scanned | {one.strip().replace(b" ", b"  ") for one in scanned if b" " in one.strip()}
