"""The frames of MLLP out of a stream of bytes, as they come in. Source: HL7 v2.5.1 implementation support guide, appendix C."""

from __future__ import annotations

from dataclasses import dataclass

from notelint.discreet import discreet

START, END, LAST = b"\x0b", b"\x1c", b"\r"
MAX_BYTES = 20_000_000
"""Bytes of the longest message that is taken."""
OUTSIDE = "bytes outside a frame; begin each message with 0x0B and end it with 0x1C 0x0D"
CUT_OFF = "the frame was not ended before the next one began; end each message with 0x1C 0x0D"


@discreet("problem")
@dataclass(frozen=True, slots=True)
class Frame:
    """What stood in a frame, or why there is none: ``problem``, without a byte of it."""

    data: bytes = b""
    problem: str = ""


class Frames:
    """Takes bytes and gives the frames that they complete.

    No more than ``most`` bytes are kept. Of a longer message, and of bytes outside a frame, the problem is reported once, and the
    bytes are dropped up to the next frame.
    """

    def __init__(self, most: int = MAX_BYTES) -> None:
        self._most = most
        self._kept = bytearray()
        self._is_open = self._is_reported = False

    @property
    def is_open(self) -> bool:
        """Whether a frame has begun and not ended."""
        return self._is_open

    def feed(self, data: bytes) -> list[Frame]:
        """The frames that ``data`` completes, in their order."""
        found: list[Frame] = []
        rest = data
        while rest:
            rest = self._inside(rest, found) if self._is_open else self._outside(rest, found)
        return found

    def _outside(self, data: bytes, found: list[Frame]) -> bytes:
        before, start, after = data.partition(START)
        if before.strip(b"\r\n\x1c") and not self._is_reported:
            found.append(Frame(problem=OUTSIDE))
            self._is_reported = True
        if start:
            self._is_open, self._is_reported = True, False
            self._kept.clear()
        return after

    def _inside(self, data: bytes, found: list[Frame]) -> bytes:
        """Take bytes up to the end of the frame, or up to a byte that begins the next one."""
        at = min((place for place in (data.find(END), data.find(START)) if place >= 0), default=len(data))
        self._keep(data[:at], found)
        if at == len(data):
            return b""
        if data[at : at + 1] == END:
            self._is_open = False
            if not self._is_reported:
                found.append(Frame(bytes(self._kept)))
        elif not self._is_reported:
            found.append(Frame(problem=CUT_OFF))
        self._is_reported = False
        self._kept.clear()
        return data[at + 1 :]

    def _keep(self, data: bytes, found: list[Frame]) -> None:
        if self._is_reported:
            return
        if len(self._kept) + len(data) > self._most:
            found.append(Frame(problem=f"longer than {self._most:,} bytes; split the message, or raise --max-bytes"))
            self._is_reported = True
            self._kept.clear()
        else:
            self._kept += data


def framed(message: bytes) -> bytes:
    """A message in its frame."""
    return START + message + END + LAST
