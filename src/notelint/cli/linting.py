"""Paths to reports, with nothing of a note printed anywhere else."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Protocol

from notelint.cli import ending
from notelint.cli.pack_choice import chosen_packs
from notelint.cli.readers import chosen
from notelint.failure import described
from notelint.inputs.folders import EVERY_NOTE
from notelint.inputs.reading import Unreadable, read_notes
from notelint.note import Note
from notelint.pack_names import ALL_PACKS
from notelint.policy import EVERYTHING
from notelint.report import Report
from notelint.silence import libraries_silenced
from notelint.watch import MAX_SECONDS, watch_by_signal

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence
    from pathlib import Path
    from typing import BinaryIO

    from notelint.inputs.folders import Wanted
    from notelint.linter import Linter
    from notelint.policy import Policy

    Say = Callable[[str], None]


class LintsNotes(Protocol):
    """A linter: of notes alone, or of notes held against a claim."""

    def lint(self, note: Note) -> Report:
        """The report on one note."""


def make_linter(
    *,
    packs: Sequence[Path],
    select: Sequence[str],
    ignore: Sequence[str],
    say: Say,
    policy: Policy = EVERYTHING,
    screen: bool = True,
    max_seconds: float = MAX_SECONDS,
    stage: str = "final",
    default_packs: Sequence[str] = ALL_PACKS,
) -> Linter:
    """The linter with these packs and rules; without ``screen`` it reads every note.

    ``select`` and ``ignore`` are what the command line says of rules, ``policy`` what a configuration does. ``max_seconds`` is
    the time budget of a note, ``stage`` what it is taken for. ``default_packs`` are the ids of the packs that are used where
    ``--pack`` names none. Raises ``PackError``.
    """
    if ending.is_own_process:
        watch_by_signal()
    started = time.perf_counter()
    with libraries_silenced():
        from notelint.linter import Linter

        linter = Linter(
            packs=packs, select=select, ignore=ignore, policy=policy, screen=screen, max_seconds=max_seconds, stage=stage,
            **chosen()._asdict(), **chosen_packs(default_packs)._asdict(),
        )  # fmt: skip
    say(f"linter ready after {time.perf_counter() - started:.2f} s")
    return linter


def lint_paths(
    linter: LintsNotes,
    paths: Iterable[str],
    *,
    stdin: BinaryIO | None,
    stdin_name: str,
    max_chars: int,
    say: Say,
    wanted: Wanted = EVERY_NOTE,
) -> Iterator[Report]:
    """A report for each note at ``paths``, in their order; ``say`` gets a message for each, never with the note's words.

    Of a folder the files that are ``wanted`` are read.
    """
    for found in found_notes(paths, stdin, stdin_name, max_chars, wanted):
        if isinstance(found, Unreadable):
            yield _failed(found.source, found.error)
            continue
        started = time.perf_counter()
        report = _lint(linter, found)
        elapsed = 1000 * (time.perf_counter() - started)
        say(f"{found.source}: {len(found.text):,} characters of {found.encoding}, linted in {elapsed:.0f} ms")
        yield report


def found_notes(
    paths: Iterable[str], stdin: BinaryIO | None, stdin_name: str, max_chars: int, wanted: Wanted = EVERY_NOTE
) -> Iterator[Note | Unreadable]:
    """The notes at ``paths``; a path on which reading fails unforeseen is one that cannot be read."""
    for path in paths:
        try:
            yield from read_notes([path], stdin=stdin, stdin_name=stdin_name, max_chars=max_chars, wanted=wanted)
        except Exception as error:  # noqa: BLE001 -- its text could hold the note's words
            yield Unreadable(path, described(error, "inputs", debug=ending.debug))


def _lint(linter: LintsNotes, note: Note) -> Report:
    try:
        with libraries_silenced():
            return linter.lint(note)
    except Exception as error:  # noqa: BLE001 -- its text could hold the note's words
        return _failed(note.source, described(error, debug=ending.debug))


def _failed(source: str, error: str) -> Report:
    return Report(note=Note("", source), error=error)
