"""Join lines that were wrapped at a margin: between words, inside words, inside figures. Typed line breaks stay."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import TYPE_CHECKING

from notelint.packs.vocabulary import phrase
from notelint.reading.clean_text import word_start
from notelint.reading.layout import HARD_BREAK

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from notelint.reading.clean_text import CleanText, Edit

_WRAP_HYPHEN = re.compile(r"([A-Za-z]+)-\n([a-z]+)")
_SPLIT_DECIMAL = re.compile(r"(?<=\d)\s*\n\s*(?=\.\d)|(?<=\d\.)\s*\n\s*(?=\d)|(?<=\d)\n(?=\d\d?:\d\d)")
_LINE_BREAK = re.compile(r"\n\s*+(?P<figure>\.?\d)?")  # possessive: each run of white space is read once
_SPLIT_UNIT = re.compile(r"(?<=\d[cm])\n(?=[mM]\b)|(?<=\d [cm])\n(?=[mL]\b)|(?<=\d)\n(?=:\d\d\b)|(?<=\d:\d)\n(?=\d\b)")
_SPLIT_WORD = re.compile(r"\b([A-Za-z]+)\n([a-z]+)\b")
_WORD_GOES_ON = re.compile(r"\n(?<=[A-Za-z]\n)[a-z]+\b")  # the end of each; begins with its rarest character
_JOINING = phrase("wrap.small-words")
_LABEL = re.compile(
    r"[A-Z][A-Za-z0-9 /&().'-]{0,40}:(?!\d)|\d{1,2}[.)] |[-*>#(\[] ?[A-Z0-9]|[-*>#] (?=[a-z])|[A-Z][A-Z /&-]{3,}$"
)
_IN_CAPITALS = re.compile(r"[A-Z][A-Z /&-]{3,}$")  # a heading, unless the whole note is in capitals
_UNFINISHED = phrase("wrap.unfinished")
_CLOSING = (".", ":", ";", "!", "?")
_CERTAIN = 3
_NARROW = 40  # characters; in a narrower paragraph, full lines may be a list
_BREAKS_AT_LEAST = 12
_FULL_AT_LEAST = 0.8
_BESIDE = 20


def unwrapped(draft: CleanText, known: Callable[[str], bool], opens: Callable[[str], bool]) -> CleanText:
    """The text with wrapped lines joined and typed line breaks kept."""
    if "\n" not in draft.cased and HARD_BREAK not in draft.cased:
        return draft
    if "-\n" in draft.cased:
        draft = draft.sub(_WRAP_HYPHEN, lambda match: rejoined(match[1], match[2], known))
    draft = _without_split_words(draft, known)
    if _may_split_decimal(draft.cased):
        draft = draft.sub(_SPLIT_DECIMAL, "")
    lines = draft.cased.split("\n")
    margin = _margin(lines)
    narrow = 0 < margin <= _NARROW
    widths = [margin] * len(lines) if narrow else _paragraph_widths(lines)
    capitals = margin > 0 and draft.cased.isupper()
    edits: list[Edit] = []
    offset = 0
    for index, line in enumerate(lines[:-1]):
        offset += len(line)
        following = lines[index + 1]
        if _is_wrap(line, following, widths[index], narrow=narrow, capitals=capitals):
            titled = _is_title(line, opens, after_blank=not index or not lines[index - 1])
            if not (titled or opens(following)):
                edits.append((offset, offset + 1, " "))
        offset += 1
    draft = draft.edited(edits)
    return draft.sub(_HARD_BREAK, "\n") if HARD_BREAK in draft.cased else draft


def _may_split_decimal(text: str) -> bool:
    """Whether a line that begins with a figure follows a line that ends with a figure or with a decimal point."""
    breaks = (found.start() for found in _LINE_BREAK.finditer(text) if found["figure"])
    befores = (text[max(0, place - _BESIDE) : place].rstrip() for place in breaks)
    return any(not before or before[-1] == "." or before[-1].isdecimal() for before in befores)


def _is_title(line: str, opens: Callable[[str], bool], *, after_blank: bool) -> bool:
    """Whether a whole line is a heading; after a blank line it may be in lower case."""
    label = f"{line[:1].upper()}{line[1:]}:" if after_blank else f"{line}:"
    return ":" not in line and opens(label)


_HARD_BREAK = re.compile(rf"(?<! ) *{HARD_BREAK} *")


def rejoined(head: str, tail: str, known: Callable[[str], bool]) -> str:
    """The word that was hyphenated at the end of a line, or the two words that the hyphen joins."""
    joined = head + tail
    if known(joined.lower()) or not (known(head.lower()) and known(tail.lower())):
        return joined
    return f"{head}-{tail}"


def _without_split_words(draft: CleanText, known: Callable[[str], bool]) -> CleanText:
    """Join words that were cut at a margin: if a piece is no word, and in a note with many cuts at every possible cut."""
    splits = [match for match in _split_words(draft.cased) if known((match[1] + match[2]).lower())]
    if not splits:
        return draft
    certain = [match for match in splits if not (known(match[1].lower()) and known(match[2].lower()))]
    if len(certain) < _CERTAIN:
        return draft.edited((match.end(1), match.start(2), "") for match in certain if not known(match[2]))
    surely = set(certain)
    cut = [match for match in splits if match in surely or not _JOINING.fullmatch(match[1].lower())]
    return draft.edited((match.end(1), match.start(2), "") for match in cut).sub(_SPLIT_UNIT, "")


def _split_words(text: str) -> Iterator[re.Match[str]]:
    """The matches of ``_SPLIT_WORD``, tried only if a line continues in lower case."""
    done = 0
    for rest in _WORD_GOES_ON.finditer(text):
        start = word_start(text, rest.start())
        if start >= done and (match := _SPLIT_WORD.match(text, start)):
            done = match.end()
            yield match


def _paragraph_widths(lines: list[str]) -> list[int]:
    """For each line, the width of the widest line in its block of non-blank lines."""
    widths = [0] * len(lines)
    start = 0
    for index in range(len(lines) + 1):
        if index == len(lines) or not lines[index]:
            widest = max((len(line) for line in lines[start:index]), default=0)
            widths[start:index] = [widest] * (index - start)
            start = index + 1
    return widths


def _margin(lines: list[str]) -> int:
    """The width, in characters, that the whole note was wrapped at, so that nearly all of its lines are full; otherwise 0."""
    margin = max(map(len, lines))
    breaks = [_is_full(line, following, margin) for line, following in pairwise(lines) if _may_go_on(line, following)]
    return margin if len(breaks) >= _BREAKS_AT_LEAST and sum(breaks) >= _FULL_AT_LEAST * len(breaks) else 0


def _may_go_on(line: str, following: str) -> bool:
    """Whether nothing but a margin need have ended the line."""
    return bool(line and following) and not line.endswith(_CLOSING) and not _LABEL.match(following)


def _is_full(line: str, following: str, width: int) -> bool:
    """Whether the first word of the next line did not fit."""
    return len(line) + 1 + len(following.split(" ", 1)[0]) > width


def _is_wrap(line: str, following: str, width: int, *, narrow: bool, capitals: bool) -> bool:
    """Whether the break after ``line`` is from a margin: the next line continues a sentence, or its first word did not fit."""
    if not line or not following:
        return False
    first = following.split(" ", 1)[0]
    wide = len(line) + 1 + len(first)
    if (following[0].islower() or following[0] in ",;)") and not line.rstrip().endswith(_CLOSING):
        if _LABEL.match(following):
            return False
        return not _LABEL.match(line) or wide > width - 8 or not line.isascii()
    if following[0].isdecimal() and _UNFINISHED.search(line):
        return not _LABEL.match(following)
    if wide <= width or not (narrow or width >= _NARROW) or HARD_BREAK in following:
        return False
    return not _LABEL.match(following) or (capitals and _IN_CAPITALS.match(following) is not None)
