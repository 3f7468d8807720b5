"""Tables that are not those of the date of service are said before the findings."""

from __future__ import annotations

from datetime import date

import pytest
from support.claims import review

from notelint.cms.records import Edition
from notelint.packs.claims import Example
from notelint.review.table_dates import table_remarks


def edition(what, effective):
    return Edition(what, what, effective, 1, imported=True, source="file")


@pytest.mark.parametrize(
    ("effective", "kinds"),
    [
        (date(2026, 7, 1), []),
        (date(2026, 1, 1), []),  # two quarters older
        (date(2025, 10, 1), ["table-outdated"]),
        (date(2026, 10, 1), ["table-not-in-force"]),
        (date(2026, 9, 15), ["table-not-in-force"]),
    ],
)
def test_a_table_covers_two_quarters(effective, kinds):
    found = table_remarks([edition("edits", effective)], date(2026, 9, 14), by_locality=False)
    assert [remark.kind for remark in found] == kinds


def test_localities_count_for_their_year_and_only_where_one_is_named():
    old = [edition("localities", date(2025, 1, 1))]
    assert [remark.kind for remark in table_remarks(old, date(2026, 2, 1), by_locality=True)] == ["table-outdated"]
    assert not list(table_remarks(old, date(2026, 2, 1), by_locality=False))
    assert not list(table_remarks(old, date(2025, 12, 31), by_locality=True))


@pytest.mark.parametrize(
    ("day", "kinds"),
    [
        (date(2025, 12, 31), ["table-not-in-force"]),
        (date(2026, 1, 1), []),
        (date(2027, 3, 31), []),
        (date(2027, 4, 1), ["table-outdated"]),
    ],
)
def test_fees_are_those_of_a_year(day, kinds):
    july = [edition("fees", date(2026, 7, 1))]
    assert [remark.kind for remark in table_remarks(july, day, by_locality=False)] == kinds


def test_a_review_says_it_of_the_tables_that_ship():
    found = review(Example(lines=("20955",)))
    assert [remark.message for remark in found.remarks] == [
        (
            "tables more than two quarters older than the date of service: PTP edits (2024-07-01), unit limits (2024-07-01); "
            "see notelint data import"
        ),
    ]
