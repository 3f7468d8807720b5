"""The processes of a run. One that dies costs no more than the note it died of."""

from __future__ import annotations

import time
from collections import deque
from dataclasses import dataclass, field
from multiprocessing import get_context
from multiprocessing.connection import wait
from typing import TYPE_CHECKING, Any

import pyarrow as pa

from notelint.batch.checker import failed, schema_of
from notelint.batch.rows import to_batch
from notelint.batch.worker import ALIVE, FAILED_TO_START, LAST, READY, SIGN_EVERY, from_bytes, to_bytes, work
from notelint.failure import TookTooLongError, described
from notelint.watch import MOST_BY_CLOCK

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from multiprocessing.connection import Connection
    from types import TracebackType
    from typing import Self

    from notelint.batch.rows import Chunk, Row
    from notelint.batch.settings import Settings

DIED = "the process that read it died, twice"
_AHEAD = 4  # chunks a worker that are read, or waited for, before the oldest is given out
_STARTS = 3
_PATIENCE = 5.0  # seconds for a worker to go by itself
GRACE = 20.0
"""Seconds beyond a note's time budget after which a worker that does not answer is ended; it ends most notes itself."""


class WorkersError(Exception):
    """No worker can be started."""


@dataclass
class _Task:
    """Notes for one worker, and where their results belong: the part ``part`` of a chunk."""

    ticket: _Ticket
    part: int
    rows: Sequence[Row]
    again: bool = False


@dataclass
class _Ticket:
    """A chunk under way: its results part by part, ``None`` for what is still to come."""

    chunk: Chunk
    parts: list[pa.RecordBatch | None] = field(default_factory=lambda: [None])

    @property
    def done(self) -> bool:
        return None not in self.parts


class _Worker:
    """The run's end of a worker: its process, its connection, and what it is doing."""

    def __init__(self, target: Callable[..., None], settings: Settings) -> None:
        context = get_context("spawn")
        self.connection: Connection
        self.connection, theirs = context.Pipe()
        self.process = context.Process(target=target, args=(theirs, settings), daemon=True, name="notelint")
        self.process.start()
        theirs.close()  # so that its death ends the connection
        self.ready = False
        self.task: _Task | None = None
        self.heard_at = 0.0
        """When it was last given notes or gave a sign of life, on the monotonic clock."""

    def end(self, patience: float = 0.0) -> int | None:
        """Let it go, by force where it takes longer than ``patience`` seconds; how it ended."""
        self.connection.close()
        self.process.join(patience)
        if self.process.is_alive():
            self.process.kill()
            self.process.join()
        return self.process.exitcode


class Workers:
    """``count`` processes with a linter each, as a context. ``target`` is what they run."""

    def __init__(self, settings: Settings, count: int, target: Callable[..., None] = work, *, grace: float = GRACE) -> None:
        """A worker that gives no sign of life for the time that a note may take by the clock and ``grace`` seconds is ended."""
        self._settings = settings
        self._longest_silence = MOST_BY_CLOCK * settings.max_seconds + SIGN_EVERY + grace
        self._target = target
        self._failed_starts = 0
        self._workers = [_Worker(target, settings) for _ in range(count)]
        self._tasks: deque[_Task] = deque()
        self._tickets: deque[_Ticket] = deque()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        for worker in self._workers:
            worker.end(_PATIENCE if kind is None and worker.ready else 0.0)

    def results(self, chunks: Iterator[Chunk]) -> Iterator[tuple[Chunk, list[pa.RecordBatch]]]:
        """Each chunk with its results, in the order of ``chunks``; few are held at a time. Raises ``WorkersError``."""
        more = True
        while more or self._tickets:
            while more and len(self._tickets) < _AHEAD * len(self._workers) and len(self._tasks) < len(self._workers):
                more = self._take(next(chunks, None))
            self._hand_out()
            if any(not ticket.done for ticket in self._tickets):
                self._listen()
            while self._tickets and self._tickets[0].done:
                ticket = self._tickets.popleft()
                yield ticket.chunk, [part for part in ticket.parts if part is not None]

    def _take(self, chunk: Chunk | None) -> bool:
        if chunk is None:
            return False
        ticket = _Ticket(chunk)
        self._tickets.append(ticket)
        self._tasks.append(_Task(ticket, 0, chunk.rows))
        return True

    def _hand_out(self) -> None:
        for place, worker in enumerate(self._workers):
            if not self._tasks:
                return
            if worker.ready and worker.task is None:
                worker.task = self._tasks.popleft()
                worker.heard_at = time.monotonic()
                try:
                    worker.connection.send_bytes(to_bytes(to_batch(worker.task.rows)))
                except OSError:
                    self._bury(place)

    def _listen(self) -> None:
        """Wait until a worker has something to say, and hear all that have; end those that have been silent too long."""
        heard: list[Any] = wait([worker.connection for worker in self._workers], self._time_to_wait())
        for place, worker in enumerate(self._workers):
            if worker.connection in heard:
                try:
                    self._hear(place, worker.connection.recv_bytes())
                except (EOFError, OSError):
                    self._bury(place)
            elif worker.task is not None and time.monotonic() - worker.heard_at >= self._longest_silence:
                self._bury(place, _took_too_long(self._settings))

    def _time_to_wait(self) -> float | None:
        """The seconds until the first worker will have been silent too long; ``None`` where none is at work."""
        latest = min((worker.heard_at for worker in self._workers if worker.task is not None), default=None)
        return None if latest is None else max(latest + self._longest_silence - time.monotonic(), 0.0)

    def _hear(self, place: int, message: bytes) -> None:
        worker = self._workers[place]
        if message == READY:
            worker.ready = True
            self._failed_starts = 0
            return
        if message == ALIVE:
            worker.heard_at = time.monotonic()
            return
        task, worker.task = worker.task, None
        if task is not None:
            task.ticket.parts[task.part] = from_bytes(memoryview(message)[1:])
        if message[:1] == LAST:
            worker.end(_PATIENCE)
            self._replace(place)

    def _bury(self, place: int, reason: str = DIED) -> None:
        """End a worker that died or is silent. Its notes are tried again, each for itself; one that was is an error row."""
        worker = self._workers[place]
        ended = worker.end()
        if not worker.ready:
            self._failed_starts += 1
        if ended == FAILED_TO_START or self._failed_starts >= _STARTS:
            raise WorkersError("no worker can be started; see whether notelint check reads a note, and how much memory is free")
        if worker.task is not None:
            self._try_again(worker.task, reason)
        self._replace(place)

    def _replace(self, place: int) -> None:
        self._workers[place] = _Worker(self._target, self._settings)

    def _try_again(self, task: _Task, reason: str) -> None:
        if task.again or (len(task.rows) == 1 and reason != DIED):
            rows = [failed(row.id, reason) for row in task.rows]
            task.ticket.parts[task.part] = pa.RecordBatch.from_pylist(rows, schema=schema_of(self._settings))
            return
        task.ticket.parts = [None] * len(task.rows)
        singles = [_Task(task.ticket, part, [row], again=True) for part, row in enumerate(task.rows)]
        self._tasks.extendleft(reversed(singles))


def _took_too_long(settings: Settings) -> str:
    return described(TookTooLongError(settings.max_seconds), debug=settings.debug)
