"""The sample notes: each is read as its label says, and its report is the one kept beside it."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from notelint import Linter, Note
from notelint.pack_names import ALL_PACKS

ROOT = Path(__file__).parents[1]
SAMPLES = sorted((ROOT / "sample_notes").glob("*.txt"))
CODES = {"20955", "20956", "20957", "20962", "20969", "20970", "20972", "20973"}


@pytest.fixture(scope="module")
def linter():
    return Linter(names=ALL_PACKS)


def _gold(path: Path) -> dict:
    return json.loads(path.with_suffix(".gold.json").read_text("utf8"))


@pytest.mark.parametrize("path", SAMPLES, ids=lambda path: path.stem)
def test_decision_and_facts_are_as_labelled(path: Path, linter: Linter):
    report = linter.lint(Note(path.read_text("utf8")))
    gold = _gold(path)
    assert report.decision is not None
    assert (report.decision.status, list(report.decision.codes)) == (gold["decision"]["status"], gold["decision"]["codes"])
    assert sorted(report.decision.candidates) == sorted(gold["decision"]["candidates"])
    assert dict(report.facts) == gold["facts"]


@pytest.mark.parametrize("path", SAMPLES, ids=lambda path: path.stem)
def test_report_is_the_expected_one(path: Path, linter: Linter):
    from notelint.outputs.json_report import note_data

    expected = path.parent / "expected" / f"{path.stem}.json"
    source = f"sample_notes/{path.name}"
    real = json.dumps(note_data(linter.lint(Note(path.read_text("utf8"), source))), indent=1, ensure_ascii=False) + "\n"
    if os.environ.get("UPDATE_SNAPSHOTS"):
        expected.parent.mkdir(exist_ok=True)
        expected.write_text(real, "utf8")
        return
    assert json.loads(expected.read_text("utf8")) == json.loads(real)


def test_the_samples_cover_all_codes_and_other_procedures():
    golds = [_gold(path) for path in SAMPLES]
    assert {code for gold in golds for code in gold["decision"]["codes"]} == CODES
    assert sum(gold["decision"]["status"] == "not_applicable" for gold in golds) >= 3
    assert len(SAMPLES) >= 12
