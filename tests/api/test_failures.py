"""What ``lint`` raises and what its records show: never a word of the note."""

from __future__ import annotations

import pickle
import traceback

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import notelint
from notelint import LintError, Note, TookTooLongError, lint
from notelint.failure import described

WORD = "quixotryl"
NOTE = f"PROCEDURE: Free fibula flap, {WORD}.\nThe left fibula was harvested. The {WORD} artery was joined end to end.\n"


def fail(*_):
    raise ValueError(WORD)


def shown(error):
    return "".join(traceback.format_exception(error)) + repr(error) + str(error)


@pytest.mark.parametrize(
    ("target", "stage"),
    [
        ("notelint.screen.screen.folded", "screen"),
        ("notelint.reading.reader.find_sections", "reading"),
        ("notelint.case.assemble.find_donors", "case"),
        ("notelint.family.decide", "decision"),
        ("notelint.family.judge", "rules"),
    ],
)
def test_a_failure_tells_its_stage_and_no_word(monkeypatch, target, stage):
    lint(NOTE)
    monkeypatch.setattr(target, fail)
    with pytest.raises(LintError) as caught:
        lint(NOTE)
    error = caught.value
    assert (error.kind, error.stage, error.__cause__, error.__context__) == ("ValueError", stage, None, None)
    assert WORD not in shown(error)
    assert str(error) == f"internal error (ValueError) in the stage {stage}"
    file, _, line = error.place.partition(":")
    assert file.endswith(".py")
    assert line.isdecimal()
    assert described(error, debug=True) == f"{error}, at {error.place}"


def test_a_failure_goes_to_another_process():
    for error in (LintError("ValueError", "case", "case/skin.py:1", "a.txt"), TookTooLongError(2.0, "case")):
        copy = pickle.loads(pickle.dumps(error))
        assert (type(copy), str(copy), copy.stage, copy.source) == (type(error), str(error), error.stage, error.source)


def test_what_takes_too_long_is_an_error_and_the_next_note_is_not():
    with pytest.raises(TookTooLongError, match="took longer than 1e-09 s; raise max_seconds, or split the note"):
        lint(NOTE, max_seconds=1e-9)
    assert lint(NOTE).decision is not None
    with pytest.raises(TookTooLongError):
        notelint.Linter(max_seconds=1e-9).lint(Note(NOTE))


@pytest.mark.parametrize("seconds", [0, -1, float("nan")])
def test_a_budget_is_above_0(seconds):
    with pytest.raises(ValueError, match="max_seconds must be above 0"):
        lint(NOTE, max_seconds=seconds)


@pytest.mark.parametrize("text", [None, NOTE.encode(), 7])
def test_what_is_no_text_is_refused_without_it(text):
    with pytest.raises(TypeError) as caught:
        lint(text)
    assert str(caught.value) == f"the text of a note is a str, not {type(text).__name__}"
    assert WORD not in shown(caught.value).replace("lint(text)", "")


class TestSurrogates:
    def test_are_read_as_replacement_characters_at_the_same_offsets(self):
        report = lint(NOTE.replace(" artery", "\ud800 artery"))
        same = lint(NOTE.replace(" artery", "\ufffd artery"))
        assert report.decision == same.decision
        assert report.findings == same.findings
        assert report.elements == same.elements
        assert len(report.note.text) == len(NOTE) + 1

    def test_elsewhere_a_note_stays_what_it_is(self):
        note = Note("PROCEDURE: Lipoma, 5 \u00b5m \U0001d11e.")
        assert notelint.Linter().lint(note).note is note


ODD = st.one_of(
    st.text(st.characters(codec=None), max_size=60),
    st.text(st.sampled_from("\0\ud800\udfff\u202e\u2066\u0301\u0489\u200b\ufeff\x1b\r\n\t fibula.:[]*0123456789"), max_size=200),
    st.sampled_from(["", " ", "\0", "\ud800", "\u0301" * 500, "\u202e" * 300, "x" * 100_000, "fibula " * 5_000, "9" * 3_000]),
)


@settings(max_examples=150, deadline=None)
@given(before=ODD, behind=ODD)
def test_any_text_gets_a_report(before, behind):
    for text in (before, f"{NOTE}{before}", f"{before}\nFree fibula flap was harvested{behind}"):
        report = lint(text, max_seconds=60)
        assert len(report.note.text) == len(text)
        assert report.error is None
        report.note.text.encode()
        for finding in report.findings:
            assert 0 <= finding.start <= finding.end <= len(text)
