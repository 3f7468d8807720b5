"""Tables: write them row by row, each cell with the names of its row and its column.

``Bone | gap 3.8 cm | ridge 4.5 x 1 cm`` under ``| Hand | Arm`` becomes ``Bone, Hand: gap 3.8 cm`` and ``Bone, Arm: ridge
4.5 x 1 cm``, each on a line of its own.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

from notelint.discreet import discreet
from notelint.reading.layout import HARD_BREAK

if TYPE_CHECKING:
    from collections.abc import Iterator

    from notelint.reading.clean_text import CleanText, Edit

_DASHES = re.compile(r"^[ \t]*-{3,}(?:[ \t]{2,}-{3,})+[ \t]*$", re.MULTILINE)
_PIPES = re.compile(r"^[ \t]*+(?:\|[ \t]*+)?:?-{2,}:?[ \t]*+(?:\|[ \t]*+:?-{2,}:?[ \t]*+)+(?:\|[ \t]*+)?$", re.MULTILINE)
_RULES = re.compile(f"{_DASHES.pattern}|{_PIPES.pattern}", re.MULTILINE)
_BAR = re.compile(r"\|")
_DASH_RUN = re.compile("-+")
_NOTHING = {"", "-", "--", "n/a"}


@discreet()
@dataclass(frozen=True, slots=True)
class _Cell:
    start: int
    text: str


def row_by_row(draft: CleanText) -> CleanText:
    """The text with its tables written as lines; a table is recognised by the rule under its head."""
    if "--" not in draft.cased:
        return draft
    edits: list[Edit] = []
    for rule in _RULES.finditer(draft.cased):
        if edits and rule.start() < edits[-1][1]:
            continue
        edits += _table(draft.cased, rule)
    return draft.edited(edits)


def _table(text: str, rule: re.Match[str]) -> list[Edit]:
    above = text.rfind("\n", 0, max(rule.start() - 1, 0)) + 1
    head = _cells(text, above, rule.start() - 1, rule)
    if above >= rule.start() or len(head) < 2:
        return []
    edits: list[Edit] = [(above, rule.end(), "")]
    start = rule.end() + 1
    while start < len(text):
        stop = text.find("\n", start)
        stop = len(text) if stop < 0 else stop
        if not text[start:stop].strip() or _RULES.match(text, start, stop):
            break
        edits += _row(_cells(text, start, stop, rule), head, start, stop)
        start = stop + 1
    return edits


def _cells(text: str, start: int, stop: int, rule: re.Match[str]) -> list[_Cell]:
    """The cells of a line: between its bars, or below the dashes of the rule."""
    bounds = _between_bars(text, start, stop) if "|" in rule[0] else _under_dashes(rule[0], start, stop)
    return [_trimmed(text, left, right) for left, right in bounds]


def _between_bars(text: str, start: int, stop: int) -> list[tuple[int, int]]:
    bars = [match.start() for match in _BAR.finditer(text, start, stop)]
    edges = [start - 1, *bars, stop]
    if text[start:stop].lstrip().startswith("|"):
        edges = edges[1:]
    if text[start:stop].rstrip().endswith("|"):
        edges = edges[:-1]
    return [(left + 1, right) for left, right in pairwise(edges)]


def _under_dashes(rule: str, start: int, stop: int) -> list[tuple[int, int]]:
    columns = [match.start() for match in _DASH_RUN.finditer(rule)]
    edges = [min(start + column, stop) for column in columns]
    return list(pairwise([*edges, stop]))


def _trimmed(text: str, left: int, right: int) -> _Cell:
    while left < right and text[left].isspace():
        left += 1
    return _Cell(left, text[left:right].rstrip())


def _row(cells: list[_Cell], head: list[_Cell], start: int, stop: int) -> Iterator[Edit]:
    """The edits that write one row as lines: "row, column: cell"."""
    if len(cells) < 2 or not cells[0].text:
        return
    done = start
    for cell, column in zip(cells[1:], head[1:], strict=False):
        if cell.text.lower() not in _NOTHING:
            yield done, cell.start, f"{HARD_BREAK}{_name(cells[0].text, head[0].text, column.text)}: "
            done = cell.start + len(cell.text)
    yield done, stop, ""


def _name(row: str, rows: str, column: str) -> str:
    """The name of a cell: the row and the column; if the rows have a name ("Surgeon"), that name and the row."""
    return f"{rows} {row}" if rows else f"{row}, {column}"
