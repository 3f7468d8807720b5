"""``notelint fees``: what a code is paid, here and there, and to whom."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from support.cms_files import ILIAC_CREST, OFFICE, gpci, pprrvu
from support.snapshots import assert_matches


@pytest.fixture(autouse=True)
def _own_folder(tmp_path, monkeypatch):
    monkeypatch.setenv("NOTELINT_DATA", str(tmp_path / "data"))
    monkeypatch.setenv("COLUMNS", "100")


@pytest.fixture
def localities(run, write):
    assert run("data", "import", "fees", write(gpci(), "GPCI2026.csv")).exit_code == 0


def told(done):
    assert (done.exit_code, done.stderr) == (0, "")
    return json.loads(done.stdout)


class TestNational:
    @pytest.mark.parametrize("code", ["20956", "20972", "20973"])
    def test_output_is_exact(self, run, code):
        done = run("fees", code)
        assert (done.exit_code, done.stderr) == (0, "")
        assert_matches(f"fees-{code}.txt", done.stdout)

    def test_amounts_are_those_of_the_schedule(self, run):
        fees = told(run("fees", "20956", "--format", "json"))
        assert (fees["national_rate_usd"], fees["rvu"]["total_facility"], fees["conversion_factor"]) == (2355.43, 70.52, 33.4009)
        assert {one["id"]: one["amount_usd"] for one in fees["shares"]} == {
            "co_surgeon": 1472.14,
            "assistant": 376.87,
            "non_physician_assistant": 320.34,
            "return_to_operating_room": 1625.25,
            "both_sides": None,
            "further_procedure": 1177.72,
            "operation_only": 1860.79,
            "care_after": 494.64,
            "care_before": 235.54,
        }
        assert [one["amount_usd"] for one in fees["facility"]] == [7413.38, 4682.29]
        assert (fees["locality"], fees["imported"], fees["rvu"]["practice_expense_office"]) == (None, False, None)

    def test_every_amount_has_its_source_and_every_refusal_its_reason(self, run):
        fees = told(run("fees", "20972", "--format", "json"))
        assert all(one["source"] for one in (*fees["shares"], *fees["facility"]))
        assert all(one["amount_usd"] or one["meaning"] for one in fees["shares"])
        assert "Each of two surgeons (modifier 62): not permitted: Medicare pays no second surgeon" in run("fees", "20972").stdout


class TestLocality:
    def test_output_is_exact(self, run, localities):
        assert_matches("fees-20956-miami.txt", run("fees", "20956", "--locality", "miami").stdout)

    def test_shares_are_of_the_rate_there(self, run, localities):
        fees = told(run("fees", "20956", "--locality", "FL-04", "--format", "json"))
        assert fees["locality"] == {
            "key": "FL-04",
            "mac": "09102",
            "name": "MIAMI",
            "gpci": {"work": 1.0, "practice_expense": 1.047, "malpractice": 2.552},
            "rate_usd": 2834.41,
        }
        assert fees["national_rate_usd"] == 2355.43
        assert fees["shares"][0]["amount_usd"] == 1771.51

    def test_without_localities_it_says_how_to_import_them(self, run):
        done = run("fees", "20956", "--locality", "FL-04")
        assert (done.exit_code, done.stdout) == (2, "")
        assert "none ship with notelint" in done.stderr
        assert "notelint data import fees GPCI2026.csv" in done.stderr

    def test_an_unknown_one_is_refused(self, run, localities):
        done = run("fees", "20956", "--locality", "Mianmi")
        assert (done.exit_code, done.stderr) == (2, "Error: no locality is called 'Mianmi'; did you mean FL-04 (MIAMI)?\n")


def test_an_imported_schedule_knows_other_codes(run, write):
    run("data", "import", "fees", write(pprrvu(), "PPRRVU2026_Jul_nonQPP.csv"))
    fees = told(run("fees", "17999", "--format", "json"))
    assert (fees["title"], fees["national_rate_usd"], fees["facility"], fees["imported"]) == (None, 66.8, [], True)
    assert (fees["rvu"]["practice_expense_office"], fees["source"]) == (2.5, "PPRRVU2026_Jul_nonQPP.csv")
    assert {one["id"]: one["amount_usd"] for one in fees["shares"]} == {
        "co_surgeon": None,
        "assistant": None,
        "non_physician_assistant": None,
        "return_to_operating_room": 53.44,
        "both_sides": 100.2,
        "further_procedure": 33.4,
        "operation_only": 60.12,
        "care_after": 6.68,
        "care_before": 6.68,
    }
    text = run("fees", "17999").stdout
    assert text.startswith("17999\n")
    assert "practice expense 2.50 RVU" in text


def test_a_code_without_relative_values_has_no_price(run, write):
    row = OFFICE.replace(",A,,1.00,2.50,,0.80,,0.20,3.70,2.00,", ",C,,0.00,0.00,,0.00,,0.00,0.00,0.00,")
    run("data", "import", "fees", write(pprrvu(ILIAC_CREST, row), "PPRRVU2026_Jul_nonQPP.csv"))
    fees = told(run("fees", "17999", "--format", "json"))
    assert (fees["national_rate_usd"], {one["amount_usd"] for one in fees["shares"]}) == (None, {None})
    text = run("fees", "17999").stdout
    assert "The schedule has no relative values for it (status C): no national rate." in text
    assert "modifier" not in text


def test_a_pack_of_the_users_may_have_no_fees(run):
    pack = Path(__file__).parents[1] / "data" / "packs" / "soft_tissue_flaps"
    assert run("fees", "20956", "--pack-dir", pack).stdout == run("fees", "20956").stdout
    assert run("fees", "15842", "--pack-dir", pack).exit_code == 2


@pytest.mark.parametrize(
    ("code", "days", "price"),
    [("35800", "090", 661.34), ("99213", "XXX", 57.45), ("15101", "ZZZ", 100.54), ("20999", "YYY", None)],
)
def test_codes_billed_with_the_family_have_fees_and_global_days(run, code, days, price):
    fees = told(run("fees", code, "--format", "json"))
    assert (fees["global_days"], fees["national_rate_usd"], fees["imported"]) == (days, price, False)


def test_a_companion_has_no_office_price_until_the_file_is_imported(run):
    assert "The table that ships has facility values only" in run("fees", "99213").stdout


@pytest.mark.parametrize("code", ["99281", "zzz"])
def test_a_code_without_a_row_is_refused(run, code):
    done = run("fees", code)
    assert (done.exit_code, done.stdout) == (2, "")
    assert f"the fee schedule in use has no row for {code!r}; the table that ships has the codes of the packs" in done.stderr
