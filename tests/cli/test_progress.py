"""How far a command is: in words, in lines, and on a terminal, where what is printed meanwhile stays whole."""

from __future__ import annotations

import io
import os
import re
import signal
import sys
import time

import pytest
from support.archives import write_archive

from notelint.cli import progress as progress_module
from notelint.cli.progress import Progress, progress, progress_line
from notelint.cli.shared_terminal import Terminal

NEEDS_A_TERMINAL = pytest.mark.skipif(sys.platform != "linux", reason="needs a terminal as Linux makes them")
CLEAR = "\r\x1b[2K"


@pytest.mark.parametrize(
    ("done", "kept", "read", "seconds", "words"),
    [
        (0, 0, 0.0, 0.0, "0 notes"),
        (50, 0, 0.1, 1.0, "50 of about 500 notes, 50 a second, 0:00:09 left"),
        (1000, 9000, 0.01, 10.0, "10,000 of about 1,000,000 notes, 100 a second, 2:45:00 left"),
        (1200, 0, 1.0, 10.0, "1,200 notes, 120 a second"),
        (0, 500, 0.5, 3.0, "500 of about 1,000 notes"),
        (2, 0, 0.5, 10.0, "2 of about 4 notes, 0.2 a second, 0:00:10 left"),
    ],
)
def test_is_shown_with_rate_and_time_left(done, kept, read, seconds, words):
    assert progress_line(done, kept, read, seconds) == words


def test_each_item_counts_once_it_has_been_used():
    shown = Progress("checking", "notes", lambda: 4)
    shares = []
    for _ in shown.each("abcd"):
        shares.append(shown.state()[1])  # noqa: PERF401 -- the state in the middle of the work
    assert shares == [None, 0.25, 0.5, 0.75]
    assert shown.state()[0].startswith("4 notes")


def test_more_items_than_expected_are_counted_without_a_total():
    shown = Progress("checking", "notes", lambda: 1)
    list(shown.each("abc"))
    assert shown.state()[0].startswith("3 notes, ")
    assert shown.state()[1] is None


def test_before_the_first_item_it_says_what_is_done():
    assert Progress("training the second reader").state() == ("training the second reader, 0:00:00", None)


@pytest.fixture
def often(monkeypatch):
    """A line every fiftieth of a second."""
    monkeypatch.setattr(progress_module, "EVERY", 0.02)


class TestWithoutATerminal:
    def test_a_short_command_prints_nothing(self, capsys):
        with progress("checking") as shown:
            list(shown.each("abc"))
        assert capsys.readouterr() == ("", "")

    def test_a_run_with_a_closing_line_prints_that(self, capsys):
        with progress("starting", closing=True) as shown:
            shown.moved(3, 0, 1.0)
        assert re.fullmatch(r"notelint: 3 notes, [\d,.]+ a second\n", capsys.readouterr().err)

    def test_lines_come_every_so_often_and_at_the_end(self, often, capsys):
        with progress("checking") as shown:
            for _ in shown.each("abc"):
                time.sleep(0.05)
        printed = capsys.readouterr()
        lines = printed.err.splitlines()
        assert printed.out == ""
        assert 3 <= len(lines) <= 9
        assert lines[0] == "notelint: checking, 0:00:00"
        assert lines[-1].startswith("notelint: 3 notes, ")

    def test_quiet_prints_nothing(self, often, capsys):
        with progress("checking", quiet=True, closing=True) as shown:
            for _ in shown.each("ab"):
                time.sleep(0.05)
        assert capsys.readouterr() == ("", "")

    def test_standard_error_can_be_closed(self, monkeypatch):
        monkeypatch.setattr(sys, "stderr", None)
        with progress("checking", closing=True) as shown:
            assert list(shown.each("ab")) == ["a", "b"]


class Screen(io.StringIO):
    """A terminal that keeps what is sent to it."""

    encoding = "utf-8"

    def isatty(self):
        return True

    def lines(self):
        """What stands on the screen, line by line."""
        return [line.rpartition(CLEAR)[2] for line in self.getvalue().split("\n")]


@pytest.fixture
def screen(monkeypatch):
    monkeypatch.setenv("TERM", "xterm")
    return Screen()


def put_in_place(screen, monkeypatch):
    """In a test and not in a fixture: pytest sets the streams between the two."""
    monkeypatch.setattr(sys, "stderr", screen)
    monkeypatch.setattr(sys, "stdout", screen)


class TestOnATerminal:
    def test_the_first_second_shows_nothing(self, screen, monkeypatch):
        put_in_place(screen, monkeypatch)
        with progress("checking"):
            pass
        assert screen.getvalue() == ""

    def test_the_bar_gives_way_to_what_is_printed_and_vanishes(self, screen, monkeypatch):
        put_in_place(screen, monkeypatch)
        monkeypatch.setattr(progress_module, "FIRST", 0.0)
        monkeypatch.setattr(progress_module, "STEP", 0.001)
        with progress("checking", total=lambda: 40) as shown:
            for number in shown.each(range(40)):
                time.sleep(0.005)
                sys.stdout.write(f"finding {number}\n")
        assert f"{CLEAR}━" in screen.getvalue()
        assert screen.lines() == [*(f"finding {number}" for number in range(40)), ""]

    def test_a_line_that_has_not_ended_is_not_drawn_over(self, screen, monkeypatch):
        put_in_place(screen, monkeypatch)
        terminal = Terminal(screen)
        with terminal.shared():
            sys.stdout.write("half a ")
            terminal.draw("the bar")
            sys.stdout.write("line\n")
            terminal.draw("the bar")
            terminal.clear()
        assert screen.getvalue() == f"half a line\n{CLEAR}the bar{CLEAR}"

    def test_the_streams_are_as_before_at_the_end(self, screen, monkeypatch):
        put_in_place(screen, monkeypatch)
        with progress("checking"):
            assert sys.stdout is not screen
        assert sys.stdout is sys.stderr is screen

    def test_a_terminal_that_cannot_clear_a_line_gets_lines(self, screen, often, monkeypatch):
        put_in_place(screen, monkeypatch)
        monkeypatch.setenv("TERM", "dumb")
        with progress("checking"):
            time.sleep(0.1)
        assert screen.getvalue().startswith("notelint: checking, 0:00:00\n")
        assert "\x1b" not in screen.getvalue()


def on_a_terminal(arguments, folder, until=None):
    """What the program sends to a terminal, which gets Ctrl-C once ``until`` was sent, and its exit status."""
    import pty

    pid, terminal = pty.fork()
    if pid == 0:
        os.chdir(folder)
        os.environ.update(TERM="xterm", PYTHONIOENCODING="utf-8", COLUMNS="100")
        os.execv(sys.executable, arguments)
    shown, ends = b"", time.monotonic() + 60
    try:
        while time.monotonic() < ends:
            shown += os.read(terminal, 4096)
            if until is not None and until in shown:
                os.kill(pid, signal.SIGINT)
                until = None
    except OSError:  # the terminal is gone
        pass
    return shown.decode(), os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])


@NEEDS_A_TERMINAL
def test_ctrl_c_clears_the_bar(program, tmp_path):
    write_archive(tmp_path / "a.jsonl", [{"text": "slowly"}] * 400)
    line = ["batch", "a.jsonl", "--output", "out", "--shard-size", "50", "--workers", "1"]
    shown, status = on_a_terminal(program.command([line], "--fake"), tmp_path, until=b" left")
    assert status == 130
    assert " of about 400 notes, " in shown
    assert shown.rstrip().endswith(
        f"{CLEAR}notelint: interrupted; what is done is kept; the same command with --resume does the rest"
    )


@NEEDS_A_TERMINAL
def test_findings_stay_whole_beside_the_bar_and_no_word_of_a_note_is_in_it(program, tmp_path):
    (tmp_path / "notes").mkdir()
    for number in range(150):
        (tmp_path / "notes" / f"{number:03}.txt").write_text("slowly an error for xylophone\n", "utf8")
    line = ["check", "notes", "--format", "concise", "--no-excerpt", "--color", "never"]
    shown, status = on_a_terminal(program.command([line], "--fake"), tmp_path)
    screen = [line.rpartition(CLEAR)[2] for line in shown.replace("\r\n", "\n").split("\n")]
    assert status == 1
    assert f"{CLEAR}━" in shown
    assert " of about 150 notes, " in shown
    found = [line for line in screen if "ischemia-time-missing" in line]
    assert len(found) == 150
    assert all(re.match(rf"notes/{number:03}\.txt:1:", line) for number, line in enumerate(found))
    assert "xylophone" not in shown
