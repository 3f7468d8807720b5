"""The comparison by which .ci/run holds every Python to the expected report of the sample notes."""

from __future__ import annotations

import importlib.util
import json
from pathlib import Path

ROOT = Path(__file__).parents[1]
_spec = importlib.util.spec_from_file_location("compare_report", ROOT / "scripts" / "compare_report.py")
compare_report = importlib.util.module_from_spec(_spec)
_spec.loader.exec_module(compare_report)


def report():
    return {"notes": [json.loads(path.read_text("utf8")) for path in sorted((ROOT / "sample_notes" / "expected").glob("*.json"))]}


def test_the_expected_report_has_no_differences():
    assert compare_report.differences(report()) == []


def test_a_changed_note_a_missing_one_and_an_empty_folder_are_differences(tmp_path):
    changed = report()
    changed["notes"][0]["decision"] = None
    name = Path(changed["notes"].pop()["source"]).stem
    first = Path(changed["notes"][0]["source"]).stem
    assert compare_report.differences(changed) == [f"{name}: not in both", f"{first}: decision differs"]
    assert compare_report.differences({"notes": []}, tmp_path) != []


def test_ci_runs_readmes_commands():
    readme = (ROOT / "README.md").read_text("utf8").splitlines()
    first = [line for line in readme if line.startswith("python3 -m venv .venv && ")]
    second = [line for line in readme if line.startswith(".venv/bin/pip install ") and line.endswith(" -m pytest -q")]
    assert first
    assert first[0].endswith("notelint check sample_notes/")
    assert (ROOT / ".ci" / "run").read_text("utf8").splitlines()[-1] == second[0]
