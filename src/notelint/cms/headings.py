"""Find the layout of a file by its column headings, which can start after several lines and span several lines."""

from __future__ import annotations

import re
from collections import deque
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from notelint.cms.errors import TableError
from notelint.cms.layouts import LAYOUTS

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from notelint.cms.layouts import Layout
    from notelint.cms.sheets import Row

_SEARCHED = 60  # the headings must be in these first rows
_STACKED = 5  # the headings of one table span at most this many rows
_NO_WORD = re.compile(r"[^a-z0-9]+")
_MOST_COLUMNS = 200


@dataclass(frozen=True, slots=True)
class Found:
    """The layout of a file, the positions of its columns, and the words above its rows."""

    layout: Layout
    places: tuple[int, ...]
    above: tuple[str, ...]


@dataclass(slots=True)
class _Nearest:
    """The best match if no layout fits; the error names the columns that it lacks."""

    share: float = 0.0
    line: int = 0
    called: str = ""
    missing: Sequence[str] = field(default=())


def recognize(rows: Iterator[Row], shown: str) -> Found:
    """Read ``rows`` to the last line of the headings. Raises ``TableError`` if no layout fits."""
    above: list[str] = []
    stack: deque[list[str]] = deque(maxlen=_STACKED)
    nearest = _Nearest()
    for searched, (line, cells) in enumerate(rows):
        if searched == _SEARCHED:
            break
        above += (cell for cell in cells if cell.strip())
        stack.append([_words(cell) for cell in cells[:_MOST_COLUMNS]])
        for layout, places in _tried(stack):
            missing = [name for name, place in zip(layout.columns, places, strict=True) if place is None]
            if not missing:
                return Found(layout, tuple(place for place in places if place is not None), tuple(above))
            share = 1 - len(missing) / len(layout.columns)
            if share > nearest.share:
                nearest = _Nearest(share, line, layout.called, missing)
    raise _not_found(shown, nearest)


def _tried(stack: Sequence[list[str]]) -> Iterator[tuple[Layout, list[int | None]]]:
    """Each layout with the positions of its columns, tried for headings of one line, two lines, and so on."""
    for height in range(1, len(stack) + 1):
        headings = _joined(list(stack)[-height:])
        for layout in LAYOUTS:
            yield layout, [_place(patterns, headings) for patterns in layout.columns.values()]


def _joined(rows: Iterable[list[str]]) -> list[str]:
    rows = list(rows)
    width = max(map(len, rows))
    return [" ".join(row[index] for row in rows if index < len(row) and row[index]) for index in range(width)]


def _place(patterns: Iterable[str], headings: Sequence[str]) -> int | None:
    for pattern in patterns:
        for place, heading in enumerate(headings):
            if re.fullmatch(pattern, heading):
                return place
    return None


def _words(cell: str) -> str:
    return _NO_WORD.sub(" ", cell[:200].lower()).strip()


def _not_found(shown: str, nearest: _Nearest) -> TableError:
    if nearest.share >= 1 / 2:
        missing = ", ".join(nearest.missing)
        problem = f"of the columns of {nearest.called} these are missing: {missing}"
        return TableError(shown, problem, "give the file as CMS publishes it", line=nearest.line)
    known = ", ".join(layout.called for layout in LAYOUTS)
    return TableError(shown, "no table of CMS's that notelint knows by its columns", f"give one of: {known}")
