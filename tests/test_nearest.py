from __future__ import annotations

import pytest

from notelint.nearest import did_you_mean, nearest

CODES = ["20900", "20955", "20956", "20957", "20962", "20970", "20972"]


@pytest.mark.parametrize(
    ("name", "known", "near"),
    [
        ("microscop", ["microscope-missing", "microscope"], ["microscope"]),
        ("mircoscope", ["microscope", "ischemia-time"], ["microscope"]),
        ("mic", ["microscope"], []),
        ("zzzz", ["microscope"], []),
        ("", ["microscope"], []),
        ("20790", CODES, ["20970"]),
        ("2097", CODES, ["20957", "20970", "20972"]),
        ("209700", CODES, ["20900", "20970"]),
        ("20971", CODES, []),
        ("2O970", CODES, ["20970"]),
        ("20", CODES, []),
    ],
)
def test_what_was_meant(name, known, near):
    assert nearest(name, known) == near


@pytest.mark.parametrize(
    ("name", "advice"),
    [
        ("2095", "did you mean 20955, 20956 or 20957?"),
        ("209700", "did you mean 20900 or 20970?"),
        ("02900", "did you mean 20900?"),
        ("31", "see notelint codes"),
    ],
)
def test_the_advice(name, advice):
    assert did_you_mean(name, CODES, "see notelint codes") == advice
