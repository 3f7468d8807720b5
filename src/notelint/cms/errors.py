"""Errors about tables, in one line and without any cell."""

from __future__ import annotations


class TableError(Exception):
    """A table, or its file, cannot be used. ``str`` is one line: ``file:line: column: what is wrong; what to do``."""

    def __init__(self, file: str, problem: str, advice: str, *, line: int | None = None, column: str = "") -> None:
        self.file = file
        self.line = line
        self.column = column
        place = file if line is None else f"{file}:{line}"
        super().__init__(f"{place}: {column}: {problem}; {advice}" if column else f"{place}: {problem}; {advice}")


class UnknownLocality(LookupError):  # noqa: N818 - it is an answer to a user, not a fault
    """The text of the user matches no locality, or several. ``str`` says so in one line, with suggestions."""
