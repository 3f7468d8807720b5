"""What notelint reads right stays right: the figures of every labelled set, held to those of tests/data/accuracy.json."""

from __future__ import annotations

from pathlib import Path

import pytest
from support.scripts import script

from notelint import Linter

ROOT = Path(__file__).parents[1]
RERUN = "run: python scripts/write_accuracy.py"
POINT = 0.01


write_accuracy = script("write_accuracy")
SETS = write_accuracy.read_sets()
RECORDED = write_accuracy.read_record().sets


@pytest.fixture(scope="module")
def linter():
    return Linter(reader="rules")


@pytest.fixture(scope="module", params=SETS, ids=lambda one: one.name)
def measured(request, linter):
    """The name of a set and what it scores now; skipped where the notes lie outside the repository and are not here."""
    if request.param.folder.startswith("..") and not request.param.path.is_dir():
        pytest.skip(f"needs {request.param.folder}")
    return request.param.name, write_accuracy.measure(request.param, linter)


def test_all_notes_are_measured(measured):
    name, now = measured
    assert now.notes == RECORDED[name].notes, RERUN


def test_no_figure_falls_by_more_than_a_point(measured):
    """F1 of a single element is recorded for the page, but not held: one note moves it by several points."""
    name, now = measured
    held = {figure: value for figure, value in RECORDED[name].figures.items() if not figure.startswith("elements.")}
    fallen = {figure: now.figures[figure] for figure, value in held.items() if value and now.figures[figure] < value - POINT}
    assert fallen == {}


def test_no_more_notes_are_given_a_wrong_code(measured):
    name, now = measured
    assert now.wrong_code <= RECORDED[name].wrong_code
    assert now.false_family <= RECORDED[name].false_family


def test_every_set_is_named_and_recorded():
    assert [one.name for one in SETS] == list(RECORDED), RERUN
    folders = {path.relative_to(ROOT).as_posix() for path in write_accuracy.SETS.parent.iterdir() if path.is_dir()}
    assert folders <= {one.folder for one in SETS}


def test_the_page_has_the_recorded_figures():
    page = write_accuracy.page(write_accuracy.read_record(), SETS)
    assert (ROOT / "docs" / "accuracy.md").read_text("utf8") == page, f"{RERUN} --page"
