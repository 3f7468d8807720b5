"""A neighbouring family is a folder: with it, soft-tissue flaps are decided, and bone is decided as before."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner
from support.notes import SAMPLES, assert_places_are_exact, decided, text_of

from notelint.cli.app import notelint
from notelint.linter import Linter
from notelint.note import Note

PACK = Path(__file__).parents[1] / "data" / "packs" / "soft_tissue_flaps"
THIGH = """OPERATION: Free anterolateral thigh flap, left thigh to right cheek, with microvascular anastomosis.

DESCRIPTION: The left anterolateral thigh flap was raised on the descending branch of the lateral circumflex femoral artery \
and its two veins. The pedicle was divided. The artery was sewn end-to-end to the facial artery and the vein to the facial \
vein. The skin was pink with capillary refill at two seconds. The thigh was closed in layers.
"""
MUSCLE = THIGH.replace("anterolateral thigh flap", "gracilis muscle flap")
SILENT = THIGH.replace("The artery was sewn end-to-end to the facial artery and the vein to the facial vein.", "")


@pytest.fixture(scope="module")
def both():
    return Linter(packs=[PACK])


@pytest.mark.parametrize(("text", "code"), [(THIGH, "15757"), (MUSCLE, "15756")])
def test_decides_a_flap_of_its_own(both, text, code):
    report = both.lint(Note(text))
    assert decided(report) == ("supported", [code], [])
    assert_places_are_exact(report)
    assert {finding.rule for finding in report.findings} <= set(both.catalogues[1].rules)


def test_reports_what_is_missing(both):
    report = both.lint(Note(THIGH))
    assert "soft-ischemia-missing" in [finding.rule for finding in report.findings]


def test_leaves_it_open_where_no_vessels_are_joined(both):
    report = both.lint(Note(SILENT.replace(" with microvascular anastomosis", "")))
    assert decided(report) == ("unsupported", [], ["15757"])
    assert "soft-transfer-undocumented" in [finding.rule for finding in report.findings]


def test_the_shipped_pack_alone_does_not_code_it():
    assert decided(Linter().lint(Note(THIGH)))[0] == "not_applicable"


@pytest.mark.parametrize("path", SAMPLES, ids=lambda path: path.stem)
def test_the_samples_are_decided_as_before_but_for_the_thigh_flap(both, path):
    note = Note(text_of(path))
    alone = Linter().lint(note)
    expected = ("supported", ["15757"], []) if path.stem.startswith("19-alt-free-flap") else decided(alone)
    assert decided(both.lint(note)) == expected


def test_the_command_takes_the_pack(tmp_path):
    note = tmp_path / "note.txt"
    note.write_text(THIGH, "utf8")
    done = CliRunner().invoke(notelint, ["check", str(note), "--pack-dir", str(PACK), "--format", "json", "--fail-on", "never"])
    assert done.exit_code == 0, done.output
    (report,) = json.loads(done.stdout)["notes"]
    assert report["decision"]["codes"] == ["15757"]
