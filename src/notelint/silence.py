"""Nothing of a note is told by the libraries that read it."""

from __future__ import annotations

import os
import sys
import warnings
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator


@contextmanager
def libraries_silenced() -> Iterator[None]:
    """No warning and no log line of PyRuSH, which quotes every token, while a library has a note in its hands.

    Loguru is not imported for it, since most notes of other families are decided without it: where it is yet to come, it is told
    to come without its handler.
    """
    if "loguru" in sys.modules:
        sys.modules["loguru"].logger.disable("PyRuSH")
    else:
        os.environ.setdefault("LOGURU_AUTOINIT", "False")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        yield
