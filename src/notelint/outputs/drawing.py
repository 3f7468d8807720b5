"""Rich's tables and paragraphs as plain lines of text, in a width and with or without colour."""

from __future__ import annotations

from io import StringIO
from typing import TYPE_CHECKING

from rich.console import Console
from rich.padding import Padding
from rich.text import Text

if TYPE_CHECKING:
    from rich.console import RenderableType

    from notelint.outputs.formats import Options

_INDENT = (0, 0, 0, 2)
_HEIGHT = 25  # of no consequence, but rich asks the terminal unless both are given


def drawn(content: RenderableType, options: Options) -> str:
    """What ``content`` looks like, line by line."""
    console = Console(
        file=StringIO(), width=options.width, height=_HEIGHT, force_terminal=options.color, no_color=not options.color,
        color_system="standard" if options.color else None, highlight=False, markup=False, emoji=False, legacy_windows=False,
        _environ={},
    )  # fmt: skip
    with console.capture() as capture:
        console.print(content)
    return "".join(f"{line.rstrip()}\n" for line in capture.get().splitlines())


def titled(title: str, *content: RenderableType) -> list[RenderableType]:
    """A titled block after a blank line; nothing where it has no content."""
    if not content:
        return []
    return ["", Text(title, "bold"), *(Padding(item, _INDENT) for item in content)]
