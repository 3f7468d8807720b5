"""The outputs of one run: what ``--output`` asks for, and one pass over the notes that feeds them all."""

from __future__ import annotations

import os
import re
import threading
from dataclasses import dataclass
from queue import SimpleQueue
from typing import TYPE_CHECKING, Generic, TypeVar

import click

from notelint.cli.refused import Refused

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator, Sequence

T = TypeVar("T")
_WITH_FORMAT = re.compile(r"([A-Za-z][\w-]+):(.*)", re.DOTALL)  # one letter is a drive of Windows


@dataclass(frozen=True, slots=True)
class Output:
    """One output: the format, and the path of the file; ``None`` is standard output. A path may be ``as_folder``."""

    form: str
    path: str | None = None

    @property
    def as_folder(self) -> bool:
        """Whether the path is that of a folder: it ends as one, or is one."""
        path = self.path
        return path is not None and (path.endswith(("/", os.sep)) or os.path.isdir(path))  # noqa: PTH112 -- a path may be forbidden


def planned(given: Sequence[str], form: str, formats: Collection[str]) -> list[Output]:
    """The outputs that the values of ``--output`` ask for: ``FILE``, at most once, in the format ``form``, or ``FORMAT:PATH``.

    Without a ``FILE`` the format ``form`` goes to standard output. ``formats`` are all there are. Raises ``Refused``.
    """
    outputs = [_output(value, form, formats) for value in given]
    plain = [output for output, value in zip(outputs, given, strict=True) if output.path == value]
    if plain[1:]:
        raise Refused(f"--output: {plain[0].path} and {plain[1].path} both lack a format; write FORMAT:PATH for all but one")
    paths = [os.path.realpath(output.path) for output in outputs if output.path is not None]
    for output, path in zip(outputs, paths, strict=True):
        if paths.count(path) > 1 and path != os.devnull:
            raise Refused(f"--output: {output.path} is given twice; give each output a path of its own")
    return outputs if plain else [Output(form), *outputs]


def _output(value: str, form: str, formats: Collection[str]) -> Output:
    match = _WITH_FORMAT.fullmatch(value)
    if match is None:
        return Output(form, value)
    name, path = match.groups()
    if name not in formats:
        from notelint.nearest import did_you_mean

        advice = did_you_mean(name, formats, f"formats are {', '.join(formats)}")
        raise Refused(f"--output: no format is called {name!r}; {advice}; for a file of this name write ./{value}")
    if not path or path == "-":
        raise Refused(f"--output: {value} names no file; write {name}:PATH (standard output has the format of --format)")
    return Output(name, path)


def feed(items: Iterable[T], writers: Sequence[Callable[[Iterator[T]], None]]) -> list[Refused]:
    """Give each item to every writer, in one pass; the errors of the writers that failed, which stop no other.

    A writer takes an iterator of the items and pulls from it. Each runs in a thread of its own, one at a time: it is given an
    item when it asks for one, and the next item is made when all have asked. So no item is kept. When ``items`` raises, the
    writers end with ``click.Abort``, so that none leaves an incomplete file behind.
    """
    threads = [_Thread(write) for write in writers]
    complete = False
    try:
        for thread in threads:
            thread.start()
        for item in items:
            for thread in threads:
                thread.give(item)
        complete = True
    finally:
        problems = [thread.finish(complete=complete) for thread in threads]
    return [problem for problem in problems if problem is not None]


class _Thread(Generic[T]):
    """A writer in a thread, which runs only while ``start``, ``give`` or ``finish`` waits for it."""

    def __init__(self, write: Callable[[Iterator[T]], None]) -> None:
        self._write = write
        self._items: SimpleQueue[tuple[T] | None] = SimpleQueue()
        self._asks = threading.Semaphore(0)
        self._thread = threading.Thread(target=self._run, daemon=True)
        self._done = self._complete = False
        self._problem: Refused | None = None

    def start(self) -> None:
        self._thread.start()
        self._asks.acquire()

    def give(self, item: T) -> None:
        if not self._done:
            self._items.put((item,))
            self._asks.acquire()

    def finish(self, *, complete: bool) -> Refused | None:
        self._complete = complete
        self._items.put(None)
        if self._thread.ident is not None:
            self._thread.join()
        return self._problem

    def _run(self) -> None:
        try:
            self._write(self._pulled())
        except click.Abort:
            pass
        except Refused as error:
            self._problem = error
        except Exception as error:  # noqa: BLE001 -- its text could hold the note's words
            from notelint.failure import described

            self._problem = Refused(described(error, "output"))
        finally:
            self._done = True
            self._asks.release()

    def _pulled(self) -> Iterator[T]:
        while True:
            self._asks.release()
            item = self._items.get()
            if item is None:
                break
            yield item[0]
        if not self._complete:
            raise click.Abort
