"""What a user is told who mistypes, names the wrong thing, or gives what is no note."""

from __future__ import annotations

import os

import pytest

from notelint.outputs.formats import FORMATS

NOTE = "PROCEDURE: Excision of a lipoma.\n"


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["chek", "note.txt"], "no command is called 'chek'; did you mean check?"),
        (["rule"], "no command is called 'rule'; did you mean rules?"),
        (["note.txt"], "no command is called 'note.txt'; to check a note or a folder of notes: notelint check note.txt"),
        (["zzzz"], "no command is called 'zzzz'; see notelint --help"),
        (["data", "imprt", "fees", "x"], "No such command 'imprt'. Did you mean 'import'?"),
        (["check", "--formt", "json", "note.txt"], "No such option '--formt'. Did you mean '--format'?"),
        (["check", "--format", "jsn", "note.txt"], f"'jsn' is not one of {', '.join(map(repr, FORMATS))}."),
        (["check", "--fail-on", "fatal", "note.txt"], "'fatal' is not one of 'error', 'warning', 'info', 'never'."),
        (["check", "--select", "iscemia-time-missing", "note.txt"], "did you mean ischemia-time-missing?"),
        (["explain", "20790"], "no code, rule or element is called '20790'; did you mean 20970?"),
        (["compare", "20955", "29055"], "did you mean 20955?"),
        (["query", "note.txt", "--code", "20790"], "no code is called '20790'; did you mean 20970?"),
        (["fees", "20790"], "the fee schedule in use has no row for '20790'; did you mean 20970?"),
        (["explain", "missing.txt"], "missing.txt: no such file or folder; check the path"),
        (["explain", "notes/missing"], "notes/missing: no such file or folder; check the path"),
        (["explain", "empty"], "empty: is a folder; name one note in it"),
        (["check", ""], "an argument is empty; give it a value or leave it out"),
        (["review", ""], "an argument is empty; give it a value or leave it out"),
        (["check", "note.txt", "--output", ""], "an argument is empty; give it a value or leave it out"),
        (["check", "note.txt", "--max-chars", "9" * 30], "is not in the range 1<=x<=1000000000."),
        (["query", "claim.yaml"], "claim.yaml: not a note; notelint review checks a claim"),
        (["review", "missing"], "missing: no such file or folder; check the path"),
        (["review", "pipe.yaml"], "pipe.yaml: not a regular file or a broken link; give the encounter's YAML file"),
        (["review", "broken.yaml"], "broken.yaml: not a regular file or a broken link; give the encounter's YAML file"),
        (["explain", "pipe.yaml"], "pipe.yaml: not a regular file; pass its content on standard input (notelint check -)"),
        (["explain", "broken.yaml"], "broken.yaml: no such file or folder; check the path"),
        (["data", "import", "fees", "pipe.yaml"], "pipe.yaml: not a regular file; give the file as CMS publishes it"),
        (["check", "claim.yaml"], "claim.yaml: not a note; notelint review checks a claim"),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, list) else "",
)
def test_says_what_to_do(run, write, tmp_path, arguments, told):
    write(NOTE)
    write("lines: []", "claim.yaml")
    (tmp_path / "empty").mkdir()
    (tmp_path / "broken.yaml").symlink_to("nowhere")
    os.mkfifo(tmp_path / "pipe.yaml")
    done = run(*arguments)
    assert done.exit_code == 2
    assert arguments[0] == "review" or not done.stdout
    assert done.stderr.rstrip("\n").endswith(told)


def test_files_that_are_no_notes_are_skipped_and_counted(run, write, tmp_path):
    (tmp_path / "pictures").mkdir()
    names = [write(NOTE, name) for name in ("a.txt", "a.gold.json", "b.txt", "b.gold.json", "claim.yaml", "README.md")]
    done = run("check", *names, "pictures", "--format", "jsonl")
    assert done.exit_code == 0
    assert done.stdout.count('"source"') >= 2
    assert "gold.json" not in done.stdout
    assert done.stderr.splitlines() == [
        "notelint: skipped 4 files that are no notes (.gold.json, .md, .yaml)",
        "notelint: skipped 1 folder without notes",
    ]


def test_a_page_that_is_named_alone_is_read(run, write):
    done = run("check", write(NOTE, "note.md"), "--format", "concise")
    assert (done.exit_code, done.stderr) == (0, "")
