"""Blanks of a template that nobody filled."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from notelint.packs.vocabulary import phrase
from notelint.report import Evidence

if TYPE_CHECKING:
    from collections.abc import Iterator

    from notelint.case.scene import Scene

_HOLE = re.compile(r"\*{2,}|_{3,}|@[a-z]+@")
_BOX = re.compile(r"\[ ?\]")
_TICKED = re.compile(r"\[ ?[xX*✓]+ ?\]")


def holds_blank(text: str) -> bool:
    """Whether clean text holds asterisks, a line or a link where a value should stand."""
    return _HOLE.search(text) is not None


def placeholders(scene: Scene) -> tuple[Evidence, ...]:
    """Blanks of a template that nobody filled, in the note as it was written."""
    found: list[Evidence] = []
    offset = 0
    for line in scene.reading.note.text.splitlines(keepends=True):
        found += [
            Evidence(offset + match.start(), offset + match.end(), match[0])
            for match in (*_blanks(line), *_unticked(line))
        ]  # fmt: skip
        offset += len(line)
    return tuple(found)


def _blanks(line: str) -> Iterator[re.Match[str]]:
    """The blanks of a line; a line to sign on has none, unless asterisks stand on it."""
    if "***" in line or not phrase("conflicts.signature-line").search(line):
        yield from phrase("conflicts.blank").finditer(line)


def _unticked(line: str) -> Iterator[re.Match[str]]:
    """The first box of a line that offers some and has none ticked."""
    box = _BOX.search(line)
    if box is not None and not _TICKED.search(line):
        yield box
