"""The arithmetic of the Physician Fee Schedule: amounts in USD, exact until they are rounded to the cent, halves up."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from notelint.cms.records import FeeRow, Locality

_CENT = Decimal("0.01")
_ONE = Decimal(1)


def payment(row: FeeRow, locality: Locality | None = None) -> Decimal:
    """What the surgeon is paid in a facility, exact: in ``locality``, or the national amount.

    Each component is multiplied by its locality's index, and their sum by the conversion factor (CMS, Physician Fee Schedule).
    """
    work, pe, mp = (locality.work, locality.pe, locality.mp) if locality else (_ONE, _ONE, _ONE)
    return (row.work_rvu * work + row.pe_rvu_facility * pe + row.mp_rvu * mp) * row.conversion_factor


def rate(row: FeeRow, locality: Locality | None = None) -> Decimal:
    """``payment`` to the cent, as the fee schedule prints it."""
    return cents(payment(row, locality))


def share(amount: Decimal, percentage: Decimal) -> Decimal:
    """``percentage`` % of ``amount``, to the cent. Give it ``payment``, not ``rate``, so that nothing is rounded twice."""
    return cents(amount * percentage / 100)


def cents(amount: Decimal) -> Decimal:
    """``amount`` to the cent, halves up."""
    return amount.quantize(_CENT, ROUND_HALF_UP)
