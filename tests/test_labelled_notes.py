"""The labelled notes of several writers: what notelint reads right stays right."""

from __future__ import annotations

import importlib.util
import sys
from pathlib import Path

import pytest

from notelint import Linter

ROOT = Path(__file__).parents[1]
_spec = importlib.util.spec_from_file_location("measure_accuracy", ROOT / "scripts" / "measure_accuracy.py")
measure_accuracy = importlib.util.module_from_spec(_spec)
sys.modules[_spec.name] = measure_accuracy  # dataclasses look their module up
_spec.loader.exec_module(measure_accuracy)

# set: notes, codes exactly right, F1 of met, exact status, each a point below what was measured
FLOORS = {
    "limb": (22, 21, 0.94, 0.93),
    "head_and_neck": (22, 21, 0.94, 0.93),
    "mixed": (24, 23, 0.96, 0.96),
    "services": (20, 17, 0.94, 0.92),
}


@pytest.mark.parametrize("name", FLOORS)
def test_labelled_notes(name: str):
    tally = measure_accuracy.Tally()
    measure_accuracy.score(ROOT / "tests" / "data" / "labelled_notes" / name, Linter(), tally)
    notes, codes, f1, exact = FLOORS[name]
    assert tally.notes == notes
    assert tally.wrong_codes == 0
    assert tally.codes_where_none_fits == 0
    assert tally.codes_right >= codes
    assert tally.f1() >= f1
    assert tally.exact / tally.graded >= exact
