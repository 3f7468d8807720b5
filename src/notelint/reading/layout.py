"""Page layout: headers and footers, dot leaders, columns side by side."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from notelint.packs.literals import Spotter
from notelint.packs.vocabulary import phrase

if TYPE_CHECKING:
    from collections.abc import Callable

    from notelint.reading.clean_text import CleanText, Edit

HARD_BREAK = "\v"
"""The end of a cell: a line break that is not from a margin."""

_PAGE_LINE = phrase("page.number")
_FURNITURE = phrase("page.furniture")
_LEADER = re.compile(r"[ \t]*\.(?:[ \t]?\.){3,}[ \t]*:?[ \t]*(?=\S)|[ \t]*\.(?:[ \t]?\.){1,}[ \t]*:[ \t]*|(?<=\w) \. ?:[ \t]*")
_SIGNS_OF_LEADERS = ("..", ". .", " .:", " . :")  # of which every leader without tabs has one
_GAP = re.compile(
    r"(?<=[^\s.:])[ \t]{3,}(?=[^\s:.])|(?<=\w\.)[ \t]{3,}(?=[^\s:.])|(?<=\S)[ \t]*\t[ \t]*(?=[A-Z][A-Za-z/ .]{0,24}:)"
)
# The same where there are no tabs. It begins with what it is about and looks behind later, so that it is quick to find.
_GAP_OF_SPACES = re.compile(r"   (?:(?<=[^\s.:]   )|(?<=\w\.   )) *(?=[^\s:.])")
_CLOCK_ALONE = re.compile(r"\s*(?:[01]?\d|2[0-3])[:.h]?[0-5]\d(?: ?(?:h|hrs|am|pm))?[ \t]*(?=\n|$)")
_ROW = re.compile(
    r"^[ \t]*+(?:[a-z][^\s.:]*+ ){0,5}?[a-z][^\s.:]*+(?P<gap> {3,}+)(?P<value>\d[^\s]*(?: [^\s]+){0,3}) *$", re.MULTILINE
)
_ROWS_AT_LEAST = 3
_GAP_BEFORE_COLON = re.compile(r"(?<=\S)[ \t]+(?=: )")
_VALUE = re.compile(r" \d(?:\d| ?(?:c?m|m?l|cc|h|mins?)\b)")
_SENTENCE_OPEN = re.compile(r"[A-Za-z0-9,(-]\s*$")
_GOES_ON = re.compile(r"[ \t]{0,60}(?:[^\W\dA-Z_]|\d+(?![.)]|\d))")
_MAX_FURNITURE = 110
_FIRST_LINES = 3
_INTERRUPTED = re.compile(
    r"(?P<head>\b[A-Za-z]{2,20})-\n(?:[ \t]{0,20}[^\sa-z][^\n]{2,110}\n){1,2}[ \t]{0,20}(?P<tail>[a-z]{2,20})\b"
)


@cache
def _spotter() -> Spotter:
    """The spotter that finds whether a page number could be in a note; most notes have no word for one."""
    return Spotter([_PAGE_LINE.expression])


def without_page_breaks(draft: CleanText) -> CleanText:
    """The text without the headers and footers between pages.

    A sentence that continues on the next page is joined; otherwise the break ends a paragraph.
    """
    if draft.cased.isascii() and not _spotter().possible(draft.text):  # beyond ASCII, letters have more cases than two
        return draft
    lines = draft.cased.split("\n")
    numbered = [index for index, line in enumerate(lines) if len(line) <= _MAX_FURNITURE and _PAGE_LINE.search(line)]
    if not numbered:
        return draft
    starts = [0]
    for line in lines:
        starts.append(starts[-1] + len(line) + 1)
    edits: list[Edit] = []
    for index in numbered:
        first, last = _block(lines, index)
        done = edits[-1][1] if edits else 0
        if first >= _FIRST_LINES and starts[first] >= done and last + 1 < len(lines):
            edits.append((starts[first] - 1, starts[last + 1], _joint(lines[first - 1], lines[last + 1])))
    return draft.edited(edits)


def without_stamps(draft: CleanText, known: Callable[[str], bool]) -> CleanText:
    """The text without the lines, one or two, that stand between the two pieces of a hyphenated word."""
    if "-\n" not in draft.cased:
        return draft
    edits: list[Edit] = []
    for match in _INTERRUPTED.finditer(draft.cased):
        head, tail = match["head"].lower(), match["tail"]
        if known(head + tail) and not known(tail):
            edits.append((match.end("head"), match.start("tail"), ""))
    return draft.edited(edits)


def _block(lines: list[str], index: int) -> tuple[int, int]:
    """The first and last line of the header and footer around a page number."""
    opening = {line.strip() for line in lines[:_FIRST_LINES]} - {""}
    first = last = index
    while first > 0 and _is_furniture(lines[first - 1], opening):
        first -= 1
    while last + 1 < len(lines) and _is_furniture(lines[last + 1], opening):
        last += 1
    return first, last


def _is_furniture(line: str, opening: set[str]) -> bool:
    if len(line) > _MAX_FURNITURE:
        return False
    return line.strip() in opening or _FURNITURE.fullmatch(line.strip()) is not None or _PAGE_LINE.search(line) is not None


def _joint(before: str, after: str) -> str:
    """The text between two pages: a line break within a sentence, a blank line between paragraphs."""
    goes_on = _SENTENCE_OPEN.search(before) is not None and _GOES_ON.match(after) is not None
    return "\n" if goes_on else "\n\n"


def with_rows_as_sentences(draft: CleanText) -> CleanText:
    """The text with each row of a list of figures as a sentence: "pedicle cut    10:04" in small letters, three rows or more."""
    text = draft.cased
    if "   " not in text:
        return draft
    edits: list[Edit] = []
    run: list[re.Match[str]] = []
    for row in (*_ROW.finditer(text), None):
        if run and (row is None or row.start() != run[-1].end() + 1):
            if len(run) >= _ROWS_AT_LEAST:
                edits += (edit for one in run for edit in ((*one.span("gap"), " "), (one.end("value"), one.end(), ".")))
            run = []
        if row is not None:
            run.append(row)
    return draft.edited(edits)


def with_columns_as_lines(draft: CleanText, opens: Callable[[str], bool]) -> CleanText:
    """The text with one line for each cell; a label keeps its value, and a line of a form all of its values."""
    text = draft.cased

    def cell_end(match: re.Match[str]) -> str:
        line = text.rfind("\n", 0, match.start()) + 1
        if _LEADER.search(text, line, match.start()):
            return ", "
        label = text[max(line, text.rfind("   ", line, match.start())) : match.start()].strip()
        if ":" not in label and not _VALUE.search(label) and opens(f"{label}:"):
            return ": "
        return ", " if _CLOCK_ALONE.match(text, match.end()) else HARD_BREAK

    if "\t" in text:
        return draft.sub(_GAP, cell_end).sub(_LEADER, ": ").sub(_GAP_BEFORE_COLON, "")
    if "   " in text:
        draft = draft.sub(_GAP_OF_SPACES, cell_end)
    if any(sign in draft.cased for sign in _SIGNS_OF_LEADERS):
        draft = draft.sub(_LEADER, ": ")
    return draft.sub(_GAP_BEFORE_COLON, "") if " : " in draft.cased else draft
