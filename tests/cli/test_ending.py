from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

pytestmark = pytest.mark.skipif(os.name != "posix", reason="signals and shells as POSIX has them")


@pytest.fixture
def started(program, tmp_path):
    """Starts notelint with the fake linter, its streams as pipes."""
    processes = []

    def start(*arguments):
        command = program.command([list(arguments)], "--fake")
        processes.append(
            subprocess.Popen(
                command, cwd=tmp_path, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, encoding="utf8"
            )
        )
        return processes[-1]

    yield start
    for process in processes:
        process.kill()
        process.communicate()


def wait_for(path):
    for _ in range(600):
        if path.exists():
            return
        time.sleep(0.05)
    pytest.fail(f"{path} never came")


class TestInterrupted:
    def test_while_waiting_for_input(self, started):
        process = started("check", "-", "-v")
        assert process.stderr.readline().startswith("notelint: linter ready")
        process.send_signal(signal.SIGINT)
        out, err = process.communicate(timeout=30)
        assert (process.returncode, out, err) == (130, "", "notelint: interrupted\n")

    def test_inside_a_library_that_catches_everything(self, started, write, tmp_path):
        process = started("check", write("sleep"))
        wait_for(tmp_path / "asleep")
        process.send_signal(signal.SIGINT)
        out, err = process.communicate(timeout=30)
        assert (process.returncode, out, err) == (130, "", "notelint: interrupted\n")

    def test_leaves_no_half_written_file(self, started, write, tmp_path):
        write("before", "out.txt")
        process = started("check", write("sleep"), "--output", "out.txt")
        wait_for(tmp_path / "asleep")
        process.send_signal(signal.SIGINT)
        process.communicate(timeout=30)
        assert (tmp_path / "out.txt").read_text() == "before"
        assert sorted(path.name for path in tmp_path.iterdir()) == ["asleep", "note.txt", "out.txt"]


NOTELINT = f"{Path(sys.executable).parent / 'notelint'}"


@pytest.mark.parametrize(
    "line",
    [f"{NOTELINT} rules | head -n 1", f"{NOTELINT} rules >&-", f"{NOTELINT} --help 2>&- >&-", f"{NOTELINT} check no.txt 2>&-"],
)
def test_streams_that_are_closed_are_no_matter(line, tmp_path):
    done = subprocess.run(["bash", "-c", line], cwd=tmp_path, capture_output=True, encoding="utf8", check=False)
    assert done.stderr == ""


def test_a_full_disk_is_told_in_one_line(tmp_path):
    if not Path("/dev/full").exists():
        pytest.skip("needs a device that is full")
    done = subprocess.run(
        ["bash", "-c", f"{NOTELINT} rules >/dev/full"], cwd=tmp_path, capture_output=True, encoding="utf8", check=False
    )
    assert (done.returncode, done.stderr) == (2, "notelint: No space left on device\n")


def test_an_unforeseen_error_tells_its_kind_only(program, write, tmp_path):
    script = (
        "import sys, notelint.packs.loader as loader\n"
        "def fail(*_): raise RuntimeError('secret word')\n"
        "loader.load_catalogue = fail\n"
        "from notelint.cli.main import main\n"
        "sys.argv = ['notelint', 'codes']\n"
        "main()\n"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, encoding="utf8", check=False)
    assert (done.returncode, done.stdout, done.stderr) == (2, "", "notelint: internal error (RuntimeError)\n")
