"""The progress of a command on standard error: a bar on a terminal, otherwise a line now and then. Never a word of a note.

Nothing appears in the first second. Whatever is printed meanwhile, on standard output or standard error, takes the bar off the
terminal first. The bar is drawn here and not by Rich: its ``Live`` sends what is printed on standard output to standard error,
and leaves what goes to ``sys.stdout.buffer`` mixed with the bar.
"""

from __future__ import annotations

import os
import shutil
import sys
import threading
import time
from contextlib import contextmanager
from typing import TYPE_CHECKING, TypeVar

from notelint.cli import ending
from notelint.cli.shared_terminal import Terminal

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from typing import TextIO

    T = TypeVar("T")

FIRST = 1.0
"""Seconds before the bar appears."""
STEP = 0.1
"""Seconds between two pictures of the bar."""
EVERY = 30.0
"""Seconds between two lines where standard error is no terminal."""

_WIDTH = 24
_TURNING, _TURNING_PLAIN = "⠋⠙⠹⠸⠼⠴⠦⠧⠇⠏", "|/-\\"


class Progress:
    """How far the work is. ``moved`` only notes numbers, so that it can be called often; another thread shows them.

    ``doing`` says what is done, such as "checking"; ``noun`` names what is counted, such as "notes". ``total`` gives
    their number; it is called only if that is shown.
    """

    def __init__(self, doing: str, noun: str = "notes", total: Callable[[], int] | None = None) -> None:
        self._doing = doing
        self._noun = noun
        self._total = total
        self._started = time.monotonic()
        self._at: tuple[int, int, float | None] = (0, 0, None)
        self._number: int | None = None

    def moved(self, done: int, kept: int = 0, read: float | None = None) -> None:
        """``done`` items are done, ``kept`` more were before; ``read`` (0 to 1) is the share of all that was read, if known."""
        self._at = (done, kept, read)

    def each(self, items: Iterable[T]) -> Iterator[T]:
        """The items, each counted once it has been used."""
        for item in items:
            yield item
            self.moved(self._at[0] + 1)

    def state(self) -> tuple[str, float | None]:
        """The words for now, and the share of the work that is done (0 to 1), if that is known."""
        done, kept, read = self._at
        seconds = time.monotonic() - self._started
        if not done + kept:
            return f"{self._doing}, {_clock(seconds)}", None
        read = self._share_of_total(done) if read is None else read
        words = progress_line(done, kept, 1.0 if read is None else read, seconds, self._noun)
        return words, None if read is None else (done + kept) / max(_everything(done, kept, read), 1)

    def _share_of_total(self, done: int) -> float | None:
        if self._total is None:
            return None
        if self._number is None:
            self._number = self._total()
        return done / self._number if done < self._number else None  # a file can hold several notes: then nobody knows


@contextmanager
def progress(
    doing: str, noun: str = "notes", total: Callable[[], int] | None = None, *, quiet: bool = False, closing: bool = False
) -> Iterator[Progress]:
    """Show the progress of the work inside the ``with`` block (see ``Progress``); with ``quiet`` nothing is shown.

    With ``closing`` the last line is always printed where standard error is no terminal, otherwise only after others.
    """
    shown = Progress(doing, noun, total)
    stream = sys.stderr
    if quiet or stream is None:
        yield shown
    elif stream.isatty() and os.environ.get("TERM") != "dumb":
        with _bar(shown, stream):
            yield shown
    else:
        with _lines(shown, stream, closing=closing):
            yield shown


@contextmanager
def _repeated(first: float, step: float, work: Callable[[], None]) -> Iterator[None]:
    """Call ``work`` in another thread after ``first`` seconds and then every ``step`` seconds, until the block ends."""
    ended = threading.Event()

    def repeat() -> None:
        wait = first
        while not ended.wait(wait):
            wait = step
            work()

    thread = threading.Thread(target=repeat, name="notelint-progress", daemon=True)
    thread.start()
    try:
        yield
    finally:
        ended.set()
        thread.join()


@contextmanager
def _bar(shown: Progress, stream: TextIO) -> Iterator[None]:
    terminal = Terminal(stream)
    signs = _can_show_signs(stream)
    turns = 0

    def draw() -> None:
        nonlocal turns
        turns += 1
        ending.clearing = terminal.CLEAR
        terminal.draw(_picture(*shown.state(), turns, signs=signs)[: shutil.get_terminal_size().columns - 1])

    with terminal.shared():
        try:
            with _repeated(FIRST, STEP, draw):
                yield
        finally:
            terminal.clear()
            ending.clearing = ""


@contextmanager
def _lines(shown: Progress, stream: TextIO, *, closing: bool) -> Iterator[None]:
    printed = 0

    def tell() -> None:
        nonlocal printed
        printed += 1
        stream.write(f"notelint: {shown.state()[0]}\n")
        stream.flush()

    with _repeated(EVERY, EVERY, tell):
        yield
    if printed or closing:
        tell()


def _picture(words: str, share: float | None, turns: int, *, signs: bool) -> str:
    """The words behind a bar, or behind a sign that turns if the share of the work that is done is not known."""
    if share is None:
        turning = _TURNING if signs else _TURNING_PLAIN
        return f"{turning[turns % len(turning)]} {words}"
    full = round(_WIDTH * min(share, 1.0))
    bar = "━" * full + "─" * (_WIDTH - full) if signs else "#" * full + "-" * (_WIDTH - full)
    return f"{bar} {words}"


def _can_show_signs(stream: TextIO) -> bool:
    try:
        f"{_TURNING}━─".encode(stream.encoding or "ascii")
    except (UnicodeEncodeError, LookupError):
        return False
    return True


def progress_line(done: int, kept: int, read: float, seconds: float, noun: str = "notes") -> str:
    """The progress line: items done, items in total, speed, and remaining time.

    ``kept`` items were done before; the share ``read`` (0 to 1) of all has been read.

    >>> progress_line(500, 1000, 0.5, 10.0)
    '1,500 of about 3,000 notes, 50 a second, 0:00:30 left'
    """
    everything = _everything(done, kept, read)
    rate = done / seconds if seconds else 0.0
    items = f"{done + kept:,} {noun}" if read >= 1 or not everything else f"{done + kept:,} of about {everything:,} {noun}"
    left = f", {_clock((everything - done - kept) / rate)} left" if rate and read < 1 else ""
    return f"{items}, {rate:,.{0 if rate >= 1 else 1}f} a second{left}" if done else items


def _everything(done: int, kept: int, read: float) -> int:
    """The estimated number of items, of which the share ``read`` has been read; workers are a little behind."""
    return done + kept if read >= 1 else round((done + kept) / max(read, 1e-9))


def _clock(seconds: float) -> str:
    minutes, rest = divmod(round(seconds), 60)
    return f"{minutes // 60}:{minutes % 60:02}:{rest:02}"
