"""Whether a reason repeats the note: a record must hold no words of it."""

from __future__ import annotations

import re

_WORD = re.compile(r"[^\W_]+")
_WORDS = 5
_LETTERS = 20
"""Five words in a row with this many characters; fewer or shorter ones (``end to end to the``) are common wording."""
_NUMBER = re.compile(r"[0-9]{5,}")
"""A number of a record, an account or a telephone."""


def copied_from(reason: str, text: str) -> str:
    """What of ``reason`` stands in the note ``text`` as well: ``words in a row``, ``a number``, or empty for nothing.

    Words in a row are five or more with 20 or more characters in all, a number has five or more digits. Capitals, punctuation
    and line breaks do not count.
    """
    words, in_note = _words(reason), f" {' '.join(_words(text))} "
    if any(_begins_copy(words[at:], in_note) for at in range(len(words) - _WORDS + 1)):
        return "words in a row"
    numbers = set(_NUMBER.findall(reason))
    return "a number" if numbers & set(_NUMBER.findall(text)) else ""


def _begins_copy(words: list[str], in_note: str) -> bool:
    """Whether the first words stand in the note in a row, at least ``_WORDS`` of them with ``_LETTERS`` characters."""
    for count in range(_WORDS, len(words) + 1):
        if f" {' '.join(words[:count])} " not in in_note:
            return False
        if sum(map(len, words[:count])) >= _LETTERS:
            return True
    return False


def _words(text: str) -> list[str]:
    return [word.casefold() for word in _WORD.findall(text)]
