"""The pages that scripts write are what the scripts would write now; the coverage of the sources has no empty row."""

from __future__ import annotations

import importlib.util
import sys
from pathlib import Path

import pytest

from notelint.outputs.explain import known_names
from notelint.packs.claims import claim_rules
from notelint.packs.loader import builtin_packs, load_catalogue

ROOT = Path(__file__).parents[1]
CATALOGUES = [load_catalogue(folder) for folder in builtin_packs()]
RULES = {name for catalogue in CATALOGUES for name in catalogue.rules} | claim_rules().keys()
ASKED = {"requirement", "modifier", "denial", "question"}


def script(name):
    spec = importlib.util.spec_from_file_location(name, ROOT / "scripts" / f"{name}.py")
    module = importlib.util.module_from_spec(spec)
    sys.modules[name] = module  # its records look their annotations up there
    spec.loader.exec_module(module)
    return module


coverage = script("write_coverage")
STATEMENTS = coverage.read()


def test_every_rule_has_its_page_and_no_page_is_of_yesterday():
    rules = script("write_rules")
    assert {path.name: path.read_text("utf8") for path in rules.FOLDER.iterdir()} == rules.pages(), (
        "run: python scripts/write_rules.py"
    )


def test_the_index_names_every_rule():
    index = (ROOT / "docs" / "rules" / "README.md").read_text("utf8")
    assert all(f"[{name}]({name}.md)" in index for name in RULES)


def test_the_page_of_coverage_is_that_of_its_data():
    assert coverage.PAGE.read_text("utf8") == coverage.page(), "run: python scripts/write_coverage.py"


@pytest.mark.parametrize("told", STATEMENTS, ids=lambda told: f"{told.source} {told.says[:40]}")
def test_no_row_is_empty(told):
    assert told.rules or told.answered_by
    assert set(told.rules) <= RULES
    assert told.rules or told.ruling or told.kind not in ASKED
    for answer in told.answered_by:
        command, _, names = answer.partition(" ")
        known = set(known_names(CATALOGUES)) if command in {"explain", "compare", "fees", "element"} else set(names.split())
        assert command in {"explain", "compare", "fees", "query", "element", "decision"}
        assert {name.replace("_", "-") for name in names.split()} <= {name.replace("_", "-") for name in known}


@pytest.mark.parametrize("source", ["S000", "S001", "S002", "S003", "S004"])
def test_every_source_is_covered(source):
    kinds = {told.kind for told in STATEMENTS if told.source == source}
    assert kinds >= {"S000": ASKED, "S001": {"requirement", "modifier"}, "S002": {"definition"}}.get(source, ASKED)


def test_no_statement_stands_twice():
    said = [(told.source, told.says) for told in STATEMENTS]
    assert len(said) == len(set(said))
