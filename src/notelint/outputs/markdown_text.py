"""Text as Markdown shows it unchanged: escaped, as code, or in the cell of a table."""

from __future__ import annotations

import re

from notelint.outputs.excerpt import printable

_SPECIAL = re.compile(r"[\\`*\[\]<>|~${}&]|(?<![^\W_])_|_(?![^\W_])")
_LINKED = re.compile(r"[@#](?=\w)")  # a forge makes links of @name and #12
_TICKS = re.compile(r"`+")
_JOINER = "\u2060"


def escaped(text: str) -> str:
    """``text`` on one line, to stand behind other words: what could mean something in Markdown or HTML has a backslash before it.

    Behind ``@`` and ``#`` stands an invisible joiner, so that a forge neither mentions a person nor links an issue.
    """
    return _LINKED.sub(rf"\g<0>{_JOINER}", _SPECIAL.sub(r"\\\g<0>", printable(text)))


def code(text: str) -> str:
    """``text`` on one line as code, in which nothing is interpreted, whatever it holds; nothing for blank text."""
    line = printable(text)
    if not line.strip():
        return ""
    fence = "`" * (max((len(run[0]) for run in _TICKS.finditer(line)), default=0) + 1)
    padding = " " if "`" in line or line[0] == line[-1] == " " else ""
    return f"{fence}{padding}{line}{padding}{fence}"
