"""The function that does the work: Arrow in, Arrow out."""

from __future__ import annotations

import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from support import needs
from support.essentials import LETTER, REPORT, SHORT
from support.notes import FOLDER

from notelint.batch.checker import Checker, check_batch, schema_of
from notelint.batch.schema import findings_table, notes_table
from notelint.batch.settings import Settings
from notelint.inputs.reading import MAX_CHARS
from notelint.pack_names import ALL_PACKS
from notelint.packs.errors import PackError
from notelint.packs.profiles import Profile

DEFAULT = Settings()
NOTE = "A fibula flap, error and warning."


def batch(*texts, **more):
    columns = {"id": [f"n{number}" for number, _ in enumerate(texts)], "text": list(texts), **more}
    return pa.RecordBatch.from_pydict(columns)


def checked(*texts, how=DEFAULT, **more):
    return Checker(how).check_batch(batch(*texts, **more)).to_pylist()


@pytest.mark.usefixtures("fake_linter")
class TestOneNote:
    def test_is_a_row_with_its_decision_facts_elements_and_counts(self):
        (row,) = checked(NOTE)
        assert (row["id"], row["status"], row["codes"], row["candidates"]) == ("n0", "supported", ["20955"], [])
        assert (row["donor_site"], row["transfer"], row["metatarsal_ray"]) == ("fibula", None, None)
        assert (row["element_donor_site_named"], row["element_microscope"]) == ("met", "missing")
        assert (row["errors"], row["warnings"], row["infos"], row["error"]) == (1, 1, 0, None)

    def test_has_findings_with_their_places(self):
        (row,) = checked(NOTE)
        first = row["findings"][0]
        assert (first["rule"], first["severity"], first["start"], first["end"]) == ("ischemia-time-missing", "error", 15, 20)
        assert (first["line"], first["column"], first["element"]) == (1, 16, None)

    def test_has_no_word_unless_asked_for(self):
        (row,) = checked(NOTE)
        assert "words" not in row["findings"][0]
        assert "flap" not in str(row)
        (row,) = checked(NOTE, how=Settings(excerpt=True))
        assert [finding["words"] for finding in row["findings"]] == ["error", "warning"]

    @pytest.mark.parametrize(
        ("text", "more", "error"),
        [
            (None, {}, "no text"),
            (" \n", {}, "empty"),
            ("\0", {}, "empty"),
            ("x" * 31, {}, "longer than 30 characters"),
            ("secret raise", {}, "internal error (ValueError)"),
            (None, {"problem": ["binary, not plain text"]}, "binary, not plain text"),
            ("A note", {"codes": ["a secret"]}, "the billed code is no procedure code; see --code-column"),
        ],
    )
    def test_that_fails_is_a_row_with_the_kind_of_its_error(self, text, more, error):
        (row,) = checked(text, how=Settings(max_chars=30), **more)
        assert row["error"] == error
        assert (row["status"], row["codes"], row["errors"], row["findings"]) == (None, [], None, [])

    def test_does_not_take_the_others_with_it(self):
        assert [row["error"] is None for row in checked("A note", "raise", "A note")] == [True, False, True]


@pytest.mark.usefixtures("fake_linter")
class TestBatches:
    def test_have_the_schema_told_beforehand(self):
        assert Checker().check_batch(batch(NOTE, None)).schema == schema_of(Settings())
        assert Checker().check_batch(batch().cast(batch(NOTE).schema)).num_rows == 0

    @settings(max_examples=50, deadline=None)
    @given(st.lists(st.one_of(st.none(), st.text(st.characters(codec="utf-8"), max_size=40))))
    def test_have_a_row_for_each_note_in_its_order(self, texts):
        ids = [f"n{number}" for number, _ in enumerate(texts)]
        notes = pa.RecordBatch.from_pydict({"id": ids, "text": pa.array(texts, pa.string())})
        assert Checker().check_batch(notes).column("id").to_pylist() == ids

    def test_become_two_tables(self):
        results = pa.Table.from_batches([Checker().check_batch(batch("error info", "A note", None, "warning"))])
        notes, findings = notes_table(results, 100), findings_table(results, 100)
        assert notes.column("position").to_pylist() == [100, 101, 102, 103]
        assert "findings" not in notes.column_names
        assert [(row["position"], row["id"], row["severity"]) for row in findings.to_pylist()] == [
            (100, "n0", "error"),
            (100, "n0", "info"),
            (103, "n3", "warning"),
        ]


@needs.linter
class TestTheRealLinter:
    def test_says_what_check_says(self):
        text = (FOLDER / "09-fibula-to-humerus-loupes-no-ischemia-time.txt").read_text("utf8")
        (row,) = check_batch(batch(text)).to_pylist()
        assert (row["status"], row["donor_site"], row["element_microscope"]) == ("supported", "fibula", "missing")
        assert "ischemia-time-missing" in {finding["rule"] for finding in row["findings"]}

    def test_holds_a_note_against_the_billed_code(self):
        text = (FOLDER / "09-fibula-to-humerus-loupes-no-ischemia-time.txt").read_text("utf8")
        right, wrong = check_batch(batch(text, text, codes=["20955", "20956, 69990"])).to_pylist()
        assert "donor-site-code-wrong" not in {finding["rule"] for finding in right["findings"]}
        assert {"donor-site-code-wrong", "microscope-billed-apart"} <= {finding["rule"] for finding in wrong["findings"]}


class TestTheChecklist:
    def test_alone_has_the_kind_and_its_elements_and_no_other(self):
        full, short, letter = checked(REPORT, SHORT, LETTER, how=Settings(names=("operative-report",)))
        assert (full["operative_report_kind"], full["operative_report_blood_loss"]) == ("operative_report", "met")
        assert (short["operative_report_blood_loss"], short["operative_report_complications"]) == ("missing", "missing")
        assert (letter["operative_report_kind"], letter["operative_report_blood_loss"]) == ("other", "n/a")
        assert not [name for name in full if name.startswith("element_")]
        elements = {finding["rule"]: finding["element"] for finding in short["findings"]}
        assert elements["essential-blood-loss-missing"] == "blood_loss"
        assert "essential-blood-loss-missing" not in {finding["rule"] for finding in full["findings"]}

    def test_beside_the_family_leaves_the_columns_of_the_family_as_they_are(self):
        text = (FOLDER / "09-fibula-to-humerus-loupes-no-ischemia-time.txt").read_text("utf8")
        (alone,), (both,) = checked(text), checked(text, how=Settings(names=ALL_PACKS))
        assert {name: both[name] for name in alone if name.startswith(("element_", "donor", "status", "codes"))} == {
            name: value for name, value in alone.items() if name.startswith(("element_", "donor", "status", "codes"))
        }
        assert (both["element_blood_loss"], both["operative_report_blood_loss"]) == ("missing", "missing")
        assert not [name for name in alone if name.startswith("operative_report")]

    def test_asks_what_its_profile_asks(self):
        (own,) = checked(SHORT, how=Settings(names=("operative-report",), profile=Profile("mine", {"blood_loss": "error"})))
        assert [(finding["rule"], finding["severity"]) for finding in own["findings"]] == [
            ("essential-blood-loss-missing", "error")
        ]
        with pytest.raises(PackError, match="there is no profile us-hopsital; did you mean us-hospital"):
            Checker(Settings(names=("operative-report",), profile="us-hopsital"))

    def test_has_the_schema_told_beforehand(self):
        how = Settings(names=ALL_PACKS)
        assert Checker(how).check_batch(batch(REPORT, None)).schema == schema_of(how)

    def test_alone_cannot_be_held_against_a_bill(self):
        (row,) = checked(REPORT, how=Settings(names=("operative-report",)), codes=["47562"])
        assert row["error"] == "codes are billed, and no pack at work decides codes; add the pack that does"


def test_the_longest_note_is_that_of_check():
    assert Settings().max_chars == MAX_CHARS
