"""``notelint --version``, alone and with --verbose."""

from __future__ import annotations

import re
import sqlite3
import tomllib
from importlib.metadata import PackageNotFoundError
from pathlib import Path

import pytest

from notelint import __version__
from notelint.cli import about as about_module
from notelint.cli.about import about

EXTRAS = tomllib.loads((Path(__file__).parents[2] / "pyproject.toml").read_text("utf8"))["project"]["optional-dependencies"]


def requirements():
    """What an installed notelint says that it requires."""
    yield "click>=8.2"
    for extra, listed in EXTRAS.items():
        for requirement in listed:
            name, _, marker = requirement.partition(";")
            condition = f"({marker.strip()}) and " if marker else ""
            yield f'{name.strip()}; {condition}extra == "{extra}"'


@pytest.fixture
def installed(monkeypatch, tmp_path):
    """An installation with two libraries of the extras, without the program, and with no imported table."""
    versions = {"duckdb": "2.0.0", "pyarrow": "25.0.1"}

    def of(name):
        if name not in versions:
            raise PackageNotFoundError(name)
        return versions[name]

    monkeypatch.setattr(about_module, "requires", lambda _name: list(requirements()))
    monkeypatch.setattr(about_module, "installed_version", of)
    monkeypatch.setattr(about_module.shutil, "which", lambda _name: None)
    monkeypatch.setenv("NOTELINT_DATA", str(tmp_path / "data"))
    monkeypatch.setenv("COLUMNS", "100")
    return tmp_path / "data"


def test_alone_it_is_one_line(run):
    assert run("--version").stdout == f"notelint {__version__}\n"


@pytest.mark.parametrize("order", [["--version", "--verbose"], ["--verbose", "--version"], ["-v", "--version"]], ids=" ".join)
def test_the_order_of_the_options_does_not_matter(run, installed, order):
    done = run(*order)
    assert done.exit_code == 0
    assert done.stdout == about(100)


def test_verbose_lists_what_a_report_rests_on(installed):
    told = about(100)
    assert re.search(r"^  Python +\w+ 3\.\d+\.\d+", told, re.MULTILINE)
    assert re.search(r"^  platform +\S", told, re.MULTILINE)
    assert re.search(r"^Packs\n  microvascular-bone  \d{4}\.\d+$", told, re.MULTILINE)
    assert re.search(r"model version \d+, SHA-256 [0-9a-f]{12}\.\.\., trained on \d+ sets", " ".join(told.split()))
    assert "effective 2024-07-01, 1,912 rows, ships with notelint" in " ".join(told.split())
    assert "Physician Fee Schedule, localities none data folder" in " ".join(told.split())
    assert str(installed) in told.replace("\n", "").replace(" ", "")


def test_verbose_says_which_extras_are_there(installed):
    extras = about(100).partition("\nExtras\n")[2]
    assert re.findall(r"^  (\w+)", extras, re.MULTILINE) == sorted(set(EXTRAS) - {"dev", "docs"})
    assert "batch      duckdb 2.0.0, pyarrow 25.0.1\n" in extras
    assert "documents  lxml missing\n" in extras
    assert "ocr        pillow missing, pypdfium2 missing, program tesseract missing\n" in extras


def test_a_damaged_table_is_named_and_the_rest_is_listed(installed):
    installed.mkdir()
    sqlite3.connect(installed / "fees.sqlite").close()
    (installed / "fees.sqlite").write_bytes(b"no database")
    told = " ".join(about(100).split())
    assert "fees.sqlite" in told
    assert "effective 2024-07-01, 1,912 rows" in told
    assert "duckdb 2.0.0" in told


def test_verbose_without_version_says_where_it_belongs(run):
    done = run("--verbose", "check", "note.txt")
    assert done.exit_code == 2
    assert "give that of a command after its name: notelint check --verbose" in done.stderr
