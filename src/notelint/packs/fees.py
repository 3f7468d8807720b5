"""Read ``fees.csv``, the rows of the fee schedule, and check its arithmetic."""

from __future__ import annotations

import csv
import io
from decimal import ROUND_HALF_UP, Decimal
from typing import TYPE_CHECKING

import msgspec

from notelint.packs.errors import PackError
from notelint.packs.schema import Fee, FeeBasis

if TYPE_CHECKING:
    from collections.abc import Iterator
    from collections.abc import Set as AbstractSet

_CENT = Decimal("0.01")


def read_fees(text: str, file: str, basis: FeeBasis, codes: AbstractSet[str]) -> dict[str, Fee]:
    """The fees by code. Raises ``PackError`` if a column, a code, a figure or a sum is wrong.

    Components add up to the total, and the total times the conversion factor, rounded to the cent, is the national rate.
    """
    reader = csv.DictReader(io.StringIO(text))
    _check_header(reader.fieldnames or (), file)
    fees: dict[str, Fee] = {}
    for row in _read(reader, file):
        line = reader.line_num
        fee = _fee(row, file, line)
        if fee.code not in codes:
            raise PackError(
                file, f"{fee.code} is not a code of codes.yaml", "add the code or remove the row", line=line, key="code"
            )
        if fee.code in fees:
            raise PackError(file, f"{fee.code} stands twice", "keep one row per code", line=line, key="code")
        _check_sums(fee, basis, file, line)
        fees[fee.code] = fee
    return fees


def _read(reader: csv.DictReader[str], file: str) -> Iterator[dict[str, str]]:
    try:
        yield from reader
    except csv.Error:
        line = reader.line_num + 1
        raise PackError(file, "not as CSV is written, or a cell is too long", "correct the row", line=line) from None


def _check_header(columns: object, file: str) -> None:
    found = tuple(columns) if isinstance(columns, (list, tuple)) else ()
    for name in Fee.__struct_fields__:
        if name not in found:
            raise PackError(file, "the column is missing", "add it", line=1, key=name)
    for name in found:
        if name not in Fee.__struct_fields__:
            raise PackError(file, "unknown column", "remove it", line=1, key=str(name))


def _fee(row: dict[str, str], file: str, line: int) -> Fee:
    if None in row or None in row.values():
        raise PackError(file, "the row has more or fewer cells than the header", "give one cell per column", line=line)
    try:
        return msgspec.convert(row, Fee, strict=False)
    except msgspec.ValidationError as error:
        problem, _, path = str(error).partition(" - at `$.")
        key = path.rstrip("`")
        raise PackError(file, f"{row.get(key, '')!r} is no figure ({problem})", "correct the cell", line=line, key=key) from None


def _check_sums(fee: Fee, basis: FeeBasis, file: str, line: int) -> None:
    total = fee.work_rvu + fee.pe_rvu_facility + fee.mp_rvu
    if total != fee.total_rvu_facility:
        raise PackError(
            file,
            f"the components add up to {total}, not {fee.total_rvu_facility}",
            "correct one of the four",
            line=line,
            key="total_rvu_facility",
        )
    rate = (fee.total_rvu_facility * basis.conversion_factor).quantize(_CENT, ROUND_HALF_UP)
    if rate != fee.national_rate_usd:
        raise PackError(
            file,
            f"{fee.total_rvu_facility} x {basis.conversion_factor} is {rate}, not {fee.national_rate_usd}",
            "correct the rate or the total",
            line=line,
            key="national_rate_usd",
        )
