from __future__ import annotations

import json
import os
import re
import stat
import subprocess
from datetime import UTC, datetime
from importlib.resources import files
from pathlib import Path

import jsonschema
import pytest
from support import needs
from support.fake_linter import RULE
from support.pages import without_styles
from support.snapshots import assert_matches

from notelint import __version__
from notelint.outputs.formats import FORMATS
from notelint.packs.loader import builtin_packs, load_catalogue

pytestmark = pytest.mark.usefixtures("fake_linter")

SCHEMA = json.loads((files("notelint.outputs") / "report.schema.json").read_text("utf8"))
CLEAN = "Fibula flap.\n"


class TestExitStatus:
    @pytest.mark.parametrize(
        ("found", "fail_on", "status"),
        [
            ("nothing", "info", 0),
            ("info", "info", 1),
            ("info", "warning", 0),
            ("warning", "info", 1),
            ("warning", "warning", 1),
            ("warning", "error", 0),
            ("error", "error", 1),
            ("error", "info", 1),
            ("error warning info", "never", 0),
        ],
    )
    def test_is_1_for_findings_at_or_above_fail_on(self, run, write, found, fail_on, status):
        assert run("check", write(found), "--fail-on", fail_on).exit_code == status

    def test_fails_on_errors_unless_told_otherwise(self, run, write):
        assert run("check", write("warning")).exit_code == 0
        assert run("check", write("error")).exit_code == 1

    def test_is_2_for_what_cannot_be_read_whatever_else_is_found(self, run, write):
        assert run("check", write("error"), "no.txt", "--fail-on", "never").exit_code == 2

    @pytest.mark.parametrize(
        "wrong", [[], ["--format", "xml", "a"], ["--fail-on", "all", "a"], ["--max-chars", "0", "a"], ["--nonsense", "a"]]
    )
    def test_is_2_for_wrong_usage(self, run, wrong):
        assert run("check", *wrong).exit_code == 2


class TestRules:
    def test_are_given_to_the_linter_one_by_one(self, run, write, fake_linter):
        run("check", write(CLEAN), "--select", f"{RULE}, microscope-missing", "--select", "blood-loss-missing", "--ignore", RULE)
        assert fake_linter.latest.made_with["select"] == (RULE, "microscope-missing", "blood-loss-missing")
        assert fake_linter.latest.made_with["ignore"] == (RULE,)

    @pytest.mark.parametrize("option", ["--select", "--ignore"])
    def test_an_unknown_one_is_refused_with_a_suggestion(self, run, write, option):
        done = run("check", write(CLEAN), option, "ischemia-time-mising")
        assert (done.exit_code, done.stdout) == (2, "")
        assert done.stderr == f"Error: no rule is called 'ischemia-time-mising'; did you mean {RULE}?\n"

    def test_an_unknown_one_like_no_other(self, run, write):
        done = run("check", write(CLEAN), "--select", "qqq")
        assert (done.exit_code, done.stderr) == (2, "Error: no rule is called 'qqq'; see notelint rules\n")


class TestPacks:
    def test_one_that_is_none_is_refused_in_one_line(self, run, write):
        done = run("check", write(CLEAN), "--pack-dir", write("no pack", "pack.txt"))
        assert (done.exit_code, done.stdout) == (2, "")
        assert done.stderr.startswith("Error: pack.txt: ")
        assert done.stderr.count("\n") == 1


class TestFormats:
    @pytest.mark.parametrize("form", FORMATS)
    def test_exactly(self, run, write, form, monkeypatch):
        monkeypatch.setattr("notelint.cli.clock.now", lambda: datetime(2026, 3, 2, 8, 30, tzinfo=UTC))
        write("Fibula flap: one error,\nand a warning.\n", "notes/first.txt")
        write("Info: “nothing” of note, info.\n", "notes/second.txt")
        write(b"\0\0\0\0\0", "notes/third.txt")
        done = run("check", "notes", "--format", form)
        assert done.exit_code == 2
        assert done.stderr == "notes/third.txt: error: binary, not plain text; save the note as plain text (UTF-8)\n"
        told = without_styles(done.stdout_bytes.decode("utf8")).replace(__version__, "VERSION").replace(_pack_version(), "PACK")
        assert_matches(f"check/command-{form}.txt", re.sub(r'timestamp="[^"]*"', 'timestamp="NOW"', told))

    def test_json_follows_the_schema(self, run, write):
        document = json.loads(run("check", write("error"), "no.txt", "--format", "json").stdout)
        jsonschema.validate(document, SCHEMA)
        assert document["tool"]["version"] == __version__
        shipped = [load_catalogue(folder).info for folder in builtin_packs()]
        assert document["tool"]["packs"] == [{"id": one.id, "version": one.version} for one in shipped]
        assert [note["error"] for note in document["notes"]] == [None, "no such file or folder; check the path"]

    def test_standard_input_has_the_name_it_is_given(self, run):
        done = run("check", "-", "--stdin-filename", "ward/7.txt", "--format", "concise", input="error")
        assert done.stdout == "ward/7.txt:1:1: error ischemia-time-missing No ischemia time is given.\n"

    def test_json_is_utf_8_on_any_terminal(self, run, write):
        done = run("check", write("“error”"), "--format", "json", env={"PYTHONIOENCODING": "ascii"})
        assert "“error”" in done.stdout_bytes.decode("utf8")

    def test_a_terminal_that_knows_only_ascii(self, program, write):
        done = program([["check", "--full", write("“error”")]], "--fake", env={**os.environ, "PYTHONIOENCODING": "ascii"})
        assert done.stdout.isascii()
        assert "  1 | ?error?\n    |  ^^^^^" in done.stdout

    @pytest.mark.parametrize(
        ("env", "colored"),
        [
            ({}, False),
            ({"FORCE_COLOR": "1"}, True),
            ({"FORCE_COLOR": "1", "NO_COLOR": "1"}, False),
            ({"FORCE_COLOR": "", "NO_COLOR": ""}, False),
        ],
    )
    def test_color(self, run, write, env, colored):
        # Without color=True click's runner would strip what notelint wrote.
        assert ("\x1b[" in run("check", write("error"), env=env, color=True).stdout) == colored

    @pytest.mark.skipif(os.name != "posix", reason="needs a pseudo-terminal")
    def test_color_on_a_terminal(self, program, write, tmp_path):
        import pty

        control, terminal = pty.openpty()
        env = {key: value for key, value in os.environ.items() if key not in ("NO_COLOR", "FORCE_COLOR")}
        command = program.command([["check", write("error")]], "--fake")
        subprocess.run(command, stdout=terminal, cwd=tmp_path, env={**env, "TERM": "xterm"}, check=False)
        assert b"\x1b[1;31merror\x1b[0m" in os.read(control, 10_000)


def _pack_version():
    from notelint.packs.loader import builtin_packs, load_catalogue

    return load_catalogue(builtin_packs()[0]).info.version


class TestQuietAndVerbose:
    def test_quiet_says_nothing_where_nothing_was_found(self, run, write):
        done = run("check", write(CLEAN), "-q")
        assert (done.exit_code, done.stdout, done.stderr) == (0, "", "")

    def test_verbose_tells_what_is_done_on_standard_error_only(self, run, write):
        done = run("check", write("Fibula µ"), "-v", "--format", "json")
        json.loads(done.stdout)
        ready, note = done.stderr.splitlines()
        assert ready.startswith("notelint: linter ready after ")
        assert note.startswith("notelint: note.txt: 8 characters of utf-8, linted in ")


class TestOutputFile:
    def test_holds_what_would_have_been_printed(self, run, write, tmp_path):
        printed = run("check", write("“error”")).stdout
        done = run("check", "note.txt", "--output", "out.txt")
        assert (done.exit_code, done.stdout) == (1, "")
        assert (tmp_path / "out.txt").read_text("utf8") == printed
        assert sorted(path.name for path in tmp_path.iterdir()) == ["note.txt", "out.txt"]

    def test_has_no_color(self, run, write, tmp_path):
        run("check", write("error"), "--output", "out.txt", env={"FORCE_COLOR": "1"}, color=True)
        assert "\x1b" not in (tmp_path / "out.txt").read_text("utf8")

    def test_is_as_it_was_after_a_failure(self, run, write, tmp_path, monkeypatch):
        write("before", "out.txt")
        monkeypatch.setattr("notelint.outputs.json_report.note_data", lambda *_, **__: 1 / 0)
        done = run("check", write(CLEAN), "--format", "json", "--output", "out.txt")
        assert (done.exit_code, done.stderr) == (2, "Error: note.txt: internal error (ZeroDivisionError) in the stage output\n")
        assert (tmp_path / "out.txt").read_text() == "before"
        assert sorted(path.name for path in tmp_path.iterdir()) == ["note.txt", "out.txt"]

    def test_keeps_its_permissions_and_its_link(self, run, write, tmp_path):
        write("before", "real.txt")
        (tmp_path / "real.txt").chmod(0o640)
        (tmp_path / "out.txt").symlink_to("real.txt")
        run("check", write(CLEAN), "--output", "out.txt")
        assert (tmp_path / "out.txt").is_symlink()
        assert (tmp_path / "real.txt").read_text() != "before"
        assert stat.S_IMODE((tmp_path / "real.txt").stat().st_mode) == 0o640

    @pytest.mark.parametrize(
        ("output", "told"),
        [
            ("no/such/out.txt", "Error: no/such/out.txt: cannot be written: No such file or directory\n"),
            (".", "Error: .: cannot be written: it is a folder\n"),
        ],
    )
    def test_that_cannot_be_written_is_refused(self, run, write, output, told):
        done = run("check", write(CLEAN), "--output", output)
        assert (done.exit_code, done.stdout, done.stderr) == (2, "", told)

    @pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs a device that is full")
    def test_on_a_full_disk(self, run, write):
        done = run("check", write(CLEAN), "--output", "/dev/full")
        assert (done.exit_code, done.stderr) == (2, "Error: /dev/full: cannot be written: No space left on device\n")


class TestBadInput:
    def test_each_is_one_line_and_the_others_are_reported(self, run, write):
        write("", "empty.txt")
        write("a" * 300, "long.txt")
        done = run("check", "no.txt", "empty.txt", write("error"), "long.txt", "--max-chars", "200", "--format", "concise")
        assert done.exit_code == 2
        assert done.stdout == "note.txt:1:1: error ischemia-time-missing No ischemia time is given.\n"
        assert done.stderr.splitlines() == [
            "no.txt: error: no such file or folder; check the path",
            "empty.txt: error: empty; give a file that holds the note's text",
            "long.txt: error: longer than 200 characters; split it, or raise --max-chars",
        ]

    def test_a_failure_inside_the_linter_tells_its_kind_only(self, run, write):
        done = run("check", write("please raise"), write("error", "other.txt"), "--format", "json")
        assert done.exit_code == 2
        assert done.stderr == "note.txt: error: internal error (ValueError)\n"
        failed, other = json.loads(done.stdout)["notes"]
        assert (failed["error"], other["error"]) == ("internal error (ValueError)", None)

    def test_offsets_count_code_points_after_a_byte_order_mark(self, run, write):
        write(b"\xef\xbb\xbf" + "“µ”\r\n\0\u00a0𝄞 error".encode())
        (note,) = json.loads(run("check", "note.txt", "--format", "json").stdout)["notes"]
        (found,) = note["findings"]
        assert (found["start"], found["end"], found["line"], found["column"]) == (9, 14, 2, 5)


@needs.linter
class TestWithTheRealLinter:
    @pytest.fixture(autouse=True)
    def real_linter(self, monkeypatch):
        monkeypatch.undo()

    @pytest.mark.parametrize("text", ["x", "Appendectomy.\r\n\0", "PROCEDURE: Free fibula flap, \x93left\x94.\n", "\u00a0\t“”é"])
    def test_anything_gets_a_report_that_follows_the_schema(self, program, write, text):
        done = program([["check", write(text), "--format", "json"]])
        assert done.stderr == ""
        jsonschema.validate(json.loads(done.stdout), SCHEMA)
