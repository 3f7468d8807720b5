"""The libraries that read a note print nothing of it."""

from __future__ import annotations

import warnings
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator


@contextmanager
def libraries_silenced() -> Iterator[None]:
    """No warning while a library has a note in its hands: its text could quote the note."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        yield
