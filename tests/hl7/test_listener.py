"""The listener: nothing that was acknowledged is lost, whatever is sent it stays up, and its log tells no word of a message."""

from __future__ import annotations

import asyncio
import contextlib
import json
import os
import random
import re
import signal
import socket
import sqlite3
import subprocess
import sys
import threading
import time
from datetime import UTC, datetime
from pathlib import Path

import pytest
from support.documents.hl7v2 import framed
from support.fake_linter import FakeLinter
from support.mllp import Sender, code_of, note_message, odd_bytes

from notelint.hl7.answering import Answerer
from notelint.hl7.answers import Wording
from notelint.hl7.incoming import incoming
from notelint.hl7.listener import Limits, Listener
from notelint.hl7.store import Store

PROGRAM = Path(__file__).parents[1] / "support" / "program.py"
FRAMES = 10_000


def now():
    return datetime(2026, 3, 2, 18, 16, tzinfo=UTC)


def key_of(data):
    (received,) = incoming(data)
    return received.key


class Running:
    """A listener in a thread of this process."""

    def __init__(self, folder, **limits):
        self.log = []
        self.store = Store(folder)
        answerer = Answerer(FakeLinter(), Wording("notelint", {}), now, max_chars=20_000)
        listener = Listener(answerer, self.store, now, lambda line, *, refused: self.log.append(f"{line}"), Limits(**limits))
        ready = threading.Event()

        def tell(port):
            self.port = port
            ready.set()

        async def serve():
            self._loop, self._task = asyncio.get_running_loop(), asyncio.current_task()
            with contextlib.suppress(asyncio.CancelledError):
                await listener.serve(0, tell)
            for task in asyncio.all_tasks() - {self._task}:
                task.cancel()
            await asyncio.sleep(0.05)  # connections are closed

        self._thread = threading.Thread(target=lambda: asyncio.run(serve()), daemon=True)
        self._thread.start()
        assert ready.wait(10)

    def stop(self):
        self._loop.call_soon_threadsafe(self._task.cancel)
        self._thread.join(10)
        self.store.close()


@pytest.fixture
def running(tmp_path):
    started = []

    def start(**limits):
        started.append(Running(tmp_path, **limits))
        return started[-1]

    yield start
    for one in started:
        one.stop()


class TestOneSender:
    def test_accepted_stored_and_repeated(self, running, tmp_path):
        listener = running()
        sender, data = Sender(listener.port), note_message("a note with an error", "C1")
        first = sender.send(data)
        assert code_of(first) == "AA"
        result = tmp_path / "results" / f"{key_of(data)}.hl7"
        assert b"|an error" not in result.read_bytes()
        assert b"OBX|2|TX|ischemia-time-missing" in result.read_bytes()
        changed = result.stat().st_mtime_ns
        assert sender.send(data) == first
        assert result.stat().st_mtime_ns == changed
        other = sender.send(note_message("another note", "C1"))
        assert code_of(other) == "AE"
        assert "|205|" in other
        assert len(list((tmp_path / "results").iterdir())) == 1

    def test_not_accepted_is_not_stored(self, running, tmp_path):
        listener = running()
        sender = Sender(listener.port)
        assert code_of(sender.send(b"zanzibar")) == "AR"
        assert code_of(sender.send(note_message("raise zanzibar", "C2"))) == "AE"
        assert code_of(sender.send(note_message("a note", "C3"))) == "AA"
        assert len(list((tmp_path / "results").iterdir())) == 1
        assert any("internal error (ValueError)" in line for line in listener.log)
        assert "zanzibar" not in str(listener.log)
        assert "C2" not in str(listener.log)

    def test_a_result_that_cannot_be_stored_is_not_acknowledged(self, running, monkeypatch):
        listener = running()
        sender, data = Sender(listener.port), note_message("a note", "C4")

        def full(*_):
            raise OSError(28, "No space left on device")

        with monkeypatch.context() as patched:
            patched.setattr(Store, "save", full)
            refused = sender.send(data)
        assert code_of(refused) == "AR"
        assert "MSA|AR|C4" in refused
        assert code_of(sender.send(data)) == "AA"

    def test_too_long(self, running):
        listener = running(bytes=2_000)
        sender = Sender(listener.port)
        assert "longer than 2,000 bytes" in sender.send(note_message("word " * 1_000, "C5"))
        assert code_of(sender.send(note_message("a note", "C6"))) == "AA"

    def test_a_frame_that_does_not_end(self, running):
        listener = running(frame=0.3)
        sender = Sender(listener.port)
        sender.put(b"\x0bMSH|^~\\&|")
        for _ in range(3):
            time.sleep(0.05)
            sender.put(b"x")
        assert "the frame took too long" in sender.answer()
        with pytest.raises(ConnectionError):
            sender.answer()

    def test_a_sender_that_says_nothing(self, running):
        sender = Sender(running(idle=0.2).port)
        with pytest.raises(ConnectionError):
            sender.answer()


class TestSeveral:
    def test_connections_side_by_side(self, running, tmp_path):
        listener = running()
        codes = []

        def talk(name):
            sender = Sender(listener.port)
            codes.extend(code_of(sender.send(note_message("a note with an error", f"{name}-{number}"))) for number in range(20))

        threads = [threading.Thread(target=talk, args=(name,)) for name in range(6)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(60)
        assert codes == ["AA"] * 120
        assert len(list((tmp_path / "results").iterdir())) == 120

    def test_a_connection_too_many_is_closed(self, running):
        listener = running(connections=2)
        first, second = Sender(listener.port), Sender(listener.port)
        assert code_of(first.send(note_message("a", "1"))) == code_of(second.send(note_message("a", "2"))) == "AA"
        with pytest.raises(ConnectionError):
            Sender(listener.port).answer()
        second.close()
        time.sleep(0.1)
        assert code_of(Sender(listener.port).send(note_message("a", "3"))) == "AA"

    def test_a_sender_that_goes_away_in_the_middle(self, running):
        listener = running()
        for cut in range(0, 300, 25):
            sender = Sender(listener.port)
            sender.put(framed(note_message("a note slowly", str(cut)))[: cut or None])
            sender.close()
        assert code_of(Sender(listener.port).send(note_message("a note", "last"))) == "AA"

    def test_a_store_has_one_listener(self, running, tmp_path):
        running()
        with pytest.raises(sqlite3.OperationalError):
            Store(tmp_path)


def test_odd_frames_do_not_stop_it(running, tmp_path):
    listener = running(idle=30)
    source = random.Random(18)
    sent = 0
    while sent < FRAMES:
        sender = Sender(listener.port)
        for _ in range(50):
            sender.put(odd_bytes(source))
            sent += 1
        assert code_of_last(sender, f"C{sent}") == "AA"
        sender.close()
    assert not [line for line in listener.log if "internal error" in line]
    assert len(list((tmp_path / "results").glob("*.hl7"))) >= FRAMES // 50


def code_of_last(sender, control_id):
    """The code of the answer to a good message behind odd ones."""
    sender.put(b"\x1c\r" + framed(note_message("a note with an error", control_id)))
    while control_id not in (answer := sender.answer()):
        assert code_of(answer) in {"AA", "AE", "AR"}
    return code_of(answer)


# -- a process of its own ----------------------------------------------------------------------------------------------


def start(folder, *more):
    """A listener in a process of its own, and its port."""
    line = ["hl7", "listen", "--port", "0", "--store", str(folder), *more]
    process = subprocess.Popen(
        [sys.executable, str(PROGRAM), "--fake", json.dumps([line])], stderr=subprocess.PIPE, encoding="utf8", bufsize=1
    )
    first_line = process.stderr.readline()
    return process, int(re.search(r"127\.0\.0\.1:([0-9]+)", first_line)[1])


@pytest.mark.skipif(os.name != "posix", reason="needs SIGKILL")
def test_nothing_that_was_acknowledged_is_lost_by_a_kill(tmp_path):
    source = random.Random(9)
    acknowledged, number, unanswered = [], 0, 0
    for _ in range(5):
        process, port = start(tmp_path)
        timer = threading.Timer(0.05 + 0.4 * source.random(), process.send_signal, (signal.SIGKILL,))
        timer.start()
        with contextlib.suppress(OSError):
            sender = Sender(port)
            while True:
                data = note_message(f"a note with an error {number}", f"K{number}")
                number += 1
                unanswered += 1
                code = code_of(sender.send(data))
                unanswered -= 1
                assert code == "AA"
                acknowledged.append(data)
        assert process.wait(10) == -signal.SIGKILL
        process.stderr.close()
    assert len(acknowledged) > 20
    assert unanswered
    store = Store(tmp_path)
    for data in acknowledged:
        assert store.known(key_of(data), data)
        result = (tmp_path / "results" / f"{key_of(data)}.hl7").read_bytes()
        assert result.startswith(b"MSH|")
        assert result.endswith(b"\r")
        assert b"OBX|2|TX|ischemia-time-missing" in result
    store.close()


def test_standard_error_tells_no_word_and_the_process_ends_with_ctrl_c(tmp_path):
    process, port = start(tmp_path, "-v")
    sender = Sender(port)
    for data in (b"zanzibar", note_message("raise zanzibar", "ZANZIBAR1"), note_message("zanzibar error", "ZANZIBAR2")):
        sender.send(data)
    sender.put(b"zanzibar")
    assert code_of(sender.answer()) == "AR"
    process.send_signal(signal.SIGINT)
    _, errors = process.communicate(timeout=10)
    assert process.returncode == 130
    assert "zanzibar" not in errors.lower()
    assert [re.sub(r"result [0-9a-f]{32}", "result KEY", line) for line in errors.splitlines()] == [
        "notelint: connection 1, frame 1: AR, no MSH segment; send an HL7 v2 message",
        "notelint: connection 1, frame 2: AE, internal error (ValueError)",
        "notelint: connection 1, frame 3: AA, 1 findings, result KEY",
        "notelint: connection 1, frame 4: AR, bytes outside a frame; begin each message with 0x0B and end it with 0x1C 0x0D",
    ]


def test_only_loopback_is_bound(running):
    port = running().port
    others = {info[4][0] for info in socket.getaddrinfo(socket.gethostname(), None, socket.AF_INET)} - {"127.0.0.1"}
    for address in others:
        if not address.startswith("127."):
            with pytest.raises(OSError, match=r"."):
                socket.create_connection((address, port), timeout=2)
    socket.create_connection(("127.0.0.1", port), timeout=2).close()
