"""A note that the first look decides has the report that reading it would give, but for the trace, the reasons and the events."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from support.markup import parse
from support.notes import text_of
from support.screens import DEV, LABELLED, NEGATIVES, SCREEN
from support.sentences import FOLDER, entries

from notelint.linter import Linter
from notelint.note import Note

OTHER = "OPERATION: Cholecystectomy.\n\nThe gallbladder was removed. Estimated blood loss ___ mL.\n"


@pytest.fixture(scope="module")
def screening():
    return Linter(reader="rules")


@pytest.fixture(scope="module")
def reading():
    return Linter(screen=False, reader="rules")


def without_trace(report):
    return replace(report, decision=replace(report.decision, trace=(), reasons=()), events=())


def test_the_screen_says_that_it_decided(screening):
    report = screening.lint(Note(OTHER))
    (step,) = report.decision.trace
    assert (report.decision.status, step.question, step.answer, step.evidence) == (
        "not_applicable", "screen", "not_applicable", (),
    )  # fmt: skip
    assert report.facts["transfer"] == "none"


def test_blanks_and_encodings_are_found_without_reading(screening, reading):
    note = Note(OTHER, encoding="windows-1252")
    report = screening.lint(note)
    assert report.integrity == ("unfilled_placeholder",)
    assert [finding.rule for finding in report.findings] == ["encoding-not-utf8", "unfilled-placeholder"]
    assert without_trace(report) == without_trace(reading.lint(note))


def test_for_a_claim_every_note_is_read(screening):
    report, _ = screening.lint_for_claim(Note(OTHER))
    assert [step.question for step in report.decision.trace] == ["transfer"]


def test_without_a_screen_every_note_is_read(reading):
    assert [step.question for step in reading.lint(Note(OTHER)).decision.trace] == ["transfer"]


def test_the_screen_decides_no_labelled_note_of_the_family(screening, reading):
    """It decides a few look-alikes in which no bone was moved, and their reports are the reader's."""
    decided = [path for path in (*LABELLED, *DEV) if SCREEN.cue_to_read(text_of(path)) is None]
    assert decided
    labels = [json.loads(path.with_suffix(".gold.json").read_text("utf8")) for path in decided]
    assert {(gold["decision"]["status"], gold["facts"]["transfer"]) for gold in labels} == {("not_applicable", "none")}
    notes = [Note(text_of(path)) for path in decided]
    assert [note.text for note in notes if without_trace(screening.lint(note)) != without_trace(reading.lint(note))] == []


@pytest.mark.skipif(not NEGATIVES.is_file(), reason="needs ../shared/notes/mtsamples-dev.jsonl")
def test_notes_of_other_specialties(screening, reading):
    notes = [Note(json.loads(line)["text"]) for line in NEGATIVES.read_text("utf8").splitlines()]
    decided = [note for note in notes if SCREEN.cue_to_read(note.text) is None]
    read_again = decided[::3]  # each costs a reading
    different = [note for note in read_again if without_trace(screening.lint(note)) != without_trace(reading.lint(note))]
    assert not different, f"{len(different)} screened notes are read otherwise"
    assert len(decided) >= 0.93 * len(notes)


MARKED = sorted({parse(entry["text"])[0] for path in FOLDER.glob("*.yaml") for entry in entries(path.stem)})


@pytest.mark.parametrize("heading", ["", "PROCEDURE: ", "DESCRIPTION OF PROCEDURE: "])
def test_marked_sentences(screening, reading, heading):
    notes = [Note(heading + text) for text in MARKED]
    decided = [note for note in notes if SCREEN.cue_to_read(note.text) is None]
    assert decided
    assert [note.text for note in decided if without_trace(screening.lint(note)) != without_trace(reading.lint(note))] == []


words = st.sampled_from(
    ["PROCEDURE:", "DESCRIPTION:", "Diagnosis:", "The", "fibula", "hip", "rib", "sternum", "iliac", "great toe", "humerus",
     "graft", "flap", "bone", "free", "vascularised", "harvested", "was removed", "of the", "from the", "to the", "in the",
     "taken", "cm", "tip", "head", "and", ".", ",", ";", "\n", "\r\n", "    ", "  ", "artery", "osteo-", "cutaneous",
     "exposed", "no", "left", "[x]", "|", "allograft"]
)  # fmt: skip


@settings(derandomize=True, deadline=None, max_examples=400)
@given(st.lists(words, max_size=25).map(" ".join))
def test_scraps_of_surgery(screening, reading, text):
    assert without_trace(screening.lint(Note(text))) == without_trace(reading.lint(Note(text)))
