"""Refuse a table of localities that looks incomplete or made up, before it replaces the one in use."""

from __future__ import annotations

from typing import TYPE_CHECKING

from notelint.cms.errors import TableError

if TYPE_CHECKING:
    from notelint.cms.store import NewTable

_LOCALITIES = 109  # payment localities of CMS in 2026; their number changes by a few in a decade
_FEWEST = 105
_INDICES = {"pe": "PE GPCI", "mp": "MP GPCI"}
"""The indices that differ between the localities of a state; a floor makes many work indices equal."""
_MOST_ALIKE = 3
_REPEATED = "SELECT state FROM localities GROUP BY state HAVING COUNT(*) >= ? AND COUNT(DISTINCT {index}) = 1 ORDER BY state"
_TAKE_CMS = "take the GPCI file from CMS's archive of the year"


def refuse_implausible(table: NewTable, shown: str, *, allow_fewer: bool, allow_repeated: bool) -> None:
    """Raise ``TableError`` for localities that are too few, or where a state of several localities has one index for all.

    Copies of the file that circulate have such rows, filled in from the average of the state.
    """
    if table.what != "localities":
        return
    (rows,) = table.connection.execute("SELECT COUNT(*) FROM localities").fetchone()
    if rows < _FEWEST and not allow_fewer:
        raise TableError(shown, f"localities: {rows}, and CMS has {_LOCALITIES}", f"{_TAKE_CMS}, or --allow-fewer")
    for index, column in _INDICES.items() if not allow_repeated else ():
        states = [state for (state,) in table.connection.execute(_REPEATED.format(index=index), (_MOST_ALIKE,))]
        if states:
            problem = f"one value for all localities of {', '.join(states)}"
            raise TableError(shown, problem, f"{_TAKE_CMS}, or --allow-repeated", column=column)
