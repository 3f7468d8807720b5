"""``notelint acknowledge``, ``notelint acknowledgements`` and what they change in ``notelint check``."""

from __future__ import annotations

import csv
import io
import json
import sys
from datetime import UTC, datetime
from importlib.resources import files

import jsonschema
import pytest
from support.fake_linter import RULE
from support.snapshots import assert_matches

FILE = ".notelint-acknowledgements.jsonl"
SCHEMA = json.loads((files("notelint.outputs") / "report.schema.json").read_text("utf8"))
TEXT = "Fibula flap.\nHere error is.\nHere warning and info.\n"
NOT_OURS = "it is no file of acknowledgements, and nothing is added to it; name another file"
GIVEN = ("--code", "query-sent", "--reason", "The surgeon was asked", "--by", "A. Reader")


@pytest.fixture(autouse=True)
def today(monkeypatch, fake_linter):
    """The 21st of November 2026, or the day that is set with the result."""

    def on(day, hour=12):
        monkeypatch.setattr("notelint.cli.clock.now", lambda: datetime(2026, 11, day, hour, tzinfo=UTC))

    on(21)
    return on


@pytest.fixture
def acknowledge(run):
    def acknowledge(note, *more, given=GIVEN):
        return run("acknowledge", note, RULE, *more, *given)

    return acknowledge


def records(path):
    return [json.loads(line) for line in path.read_text("utf8").splitlines()]


class TestAcknowledge:
    def test_a_finding_at_its_place(self, acknowledge, run, write, tmp_path):
        done = acknowledge(write(TEXT, "notes/a.txt"), "--at", "2:6", "--until", "2026-12-31")
        name = json.loads(run("acknowledgements", "export", "--format", "json").stdout)["acknowledgements"][0]["id"]
        told = f"acknowledged {RULE} at 2:6 of notes/a.txt, id {name} in notes/{FILE}\n"
        assert (done.exit_code, done.stdout, done.stderr) == (0, told, "")
        (record,) = records(tmp_path / "notes" / FILE)
        assert record["note"] == "a.txt"
        assert record["version"] == "microvascular-bone 2026.1"
        assert record["time"] == "2026-11-21T12:00:00Z"
        assert record["until"] == "2026-12-31"
        assert {"record", "note_sha256", "words", "finding", "by", "code", "reason", "rule"} <= record.keys()

    @pytest.mark.skipif(sys.platform == "win32", reason="such names are not allowed there")
    def test_of_a_file_with_a_line_break_in_its_name_in_one_line(self, acknowledge, write):
        done = acknowledge(write(TEXT, "a\nb\u202e.txt"), "--at", "2:6")
        assert (done.exit_code, done.stdout.count("\n")) == (0, 1)
        assert "\u202e" not in done.stdout

    def test_no_word_of_the_note_is_in_the_record(self, acknowledge, write, tmp_path):
        acknowledge(write("Zebrafish quokka error.\n"))
        assert not {"zebrafish", "quokka"} & set((tmp_path / FILE).read_text().casefold().split('"'))

    @pytest.mark.parametrize(
        ("arguments", "problem"),
        [
            ([], f"a.txt: {RULE} has 3 findings, at 2:6, 3:6 and 3:18; give --at LINE:COLUMN or --all"),
            (["--at", "3"], f"a.txt: {RULE} has 2 findings, at 3:6 and 3:18; give --at LINE:COLUMN or --all"),
            (["--at", "4"], f"a.txt: {RULE} has no finding at 4; it has one at 2:6, 3:6 and 3:18"),
            (["--at", "2:7"], f"a.txt: {RULE} has no finding at 2:7; it has one at 2:6, 3:6 and 3:18"),
            (["--at", "2", "--until", "2026-11-20"], "--until 2026-11-20: this day is over; give today or a later day"),
            (["--at", "2", "--by", "  "], "an argument is empty; give it a value or leave it out"),
            (["--at", "2", "--code", "query-snt"], "no reason has the code 'query-snt'; did you mean query-sent?"),
            (["--at", "2", "--reason", "x" * 501], "--reason: longer than 500 characters; make it shorter"),
            (["--at", "2", "--acknowledgements", "a.txt"], f"a.txt: the record could not be written: {NOT_OURS}"),
        ],
    )
    def test_what_cannot_be_recorded_is_refused_in_one_line(self, acknowledge, write, tmp_path, arguments, problem):
        done = acknowledge(write(TEXT, "a.txt"), given=(*GIVEN, *arguments))
        assert (done.exit_code, done.stdout) == (2, "")
        assert done.stderr.splitlines()[-1] == f"Error: {problem}"
        assert not (tmp_path / FILE).exists()
        assert (tmp_path / "a.txt").read_text() == TEXT

    @pytest.mark.parametrize(
        ("rule", "problem"),
        [
            ("microscope-missing", "a.txt: microscope-missing has no finding in this note; notelint check lists its findings"),
            ("ischemia-time-mising", f"no rule is called 'ischemia-time-mising'; did you mean {RULE}?"),
            ("skin-paddle-not-billed", "rule skin-paddle-not-billed is about claims; only findings of notes can be acknowledged"),
        ],
    )
    def test_a_rule_without_a_finding(self, run, write, rule, problem):
        done = run("acknowledge", write(TEXT, "a.txt"), rule, *GIVEN)
        assert (done.exit_code, done.stderr) == (2, f"Error: {problem}\n")

    def test_a_reason_that_copies_the_note(self, acknowledge, write, tmp_path):
        note = write("The patient of ward seven was brought here. error\n")
        done = acknowledge(note, given=(*GIVEN, "--reason", "See: the patient of ward seven was brought"))
        told = "it repeats words in a row of the note; say it in your own words, without words of the note"
        assert (done.exit_code, done.stderr) == (2, f"Error: --reason: {told}\n")
        assert not (tmp_path / FILE).exists()

    def test_all_of_them(self, acknowledge, run, write, tmp_path):
        assert acknowledge(write(TEXT), "--all").exit_code == 0
        assert len(records(tmp_path / FILE)) == 3
        assert run("check", "note.txt", "--fail-on", "info").exit_code == 0

    def test_a_folder_or_a_note_that_cannot_be_read(self, acknowledge, tmp_path):
        (tmp_path / "notes").mkdir()
        assert acknowledge("notes").stderr == "Error: notes: is a folder; an acknowledgement is about one note, name its file\n"
        assert acknowledge("none.txt").stderr == "Error: none.txt: no such file or folder; check the path\n"

    def test_standard_input_needs_a_file(self, run, tmp_path):
        done = run("acknowledge", "-", RULE, *GIVEN, input="error")
        told = "a note from standard input has no folder for its acknowledgements; give --acknowledgements FILE"
        assert (done.exit_code, done.stderr) == (2, f"Error: {told}\n")
        assert run("acknowledge", "-", RULE, *GIVEN, "--acknowledgements", "a.jsonl", input="error").exit_code == 0
        assert run("check", "-", "--acknowledgements", "a.jsonl", input="error").exit_code == 0

    def test_by_whom_is_the_user_of_the_system(self, run, write, tmp_path, monkeypatch):
        monkeypatch.setattr("getpass.getuser", lambda: "areader")
        run("acknowledge", write("error"), RULE, *GIVEN[:4])
        assert records(tmp_path / FILE)[0]["by"] == "areader"

    def test_a_file_in_another_place_holds_for_several_folders(self, acknowledge, run, write, tmp_path):
        for name in ("x/a.txt", "y/b.txt"):
            acknowledge(write(f"error {name}\n", name), "--acknowledgements", "all.jsonl")
        assert [record["note"] for record in records(tmp_path / "all.jsonl")] == ["x/a.txt", "y/b.txt"]
        assert run("check", "x", "y", "--acknowledgements", "all.jsonl").exit_code == 0
        assert run("check", "x", "y").exit_code == 1


class TestCheck:
    @pytest.fixture
    def notes(self, acknowledge, write):
        write("Fibula flap, error.\n", "notes/b.txt")
        write("Fibula flap.\n", "notes/c.txt")
        acknowledge(write(TEXT, "notes/a.txt"), "--at", "2")
        acknowledge("notes/a.txt", "--at", "3:6", "--until", "2026-12-31")
        return "notes"

    @pytest.mark.parametrize(
        ("name", "arguments"),
        [
            ("text", []),
            ("quiet", ["-q"]),
            ("full", ["--full"]),
            ("concise", ["--format", "concise"]),
            ("json", ["--format", "json", "--no-excerpt"]),
            ("no-excerpt", ["--no-excerpt"]),
            ("strict", ["--strict"]),
        ],
    )
    def test_exactly(self, run, notes, name, arguments):
        assert_matches(f"acknowledgements/check-{name}.txt", run("check", notes, *arguments).stdout)

    def test_an_acknowledged_finding_does_not_fail_the_run_unless_strict(self, run, notes):
        assert run("check", "notes/a.txt").exit_code == 0
        assert run("check", "notes/a.txt", "--fail-on", "warning").exit_code == 0
        assert run("check", "notes/a.txt", "--fail-on", "info").exit_code == 1
        assert run("check", "notes/a.txt", "--strict").exit_code == 1
        assert run("check", notes).exit_code == 1

    def test_json_says_by_whom_and_follows_the_schema(self, run, notes):
        document = json.loads(run("check", notes, "--format", "json").stdout)
        jsonschema.validate(document, SCHEMA)
        assert document["summary"]["acknowledged"] == 2
        found = document["notes"][0]["findings"]
        assert [finding.get("acknowledged", {}).get("by") for finding in found] == ["A. Reader", "A. Reader", None]
        assert found[1]["acknowledged"] == {
            "by": "A. Reader",
            "time": "2026-11-21T12:00:00+00:00",
            "code": "query-sent",
            "reason": "The surgeon was asked",
            "until": "2026-12-31",
        }
        lines = run("check", notes, "--format", "jsonl").stdout.splitlines()
        assert [json.loads(line) for line in lines] == document["notes"]

    def test_a_changed_note_and_a_day_that_has_passed_reopen_it(self, run, write, today, acknowledge):
        acknowledge(write("error"), "--until", "2026-11-22")
        today(22)
        assert run("check", "note.txt").exit_code == 0
        today(23)
        assert run("check", "note.txt").exit_code == 1
        acknowledge("note.txt")
        assert run("check", "note.txt").exit_code == 0
        write("error.")
        assert run("check", "note.txt").exit_code == 1

    def test_a_damaged_line_is_told_and_the_rest_is_reported(self, run, notes, tmp_path):
        path = tmp_path / "notes" / FILE
        path.write_text("OPERATIVE REPORT\n" + path.read_text() + '{"record": "acknowledgement/1", "note": "a.t')
        before = path.read_bytes()
        done = run("check", notes, "--format", "concise")
        assert done.exit_code == 2
        assert done.stderr == (
            f"notes/{FILE}:1: this is no record of an acknowledgement; restore the line from a copy\n"
            f"notes/{FILE}:4: this record was not finished, because its writer was stopped; it does not count\n"
        )
        assert [line.split()[1] for line in done.stdout.splitlines()] == ["acknowledged", "acknowledged", "info", "error"]
        assert path.read_bytes() == before

    def test_a_record_that_was_not_finished_is_told_and_does_not_fail_the_run(self, run, notes, tmp_path):
        with (tmp_path / "notes" / FILE).open("a") as file:
            file.write('{"record": "ackn')
        done = run("check", "notes/a.txt")
        assert (done.exit_code, done.stderr.count("\n")) == (0, 1)

    def test_a_file_that_cannot_be_read(self, run, write, tmp_path):
        (tmp_path / FILE).mkdir()
        done = run("check", write("warning"))
        assert (done.exit_code, done.stderr) == (2, f"{FILE}: cannot be read: Is a directory; check the file\n")
        assert "warning" in done.stdout

    @pytest.mark.parametrize("name", [f"notes/{FILE}", "notes/new.json"])
    def test_a_report_is_not_written_over_it(self, run, notes, tmp_path, name):
        (tmp_path / "notes" / "new.json").write_bytes((tmp_path / "notes" / FILE).read_bytes())
        before = (tmp_path / name).read_bytes()
        done = run("check", notes, "--acknowledgements", "notes/new.json", "--output", name, "--format", "json")
        assert (done.exit_code, "give --output another file" in done.stderr) == (2, True)
        assert (tmp_path / name).read_bytes() == before

    def test_strict_does_not_read_it(self, run, write, tmp_path):
        (tmp_path / FILE).mkdir()
        assert run("check", write("warning"), "--strict").exit_code == 0


class TestAcknowledgements:
    @pytest.fixture
    def notes(self, acknowledge, run, write, today):
        for day, name in enumerate(("kept", "changed", "expired", "withdrawn", "gone"), 1):
            today(day)
            more = ("--until", "2026-11-20") if name == "expired" else ()
            acknowledge(write(f"Fibula {name}, error.\n", f"notes/{name}.txt"), *more)
        today(6)
        withdrawn = json.loads(run("acknowledgements", "export", "--format", "json").stdout)["acknowledgements"][3]["id"]
        assert run("acknowledgements", "withdraw", withdrawn, "--reason", "it was documented", "--by", "B. Reader").exit_code == 0
        write("Fibula other, error.\n", "notes/changed.txt")
        (write("", "notes/gone.txt"))
        today(21)
        return "notes"

    @pytest.mark.parametrize("name", ["list", "audit", "export", "reasons"])
    def test_exactly(self, run, notes, name):
        done = run("acknowledgements", name)
        assert (done.exit_code, done.stderr) == (0, "")
        assert_matches(f"acknowledgements/{name}.txt", done.stdout)

    def test_csv_and_json_say_the_same(self, run, notes):
        rows = list(csv.DictReader(io.StringIO(run("acknowledgements", "export", notes).stdout)))
        told = json.loads(run("acknowledgements", "export", notes, "--format", "json").stdout)["acknowledgements"]
        assert [{key: "" if value is None else str(value) for key, value in row.items()} for row in told] == rows
        assert [row["state"] for row in rows] == ["in force", "note changed", "expired", "withdrawn", "note not found"]

    def test_a_withdrawn_one_counts_again_and_cannot_be_withdrawn_twice(self, run, notes):
        assert run("check", "notes/withdrawn.txt").exit_code == 1
        name = json.loads(run("acknowledgements", "export", "--format", "json").stdout)["acknowledgements"][3]["id"]
        done = run("acknowledgements", "withdraw", name, "--reason", "again")
        assert done.exit_code == 2
        assert done.stderr.startswith(f"Error: no acknowledgement that can be withdrawn has the id '{name}'; ")

    def test_no_such_finding(self, run, notes, monkeypatch):
        monkeypatch.setattr("support.fake_linter.SEVERITIES", ())
        told = run("acknowledgements", "list").stdout
        assert "reopened, no such finding: ischemia-time-missing in notes/kept.txt" in " ".join(told.split())

    def test_a_withdrawal_without_words_of_the_note(self, run, acknowledge, write):
        acknowledge(write("The patient of ward seven was brought here. error\n"))
        name = json.loads(run("acknowledgements", "export", "--format", "json").stdout)["acknowledgements"][0]["id"]
        done = run("acknowledgements", "withdraw", name, "--reason", "The patient of ward seven was brought")
        assert (done.exit_code, "repeats words in a row" in done.stderr) == (2, True)

    def test_a_damaged_file_is_told_and_the_others_are_listed(self, run, notes, write):
        write("x\n", f"other/{FILE}")
        done = run("acknowledgements", "list")
        assert (done.exit_code, done.stderr.count("\n")) == (2, 1)
        assert "5 acknowledgements" in done.stdout

    def test_export_to_a_file_and_not_onto_the_records(self, run, notes, tmp_path):
        assert run("acknowledgements", "export", "--output", "all.csv").exit_code == 0
        assert (tmp_path / "all.csv").read_text().startswith("id,state,")
        before = (tmp_path / "notes" / FILE).read_bytes()
        assert run("acknowledgements", "export", "--output", f"notes/{FILE}").exit_code == 2
        assert (tmp_path / "notes" / FILE).read_bytes() == before

    def test_none(self, run):
        assert run("acknowledgements", "list").stdout == "no acknowledgements\n"
        assert run("acknowledgements", "audit").stdout == "0 acknowledgements\n"
        assert run("acknowledgements", "list", "none").exit_code == 2
