"""``notelint baseline`` and ``notelint check --baseline``."""

from __future__ import annotations

import json
import threading

import jsonschema
import pytest
from support.fake_linter import RULE
from support.snapshots import assert_matches

FILE = ".notelint-baseline.json"

pytestmark = pytest.mark.usefixtures("fake_linter")


@pytest.fixture
def notes(run, write):
    write("Fibula error and warning.\n", "notes/b.txt")
    write("Fibula info.\n", "notes/a.txt")
    write("Fibula.\n", "notes/c.txt")
    done = run("baseline", "write", "notes")
    assert (done.exit_code, done.stdout, done.stderr) == (0, f"{FILE}: 3 findings of 2 notes\n", "")
    return "notes"


class TestWrite:
    def test_the_file_is_sorted_and_has_no_word_of_a_note(self, notes, tmp_path):
        assert_matches("baseline/baseline.json", (tmp_path / FILE).read_text())

    def test_the_same_again(self, run, notes, tmp_path):
        before = (tmp_path / FILE).read_bytes()
        assert run("baseline", "write", "notes/c.txt", "notes/b.txt", "notes/a.txt").exit_code == 0
        assert (tmp_path / FILE).read_bytes() == before

    def test_paths_count_from_the_folder_of_the_file(self, run, notes, tmp_path, monkeypatch):
        run("baseline", "write", "notes", "--output", "notes/base.json")
        assert list(json.loads((tmp_path / "notes" / "base.json").read_text())["notes"]) == ["a.txt", "b.txt"]
        monkeypatch.chdir(tmp_path / "notes")
        done = run("check", tmp_path / "notes", "--baseline", tmp_path / FILE)
        assert done.exit_code == 0

    @pytest.mark.parametrize("content", ["OPERATIVE REPORT", "{}", '{"schema": "notelint.report/1"}', '{"schema": 1', "\xff"])
    def test_another_file_is_not_overwritten(self, run, write, tmp_path, content):
        write("error")
        name = write(content.encode("latin-1"), "precious.json")
        done = run("baseline", "write", "note.txt", "--output", name)
        told = "this is no baseline; name a file that notelint baseline write has written; it is not overwritten; give --output "
        assert (done.exit_code, done.stdout) == (2, "")
        assert done.stderr == f"Error: precious.json: {told}another file, or remove it\n"
        assert (tmp_path / "precious.json").read_bytes() == content.encode("latin-1")

    def test_a_damaged_baseline_is_not_overwritten_either(self, run, notes, tmp_path):
        damaged = (tmp_path / FILE).read_text()[:-20]
        (tmp_path / FILE).write_text(damaged)
        assert run("baseline", "write", "notes").exit_code == 2
        assert (tmp_path / FILE).read_text() == damaged

    def test_a_note_that_cannot_be_read_costs_nothing_else(self, run, write, tmp_path):
        done = run("baseline", "write", write("error"), "none.txt")
        assert (done.exit_code, done.stdout) == (2, f"{FILE}: 1 finding of 1 note\n")
        assert done.stderr == "none.txt: error: no such file or folder; check the path\n"

    def test_an_acknowledged_finding_stays_out(self, run, write, tmp_path):
        write("Fibula error and warning.\n")
        run("acknowledge", "note.txt", RULE, "--at", "1:8", "--code", "other", "--reason", "as agreed", "--by", "A")
        run("baseline", "write", "note.txt")
        assert len(json.loads((tmp_path / FILE).read_text())["notes"]["note.txt"]) == 1
        (tmp_path / ".notelint-acknowledgements.jsonl").unlink()
        assert run("check", "note.txt", "--baseline", FILE).exit_code == 1

    def test_two_at_once_leave_a_whole_file(self, notes, tmp_path, program):
        line = ["baseline", "write", "notes", "--output", "both.json"]
        done = []
        runs = [threading.Thread(target=lambda: done.append(program([line] * 3, "--fake"))) for _ in range(2)]
        for one in runs:
            one.start()
        for one in runs:
            one.join()
        assert [(one.returncode, one.stderr) for one in done] == [(0, ""), (0, "")]
        assert (tmp_path / "both.json").read_bytes() == (tmp_path / FILE).read_bytes()


class TestCheck:
    def test_only_new_findings_fail(self, run, notes, write):
        assert run("check", notes, "--baseline", FILE, "--fail-on", "info").exit_code == 0
        assert run("check", notes, "--baseline", FILE, "--strict").exit_code == 1
        write("Fibula error.\n", "notes/new.txt")
        assert run("check", notes, "--baseline", FILE).exit_code == 1

    def test_a_finding_of_another_note_is_new(self, run, notes, tmp_path):
        (tmp_path / "notes" / "b.txt").rename(tmp_path / "notes" / "z.txt")
        assert run("check", notes, "--baseline", FILE).exit_code == 1

    def test_an_old_finding_stays_old_when_the_note_changes_elsewhere(self, run, notes, write):
        write("Some words before.\nFibula error and warning.\n", "notes/b.txt")
        assert run("check", notes, "--baseline", FILE, "--fail-on", "info").exit_code == 0

    @pytest.mark.parametrize(
        ("name", "arguments"), [("text", []), ("quiet", ["-q"]), ("full", ["--full"]), ("concise", ["--format", "concise"])]
    )
    def test_exactly(self, run, notes, write, name, arguments):
        write("Fibula error and warning.\nMore info.\n", "notes/b.txt")
        assert_matches(f"baseline/check-{name}.txt", run("check", notes, "--baseline", FILE, *arguments).stdout)

    def test_json_marks_them_and_follows_the_schema(self, run, notes, write):
        from importlib.resources import files

        write("Fibula error and warning.\nMore info.\n", "notes/b.txt")
        document = json.loads(run("check", notes, "--baseline", FILE, "--format", "json").stdout)
        jsonschema.validate(document, json.loads((files("notelint.outputs") / "report.schema.json").read_text("utf8")))
        assert [finding.get("in_baseline") for finding in document["notes"][1]["findings"]] == [True, True, None]
        assert document["summary"]["in_baseline"] == 3
        assert (document["summary"]["errors"], document["summary"]["infos"]) == (0, 1)

    @pytest.mark.parametrize(
        ("change", "problem"),
        [
            (('"ischemia-time-missing"', "7"), f"{FILE}:5: notes.notes/a.txt.f0302c8e0aeb9d84: expected text, found a whole "),
            (('"schema": "notelint.baseline/1"', '"schema": "notelint.baseline/7"'), f"{FILE}:2: schema: "),
            (('"notes":', '"note":'), f"{FILE}:3: note: unknown key; did you mean notes?"),
            (("},", "}"), f"{FILE}:7: not JSON; correct the syntax at or just above this line"),
        ],
    )  # fmt: skip
    def test_a_damaged_file_names_its_line_and_the_findings_are_reported(self, run, notes, tmp_path, change, problem):
        damaged = (tmp_path / FILE).read_text().replace(*change, 1)
        (tmp_path / FILE).write_text(damaged)
        done = run("check", notes, "--baseline", FILE, "--format", "concise")
        assert (done.exit_code, done.stdout.count("\n")) == (2, 3)
        assert done.stderr.startswith(problem)
        assert done.stderr.count("\n") == 1
        assert (tmp_path / FILE).read_text() == damaged

    @pytest.mark.parametrize(
        ("name", "problem"),
        [
            (
                "none.json",
                "none.json: cannot be read: No such file or directory; check the path, or make it with notelint baseline",
            ),
            ("notes/a.txt", "notes/a.txt: this is no baseline; name a file that notelint baseline write has written"),
        ],
    )
    def test_another_file_or_none(self, run, notes, name, problem):
        done = run("check", notes, "--baseline", name)
        assert (done.exit_code, "error" in done.stdout) == (2, True)
        assert done.stderr.startswith(problem)


class TestGone:
    def test_which_findings_no_longer_occur(self, run, notes, write):
        assert run("baseline", "check", notes).stdout == f"{FILE}: 0 findings no longer occur\n"
        write("Fibula error.\n", "notes/b.txt")
        done = run("baseline", "check", "notes/b.txt")
        told = f"notes/b.txt: {RULE} no longer occurs\n{FILE}: 1 finding no longer occurs; 1 note of the baseline not checked\n"
        assert (done.exit_code, done.stdout) == (1, told)

    def test_without_a_baseline(self, run, write):
        done = run("baseline", "check", write("error"))
        assert (done.exit_code, done.stderr) == (2, f"Error: {FILE}: cannot be read: No such file or directory; check the path\n")
