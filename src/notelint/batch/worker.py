"""A process that checks notes for a run. Arrow comes in, Arrow goes out, and nothing of a note goes anywhere else."""

from __future__ import annotations

import gc
import os
import signal
import sys
import threading
import time
from multiprocessing import parent_process
from typing import TYPE_CHECKING

import pyarrow as pa

from notelint.watch import watch_by_signal

if TYPE_CHECKING:
    from multiprocessing.connection import Connection
    from typing import NoReturn

    from notelint.batch.settings import Settings

READY, MORE, LAST, ALIVE = b"r", b"m", b"l", b"a"
"""What a message to the run begins with: ready to work; a result; a result after which the worker ends; a sign of life."""
SIGN_EVERY = 1.0
"""Seconds after which a worker that begins another note gives a sign of life."""
FAILED_TO_START = 3

_GROWTH = 512 * 1024 * 1024
"""Bytes by which a worker may grow before another takes its place: what a long note took is seldom given back."""


def work(connection: Connection, settings: Settings) -> None:
    """Answer each batch of notes with a batch of results until there is none, the run is gone, or memory has grown."""
    _cut_off()
    try:
        from notelint.batch.checker import Checker

        checker = Checker(settings)
        gc.freeze()  # what a linter is made of is not looked through for garbage note after note
    except BaseException:  # noqa: BLE001 -- a traceback could tell more than it should
        os._exit(FAILED_TO_START)
    try:
        connection.send_bytes(READY)
        most = _resident() + _GROWTH
        watch_by_signal()
        signs = Signs(connection)
        while True:
            notes = from_bytes(connection.recv_bytes())
            signs.begin()
            result = checker.check_batch(notes, signs.give)
            last = _resident() > most
            connection.send_bytes((LAST if last else MORE) + to_bytes(result))
            if last:
                os._exit(0)
    except EOFError:
        os._exit(0)
    except BaseException:  # noqa: BLE001 -- likewise; the run takes it for a worker that died
        os._exit(1)


class Signs:
    """Reports to the run now and then that the worker has begun another note."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._latest = 0.0

    def begin(self) -> None:
        """Count from now."""
        self._latest = time.monotonic()

    def give(self) -> None:
        """Give a sign where the latest is long enough ago."""
        now = time.monotonic()
        if now - self._latest > SIGN_EVERY:
            self._latest = now
            self._connection.send_bytes(ALIVE)


def to_bytes(batch: pa.RecordBatch) -> bytes:
    """The batch as an Arrow stream."""
    sink = pa.BufferOutputStream()
    with pa.ipc.new_stream(sink, batch.schema) as writer:
        writer.write_batch(batch)
    data: bytes = sink.getvalue().to_pybytes()
    return data


def from_bytes(data: bytes | memoryview) -> pa.RecordBatch:
    """The batch of an Arrow stream that holds one."""
    with pa.ipc.open_stream(data) as reader:
        return reader.read_next_batch()


def _cut_off() -> None:
    """No way for a word to get out, no end by Ctrl-C (the run sees to that), and none to go on without a run."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    nowhere = os.open(os.devnull, os.O_RDWR)
    for stream in (1, 2):
        os.dup2(nowhere, stream)
    threading.Thread(target=_follow_the_run, daemon=True).start()


def _follow_the_run() -> NoReturn:
    run = parent_process()
    if run is not None:
        run.join()
    os._exit(1)


def _resident() -> int:
    """The most memory this process has had resident, in bytes; 0 where the system does not say."""
    try:
        import resource
    except ImportError:
        return 0
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return most if sys.platform == "darwin" else most * 1024
