"""``notelint check --watch``: a process of its own that checks again when a note changes."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time

import pytest

LINE = ["check", "notes", "--format", "concise", "--watch", "--fail-on", "info"]
needs_signals = pytest.mark.skipif(sys.platform == "win32", reason="needs Ctrl-C as POSIX has it")


class Watching:
    """A running ``--watch``; what it has printed so far is in ``text``."""

    def __init__(self, command, folder):
        self.process = subprocess.Popen(
            command, cwd=folder, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, bufsize=0, env={**os.environ, "NO_COLOR": "1"}
        )
        self.text = ""
        threading.Thread(target=self._read, daemon=True).start()

    def _read(self):
        while piece := os.read(self.process.stdout.fileno(), 4096):
            self.text += piece.decode()

    def rounds(self, number):
        """What was printed by the time the work was done ``number`` times."""
        ends = time.monotonic() + 30
        while self.text.count("Ctrl-C ends") < number:
            assert time.monotonic() < ends, self.text
            time.sleep(0.02)
        return self.text.split("Ctrl-C ends\n")[number - 1]

    def end(self):
        self.process.send_signal(signal.SIGINT)
        return self.process.wait(timeout=30)


@pytest.fixture
def watching(program, write, tmp_path):
    started = []

    def start(line=LINE):
        started.append(Watching(program.command([line], "--fake"), tmp_path))
        return started[-1]

    yield start
    for one in started:
        one.process.kill()
        one.process.wait()
        one.process.stdout.close()


@needs_signals
class TestWatch:
    def test_a_changed_a_new_and_a_deleted_note_are_checked(self, watching, write, tmp_path):
        write("no finding", "notes/a.txt")
        run = watching()
        assert "ischemia" not in run.rounds(1)
        assert "watching 1 file;" in run.text
        write("an error now", "notes/a.txt")
        assert "notes/a.txt:1:4: error" in run.rounds(2)
        write("a warning", "notes/b.txt")
        assert "notes/b.txt:1:3: warning" in run.rounds(3)
        (tmp_path / "notes" / "a.txt").unlink()
        assert "notes/a.txt" not in run.rounds(4)
        assert run.end() == 130

    def test_ctrl_c_ends_it_quietly(self, watching, write):
        write("no finding", "notes/a.txt")
        run = watching()
        run.rounds(1)
        assert run.end() == 130
        assert run.text.endswith("Ctrl-C ends\n")
        assert "\x1b" not in run.text  # no terminal: nothing is cleared

    def test_files_that_are_written_one_after_the_other_are_one_change(self, watching, write):
        write("no finding", "notes/a.txt")
        run = watching()
        run.rounds(1)
        for number in range(5):
            write(f"an error {number}", f"notes/{number}.txt")
            time.sleep(0.02)
        assert run.rounds(2).count("error[") + run.rounds(2).count(": error") == 5
        time.sleep(1.2)
        assert run.text.count("Ctrl-C ends") == 2

    def test_a_file_that_is_no_note_starts_nothing(self, watching, write):
        write("no finding", "notes/a.txt")
        run = watching()
        run.rounds(1)
        write("an error", "notes/page.md")
        time.sleep(1.2)
        assert run.text.count("Ctrl-C ends") == 1

    def test_a_report_in_the_folder_of_the_notes_starts_nothing(self, watching, write, tmp_path):
        write("no finding", "notes/a.txt")
        run = watching([*LINE, "--output", "json:notes/r.json", "--output", "junit:notes/r.xml"])
        run.rounds(1)
        time.sleep(1.5)
        assert run.text.count("Ctrl-C ends") == 1
        assert (tmp_path / "notes/r.json").is_file()
        write("an error now", "notes/a.txt")
        assert "notes/a.txt:1:4: error" in run.rounds(2)

    def test_an_error_is_printed_and_the_watch_goes_on(self, watching, write):
        run = watching([*LINE[:1], "notes/a.txt", *LINE[2:]])
        assert "notes/a.txt: error: no such file or folder; check the path" in run.rounds(1)
        write("an error now", "notes/a.txt")
        assert "notes/a.txt:1:4: error" in run.rounds(2)

    def test_a_wrong_rule_is_printed_and_the_watch_goes_on(self, watching, write):
        write("no finding", "notes/a.txt")
        run = watching([*LINE, "--select", "no-such-rule"])
        assert "Error: no rule is called 'no-such-rule'" in run.rounds(1)
        write("an error", "notes/a.txt")
        assert "Error: no rule is called 'no-such-rule'" in run.rounds(2)


def test_standard_input_is_refused(run, fake_linter):
    done = run("check", "-", "--watch", input="a note")
    assert done.exit_code == 2
    assert done.stderr == "Error: --watch: standard input cannot be watched; give files or folders\n"
