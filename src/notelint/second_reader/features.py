"""The features of a sentence: words, pairs of words, pieces of words, the heading, the sentence before."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from spacy.tokens import Span

_CLOCK = re.compile(r"^\d{1,2}[:.h]\d\d(?:h|hrs)?$")
_NUMBER = re.compile(r"^\d+(?:[.,]\d+)*$")
_UNIT = re.compile(r"^(?:cm|mm|ml|cc|min|mins|minutes?|hours?|hrs?|h|l|g|mg|%)$")
_UNITED = re.compile(r"^\d+(?:[.,]\d+)*([a-z%]+)$")
_HEADING_WORDS = 5
_BEFORE_WORDS = 15
_PIECES = (3, 4, 5)


def words_of(span: Span) -> list[str]:
    """The words of a sentence: lower case, times and numbers as signs, a unit glued to its number, "9 x 3" as one."""
    words: list[str] = []
    for token in span:
        word = _word(token.lower_)
        if not word:
            continue
        if words and words[-1] == "#" and _UNIT.match(word):
            words[-1] = f"#{word}"
        elif word == "#" and len(words) > 1 and words[-1] in {"x", "by"} and words[-2].startswith("#"):
            words[-2:] = ["#x#"]
        else:
            words.append(word)
    return words


def _word(text: str) -> str:
    if _CLOCK.match(text) and ":" in text:
        return "#:#"
    if _NUMBER.match(text):
        return "#"
    united = _UNITED.match(text)
    if united:
        return f"#{united[1]}"
    return text if any(char.isalnum() for char in text) or text in {"[", "]", "***", "?", "->", "+"} else ""


def features(words: list[str], heading: str, before: list[str]) -> Iterator[str]:
    """The features of a sentence from its ``words``, the ``heading`` above it and the words of the sentence ``before``."""
    yield from words
    yield from (f"{first} {second}" for first, second in pairwise(words))
    yield from (f"{first} _ {second}" for first, second in zip(words, words[2:], strict=False))
    yield from (f"h:{word}" for word in heading.split()[:_HEADING_WORDS])
    yield from (f"b:{word}" for word in before[-_BEFORE_WORDS:])


def pieces(words: Iterable[str]) -> Iterator[str]:
    """The pieces of three to five letters of each word, its ends marked."""
    for word in words:
        if word[:1] == "#":
            continue
        padded = f" {word} "
        for length in _PIECES:
            yield from (f"c:{padded[at : at + length]}" for at in range(len(padded) - length + 1))


def note_features(sentences: Iterable[tuple[list[str], str]]) -> Iterator[str]:
    """The features of a whole note, or of some of its sentences (words and heading): words, pairs of words, headings."""
    for words, heading in sentences:
        yield from words
        yield from (f"{first} {second}" for first, second in pairwise(words))
        yield from (f"h:{word}" for word in heading.split()[:_HEADING_WORDS])
