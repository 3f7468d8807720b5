"""What a character beyond ASCII stands for in a note: the one list that the first look and the reader share.

Full-width letters and digits, ligatures, mathematical letters and units in one sign are what NFKC makes of them; typography has
one sign of its kind; what shows nothing (zero-width characters, soft hyphens, marks of direction, combining accents) is dropped.
Superscripts, fractions and numbers in circles stay: ten squared is not 102, and the reader knows a squared cm.
"""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

BEYOND_ASCII = re.compile(r"[^\x01-\n\r-\x7f]")
"""The characters that may stand for others, and the controls that stand for spaces."""

CONTROLS = str.maketrans({"\0": " ", "\f": "\n", "\v": "\n"})
"""The only ones in a note in ASCII."""

_TYPOGRAPHY = {
    "\x85": "\n", "\u2028": "\n", "\u2029": "\n", "\u2018": "'", "\u2019": "'", "\u201a": "'", "\u201c": '"', "\u201d": '"',
    "\u201e": '"', "\u2010": "-", "\u2011": "-", "\u2012": "-", "\u2013": "-", "\u2014": "-", "\u2015": "-", "\u2212": "-",
    "\u00d7": "x", "\u2022": "-", "\u00b7": "-", "\u25cf": "-", "\u00b5": "u", "\u03bc": "u", "\u00e9": "e", "\u00e6": "e",
    "\u0153": "e", "\u00c6": "E", "\u0152": "E", "\0": " ", "\f": "\n", "\v": "\n",
}  # fmt: skip
_AS_THEY_ARE = frozenset("\u2026\u2122\u2120\u00aa\u00ba")  # an ellipsis, the signs of marks, the signs of ordinals
_SHOWN = re.compile(r"[!-~\u00b0\u00b5]+| ")
_HYPHEN_AT_END = re.compile("\u00ad(?=[ \t]*[\r\n])")  # there it breaks a word in two, as a hyphen does
_SOFT_HYPHEN = "\u00ad"


class _Meanings(dict[str, str]):
    """What each character stands for, found out once."""

    def __missing__(self, char: str) -> str:
        self[char] = meaning = _meaning(char)
        return meaning


MEANINGS: dict[str, str] = _Meanings(_TYPOGRAPHY)
"""What a character stands for: another, several, itself, or nothing."""


def _meaning(char: str) -> str:
    category = unicodedata.category(char)
    if category == "Cf" or (category == "Mn" and ("\u0300" <= char <= "\u036f" or "\ufe00" <= char <= "\ufe0f")):
        return ""
    if category == "No" or char in _AS_THEY_ARE:
        return char
    plain = unicodedata.normalize("NFKC", char)
    return "".join(_TYPOGRAPHY.get(one, one) for one in plain) if _SHOWN.fullmatch(plain) else char


def plain_signs(text: str) -> str:
    """``text`` with each character beyond ASCII as what it stands for, where that is one character; of the same length."""
    text = with_hyphens(text)
    return BEYOND_ASCII.sub(lambda match: one if len(one := MEANINGS[match[0]]) == 1 else match[0], text)


def other_lengths(text: str) -> Iterator[tuple[int, int, str]]:
    """The characters of ``text`` that stand for several or for nothing: each with its place and what it stands for."""
    for match in BEYOND_ASCII.finditer(text):
        meaning = MEANINGS[match[0]]
        if len(meaning) != 1:
            yield match.start(), match.end(), meaning


def plain(text: str) -> str:
    r"""``text`` with each character beyond ASCII as what it stands for.

    >>> plain("\uff26\uff52\uff45\uff45 \ufb01bu\u00adla, 8\u2009\u339d \u2013 10\u00ba")
    'Free fibula, 8 cm - 10\xba'
    """
    return BEYOND_ASCII.sub(lambda match: MEANINGS[match[0]], with_hyphens(text))


def with_hyphens(text: str) -> str:
    """``text`` with hyphens for the soft hyphens that end a line."""
    return _HYPHEN_AT_END.sub("-", text) if _SOFT_HYPHEN in text else text
