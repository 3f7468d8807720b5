"""Shell completion: what a shell is offered, through the protocol that the completion scripts use."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

from notelint.cli.app import ENTRIES

SHELLS = ["bash", "zsh", "fish"]
PROGRAM = [sys.executable, "-c", "from notelint.cli.main import main; main()"]


def offered(*words):
    """The lines that bash gets for ``words``, the last of which is being typed: the kind of completion and its value."""
    environment = {
        **os.environ,
        "_NOTELINT_COMPLETE": "bash_complete",
        "COMP_WORDS": " ".join(("notelint", *words)),
        "COMP_CWORD": str(len(words)),
    }
    done = subprocess.run(PROGRAM, env=environment, capture_output=True, encoding="utf8", check=True)
    return [tuple(line.split(",", 1)) for line in done.stdout.splitlines()]


@pytest.mark.parametrize("shell", SHELLS)
def test_each_shell_has_its_script(shell):
    environment = {**os.environ, "_NOTELINT_COMPLETE": f"{shell}_source"}
    script = subprocess.run(PROGRAM, env=environment, capture_output=True, encoding="utf8", check=True).stdout
    assert f"_NOTELINT_COMPLETE={shell}_complete" in script


def test_every_command_is_offered():
    assert offered("") == [("plain", name) for name in ENTRIES]
    assert offered("data", "") == [("plain", "import"), ("plain", "status")]


def test_commands_options_and_values_are_offered():
    assert offered("ch") == [("plain", "check")]
    assert ("plain", "--fail-on") in offered("check", "--fail")
    assert offered("check", "--format", "conc") == [("plain", "concise")]


@pytest.mark.parametrize(
    "words",
    [
        ("check", "no"),
        ("check", "--output", "re"),
        ("check", "--pack-dir", "pa"),
        ("review", "en"),
        ("query", "no"),
        ("explain", "no"),
        ("evaluate", "la"),
        ("batch", "ar"),
        ("batch", "--output", "re"),
        ("batch", "--database", "re"),
        ("data", "import", "ncci", "F1"),
    ],
    ids=" ".join,
)
def test_the_shell_is_told_to_complete_paths(words):
    assert offered(*words) in ([("file", words[-1])], [("dir", words[-1])])
