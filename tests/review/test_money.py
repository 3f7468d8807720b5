"""Expected payment and differences, against the derived amounts of the fee schedule. All USD."""

from __future__ import annotations

from decimal import Decimal

import pytest
from support.claims import review

from notelint.packs.claims import Example

TWO_NOTES = ("donor-surgeon", "recipient-surgeon@b")
EARLIER = {"earlier_procedures": [{"date": "2026-02-27", "code": "20955"}]}


def paid(lines, notes=("fibula",), **more):
    found = review(Example(lines=lines, notes=notes, **more))
    return [payment.amount for payment in found.payments], [payment.amount for payment in found.supported]


def usd(*amounts):
    return [None if amount is None else Decimal(amount) for amount in amounts]


BILLED = [
    (("20955",), ("fibula",), usd("2267.92")),
    (("20955-62", "20955-62@b"), TWO_NOTES, usd("1417.45", "1417.45")),
    (("20955", "20955-80@b"), ("fibula",), usd("2267.92", "362.87")),
    (("20955", "20955-AS@c"), ("fibula",), usd("2267.92", "308.44")),
    (("20955-22",), ("fibula",), usd("2267.92")),
    (("20955-53",), ("fibula",), usd(None)),
    (("20973-50",), ("great-toe",), usd("4005.60")),
    (("20957-50",), ("metatarsal",), usd("2456.30")),
    (("20969", "20956-XS"), ("two-flaps",), usd("1161.18", "2355.43")),
    (("20969x2",), ("fibula-skin",), usd("4644.72")),
    (("20955", "69990"), ("fibula",), usd("2267.92", "198.07")),
    (("20955", "15842"), ("fibula",), usd("2267.92", None)),
]


@pytest.mark.parametrize(("lines", "notes", "expected"), BILLED, ids=lambda value: str(value)[:40])
def test_what_a_line_is_expected_to_pay(lines, notes, expected):
    assert paid(lines, notes)[0] == expected


def test_a_return_pays_the_operations_share_alone():
    assert paid(("20955-78",), claim=EARLIER)[0] == usd("1564.87")


SUPPORTED = [
    (("20956",), ("fibula",), usd("2267.92")),  # another bone's code
    (("20955",), ("fibula-skin",), usd("2322.36")),  # skin was taken
    (("20956-62", "20956-62@b"), TWO_NOTES, usd("1417.45", "1417.45")),  # both lines change
    (("20955", "69990"), ("fibula",), usd("2267.92", "0")),  # the microscope is not paid
    (("20956", "20970"), ("iliac",), usd("2355.43", "0")),  # never together
    (("20955",), ("unjoined",), usd("160.66")),  # a conventional graft
    (("20955",), ("fibula",), usd("2267.92")),
]


@pytest.mark.parametrize(("lines", "notes", "expected"), SUPPORTED, ids=lambda value: str(value)[:40])
def test_what_it_pays_as_the_notes_stand(lines, notes, expected):
    assert paid(lines, notes)[1] == expected


def difference(lines, notes, rule):
    found = review(Example(lines=lines, notes=notes))
    return next((finding.difference, finding.basis) for finding in found.findings if finding.rule == rule)


def test_a_difference_has_its_basis():
    amount, basis = difference(("20956",), ("fibula",), "donor-site-code-wrong")
    assert amount == Decimal("-87.51")
    assert basis == "20955 in place of 20956; before sequestration; an estimate, not a quote"


def test_where_no_fee_is_known_the_difference_says_so():
    amount, basis = difference(("20955", "12001"), ("fibula",), "closure-billed-apart")
    assert amount is None
    assert basis == "no fee is known for 12001; import CMS's file (notelint data import fees FILE)"


def test_taking_a_line_off_raises_what_was_halved_for_it():
    amount, _ = difference(("20956", "20970"), ("iliac",), "pair-never-paid-together")
    assert amount == Decimal("2355.43") - (Decimal("2540.81") + Decimal("1177.72"))


def test_a_rule_that_changes_no_payment_has_no_amount():
    assert difference(("20955-LT",), ("fibula",), "side-modifier-unsettled") == (None, "")
