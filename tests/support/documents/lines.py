"""The lines of a plain note by what a document makes of them."""

from __future__ import annotations

import re
from itertools import groupby

_HEADING = re.compile(r"(?=.{3,60}$)(?:[A-Z][A-Z /&,()-]+:?|[A-Z][A-Za-z /&,()-]*:)")


def runs(text):
    """Neighbouring lines of one kind, in their order: the kind with its lines.

    Kinds are ``blank``, ``heading``, ``item`` (of a list with hyphens), ``row`` (cells parted by tabs), ``line`` and ``spaced``
    (a line whose spaces a browser would collapse).
    """
    for kind, lines in groupby(text.strip("\n").split("\n"), _kind):
        yield kind, list(lines)


def _kind(line):
    if not line:
        return "blank"
    cells = line.split("\t")
    if any(cell != " ".join(re.split(r"[ \t\r\f]+", cell.strip(" \r\f"))) or not cell for cell in cells):
        return "spaced"
    if len(cells) > 1:
        return "row"
    if re.match(r"- \S", line):
        return "item"
    return "heading" if _HEADING.fullmatch(line) else "line"
