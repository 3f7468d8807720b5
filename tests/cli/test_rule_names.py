"""Earlier names of rules on the command line: they work, and one line on standard error says so."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

SAMPLE = Path(__file__).parents[2] / "sample_notes" / "09-fibula-to-humerus-loupes-no-ischemia-time.txt"
ENCOUNTER = Path(__file__).parents[2] / "sample_encounters" / "05-cosurgeons-copied"
OLD, NEW = "vascularized-rationale-unstated", "vascularized-rationale-incomplete"
NOTICE = f"notelint: rule {OLD} is deprecated; use {NEW}\n"


@pytest.fixture
def note(tmp_path):
    """The sample note without the sentence that gives its reason; the facts that could be one are still there."""
    text, removed = re.subn(r"I explained that [^.]+ for that reason\. ", "", SAMPLE.read_text("utf8"))
    assert removed == 1
    file = tmp_path / "note.txt"
    file.write_text(text, "utf8")
    return file


def rules(output):
    document = json.loads(output)
    return {finding["rule"] for part in document.get("notes") or document["encounters"] for finding in part["findings"]}


def test_select_by_an_earlier_name(run, note):
    result = run("check", note, "--select", OLD, "--select", OLD, "--format", "json")
    assert rules(result.stdout) == {NEW}
    assert OLD not in result.stdout
    assert result.stderr == NOTICE


def test_ignore_by_an_earlier_name(run, note):
    result = run("check", note, "--ignore", OLD, "--format", "json")
    assert rules(result.stdout) == rules(run("check", note, "--ignore", NEW, "--format", "json").stdout)
    assert NEW not in result.stdout
    assert result.stderr == NOTICE


def test_the_present_name_has_no_notice(run, note):
    assert run("check", note, "--select", NEW, "--format", "json").stderr == ""


def test_review_by_an_earlier_name(run):
    result = run("review", ENCOUNTER, "--select", "two-surgeons-need-untold", "--format", "json")
    assert rules(result.stdout) == {"two-surgeons-need-not-documented"}
    assert result.stderr == "notelint: rule two-surgeons-need-untold is deprecated; use two-surgeons-need-not-documented\n"


def test_explain_an_earlier_name(run):
    result = run("explain", OLD)
    assert result.exit_code == 0
    assert result.stdout.startswith(f"{OLD} is a deprecated name of this rule")
    assert OLD not in run("explain", OLD, "--format", "json").stdout


def test_a_name_that_never_was_is_refused(run, note):
    assert run("check", note, "--select", "cosurgeon-roles-unsaid").exit_code == 2
