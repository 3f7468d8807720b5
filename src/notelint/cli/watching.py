"""``--watch``: do the work again when a note changes.

The files are looked at every half second, or less often if there are many. The system's notices of changes (inotify, the library
watchfiles) do not report what another machine writes to a network share, and shares are where notes of a hospital are.
"""

from __future__ import annotations

import os
import time
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

import click

from notelint.cli import ending
from notelint.cli.refused import Refused
from notelint.inputs.folders import notes_in

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from notelint.inputs.folders import Wanted

    State = tuple[int, int, int]

_EVERY = 0.5  # seconds between two looks
_SHARE = 0.05  # of the time at most is spent on looking
_SETTLED = 0.2  # seconds without a change after which the files are complete


def work_again(work: Callable[[], object], paths: Sequence[str], wanted: Wanted, written: Iterable[str] = ()) -> NoReturn:
    """Call ``work`` now and after each change of a note at ``paths``, until Ctrl-C ends the process. Raises ``Refused``.

    Of folders the files that are ``wanted`` count, without those that the work has ``written``. An error of the work is printed,
    and the next change starts it again.
    """
    if "-" in paths:
        raise Refused("--watch: standard input cannot be watched; give files or folders")
    ending.is_expected = True
    own = {os.path.realpath(path) for path in written}

    def look() -> dict[str, State]:
        return {file: state for file, state in _states(paths, wanted).items() if os.path.realpath(file) not in own}

    while True:
        before = look()
        click.clear()  # does nothing where standard output is no terminal
        try:
            work()
        except click.ClickException as error:
            error.show()
        except click.exceptions.Exit:
            pass  # how a command ends that has found something
        count = len(before)
        click.echo(f"notelint: watching {count:,} {'file' if count == 1 else 'files'}; Ctrl-C ends", err=True)
        _wait_for_change(before, look)


def _wait_for_change(before: dict[str, State], look: Callable[[], dict[str, State]]) -> None:
    """Return when the files are not as ``before``, and have not changed since for a moment."""
    latest = before
    while latest == before:
        started = time.monotonic()
        latest = look()
        time.sleep(0 if latest != before else max(_EVERY, (time.monotonic() - started) / _SHARE))
    while True:
        time.sleep(_SETTLED)
        now = look()
        if now == latest:
            return
        latest = now


def _states(paths: Sequence[str], wanted: Wanted) -> dict[str, State]:
    """Each file that may be a note, with what changes when it is written."""
    found: dict[str, State] = {}
    for file in _files(paths, replace(wanted, by_name=True)):
        try:
            status = file.stat()
        except OSError:  # not there yet, or not any more
            continue
        found[str(file)] = (status.st_mtime_ns, status.st_size, status.st_ino)
    return found


def _files(paths: Sequence[str], wanted: Wanted) -> Iterator[Path]:
    for path in paths:
        if os.path.isdir(path):  # noqa: PTH112 -- Path.is_dir raises where permission is denied
            yield from (file for file in notes_in(Path(path), wanted) if isinstance(file, Path))
        else:
            yield Path(path)
