"""What a reader's process is asked and what it answers, as bytes. Nothing that is received can run code: it is MessagePack.

A message is the length of its head, the length of its body, and both. The head says what the body is.
"""

from __future__ import annotations

import struct
from typing import TYPE_CHECKING, BinaryIO, Literal, NamedTuple

import msgspec

from notelint.discreet import discreet
from notelint.inputs.formats.model import Document, Limits

if TYPE_CHECKING:
    from collections.abc import Sequence

_LENGTHS = struct.Struct(">IQ")


class Request(msgspec.Struct, frozen=True):
    """What is asked: to read the body within ``limits``, in ``seconds`` of processor time."""

    limits: Limits
    media_type: str
    seconds: float


class Answer(msgspec.Struct, frozen=True):
    """What became of it: the body holds the documents, or ``problem`` says in one line why it could not be read.

    ``is_last`` says that the process ends.
    """

    kind: Literal["read", "refused", "failed"]
    problem: str = ""
    is_last: bool = False


@discreet()
class Message(NamedTuple):
    """A head and a body, in bytes."""

    head: bytes
    body: bytes


_to_request = msgspec.msgpack.Decoder(Request)
_to_answer = msgspec.msgpack.Decoder(Answer)
_to_documents = msgspec.msgpack.Decoder(list[Document])


def send(stream: BinaryIO, head: Request | Answer, body: bytes = b"") -> None:
    """Write a message. Raises ``OSError`` where nobody reads it."""
    packed = msgspec.msgpack.encode(head)
    stream.write(_LENGTHS.pack(len(packed), len(body)))
    stream.write(packed)
    stream.write(body)
    stream.flush()


def receive(stream: BinaryIO) -> Message | None:
    """The next message; ``None`` where there is none, or only a part of one."""
    lengths = stream.read(_LENGTHS.size)
    if len(lengths) < _LENGTHS.size:
        return None
    head_length, body_length = _LENGTHS.unpack(lengths)
    head = stream.read(head_length)
    body = stream.read(body_length)
    return Message(head, body) if len(head) == head_length and len(body) == body_length else None


def to_request(head: bytes) -> Request:
    """The head of a request."""
    return _to_request.decode(head)


def to_answer(head: bytes) -> Answer:
    """The head of an answer. Raises ``msgspec.MsgspecError``."""
    return _to_answer.decode(head)


def from_documents(documents: Sequence[Document]) -> bytes:
    """The body of an answer."""
    return msgspec.msgpack.encode(documents)


def to_documents(body: bytes) -> list[Document]:
    """The documents in the body of an answer. Raises ``msgspec.MsgspecError``."""
    return _to_documents.decode(body)
