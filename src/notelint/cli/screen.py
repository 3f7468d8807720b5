"""What the place that text is printed to can show."""

from __future__ import annotations

import os
import shutil
import sys
from dataclasses import replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from notelint.outputs.formats import Options

_WIDTH = 100
_NARROWEST = 40


def fitted(options: Options, output: str | None) -> Options:
    """``options`` with the colour, width and signs that fit standard output, or the file ``output``.

    ``NO_COLOR`` and ``FORCE_COLOR`` (set, not empty) overrule what the terminal can do, ``COLUMNS`` its width.
    A file gets no colour.
    """
    from notelint.outputs.style import can_show_signs

    return replace(
        options,
        color=output is None and _wants_color(),
        width=max(_columns(output), _NARROWEST),
        unicode=can_show_signs(encoding_of(output)),
    )


def encoding_of(output: str | None) -> str:
    """The encoding text is written in: that of standard output, UTF-8 in a file."""
    return "utf-8" if output is not None or sys.stdout is None else sys.stdout.encoding


def _columns(output: str | None) -> int:
    return shutil.get_terminal_size((_WIDTH, 0)).columns if output is None else _WIDTH


def _wants_color() -> bool:
    if sys.stdout is None or os.environ.get("NO_COLOR"):
        return False
    return bool(os.environ.get("FORCE_COLOR")) or (sys.stdout.isatty() and os.environ.get("TERM") != "dumb")
