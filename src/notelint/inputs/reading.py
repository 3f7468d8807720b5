"""Paths to notes. What cannot be read is told in one line, and the others are read all the same."""

from __future__ import annotations

import os
import stat
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from notelint.inputs.decoding import NotTextError, decode
from notelint.inputs.folders import notes_in
from notelint.note import Note

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

MAX_CHARS = 1_000_000
_BYTES_PER_CHAR = 4  # at most, in every encoding that is read
_LONGEST_MARK = 4


@dataclass(frozen=True, slots=True)
class Unreadable:
    """Something given as a note that is none: its ``source`` as given, and in one line what is wrong and what to do."""

    source: str
    error: str


def read_notes(
    paths: Iterable[str], *, stdin: BinaryIO | None, stdin_name: str = "-", max_chars: int = MAX_CHARS
) -> Iterator[Note | Unreadable]:
    """The notes at ``paths`` (files, folders, ``-`` for ``stdin``) in their order, one at a time.

    Of a folder every ``*.txt`` below it is read. ``stdin_name`` is the source told for standard input; ``max_chars`` is the
    longest note that is read, in code points. Never raises for what a path holds.
    """
    for path in paths:
        if path == "-":
            yield _from_stdin(stdin, stdin_name, max_chars)
        elif os.path.isdir(path):  # noqa: PTH112 -- Path.is_dir raises where permission is denied
            yield from _from_folder(Path(path), _shown(path), max_chars)
        else:
            yield _from_file(Path(path), _shown(path), max_chars)


def _from_stdin(stdin: BinaryIO | None, name: str, max_chars: int) -> Note | Unreadable:
    if stdin is None:
        return Unreadable(name, "standard input is closed; pass the note through a pipe")
    try:
        return _to_note(stdin.read(_byte_limit(max_chars) + 1), name, max_chars)
    except OSError as error:
        return Unreadable(name, _told(error))


def _from_folder(folder: Path, source: str, max_chars: int) -> Iterator[Note | Unreadable]:
    empty = True
    for found in notes_in(folder):
        empty = False
        if isinstance(found, OSError):
            yield Unreadable(_shown(str(found.filename)), _told(found))
        else:
            yield _from_file(found, _shown(str(found)), max_chars)
    if empty:
        yield Unreadable(source, "no notes in this folder; put *.txt files there or name the files")


def _from_file(path: Path, source: str, max_chars: int) -> Note | Unreadable:
    try:
        status = path.stat()
        if not stat.S_ISREG(status.st_mode):
            return Unreadable(source, "not a regular file; pass its content on standard input (notelint check -)")
        if status.st_size > _byte_limit(max_chars):
            return Unreadable(source, _too_long(max_chars))
        with path.open("rb") as file:
            data = file.read(_byte_limit(max_chars) + 1)
    except OSError as error:
        return Unreadable(source, _told(error))
    return _to_note(data, source, max_chars)


def _to_note(data: bytes, source: str, max_chars: int) -> Note | Unreadable:
    if len(data) > _byte_limit(max_chars):
        return Unreadable(source, _too_long(max_chars))
    try:
        text, encoding = decode(data)
    except NotTextError as error:
        return Unreadable(source, str(error))
    if len(text) > max_chars:
        return Unreadable(source, _too_long(max_chars))
    if not text.replace("\0", "").strip():
        return Unreadable(source, "empty; give a file that holds the note's text")
    return Note(text, source, encoding)


def _byte_limit(max_chars: int) -> int:
    return _BYTES_PER_CHAR * max_chars + _LONGEST_MARK


def _too_long(max_chars: int) -> str:
    return f"longer than {max_chars:,} characters; split it, or raise --max-chars"


def _told(error: OSError) -> str:
    """An operating system's error in one line."""
    if isinstance(error, FileNotFoundError):
        return "no such file or folder; check the path"
    if isinstance(error, PermissionError):
        return "permission denied; ask for the right to read it"
    return f"cannot be read: {error.strerror or type(error).__name__}"


def _shown(path: str) -> str:
    """The path as text that can be printed, also where its name is not UTF-8."""
    return os.fsencode(path).decode("utf-8", errors="replace")
