"""The CMS tables in use: those that the user imported, else those that ship with notelint."""

from __future__ import annotations

import json
from datetime import date
from decimal import Decimal
from functools import cached_property
from typing import TYPE_CHECKING, Any, get_args

from notelint.cms.errors import UnknownLocality
from notelint.cms.localities import find_locality
from notelint.cms.records import Edit, FeeRow, Locality, UnitLimit, What
from notelint.cms.shipped import Shipped
from notelint.cms.store import imported_tables
from notelint.packs.loader import builtin_packs

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping
    from importlib.resources.abc import Traversable
    from pathlib import Path

    from notelint.cms.records import Edition
    from notelint.cms.store import ImportedTable

_NO_LOCALITIES = (
    "no localities are known, because none ship with notelint; download CMS's Relative Value File "
    "and import its GPCI file: notelint data import fees GPCI2026.csv"
)


def open_tables(folder: Path | None, packs: Iterable[Traversable] | None = None) -> Tables:
    """The tables in use: those imported into ``folder`` (``store.data_folder()``), else those of ``packs``.

    Without a folder: only shipped tables; without ``packs``: the shipped packs. Raises ``PackError`` and ``TableError``; a
    damaged table raises its error when it is used.
    """
    return Tables(Shipped(builtin_packs() if packs is None else packs), imported_tables(folder) if folder else {})


class Tables:
    """Look-ups in the CMS tables: a code, a pair of codes or a locality. Codes are in upper case.

    Every method raises ``TableError`` if an imported table is damaged.
    """

    def __init__(self, shipped: Shipped, imported: Mapping[What, ImportedTable]) -> None:
        self._shipped = shipped
        self._imported = imported

    @property
    def codes(self) -> frozenset[str]:
        """The codes of the packs; every table must have their pairs and fees."""
        return self._shipped.codes

    def shipped(self, what: What) -> list[Edit | UnitLimit | FeeRow]:
        """The rows of a shipped table, in use or not."""
        rows: dict[What, list[Edit | UnitLimit | FeeRow]] = {
            "edits": [*self._shipped_edits.values()],
            "unit_limits": [*self._shipped_unit_limits.values()],
            "fees": [*self._shipped_fees.values()],
        }
        return rows.get(what, [])

    def edits(self, codes: Collection[str], on: date) -> tuple[Edit, ...]:
        """The edits among ``codes`` that are in force on that day, by column 1 and column 2.

        Shipped edits have the date of their edition and are applied to every day; ``edition`` says how old they are.
        """
        among = set(codes)
        if table := self._imported.get("edits"):
            listed = json.dumps(sorted(among))
            where = "column_1 IN (SELECT value FROM json_each(?)) AND column_2 IN (SELECT value FROM json_each(?))"
            found = [edit for edit in map(_edit, table.rows(where, (listed, listed))) if edit.in_force(on)]
        else:
            found = [edit for (first, second), edit in self._shipped_edits.items() if first in among and second in among]
        return tuple(sorted(found, key=lambda edit: (edit.column_1, edit.column_2)))

    def edit(self, column_1: str, column_2: str, on: date) -> Edit | None:
        """The edit with these two columns, in this order, that is in force on that day."""
        among = self.edits((column_1, column_2), on)
        return next((edit for edit in among if (edit.column_1, edit.column_2) == (column_1, column_2)), None)

    def unit_limit(self, code: str) -> UnitLimit | None:
        """The unit limit of a code for one day; ``None`` if the table has none."""
        if table := self._imported.get("unit_limits"):
            return next((UnitLimit(*row) for row in table.rows("code = ?", (code,))), None)
        return self._shipped_unit_limits.get(code)

    def fee(self, code: str) -> FeeRow | None:
        """The row of a code in the fee schedule; ``None`` if it has none."""
        if table := self._imported.get("fees"):
            return next((_fee_row(row) for row in table.rows("code = ?", (code,))), None)
        return self._shipped_fees.get(code)

    def knows(self, code: str) -> bool:
        """Whether a table in use has the code: as a fee, a unit limit, or a column of an edit."""
        if self.fee(code) or self.unit_limit(code):
            return True
        if table := self._imported.get("edits"):
            return any(table.rows(f"{column} = ? LIMIT 1", (code,)) for column in ("column_1", "column_2"))
        return any(code in pair for pair in self._shipped_edits)

    def locality(self, key: str) -> Locality:
        """The locality ``FL-04`` (``FL04``, ``fl 4``), or the only one whose name contains ``key``.

        Raises ``UnknownLocality`` with suggestions, or with how to import localities if there are none.
        """
        table = self._imported.get("localities")
        if table is None:
            raise UnknownLocality(_NO_LOCALITIES)
        return find_locality(key, [_locality(row) for row in table.rows("TRUE")])

    @property
    def editions(self) -> tuple[Edition, ...]:
        """The edition of each table in use, in the order of ``What``; localities only if they were imported."""
        return tuple(edition for what in get_args(What) if (edition := self.edition(what)))

    def edition(self, what: What) -> Edition | None:
        """The edition of one table; ``None`` if there is no such table."""
        if table := self._imported.get(what):
            return table.edition()
        return next((edition for edition in self._shipped_editions if edition.what == what), None)

    @cached_property
    def _shipped_editions(self) -> tuple[Edition, ...]:
        return tuple(self._shipped.editions())

    @cached_property
    def _shipped_edits(self) -> dict[tuple[str, str], Edit]:
        return self._shipped.edits()

    @cached_property
    def _shipped_unit_limits(self) -> dict[str, UnitLimit]:
        return self._shipped.unit_limits()

    @cached_property
    def _shipped_fees(self) -> dict[str, FeeRow]:
        return self._shipped.fees()


def _edit(row: tuple[Any, ...]) -> Edit:
    column_1, column_2, indicator, rationale, effective, deleted = row
    return Edit(column_1, column_2, indicator, rationale, _day(effective), None if deleted is None else _day(deleted))


def _day(number: int) -> date:
    return date.fromisoformat(str(number))


_EXACT = ("work_rvu", "pe_rvu_facility", "pe_rvu_nonfacility", "mp_rvu", "conversion_factor", "pre", "intra", "post")


def _fee_row(row: tuple[Any, ...]) -> FeeRow:
    cells = dict(zip(FeeRow.__slots__, row, strict=True))
    exact = {name: None if cells[name] is None else Decimal(cells[name]) for name in _EXACT}
    return FeeRow(**{**cells, **exact, "office_rare": bool(cells["office_rare"])})


def _locality(row: tuple[Any, ...]) -> Locality:
    mac, state, number, name, work, pe, mp = row
    return Locality(mac, state, number, name, Decimal(work), Decimal(pe), Decimal(mp))
