"""The time budget of a note, and the stage of the work on it.

Code that works on a note calls ``stage`` where a stage begins and ``check`` in its loops; both raise ``TookTooLongError`` past
the deadline. This works in every thread and on every system. In a process of our own, ``watch_by_signal`` adds a timer of the
system, which also ends a single regular expression that runs too long.

What counts is the processor time of the thread, so that a busy machine makes no note an error; the time by the clock may be ten
times as long.
"""

from __future__ import annotations

import signal
import threading
from contextlib import contextmanager
from contextvars import ContextVar
from math import inf
from time import monotonic, thread_time
from typing import TYPE_CHECKING, TypeVar

from notelint.failure import LintError, TookTooLongError, as_failure

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from types import FrameType

MAX_SECONDS = 10.0
"""The time budget of a note, in seconds of processor time."""
MOST_BY_CLOCK = 10
"""How many times its budget a note may take by the clock."""
_AGAIN = 0.5  # seconds until the timer rings again: a library may have swallowed the first exception

T = TypeVar("T")


class _Watch:
    """One piece of work: its budget, its stage, and when to look next at how much time it has used.

    ``deadline`` and ``last_deadline`` are on the monotonic clock, ``started`` is the thread's processor time.
    """

    __slots__ = ("deadline", "has_ended", "is_paused", "last_deadline", "seconds", "stage", "started")

    def __init__(self, seconds: float, stage: str) -> None:
        self.seconds = seconds
        self.started = thread_time()
        self.deadline = monotonic() + seconds
        self.last_deadline = self.deadline + (MOST_BY_CLOCK - 1) * seconds
        self.stage = stage
        self.has_ended = self.is_paused = False

    def is_over(self) -> bool:
        """Whether its time is used up. The processor time is asked for only where the clock leaves it in doubt."""
        now = monotonic()
        if now <= self.deadline or self.is_paused:
            return False
        left = self.seconds - (thread_time() - self.started)
        self.deadline = min(now + left, self.last_deadline)
        return left <= 0 or now > self.last_deadline

    def moved(self, clock: float, processor: float) -> None:
        """Count what these times took to none."""
        self.deadline += clock
        self.last_deadline += clock
        self.started += processor


_watch: ContextVar[_Watch | None] = ContextVar("notelint_watch", default=None)
_by_signal = False


def check() -> None:
    """Raise ``TookTooLongError`` where the note that is being worked on has used up its time; cheap enough for loops."""
    watch = _watch.get()
    if watch is not None and watch.is_over():
        raise TookTooLongError(watch.seconds)


def stage(name: str) -> None:
    """Note that the work enters this stage. Raises as ``check`` does."""
    watch = _watch.get()
    if watch is not None:
        check()
        watch.stage = name


def watched(
    work: Callable[[], T],
    seconds: float | None,
    *,
    source: str = "",
    stage: str = "",
    passing: tuple[type[Exception], ...] = (),
) -> T:
    """What ``work`` returns. It is about the note ``source``, begins in ``stage`` and may take ``seconds`` (``None``: any time).

    Any exception becomes a ``LintError`` without cause, context or the frames of the work, which could hold the note's words;
    those of the types ``passing`` pass unchanged.
    """
    outer = _watch.get()
    watch = _Watch(inf if seconds is None else seconds, stage)
    failure: LintError
    try:
        _watch.set(watch)
        _set_timer(watch)
        try:
            return work()
        finally:
            _end(watch, outer)
    except passing:
        raise
    except Exception as error:  # noqa: BLE001 -- whatever it is, it could hold the note's words
        _end(watch, outer)  # once more: the timer may have rung just before
        failure = as_failure(error, watch.stage, source)
    raise failure  # outside the handler, so that it has no context


def _end(watch: _Watch, outer: _Watch | None) -> None:
    watch.has_ended = True
    _set_timer(outer)
    _watch.set(outer)


@contextmanager
def unhurried() -> Iterator[None]:
    """Work that does not count for the note and is not interrupted, such as building what all notes are read with."""
    watch = _watch.get()
    if watch is None:
        yield
        return
    clock, processor = monotonic(), thread_time()
    watch.is_paused = True
    _set_timer(None)
    try:
        yield
    finally:
        watch.is_paused = False
        watch.moved(monotonic() - clock, thread_time() - processor)
        _set_timer(watch)


def watch_by_signal() -> None:
    """Let the system's timer end work that is past its deadline, in the main thread of a process that is ours alone.

    Does nothing where the system has no such timer.
    """
    global _by_signal  # noqa: PLW0603 -- it is a fact about the process
    if hasattr(signal, "setitimer"):
        signal.signal(signal.SIGALRM, _ring)
        _by_signal = True


def _set_timer(watch: _Watch | None) -> None:
    """Set the timer to the watch's deadline, or off."""
    if not _by_signal or threading.current_thread() is not threading.main_thread():
        return
    if watch is None or watch.deadline == inf:
        signal.setitimer(signal.ITIMER_REAL, 0)
    else:
        signal.setitimer(signal.ITIMER_REAL, max(watch.deadline - monotonic(), 0.001), _AGAIN)


def _ring(_signal: int, _frame: FrameType | None) -> None:
    watch = _watch.get()
    if watch is not None and not watch.has_ended and watch.is_over():
        raise TookTooLongError(watch.seconds)
