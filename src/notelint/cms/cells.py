"""Parse one cell of a published table: a code, a date, a figure, an indicator. An error never quotes the cell."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal
from functools import lru_cache

CODE = re.compile(r"[A-Z0-9][0-9]{3}[A-Z0-9]|[A-Z]{4}[0-9]")
"""A procedure code: five characters, as ``20956``, ``0054T``, ``J1100`` or CMS's temporary ``GXXX1``."""

_FIGURE = re.compile(r"[0-9]{0,6}\.?[0-9]{1,6}|[0-9]{1,6}\.")
_UNITS = re.compile(r"[0-9]{1,6}")
_DAY = re.compile(r"(19|20)[0-9]{6}")


class CellError(Exception):
    """An invalid cell: its column, what is wrong, what to do."""

    def __init__(self, column: str, problem: str, advice: str) -> None:
        self.column = column
        self.problem = problem
        self.advice = advice
        super().__init__(column)


def code(cell: str, column: str) -> str:
    """A procedure code."""
    text = cell.upper()
    if not CODE.fullmatch(text):
        raise CellError(column, "not a procedure code of five characters", "correct the cell")
    return text


@lru_cache(maxsize=4096)
def day(cell: str, column: str) -> int:
    """A date written ``20240701``, as that whole number."""
    if not _is_day(cell):
        raise CellError(column, "not a date", "write the year, month and day in eight figures, as 20240701")
    return int(cell)


def _is_day(cell: str) -> bool:
    try:
        return bool(_DAY.fullmatch(cell) and date(int(cell[:4]), int(cell[4:6]), int(cell[6:])))
    except ValueError:
        return False


def figure(cell: str, column: str) -> str:
    """A decimal figure, not negative, in its shortest form."""
    text = cell.replace(",", "")
    if not _FIGURE.fullmatch(text):
        raise CellError(column, "not a figure", "correct the cell")
    return shortest(Decimal(text))


def shortest(value: Decimal) -> str:
    """A decimal without trailing zeros, so that equal figures have the same text."""
    return f"{value.normalize():f}"


def units(cell: str, column: str) -> int:
    """A whole number, not negative."""
    if not _UNITS.fullmatch(cell):
        raise CellError(column, "not a whole number", "correct the cell")
    return int(cell)


def choice(cell: str, column: str, choices: str) -> str:
    """One of the single characters in ``choices``."""
    if len(cell) != 1 or cell not in choices:
        raise CellError(column, f"none of {', '.join(choices)}", "correct the cell")
    return cell


def words(cell: str, column: str, longest: int = 300) -> str:
    """A few printable words."""
    text = " ".join(cell.split())
    if not text or len(text) > longest or not text.isprintable():
        raise CellError(column, "empty or too long", "correct the cell")
    return text
