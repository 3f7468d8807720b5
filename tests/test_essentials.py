"""What the pack operative-report reads right stays right: the figures of its labelled sets, held to those that are recorded."""

from __future__ import annotations

import pytest
from support.scripts import script

checklist_accuracy = script("checklist_accuracy")
SETS = checklist_accuracy.read_checklist_sets()
RECORDED = checklist_accuracy.read_checklist_record()
RERUN = "run: python scripts/write_accuracy.py --checklist"
POINT = 0.01
HELD = ("kind", "elements_exact", "elements_f1", "not_falsely_missing", "evidence")
FLOORS = {"kind": 0.80, "elements_exact": 0.91, "elements_f1": 0.93, "not_falsely_missing": 0.98, "evidence": 0.90}
"""What no record may go below, a little under what the worst set scores."""
FLOORS_OF_OTHER_STYLES = {
    "kind": 0.85,
    "elements_exact": 0.75,
    "elements_f1": 0.85,
    "not_falsely_missing": 0.94,
    "evidence": 0.90,
}
"""The same for reports that look otherwise than those of the collection."""


@pytest.fixture(scope="module")
def linter():
    return checklist_accuracy.checklist_linter()


@pytest.fixture(scope="module", params=SETS, ids=lambda one: one.name)
def measured(request, linter):
    """The name of a set and what it scores now."""
    return request.param.name, checklist_accuracy.measure_checklist(request.param, linter)


def test_no_figure_falls_by_more_than_a_point(measured):
    name, now = measured
    assert now.notes == RECORDED[name].notes, RERUN
    fallen = {figure: now.figures[figure] for figure in HELD if now.figures[figure] < RECORDED[name].figures[figure] - POINT}
    assert fallen == {}


def test_no_figure_is_below_its_floor(measured):
    name, now = measured
    floors = FLOORS_OF_OTHER_STYLES if name == "styles" else FLOORS
    assert {figure: now.figures[figure] for figure, floor in floors.items() if now.figures[figure] < floor} == {}


def test_every_set_is_named_and_recorded():
    assert [one.name for one in SETS] == list(RECORDED), RERUN
    folders = {path.name for path in checklist_accuracy.SETS.parent.iterdir() if path.is_dir()}
    assert folders == {one.path.name for one in SETS}
