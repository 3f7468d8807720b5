"""``notelint check --stage draft``: what is left open is no defect, and nothing else changes."""

from __future__ import annotations

import json

import pytest
from support.notes import FOLDER
from support.snapshots import assert_matches

from notelint.linter import Linter

TEMPLATE = next(FOLDER.glob("15-*.txt"))
COMPLETE = next(FOLDER.glob("01-*.txt"))


@pytest.fixture
def check(run, write, monkeypatch):
    monkeypatch.setenv("COLUMNS", "100")
    return lambda text, *options: run("check", write(text), *options)


def findings(done):
    return {one["rule"]: one for one in json.loads(done.stdout)["notes"][0]["findings"]}


@pytest.mark.parametrize("stage", ["draft", "final"])
def test_a_template_that_is_half_filled_in(check, stage):
    done = check(TEMPLATE.read_bytes(), "--stage", stage)
    assert done.exit_code == (1 if stage == "final" else 0)
    assert_matches(f"stage/{stage}.txt", done.stdout)


def test_final_is_the_default(check):
    assert check(TEMPLATE.read_bytes()).stdout == check(TEMPLATE.read_bytes(), "--stage", "final").stdout


def test_what_no_field_asks_for_stays_a_defect(check):
    text = TEMPLATE.read_text("utf8").replace("Ischemia time: *** minutes\n", "").replace("Estimated blood loss: *** mL\n", "")
    draft, final = (findings(check(text, "--stage", stage, "--format", "json")) for stage in ("draft", "final"))
    assert {name: draft[name] for name in ("ischemia-time-missing", "blood-loss-missing")} == {
        name: final[name] for name in ("ischemia-time-missing", "blood-loss-missing")
    }


def test_a_note_without_fields_is_judged_as_ever(check):
    assert check(COMPLETE.read_bytes(), "--stage", "draft").stdout == check(COMPLETE.read_bytes()).stdout


def test_a_pick_list_is_an_open_question(check):
    text = COMPLETE.read_text("utf8") + "\nThe drain was placed on the {left/right} side of the neck.\n"
    draft = findings(check(text, "--stage", "draft", "--format", "json"))
    assert draft["unfilled-placeholder"]["severity"] == "info"
    assert draft["unfilled-placeholder"]["message"].endswith(" (left open in this draft)")


def test_a_severity_of_the_user_goes_before_the_stage(run, write):
    write('[severity]\nunfilled-placeholder = "error"\n[check]\nstage = "draft"\n', ".notelint.toml")
    done = run("check", write(TEMPLATE.read_bytes()), "--format", "json")
    assert findings(done)["unfilled-placeholder"]["severity"] == "error"
    assert findings(done)["blood-loss-missing"]["severity"] == "info"


def test_another_stage_is_refused(check):
    assert check("x", "--stage", "signed").exit_code == 2
    with pytest.raises(ValueError, match="stage must be final or draft"):
        Linter(stage="signed")
