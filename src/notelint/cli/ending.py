"""How the program ends before its time: one line, no traceback, no half-written file."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING, NoReturn

if TYPE_CHECKING:
    from types import FrameType

INTERRUPTED = 130
FAILED = 2

unfinished: set[str] = set()
"""Paths of files and folders being written, which an interruption takes away."""

parting: str = ""
"""What the line of an interruption also says, such as how to go on."""

clearing: str = ""
"""What takes a half-drawn line off the terminal first."""

debug: bool = False
"""Whether an internal error also shows the file and line of notelint's code: ``--debug``."""

is_expected: bool = False
"""Whether Ctrl-C is how the command is meant to end: then nothing is said of it."""

is_own_process: bool = False
"""Whether the process is notelint's alone, so that it may use the system's timer and signals."""


def interrupted(_signal: int, _frame: FrameType | None) -> NoReturn:
    """The handler of Ctrl-C. It ends the process itself: an exception could be swallowed or reported by a library."""
    for path in sorted(unfinished, key=len, reverse=True):  # the files of a folder before the folder
        try:
            (os.rmdir if os.path.isdir(path) else os.unlink)(path)  # noqa: PTH112 -- pathlib may not be imported yet
        except OSError:
            continue
    try:
        message = "" if is_expected else f"notelint: interrupted{'; ' if parting else ''}{parting}\n"
        os.write(2, f"{clearing}{message}".encode())
    finally:
        os._exit(INTERRUPTED)


def fail(message: str) -> NoReturn:
    """End with one line on standard error."""
    if sys.stderr is not None:
        sys.stderr.write(f"notelint: {message}\n")
    sys.exit(FAILED)
