"""``explain NOTE`` and ``check --trace``: what the note tells, in its order, and what was made of it."""

from __future__ import annotations

import json

from support.notes import FOLDER
from support.snapshots import assert_matches

NOTE = FOLDER / "09-fibula-to-humerus-loupes-no-ischemia-time.txt"


def explained(run, monkeypatch, *arguments):
    monkeypatch.setenv("COLUMNS", "100")
    return run(*arguments)


def test_the_events_of_a_note_are_shown(run, write, monkeypatch):
    done = explained(run, monkeypatch, "explain", write(NOTE.read_text("utf8")))
    assert done.exit_code == 0
    assert_matches("explain-note.txt", done.stdout)


def test_no_word_of_it_without_excerpt(run, write, monkeypatch):
    done = explained(run, monkeypatch, "explain", "--no-excerpt", write(NOTE.read_text("utf8")))
    assert "\n  14:11   done" in done.stdout
    assert "“" not in done.stdout


def test_as_json_it_is_the_report(run, write):
    name = write(NOTE.read_text("utf8"))
    explained = json.loads(run("explain", "--format", "json", name).stdout)
    assert explained == json.loads(run("check", "--format", "json", name).stdout)
    assert {"harvest", "anastomosis", "closure"} <= {event["kind"] for event in explained["notes"][0]["events"]}


def test_check_shows_the_events_with_trace(run, write):
    name = write(NOTE.read_text("utf8"))
    plain, traced = run("check", name).stdout, run("check", "--trace", name).stdout
    assert "\nEvents\n" not in plain
    assert "\nEvents\n" in traced
    assert "reperfusion (fibula)" in traced


def test_a_note_without_events_says_so(run, write):
    done = run("explain", write("PROCEDURE: Excision of a lipoma."))
    assert (done.exit_code, "no harvest, transfer, anastomosis or closure is told" in done.stdout) == (0, True)


def test_a_note_that_cannot_be_read_is_refused_in_one_line(run, write):
    done = run("explain", write(b"\0\1\2\3" * 50))
    assert (done.exit_code, done.stdout) == (2, "")
    assert done.stderr == "Error: note.txt: binary, not plain text; save the note as plain text (UTF-8)\n"


def test_what_is_neither_a_note_nor_known_is_refused(run):
    done = run("explain", "nowhere.txt")
    assert done.exit_code == 2
    assert "nowhere.txt" in done.stderr
