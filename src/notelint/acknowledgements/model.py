"""The records of a file of acknowledgements. None of them holds a word of a note."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Annotated

import msgspec

from notelint.discreet import discreet

FILE_NAME = ".notelint-acknowledgements.jsonl"
"""The file beside the notes."""
ACKNOWLEDGEMENT, WITHDRAWAL = "acknowledgement/1", "withdrawal/1"
"""What ``record`` says in a line: the kind of the record and the version of its format."""

_Hash = Annotated[str, msgspec.Meta(min_length=64, max_length=64)]
_Time = Annotated[datetime, msgspec.Meta(tz=True)]
_Text = Annotated[str, msgspec.Meta(min_length=1)]


@discreet("rule", "version", "finding", "code", "until")
class Acknowledged(msgspec.Struct, frozen=True, forbid_unknown_fields=True, tag_field="record", tag=ACKNOWLEDGEMENT):
    """One finding of one note was acknowledged.

    ``note`` is the path of the note from the folder of the file. ``version`` is that of the pack with the rule. ``note_sha256``
    is the hash of the note's text, ``words`` that of the words at the finding, keyed with the text (``hashes.py``), ``finding``
    the fingerprint. ``until`` is the last day on which it holds.
    """

    note: _Text
    rule: _Text
    version: str
    note_sha256: _Hash
    words: _Hash
    finding: _Text
    by: _Text
    time: _Time
    code: _Text
    reason: _Text
    until: date | None = None


@discreet("withdraws")
class Withdrawn(msgspec.Struct, frozen=True, forbid_unknown_fields=True, tag_field="record", tag=WITHDRAWAL):
    """The acknowledgement with the id ``withdraws`` was withdrawn."""

    withdraws: _Text
    by: _Text
    time: _Time
    reason: _Text


Record = Acknowledged | Withdrawn


@discreet("id", "line")
@dataclass(frozen=True, slots=True)
class Entry:
    """An acknowledgement of a file: its id, its line (from 1), and what withdrew it."""

    id: str
    file: str
    line: int
    record: Acknowledged
    withdrawn: Withdrawn | None = None
