"""What the place that text is printed to can show: its width, its colours, its signs."""

from __future__ import annotations

import os
import shutil
import sys
from dataclasses import replace
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from collections.abc import Callable

    from notelint.outputs.formats import Options

WIDTH = 100
"""Columns of output that goes to a pipe or a file, and the most of a page of text."""

_NARROWEST = 40
_WIDEST = 1000
_COLOR, _WIDTH = "notelint.color", "notelint.width"


def color_option(command: Callable[..., None]) -> Callable[..., None]:
    """``--color``, kept in the context of the run, where ``wants_color`` finds it."""
    return click.option(
        "--color",
        type=click.Choice(["auto", "always", "never"]),
        default="auto",
        show_default=True,
        expose_value=False,
        callback=_keep_color,
        help="Colours: auto is for a terminal, and heeds NO_COLOR and FORCE_COLOR.",
    )(command)


def width_option(command: Callable[..., None]) -> Callable[..., None]:
    """``--width``, kept in the context of the run, where ``width`` finds it."""
    return click.option(
        "--width",
        type=click.IntRange(_NARROWEST, _WIDEST),
        metavar="N",
        expose_value=False,
        callback=_keep_width,
        help=f"Columns of text. Default: those of the terminal, {WIDTH} in a pipe or a file.",
    )(command)


def fitted(options: Options, output: str | None) -> Options:
    """``options`` with the colour, width and signs that fit standard output, or the file ``output``."""
    from notelint.outputs.style import can_show_signs

    return replace(
        options,
        color=wants_color(output),
        width=width(output),
        unicode=can_show_signs(encoding_of(output)),
    )


def encoding_of(output: str | None) -> str:
    """The encoding text is written in: that of standard output, UTF-8 in a file."""
    return "utf-8" if output is not None or sys.stdout is None else sys.stdout.encoding


def width(output: str | None = None) -> int:
    """The columns of ``--width``, else ``COLUMNS`` or the terminal; ``WIDTH`` for a pipe without ``COLUMNS`` and for a file."""
    if (given := _given_width()) is not None:
        return given
    return max(shutil.get_terminal_size((WIDTH, 0)).columns if output is None else WIDTH, _NARROWEST)


def page_width() -> int:
    """As ``width``, at most ``WIDTH`` without ``--width``: for text that is read like a page."""
    return _given_width() or min(width(), WIDTH)


def wants_color(output: str | None = None) -> bool:
    """Whether to print colours: as ``--color`` says; with ``auto``, on a terminal that has them, and never in a file.

    ``NO_COLOR`` and ``FORCE_COLOR`` (set, not empty) overrule what the terminal can do.
    """
    context = click.get_current_context(silent=True)
    choice = context.meta.get(_COLOR, "auto") if context is not None else "auto"
    if choice != "auto":
        return bool(choice == "always")
    if output is not None or sys.stdout is None or os.environ.get("NO_COLOR"):
        return False
    return bool(os.environ.get("FORCE_COLOR")) or (sys.stdout.isatty() and os.environ.get("TERM") != "dumb")


def print_page(text: str) -> None:
    """Print a page of text."""
    click.echo(page(text), nl=False, color=wants_color())


def page(text: str, output: str | None = None) -> str:
    """The text as it is printed: in colour its titles are bold, which are the lines at the margin above indented ones."""
    if not wants_color(output):
        return text
    lines = text.split("\n")
    below = [*lines[1:], ""]
    return "\n".join(
        f"\x1b[1m{line}\x1b[0m" if _is_title(line, after) else line for line, after in zip(lines, below, strict=True)
    )


def _is_title(line: str, below: str) -> bool:
    return bool(line) and not line.startswith(" ") and below.startswith(" ")


def _keep_color(context: click.Context, _parameter: click.Parameter, value: str) -> None:
    context.meta[_COLOR] = value


def _keep_width(context: click.Context, _parameter: click.Parameter, value: int | None) -> None:
    context.meta[_WIDTH] = value


def _given_width() -> int | None:
    context = click.get_current_context(silent=True)
    return context.meta.get(_WIDTH) if context is not None else None
