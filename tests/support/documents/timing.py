"""How long a reader takes, and whether that grows as its file does."""

from __future__ import annotations

import contextlib
import time
from typing import TYPE_CHECKING

from notelint.inputs.formats.model import Limits, RefusedError
from support.documents.inner import read_inner

if TYPE_CHECKING:
    from collections.abc import Callable

    from notelint.inputs.formats.model import Reader


def seconds(read: Reader, data: bytes, repeats: int = 3) -> float:
    """The shortest of some runs of ``read``, in seconds; a refusal is as good as a note."""
    best = float("inf")
    for _ in range(repeats):
        start = time.perf_counter()
        with contextlib.suppress(RefusedError):
            read(data, Limits(), read_inner)
        best = min(best, time.perf_counter() - start)
    return best


def grows_linearly(read: Reader, make: Callable[[int], bytes], size: int) -> bool:
    """Whether four times the ``size`` takes about four times as long; a quadratic reader takes sixteen times."""
    return seconds(read, make(4 * size)) < 9 * seconds(read, make(size)) + 0.02
