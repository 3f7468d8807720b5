"""Whether the time that something takes grows as its input does, told apart from the noise of a busy machine."""

from __future__ import annotations

import contextlib
import time
from typing import TYPE_CHECKING

from notelint.inputs.formats.model import RefusedError

if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

_TRIES = 4
_SLACK = 0.05  # seconds: what a clock and a collection of garbage may add


def seconds(run: Callable[[Any], object], data: Any, runs: int = 2) -> float:
    """The processor time of the shortest of some runs, in seconds; a document that is refused is as good as one that is read."""
    return min(_seconds(run, data) for _ in range(runs))


def grows_linearly(run: Callable[[Any], object], make: Callable[[int], Any], size: int, *, most: float = 9) -> bool:
    """Whether four times the ``size`` takes at most ``most`` times as long, in one of some tries; a quadratic one takes 16."""
    pairs = ((seconds(run, make(size)), seconds(run, make(4 * size))) for _ in range(_TRIES))
    return any(large < most * small + _SLACK for small, large in pairs)


def _seconds(run: Callable[[Any], object], data: Any) -> float:
    began = time.process_time()
    with contextlib.suppress(RefusedError):
        run(data)
    return time.process_time() - began
