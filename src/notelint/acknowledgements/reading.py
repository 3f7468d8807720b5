"""A file of acknowledgements to its entries. A line that is damaged is reported with its place, and the others count."""

from __future__ import annotations

import hashlib
import stat
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

import msgspec

from notelint.acknowledgements.model import ACKNOWLEDGEMENT, WITHDRAWAL, Acknowledged, Entry, Withdrawn
from notelint.discreet import discreet
from notelint.note import shown_path
from notelint.packs.errors import PackError
from notelint.packs.json_text import decode_json, member

if TYPE_CHECKING:
    from pathlib import Path

    from notelint.acknowledgements.model import Record

OPENING = b'{"record": "'
"""What every line begins with."""
_KINDS: dict[str, type[Acknowledged | Withdrawn]] = {ACKNOWLEDGEMENT: Acknowledged, WITHDRAWAL: Withdrawn}
_ID = 12


@discreet("problems", "unfinished")
@dataclass(slots=True)
class Contents:
    """What a file holds: its acknowledgements in their order, and what is wrong with it, a line each.

    ``unfinished`` are records whose writer was stopped before it could report success; they count for nothing.
    """

    entries: list[Entry] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)
    unfinished: list[str] = field(default_factory=list)


def read(path: Path) -> Contents:
    """What the file at ``path`` holds; nothing where there is no such file. Never raises for what it holds."""
    name, contents = shown_path(str(path)), Contents()
    try:
        data = _content(path)
    except (FileNotFoundError, NotADirectoryError):
        return contents
    except OSError as error:
        contents.problems.append(f"{name}: cannot be read: {error.strerror or type(error).__name__}; check the file")
        return contents
    withdrawals: list[Withdrawn] = []
    for number, line in enumerate(data.split(b"\n"), 1):
        if line.strip():
            _read_line(line, name, number, contents, withdrawals)
    _withdraw(contents, withdrawals)
    return contents


def is_ours(beginning: bytes) -> bool:
    """Whether a file that begins so can be a file of acknowledgements; it may be empty, or hold a record that was cut off."""
    return OPENING.startswith(beginning[: len(OPENING)])


def id_of(line: bytes) -> str:
    """The id of the record in a line: 12 hexadecimal digits of its hash, so that an altered record has another."""
    return hashlib.sha256(line.strip()).hexdigest()[:_ID]


def _content(path: Path) -> bytes:
    """The bytes of a file. Raises ``OSError``, also for a pipe that has the name of a file: reading it might never end."""
    if stat.S_ISFIFO(path.stat().st_mode):
        raise OSError(None, "it is no regular file")
    return path.read_bytes()


def _read_line(line: bytes, name: str, number: int, contents: Contents, withdrawals: list[Withdrawn]) -> None:
    if _is_cut_off(line):
        contents.unfinished.append(
            f"{name}:{number}: this record was not finished, because its writer was stopped; it does not count"
        )
        return
    try:
        record = _record(line, name, number)
    except PackError as error:
        contents.problems.append(str(error))
        return
    if isinstance(record, Withdrawn):
        withdrawals.append(record)
    else:
        contents.entries.append(Entry(id_of(line), name, number, record))


def _is_cut_off(line: bytes) -> bool:
    """Whether a line is the beginning of a record whose end is missing."""
    if not is_ours(line):
        return False
    try:
        msgspec.json.decode(line)
    except msgspec.DecodeError as error:
        return "truncated" in str(error)
    except RecursionError:
        return False
    return False


def _record(line: bytes, name: str, number: int) -> Record:
    try:
        text = line.decode("utf-8")
    except UnicodeDecodeError:
        raise PackError(name, "not UTF-8", "restore the line from a copy", line=number) from None
    if text.lstrip().startswith("{") and (kind := _KINDS.get(str(member(text, "record")))):
        return decode_json(text, kind, name, number)
    if is_ours(line):
        decode_json(text, dict, name, number)
    raise PackError(name, "this is no record of an acknowledgement", "restore the line from a copy", line=number)


def _withdraw(contents: Contents, withdrawals: list[Withdrawn]) -> None:
    by_id = {withdrawal.withdraws: withdrawal for withdrawal in withdrawals}
    contents.entries = [replace(entry, withdrawn=by_id.get(entry.id)) for entry in contents.entries]
