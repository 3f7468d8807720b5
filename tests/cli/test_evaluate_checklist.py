"""``notelint evaluate --pack operative-report``: three notes labelled by hand, read by the pack itself."""

from __future__ import annotations

import json

import pytest
from support.essentials import LETTER, REPORT, SHORT
from support.snapshots import assert_matches

from notelint import __version__
from notelint.packs.loader import load_catalogue, shipped_packs

CHECKLIST = load_catalogue(shipped_packs(("operative-report",))[0])
COMMAND = ("evaluate", "--pack", "operative-report", "set")


def labels(kind, spans=None, status="n/a", **elements):
    told = dict.fromkeys(CHECKLIST.elements, status) | elements
    return json.dumps({"kind": kind, "elements": told, "spans": spans or {}}, indent=1)


@pytest.fixture
def labelled(write):
    """A report whose blood loss is said to stand elsewhere, one that is said to have none, a letter, a note without labels."""
    write(REPORT, "set/A1.txt")
    write(labels("operative_report", {"blood_loss": ["Gallbladder"]}, status="met"), "set/A1.essentials.json")
    write(SHORT, "set/A2.txt")
    write(labels("procedure_note", status="missing", blood_loss="partial"), "set/A2.essentials.json")
    write(LETTER, "set/A3.txt")
    write(labels("other"), "set/A3.essentials.json")
    write(REPORT, "set/A4.txt")


@pytest.mark.usefixtures("labelled")
@pytest.mark.parametrize("form", ["text", "markdown", "json"])
def test_output_is_exact(run, form):
    done = run(*COMMAND, "--format", form, "--show")
    assert (done.exit_code, done.stderr) == (0, "")
    told = done.stdout.replace(f'"{__version__}"', '"VERSION"').replace(f'"{CHECKLIST.info.version}"', '"PACK"')
    assert_matches(f"evaluate/checklist-{form}.txt", told)
    assert not [word for word in ("Feddersen", "Haugland", "Gallbladder") if word in done.output]


@pytest.mark.usefixtures("labelled")
def test_a_figure_has_a_floor(run):
    done = run(*COMMAND, "--fail-under", "kind=0.6", "--fail-under", "not_falsely_missing=1")
    assert (done.exit_code, done.stderr.split(", ")[1]) == (1, "below 1\n")
    done = run(*COMMAND, "--fail-under", "codes=1")
    assert (done.exit_code, "no figure is called 'codes'" in done.stderr) == (2, True)


@pytest.mark.usefixtures("labelled")
def test_a_file_that_cannot_be_used_is_told_and_the_others_are_scored(run, write):
    write(labels("letter"), "set/A3.essentials.json")
    write(b"\0\1\2" * 40, "set/A2.txt")
    done = run(*COMMAND)
    assert done.exit_code == 2
    assert done.stderr.splitlines() == [
        "set/A2.txt: binary, not plain text; save the note as plain text (UTF-8)",
        "set/A3.essentials.json:2: kind: not one of the choices; use one of: operative_report, procedure_note, other",
    ]
    assert done.stdout.startswith("set: 1 note\nnot scored: 1 without labels (A4), 2 that could not be used (A2 A3)\n")


def test_a_folder_with_other_labels_has_none_for_it(run, write):
    write(REPORT, "set/A1.txt")
    write("{}", "set/A1.gold.json")
    done = run(*COMMAND)
    told = "Error: set: no labelled notes in this folder; put ID.txt with ID.essentials.json there\n"
    assert (done.exit_code, done.stderr) == (2, told)
