"""Sentences with the right answer written into them, for a surgeon to read and write.

``A <length cm=14.5>14.5 cm</length> segment of <bone site=fibula status=performed>fibula</bone>`` is the plain text with two
marks: each has a name, attributes, and the place of its words. Marks may stand inside one another. A ``<`` that opens no mark
("< 5 mL") is an ordinary character.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

_TAG = re.compile(r"<(?P<end>/?)(?P<name>[a-z][a-z_]*)(?P<attributes>(?: [a-z_]+=[^\s<>]+)*)>")


@dataclass(frozen=True)
class Mark:
    """The words ``text``, at ``start`` to ``end`` of the plain text, and what a reader should make of them."""

    name: str
    start: int
    end: int
    text: str
    attributes: dict[str, str] = field(default_factory=dict)

    def moved(self, by: int) -> Mark:
        """The same mark in a text that has ``by`` more characters before it."""
        return Mark(self.name, self.start + by, self.end + by, self.text, self.attributes)


def parse(marked: str) -> tuple[str, tuple[Mark, ...]]:
    """The plain text and its marks, in the order in which they begin. Raises ``ValueError`` for marks that do not pair."""
    pieces: list[str] = []
    length = done = 0
    open_marks: list[tuple[str, int, dict[str, str]]] = []
    marks: list[Mark] = []
    for tag in _TAG.finditer(marked):
        pieces.append(marked[done : tag.start()])
        length += tag.start() - done
        done = tag.end()
        if not tag["end"]:
            attributes = dict(pair.split("=", 1) for pair in tag["attributes"].split())
            open_marks.append((tag["name"], length, attributes))
            continue
        if not open_marks or open_marks[-1][0] != tag["name"]:
            raise ValueError(f"</{tag['name']}> closes nothing in: {marked}")
        name, start, attributes = open_marks.pop()
        marks.append(Mark(name, start, length, "".join(pieces)[start:], attributes))
    if open_marks:
        raise ValueError(f"<{open_marks[-1][0]}> is never closed in: {marked}")
    pieces.append(marked[done:])
    return "".join(pieces), tuple(sorted(marks, key=lambda mark: (mark.start, -mark.end)))
