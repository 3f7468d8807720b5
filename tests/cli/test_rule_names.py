"""Earlier names of rules on the command line: they work, and one line on standard error says so."""

from __future__ import annotations

import json
from pathlib import Path

NOTE = Path(__file__).parents[2] / "sample_notes" / "09-fibula-to-humerus-loupes-no-ischemia-time.txt"
ENCOUNTER = Path(__file__).parents[2] / "sample_encounters" / "05-cosurgeons-copied"
OLD, NEW = "vascularized-rationale-unstated", "vascularized-rationale-incomplete"
NOTICE = f"notelint: rule {OLD} is deprecated; use {NEW}\n"


def rules(output):
    document = json.loads(output)
    return {finding["rule"] for part in document.get("notes") or document["encounters"] for finding in part["findings"]}


def test_select_by_an_earlier_name(run):
    result = run("check", NOTE, "--select", OLD, "--select", OLD, "--format", "json")
    assert rules(result.stdout) == {NEW}
    assert OLD not in result.stdout
    assert result.stderr == NOTICE


def test_ignore_by_an_earlier_name(run):
    result = run("check", NOTE, "--ignore", OLD, "--format", "json")
    assert rules(result.stdout) == rules(run("check", NOTE, "--ignore", NEW, "--format", "json").stdout)
    assert NEW not in result.stdout
    assert result.stderr == NOTICE


def test_the_present_name_has_no_notice(run):
    assert run("check", NOTE, "--select", NEW, "--format", "json").stderr == ""


def test_review_by_an_earlier_name(run):
    result = run("review", ENCOUNTER, "--select", "two-surgeons-need-untold", "--format", "json")
    assert rules(result.stdout) == {"two-surgeons-need-not-documented"}
    assert result.stderr == "notelint: rule two-surgeons-need-untold is deprecated; use two-surgeons-need-not-documented\n"


def test_explain_an_earlier_name(run):
    result = run("explain", OLD)
    assert result.exit_code == 0
    assert result.stdout.startswith(f"{OLD} is a deprecated name of this rule")
    assert OLD not in run("explain", OLD, "--format", "json").stdout


def test_a_name_that_never_was_is_refused(run):
    assert run("check", NOTE, "--select", "cosurgeon-roles-unsaid").exit_code == 2
