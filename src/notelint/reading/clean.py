"""Bring a note to its normal form, and remember where every character came from.

The normal form is what the vocabulary is written in: lower case, American spelling, no hyphens inside words, one space
between words, wrapped lines joined, abbreviations and misheard words written out. Offsets are carried through every change,
so that evidence always points into the note as it was read.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from notelint.note import Span

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from notelint.packs.vocabulary import DirtyText, Rewrite

Edit = tuple[int, int, str]

_CHARACTERS = str.maketrans(
    {
        "\u00a0": " ", "\u2007": " ", "\u202f": " ", "\u200b": " ", "\ufeff": " ", "\u00ad": "-", "\0": " ", "\f": "\n",
        "\v": "\n", "\x85": "\n", "\u2028": "\n", "\u2029": "\n", "\u2018": "'", "\u2019": "'", "\u201a": "'",
        "\u201c": '"', "\u201d": '"', "\u201e": '"', "\u2010": "-", "\u2011": "-", "\u2012": "-", "\u2013": "-",
        "\u2014": "-", "\u2212": "-", "\u00d7": "x", "\u2022": "-", "\u00b7": "-", "\u25cf": "-", "\u2610": "[",
        "\u00b5": "u", "\u03bc": "u", "\u00e9": "e", "\u00e6": "e", "\u0153": "e", "\u00c6": "E", "\u0152": "E",
    }
)  # fmt: skip


@dataclass(frozen=True)
class CleanText:
    r"""A note in normal form.

    ``text`` is in lower case, ``cased`` the same characters in the note's own case. ``starts[i]`` and ``ends[i]`` are the
    offsets, in the note, of the stretch that character ``i`` stands for. ``\\n`` ends a logical line, ``\\n\\n`` a paragraph.
    """

    cased: str
    starts: tuple[int, ...]
    ends: tuple[int, ...]

    @cached_property
    def text(self) -> str:
        """The text in lower case, character for character."""
        lowered = self.cased.lower()
        if len(lowered) == len(self.cased):
            return lowered
        return "".join(low if len(low := char.lower()) == 1 else char for char in self.cased)

    def span(self, start: int, end: int) -> Span:
        """The stretch of the note that ``text[start:end]`` stands for."""
        if start >= end:
            here = self.starts[start] if start < len(self.starts) else (self.ends[-1] if self.ends else 0)
            return Span(here, here)
        return Span(self.starts[start], self.ends[end - 1])

    def edited(self, edits: Iterable[Edit]) -> CleanText:
        """The text with each ``(start, end, new)`` replaced; edits are in order and do not overlap.

        A replacement of the same length keeps its characters' places; any other stands, as a whole, for the whole of what it
        replaces.
        """
        pieces: list[str] = []
        starts: list[int] = []
        ends: list[int] = []
        done = 0
        for start, end, new in edits:
            pieces += (self.cased[done:start], new)
            starts += self.starts[done:start]
            ends += self.ends[done:start]
            if len(new) == end - start:
                starts += self.starts[start:end]
                ends += self.ends[start:end]
            else:
                place = self.span(start, end)
                starts += [place.start] * len(new)
                ends += [place.end] * len(new)
            done = end
        if not pieces:
            return self
        pieces.append(self.cased[done:])
        starts += self.starts[done:]
        ends += self.ends[done:]
        return CleanText("".join(pieces), tuple(starts), tuple(ends))

    def sub(self, pattern: re.Pattern[str], new: str | Callable[[re.Match[str]], str], *, lower: bool = False) -> CleanText:
        """Like ``re.sub``, with places kept; with ``lower``, the pattern reads the lower-case text.

        A replacement equal to what it replaces is no edit.
        """
        edits: list[Edit] = []
        for match in pattern.finditer(self.text if lower else self.cased):
            text = new(match) if callable(new) else match.expand(new) if "\\" in new else new
            if text != match[0]:
                edits.append((match.start(), match.end(), text))
        return self.edited(edits)


_SPACES = re.compile(r"[ \t]+")
_EDGE_SPACES = re.compile(r" *\n[ \t]*")
_LONG_RUN = re.compile(r"\S{100}(?=\S)")  # no word is as long; what follows may then be quadratic in a word's length
_LONG_GAP = re.compile(r"[ \t]{5,}")
_BLANK_RUN = re.compile(r"\n{3,}")
_RETURNS = re.compile(r"\r\n?")
_COLUMN_GAP = re.compile(r"(?<=\S)[ \t]{3,}(?=\S)")
_INNER_HYPHEN = re.compile(r"(?<=[a-z])-(?=[a-z])", re.IGNORECASE)
_COMMA_BREAKS = re.compile(r"\b[A-Z][A-Z ]{3,60}: ?,")
_RULE_LINE = re.compile(r"^[ \t]*[-=_*~.]{5,}[ \t]*$", re.MULTILINE)


def clean(text: str, dirty: DirtyText, known: Callable[[str], bool]) -> CleanText:
    """``text`` in normal form. ``known`` tells whether a lower-case word needs no correction."""
    cased = text.translate(_CHARACTERS)
    draft = CleanText(cased, tuple(range(len(cased))), tuple(range(1, len(cased) + 1)))
    draft = draft.sub(_LONG_RUN, r"\g<0> ").sub(_LONG_GAP, "    ").sub(_RETURNS, "\n").sub(_RULE_LINE, "")
    if _COMMA_BREAKS.search(draft.cased):
        draft = _with_comma_breaks(draft)
    draft = draft.sub(_COLUMN_GAP, "\n").sub(_SPACES, " ").sub(_EDGE_SPACES, "\n").sub(_BLANK_RUN, "\n\n")
    if _looks_scanned(draft.cased, known):
        draft = _without_ocr_errors(draft, known)
    draft = _unwrapped(draft, known)
    draft = _joined_compounds(draft, dirty.compounds)
    for rewrites in (dirty.misheard, dirty.abbreviations, dirty.spelling):
        draft = _rewritten(draft, rewrites)
    return draft.sub(_INNER_HYPHEN, " ")


def normal_phrase(phrase: str) -> str:
    """A phrase of the vocabulary in the form in which notes are matched."""
    return _INNER_HYPHEN.sub(" ", phrase.lower())


# -- lines ------------------------------------------------------------------------------------------------------------

_MT_HEADING = re.compile(r"[,.] ?(?=[A-Z][A-Z /&()-]{3,40}: ?,)")
_MT_COLON = re.compile(r"(?<=[A-Z]): ?,[ ,]*")
_MT_STOP = re.compile(r"(?<=\.) ?, ?(?=\S)")


def _with_comma_breaks(draft: CleanText) -> CleanText:
    """MTSamples' habit: a comma where a line ended."""
    return draft.sub(_MT_COLON, ": ").sub(_MT_STOP, "\n").sub(_MT_HEADING, "\n")


_WRAP_HYPHEN = re.compile(r"([A-Za-z]+)-\n([a-z]+)")
_SPLIT_DECIMAL = re.compile(r"(?<=\d)\s*\n\s*(?=\.\d)|(?<=\d\.)\s*\n\s*(?=\d)|(?<=\d)\n(?=\d\d?:\d\d)")
_LABEL = re.compile(r"[A-Z][A-Za-z0-9 /&().'-]{0,40}:(?!\d)|\d{1,2}[.)] |[-*>#(\[] ?[A-Z0-9]|[A-Z][A-Z /&-]{3,}$")
_CLOSED = re.compile(r"[.:;!?]\s*$")


def _unwrapped(draft: CleanText, known: Callable[[str], bool]) -> CleanText:
    """Join the lines that a margin broke; keep the breaks that someone typed."""
    draft = draft.sub(_WRAP_HYPHEN, lambda match: _rejoined(match[1], match[2], known)).sub(_SPLIT_DECIMAL, "")
    lines = draft.cased.split("\n")
    widths = _paragraph_widths(lines)
    edits: list[Edit] = []
    offset = 0
    for index, line in enumerate(lines[:-1]):
        offset += len(line)
        if _is_wrap(line, lines[index + 1], widths[index]):
            edits.append((offset, offset + 1, " "))
        offset += 1
    return draft.edited(edits)


def _rejoined(head: str, tail: str, known: Callable[[str], bool]) -> str:
    joined = head + tail
    if known(joined.lower()) or not (known(head.lower()) and known(tail.lower())):
        return joined
    return f"{head}-{tail}"


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
    return width >= 40 and len(line) + 1 + len(first) > width


# -- words ------------------------------------------------------------------------------------------------------------

_SUSPECT = re.compile(r"\b[A-Za-z]*rn[A-Za-z]*\b|\b(?=[A-Za-z0-9]*[A-Za-z])(?=[A-Za-z0-9]*[01])[A-Za-z0-9]{4,}\b")
_OCR_WORD = re.compile(r"[A-Za-z0-9]*[A-Za-z][A-Za-z0-9]*")
_OCR_NUMBER = re.compile(
    r"\b(?=[\dlOI.:/\n-]*\d)[\dlOI]+(?:[.:/-][\dlOI]+)*\b|\bl(?=\n\d)|(?<=\d\n)O+(?= ?m[lL])|\bO(?=\d/)|\bl(?=\d)"
)
_OCR_SPLIT_NUMBER = re.compile(r"(?<=\b\d)\n ?(?=\d ?(?:c?m|mL)\b)|(?<=\d)\n(?=0+ ?m[lL]\b)")
_OCR_UNITS = re.compile(r"\b(crn|rnm|rnL|rnl|rnin)\b")
_OCR_WRAP_HYPHEN = re.compile(r"([A-Za-z0-9]*[A-Za-z])-\n([A-Za-z0-9]*[a-z])")
_OCR_SYMPTOMS = 4


def _looks_scanned(text: str, known: Callable[[str], bool]) -> bool:
    """Whether digits stand inside enough words ("latera1") for the note to be OCR's."""
    symptoms = 0
    for match in _SUSPECT.finditer(text):
        word = match[0].lower()
        if word.isalpha() and known(word):
            continue
        symptoms += any(known(spelled) for spelled in _ocr_spellings(word) if spelled != word)
        if symptoms >= _OCR_SYMPTOMS:
            return True
    return False


def _ocr_spellings(word: str) -> list[str]:
    digits = word.replace("0", "o")
    options = [digits.replace("1", "l"), digits.replace("1", "i"), digits.replace("l", "i"), digits.replace("rn", "m")]
    return [*options, *(option.replace("rn", "m") for option in options), *(_capital_l(option) for option in options)]


def _capital_l(word: str) -> str:
    return "i" + word[1:] if word.startswith("l") else word


def _without_ocr_errors(draft: CleanText, known: Callable[[str], bool]) -> CleanText:
    draft = draft.sub(_OCR_UNITS, lambda match: match[1].replace("rn", "m"))
    draft = draft.sub(_OCR_NUMBER, lambda match: match[0].replace("l", "1").replace("I", "1").replace("O", "0"))
    draft = draft.sub(_OCR_SPLIT_NUMBER, "")
    draft = draft.sub(_OCR_WRAP_HYPHEN, lambda match: _rejoined(match[1], match[2], known))

    def spelled(match: re.Match[str]) -> str:
        word = match[0].lower()
        if known(word) and not any(char.isdigit() for char in word):
            return match[0]
        right = next((option for option in _ocr_spellings(word) if option != word and known(option)), None)
        if right is None:
            return match[0]
        return right.upper() if sum(map(str.isupper, match[0])) * 2 > len(match[0]) else right

    return draft.sub(_OCR_WORD, spelled)


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


_REWRITES: dict[tuple[Rewrite, ...], list[tuple[re.Pattern[str], str]]] = {}


def _rewritten(draft: CleanText, rewrites: tuple[Rewrite, ...]) -> CleanText:
    if rewrites not in _REWRITES:
        _REWRITES[rewrites] = [(re.compile(rewrite.find), rewrite.become) for rewrite in rewrites]
    for pattern, become in _REWRITES[rewrites]:
        draft = draft.sub(pattern, become, lower=True)
    return draft
