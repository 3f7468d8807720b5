"""The sample encounters: each is reviewed as the file of its name under tests/snapshots/review says."""

from __future__ import annotations

import contextlib
from pathlib import Path

import pytest
from support.claims import reviewer
from support.snapshots import assert_matches

from notelint.outputs.formats import Options, Tool, review_renderer
from notelint.reviewing.encounters import review_paths

ROOT = Path(__file__).parents[1]
SAMPLES = sorted(path.parent for path in (ROOT / "sample_encounters").glob("*/claim.yaml"))
CLEAN = {
    "01-clean",
    "12-two-flaps",
    "13-cosurgeons-clean",
    "15-unusual-work",
    "17-staged",
    "21-second-donor",
    "22-donor-skin-graft",
}
FAULTS = {
    "02-wrong-site": {"donor-site-code-wrong"},
    "03-skin-conflict": {"skin-paddle-not-billed"},
    "04-cosurgeons-one-note": {"two-surgeons-one-note"},
    "05-cosurgeons-copied": {"cosurgeon-note-copied", "cosurgeon-roles-overlap", "two-surgeons-need-not-documented"},
    "06-cosurgeons-on-20972": {"two-surgeons-not-payable"},
    "07-microscope-added": {"microscope-billed-apart"},
    "08-both-sides-50-on-20957": {"both-sides-not-payable", "both-sides-undocumented"},
    "09-office-as-place": {"place-implausible", "place-contradicted"},
    "10-take-back-day-4": {"related-return-billed-unrelated", "unrelated-but-same-diagnosis"},
    "11-harvest-billed-apart": {"harvest-billed-apart"},
    "14-cosurgeons-disagree": {"cosurgeon-facts-disagree"},
    "16-visits-in-global": {"visit-inside-global"},
    "18-assistant": {"assistant-in-teaching-hospital"},
    "19-surgery-center-2025": {"place-not-yet-payable"},
    "20-conventional-graft": {"conventional-graft-billed-as-microvascular"},
    "23-commercial-same-specialty": {"two-surgeons-same-specialty"},
    "24-generic-donor": {"site-code-with-generic-donor"},
}


@pytest.fixture(scope="module")
def reviews():
    """Every sample's review, by its name, with the tables that ship."""
    found = {path.name: list(review_paths(reviewer(), [str(path.relative_to(ROOT))])) for path in SAMPLES}
    return {name: review for name, (review,) in found.items()}


@pytest.fixture(autouse=True, scope="module")
def in_root():
    with contextlib.chdir(ROOT):
        yield


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda path: path.name)
def test_the_review_is_the_expected_one(sample, reviews):
    printed = "".join(review_renderer("text")([reviews[sample.name]], Options(Tool("0"))))
    assert_matches(f"review/{sample.name}.txt", printed)


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda path: path.name)
def test_it_finds_what_a_careful_coder_finds_and_nothing_else(sample, reviews):
    found = {finding.rule for finding in reviews[sample.name].findings}
    assert found - {"distinct-modifier-without-pair"} == (set() if sample.name in CLEAN else FAULTS[sample.name])


def test_every_sample_has_an_expectation():
    assert {sample.name for sample in SAMPLES} == CLEAN | FAULTS.keys()
