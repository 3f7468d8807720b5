"""A process that checks notes for a run. Arrow comes in, Arrow goes out, and nothing of a note goes anywhere else."""

from __future__ import annotations

import gc
import os
import signal
import sys
import threading
from multiprocessing import parent_process
from typing import TYPE_CHECKING

import pyarrow as pa

if TYPE_CHECKING:
    from multiprocessing.connection import Connection
    from typing import NoReturn

    from notelint.batch.settings import Settings

READY, MORE, LAST = b"r", b"m", b"l"
"""What a message to the run begins with: a linter stands ready; a result; a result after which the worker goes."""
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
        while True:
            result = checker.check_batch(from_bytes(connection.recv_bytes()))
            last = _resident() > most
            connection.send_bytes((LAST if last else MORE) + to_bytes(result))
            if last:
                os._exit(0)
    except EOFError:
        os._exit(0)
    except BaseException:  # noqa: BLE001 -- likewise; the run takes it for a worker that died
        os._exit(1)


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
    """The most memory this process has had resident, in bytes; 0 where the system does not tell."""
    try:
        import resource
    except ImportError:
        return 0
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return most if sys.platform == "darwin" else most * 1024
