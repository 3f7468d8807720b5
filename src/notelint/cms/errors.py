"""What goes wrong with a table, told in one line without a cell of it."""

from __future__ import annotations


class TableError(Exception):
    """A table or a file of one that cannot be used. ``str`` is one line: ``file:line: column: what is wrong; what to do``."""

    def __init__(self, file: str, problem: str, advice: str, *, line: int | None = None, column: str = "") -> None:
        self.file = file
        self.line = line
        self.column = column
        place = file if line is None else f"{file}:{line}"
        super().__init__(f"{place}: {column}: {problem}; {advice}" if column else f"{place}: {problem}; {advice}")


class UnknownLocality(LookupError):  # noqa: N818 - it is an answer to a user, not a fault
    """No one locality is meant by what the user gave. ``str`` says so in one line, with what may have been meant."""
