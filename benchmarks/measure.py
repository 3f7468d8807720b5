"""Timing: every contender over the same notes in turn, several rounds, medians; processes from their start to their end."""

from __future__ import annotations

import gc
import statistics
import subprocess
import sys
import time
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

_WARM = 20  # notes


def rates(
    readers: Mapping[str, Callable[[str], object]], texts: Sequence[str], rounds: int, shares: Mapping[str, float]
) -> dict[str, float]:
    """Notes per second of each reader, the median of ``rounds``. A slow one reads its share (0 to 1) of the notes.

    What was built before is not looked through for garbage while they read, as in a worker of ``notelint batch``.
    """
    found: dict[str, list[float]] = {name: [] for name in readers}
    for read in readers.values():
        for text in texts[:_WARM]:
            read(text)  # what is built on first use, or once it pays, is not timed
    gc.collect()
    gc.freeze()
    for _ in range(rounds):
        for name, read in readers.items():
            chosen = texts[:: max(1, round(1 / shares.get(name, 1)))]
            started = time.perf_counter()
            for text in chosen:
                read(text)
            found[name].append(len(chosen) / (time.perf_counter() - started))
    return {name: statistics.median(values) for name, values in found.items()}


def seconds(commands: Mapping[str, Sequence[str]], rounds: int) -> dict[str, float]:
    """Seconds from start to end of each command, in turn, the median of ``rounds``."""
    found: dict[str, list[float]] = {name: [] for name in commands}
    for _ in range(rounds):
        for name, command in commands.items():
            started = time.perf_counter()
            subprocess.run(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=False)  # noqa: S603 -- our own
            found[name].append(time.perf_counter() - started)
    return {name: statistics.median(values) for name, values in found.items()}


def python(code: str) -> list[str]:
    """The command that runs ``code`` with this Python."""
    return [sys.executable, "-c", code]
