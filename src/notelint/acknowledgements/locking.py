"""An open file for one process alone. The system takes the lock back when the process ends, however it ends."""

from __future__ import annotations

import sys
import time
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

PATIENCE = 10.0
"""Seconds to wait for another process."""
_PAUSE = 0.02
_FAR = 0x7FFF_FFFF
"""The byte that is locked on Windows: behind every content, because a locked byte cannot be read there."""


class InUseError(OSError):
    """Another process has held the lock for ``PATIENCE`` seconds."""

    def __init__(self) -> None:
        super().__init__(None, f"another process has written to it for {PATIENCE:.0f} seconds; try again")


@contextmanager
def locked(handle: int, patience: float = PATIENCE) -> Iterator[None]:
    """Hold an exclusive lock on the open file. Raises ``InUseError`` and, where files cannot be locked, ``OSError``."""
    end = time.monotonic() + patience
    while not _try(handle):
        if time.monotonic() > end:
            raise InUseError
        time.sleep(_PAUSE)
    try:
        yield
    finally:
        _release(handle)


if sys.platform == "win32":
    import msvcrt
    import os

    def _try(handle: int) -> bool:
        os.lseek(handle, _FAR, os.SEEK_SET)
        try:
            msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)
        except PermissionError:
            return False
        return True

    def _release(handle: int) -> None:
        os.lseek(handle, _FAR, os.SEEK_SET)
        msvcrt.locking(handle, msvcrt.LK_UNLCK, 1)

else:
    import fcntl

    def _try(handle: int) -> bool:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return True

    def _release(handle: int) -> None:
        fcntl.flock(handle, fcntl.LOCK_UN)
