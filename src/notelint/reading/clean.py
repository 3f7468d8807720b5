"""Bring a note to its normal form, and keep the origin of every character.

The vocabulary is written in this normal form: lower case, American spelling, no hyphens inside words, one space
between words, wrapped lines joined, abbreviations and misheard words written out. Offsets are carried through every change,
so that evidence always points into the note as it was read.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from notelint.characters import CONTROLS, other_lengths, plain_signs
from notelint.markup import leftovers
from notelint.reading.boxes import ticked_only
from notelint.reading.clean_text import INNER_HYPHEN, CleanText
from notelint.reading.columns import column_by_column
from notelint.reading.layout import with_columns_as_lines, with_rows_as_sentences, without_page_breaks, without_stamps
from notelint.reading.scanned import without_scanning_errors
from notelint.reading.spoken import with_typed_punctuation
from notelint.reading.tables import row_by_row
from notelint.reading.taken_back import without_taken_back
from notelint.reading.wrapping import unwrapped

if TYPE_CHECKING:
    from collections.abc import Callable

    from notelint.reading.rewriting import Rewriter

__all__ = ["CleanText", "clean"]

_SPACES = re.compile(r"[ \t]+")
_MANY_SPACES = re.compile("   *")
_EDGE_SPACES = re.compile(r" *\n[ \t]*")
_LONG_RUN = re.compile(r"\S{100}(?=\S)")  # no word is as long; what follows may then be quadratic in a word's length
_WINDOW = 50
_LONG_GAP = re.compile(r"[ \t]{5,}")
_BLANK_RUN = re.compile(r"\n{3,}")
_RETURNS = re.compile(r"\r\n?")
_DOT_BULLET = re.compile(r"^[ \t]*\.(?=[ \t]+\S)", re.MULTILINE)
_COMMA_BREAKS = re.compile(r"\b[A-Z][A-Z ]{3,60}: ?,")
_LINE_OF_SIGNS = re.compile(r"\n[ \t]*(?:[-=_*~.]{5}|\.[ \t])")  # what a rule or a bullet begins with
_RULE_LINE = re.compile(r"^[ \t]*[-=_*~.]{5,}[ \t]*$", re.MULTILINE)


def clean(text: str, rewriter: Rewriter, known: Callable[[str], bool], opens: Callable[[str], bool]) -> CleanText:
    """``text`` in normal form.

    ``known`` says whether a lower-case word needs no correction, ``opens`` whether a line begins with a label.
    """
    draft = _with_plain_signs(text)
    draft = with_typed_punctuation(draft.edited(leftovers(draft.cased)))
    if _may_hold_long_run(draft.cased):
        draft = draft.sub(_LONG_RUN, lambda match: f"{match[0]} ")
    if "\r" in draft.cased:
        draft = draft.sub(_RETURNS, "\n")
    draft = column_by_column(row_by_row(ticked_only(draft)))
    draft = _as_lines(without_stamps(without_page_breaks(draft), known), opens)
    draft = without_scanning_errors(draft, known)
    draft = unwrapped(draft, known, opens)
    draft = without_taken_back(rewriter.rewritten(draft))
    return draft.sub(INNER_HYPHEN, " ") if "-" in draft.cased else draft


def _with_plain_signs(text: str) -> CleanText:
    """The text with every character as what it stands for; of ASCII, only controls stand for anything else."""
    if text.isascii():
        return CleanText.of(text.translate(CONTROLS))
    draft = CleanText.of(plain_signs(text))
    return draft.edited(other_lengths(draft.cased))


def _may_hold_long_run(text: str) -> bool:
    """Whether a run of more than a hundred signs without a space is possible: it would fill one of these windows."""
    return any(" " not in text[start : start + _WINDOW] for start in range(0, len(text) - _WINDOW + 1, _WINDOW))


def _as_lines(draft: CleanText, opens: Callable[[str], bool]) -> CleanText:
    """One cell, one line: columns become lines, spaces single, at most one blank line between paragraphs."""
    draft = with_rows_as_sentences(draft)
    if "\t" in draft.cased or "     " in draft.cased:
        draft = draft.sub(_LONG_GAP, "    ")
    if _LINE_OF_SIGNS.search(f"\n{draft.cased}"):
        draft = draft.sub(_RULE_LINE, "").sub(_DOT_BULLET, "-")
    if (":," in draft.cased or ": ," in draft.cased) and _COMMA_BREAKS.search(draft.cased):
        draft = _with_comma_breaks(draft)
    return _single_spaced(with_columns_as_lines(draft, opens))


def _single_spaced(draft: CleanText) -> CleanText:
    """Single spaces, none at the edges of lines, and no more than one blank line; a pattern runs where it has work to do."""
    if "\t" in draft.cased:
        draft = draft.sub(_SPACES, " ")
    elif "  " in draft.cased:
        draft = draft.sub(_MANY_SPACES, " ")
    if " \n" in draft.cased or "\n " in draft.cased:
        draft = draft.sub(_EDGE_SPACES, "\n")
    return draft.sub(_BLANK_RUN, "\n\n") if "\n\n\n" in draft.cased else draft


_MT_HEADING = re.compile(r"[,.] ?(?=[A-Z][A-Z /&()-]{3,40}: ?,)")
_MT_COLON = re.compile(r"(?<=[A-Z]): ?,[ ,]*")
_MT_STOP = re.compile(r"(?<=\.) ?, ?(?=\S)")


def _with_comma_breaks(draft: CleanText) -> CleanText:
    """MTSamples' habit: a comma where a line ended."""
    return draft.sub(_MT_COLON, ": ").sub(_MT_STOP, "\n").sub(_MT_HEADING, "\n")
