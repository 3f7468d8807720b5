"""How far a run is, in words, in lines, and on a terminal."""

from __future__ import annotations

import os
import signal
import sys
import time

import pytest
from support.archives import write_archive

from notelint.cli import batch_progress
from notelint.cli.batch_progress import Lines, progress_line


@pytest.mark.parametrize(
    ("done", "kept", "read", "seconds", "words"),
    [
        (0, 0, 0.0, 0.0, "0 notes"),
        (50, 0, 0.1, 1.0, "50 of about 500 notes, 50 a second, 0:00:09 left"),
        (1000, 9000, 0.01, 10.0, "10,000 of about 1,000,000 notes, 100 a second, 2:45:00 left"),
        (1200, 0, 1.0, 10.0, "1,200 notes, 120 a second"),
        (0, 500, 0.5, 3.0, "500 of about 1,000 notes"),
    ],
)
def test_is_shown_with_rate_and_time_left(done, kept, read, seconds, words):
    assert progress_line(done, kept, read, seconds) == words


def test_lines_come_every_so_often_and_at_the_end(monkeypatch, capsys):
    now = [0.0]
    monkeypatch.setattr(batch_progress.time, "monotonic", lambda: now[0])
    lines = Lines()
    for second in range(100):
        now[0] = float(second)
        lines.moved(10 * second, 0, second / 100)
    lines.end()
    assert capsys.readouterr().err.count("\n") == 4


@pytest.mark.skipif(sys.platform != "linux", reason="needs a terminal as Linux makes them")
def test_on_a_terminal_there_is_a_bar_which_ctrl_c_clears(program, tmp_path):
    import pty

    write_archive(tmp_path / "a.jsonl", [{"text": "slowly"}] * 400)
    line = ["batch", "a.jsonl", "--output", "out", "--shard-size", "50", "--workers", "1"]
    pid, terminal = pty.fork()
    if pid == 0:
        os.chdir(tmp_path)
        os.execv(sys.executable, program.command([line], "--fake"))
    shown, ends = b"", time.monotonic() + 60
    while b" left" not in shown and time.monotonic() < ends:
        shown += os.read(terminal, 4096)
    os.kill(pid, signal.SIGINT)
    try:
        while more := os.read(terminal, 4096):
            shown += more
    except OSError:  # the terminal is gone
        pass
    assert os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]) == 130
    assert b" of about 400 notes, " in shown
    assert shown.rstrip().endswith(
        b"\r\x1b[2Knotelint: interrupted; what is done is kept; the same command with --resume does the rest"
    )
    assert shown.rfind(b"\x1b[?25h") > shown.rfind(b"\x1b[?25l")
