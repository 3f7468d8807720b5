"""Which locality a user means."""

from __future__ import annotations

from decimal import Decimal

import pytest

from notelint.cms.errors import UnknownLocality
from notelint.cms.localities import find_locality
from notelint.cms.records import Locality
from notelint.cms.tables import open_tables

NAMES = {
    ("FL", "04"): "MIAMI",
    ("FL", "03"): "FORT LAUDERDALE",
    ("FL", "99"): "REST OF FLORIDA",
    ("GA", "01"): "ATLANTA",
    ("GA", "99"): "REST OF GEORGIA",
    ("ME", "99"): "REST OF MAINE",
    ("MD", "99"): "REST OF MARYLAND",
    ("MO", "99"): "REST OF MISSOURI",
    ("OR", "99"): "STATEWIDE ELSEWHERE",
    ("CA", "18"): "LOS ANGELES-LONG BEACH-ANAHEIM (LOS ANGELES CNTY)",
    ("CA", "26"): "LOS ANGELES-LONG BEACH-ANAHEIM (ORANGE CNTY)",
    ("CT", "00"): "CONNECTICUT",
}
LOCALITIES = [
    Locality("00000", state, number, name, Decimal(1), Decimal(1), Decimal(1)) for (state, number), name in NAMES.items()
]


@pytest.mark.parametrize(
    ("asked", "key"),
    [
        ("FL-04", "FL-04"),
        ("fl04", "FL-04"),
        ("FL 4", "FL-04"),
        ("miami", "FL-04"),
        (" fort   lauder ", "FL-03"),
        ("Orange", "CA-26"),
        ("ct-0", "CT-00"),
        ("Connecticut", "CT-00"),
    ],
)
def test_a_key_or_a_part_of_one_name_is_enough(asked, key):
    assert find_locality(asked, LOCALITIES).key == key


LOS_ANGELES = "LOS ANGELES-LONG BEACH-ANAHEIM"
MESSAGES = {
    "FL-05": "no locality is called 'FL-05'; of FL there are: FL-04 (MIAMI), FL-03 (FORT LAUDERDALE), FL-99 (REST OF FLORIDA)",
    "Mianmi": "no locality is called 'Mianmi'; did you mean FL-04 (MIAMI)?",
    "": "no locality is called ''; give a state and a number (FL-04) or a part of the locality's name",
    "los angeles": "more than one locality is called 'los angeles'; use one of: "
    f"CA-18 ({LOS_ANGELES} (LOS ANGELES CNTY)), CA-26 ({LOS_ANGELES} (ORANGE CNTY))",
    "rest": "more than one locality is called 'rest'; use one of: FL-99 (REST OF FLORIDA), GA-99 (REST OF GEORGIA), "
    "ME-99 (REST OF MAINE), MD-99 (REST OF MARYLAND), MO-99 (REST OF MISSOURI)",
    "re": "more than one locality is called 're'; use one of: FL-99 (REST OF FLORIDA), GA-99 (REST OF GEORGIA), "
    "ME-99 (REST OF MAINE), MD-99 (REST OF MARYLAND), MO-99 (REST OF MISSOURI) and 1 more",
}


@pytest.mark.parametrize(("asked", "message"), MESSAGES.items(), ids=MESSAGES)
def test_any_other_is_refused_with_suggestions(asked, message):
    with pytest.raises(UnknownLocality) as unknown:
        find_locality(asked, LOCALITIES)
    assert str(unknown.value) == message


def test_without_an_import_there_are_none():
    with pytest.raises(UnknownLocality, match=r"import its GPCI file: notelint data import fees GPCI2026\.csv"):
        open_tables(None).locality("FL-04")
