"""The file of acknowledgements: it only grows, whoever writes to it and whenever the writer is killed."""

from __future__ import annotations

import json
import os
import random
import signal
import subprocess
import sys
import time
from datetime import UTC, date, datetime
from pathlib import Path

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from notelint.acknowledgements import locking
from notelint.acknowledgements.locking import InUseError, locked
from notelint.acknowledgements.model import Acknowledged, Entry, Withdrawn
from notelint.acknowledgements.reading import read
from notelint.acknowledgements.writing import NotOursError, append, encoded

RECORD = Acknowledged(
    note="a.txt",
    rule="microscope-missing",
    version="microvascular-bone 2026.1",
    note_sha256="0" * 64,
    words="1" * 64,
    finding="0123456789abcdef",
    by="A. Reader",
    time=datetime(2026, 11, 21, 12, tzinfo=UTC),
    code="query-sent",
    reason="The surgeon was asked – Müller will answer.",
    until=date(2026, 12, 31),
)

WRITER = """
import sys
from pathlib import Path
sys.path.insert(0, sys.argv[3])
import msgspec
from notelint.acknowledgements.model import Acknowledged
from notelint.acknowledgements.writing import append
path, name = Path(sys.argv[1]), sys.argv[2]
record = msgspec.convert(msgspec.json.decode(sys.stdin.read()), Acknowledged)
print("ready", flush=True)
number = 0
while True:
    append(path, msgspec.structs.replace(record, by=f"{name} {number}"))
    print(f"{name} {number}", flush=True)
    number += 1
    if number == int(sys.argv[4]):
        break
"""


@pytest.fixture
def path(tmp_path):
    return tmp_path / ".notelint-acknowledgements.jsonl"


def writer(path, name, most=10**9):
    """A process that adds records without end and prints the name of each that was reported as written."""
    source = str(Path(locking.__file__).parents[2])
    process = subprocess.Popen(
        [sys.executable, "-c", WRITER, str(path), name, source, str(most)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        encoding="utf8",
    )
    process.stdin.write(encoded(RECORD).decode())
    process.stdin.close()
    return process


def reported_by(process):
    """The names of the records that the process reported as written before it ended."""
    with process.stdout as output:
        return [line for line in output.read().split("\n")[:-1] if line != "ready"]


def names(path):
    contents = read(path)
    assert contents.problems == []
    return [entry.record.by for entry in contents.entries]


class TestWriting:
    def test_a_record_comes_back_as_it_was(self, path):
        name = append(path, RECORD)
        (entry,) = read(path).entries
        assert (entry.id, entry.line, entry.record, entry.withdrawn) == (name, 1, RECORD, None)

    def test_a_line_is_ascii_json(self, path):
        append(path, RECORD)
        line = path.read_bytes()
        assert line.endswith(b"\n")
        assert line.isascii()
        assert json.loads(line)["record"] == "acknowledgement/1"

    def test_a_withdrawal_is_a_record_too(self, path):
        name = append(path, RECORD)
        before = path.read_bytes()
        withdrawal = Withdrawn(withdraws=name, by="B. Reader", time=RECORD.time, reason="by mistake")
        append(path, withdrawal)
        assert path.read_bytes().startswith(before)
        (entry,) = read(path).entries
        assert entry.withdrawn == withdrawal

    @pytest.mark.parametrize("content", ["OPERATIVE REPORT\n", "{}", '{"resourceType": "Bundle"}\n', "\0\0"])
    def test_nothing_is_added_to_another_file(self, path, content):
        path.write_text(content)
        with pytest.raises(NotOursError, match="no file of acknowledgements"):
            append(path, RECORD)
        assert path.read_text() == content

    def test_not_to_a_device_or_a_folder(self, tmp_path):
        with pytest.raises(NotOursError):
            append(Path(os.devnull), RECORD)
        with pytest.raises(OSError, match=r"directory|denied"):
            append(tmp_path, RECORD)

    def test_a_full_disk_is_an_error(self, path, monkeypatch):
        write = os.write
        monkeypatch.setattr(os, "write", lambda handle, data: write(handle, data[:20]))
        with pytest.raises(OSError, match="No space left"):
            append(path, RECORD)
        monkeypatch.undo()
        append(path, RECORD)
        contents = read(path)
        assert [entry.line for entry in contents.entries] == [2]
        assert len(contents.unfinished) == 1


class TestCutOff:
    @given(st.integers(1, len(encoded(RECORD)) - 1))
    @settings(deadline=None)
    def test_at_any_place_it_is_reported_and_the_next_record_counts(self, tmp_path_factory, at):
        path = tmp_path_factory.mktemp("cut") / "file.jsonl"
        append(path, RECORD)
        with path.open("ab") as file:
            file.write(encoded(RECORD)[:at])
        contents = read(path)
        assert [entry.line for entry in contents.entries] == [1]
        unfinished = [f"{path}:2: this record was not finished, because its writer was stopped; it does not count"]
        assert (contents.unfinished, contents.problems) == (unfinished, [])
        before = path.read_bytes()
        append(path, RECORD)
        assert path.read_bytes() == before + b"\n" + encoded(RECORD) + b"\n"
        contents = read(path)
        assert [entry.line for entry in contents.entries] == [1, 3]
        assert (contents.unfinished, contents.problems) == (unfinished, [])

    def test_a_record_without_its_line_break_is_whole(self, path):
        path.write_bytes(encoded(RECORD))
        append(path, RECORD)
        contents = read(path)
        assert [entry.line for entry in contents.entries] == [1, 2]
        assert contents.unfinished == []


DATA = msgspec.to_builtins(RECORD)


class TestDamaged:
    @pytest.mark.parametrize(
        ("line", "problem"),
        [
            (json.dumps(DATA)[:-1] + ",}", "2: not JSON; correct the syntax at or just above this line"),
            (json.dumps(DATA | {"time": "noon"}), "2: time: this is no date; write it as 2026-03-31"),
            (json.dumps(DATA | {"words": "x"}), "2: words: "),
            (json.dumps(DATA | {"untill": None}), "2: untill: unknown key; did you mean until?"),
            (json.dumps({key: value for key, value in DATA.items() if key != "by"}), "2: the key by is missing; add it"),
            (json.dumps(DATA | {"record": "acknowledgement/9"}), "2: this is no record of an acknowledgement; restore the line"),
            ("OPERATIVE REPORT", "2: this is no record of an acknowledgement; restore the line"),
            ("[]", "2: this is no record of an acknowledgement; restore the line"),
            ("\xff", "2: not UTF-8; restore the line"),
            ('{"record": "acknowledgement/1", "note": ' + "[" * 100_000, "2: not JSON; "),
            ('{"record": "acknowledgement/1", "note": ' + "[" * 9_000 + "]" * 9_000 + "}", "2: not JSON; "),
        ],
    )
    def test_a_line_is_told_with_its_place_and_the_others_count(self, path, line, problem):
        good = encoded(RECORD) + b"\n"
        path.write_bytes(good + line.encode("latin-1") + b"\n" + good)
        contents = read(path)
        assert [entry.line for entry in contents.entries] == [1, 3]
        (message,) = contents.problems
        assert message.startswith(f"{path}:{problem}")
        assert "\n" not in message

    def test_an_altered_record_has_another_id(self, path):
        append(path, RECORD)
        (before,) = read(path).entries
        path.write_bytes(path.read_bytes().replace(b"2026-12-31", b"2029-12-31"))
        (after,) = read(path).entries
        assert after.id != before.id

    @given(st.binary(max_size=200))
    @settings(deadline=None)
    def test_never_raises_whatever_is_in_it(self, tmp_path_factory, data):
        path = tmp_path_factory.mktemp("any") / "file.jsonl"
        path.write_bytes(data + b"\n" + encoded(RECORD))
        contents = read(path)
        assert [entry.record for entry in contents.entries] == [RECORD]

    @pytest.mark.skipif(sys.platform == "win32", reason="needs named pipes")
    def test_a_pipe_is_a_problem_and_is_not_waited_for(self, path):
        os.mkfifo(path)
        assert read(path).problems == [f"{path}: cannot be read: it is no regular file; check the file"]

    def test_no_file_holds_nothing(self, path):
        contents = read(path)
        assert (contents.entries, contents.problems, contents.unfinished) == ([], [], [])


@pytest.mark.skipif(sys.platform == "win32", reason="needs POSIX signals")
class TestProcesses:
    def test_writers_at_once_lose_nothing(self, path):
        processes = [writer(path, name, 40) for name in ("a", "b", "c")]
        reported = [line for process in processes for line in reported_by(process)]
        assert [process.wait() for process in processes] == [0, 0, 0]
        assert len(reported) == 120
        assert sorted(names(path)) == sorted(reported)

    def test_kill_9_loses_nothing_that_was_reported(self, path):
        source, reported = random.Random(15), []
        with_another = writer(path, "steady")
        try:
            for number in range(8):
                process = writer(path, f"killed-{number}")
                assert process.stdout.readline() == "ready\n"
                time.sleep(source.uniform(0, 0.1))
                os.kill(process.pid, signal.SIGKILL)
                reported += reported_by(process)
                assert process.wait() == -signal.SIGKILL
        finally:
            with_another.kill()
            reported += reported_by(with_another)
            with_another.wait()
        assert len(reported) > 8
        assert set(reported) <= set(names(path))
        append(path, RECORD)
        assert names(path)[-1] == RECORD.by

    def test_a_writer_waits_for_the_lock_and_says_so_in_the_end(self, path):
        append(path, RECORD)
        with path.open("rb") as file, locked(file.fileno()):
            other = os.open(path, os.O_RDWR)
            with pytest.raises(InUseError, match="another process has written to it for 10 seconds"), locked(other, patience=0.1):
                pass
            os.close(other)
        append(path, RECORD)


def test_the_representation_shows_neither_name_nor_reason():
    shown = repr(RECORD)
    assert "Reader" not in shown
    assert "Müller" not in shown
    assert "Reader" not in repr(Entry("0", "a.jsonl", 1, RECORD))
