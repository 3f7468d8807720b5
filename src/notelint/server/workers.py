"""Processes that check documents, so that pages stay quick: one that hangs or dies costs the document it was at, and no more."""

from __future__ import annotations

import os
import queue
import signal
import threading
from contextlib import suppress
from multiprocessing import get_context, parent_process
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from multiprocessing.connection import Connection
    from typing import NoReturn

    from notelint.server.tasks import Tasks

SECONDS = 1000.0
"""The time by the clock for one task, in seconds: a document of scanned pages may take 15 minutes."""
_NICE = 5


class WorkerError(Exception):
    """A task that was not done. ``str`` is one line without a word of a note."""


class BusyError(WorkerError):
    """No process was free in time."""

    def __init__(self) -> None:
        super().__init__("notelint is busy with other documents; try again in a minute")


class Workers:
    """``count`` processes that carry out tasks one at a time. They start when they are needed; threads may share them."""

    def __init__(self, tasks: Tasks, count: int = 1) -> None:
        self._idle: queue.LifoQueue[_Worker] = queue.LifoQueue()
        self._all = [_Worker(tasks) for _ in range(count)]
        for worker in self._all:
            self._idle.put(worker)

    def ask(self, name: str, *arguments: Any, seconds: float = SECONDS, wait: float = SECONDS, **named: Any) -> Any:
        """What the task ``name`` of ``tasks.py`` answers.

        Raises ``BusyError`` where no process was free within ``wait`` seconds, and ``WorkerError`` where the task failed, took
        longer than ``seconds`` or ended its process.
        """
        try:
            worker = self._idle.get(timeout=wait)
        except queue.Empty:
            raise BusyError from None
        try:
            return worker.ask(name, (arguments, named), seconds)
        finally:
            self._idle.put(worker)

    def close(self) -> None:
        """End the processes."""
        for worker in self._all:
            worker.end()


class _Worker:
    """One process, started when it is needed and again after it has ended."""

    def __init__(self, tasks: Tasks) -> None:
        self._tasks = tasks
        self._process: Any = None
        self._connection: Connection | None = None

    def ask(self, name: str, arguments: Any, seconds: float) -> Any:
        try:
            connection = self._started()
            connection.send((name, arguments))
            if not connection.poll(seconds):
                self.end()
                raise WorkerError(f"took longer than {seconds:g} s and was given up; split the document")
            is_done, answer = connection.recv()
        except (EOFError, OSError):
            self.end()
            raise WorkerError("the process that read it ended; the document is damaged, or needs too much memory") from None
        if not is_done:
            raise WorkerError(answer)
        return answer

    def end(self) -> None:
        process, self._process = self._process, None
        if self._connection is not None:
            with suppress(OSError):
                self._connection.close()
        if process is not None:
            process.kill()
            process.join()

    def _started(self) -> Connection:
        if self._process is None or self._connection is None or not self._process.is_alive():
            self.end()
            context = get_context("spawn")
            self._connection, theirs = context.Pipe()
            self._process = context.Process(target=work, args=(theirs, self._tasks), daemon=True, name="notelint worker")
            self._process.start()
            theirs.close()  # so that its death ends the connection
        return self._connection


def work(connection: Connection, tasks: Tasks) -> None:
    """Carry out tasks until the server is gone."""
    _cut_off()
    from notelint.server.tasks import carry_out
    from notelint.watch import watch_by_signal

    watch_by_signal()
    try:
        while True:
            name, arguments = connection.recv()
            connection.send(_answer(carry_out, tasks, name, arguments))
    except BaseException:  # noqa: BLE001 -- a traceback could tell more than it should
        os._exit(1)


def _answer(carry_out: Any, tasks: Tasks, name: str, arguments: Any) -> tuple[bool, Any]:
    from notelint.failure import described

    try:
        return True, carry_out(tasks, name, arguments)
    except Exception as error:  # noqa: BLE001 -- its text could hold the note's words
        return False, described(error)


def _cut_off() -> None:
    """No way for a word to get out, no end by Ctrl-C (the server sees to that), and none to go on without a server."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    nowhere = os.open(os.devnull, os.O_RDWR)
    for stream in (1, 2):
        os.dup2(nowhere, stream)
    if hasattr(os, "nice"):
        os.nice(_NICE)  # pages go first
    threading.Thread(target=_follow_the_server, daemon=True).start()


def _follow_the_server() -> NoReturn:
    server = parent_process()
    if server is not None:
        server.join()
    os._exit(1)
