"""Misspell a word now and then, as hurried typists do."""

from __future__ import annotations

import re
import string
from typing import TYPE_CHECKING

from support.sentences import reader

if TYPE_CHECKING:
    from random import Random

_LONG_WORD = re.compile(r"(?<![\w@])[A-Za-z]{7,}(?!\w)")
_EVERY = 10


def misspelt(text: str, dice: Random) -> str:
    """One letter transposed, dropped, doubled or replaced in each tenth word of seven letters or more."""
    chosen = range(dice.randrange(_EVERY), len(_LONG_WORD.findall(text)), _EVERY)
    pieces: list[str] = []
    done = 0
    for index, match in enumerate(_LONG_WORD.finditer(text)):
        if index in chosen:
            pieces += (text[done : match.start()], _typo(match[0], dice))
            done = match.end()
    return "".join([*pieces, text[done:]])


def _typo(word: str, dice: Random) -> str:
    """A word that no word list knows, one slip away from ``word``."""
    for _ in range(100):
        wrong = dice.choice(_SLIPS)(word, dice.randrange(len(word) - 1), dice)
        if wrong.lower() != word.lower() and not reader().base._speller.knows(wrong.lower()):
            return wrong
    return word


def _transposed(word: str, at: int, dice: Random) -> str:
    return word[:at] + word[at + 1] + word[at] + word[at + 2 :]


def _dropped(word: str, at: int, dice: Random) -> str:
    return word[:at] + word[at + 1 :]


def _doubled(word: str, at: int, dice: Random) -> str:
    return word[: at + 1] + word[at:]


def _replaced(word: str, at: int, dice: Random) -> str:
    letter = dice.choice(string.ascii_lowercase)
    return word[:at] + (letter.upper() if word[at].isupper() else letter) + word[at + 1 :]


_SLIPS = (_transposed, _dropped, _doubled, _replaced)
