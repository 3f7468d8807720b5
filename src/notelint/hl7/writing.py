"""Segments of HL7 v2 messages: escaping, fields, times. Source: HL7 v2.5.1, chapter 2 (2.5 to 2.7)."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import datetime

    from notelint.inputs.formats.hl7v2_segments import Separators

END = "\r"


def one_line(text: str) -> str:
    """``text`` with a blank for each character that ends a line or shows nothing."""
    return "".join(char if char.isprintable() else " " for char in text)


def escaped(text: str, marks: Separators) -> str:
    """``text`` on one line, with an escape sequence for each separator in it."""
    sequences = {marks.escape: "E", marks.fields: "F", marks.components: "S", marks.repetitions: "R", marks.subcomponents: "T"}
    return "".join(f"{marks.escape}{sequences[char]}{marks.escape}" if char in sequences else char for char in one_line(text))


def coded(code: str, text: str, marks: Separators) -> str:
    """A coded element of a local system: code, text, ``L``."""
    return marks.components.join((escaped(code, marks), escaped(text, marks), "L"))


def segment(name: str, fields: dict[int, str], marks: Separators) -> str:
    """A segment with these fields by their numbers; what they hold is already escaped."""
    values = (fields.get(number, "") for number in range(1, max(fields) + 1))
    return marks.fields.join((name, *values))


def header(fields: dict[int, str], marks: Separators) -> str:
    """An MSH segment; ``fields`` from MSH-3 on by their numbers."""
    others = f"{marks.components}{marks.repetitions}{marks.escape}{marks.subcomponents}"
    values = (fields.get(number, "") for number in range(3, max(fields) + 1))
    return marks.fields.join((f"MSH{marks.fields}{others}", *values))


def stamp(time: datetime) -> str:
    """A moment as a time stamp to the second, with its time zone."""
    return time.strftime("%Y%m%d%H%M%S%z")


def message(*segments: str) -> bytes:
    """The segments as a message in UTF-8."""
    return "".join(f"{one}{END}" for one in segments).encode("utf-8", "replace")
