"""Repair OCR errors: a digit or "rn" inside a word, a letter inside a figure.

A word with such a sign is repaired in any note if the repair yields a word of surgery; a note with many of them is taken for
a scan, and then every word and figure of it is checked.
"""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import islice, product
from typing import TYPE_CHECKING

from notelint.reading.clean_text import word_start
from notelint.reading.wrapping import rejoined
from notelint.watch import check

if TYPE_CHECKING:
    from collections.abc import Callable

    from notelint.reading.clean_text import CleanText

_SUSPECT = re.compile(
    r"\b[A-Za-z]*rn[A-Za-z]*\b|\b(?=[A-Za-z0-9]*[A-Za-z])(?=[A-Za-z0-9]*[01])[A-Za-z0-9]{4,}\b|\bll[a-z]{3,}\b"
    r"|\b[A-Za-z]*(?:[a-z]I|I[a-z]|[A-Z]l[A-Z])[A-Za-z]*\b"
)
# Every suspect contains one of these signs. The rest of the word is skipped, so that no word is checked twice.
_SIGNS = (
    re.compile(r"rn\w*"),
    re.compile(r"[01]\w*"),
    re.compile(r"ll(?<!\wll)\w*"),
    re.compile(r"I(?:(?<=[a-z]I)|(?=[a-z]))\w*"),
    re.compile(r"l(?<=[A-Z]l)(?=[A-Z])\w*"),
)
_CAPITAL_AMONG_SMALL = re.compile(r"I(?:(?<=[a-z]I)|(?=[a-z]))")
_WORD = re.compile(r"[A-Za-z0-9]*[A-Za-z][A-Za-z0-9]*")
_NUMBER = re.compile(
    r"\b(?=[\dlOI.:/\n-]*\d)[\dlOI]+(?:[.:/-][\dlOI]+)*\b|\bl(?=\n\d)|(?<=\d\n)O+(?= ?m[lL])|\bO(?=\d/)|\bl(?=\d)"
    r"|\b[lI][lIO]?(?= ?(?:x [\dlI]|[cm]m\b|m[lL]\b|hrs?\b|mins?\b))"
)
_SPLIT_NUMBER = re.compile(r"(?<=\b\d)\n ?(?=\d ?(?:c?m|mL)\b)|(?<=\d)\n(?=0+ ?m[lL]\b)")
_UNITS = re.compile(r"\b(crn|rnm|rnL|rnl|rnin)\b")
_WRAP_HYPHEN = re.compile(r"([A-Za-z0-9]*[A-Za-z])-\n([A-Za-z0-9]*[a-z])")
_SYMPTOMS = 4
_SINGLE_WORD = 5
_TRIES = 48
_READINGS = {"0": ("o",), "1": ("l", "i"), "l": ("l", "i"), "rn": ("m", "rn")}
_MISREAD = re.compile("rn|[01l]")
_FIGURE = re.compile(r"\d+(?:st|nd|rd|th|[cm]?m|m?l|cc|mins?|hrs?|[hsgx]|[km]g|fr|am|pm|french)")
_SPACED_NUMBER = re.compile(r"(?<![\w.])([1lI]) ([1lI])(?=\.[\dlO]{2}\b)")
_ZERO_INITIAL = re.compile(r"\b0(?=\. [A-Z][a-z])")
_INITIAL = re.compile(r"(?<=[A-Z]\.)l(?=\.)")


def without_scanning_errors(draft: CleanText, known: Callable[[str], bool]) -> CleanText:
    """The text with misread words repaired; if there are many, its figures too."""
    suspects = _suspects(draft.cased, known)
    if not suspects:
        return draft
    if len(suspects) < _SYMPTOMS:
        return draft.edited((*word.span(), _single(word[0], known)) for word in suspects)
    draft = (
        draft.sub(_INITIAL, "I")
        .sub(_ZERO_INITIAL, "O")
        .sub(_SPACED_NUMBER, "11")
        .sub(_UNITS, lambda match: match[1].replace("rn", "m"))
    )
    draft = draft.sub(_NUMBER, lambda match: match[0].replace("l", "1").replace("I", "1").replace("O", "0"))
    draft = draft.sub(_SPLIT_NUMBER, "")
    draft = draft.sub(_WRAP_HYPHEN, lambda match: rejoined(match[1], match[2], known))
    return draft.sub(_WORD, lambda match: _repair(match[0], known) or match[0])


def _suspects(text: str, known: Callable[[str], bool]) -> list[re.Match[str]]:
    """The words that a scanner may have misread: they contain one of a few signs."""
    starts = {word_start(text, sign.start()) for signs in _SIGNS for sign in signs.finditer(text)}
    words = (_SUSPECT.match(text, start) for start in sorted(starts))
    return [word for word in words if word and _repair(word[0], known) is not None]


def _single(word: str, known: Callable[[str], bool]) -> str:
    return (_repair(word, known) or word) if len(word) >= _SINGLE_WORD else word


def _repair(written: str, known: Callable[[str], bool]) -> str | None:
    """The word that a scanner misread; ``None`` if the word is right, or if no repair is."""
    check()
    word = written.lower()
    if (known(word) and word.isalpha()) or _FIGURE.fullmatch(word):
        return None
    if "I" in written:
        word = _CAPITAL_AMONG_SMALL.sub("1", written).lower()
    right = next((reading for reading in _readings(word) if reading != word and _is_word(reading, known)), None)
    if right is None:
        return None
    return right.upper() if sum(map(str.isupper, written)) * 2 > len(written) else right


def _is_word(reading: str, known: Callable[[str], bool]) -> bool:
    return known(reading) or known(_american(reading))


def _american(word: str) -> str:
    return word.replace("ised", "ized").replace("isa", "iza").replace("aem", "em")


@lru_cache(maxsize=20_000)
def _readings(word: str) -> tuple[str, ...]:
    """Possible original words, most likely first."""
    signs = _MISREAD.findall(word)
    if not signs:
        return ()
    pieces = _MISREAD.split(word)
    choices = islice(product(*(_READINGS[sign] for sign in signs)), _TRIES)
    return tuple("".join(piece + sign for piece, sign in zip(pieces, (*choice, ""), strict=True)) for choice in choices)
