"""The line of each key and each item of a list in a TOML document.

The parsers that are kept up give none: tomllib and msgspec return plain objects, tomlkit keeps the layout of a document but not
its lines. So the document is parsed by tomllib, which decides what is valid, and passed through once more here. What is passed
through is known to be valid, so it is enough to tell names, strings, brackets and comments apart.
"""

from __future__ import annotations

import re
import tomllib
from bisect import bisect_right
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

Path = tuple[str | int, ...]

_BLANK = re.compile(r"[ \t]*")
_BETWEEN = re.compile(r"(?:[\s,]|#[^\n]*)*")
_NAME = re.compile(r'[A-Za-z0-9_-]+|"(?:\\.|[^"\\\n])*"|\'[^\'\n]*\'')
_STRING = re.compile(r'"""(?:\\.|[^\\])*?"""(?:"{0,2})|\'\'\'.*?\'\'\'(?:\'{0,2})|"(?:\\.|[^"\\\n])*"|\'[^\'\n]*\'', re.DOTALL)
_OTHER = re.compile(r"[^,\]}#\n]*")  # a number, a date or a truth value


def lines_of(text: str) -> Mapping[Path, int]:
    """The line of each table, key and item of a list in ``text``, which must be valid TOML, counted from 1.

    The keys of the mapping are paths: names, and indices of lists from 0. The root, ``()``, stands on line 1.
    """
    return _Scan(text.replace("\r\n", "\n")).lines


class _Scan:
    """One pass through a document; ``at`` is the offset that was reached."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._ends = [place.start() for place in re.finditer("\n", text)]
        self.at = 0
        self.lines: dict[Path, int] = {(): 1}
        self._counts: dict[Path, int] = {}
        """How many tables each array of tables has by now."""
        table: Path = ()
        while self._skip(_BETWEEN) < len(text):
            if text[self.at] == "[":
                table = self._header()
            else:
                self._pair(table)

    def _skip(self, expression: re.Pattern[str]) -> int:
        found = expression.match(self._text, self.at)
        self.at = found.end() if found else self.at
        return self.at

    def _note(self, path: Path) -> None:
        self.lines.setdefault(path, bisect_right(self._ends, self.at - 1) + 1)

    def _header(self) -> Path:
        """Pass ``[table]`` or ``[[table]]``; the path of the table, with the index of each array of tables on the way."""
        is_array = self._text.startswith("[[", self.at)
        start = self.at
        self.at += 2 if is_array else 1
        names = list(self._names())
        after = self._skip(_BLANK) + (2 if is_array else 1)
        self.at = start
        path: Path = ()
        for place, name in enumerate(names):
            path = (*path, name)
            self._note(path)
            is_last = place == len(names) - 1
            if is_last and is_array:
                self._counts[path] = self._counts.get(path, 0) + 1
            if path in self._counts:
                path = (*path, self._counts[path] - 1)
                self._note(path)
        self.at = after
        return path

    def _pair(self, table: Path) -> None:
        """Pass ``name = value``; ``table`` is what it stands in."""
        start, path = self.at, table
        names = list(self._names())
        after, self.at = self.at, start
        for name in names:
            path = (*path, name)
            self._note(path)
        self.at = after
        self._skip(_BLANK)
        self.at += 1  # the equals sign
        self._skip(_BLANK)
        self._value(path)

    def _names(self) -> Iterator[str]:
        """Pass a dotted name and yield its parts."""
        while True:
            self._skip(_BLANK)
            start = self.at
            word = self._text[start : self._skip(_NAME)]
            yield tomllib.loads(f"name = {word}")["name"] if word[0] in "\"'" else word
            if self._text[self._skip(_BLANK) : self.at + 1] != ".":
                return
            self.at += 1

    def _value(self, path: Path) -> None:
        opening = self._text[self.at]
        if opening not in "[{":
            self._skip(_STRING if opening in "\"'" else _OTHER)
            return
        self.at += 1
        closing, count = {"[": "]", "{": "}"}[opening], 0
        while self._text[self._skip(_BETWEEN)] != closing:
            if opening == "[":
                self._note((*path, count))
                self._value((*path, count))
                count += 1
            else:
                self._pair(path)
        self.at += 1
