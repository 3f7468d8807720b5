"""Split an X12 file into segments, by the separators that each interchange declares in its ISA segment.

Positions are kept: the number of a segment and its byte in the file, both counted from 1, and its line. Errors never quote the
file.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from notelint.discreet import discreet

if TYPE_CHECKING:
    from collections.abc import Iterator

_MARK = b"\xef\xbb\xbf"
_WIDE_MARKS = (b"\xff\xfe", b"\xfe\xff")
_BLANKS = b" \t\r\n\0\x1a\x0b\x0c"
_BLANK = re.compile(rb"[ \t\r\n\0\x1a\x0b\x0c]*+")
_NAME = re.compile(rb"[A-Z][A-Z0-9]{1,2}")
_ISA_ELEMENTS = 16
_LONGEST_ISA = 200  # bytes: it has 106
# A line that begins with one of these names begins a segment, whatever stands before it.
_BEGINNINGS = (
    b"AMT BHT BPR CAS CLM CLP CN1 CR1 CRC DMG DTM DTP GE GS HI HL IEA ISA K3 LQ LX MIA MOA N1 N3 N4 NM1 NTE OI PAT PER PLB PRV "
    b"PWK QTY REF SBR SE ST STC SV1 SV2 SV3 SV5 SVC SVD TRN TS2 TS3"
).split()
_BEGINS = re.compile(rb"(?<![\r\n])[\r\n]++[ \t]*+(?=(?:" + b"|".join(_BEGINNINGS) + rb")[^A-Za-z0-9\s])")


class X12Error(Exception):
    """A file, or a part of it, that cannot be read. ``str`` is one line without a word of the file."""


@discreet("number", "offset", "line", "problem")
@dataclass(frozen=True, slots=True)
class Segment:
    """One segment: its name and elements, and where it stands in the file.

    ``problem`` says what is wrong with it; it is empty if nothing is.
    """

    number: int
    offset: int
    line: int
    elements: tuple[str, ...]
    component: str
    problem: str = ""

    @property
    def name(self) -> str:
        """The name of the segment, ``CLM``."""
        return self.elements[0]

    @property
    def place(self) -> str:
        """Where it stands, in words: ``segment 22, byte 812``."""
        return f"segment {self.number}, byte {self.offset}"

    def element(self, number: int) -> str:
        """Element ``number``, counted from 1, without blanks around it; empty if the segment has none."""
        return self.elements[number].strip() if number < len(self.elements) else ""

    def parts(self, number: int) -> list[str]:
        """The components of element ``number``, without blanks around them."""
        return [part.strip() for part in self.element(number).split(self.component)]


@dataclass(frozen=True, slots=True)
class _Separators:
    element: bytes
    component: bytes
    terminator: bytes


def is_x12(head: bytes) -> bool:
    """Whether the first bytes of a file are those of an X12 file."""
    start = _start(head)
    return head.startswith(b"ISA", start) and not head[start + 3 : start + 4].isalnum()


def split(data: bytes) -> Iterator[Segment]:
    """The segments of a file in their order. Raises ``X12Error`` where the first interchange does not say how to read it."""
    if data.startswith(_WIDE_MARKS):
        raise X12Error("it is UTF-16 text; save it as plain text")
    if not is_x12(data):
        raise X12Error("it does not begin with an ISA segment; give the file as it was sent")
    yield from _segments(data, _separators(data, _start(data)))


def _start(data: bytes) -> int:
    blank = _BLANK.match(data, len(_MARK) if data.startswith(_MARK) else 0)
    return blank.end() if blank else 0


def _separators(data: bytes, start: int) -> _Separators:
    """The separators that the ISA segment at ``start`` declares: the byte after ISA, and the two behind its last separator."""
    element = data[start + 3 : start + 4]
    place = start + 3
    for _ in range(_ISA_ELEMENTS - 1):
        place = data.find(element, place + 1, start + _LONGEST_ISA)
        if place < 0:
            raise X12Error("its ISA segment is incomplete (segment 1); give the file as it was sent")
    found = _Separators(element, data[place + 1 : place + 2], data[place + 2 : place + 3])
    signs = (found.element, found.component, found.terminator)
    if len(set(signs)) < len(signs) or any(not sign or sign.isalnum() or sign == b" " for sign in signs):
        raise X12Error("its ISA segment declares no separators (segment 1); give the file as it was sent")
    return found


def _segments(data: bytes, signs: _Separators) -> Iterator[Segment]:
    place, ends, line, counted, number = _start(data), -1, 1, 0, 0
    while place < len(data):
        number += 1
        again = _again(data, place) if number > 1 else None
        if again is not None and again != signs:
            signs, ends = again, -1
        if ends < place:
            found = data.find(signs.terminator, place)
            ends = len(data) if found < 0 else found
        end, problem = _end(data, place, ends, signs)
        line, counted = line + data.count(b"\n", counted, place), place
        yield _segment(data[place:end], number, place + 1, line, signs, problem)
        after = end + len(signs.terminator) if end == ends else end
        blank = _BLANK.match(data, after)
        place = blank.end() if blank else after


def _again(data: bytes, place: int) -> _Separators | None:
    """The separators of the interchange that begins at ``place``; ``None`` if none begins there or it declares none."""
    if not data.startswith(b"ISA", place) or data[place + 3 : place + 4].isalnum():
        return None
    try:
        return _separators(data, place)
    except X12Error:
        return None


def _end(data: bytes, place: int, ends: int, signs: _Separators) -> tuple[int, str]:
    """Where the segment at ``place`` ends, and what is wrong there: no terminator before the next segment or the end."""
    if signs.terminator not in b"\r\n":
        begins = _BEGINS.search(data, place, ends)
        if begins:
            return begins.start(), "it has no terminator"
    return ends, "the file ends inside it" if ends == len(data) else ""


def _segment(raw: bytes, number: int, offset: int, line: int, signs: _Separators, problem: str) -> Segment:  # noqa: PLR0913, PLR0917
    raw = raw.translate(None, b"\r\n").rstrip(_BLANKS)  # a file can be wrapped at any column
    elements = tuple(map(_text, raw.split(signs.element)))
    if not _NAME.fullmatch(raw.partition(signs.element)[0]):
        problem = problem or "it has no name"
    if elements[0] == "IEA" and problem == "the file ends inside it":
        problem = ""
    return Segment(number, offset, line, elements, _text(signs.component), problem)


def _text(raw: bytes) -> str:
    try:
        return raw.decode()
    except UnicodeDecodeError:
        return raw.decode("latin-1")
