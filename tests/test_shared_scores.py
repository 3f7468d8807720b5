"""How well the labelled notes that lie beside the project are read, scored by the project's own tools."""

from __future__ import annotations

import contextlib
import importlib.util
import io
import json
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner
from support.notes import assert_places_are_exact

from notelint.cli.app import notelint
from notelint.linter import Linter
from notelint.note import Note

SHARED = Path(__file__).parents[2] / "shared"
DEV = SHARED / "notes" / "dev"
SCORE = SHARED / "tools" / "score.py"
NEGATIVES = SHARED / "notes" / "mtsamples-dev.jsonl"
SHARES = ("status", "codes", "candidates", "elements_f1", "elements_exact", "integrity_f1")
COUNTS = ("notes", "wrong_code", "false_family")


@pytest.fixture(scope="module")
def linter():
    return Linter()


@pytest.fixture(scope="module")
def scores(tmp_path_factory):
    """What score.py says of one run of the command over all labelled notes."""
    folder = tmp_path_factory.mktemp("scores")
    notes = [str(path) for path in sorted(DEV.glob("*.txt"))]
    command = ["check", "--format", "json", "--fail-on", "never", "--output", str(folder / "report.json"), *notes]
    done = CliRunner().invoke(notelint, command)
    assert done.exit_code == 0, done.output
    return _scored(folder)


def _scored(folder: Path) -> dict:
    """The figures that score.py writes, and under ``printed`` the lines it prints."""
    spec = importlib.util.spec_from_file_location("shared_score", SCORE)
    score = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(score)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(
            sys, "argv", ["score.py", str(DEV), "--report", str(folder / "report.json"), "--json", str(folder / "scores.json")]
        )
        with contextlib.redirect_stdout(io.StringIO()) as printed:
            score.main()
    return {**json.loads((folder / "scores.json").read_text("utf8")), "printed": set(printed.getvalue().splitlines())}


labelled = pytest.mark.skipif(not (DEV.is_dir() and SCORE.is_file()), reason="needs the labelled notes in ../shared/notes/dev")
negatives = pytest.mark.skipif(not NEGATIVES.is_file(), reason="needs ../shared/notes/mtsamples-dev.jsonl")


@labelled
def test_codes(scores):
    assert scores["codes"] * scores["notes"] >= 58
    assert scores["wrong_code"] == []
    assert scores["false_family"] == []


@labelled
def test_evaluate_has_the_same_figures(scores):
    (told,) = json.loads(CliRunner().invoke(notelint, ["evaluate", str(DEV), "--format", "json"]).stdout)["sets"]
    assert {name: told["figures"][name] for name in SHARES} == {name: scores[name] for name in SHARES}
    assert {name: told[name] for name in COUNTS} == {name: scores[name] for name in COUNTS}
    assert {name: fact["share"] for name, fact in told["facts"].items()} == scores["facts"]
    assert {_as_score_prints(name, element) for name, element in told["elements"].items()} <= scores["printed"]


def _as_score_prints(name: str, element: dict) -> str:
    counts = f"tp {element['found']:3d} fp {element['extra']:3d} fn {element['missed']:3d}"
    return f"  {name:24s} F1 {element['f1']:.3f}  {counts}  exact {element['right']}/{element['of']}"


@labelled
@pytest.mark.parametrize("path", sorted(DEV.glob("*.txt")) or [DEV], ids=lambda path: path.stem)
def test_places_are_exact(linter, path):
    assert_places_are_exact(linter.lint(Note(path.read_bytes().decode("utf8"), str(path))))


@labelled
def test_elements(scores):
    assert scores["elements_f1"] >= 0.96


@negatives
def test_notes_outside_the_family_get_no_code_and_hardly_an_alarm(linter):
    notes = [json.loads(line) for line in NEGATIVES.read_text("utf8").splitlines()]
    reports = {note["id"]: linter.lint(Note(note["text"])) for note in notes}
    assert [name for name, report in reports.items() if report.decision.codes] == []
    assert len([name for name, report in reports.items() if report.decision.status == "unsupported"]) <= 1
