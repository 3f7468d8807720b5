"""What every command does where notelint fails on a note or takes too long: it says which note and where, and goes on."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from importlib.resources import files

import pytest
from support import needs
from support.archives import OneProcess, results, write_archive
from support.labels import labels

from notelint import watch

pytestmark = needs.linter
WORD = "quixotryl"
TEXT = (files("notelint.patterns") / "claims" / "examples" / "fibula.txt").read_text("utf8")
BAD = f"{TEXT}\nThe {WORD} was closed.\n"
CLAIM = """date_of_service: 2026-03-02
place_of_service: "21"
surgeons: {{a: {{}}}}
lines: [{{code: "20955"}}]
notes: [{{file: {}.txt}}]
"""
PLACE = re.compile(r"at [a-z_/]+\.py:\d+")

COMMANDS = {
    "check": ["check", "bad.txt", "good.txt", "--format", "json"],
    "check-claim": ["check", "bad.txt", "good.txt", "--format", "json", "--code", "20955"],
    "review": ["review", "bad.yaml", "good.yaml", "--format", "json"],
    "query": ["query", "bad.txt"],
    "explain": ["explain", "bad.txt"],
    "evaluate": ["evaluate", "."],
}


@pytest.fixture(autouse=True)
def files_of_commands(write, monkeypatch, tmp_path):
    monkeypatch.setenv("NOTELINT_DATA", str(tmp_path / "data"))
    for name, text in {"bad": BAD, "good": TEXT}.items():
        write(text, f"{name}.txt")
        write(CLAIM.format(name), f"{name}.yaml")
        write(json.dumps(labels()), f"{name}.gold.json")


@pytest.fixture
def with_stage(monkeypatch):
    """Puts ``act`` into the stage of rules, for the bad note alone."""

    def with_stage(act):
        from notelint import family

        judge = family.judge

        def judging(case, decision, note, *more):
            if WORD in note.text:
                act(note)
            return judge(case, decision, note, *more)

        monkeypatch.setattr("notelint.family.judge", judging)

    return with_stage


def fails(note):
    raise ValueError(note.text)


def overruns(_note):
    while True:
        watch.check()


def others_are_answered(name, done):
    """The command answers of the good note where it was given both."""
    if name.startswith("check"):
        bad, good = json.loads(done.stdout)["notes"]
        assert bad["error"]
        assert good["error"] is None
        assert json.loads(done.stdout)["summary"]["unreadable"] == 1
    elif name == "review":
        bad, good = json.loads(done.stdout)["encounters"]
        assert bad["error"]
        assert good["error"] is None
    elif name == "evaluate":
        assert "1 note" in done.stdout


@pytest.mark.parametrize("name", COMMANDS)
class TestCommands:
    def test_a_failure_tells_the_note_and_the_stage(self, run, with_stage, name):
        with_stage(fails)
        done = run(*COMMANDS[name])
        assert done.exit_code == 2
        assert "bad.txt: " in done.stderr
        assert "internal error (ValueError) in the stage rules" in done.stderr
        assert not PLACE.search(done.stderr)
        assert WORD not in done.output
        others_are_answered(name, done)

    def test_with_debug_also_the_line_of_our_code(self, run, with_stage, name):
        with_stage(fails)
        done = run(*COMMANDS[name], "--debug")
        assert "internal error (ValueError) in the stage rules, at family.py:" in done.stderr
        assert WORD not in done.output

    def test_what_takes_too_long_is_an_error(self, run, with_stage, name):
        with_stage(overruns)
        done = run(*COMMANDS[name], "--max-seconds", "3")
        assert done.exit_code == 2
        assert "bad.txt: " in done.stderr
        assert "took longer than 3 s; raise --max-seconds, or split it" in done.stderr
        assert WORD not in done.output
        others_are_answered(name, done)


@pytest.fixture
def one_process(monkeypatch):
    monkeypatch.setattr("notelint.batch.run.Workers", OneProcess)


@pytest.mark.parametrize(
    "case",
    [
        (fails, "internal error (ValueError) in the stage rules"),
        (overruns, "took longer than 3 s; raise --max-seconds, or split it"),
    ],
)
@pytest.mark.parametrize("more", [[], ["--debug"]])
@pytest.mark.usefixtures("one_process")
def test_in_a_batch(run, with_stage, tmp_path, case, more):
    act, told = case
    with_stage(act)
    rows = [{"id": "good", "text": TEXT}, {"id": "bad", "text": BAD}, {"id": "good2", "text": TEXT}]
    write_archive(tmp_path / "archive.jsonl", rows)
    done = run("batch", "archive.jsonl", "--output", "out", "--max-seconds", "3", *more)
    assert done.exit_code == 1
    assert done.stdout.startswith("3 notes, 1 not checked\n")
    errors = {row["id"]: row["error"] for row in results(tmp_path / "out")}
    assert (errors["good"], errors["good2"]) == (None, None)
    assert errors["bad"].startswith(told)
    assert bool(PLACE.search(errors["bad"])) == bool(more)
    assert WORD not in done.output + str(errors)


class TestText:
    def test_counts_the_notes_that_were_not_checked(self, run, with_stage):
        with_stage(fails)
        done = run("check", "bad.txt", "missing.txt")
        assert done.exit_code == 2
        assert "2 notes not checked" in done.stdout.splitlines()
        assert "1 encounter not checked" in run("review", "bad.yaml").stdout.splitlines()


class TestOtherStages:
    def test_reading_a_file(self, run, monkeypatch):
        monkeypatch.setattr("notelint.inputs.reading.decode", fails_on_bytes)
        done = run("check", "good.txt", "missing.txt")
        assert done.exit_code == 2
        assert done.stderr.splitlines() == [
            "good.txt: error: internal error (ValueError) in the stage inputs",
            "missing.txt: error: no such file or folder; check the path",
        ]

    @pytest.mark.parametrize("more", [[], ["--debug"]])
    def test_printing(self, run, monkeypatch, more):
        monkeypatch.setattr("notelint.outputs.concise.printable", fails_on_bytes)
        done = run("check", "good.txt", "--format", "concise", *more)
        told = "Error: good.txt: internal error (ValueError) in the stage output"
        assert done.exit_code == 2
        assert re.fullmatch(re.escape(told) + (r", at outputs/concise\.py:\d+\n" if more else "\n"), done.stderr)

    def test_judging_the_claim(self, run, monkeypatch):
        monkeypatch.setattr("notelint.review.modifiers.check.__code__", (lambda chart: 1 / 0).__code__)
        done = run("review", "good.yaml")
        assert done.exit_code == 2
        assert "good.yaml: internal error (ZeroDivisionError) in the stage claim rules modifiers" in done.stderr


def fails_on_bytes(*_):
    raise ValueError(TEXT)


LAST_RESORT = (
    "import sys, notelint.packs.loader as loader\n"
    "def fail(*_): raise {}\n"
    "loader.load_catalogue = fail\n"
    "from notelint.cli.main import main\n"
    "sys.argv = ['notelint', '--debug', 'codes']\n"
    "main()\n"
)


@pytest.mark.parametrize(
    ("error", "told"),
    [
        ("RuntimeError('secret')", r"notelint: internal error \(RuntimeError\), at cli/packs\.py:\d+\n"),
        ("FileNotFoundError(2, 'No such file', 'secret')", r"notelint: No such file: internal .*, at cli/packs\.py:\d+\n"),
    ],
)
def test_the_last_resort_of_all_commands_tells_the_line_with_debug(error, told):
    script = LAST_RESORT.format(error)
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, encoding="utf8", check=False)
    assert (done.returncode, done.stdout) == (2, "")
    assert re.fullmatch(told, done.stderr)


def test_python_m_notelint_is_notelint(tmp_path):
    def notelint(*arguments):
        line = [sys.executable, "-m", "notelint", *arguments]
        return subprocess.run(line, capture_output=True, encoding="utf8", cwd=tmp_path, check=False)

    assert notelint("--help").stdout.startswith("Usage: notelint [OPTIONS] COMMAND")
    assert notelint("check", "missing.txt").returncode == 2
    assert notelint("check", "good.txt", "--fail-on", "never").returncode == 0


@pytest.mark.skipif(sys.platform == "win32", reason="needs the timer of POSIX")
def test_on_the_command_line_a_single_expression_cannot_overrun(tmp_path):
    script = (
        "import re, sys\n"
        "import notelint.family as family\n"
        "judge = family.judge\n"
        "def judging(case, decision, note, *more):\n"
        f"    if '{WORD}' in note.text: re.match('(?:a|a)*b', 'a' * 40)\n"
        "    return judge(case, decision, note, *more)\n"
        "family.judge = judging\n"
        "from notelint.cli.main import main\n"
        "sys.argv = ['notelint', 'check', 'bad.txt', 'good.txt', '--format', 'json', '--max-seconds', '3']\n"
        "main()\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, encoding="utf8", cwd=tmp_path, check=False, timeout=120
    )
    assert done.returncode == 2
    assert done.stderr == "bad.txt: error: took longer than 3 s; raise --max-seconds, or split it\n"
    assert json.loads(done.stdout)["notes"][1]["error"] is None
