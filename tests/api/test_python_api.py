"""``from notelint import lint``: typed, frozen, and its documented examples run."""

from __future__ import annotations

import doctest
import importlib
import inspect
import pkgutil
from dataclasses import FrozenInstanceError, fields, is_dataclass
from importlib.resources import files
from pathlib import Path
from typing import get_type_hints

import pytest

import notelint
from notelint import Linter, Note, Report, lint

NOTE = (Path(__file__).parents[2] / "sample_notes" / "11-iliac-crest-anastomosis-not-described.txt").read_text("utf8")


def modules():
    found = pkgutil.walk_packages(notelint.__path__, "notelint.")
    return sorted(info.name for info in found if not info.name.startswith("notelint.patterns"))


def test_lint_takes_text_and_gives_a_report():
    report = lint(NOTE)
    assert isinstance(report, Report)
    assert report.note == Note(NOTE)
    assert report.decision.status == "unsupported"


def test_lint_and_linter_agree():
    assert lint(NOTE) == Linter().lint(Note(NOTE))


def test_is_typed():
    assert files("notelint").joinpath("py.typed").is_file()
    hints = get_type_hints(lint)
    assert hints == {"text": str, "max_seconds": float | None, "return": Report}


def test_public_names_are_those_promised():
    assert set(notelint.__all__) == {"LintError", "Linter", "Note", "Report", "TookTooLongError", "lint", "lint_file"}
    for name in notelint.__all__:
        assert inspect.getdoc(getattr(notelint, name))
    with pytest.raises(AttributeError, match="no attribute 'nothing'"):
        _ = notelint.nothing


def records(report):
    yield from (report, report.note, report.decision, *report.decision.trace, *report.decision.needs)
    yield from (*report.elements.values(), *report.findings, *report.set_aside)


def test_a_report_is_frozen_throughout():
    report = lint(NOTE)
    for record in records(report):
        assert is_dataclass(record)
        with pytest.raises((FrozenInstanceError, TypeError, AttributeError)):
            setattr(record, fields(record)[0].name, None)
    assert isinstance(report.findings, tuple)
    assert isinstance(report.integrity, tuple)


def test_select_and_ignore():
    chosen = Linter(select=["ischemia-time-missing"]).lint(Note(NOTE))
    assert {finding.rule for finding in chosen.findings} == {"ischemia-time-missing"}
    without = Linter(ignore=["ischemia-time-missing"]).lint(Note(NOTE))
    assert {finding.rule for finding in lint(NOTE).findings} - {finding.rule for finding in without.findings} == {
        "ischemia-time-missing"
    }
    assert Linter(select=["ischemia-time-missing"], ignore=["ischemia-time-missing"]).lint(Note(NOTE)).findings == ()


def test_select_and_ignore_leave_the_answer_alone():
    full, none = lint(NOTE), Linter(select=["no-such-rule"]).lint(Note(NOTE))
    assert (none.decision, none.elements, none.integrity) == (full.decision, full.elements, full.integrity)


@pytest.mark.parametrize("name", modules())
def test_documented_examples_run(name):
    failed, _ = doctest.testmod(importlib.import_module(name), verbose=False)
    assert failed == 0


def test_there_are_documented_examples():
    finder = doctest.DocTestFinder(exclude_empty=True)
    examples = [test for name in modules() for test in finder.find(importlib.import_module(name)) if test.examples]
    assert any(test.name == "notelint.linter.lint" for test in examples)
