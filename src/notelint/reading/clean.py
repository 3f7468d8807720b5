"""Bring a note to its normal form, and remember where every character came from.

The normal form is what the vocabulary is written in: lower case, American spelling, no hyphens inside words, one space
between words, wrapped lines joined, abbreviations and misheard words written out. Offsets are carried through every change,
so that evidence always points into the note as it was read.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from notelint.reading.boxes import ticked_only
from notelint.reading.clean_text import CleanText
from notelint.reading.layout import with_columns_as_lines, without_page_breaks
from notelint.reading.scanned import without_scanning_errors
from notelint.reading.tables import told_row_by_row
from notelint.reading.wrapping import unwrapped

if TYPE_CHECKING:
    from collections.abc import Callable

    from notelint.packs.vocabulary import DirtyText, Rewrite

__all__ = ["CleanText", "clean"]

_CHARACTERS = str.maketrans(
    {
        "\u00a0": " ", "\u2007": " ", "\u202f": " ", "\u200b": " ", "\ufeff": " ", "\u00ad": "-", "\0": " ", "\f": "\n",
        "\v": "\n", "\x85": "\n", "\u2028": "\n", "\u2029": "\n", "\u2018": "'", "\u2019": "'", "\u201a": "'",
        "\u201c": '"', "\u201d": '"', "\u201e": '"', "\u2010": "-", "\u2011": "-", "\u2012": "-", "\u2013": "-",
        "\u2014": "-", "\u2212": "-", "\u00d7": "x", "\u2022": "-", "\u00b7": "-", "\u25cf": "-",
        "\u00b5": "u", "\u03bc": "u", "\u00e9": "e", "\u00e6": "e", "\u0153": "e", "\u00c6": "E", "\u0152": "E",
    }
)  # fmt: skip

_SPACES = re.compile(r"[ \t]+")
_EDGE_SPACES = re.compile(r" *\n[ \t]*")
_LONG_RUN = re.compile(r"\S{100}(?=\S)")  # no word is as long; what follows may then be quadratic in a word's length
_LONG_GAP = re.compile(r"[ \t]{5,}")
_BLANK_RUN = re.compile(r"\n{3,}")
_RETURNS = re.compile(r"\r\n?")
_INNER_HYPHEN = re.compile(r"(?<=[a-z])-(?=[a-z])", re.IGNORECASE)
_DOT_BULLET = re.compile(r"^[ \t]*\.(?=[ \t]+\S)", re.MULTILINE)
_COMMA_BREAKS = re.compile(r"\b[A-Z][A-Z ]{3,60}: ?,")
_RULE_LINE = re.compile(r"^[ \t]*[-=_*~.]{5,}[ \t]*$", re.MULTILINE)


def clean(text: str, dirty: DirtyText, known: Callable[[str], bool], opens: Callable[[str], bool]) -> CleanText:
    """``text`` in normal form.

    ``known`` tells whether a lower-case word needs no correction, ``opens`` whether a line begins with a label.
    """
    cased = text.translate(_CHARACTERS)
    draft = CleanText(cased, tuple(range(len(cased))), tuple(range(1, len(cased) + 1)))
    draft = draft.sub(_LONG_RUN, r"\g<0> ").sub(_RETURNS, "\n")
    draft = _as_lines(without_page_breaks(told_row_by_row(ticked_only(draft))), opens)
    draft = without_scanning_errors(draft, known)
    draft = unwrapped(draft, known, opens)
    draft = _joined_compounds(draft, dirty.compounds)
    for rewrites in (dirty.misheard, dirty.abbreviations, dirty.spelling):
        draft = _rewritten(draft, rewrites)
    return draft.sub(_INNER_HYPHEN, " ")


def _as_lines(draft: CleanText, opens: Callable[[str], bool]) -> CleanText:
    """One cell, one line: columns become lines, spaces single, at most one blank line between paragraphs."""
    draft = draft.sub(_LONG_GAP, "    ").sub(_RULE_LINE, "").sub(_DOT_BULLET, "-")
    if _COMMA_BREAKS.search(draft.cased):
        draft = _with_comma_breaks(draft)
    draft = with_columns_as_lines(draft, opens)
    return draft.sub(_SPACES, " ").sub(_EDGE_SPACES, "\n").sub(_BLANK_RUN, "\n\n")


_MT_HEADING = re.compile(r"[,.] ?(?=[A-Z][A-Z /&()-]{3,40}: ?,)")
_MT_COLON = re.compile(r"(?<=[A-Z]): ?,[ ,]*")
_MT_STOP = re.compile(r"(?<=\.) ?, ?(?=\S)")


def _with_comma_breaks(draft: CleanText) -> CleanText:
    """MTSamples' habit: a comma where a line ended."""
    return draft.sub(_MT_COLON, ": ").sub(_MT_STOP, "\n").sub(_MT_HEADING, "\n")


# -- words ------------------------------------------------------------------------------------------------------------


def _joined_compounds(draft: CleanText, compounds: tuple[str, ...]) -> CleanText:
    """Write "micro vascular" and "osteo cutaneous" as the one word they are."""
    pattern = _compound_pattern(compounds)
    return draft.sub(pattern, lambda match: re.sub(r"[\s-]+", "", match[0]))


_PATTERNS: dict[tuple[str, ...], re.Pattern[str]] = {}


def _compound_pattern(compounds: tuple[str, ...]) -> re.Pattern[str]:
    """``"osteo|cutaneous"`` in the data: the parts that may stand apart."""
    if compounds not in _PATTERNS:
        alternatives = "|".join(entry.replace("|", r"[ -]") for entry in compounds)
        _PATTERNS[compounds] = re.compile(rf"\b(?:{alternatives})(?=[a-z]*\b)", re.IGNORECASE)
    return _PATTERNS[compounds]


@dataclass(frozen=True, slots=True)
class _Rewriting:
    """A rewrite at work. ``first`` are letters that every match begins with: where the text lacks them, it is not searched."""

    pattern: re.Pattern[str]
    become: str
    first: str


_REWRITES: dict[tuple[Rewrite, ...], list[_Rewriting]] = {}
_FIRST_LETTERS = re.compile(r"(?:\(\?<[!=][^()|]*\))*(?:\\b)?([a-z ]+)([?*{]?)")
_INNERMOST_GROUP = re.compile(r"\((?:[^()\\]|\\.)*\)|\[[^\]]*\]")


def _rewritten(draft: CleanText, rewrites: tuple[Rewrite, ...]) -> CleanText:
    if rewrites not in _REWRITES:
        _REWRITES[rewrites] = [
            _Rewriting(re.compile(rewrite.find), rewrite.become, _first_letters(rewrite.find)) for rewrite in rewrites
        ]
    for rewriting in _REWRITES[rewrites]:
        if rewriting.first in draft.text:
            draft = draft.sub(rewriting.pattern, rewriting.become, lower=True)
    return draft


def _first_letters(find: str) -> str:
    r"""The letters that every match of a regular expression begins with, as far as its spelling shows.

    >>> _first_letters(r"\btheatres?"), _first_letters(r"\bile?al crest"), _first_letters("tumour|colour")
    ('theatre', 'il', '')
    """
    plain, groups = find, 1
    while groups:
        plain, groups = _INNERMOST_GROUP.subn("", plain)
    match = _FIRST_LETTERS.match(find)
    if match is None or "|" in plain:
        return ""
    return match[1][:-1] if match[2] else match[1]
