"""HL7 v2 text to messages and their segments: separators, line ends, fields, escape sequences."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING

from notelint.discreet import discreet
from notelint.inputs.decoding import NotTextError, decode
from notelint.inputs.formats.model import RefusedError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from notelint.inputs.formats.model import Limits

_ENDS = re.compile(r"[\r\n\x0b\x1c]+")  # \x0b and \x1c frame a message that came over a socket (MLLP)
_BREAKS = "\r\n\x0b\x1c"
_MOST_LINES = 40  # lines for each paragraph that is allowed
_MOST_ESCAPES = 2_000_000
_HEADER = re.compile(r"MSH([^\w\s])((?:(?!\1)[^\w\s]){0,5})(?:\1|$)")
_NAME = re.compile(r"[A-Z][A-Z0-9]{2}")
_BATCH = re.compile(r"[BF]HS[^\w\s]{3,6}|[BF]TS\Z")
_KEPT = frozenset({"OBR", "OBX", "TXA", "NTE"})
_COMMENTED = frozenset({"OBR", "OBX"})  # segments whose comments are read
_WITHOUT_OWNER = frozenset({"NTE", "PRT"})
_DEFAULTS = "^~\\&"
_CHARSETS = {"8859/1": "cp1252", "8859/2": "iso-8859-2", "8859/9": "iso-8859-9", "8859/15": "iso-8859-15"}
_HEADER_BYTES = 4096
_MARKS = (b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff")

_COMMAND = re.compile(r"\.([A-Za-z]{2})\s?([+-]?[0-9]{0,9})")
_HEX = re.compile(r"X([0-9A-Fa-f]*)")
_DROPPED = re.compile(r"[A-Z]|[CMZ][0-9A-Z]{1,12}")  # highlighting, character sets, local and unknown ones
_MOST_SPACES = 80
_MOST_BLANK_LINES = 5
_LONGEST_SEQUENCE = 16  # characters between two escape characters, hexadecimal digits excepted
_CONTROLS = dict.fromkeys({*range(32), 127} - {9, 10, 13})


@dataclass(frozen=True, slots=True)
class Separators:
    """The characters that part a message: of fields (MSH-1), components, repetitions, subcomponents, and the escape."""

    fields: str = "|"
    components: str = "^"
    repetitions: str = "~"
    escape: str = "\\"
    subcomponents: str = "&"


@discreet("name", "number", "separators")
@dataclass(frozen=True, slots=True)
class Segment:
    """One segment: its name, its number among those of its name in the message (from 1), its fields as they stand."""

    name: str
    number: int
    fields: list[str]
    separators: Separators

    def field(self, number: int) -> str:
        """The field with this number as HL7 counts, with its separators and escapes; empty where it is missing."""
        return self.fields[number] if number < len(self.fields) else ""

    def component(self, number: int, component: int) -> str:
        """A component of the first repetition of a field, without escapes, its first subcomponent only, on one line."""
        marks = self.separators
        first = self.field(number).split(marks.repetitions, 1)[0] if marks.repetitions else self.field(number)
        components = first.split(marks.components, component)
        found = components[component - 1] if component <= len(components) else ""
        return " ".join(unescape(found.split(marks.subcomponents, 1)[0], marks).split())


@discreet("number", "separators")
@dataclass(slots=True)
class Message:
    """The segments of a message that matter for its notes, in their order. ``number`` counts from 1 in the file."""

    number: int
    separators: Separators
    segments: list[Segment] = field(default_factory=list)
    counts: dict[str, int] = field(default_factory=dict)
    owner: str = ""

    def add(self, name: str, line: str) -> None:
        """Keep a segment, unless it says nothing of a note."""
        number = self.counts[name] = self.counts.get(name, 0) + 1
        commented = name == "NTE" and self.owner not in _COMMENTED
        if name in _KEPT and not commented:
            self.segments.append(Segment(name, number, line.split(self.separators.fields), self.separators))
        if name not in _WITHOUT_OWNER:
            self.owner = name


def decode_message(data: bytes) -> tuple[str, str]:
    """The text of a file and its encoding: UTF-8 where it is valid, else as MSH-18 says, else guessed.

    Raises ``RefusedError``.
    """
    charset = None if data.startswith(_MARKS) else _charset(data)
    if charset is not None and not _is_utf8(data):
        return data.decode(charset, errors="replace"), charset
    try:
        return decode(data)
    except NotTextError:
        raise RefusedError("binary, no HL7 message; export the message again") from None


def _charset(data: bytes) -> str | None:
    begin = max(data.find(b"MSH", 0, _HEADER_BYTES), 0)
    header = _ENDS.split(data[begin : begin + _HEADER_BYTES].decode("latin-1"), maxsplit=1)[0]
    fields = header.split(header[3:4] or "|")
    stated = fields[17] if len(fields) > 17 else ""
    return _CHARSETS.get(re.split(r"[~^]", stated, maxsplit=1)[0].strip().upper())


def _is_utf8(data: bytes) -> bool:
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def messages(text: str, limits: Limits) -> Iterator[Message]:
    """The messages of a file one by one; ``RefusedError`` where there is none or a limit is passed."""
    _check_size(text, limits)
    message: Message | None = None
    number = 0
    for name, line in segments_of(text):
        if name == "MSH":
            if message is not None:
                yield message
            number += 1
            message = Message(number, separators_of(line))
        elif message is not None:
            message.add(name, line)
            if len(message.segments) > limits.paragraphs:
                raise RefusedError(f"more than {limits.paragraphs:,} results in one message; split the message")
    if message is None:
        raise RefusedError("no MSH segment; give an HL7 v2 message")
    yield message


def _check_size(text: str, limits: Limits) -> None:
    if sum(map(text.count, _BREAKS)) > _MOST_LINES * limits.paragraphs:
        raise RefusedError(f"more than {_MOST_LINES * limits.paragraphs:,} lines; split the file")
    if text.count("\\") > _MOST_ESCAPES:
        raise RefusedError(f"more than {_MOST_ESCAPES:,} escape characters; split the file")


def has_several(text: str) -> bool:
    """Whether there is more than one message."""
    begins = (line for line in _lines(text) if line[1].startswith("MSH") and _HEADER.match(line[1]))
    return next(begins, None) is not None and next(begins, None) is not None


def separators_of(header: str) -> Separators:
    """The separators of a message by its MSH segment; the usual ones where it does not say."""
    match = _HEADER.match(header)
    fields, others = match.groups() if match else ("|", "")
    others += _DEFAULTS[len(others) :]
    return Separators(fields, *others[:4])


def _lines(text: str) -> Iterator[tuple[str, str]]:
    """The lines that are not empty, each with the line breaks before it."""
    start = 0
    before = ""
    for end in _ENDS.finditer(text):
        if end.start() > start:
            yield before, text[start : end.start()]
        before = end[0]
        start = end.end()
    if start < len(text):
        yield before, text[start:]


def segments_of(text: str) -> Iterator[tuple[str, str]]:
    """Each segment's name and text. A line that does not begin with a segment's name continues the one before it."""
    name, parts, mark = "", [""], "|"
    for before, line in _lines(text):
        header = _HEADER.match(line) if line.startswith("MSH") else None
        mark = header[1] if header else mark
        if header or (line[3:4] == mark and _NAME.fullmatch(line[:3])) or _BATCH.match(line):
            if name:
                yield name, "".join(parts)
            name, parts = line[:3], [line]
        else:
            parts += ["\n" * len(before.replace("\r\n", "\n")), line]
    if name:
        yield name, "".join(parts)


def unescape(value: str, separators: Separators) -> str:
    """``value`` with its escape sequences resolved; formatting becomes line breaks and spaces, unknown ones are dropped.

    Words between two escape characters that are no escape sequence stay as they are. Lines end with LF.
    """
    escape = separators.escape
    marks = {"F": separators.fields, "S": separators.components, "R": separators.repetitions}
    marks |= {"T": separators.subcomponents, "E": escape, "P": "#", "H": "", "N": ""}
    pieces = value.split(escape)
    found = [pieces[0]]
    index = 1
    while index < len(pieces):
        meaning = _meaning(pieces[index], marks) if index + 1 < len(pieces) else None
        if meaning is None:
            found += [escape, pieces[index]]
            index += 1
        else:
            found += [meaning, pieces[index + 1]]
            index += 2
    return "".join(found).replace("\r\n", "\n").replace("\r", "\n")


def _meaning(body: str, marks: dict[str, str]) -> str | None:
    """What an escape sequence stands for; ``None`` where ``body`` is none. ``marks`` are the separators by their letters."""
    if body in marks or not body:
        return marks.get(body)
    if hexadecimal := _HEX.fullmatch(body):
        return _from_hex(hexadecimal[1])
    if len(body) > _LONGEST_SEQUENCE:
        return None
    if command := _COMMAND.fullmatch(body):
        return _formatting(command[1].lower(), command[2].strip("+-"))
    return "" if _DROPPED.fullmatch(body) else None


def _formatting(command: str, number: str) -> str:
    count = int(number) if number else 1
    if command == "sk":
        return " " * min(count, _MOST_SPACES)
    return {"br": "\n", "ce": "\n", "sp": "\n" * max(min(count, _MOST_BLANK_LINES), 1)}.get(command, "")


def _from_hex(digits: str) -> str:
    data = bytes.fromhex(digits[: len(digits) - len(digits) % 2])
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        text = data.decode("cp1252", errors="replace")
    return text.translate(_CONTROLS)


def lines_of(value: str, separators: Separators) -> list[str]:
    """The lines of a value: each repetition begins a new one. A line break at the end of the value adds none."""
    repetitions = value.split(separators.repetitions)
    lines = [line.rstrip() for one in repetitions for line in unescape(one, separators).split("\n")]
    return lines[:-1] if len(lines) > 1 and not lines[-1] else lines


def day_of(value: str) -> date | None:
    """The day of a time stamp such as ``20230814022400``; ``None`` where it has none."""
    digits = value[:8]
    try:
        return date(int(digits[:4]), int(digits[4:6]), int(digits[6:8])) if digits.isdecimal() else None
    except ValueError:
        return None
