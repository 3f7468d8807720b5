"""An HL7 v2 message as it came in: the segments that its answer repeats."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from notelint.discreet import discreet
from notelint.hl7.writing import one_line
from notelint.inputs.formats.hl7v2_segments import Segment, Separators, decode_message, segments_of, separators_of
from notelint.inputs.formats.model import RefusedError

if TYPE_CHECKING:
    from collections.abc import Iterator

_KEPT = frozenset({"PID", "PV1", "OBR", "TXA"})
_MOST_KEPT = 1000
_CONTROL_ID_DIGITS = 19
_NEWEST = (2, 5, 1)


@discreet("number")
@dataclass(slots=True)
class Incoming:
    """One message: its MSH, the segments that the answer repeats, and its text with segments that end with CR.

    ``number`` counts the messages of a file from 1.
    """

    header: Segment
    number: int
    lines: list[str] = field(default_factory=list)
    kept: list[Segment] = field(default_factory=list)

    @property
    def separators(self) -> Separators:
        """The characters that part the message, and so its answer."""
        return self.header.separators

    @property
    def control_id(self) -> str:
        """MSH-10 as it stands."""
        return self.header.field(9)

    @property
    def version(self) -> tuple[int, ...]:
        """MSH-12 as numbers; 2.5.1 where it is missing or none."""
        parts = self.header.component(11, 1).split(".")
        return tuple(map(int, parts)) if all(part.isdecimal() and len(part) < 4 for part in parts) else _NEWEST

    @property
    def key(self) -> str:
        """What tells the message from all others: a hash of its sender (MSH-3, MSH-4) and its control id, 32 digits."""
        return _hash(*(self.header.field(number) for number in (2, 3, 9)))[:32]

    def answer_id(self, kind: str) -> str:
        """The control id of an answer of this ``kind`` (20 characters): the same for the same message."""
        return f"N{_hash(kind, self.key)[:_CONTROL_ID_DIGITS].upper()}"

    def first(self, name: str) -> Segment | None:
        """The first segment of that name among those kept."""
        return next((segment for segment in self.kept if segment.name == name), None)

    def data(self) -> bytes:
        """The message by itself, in UTF-8."""
        return "".join(f"{line}\r" for line in self.lines).encode("utf-8", "replace")


def incoming(data: bytes) -> Iterator[Incoming]:
    """The messages of a file or a frame one by one; none where there is no MSH. Raises ``RefusedError`` for what is no text."""
    text, _ = decode_message(data)
    message: Incoming | None = None
    for name, line in segments_of(text):
        if name == "MSH":
            if message is not None:
                yield message
            number = 1 if message is None else message.number + 1
            marks = separators_of(line)
            message = Incoming(_segment("MSH", line, marks), number)
        if message is not None:
            message.lines.append(line)
            _keep(message, name, line)
    if message is not None:
        yield message


def are_distinct(marks: Separators) -> bool:
    """Whether no two separators are the same character."""
    return len({marks.fields, marks.components, marks.repetitions, marks.escape, marks.subcomponents}) == 5


def _keep(message: Incoming, name: str, line: str) -> None:
    if name not in _KEPT:
        return
    if len(message.kept) == _MOST_KEPT:
        raise RefusedError(f"more than {_MOST_KEPT:,} orders in one message; split the message")
    message.kept.append(_segment(name, line, message.separators))


def _segment(name: str, line: str, marks: Separators) -> Segment:
    """A segment whose fields can be repeated in an answer: on one line, without control characters."""
    return Segment(name, 1, one_line(line).split(marks.fields), marks)


def _hash(*parts: str) -> str:
    return hashlib.sha256("\0".join(parts).encode("utf-8", "surrogatepass")).hexdigest()
