"""What is installed is what is in the tree."""

from __future__ import annotations

import tomllib
from importlib.resources import files
from pathlib import Path

ROOT = Path(__file__).parents[2]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf8"))
SETUPTOOLS = PROJECT["tool"]["setuptools"]


def test_every_folder_with_python_in_it_is_installed():
    folders = {file.parent.relative_to(ROOT / "src") for file in (ROOT / "src").rglob("*.py")}
    assert {".".join(folder.parts) for folder in folders} <= set(SETUPTOOLS["packages"])


def test_every_pattern_is_installed():
    shipped = [*SETUPTOOLS["package-data"]["notelint.patterns"], "**/*.py"]
    here = {file for file in (ROOT / "patterns").rglob("*") if file.is_file() and "__pycache__" not in file.parts}
    assert here == {file for pattern in shipped for file in (ROOT / "patterns").glob(pattern)} & here


def test_the_patterns_are_found_where_notelint_looks_for_them():
    assert (files("notelint.patterns") / "microvascular_bone" / "pack.yaml").is_file()
    assert (files("notelint.patterns") / "shared" / "sections.yaml").is_file()


def test_the_constraints_hold_no_address():
    lines = (ROOT / "constraints.txt").read_text("utf8").splitlines()
    assert not [line for line in lines if "://" in line or line.startswith("-")]


def test_ci_runs_the_test_command_that_contributing_gives():
    command = ".venv/bin/pip install -q -c constraints.txt -e '.[dev]' && .venv/bin/python -m pytest -q"
    assert (ROOT / ".ci" / "run").read_text("utf8").rstrip().endswith(command)
    assert command in (ROOT / "CONTRIBUTING.md").read_text("utf8")
