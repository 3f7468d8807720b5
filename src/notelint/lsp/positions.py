"""Offsets in a text to the lines and characters of the protocol, and back.

A line ends at LF, CRLF or CR and at nothing else (a form feed ends none). A character is a unit of the encoding that client and
server have agreed on: UTF-16 unless the client offers another.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from typing import TYPE_CHECKING

from lsprotocol import types

if TYPE_CHECKING:
    from collections.abc import Sequence

    Change = types.TextDocumentContentChangePartial | types.TextDocumentContentChangeWholeDocument

_LINE_END = re.compile(r"\r\n|\n|\r")
_PREFERRED = (types.PositionEncodingKind.Utf32, types.PositionEncodingKind.Utf16, types.PositionEncodingKind.Utf8)
_UTF_16, _UTF_32 = types.PositionEncodingKind.Utf16, types.PositionEncodingKind.Utf32
_LAST_OF_TWO_BYTES = 0xFFFF


def agreed_encoding(offered: Sequence[types.PositionEncodingKind | str] | None) -> types.PositionEncodingKind:
    """The encoding to use with a client that offers these: code points if it can, UTF-16 if it offers none."""
    return next((encoding for encoding in _PREFERRED if encoding in (offered or ())), _UTF_16)


class Lines:
    """The lines of a text, with positions in ``encoding``."""

    def __init__(self, text: str, encoding: types.PositionEncodingKind) -> None:
        self.text = text
        self._encoding = encoding
        ends = [(end.start(), end.end()) for end in _LINE_END.finditer(text)]
        self._starts = [0, *(end for _, end in ends)]
        self._stops = [*(start for start, _ in ends), len(text)]

    def position(self, offset: int) -> types.Position:
        """The position of ``offset``, which is brought into the text."""
        offset = min(max(offset, 0), len(self.text))
        line = bisect_right(self._starts, offset) - 1
        return types.Position(line, self._units(self.text[self._starts[line] : min(offset, self._stops[line])]))

    def range(self, start: int, end: int) -> types.Range:
        """The range between two offsets."""
        return types.Range(self.position(start), self.position(end))

    def offset(self, position: types.Position) -> int:
        """The offset of a position. One behind the end of its line is that end, one within a character is its beginning."""
        if position.line >= len(self._starts):
            return len(self.text)
        start, stop = self._starts[position.line], self._stops[position.line]
        line = self.text[start:stop]
        if self._encoding == _UTF_32 or line.isascii():
            return min(start + position.character, stop)
        units = 0
        for at, character in enumerate(line):
            units += self._units(character)
            if units > position.character:
                return start + at
        return stop

    def offsets(self, place: types.Range) -> tuple[int, int]:
        """The offsets of a range, the first not behind the second."""
        start, end = self.offset(place.start), self.offset(place.end)
        return min(start, end), max(start, end)

    def _units(self, text: str) -> int:
        if self._encoding == _UTF_32 or text.isascii():
            return len(text)
        if self._encoding == _UTF_16:
            return len(text) + sum(ord(character) > _LAST_OF_TWO_BYTES for character in text)
        return len(text.encode("utf-8", errors="surrogatepass"))


def changed(text: str, changes: Sequence[Change], encoding: types.PositionEncodingKind) -> str:
    """The text after these changes, each of which is made to the result of the one before it."""
    for change in changes:
        if isinstance(change, types.TextDocumentContentChangePartial):
            start, end = Lines(text, encoding).offsets(change.range)
            text = text[:start] + change.text + text[end:]
        else:
            text = change.text
    return text
