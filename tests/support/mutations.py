"""Changes to a note that must not change what it says: its outside here, its words in the modules that this one gathers.

All are pure: the same text (and seed) gives the same text.
"""

from __future__ import annotations

import re
import textwrap
from random import Random
from typing import TYPE_CHECKING

from support.headings import TOLD_APART, without_headings
from support.headings import renamed as renamed_headings
from support.insertions import unrelated_history, unrelated_sentences
from support.misspellings import misspelt

if TYPE_CHECKING:
    from collections.abc import Callable

_LIST_OR_LABEL = re.compile(r"\s*(?:\d{1,2}[.)]|[-*A-Z][.)]? |\(|.{0,40}:)")


def crlf(text: str) -> str:
    """Line ends as Windows writes them."""
    return text.replace("\r\n", "\n").replace("\n", "\r\n")


def trailing_spaces(text: str) -> str:
    """Two spaces at the end of every line."""
    return re.sub(r"(?m)$", "  ", text)


def doubled_spaces(text: str) -> str:
    """Two spaces between words. Indents and columns stay what they are."""
    return re.sub(r"(?<=\S) (?=\S)", "  ", text)


def nonbreaking_spaces(text: str) -> str:
    """Every space of a line is one that does not break."""
    return text.replace(" ", "\u00a0")


def smart_quotes(text: str) -> str:
    """Curly quotes and apostrophes, as a word processor sets them."""
    text = re.sub(r'(?<![\w.,])"(?=\w)', "\u201c", text).replace('"', "\u201d")
    return text.replace("'", "\u2019")


def smart_dashes(text: str) -> str:
    """Hyphens that do not break inside words, en dashes between spaces."""
    return re.sub(r"(?<=\w)-(?=\w)", "\u2011", text).replace(" - ", " \u2013 ")


def rewrapped(width: int) -> Callable[[str], str]:
    """Every paragraph set anew, ``width`` characters wide; labels, lists and titles keep their own lines."""

    def rewrap(text: str) -> str:
        return "\n".join(line for unit in _units(text) for line in _filled(unit, width))

    return rewrap


def _filled(unit: str, width: int) -> list[str]:
    indent = unit[: len(unit) - len(unit.lstrip())]
    wrapped = textwrap.wrap(unit, width, subsequent_indent=indent, break_long_words=False, break_on_hyphens=False)
    return wrapped or [""]


def _units(text: str) -> list[str]:
    """The lines a writer ended, with those that only a margin broke joined."""
    lines = text.replace("\r\n", "\n").split("\n")
    margin = max(len(line) for line in lines)
    units: list[str] = []
    for index, line in enumerate(lines):
        before = lines[index - 1] if index else ""
        first = line.split(" ", 1)[0]
        broken = before and line and margin <= 100 and len(before) + 1 + len(first) > margin - 4
        if broken and not _LIST_OR_LABEL.match(line):
            units[-1] += " " + line.strip()
        else:
            units.append(line.rstrip())
    return units


_PARAGRAPH = re.compile(r"\n[ \t]*\n\s*")
_STOP_WITHIN = re.compile(r"[a-z]{3,}\.\s+[A-Z]", re.IGNORECASE)
_ENDS_PROSE = re.compile(r"[a-z)]{3,}[.!?]$", re.IGNORECASE)
_OPENS_PROSE = re.compile(r"(?!\S{1,40}(?: \S{1,40}){0,4}:)[A-Z][A-Za-z',-]* [^\n]{40}")


def joined_paragraphs(text: str) -> str:
    """Paragraphs of plain prose run on in one; headings, labels, lists and what a heading sets apart keep their own."""
    pieces = _PARAGRAPH.split(text)
    joined = [pieces[0]]
    for piece in pieces[1:]:
        if _runs_on(joined[-1], piece):
            joined[-1] += " " + piece
        else:
            joined.append(piece)
    return "\n\n".join(joined)


def _runs_on(before: str, after: str) -> bool:
    is_prose = _STOP_WITHIN.search(before) and _ENDS_PROSE.search(before.rstrip())
    return bool(is_prose and _OPENS_PROSE.match(after)) and not TOLD_APART.match(before)


def without_blank_lines(text: str) -> str:
    """No blank line between paragraphs, titles and labels."""
    return re.sub(r"\n[ \t]*(?:\r?\n[ \t]*)+(?=\S)", "\n", text)


SAME: dict[str, Callable[[str], str]] = {
    "CRLF": crlf,
    "trailing spaces": trailing_spaces,
    "doubled spaces": doubled_spaces,
    "non-breaking spaces": nonbreaking_spaces,
    "upper case": str.upper,
    "lower case": str.lower,
    "smart quotes": smart_quotes,
    "smart dashes": smart_dashes,
    "paragraphs joined": joined_paragraphs,
    "no blank lines": without_blank_lines,
    "headings removed": without_headings,
    "one line a paragraph": rewrapped(1_000_000),
}
"""Name to change; after each, a note must be decided as before."""

SEEDED: dict[str, Callable[[str, Random], str]] = {
    "words misspelt": misspelt,
    "headings renamed": renamed_headings,
    "unrelated sentences": unrelated_sentences,
    "unrelated history": unrelated_history,
}
"""Likewise, for changes that need a throw of the dice."""

RANGES = {**dict.fromkeys(SAME, range(1)), **dict.fromkeys(SEEDED, range(20)), "wrapped": range(20, 161)}
"""Every change by its name, and the numbers it may be made with: a width to wrap at, a seed, or 0 where there is no choice."""

FIXED = tuple(
    (change, at)
    for change, numbers in RANGES.items()
    for at in ((20, 30, 40, 60, 80, 100, 130) if change == "wrapped" else numbers[:3])
)
"""The changes that whole sets of notes are read with, each with its number."""


def mutated(text: str, change: str, at: int) -> str:
    """``text`` after the change of that name, made with the number ``at``."""
    if change == "wrapped":
        return rewrapped(at)(text)
    if change in SAME:
        return SAME[change](text)
    return SEEDED[change](text, Random(f"{change} {at} {text}"))
