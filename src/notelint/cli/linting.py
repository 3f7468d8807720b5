"""Paths to reports, with nothing of a note told anywhere else."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Protocol

from notelint.inputs.reading import Unreadable, read_notes
from notelint.note import Note
from notelint.report import Report
from notelint.silence import libraries_silenced

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence
    from pathlib import Path
    from typing import BinaryIO

    from notelint.linter import Linter

    Say = Callable[[str], None]


class LintsNotes(Protocol):
    """A linter: of notes alone, or of notes held against a claim."""

    def lint(self, note: Note) -> Report:
        """The report on one note."""


def make_linter(*, packs: Sequence[Path], select: Sequence[str], ignore: Sequence[str], say: Say, screen: bool = True) -> Linter:
    """The linter with these packs and rules; without ``screen`` it reads every note. Raises ``PackError``."""
    started = time.perf_counter()
    with libraries_silenced():
        from notelint.linter import Linter

        linter = Linter(packs=packs, select=select, ignore=ignore, screen=screen)
    say(f"linter ready after {time.perf_counter() - started:.2f} s")
    return linter


def lint_paths(
    linter: LintsNotes, paths: Iterable[str], *, stdin: BinaryIO | None, stdin_name: str, max_chars: int, say: Say
) -> Iterator[Report]:
    """A report for each note at ``paths``, in their order; ``say`` is told of each, never with the note's words."""
    for found in read_notes(paths, stdin=stdin, stdin_name=stdin_name, max_chars=max_chars):
        if isinstance(found, Unreadable):
            yield _failed(found.source, found.error)
            continue
        started = time.perf_counter()
        report = _lint(linter, found)
        elapsed = 1000 * (time.perf_counter() - started)
        say(f"{found.source}: {len(found.text):,} characters of {found.encoding}, linted in {elapsed:.0f} ms")
        yield report


def _lint(linter: LintsNotes, note: Note) -> Report:
    try:
        with libraries_silenced():
            return linter.lint(note)
    except Exception as error:  # noqa: BLE001 -- its text could hold the note's words: only its kind is told
        return _failed(note.source, f"internal error ({type(error).__name__})")


def _failed(source: str, error: str) -> Report:
    return Report(note=Note("", source), error=error)
