"""The lines of a plain note as blocks: headings, paragraphs, lists, tables, blank lines."""

from __future__ import annotations

import re
from itertools import groupby
from typing import NamedTuple

_NUMBERED = re.compile(r"(\d{1,2})\. (\S.*)")
_HEADING = re.compile(r"(?=.{3,60}$)(?:[A-Z][A-Z /&,()-]+:?|[A-Z][A-Za-z /&,()-]*:)")


class Block(NamedTuple):
    """``kind`` is ``blank``, ``heading``, ``paragraph``, ``numbered`` or ``table``; a table's lines are its rows."""

    kind: str
    lines: list[str]


def blocks(text):
    """The blocks of a note, in their order. Neighbouring numbered lines that count from 1 are one list."""
    found = []
    for kind, group in groupby(text.strip("\n").split("\n"), _kind):
        lines = [line.rstrip() for line in group]
        counts = kind != "numbered" or [line.split(".")[0] for line in lines] == [str(n) for n in range(1, len(lines) + 1)]
        found.append(Block(kind if counts else "paragraph", lines))
    return found


def item(line):
    """The text of a numbered line."""
    return _NUMBERED.fullmatch(line)[2]


def _kind(line):
    if not line.strip():
        return "blank"
    if "\t" in line.strip():
        return "table"
    if _NUMBERED.fullmatch(line.rstrip()):
        return "numbered"
    return "heading" if _HEADING.fullmatch(line.rstrip()) else "paragraph"
