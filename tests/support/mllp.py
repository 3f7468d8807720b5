"""A sender of HL7 v2 messages over MLLP, and odd bytes to send."""

from __future__ import annotations

import socket
from typing import TYPE_CHECKING

from support.documents.hl7v2 import framed, message, write_hl7

if TYPE_CHECKING:
    import random

HEADERS = (
    "MSH|^~\\&|EHR|HOSPITAL|NOTELINT|HOSPITAL|20260302181500||ORU^R01|7|P|2.3",
    "MSH|^~\\&|EHR|||||||ADT^A01|8|P|2.5",
    "MSH|^~\\&|||||||ORU^R01||P|2.5",
    "MSH|||||||||ORU|9",
    "MSH#^^^^#A#B#C#D#E##ORU^R01#10#P#2.5",
    "MSH",
    "PID|1",
    "",
)
SEGMENTS = ("PID|1", "OBX|1|TX|||x||||||F", "OBX|1|ED|||^^^Base64^!!||||||F", "\xff", "")


class Sender:
    """One connection. ``send`` gives the acknowledgement; it raises ``ConnectionError`` where the other side is gone."""

    def __init__(self, port: int, seconds: float = 60.0) -> None:
        self._socket = socket.create_connection(("127.0.0.1", port), timeout=seconds)
        self._read = b""

    def send(self, data: bytes) -> str:
        self.put(framed(data))
        return self.answer()

    def put(self, data: bytes) -> None:
        self._socket.sendall(data)

    def answer(self) -> str:
        while b"\x1c\r" not in self._read:
            more = self._socket.recv(65_536)
            if not more:
                raise ConnectionError
            self._read += more
        answer, _, self._read = self._read.partition(b"\x1c\r")
        return answer.removeprefix(b"\x0b").decode()

    def close(self) -> None:
        self._socket.close()

    __del__ = close


def code_of(acknowledgement: str) -> str:
    """The code of MSA-1."""
    return acknowledgement.split("\rMSA")[1][1:3]


def note_message(text: str, control_id: str) -> bytes:
    """A note as an MDM with this control id."""
    return write_hl7(text).replace(b"|1|P|", f"|{control_id}|P|".encode(), 1)


def odd_bytes(source: random.Random) -> bytes:
    """What a sender should not send: frames that are cut, nested, empty or of other content, and bytes outside frames."""
    kind = source.randrange(7)
    noise = source.randbytes(source.randrange(60))
    odd = message(*(source.choice(SEGMENTS) for _ in range(3)), header=source.choice(HEADERS))
    return (
        noise,
        framed(noise),
        framed(odd),
        framed(odd[: source.randrange(len(odd) + 1)]),
        b"\x0b" + odd,
        odd + b"\x1c\r",
        b"\x0b\x0b" + framed(b"") + noise,
    )[kind]
