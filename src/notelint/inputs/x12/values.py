"""Values of X12 elements: dates, amounts, whole numbers, procedures, diagnoses."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from notelint.inputs.x12.segments import Segment

_AMOUNT = re.compile(r"-?\d{0,12}(\.\d{0,6})?")
_DAY = re.compile(r"(\d{4})(\d\d)(\d\d)")
_QUALIFIED = re.compile(r"[A-Z]{2}([^A-Za-z0-9])")
_MODIFIERS = slice(2, 6)
_ICD10 = re.compile(r"([A-Z]\d[0-9A-Z])\.?([0-9A-Z]{0,4})")


def day(text: str) -> date | None:
    """The date in ``20260302``, or the first of a range ``20260302-20260303``; ``None`` for anything else."""
    found = _DAY.fullmatch(text.partition("-")[0])
    try:
        return date(*map(int, found.groups())) if found else None
    except ValueError:
        return None


def amount(text: str) -> Decimal | None:
    """The decimal number; ``None`` for anything else."""
    return Decimal(text) if any(map(str.isdigit, text)) and text.isascii() and _AMOUNT.fullmatch(text) else None


def whole(text: str) -> int:
    """The whole number in ``1`` or ``1.00``; 0 for anything else."""
    found = amount(text)
    return int(found) if found is not None and found == found.to_integral_value() else 0


def icd10(text: str) -> str | None:
    """The ICD-10-CM code with its dot, ``M87.051`` for ``M87051``; ``None`` for what has not its shape."""
    found = _ICD10.fullmatch(text.upper())
    return f"{found[1]}.{found[2]}".rstrip(".") if found else None


def procedure(segment: Segment, number: int) -> tuple[str, str, tuple[str, ...]]:
    """The qualifier, the code and the modifiers of the procedure in element ``number``; empty where it has none.

    Some files separate its components otherwise than their ISA declares; then the sign behind the qualifier separates them.
    """
    parts = segment.parts(number)
    otherwise = _QUALIFIED.match(parts[0]) if len(parts) == 1 else None
    if otherwise:
        parts = [part.strip() for part in parts[0].split(otherwise[1])]
    qualifier, code, *_ = [*parts, "", ""]
    return qualifier, code.upper(), tuple(modifier.upper() for modifier in parts[_MODIFIERS] if modifier)
