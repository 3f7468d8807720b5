"""The screen of the shipped pack, the labelled notes it is held against, and damage done to notes letter by letter."""

from __future__ import annotations

import string
from pathlib import Path
from typing import TYPE_CHECKING

from notelint.case.blanks import signs_of_blanks
from notelint.pack_names import CODING_PACKS
from notelint.packs.loader import shipped_packs
from notelint.packs.vocabulary import read_terms
from notelint.screen.cues import read_screen
from notelint.screen.screen import Screen
from support.notes import SAMPLES

if TYPE_CHECKING:
    from random import Random

_TESTS = Path(__file__).parents[1]
SHARED = _TESTS.parents[1] / "shared" / "notes"
DEV = tuple(sorted((SHARED / "dev").glob("*.txt")))
LABELLED = (*SAMPLES, *sorted((_TESTS / "data" / "labelled_notes").glob("*/*.txt")))
NEGATIVES = SHARED / "mtsamples-dev.jsonl"
_MISREAD = {"o": "0", "l": "1", "i": "1", "m": "rn", "I": "l", "e": "c", "s": "5", "b": "6", "h": "b"}

(_PACK,) = shipped_packs(CODING_PACKS)
SCREEN = Screen(read_terms(_PACK / "vocabulary"), read_screen(_PACK), signs_of_blanks())


def scanned(text: str, dice: Random, share: float) -> str:
    """``text`` as a scanner reads it that takes this share of the letters for others."""
    return "".join(_MISREAD[char] if char in _MISREAD and dice.random() < share else char for char in text)


def noisy(text: str, dice: Random, share: float) -> str:
    """``text`` with this share of its letters lost, doubled, replaced or set apart."""
    return "".join(_slip(char, dice) if char.isalpha() and dice.random() < share else char for char in text)


def _slip(char: str, dice: Random) -> str:
    return dice.choice(["", char * 2, dice.choice(string.ascii_lowercase), f" {char}"])
