"""README's transcripts are real: each `$ notelint …` block holds what the command prints, the Python example what it prints."""

from __future__ import annotations

import contextlib
import io
import os
import re
import shlex
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[1]
README = ROOT / "README.md"
_CONSOLE = re.compile(r"```console\n\$ (?P<command>notelint [^\n]*)\n(?P<output>.*?)```", re.DOTALL)
_PYTHON = re.compile(r"```python\n(?P<code>.*?)```\n\nprints\n\n```text\n(?P<output>.*?)```", re.DOTALL)


def _printed_by_command(match: re.Match[str]) -> str:
    program = [sys.executable, "-c", "from notelint.cli.main import main; main()", *shlex.split(match["command"])[1:]]
    environment = {
        **os.environ,
        "COLUMNS": "100",
        "NO_COLOR": "1",
        "PYTHONIOENCODING": "utf-8",
        "NOTELINT_DATA": "no-such-folder",
    }
    done = subprocess.run(program, cwd=ROOT, env=environment, capture_output=True, check=False)
    return f"```console\n$ {match['command']}\n{done.stdout.decode().rstrip()}\n```"


def _printed_by_python(match: re.Match[str]) -> str:
    printed = io.StringIO()
    with contextlib.redirect_stdout(printed):
        exec(match["code"], {})  # the example is ours
    return f"```python\n{match['code']}```\n\nprints\n\n```text\n{printed.getvalue()}```"


def test_transcripts_are_what_the_commands_print():
    written = README.read_text("utf8")
    real = _PYTHON.sub(_printed_by_python, _CONSOLE.sub(_printed_by_command, written))
    if os.environ.get("UPDATE_SNAPSHOTS"):
        README.write_text(real, "utf8")
        return
    assert written == real


def test_the_two_commands_are_those_of_ci():
    commands = re.search(r"```\n(python3 -m venv .*?)\n(.*?)\n```", README.read_text("utf8"))
    assert commands is not None
    assert commands[2] in (ROOT / ".ci" / "run").read_text("utf8")
    assert commands[1].endswith("notelint check sample_notes/")
    assert commands[2].endswith("pytest -q")
