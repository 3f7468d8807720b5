"""Tables of an audit: each is printed on the page and written as CSV, from the same cells."""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from notelint.audit.shares import Share

MARK = "†"
"""Stands behind a percentage that rests on few notes."""
MINUS = "\N{MINUS SIGN}"
NONE = "\N{EN DASH}"
_RISKY = ("=", "+", "-", "@", "\t", "\r")  # a spreadsheet would run such a cell


class Percent(NamedTuple):
    """A share from 0 to 1, in points if it is a ``difference``; ``small`` if it rests on few notes."""

    value: float
    small: bool = False
    difference: bool = False


Cell = str | int | Decimal | Percent | None


class Column(NamedTuple):
    """A column: its name in CSV, and its heading on the page."""

    key: str
    heading: str


@dataclass(frozen=True, slots=True)
class Table:
    """A table. ``id`` is the name of its CSV file; the first cell of a row is its heading."""

    id: str
    caption: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]


SHARE_COLUMNS = (
    Column("count", "Notes with it"),
    Column("of", "Of notes"),
    Column("share", "Share"),
    Column("low", "95 % from"),
    Column("high", "to"),
)


def share_columns(prefix: str, heading: str) -> tuple[Column, ...]:
    """``SHARE_COLUMNS`` of one of several shares."""
    first, of, *rest = SHARE_COLUMNS
    return (
        Column(f"{prefix}_{first.key}", heading),
        *(Column(f"{prefix}_{column.key}", column.heading) for column in (of, *rest)),
    )


def share_cells(share: Share) -> tuple[Cell, ...]:
    """The cells of ``SHARE_COLUMNS``."""
    if share.value is None or share.interval is None:
        return (share.count, share.of, None, None, None)
    return (share.count, share.of, Percent(share.value, share.small), *map(Percent, share.interval))


def shown(cell: Cell) -> str:
    """A cell as the page shows it.

    >>> shown(Percent(0.4286, small=True)), shown(Percent(0.05, difference=True)), shown(Decimal("2267.92")), shown(1200)
    ('42.9 %†', '+5.0', '$2,268', '1,200')
    """
    match cell:
        case None:
            return NONE
        case Percent(value, small, difference):
            if difference:
                return f"{100 * value:+.1f}".replace("-", MINUS)
            return f"{100 * value:.1f} %{MARK if small else ''}"
        case Decimal():
            return f"${cell:,.0f}"
        case int():
            return f"{cell:,}"
    return str(cell)


def raw(cell: Cell) -> str:
    """A cell as CSV has it: shares from 0 to 1 with four places, amounts in USD with cents, empty for none.

    A text that a spreadsheet would run as a formula has an apostrophe before it.
    """
    match cell:
        case None:
            return ""
        case Percent(value):
            return f"{value:.4f}"
        case str():
            return f"'{cell}" if cell.startswith(_RISKY) else cell
    return str(cell)


def as_csv(table: Table) -> str:
    """The table as CSV, with a row of names."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow([column.key for column in table.columns])
    writer.writerows([raw(cell) for cell in row] for row in table.rows)
    return text.getvalue()
