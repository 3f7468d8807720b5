"""The data that ship: complete, well formed, and what the fee schedule and NCCI say."""

from __future__ import annotations

import shutil
from collections import Counter
from datetime import date

import pytest

from notelint.cms.errors import TableError
from notelint.cms.shipped import Shipped
from notelint.cms.tables import open_tables
from notelint.packs.loader import builtin_packs

FAMILY = ("20955", "20956", "20957", "20962", "20969", "20970", "20972", "20973")
TODAY = date(2026, 11, 21)
TABLES = open_tables(None)


class TestEdits:
    def test_every_pair_of_the_quarter_is_there_and_touches_the_family(self):
        edits = Shipped(builtin_packs()).edits()
        assert len(edits) == 1912
        assert all(set(pair) & set(FAMILY) for pair in edits)
        assert Counter(edit.indicator for edit in edits.values()) == {"0": 537, "1": 1375}

    @pytest.mark.parametrize("code", FAMILY)
    def test_the_microscope_is_never_paid_beside_a_code_of_the_family(self, code):
        edit = TABLES.edit(code, "69990", TODAY)
        assert (edit.indicator, edit.rationale) == ("0", "Misuse of Column Two code with Column One code")
        assert TABLES.edit("69990", code, TODAY) is None

    def test_bone_and_bone_with_skin_of_one_donor_exclude_each_other(self):
        assert TABLES.edit("20956", "20970", TODAY).indicator == "0"
        assert TABLES.edit("20957", "20972", TODAY).indicator == "1"

    def test_those_of_a_claim_are_listed_in_order(self):
        found = TABLES.edits(("69990", "20956", "20900", "15100", "11010"), TODAY)
        assert [(edit.column_1, edit.column_2) for edit in found] == [("11010", "20956"), ("20956", "20900"), ("20956", "69990")]

    def test_they_are_applied_to_a_day_before_their_edition(self):
        assert TABLES.edit("20956", "69990", date(2020, 1, 1)).effective == date(2024, 7, 1)


class TestUnitLimits:
    @pytest.mark.parametrize(
        ("code", "units", "adjudication"),
        [
            *((code, 1, "3") for code in ("20955", "20956", "20957", "20962", "20970")),
            *((code, 2, "3") for code in ("20969", "20972")),
            ("20973", 1, "2"),
            ("26551", 1, "2"),
            ("69990", 1, ""),
            *((code, 2, "") for code in ("15756", "15757", "15758", "20900", "20902")),
        ],
    )
    def test_are_those_of_the_table(self, code, units, adjudication):
        limit = TABLES.unit_limit(code)
        assert (limit.units, limit.adjudication) == (units, adjudication)

    def test_of_any_other_code_nothing_is_said(self):
        assert TABLES.unit_limit("99213") is None


class TestEditions:
    def test_each_table_says_from_when_it_is(self):
        editions = {edition.what: (edition.effective, edition.rows, edition.imported) for edition in TABLES.editions}
        assert editions == {
            "edits": (date(2024, 7, 1), 1912, False),
            "unit_limits": (date(2024, 7, 1), 15, False),
            "fees": (date(2026, 7, 1), 128, False),
        }
        assert TABLES.edition("localities") is None
        assert TABLES.edition("fees").source == "CMS Physician Fee Schedule, Relative Value File RVU26C (July 2026)"


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("code,units\n1,2\n", "mine/unit_limits.csv:1: other columns than expected; give these: code, units, adjudication"),
        (
            "code,units,adjudication\n1,many,\n",
            "mine/unit_limits.csv:2: units: the cell has a value that is none; write a whole number",
        ),
        (
            "code,units,adjudication\n1\n",
            "mine/unit_limits.csv:2: the row has more or fewer cells than the header; give one cell per column",
        ),
    ],
)
def test_a_pack_whose_table_is_wrong_is_refused(tmp_path, text, message):
    folder = tmp_path / "mine"
    shutil.copytree(str(builtin_packs()[0]), folder)
    (folder / "unit_limits.csv").write_text(text)
    with pytest.raises(TableError) as refused:
        open_tables(None, [folder]).unit_limit("20956")
    assert str(refused.value) == message
