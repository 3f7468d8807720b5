"""The arithmetic of the Physician Fee Schedule. Amounts are USD, exact, and rounded to the cent once, half up."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from notelint.cms.records import FeeRow, Locality

_CENT = Decimal("0.01")
_ONE = Decimal(1)


def payment(row: FeeRow, locality: Locality | None = None) -> Decimal:
    """The exact facility payment of the surgeon, in ``locality`` or national.

    Each component is multiplied by the index of the locality, and the sum by the conversion factor (CMS, Physician Fee Schedule).
    """
    work, pe, mp = (locality.work, locality.pe, locality.mp) if locality else (_ONE, _ONE, _ONE)
    return (row.work_rvu * work + row.pe_rvu_facility * pe + row.mp_rvu * mp) * row.conversion_factor


def rate(row: FeeRow, locality: Locality | None = None) -> Decimal:
    """``payment`` to the cent, as the fee schedule prints it."""
    return cents(payment(row, locality))


def share(amount: Decimal, percentage: Decimal) -> Decimal:
    """``percentage`` % of ``amount``, to the cent. Use ``payment``, not ``rate``, to round only once."""
    return cents(amount * percentage / 100)


def cents(amount: Decimal) -> Decimal:
    """``amount`` rounded to the cent, half up."""
    return amount.quantize(_CENT, ROUND_HALF_UP)
