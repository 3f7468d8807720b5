"""Encounters by writers who had not seen the code: what is found, missed and falsely raised is what sets.yaml records."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest
import yaml
from support.claims import reviewer

from notelint.reviewing.encounters import review_paths

FOLDER = Path(__file__).parent / "data" / "encounters"
SETS = yaml.safe_load((FOLDER / "sets.yaml").read_text("utf8"))


def scored(folder):
    """How one encounter's review agrees with what is expected. An info that was expected counts as found."""
    expected = yaml.safe_load((folder / "expected.yaml").read_text("utf8"))
    must, may = set(expected["must"] or ()), set(expected["may"] or ())
    (review,) = review_paths(reviewer(), [str(folder)])
    assert review.error is None
    found = {finding.rule for finding in review.findings}
    alarms = {finding.rule for finding in review.findings if finding.severity != "info"} - must - may
    missed = must - found
    return Counter(
        encounters=1, exact=not missed and not alarms, found=len(must & found), missed=len(missed), false_alarms=len(alarms)
    )


@pytest.mark.parametrize("recorded", SETS, ids=lambda recorded: recorded["name"])
def test_a_set_scores_what_is_recorded(recorded):
    total = sum((scored(folder) for folder in sorted((FOLDER / recorded["name"]).iterdir())), Counter())
    assert {name: total[name] for name in recorded["now"]} == recorded["now"]


def test_every_set_is_recorded():
    assert {path.name for path in FOLDER.iterdir() if path.is_dir()} == {recorded["name"] for recorded in SETS}
