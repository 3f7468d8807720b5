"""Find the first day on which a published file is in force, from the words above its rows or from its name."""

from __future__ import annotations

import re
from datetime import date
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from notelint.cms.records import What

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MONTH = rf"(?P<month>{'|'.join(_MONTHS)})[a-z]*"
_YEAR = r"(?P<year>20[0-9]{2})"
_DATES = (
    rf"{_MONTH}\.? (?P<day>[0-9]{{1,2}}),? {_YEAR}",  # effective July 1, 2026
    rf"(?<![0-9])(?P<number>[0-9]{{1,2}})[-/_](?P<day>[0-9]{{1,2}})[-/_]{_YEAR}",  # Eff_07-01-2026
    rf"(?<![0-9]){_YEAR}[-/_]?(?P<number>[0-9]{{2}})[-/_]?(?P<day>[0-9]{{2}})(?![0-9])",  # 2026-07-01
    rf"(?<![0-9]){_YEAR}[-_ ]?q(?P<quarter>[1-4])",  # 2026q3
)
_RELEASES = (
    rf"{_YEAR} national physician fee schedule .*? {_MONTH} release",
    rf"pprrvu{_YEAR}[-_ ]?{_MONTH}",
    rf"pprrvu(?P<short>[0-9]{{2}})[-_ ]?{_MONTH}",
)
_YEARS = (rf"cy ?{_YEAR}", rf"{_YEAR} (pw|pe|mp) gpci", rf"gpci{_YEAR}")
_PHRASES: dict[What, tuple[str, ...]] = {"unit_limits": _DATES, "fees": _RELEASES, "localities": _YEARS}


def first_day(what: What, texts: Iterable[str]) -> date | None:
    """The first day on which a table is in force, from the words above its rows or its file name; ``None`` if neither has one.

    Edits are not searched, because their rows have dates.
    """
    words = [" ".join(text.lower().split()) for text in texts]
    matches = (re.search(pattern, text) for pattern in _PHRASES.get(what, ()) for text in words)
    return next((found for match in matches if match and (found := _date(match.groupdict()))), None)


def _date(parts: dict[str, str | None]) -> date | None:
    year = int(parts.get("year") or f"20{parts.get('short')}")
    try:
        return date(year, _month(parts), int(parts.get("day") or 1))
    except ValueError:
        return None


def _month(parts: dict[str, str | None]) -> int:
    if name := parts.get("month"):
        return _MONTHS.index(name) + 1
    if quarter := parts.get("quarter"):
        return 3 * int(quarter) - 2
    return int(parts.get("number") or 1)
