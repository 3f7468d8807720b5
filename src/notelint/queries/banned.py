"""Find banned words in a text: code numbers, payment, leading expressions. ``query_lint.yaml`` has the lists."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import TYPE_CHECKING, Literal

from notelint.packs.queries import read_query_rules

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

Banning = Literal["code", "payment", "leading", "leading_title"]
_DASHES = dict.fromkeys(map(ord, "\u2010\u2011\u2012\u2013\u2014\u2015\u2212"), "-")
_UNSEEN = "C"  # Unicode categories of invisible characters: control, format and others
_ON_OTHERS = ("Mn", "Me")  # accents and other marks on a letter or digit
_DIGITS = ("Nd", "No")


def holds_banned(text: str, kinds: Iterable[Banning] = ("code", "payment")) -> bool:
    """Whether ``text`` contains a banned word of one of ``kinds``, with or without its invisible characters."""
    return any(pattern.search(form) for form in forms(text) for kind in kinds for pattern in patterns(kind))


@lru_cache(maxsize=4)
def patterns(kind: Banning) -> tuple[re.Pattern[str], ...]:
    """The patterns of a kind, for text in one of its ``forms``."""
    return tuple(re.compile(banned.pattern) for banned in getattr(read_query_rules(), kind))


def forms(text: str) -> tuple[str, ...]:
    """Normal forms of ``text``: lower case, plain digits and signs, single spaces; invisible characters as spaces, or removed."""
    folded = unicodedata.normalize("NFKD", text).casefold().translate(_DASHES)
    return tuple(dict.fromkeys(_single_spaced(_plain(folded, hidden)) for hidden in (" ", "")))


def _plain(text: str, hidden: str) -> str:
    return "".join(_plain_characters(text, hidden))


def _plain_characters(text: str, hidden: str) -> Iterator[str]:
    for character in text:
        if character.isascii() and character.isprintable():
            yield character
            continue
        category = unicodedata.category(character)
        if category.startswith(_UNSEEN):
            yield character if character.isspace() else hidden
        elif category in _DIGITS:
            yield str(unicodedata.digit(character, character))
        elif category not in _ON_OTHERS:
            yield character


def _single_spaced(text: str) -> str:
    return " ".join(text.split())
