"""A note is cut into headings with what stands under each, in all the disorder of dictation."""

from __future__ import annotations

import pytest
from support.checklist_pages import lines, parts

from notelint.checklist.parts import keys_of
from notelint.linter import Linter
from notelint.note import Note


def found(text):
    return {key: value for keys, value in parts(text) for key in keys[:1]}


class TestHeadings:
    def test_on_lines_of_their_own(self):
        assert found("PROCEDURE: Excision of a cyst.\nANESTHESIA: Local.\nBLOOD LOSS: 5 mL.\n") == {
            "procedure": "excision of a cyst",
            "anesthesia": "local",
            "blood loss": "5 ml",
        }

    def test_that_run_together_in_one_line(self):
        text = "PROCEDURE: Excision of a cyst. ANESTHESIA: Local. ESTIMATED BLOOD LOSS: 5 mL. DRAINS: None."
        assert found(text) == {
            "procedure": "excision of a cyst",
            "anesthesia": "local",
            "estimated blood loss": "5 ml",
            "drains": "none",
        }

    def test_with_commas_for_line_breaks(self):
        text = "PREOPERATIVE DIAGNOSIS:, Cyst of the wrist.,POSTOPERATIVE DIAGNOSIS:, Same.,ANESTHESIA:, Local.,"
        assert found(text) == {
            "preoperative diagnosis": "cyst of the wrist",
            "postoperative diagnosis": "same",
            "anesthesia": "local",
        }

    def test_without_a_colon_before_a_numbered_list(self):
        text = "OPERATION: Two cysts. POSTOPERATIVE DIAGNOSIS 1. Cyst of the wrist. 2. Cyst of the thumb."
        assert found(text)["postoperative diagnosis"].startswith("1. cyst of the wrist")

    def test_with_numbers(self):
        assert found("1. PROCEDURE: Excision of a cyst.\n2. DRAINS: None.\n")["drains"] == "none"

    def test_unknown_ones_with_a_colon_are_parts_too(self):
        assert found("PROCEDURE: Excision. TOURNIQUET TIME: 20 minutes.")["tourniquet time"] == "20 minutes"

    @pytest.mark.parametrize(
        "text", ["The A, B and C pulleys were seen.", "He was given NSAID, then discharged.", "IV: in place"]
    )
    def test_capitals_in_a_sentence_are_no_heading(self, text):
        assert len(parts(f"PROCEDURE: Excision of a cyst.\n\nDESCRIPTION: {text}")) <= 3

    def test_an_empty_one(self):
        assert found("PROCEDURE: Excision of a cyst.\nDRAINS:\nANESTHESIA: Local.\n")["drains"] == ""


@pytest.mark.parametrize(
    ("heading", "keys"),
    [
        ("DRAINS AND SPECIMENS:", ("drains and specimens", "drains", "specimens")),
        ("Pre-op/Post-op Diagnosis", ("pre op post op diagnosis", "pre op", "post op diagnosis")),
        ("3. FINDINGS:", ("findings",)),
        ("PROCEDURE #2", ("procedure",)),
        ("Implants (see log)", ("implants", "implants see log")),
        ("IV. TECHNIQUE", ("technique",)),
        (" : ", ()),
        ("", ()),
    ],
)
def test_the_words_of_a_heading(heading, keys):
    assert keys_of(heading) == keys


def test_a_sentence_ends_where_a_heading_begins():
    assert lines("PROCEDURE: Excision of a cyst, ANESTHESIA: Local, DRAINS: None") == ["excision of a cyst,", "local,", "none"]


@pytest.mark.parametrize("blank", ["*** mL", "***", "@EBL@", "{minimal:100}"])
def test_a_field_that_was_not_filled_in_is_no_value(blank):
    note = Note(f"OPERATIVE REPORT\n\nPROCEDURE: Removal of a cyst.\nESTIMATED BLOOD LOSS: {blank}\n")
    elements = Linter(names=("operative-report",)).lint(note).elements
    assert elements["blood_loss"].status == "missing"


def test_asterisks_for_what_was_taken_out_of_a_note_are_a_value():
    note = Note("OPERATIVE REPORT\n\nPROCEDURE: Removal of a cyst.\nESTIMATED BLOOD LOSS: ****** mL\n")
    assert Linter(names=("operative-report",)).lint(note).elements["blood_loss"].status == "met"
