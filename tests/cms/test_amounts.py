"""The arithmetic of the fee schedule, against figures worked out elsewhere."""

from __future__ import annotations

from decimal import Decimal

import pytest

from notelint.cms.amounts import cents, payment, rate, share
from notelint.cms.payment import payment_rules
from notelint.cms.records import Locality
from notelint.cms.tables import open_tables

TABLES = open_tables(None)
# National rate, each co-surgeon, assistant, non-physician assistant, same code at a return to the operating room: Medicare
# amounts of 2026, before sequestration, worked out from the Relative Value File RVU26C.
DERIVED = """
20955 2,267.92 1,417.45 362.87 308.44 1,564.87
20956 2,355.43 1,472.14 376.87 320.34 1,625.25
20957 2,456.30 1,535.19 393.01 334.06 1,694.85
20962 2,428.25 1,517.65 388.52 330.24 1,675.49
20969 2,322.36 1,451.48 371.58 315.84 1,602.43
20970 2,540.81 1,588.00 406.53 345.55 1,753.16
20972 2,531.79 None     405.09 344.32 1,746.93
20973 2,670.40 1,669.00 427.26 363.17 1,842.58
"""
ROWS = [line.split() for line in DERIVED.split("\n") if line]


SHARES = ("co_surgeon", "assistant", "non_physician_assistant", "return_to_operating_room")


@pytest.mark.parametrize(("code", "amounts"), [(row[0], row[1:]) for row in ROWS], ids=[row[0] for row in ROWS])
def test_derived_amounts(code, amounts):
    row = TABLES.fee(code)
    shares = {one.id: one.of(row) for one in payment_rules().shares}
    found = [rate(row), *(shares[name] for name in SHARES)]
    assert [f"{amount:,}" if amount else "None" for amount in found] == amounts


def test_both_sides_are_paid_only_where_the_indicator_is_1():
    (both_sides,) = [one for one in payment_rules().shares if one.id == "both_sides"]
    paid = {code: both_sides.of(TABLES.fee(code)) for code, *_ in ROWS}
    assert {code for code, amount in paid.items() if amount} == {"20973"}
    assert paid["20973"] == Decimal("4005.60")
    assert both_sides.meaning(TABLES.fee("20956")) == "paid as one side: nothing is paid for the second side"


def test_each_component_has_the_index_of_its_locality():
    somewhere = Locality("00000", "ZZ", "01", "SOMEWHERE", Decimal("1.000"), Decimal("0.900"), Decimal("2.000"))
    row = TABLES.fee("20956")
    assert payment(row, somewhere) == (Decimal("40.15") + Decimal("19.611") + Decimal("17.16")) * Decimal("33.4009")
    assert rate(row, somewhere) == Decimal("2569.23")


def test_a_share_is_rounded_once():
    amount = payment(TABLES.fee("20955"))
    assert share(amount, Decimal(69)) == Decimal("1564.87")
    assert share(cents(amount), Decimal(69)) == Decimal("1564.86")


def test_half_a_cent_is_rounded_up():
    assert [str(cents(Decimal(amount))) for amount in ("0.005", "0.015", "2.5")] == ["0.01", "0.02", "2.50"]
