"""README's commands are those of CI, and the first of them prints little."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[1]
README = ROOT / "README.md"


def test_the_two_commands_are_those_of_ci():
    commands = re.search(r"```\n(python3 -m venv .*?)\n(.*?)\n```", README.read_text("utf8"))
    assert commands is not None
    assert commands[2] in (ROOT / ".ci" / "run").read_text("utf8")
    assert commands[1].endswith("notelint check sample_notes/")
    assert commands[2].endswith("pytest -q")


def test_the_first_command_prints_a_screen_a_note_at_most():
    program = [sys.executable, "-c", "from notelint.cli.main import main; main()", "check", "sample_notes/"]
    environment = {**os.environ, "COLUMNS": "100", "PYTHONIOENCODING": "utf-8"}
    lines = subprocess.run(program, cwd=ROOT, env=environment, capture_output=True, check=False).stdout.decode().splitlines()
    notes = re.findall(r"^sample_notes/(\S+)\.txt: ", "\n".join(lines), re.MULTILINE)
    assert len(notes) == len(list((ROOT / "sample_notes").glob("*.txt"))) == 20
    assert len(lines) < 16 * len(notes)
