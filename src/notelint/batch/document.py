"""What a document has beside its text, as bytes that go to the workers of a run."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import msgspec

from notelint.metadata import Metadata
from notelint.places import PlaceMap  # noqa: TC001 -- msgspec reads the annotations when the program runs

if TYPE_CHECKING:
    from notelint.note import Note


class _Document(msgspec.Struct, frozen=True):
    """The fields of a note that plain text does not have, and its encoding."""

    encoding: str
    places: PlaceMap
    warnings: tuple[str, ...]
    metadata: Metadata


_decoder = msgspec.msgpack.Decoder(_Document)


def packed(note: Note) -> bytes | None:
    """What ``note`` has beside its text; ``None`` for plain text."""
    if not note.places.starts and not note.warnings and note.metadata == Metadata():
        return None
    return msgspec.msgpack.encode(_Document(note.encoding, note.places, note.warnings, note.metadata))


def with_document(note: Note, data: bytes | None) -> Note:
    """``note`` with what was packed of it."""
    if data is None:
        return note
    found = _decoder.decode(data)
    return replace(note, encoding=found.encoding, places=found.places, warnings=found.warnings, metadata=found.metadata)
