"""Paths to notes. What cannot be read gets a line that says why, and the others are read all the same."""

from __future__ import annotations

import os
import stat
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from notelint.inputs.decoding import NotTextError, decode
from notelint.inputs.folders import EVERY_NOTE, notes_in
from notelint.inputs.formats.recognise import HEAD, format_of
from notelint.note import Note, shown_path

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from notelint.inputs.folders import Wanted

MAX_CHARS = 1_000_000
MAX_BYTES = 50_000_000
"""Bytes of the longest document that is read; what its text may have is in characters."""
_BYTES_PER_CHAR = 4  # at most, in every encoding that is read
_LONGEST_MARK = 4
_EMPTY = "empty; give a file that holds the note's text"


@dataclass(frozen=True, slots=True)
class Unreadable:
    """Something given as a note that is none: its ``source`` as given, and in one line what is wrong and what to do."""

    source: str
    error: str


def read_notes(
    paths: Iterable[str],
    *,
    stdin: BinaryIO | None,
    stdin_name: str = "-",
    max_chars: int = MAX_CHARS,
    wanted: Wanted = EVERY_NOTE,
) -> Iterator[Note | Unreadable]:
    """The notes at ``paths`` (files, folders, ``-`` for ``stdin``) in their order, one at a time.

    The format of a file is recognised by its content; one that holds several notes gives each of them. Of a folder every file
    below it that is ``wanted`` is read. ``stdin_name`` is the source given for standard input; ``max_chars`` is the longest note
    that is read, in code points. Never raises for what a path holds.
    """
    for path in paths:
        if path == "-":
            yield from _from_stdin(stdin, stdin_name, max_chars)
        elif os.path.isdir(path):  # noqa: PTH112 -- Path.is_dir raises where permission is denied
            yield from _from_folder(Path(path), shown_path(path), max_chars, wanted)
        else:
            yield from _from_file(Path(path), shown_path(path), max_chars)


def notes_of(data: bytes, source: str, max_chars: int = MAX_CHARS, media_type: str = "") -> Iterator[Note | Unreadable]:
    """The notes in the bytes of a file. ``media_type`` is what is known of them, where something is."""
    if format_of(data, media_type) is None:
        yield _plain(data, source, max_chars)
    elif len(data) > MAX_BYTES:
        yield Unreadable(source, f"larger than {MAX_BYTES:,} bytes; split it, or save it without pictures")
    else:
        yield from _documents(data, source, max_chars, media_type)


def _from_stdin(stdin: BinaryIO | None, name: str, max_chars: int) -> Iterator[Note | Unreadable]:
    if stdin is None:
        yield Unreadable(name, "standard input is closed; pass the note through a pipe")
        return
    try:
        data = _content(stdin, max_chars)
    except OSError as error:
        yield Unreadable(name, _reason(error))
        return
    yield from _notes(data, name, max_chars)


def _from_folder(folder: Path, source: str, max_chars: int, wanted: Wanted) -> Iterator[Note | Unreadable]:
    empty = True
    for found in notes_in(folder, wanted):
        empty = False
        if isinstance(found, OSError):
            yield Unreadable(shown_path(str(found.filename)), _reason(found))
        else:
            yield from _from_file(found, shown_path(str(found)), max_chars)
    if empty:
        yield Unreadable(source, "no notes in this folder; put notes there (.txt, .docx, .pdf ...) or name the files")


def _from_file(path: Path, source: str, max_chars: int) -> Iterator[Note | Unreadable]:
    try:
        status = path.stat()
        if not stat.S_ISREG(status.st_mode):
            yield Unreadable(source, "not a regular file; pass its content on standard input (notelint check -)")
            return
        with path.open("rb") as file:
            data = _content(file, max_chars, status.st_size)
    except OSError as error:
        yield Unreadable(source, _reason(error))
        return
    yield from _notes(data, source, max_chars)


def _notes(data: bytes | None, source: str, max_chars: int) -> Iterator[Note | Unreadable]:
    if data is None:
        yield Unreadable(source, _too_long(max_chars))
    else:
        yield from notes_of(data, source, max_chars)


def _content(file: BinaryIO, max_chars: int, size: int = 0) -> bytes | None:
    """What ``file`` holds: of a document up to a byte more than is read; ``None`` for a text that is too long.

    ``size`` is that of the file in bytes, where it is known.
    """
    limit = _byte_limit(max_chars)
    data = file.read(HEAD if size > limit else limit + 1)
    if len(data) <= limit and size <= limit:
        return data
    if format_of(data) is None:
        return None
    return data + file.read(max(MAX_BYTES + 1 - len(data), 0))


def _plain(data: bytes, source: str, max_chars: int) -> Note | Unreadable:
    """The note in the bytes of a text."""
    if len(data) > _byte_limit(max_chars):
        return Unreadable(source, _too_long(max_chars))
    try:
        text, encoding = decode(data)
    except NotTextError as error:
        return Unreadable(source, str(error))
    if problem := _problem(text, max_chars):
        return Unreadable(source, problem)
    return Note(text, source, encoding)


def _documents(data: bytes, source: str, max_chars: int, media_type: str) -> Iterator[Note | Unreadable]:
    """The notes in the bytes of a document, each with the name that tells it from the others."""
    from notelint.inputs.formats.isolation import read_isolated
    from notelint.inputs.formats.model import Limits, RefusedError

    try:
        documents = read_isolated(data, Limits(bytes=MAX_BYTES, chars=max_chars), media_type)
    except RefusedError as error:
        yield Unreadable(source, str(error))
        return
    for number, document in enumerate(documents, 1):
        name = document.name or (f"note {number}" if len(documents) > 1 else "")
        full = f"{source} {name}" if name else source
        if problem := _problem(document.text, max_chars):
            yield Unreadable(full, f"no text in it: {'; '.join(document.warnings)}" if document.warnings else problem)
        else:
            yield Note(document.text, full, document.encoding, document.places, document.warnings, document.metadata, name)


def _problem(text: str, max_chars: int) -> str:
    """Why a text is no note; empty where it is one."""
    if len(text) > max_chars:
        return _too_long(max_chars)
    return "" if text.replace("\0", "").strip() else _EMPTY


def _byte_limit(max_chars: int) -> int:
    return _BYTES_PER_CHAR * max_chars + _LONGEST_MARK


def _too_long(max_chars: int) -> str:
    return f"longer than {max_chars:,} characters; split it, or raise --max-chars"


def _reason(error: OSError) -> str:
    """An operating system's error in one line."""
    if isinstance(error, FileNotFoundError):
        return "no such file or folder; check the path"
    if isinstance(error, PermissionError):
        return "permission denied; ask for the right to read it"
    return f"cannot be read: {error.strerror or type(error).__name__}"
