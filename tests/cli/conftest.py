from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner
from support import shared_linter
from support.fake_linter import FakeLinter

from notelint.cli.app import notelint

PROGRAM = Path(__file__).parents[1] / "support" / "program.py"


@pytest.fixture
def fake_linter(monkeypatch):
    monkeypatch.setattr("notelint.linter.Linter", FakeLinter)
    monkeypatch.delenv("FORCE_COLOR", raising=False)
    monkeypatch.delenv("NO_COLOR", raising=False)
    monkeypatch.setenv("COLUMNS", "100")
    return FakeLinter


@pytest.fixture
def run(tmp_path, monkeypatch):
    """Runs ``notelint`` with these arguments, in a folder of its own, in this process."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("notelint.cli.linting.make_linter", shared_linter.make_linter)
    return lambda *arguments, **options: CliRunner().invoke(notelint, [str(one) for one in arguments], **options)


@pytest.fixture
def write(tmp_path):
    """Writes a note into the test's folder and returns its name."""

    def write(text, name="note.txt"):
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
        return name

    return write


@pytest.fixture
def program(tmp_path):
    """The command line that runs notelint in a process of its own, and that process run to its end."""

    def command(lines, *flags):
        return [sys.executable, str(PROGRAM), *flags, json.dumps(lines)]

    def program(lines, *flags, **options):
        return subprocess.run(
            command(lines, *flags), capture_output=True, encoding="utf8", cwd=tmp_path, check=False, timeout=300, **options
        )

    program.command = command
    return program
