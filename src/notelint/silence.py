"""Nothing of a note is told by the libraries that read it."""

from __future__ import annotations

import warnings
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator


@contextmanager
def libraries_silenced() -> Iterator[None]:
    """No warning and no log line of PyRuSH, which quotes every token, while a library has a note in its hands."""
    from loguru import logger

    logger.disable("PyRuSH")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        yield
