"""Say which CMS tables in use are not those of the date of service: in force only later, or older than two quarters."""

from __future__ import annotations

from typing import TYPE_CHECKING

from notelint.review.model import Remark

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import date

    from notelint.cms.records import Edition, What

_MOST_QUARTERS = 2  # CMS publishes its tables four times a year; localities change with the year
_YEAR_OF_QUARTERS = 4
_OF_A_YEAR: frozenset[What] = frozenset({"fees", "localities"})
_SHORT: dict[What, str] = {"edits": "PTP edits", "unit_limits": "unit limits", "fees": "fee schedule", "localities": "localities"}


def table_remarks(editions: Iterable[Edition], day: date, *, by_locality: bool) -> Iterator[Remark]:
    """Remarks about tables that do not cover ``day``, the date of service, or are more than two quarters older.

    The table of localities counts only where payment is adjusted to one (``by_locality``).
    """
    used = [edition for edition in editions if by_locality or edition.what != "localities"]
    later = [edition for edition in used if _first_day(edition) > day]
    old = [edition for edition in used if _quarter(day) - _quarter(edition.effective) > _most(edition)]
    if later:
        yield Remark("table-not-in-force", f"tables in force only after the date of service: {_listing(later)}")
    if old:
        yield Remark("table-outdated", f"tables more than two quarters older than the date of service: {_listing(old)}")


def _first_day(edition: Edition) -> date:
    """The first day that a table covers. Fees and localities are those of a year, which the releases of its quarters correct."""
    return edition.effective.replace(month=1, day=1) if edition.what in _OF_A_YEAR else edition.effective


def _quarter(day: date) -> int:
    return _YEAR_OF_QUARTERS * day.year + (day.month - 1) // 3


def _most(edition: Edition) -> int:
    """The age in quarters at which a table still covers a day: the localities are those of a year."""
    return _YEAR_OF_QUARTERS - 1 if edition.what == "localities" else _MOST_QUARTERS


def _listing(editions: Iterable[Edition]) -> str:
    listed = ", ".join(f"{_SHORT[edition.what]} ({edition.effective.isoformat()})" for edition in editions)
    return f"{listed}; see notelint data import"
