"""The progress of a run: a bar on a terminal, otherwise a line now and then. Never a word of a note."""

from __future__ import annotations

import sys
import time
from contextlib import contextmanager
from typing import TYPE_CHECKING

import click

from notelint.cli import ending

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rich.progress import Progress, TaskID

    from notelint.batch.run import Watcher

EVERY = 30.0
"""Seconds between two lines."""


class Silent:
    """Prints no progress."""

    def moved(self, done: int, kept: int, read: float) -> None:
        """Nothing."""


class Lines:
    """A line on standard error every ``EVERY`` seconds, and one at the end."""

    def __init__(self) -> None:
        self._started = time.monotonic()
        self._told = self._started
        self._last = ""

    def moved(self, done: int, kept: int, read: float) -> None:
        """Print a line if ``EVERY`` seconds have passed."""
        now = time.monotonic()
        self._last = progress_line(done, kept, read, now - self._started)
        if now - self._told >= EVERY:
            self._told = now
            click.echo(f"notelint: {self._last}", err=True)

    def end(self) -> None:
        """Print the last line."""
        if self._last:
            click.echo(f"notelint: {self._last}", err=True)


class Bar:
    """A bar with the same words."""

    def __init__(self, progress: Progress, task: TaskID) -> None:
        self._progress = progress
        self._task = task
        self._started = time.monotonic()

    def moved(self, done: int, kept: int, read: float) -> None:
        """Move it."""
        share = (done + kept) / max(total(done, kept, read), 1)
        words = progress_line(done, kept, read, time.monotonic() - self._started)
        self._progress.update(self._task, completed=share, words=words)


@contextmanager
def watching(*, quiet: bool) -> Iterator[Watcher]:
    """The printer of a run's progress on standard error."""
    if quiet or sys.stderr is None:
        yield Silent()
    elif sys.stderr.isatty():
        from rich.console import Console
        from rich.progress import BarColumn, TextColumn
        from rich.progress import Progress as Shown

        console = Console(stderr=True)
        with Shown(BarColumn(), TextColumn("{task.fields[words]}"), console=console, transient=True) as progress:
            console.show_cursor()  # an interruption leaves no time to show it again
            ending.clearing = "\r\x1b[2K"
            yield Bar(progress, progress.add_task("", total=1.0, words="starting"))
        ending.clearing = ""
    else:
        lines = Lines()
        yield lines
        lines.end()


def total(done: int, kept: int, read: float) -> int:
    """The estimated number of notes in the input, of which the share ``read`` has been read; workers are a little behind."""
    return done + kept if read >= 1 else round((done + kept) / max(read, 1e-9))


def progress_line(done: int, kept: int, read: float, seconds: float) -> str:
    """The progress line: notes done, notes in total, speed, and remaining time.

    >>> progress_line(500, 1000, 0.5, 10.0)
    '1,500 of about 3,000 notes, 50 a second, 0:00:30 left'
    """
    everything = total(done, kept, read)
    rate = done / seconds if seconds else 0.0
    notes = f"{done + kept:,} notes" if read >= 1 or not everything else f"{done + kept:,} of about {everything:,} notes"
    left = f", {_clock((everything - done - kept) / rate)} left" if rate and read < 1 else ""
    return f"{notes}, {rate:,.0f} a second{left}" if done else notes


def _clock(seconds: float) -> str:
    minutes, rest = divmod(round(seconds), 60)
    return f"{minutes // 60}:{minutes % 60:02}:{rest:02}"
