"""The tables that ship with notelint in its packs."""

from __future__ import annotations

import csv
import io
from decimal import Decimal  # noqa: TC003 -- msgspec reads the annotations when the program runs
from typing import TYPE_CHECKING, Literal, TypeVar, get_args, get_type_hints

import msgspec

from notelint.cms.errors import TableError
from notelint.cms.records import Edit, Edition, FeeRow, Indicator, UnitLimit
from notelint.packs.files import is_there, shown, text_of
from notelint.packs.loader import load_catalogue
from notelint.packs.record import Record

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from datetime import date
    from importlib.resources.abc import Traversable

    from notelint.cms.records import What
    from notelint.packs.schema import Catalogue, Fee, FeeBasis, Published

TITLES: dict[What, str] = {
    "edits": "NCCI practitioner procedure-to-procedure edits",
    "unit_limits": "NCCI practitioner medically unlikely edits",
    "fees": "Physician Fee Schedule, relative values",
    "localities": "Physician Fee Schedule, localities",
}


Row = TypeVar("Row", bound=Record)


class _EditRow(Record):
    column_1: str
    column_2: str
    modifier_indicator: Indicator
    rationale: str


class _UnitRow(Record):
    code: str
    units: int
    adjudication: str


class _CompanionRow(Record):
    """A row of ``companions.csv``: a code billed beside those of the pack. ``office`` is NA where it is rarely done there."""

    code: str
    status: str
    work_rvu: Decimal
    pe_rvu_facility: Decimal
    mp_rvu: Decimal
    total_rvu_facility: Decimal
    office: Literal["", "NA"]
    global_days: str
    pre: Decimal
    intra: Decimal
    post: Decimal
    mult_proc: str
    bilat_surg: str
    asst_surg: str
    co_surg: str
    team_surg: str


class Shipped:
    """The edits, unit limits and fees of the packs in ``folders``, each with its edition.

    Raises ``PackError`` and ``TableError``.
    """

    def __init__(self, folders: Iterable[Traversable]) -> None:
        self._packs = [(folder, load_catalogue(folder)) for folder in folders]

    @property
    def codes(self) -> frozenset[str]:
        """The codes of the packs."""
        return frozenset(code for _, catalogue in self._packs for code in catalogue.codes)

    def edits(self) -> dict[tuple[str, str], Edit]:
        """The pairs, each in force from the first day of its edition."""
        return {
            (row.column_1, row.column_2): _edit(row, catalogue.info.ncci.edits.effective)
            for folder, catalogue in self._packs
            if catalogue.info.ncci
            for row in _rows(folder, "ncci_ptp.tsv", _EditRow, "\t")
        }

    def unit_limits(self) -> dict[str, UnitLimit]:
        """The daily limits of the codes of the packs and of codes billed with them."""
        limits: dict[str, UnitLimit] = {}
        for folder, catalogue in self._packs:
            if catalogue.info.ncci:
                neighbours = _rows(folder, "unit_limits.csv", _UnitRow, ",")
                limits |= {row.code: UnitLimit(row.code, row.units, row.adjudication, "") for row in neighbours}
                limits |= {fee.code: UnitLimit(fee.code, fee.mue, fee.mue_adjudication, "") for fee in catalogue.fees.values()}
        return limits

    def fees(self) -> dict[str, FeeRow]:
        """The fee schedule's rows of the codes billed with those of the packs, and of the packs' codes themselves."""
        priced = [(folder, one, one.info.fee_basis) for folder, one in self._packs]
        bases = [(folder, one, basis) for folder, one, basis in priced if basis and basis.every_code]
        companions = {row.code: _companion(row, basis) for folder, _, basis in bases for row in _companions(folder)}
        return companions | {fee.code: _fee_row(fee, basis) for _, one, basis in bases for fee in one.fees.values()}

    def editions(self) -> Iterator[Edition]:
        """The edition of each shipped table; if packs differ, the oldest."""
        counts = {"edits": len(self.edits()), "unit_limits": len(self.unit_limits()), "fees": len(self.fees())}
        for what, published in self._published().items():
            if published:
                effective, source = min(published)
                yield Edition(what, TITLES[what], effective, counts[what], imported=False, source=source)

    def _published(self) -> dict[What, Sequence[tuple[date, str]]]:
        catalogues = [catalogue for _, catalogue in self._packs]
        ncci = [(one, one.info.ncci) for one in catalogues if one.info.ncci]
        bases = [(one, one.info.fee_basis) for one in catalogues if one.info.fee_basis]
        fees = [(one, basis.every_code) for one, basis in bases if basis.every_code]
        return {
            "edits": [_cited(one, basis.edits) for one, basis in ncci],
            "unit_limits": [_cited(one, basis.unit_limits) for one, basis in ncci],
            "fees": [(basis.effective, one.info.sources[basis.source]) for one, basis in fees],
        }


def _cited(catalogue: Catalogue, published: Published) -> tuple[date, str]:
    return published.effective, catalogue.info.sources[published.source]


def _edit(row: _EditRow, effective: date) -> Edit:
    return Edit(row.column_1, row.column_2, row.modifier_indicator, row.rationale, effective, None)


def _fee_row(fee: Fee, basis: FeeBasis) -> FeeRow:
    same = basis.every_code
    assert same is not None
    return FeeRow(
        code=fee.code,
        status=same.status,
        work_rvu=fee.work_rvu,
        pe_rvu_facility=fee.pe_rvu_facility,
        pe_rvu_nonfacility=None,
        office_rare=same.office_rare,
        mp_rvu=fee.mp_rvu,
        conversion_factor=basis.conversion_factor,
        global_days=fee.global_days,
        pre=same.pre,
        intra=same.intra,
        post=same.post,
        mult_proc=fee.mult_proc,
        bilat_surg=fee.bilat_surg,
        asst_surg=fee.asst_surg,
        co_surg=fee.co_surg,
        team_surg=fee.team_surg,
    )


def _companion(row: _CompanionRow, basis: FeeBasis) -> FeeRow:
    return FeeRow(
        code=row.code,
        status=row.status,
        work_rvu=row.work_rvu,
        pe_rvu_facility=row.pe_rvu_facility,
        pe_rvu_nonfacility=None,
        office_rare=row.office == "NA",
        mp_rvu=row.mp_rvu,
        conversion_factor=basis.conversion_factor,
        global_days=row.global_days,
        pre=row.pre,
        intra=row.intra,
        post=row.post,
        mult_proc=row.mult_proc,
        bilat_surg=row.bilat_surg,
        asst_surg=row.asst_surg,
        co_surg=row.co_surg,
        team_surg=row.team_surg,
    )


def _companions(folder: Traversable) -> Iterator[_CompanionRow]:
    """The rows of a pack's ``companions.csv``, which it need not have. Raises ``PackError`` and ``TableError``."""
    name = "companions.csv"
    for line, row in enumerate(_rows(folder, name, _CompanionRow, ",") if is_there(folder, name) else (), 2):
        if row.work_rvu + row.pe_rvu_facility + row.mp_rvu != row.total_rvu_facility:
            problem, advice = "the components do not add up to it", "correct one of the four"
            raise TableError(shown(folder, name), problem, advice, line=line, column="total_rvu_facility")
        yield row


def check_tables(folder: Traversable) -> None:
    """Raise ``PackError`` or ``TableError`` where a table of the pack in ``folder`` is wrong."""
    for name, kind, delimiter in (("ncci_ptp.tsv", _EditRow, "\t"), ("unit_limits.csv", _UnitRow, ",")):
        for _ in _rows(folder, name, kind, delimiter):
            pass
    for _ in _companions(folder):
        pass


def _rows(folder: Traversable, name: str, kind: type[Row], delimiter: str) -> Iterator[Row]:
    """The rows of a pack's table. Raises ``PackError`` and ``TableError``."""
    file = shown(folder, name)
    reader = csv.DictReader(io.StringIO(text_of(folder, name)), delimiter=delimiter)
    columns = kind.__struct_fields__
    try:
        found = tuple(reader.fieldnames or ())
        if found != columns:
            raise TableError(file, "other columns than expected", f"give these: {', '.join(columns)}", line=1)
        for row in reader:
            if None in row or None in row.values():
                raise TableError(
                    file, "the row has more or fewer cells than the header", "give one cell per column", line=reader.line_num
                )
            yield _row(row, kind, file, reader.line_num)
    except csv.Error:
        raise TableError(
            file, "not as CSV is written, or a cell is too long", "correct the row", line=reader.line_num + 1
        ) from None


def _row(cells: dict[str, str], kind: type[Row], file: str, line: int) -> Row:
    try:
        return msgspec.convert(cells, kind, strict=False)
    except msgspec.ValidationError as error:
        column = str(error).rpartition("$.")[2].rstrip("`")
        wanted = get_type_hints(kind).get(column)
        figure = "write a whole number" if wanted is int else "write a figure"
        choices = get_args(wanted)
        advice = f"write one of: {', '.join(one or 'nothing' for one in choices)}" if choices else figure
        raise TableError(file, "the cell has a value that is none", advice, line=line, column=column) from None
