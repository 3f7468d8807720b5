"""The man pages are those of today's help, complete, and valid roff."""

from __future__ import annotations

import importlib.util
import json
import shutil
import subprocess
import sys
from pathlib import Path

import click
import pytest

from notelint.cli.app import ENTRIES
from notelint.cli.app import notelint as main_group

ROOT = Path(__file__).parents[1]
FOLDER = ROOT / "docs" / "man"
PAGES = sorted(FOLDER.glob("*.1"))


def script(name):
    spec = importlib.util.spec_from_file_location(name, ROOT / "scripts" / f"{name}.py")
    module = importlib.util.module_from_spec(spec)
    sys.modules[name] = module
    spec.loader.exec_module(module)
    return module


MAN = script("write_man")
_PRINT = "import json, sys; sys.path.insert(0, 'scripts'); from write_man import pages; print(json.dumps(pages()))"


def shown(page):
    """The page as a reader sees it, without line breaks; roff's own signs are undone."""
    text = page.read_text("utf8")
    for sign, meaning in (("\\-", "-"), ("\\fB", ""), ("\\fR", ""), ("\\&", ""), ("\\e", "\\")):
        text = text.replace(sign, meaning)
    return " ".join(text.split())


def test_no_page_is_of_yesterday():
    """In a process of its own, as the script runs: other tests import commands with other settings."""
    here = {page.name: page.read_text("utf8") for page in PAGES}
    pages = subprocess.run([sys.executable, "-c", _PRINT], cwd=ROOT, capture_output=True, check=True, text=True, encoding="utf8")
    assert here == json.loads(pages.stdout), "run: python scripts/write_man.py"


def test_every_command_has_its_page():
    assert {f"notelint-{name}.1" for name in ENTRIES} | {"notelint.1", "notelint-data-import.1"} <= {page.name for page in PAGES}


@pytest.mark.parametrize("name", list(ENTRIES))
def test_a_page_has_every_option_with_its_help(name):
    context = click.Context(main_group, info_name="notelint")
    command = main_group.get_command(context, name)
    page = shown(FOLDER / f"notelint-{name}.1")
    options = [option for option in command.params if isinstance(option, click.Option)]
    for option in options:
        assert all(spelled in page for spelled in option.opts)
        assert " ".join((option.help or "").split()) in page


def test_the_exit_statuses_are_a_list():
    text = (FOLDER / "notelint-check.1").read_text("utf8")
    assert ".SH EXIT STATUS\n.TP\n\\fB0\\fR\nnothing found at or above \\-\\-fail\\-on\n.TP\n\\fB1\\fR\n" in text


def test_no_word_of_the_help_is_taken_for_a_request():
    context = click.Context(click.Command("x", help="First.\n\n.md files and 'quotes' and back\\slash."), info_name="x")
    page = "\n".join(MAN._page(context))
    assert "\n\\&.md files and 'quotes' and back\\eslash." in page


@pytest.mark.skipif(shutil.which("mandoc") is None, reason="needs mandoc")
@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_mandoc_finds_no_fault(page):
    done = subprocess.run(["mandoc", "-T", "lint", "-W", "warning", str(page)], capture_output=True, encoding="utf8", check=False)
    assert [line for line in done.stdout.splitlines() if "missing date" not in line] == []  # a date would change with each build


@pytest.mark.skipif(shutil.which("groff") is None, reason="needs groff")
def test_groff_warns_of_nothing():
    for page in PAGES:
        done = subprocess.run(
            ["groff", "-man", "-ww", "-z", "-Tutf8", str(page)], capture_output=True, encoding="utf8", check=False
        )
        assert done.stderr == ""
