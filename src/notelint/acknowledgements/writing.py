"""Add a record to a file of acknowledgements. The file only grows: nothing in it is ever rewritten."""

from __future__ import annotations

import errno
import json
import os
import stat
from typing import TYPE_CHECKING

import msgspec

from notelint.acknowledgements.locking import locked
from notelint.acknowledgements.reading import OPENING, id_of, is_ours

if TYPE_CHECKING:
    from pathlib import Path

    from notelint.acknowledgements.model import Record

_FLAGS = os.O_RDWR | os.O_APPEND | os.O_CREAT | getattr(os, "O_BINARY", 0) | getattr(os, "O_NONBLOCK", 0)
_MODE = 0o666  # less the process's umask


class NotOursError(OSError):
    """The file holds something else."""

    def __init__(self) -> None:
        super().__init__(None, "it is no file of acknowledgements, and nothing is added to it; name another file")


def append(path: Path, record: Record) -> str:
    """Write the record as a line at the end of the file, which is made where it is not there; its id is returned.

    When this returns, the record is on the disk. Processes that write at once wait for each other. A process that is killed
    leaves nothing or, at worst, a line that is cut off; the next record begins on a new line. Raises ``OSError``.
    """
    line = encoded(record)
    is_new = not path.exists()
    handle = os.open(path, _FLAGS, _MODE)
    try:
        if not stat.S_ISREG(os.fstat(handle).st_mode):
            raise NotOursError
        with locked(handle):
            _write(handle, line)
            os.fsync(handle)
    finally:
        os.close(handle)
    if is_new and os.name == "posix":  # elsewhere a folder cannot be opened
        _folder_to_disk(path)
    return id_of(line)


def encoded(record: Record) -> bytes:
    """The record as a line of JSON in ASCII, without its line break."""
    return json.dumps(msgspec.to_builtins(record)).encode("ascii")


def _write(handle: int, line: bytes) -> None:
    os.lseek(handle, 0, os.SEEK_SET)
    if not is_ours(os.read(handle, len(OPENING))):
        raise NotOursError
    data = line + b"\n"
    if os.fstat(handle).st_size:
        os.lseek(handle, -1, os.SEEK_END)
        data = data if os.read(handle, 1) == b"\n" else b"\n" + data
    if os.write(handle, data) != len(data):
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))


def _folder_to_disk(path: Path) -> None:
    handle = os.open(path.resolve().parent, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
