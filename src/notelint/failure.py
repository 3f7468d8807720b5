"""Failures inside notelint, described without a word of the note: the stage, the exception's type, the place in our code."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from types import TracebackType

_PACKAGE = Path(__file__).parent
_OF_THE_WATCH = frozenset({"failure.py", "watch.py"})


class LintError(Exception):
    """A note could not be linted because notelint failed on it. No attribute holds a word of the note.

    ``kind`` is the type of the exception that was raised, ``stage`` what was being done (``screen``, ``reading``, ``case``,
    ``decision``, ``rules``; empty where it is not known), ``place`` the file and line of notelint's code (``case/skin.py:120``;
    empty where none is known), ``source`` the note's ``source``.
    """

    def __init__(self, kind: str, stage: str = "", place: str = "", source: str = "") -> None:
        super().__init__(kind, stage, place, source)
        self.kind = kind
        self.stage = stage
        self.place = place
        self.source = source

    def __str__(self) -> str:
        return f"internal error ({self.kind}){f' in the stage {self.stage}' if self.stage else ''}"


class TookTooLongError(LintError):
    """A note took longer than its time budget of ``seconds``."""

    def __init__(self, seconds: float, stage: str = "", place: str = "", source: str = "") -> None:
        super().__init__(type(self).__name__, stage, place, source)
        self.args = (seconds, stage, place, source)
        self.seconds = seconds

    def __str__(self) -> str:
        return f"took longer than {self.seconds:g} s; raise max_seconds, or split the note"


def as_failure(error: Exception, stage: str = "", source: str = "") -> LintError:
    """What is said of an exception that was raised in ``stage``; what a ``LintError`` knows already stays."""
    if isinstance(error, LintError):
        where = (error.stage or stage, error.place or place_of(error), error.source or source)
        return TookTooLongError(error.seconds, *where) if isinstance(error, TookTooLongError) else LintError(error.kind, *where)
    return LintError(type(error).__name__, stage, place_of(error), source)


def described(error: Exception, stage: str = "", *, debug: bool = False) -> str:
    """An exception in one line without a word of a note; ``debug`` adds its type and the place in notelint's code."""
    failure = as_failure(error, stage)
    message = str(failure)
    if isinstance(failure, TookTooLongError):
        message = f"took longer than {failure.seconds:g} s; raise --max-seconds, or split it"
        message += f" ({failure.kind} in the stage {failure.stage or 'unknown'})" if debug else ""
    return f"{message}, at {failure.place or 'no line of notelint'}" if debug else message


def place_of(error: BaseException) -> str:
    """File and line of the last frame inside notelint, the file relative to the package; empty where there is none."""
    place = ""
    step: TracebackType | None = error.__traceback__
    while step is not None:
        name = _name_in_package(step.tb_frame.f_code.co_filename)
        if name and name not in _OF_THE_WATCH:
            place = f"{name}:{step.tb_lineno}"
        step = step.tb_next
    return place


def _name_in_package(file: str) -> str:
    path = Path(file)
    return path.relative_to(_PACKAGE).as_posix() if path.is_relative_to(_PACKAGE) else ""
