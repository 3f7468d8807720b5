"""The console blocks of README, CONTRIBUTING and docs are real: each command in them prints what stands below it.

A block is fenced as ``console``; a line that begins with ``$ notelint`` is run in the repository, at 100 columns, without
colours and without imported tables; other commands are not. A line ``...`` stands for any number of lines.
``UPDATE_SNAPSHOTS=1`` writes what the commands print into the pages, except into blocks with a ``...``.
"""

from __future__ import annotations

import os
import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
PAGES = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *sorted((ROOT / "docs").rglob("*.md"))]
BLOCK = re.compile(r"^```console\n(?P<body>.*?)^```$", re.DOTALL | re.MULTILINE)
COMMAND = re.compile(r"^\$ (?P<command>(?:[^\n]*\\\n)*[^\n]*)\n", re.MULTILINE)
ENVIRONMENT = {"COLUMNS": "100", "NO_COLOR": "1", "PYTHONIOENCODING": "utf-8", "NOTELINT_DATA": "no-such-folder"}
ELISION = "..."


def parts(body: str) -> list[tuple[str, str]]:
    """Each command of a block with the output below it."""
    found = list(COMMAND.finditer(body))
    ends = [match.start() for match in found[1:]] + [len(body)]
    return [(match["command"], body[match.end() : end]) for match, end in zip(found, ends, strict=True)]


def printed(command: str) -> str:
    """What the command prints on standard output and, behind it, on standard error."""
    words = shlex.split(command.replace("\\\n", " "))
    program = [sys.executable, "-c", "from notelint.cli.main import main; main()", *words[1:]]
    done = subprocess.run(program, cwd=ROOT, env=os.environ | ENVIRONMENT, capture_output=True, encoding="utf8", check=False)
    text = (done.stdout + done.stderr).rstrip("\n")
    return f"{text}\n" if text else ""


def same(shown: str, real: str) -> bool:
    """Whether the output is the one shown; a line ``...`` stands for any lines."""
    pieces = [re.escape(piece) for piece in re.split(rf"^{re.escape(ELISION)}\n", shown, flags=re.MULTILINE)]
    return re.fullmatch(r"(?:.*\n)*".join(pieces), real) is not None


def runs(command: str) -> bool:
    return command.startswith("notelint ")


def renewed(body: str) -> str:
    """The block with what its commands print now; as it is where something is left out of it."""
    if any(line == ELISION for line in body.splitlines()):
        return body
    return "".join(f"$ {command}\n{printed(command) if runs(command) else output}" for command, output in parts(body))


BLOCKS = [
    pytest.param(page, match["body"], id=f"{page.relative_to(ROOT)}:{page.read_text('utf8')[: match.start()].count(chr(10)) + 1}")
    for page in PAGES
    for match in BLOCK.finditer(page.read_text("utf8"))
]


@pytest.mark.parametrize(("page", "body"), BLOCKS)
def test_a_console_block_is_what_its_commands_print(page: Path, body: str):
    commands = parts(body)
    assert commands, "a console block begins with a command: $ notelint ..."
    assert body.startswith("$ "), "nothing stands above the first command"
    if os.environ.get("UPDATE_SNAPSHOTS"):
        text = page.read_text("utf8")
        page.write_text(text.replace(f"```console\n{body}```", f"```console\n{renewed(body)}```"), "utf8")
        return
    for command, shown in commands:
        if runs(command):
            real = printed(command)
            assert same(shown, real), f"{command}\n{real}"


def test_readme_has_such_blocks():
    readme = [block for block in BLOCKS if block.values[0] == ROOT / "README.md"]
    assert sum(runs(command) for block in readme for command, _ in parts(block.values[1])) >= 2


@pytest.mark.parametrize(
    ("shown", "real", "is_same"),
    [
        ("a\nb\n", "a\nb\n", True),
        ("a\n", "a\nb\n", False),
        ("a\n...\nd\n", "a\nb\nc\nd\n", True),
        ("...\nd\n", "a\nd\n", True),
        ("a\n...\n", "a\nb\n", True),
        ("a\n...\nd\n", "a\nb\nc\n", False),
        ("a...\n", "ab\n", False),
        ("", "a\n", False),
    ],
)
def test_three_dots_on_a_line_stand_for_lines(shown: str, real: str, is_same: bool):
    assert same(shown, real) == is_same


def test_a_block_is_several_commands_with_their_output():
    assert parts("$ notelint a \\\n  b\nx\n\ny\n$ ls\nz\n$ notelint c\n") == [
        ("notelint a \\\n  b", "x\n\ny\n"),
        ("ls", "z\n"),
        ("notelint c", ""),
    ]
