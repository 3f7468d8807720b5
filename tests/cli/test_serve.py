"""``notelint serve`` on the command line: what is refused before anything is served, and the care of the store."""

from __future__ import annotations

import re

import pytest
from click.testing import CliRunner

from notelint.cli import serving
from notelint.cli.app import notelint


def run(*arguments, input=None):  # noqa: A002 -- as the runner calls it
    done = CliRunner().invoke(notelint, ["serve", *map(str, arguments)], input=input)
    return done.exit_code, done.output


@pytest.fixture
def data(tmp_path):
    code, output = run(
        "users", "add", tmp_path, "Ida", "--role", "reviewer", "--data", tmp_path / "data", input="a long password\n"
    )
    assert (code, output) == (0, "added: Ida, reviewer\n")
    return tmp_path / "data"


class TestRefusals:
    def test_a_missing_extra_is_one_line(self, tmp_path, monkeypatch):
        monkeypatch.setattr(serving, "_NEEDED", ("starlette", "no_such_library"))
        code, output = run(tmp_path)
        assert code == 2
        assert output.splitlines()[-1] == (
            "Error: notelint serve needs no_such_library; install the extra: pip install 'notelint[server]'"
        )

    @pytest.mark.parametrize(
        ("options", "problem"),
        [
            (["--host", "0.0.0.0"], "other machines reach this address, so give --users or --proxy-header"),
            (["--host", "192.0.2.7"], "other machines reach this address"),
            (["--users", "--proxy-header", "x-user"], "exclude each other"),
            (["--port", "70000"], "70000 is not in the range"),
        ],
    )
    def test_what_is_unsafe_or_wrong(self, tmp_path, options, problem):
        code, output = run(tmp_path, *options)
        assert code == 2
        assert problem in output

    def test_what_is_no_folder(self, tmp_path):
        assert run(tmp_path / "none")[0] == 2
        (tmp_path / "note.txt").write_text("x")
        assert run(tmp_path / "note.txt")[0] == 2

    def test_help_names_the_commands(self):
        code, output = run("--help")
        assert code == 0
        for name in ("start", "verify", "backup", "restore", "users"):
            assert re.search(rf"^  {name} ", output, re.MULTILINE)

    def test_a_folder_may_be_called_notes(self, tmp_path, monkeypatch):
        monkeypatch.chdir(tmp_path)
        code, output = run("notes")
        assert code == 2
        assert "notes: is no folder" in output


class TestStore:
    def test_people(self, tmp_path, data):
        at = ("--data", data)
        assert run("users", "list", tmp_path, *at) == (0, "Ida: reviewer (password)\n")
        assert run("users", "role", tmp_path, "Ida", "--role", "second checker", *at) == (0, "Ida: second checker\n")
        code, token = run("users", "token", tmp_path, "Ida", *at)
        assert code == 0
        assert len(token.strip()) == 43
        assert run("users", "list", tmp_path, *at)[1] == "Ida: second checker (password, API token)\n"
        assert run("users", "password", tmp_path, "Ida", *at, input="short\n")[0] == 2
        assert run("users", "remove", tmp_path, "Ida", *at)[0] == 0
        code, output = run("users", "remove", tmp_path, "Ida", *at)
        assert code == 2
        assert "nobody has this name" in output

    def test_verify_backup_restore(self, tmp_path, data):
        code, output = run("verify", tmp_path, "--data", data)
        assert code == 0
        head = re.fullmatch(r"1 rows, whole; hash of the last row: ([0-9a-f]{64})\n", output)[1]
        assert run("verify", tmp_path, "--data", data, "--head", head)[0] == 0
        code, output = run("verify", tmp_path, "--data", data, "--head", "0" * 64)
        assert code == 1
        assert output.startswith("the known hash is not in the log")
        assert run("backup", tmp_path, tmp_path / "copy.zip", "--data", data)[0] == 0
        code, output = run("restore", tmp_path, tmp_path / "copy.zip", "--data", tmp_path / "again")
        assert (code, output.endswith("1 rows of the log, whole\n")) == (0, True)
        assert run("restore", tmp_path, tmp_path / "copy.zip", "--data", data)[0] == 2

    @pytest.mark.parametrize("command", [["verify"], ["users", "list"]])
    def test_there_is_no_store(self, tmp_path, command):
        code, output = run(*command, tmp_path, "--data", tmp_path / "data")
        assert code == 2
        assert "there is no store here" in output


def test_a_configuration_says_which_rules_are_reported(tmp_path, monkeypatch):
    from notelint.server import running

    settings = []
    monkeypatch.setattr(running, "run", lambda given, *_rest: settings.append(given))
    (tmp_path / ".notelint.toml").write_text('ignore = ["blood-loss-missing"]\n')
    monkeypatch.chdir(tmp_path)
    code, output = run(tmp_path, "--data", tmp_path / "data")
    assert code == 0, output
    assert settings[0].policy.layers[0].ignore == ("blood-loss-missing",)
