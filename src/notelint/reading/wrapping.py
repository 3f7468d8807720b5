"""Lines that a margin broke: between words, inside words, inside figures. Breaks that someone typed stay."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from notelint.packs.vocabulary import phrase
from notelint.reading.layout import HARD_BREAK

if TYPE_CHECKING:
    from collections.abc import Callable

    from notelint.reading.clean_text import CleanText, Edit

_WRAP_HYPHEN = re.compile(r"([A-Za-z]+)-\n([a-z]+)")
_SPLIT_DECIMAL = re.compile(r"(?<=\d)\s*\n\s*(?=\.\d)|(?<=\d\.)\s*\n\s*(?=\d)|(?<=\d)\n(?=\d\d?:\d\d)")
_SPLIT_UNIT = re.compile(r"(?<=\d[cm])\n(?=[mM]\b)|(?<=\d [cm])\n(?=[mL]\b)|(?<=\d)\n(?=:\d\d\b)|(?<=\d:\d)\n(?=\d\b)")
_SPLIT_WORD = re.compile(r"\b([A-Za-z]+)\n([a-z]+)\b")
_JOINING = phrase("wrap.small-words")
_LABEL = re.compile(
    r"[A-Z][A-Za-z0-9 /&().'-]{0,40}:(?!\d)|\d{1,2}[.)] |[-*>#(\[] ?[A-Z0-9]|[-*>#] (?=[a-z])|[A-Z][A-Z /&-]{3,}$"
)
_CLOSED = re.compile(r"[.:;!?]\s*$")
_CERTAIN = 3


def unwrapped(draft: CleanText, known: Callable[[str], bool], opens: Callable[[str], bool]) -> CleanText:
    """Join the lines that a margin broke; keep the breaks that someone typed."""
    draft = draft.sub(_WRAP_HYPHEN, lambda match: rejoined(match[1], match[2], known))
    draft = _without_split_words(draft, known).sub(_SPLIT_DECIMAL, "")
    lines = draft.cased.split("\n")
    widths = _paragraph_widths(lines)
    edits: list[Edit] = []
    offset = 0
    for index, line in enumerate(lines[:-1]):
        offset += len(line)
        titled = _is_title(line, opens, after_blank=not index or not lines[index - 1])
        if _is_wrap(line, lines[index + 1], widths[index]) and not (titled or opens(lines[index + 1])):
            edits.append((offset, offset + 1, " "))
        offset += 1
    return draft.edited(edits).sub(_HARD_BREAK, "\n")


def _is_title(line: str, opens: Callable[[str], bool], *, after_blank: bool) -> bool:
    """Whether a line is a heading from end to end; behind a blank line small letters are no reason to doubt it."""
    label = f"{line[:1].upper()}{line[1:]}:" if after_blank else f"{line}:"
    return ":" not in line and opens(label)


_HARD_BREAK = re.compile(rf" *{HARD_BREAK} *")


def rejoined(head: str, tail: str, known: Callable[[str], bool]) -> str:
    """The word that a hyphen at a line's end broke, or the two words that it joins."""
    joined = head + tail
    if known(joined.lower()) or not (known(head.lower()) and known(tail.lower())):
        return joined
    return f"{head}-{tail}"


def _without_split_words(draft: CleanText, known: Callable[[str], bool]) -> CleanText:
    """Join words that a margin cut anywhere: where a piece is no word, and in a note full of such cuts wherever one may be."""
    splits = [match for match in _SPLIT_WORD.finditer(draft.cased) if known((match[1] + match[2]).lower())]
    certain = [match for match in splits if not (known(match[1].lower()) and known(match[2].lower()))]
    if len(certain) < _CERTAIN:
        return draft.edited((match.end(1), match.start(2), "") for match in certain if not known(match[2]))
    cut = [match for match in splits if match in certain or not _JOINING.fullmatch(match[1].lower())]
    return draft.edited((match.end(1), match.start(2), "") for match in cut).sub(_SPLIT_UNIT, "")


def _paragraph_widths(lines: list[str]) -> list[int]:
    """For each line, the width of the widest line in its run of lines that are not blank."""
    widths = [0] * len(lines)
    start = 0
    for index in range(len(lines) + 1):
        if index == len(lines) or not lines[index]:
            widest = max((len(line) for line in lines[start:index]), default=0)
            widths[start:index] = [widest] * (index - start)
            start = index + 1
    return widths


def _is_wrap(line: str, following: str, width: int) -> bool:
    """Whether the break after ``line`` is a margin's: the next line goes on in mid-sentence, or its first word did not fit."""
    if not line or not following or _LABEL.match(following):
        return False
    first = following.split(" ", 1)[0]
    if (following[0].islower() or following[0] in ",;)") and not _CLOSED.search(line):
        return not _LABEL.match(line) or len(line) + 1 + len(first) > width - 8 or not line.isascii()
    return HARD_BREAK not in following and width >= 40 and len(line) + 1 + len(first) > width
