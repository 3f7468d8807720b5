"""Changes to a note's outside that must not change what it says."""

from __future__ import annotations

import re
import textwrap
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

_LIST_OR_LABEL = re.compile(r"\s*(?:\d{1,2}[.)]|[-*A-Z][.)]? |\(|.{0,40}:)")


def crlf(text: str) -> str:
    """Line ends as Windows writes them."""
    return text.replace("\r\n", "\n").replace("\n", "\r\n")


def trailing_spaces(text: str) -> str:
    """Two spaces at the end of every line."""
    return re.sub(r"(?m)$", "  ", text)


def doubled_spaces(text: str) -> str:
    """Two spaces between words. Indents and columns stay what they are."""
    return re.sub(r"(?<=\S) (?=\S)", "  ", text)


def nonbreaking_spaces(text: str) -> str:
    """Every space of a line is one that does not break."""
    return text.replace(" ", "\u00a0")


def smart_quotes(text: str) -> str:
    """Curly quotes and apostrophes, as a word processor sets them."""
    text = re.sub(r'(?<![\w.,])"(?=\w)', "\u201c", text).replace('"', "\u201d")
    return text.replace("'", "\u2019")


def smart_dashes(text: str) -> str:
    """Hyphens that do not break inside words, en dashes between spaces."""
    return re.sub(r"(?<=\w)-(?=\w)", "\u2011", text).replace(" - ", " \u2013 ")


def rewrapped(width: int) -> Callable[[str], str]:
    """Every paragraph set anew, ``width`` characters wide; labels, lists and titles keep their own lines."""

    def rewrap(text: str) -> str:
        return "\n".join(line for unit in _units(text) for line in _filled(unit, width))

    return rewrap


def _filled(unit: str, width: int) -> list[str]:
    indent = unit[: len(unit) - len(unit.lstrip())]
    wrapped = textwrap.wrap(unit, width, subsequent_indent=indent, break_long_words=False, break_on_hyphens=False)
    return wrapped or [""]


def _units(text: str) -> list[str]:
    """The lines a writer ended, with those that only a margin broke joined."""
    lines = text.replace("\r\n", "\n").split("\n")
    margin = max(len(line) for line in lines)
    units: list[str] = []
    for index, line in enumerate(lines):
        before = lines[index - 1] if index else ""
        first = line.split(" ", 1)[0]
        broken = before and line and margin <= 100 and len(before) + 1 + len(first) > margin - 4
        if broken and not _LIST_OR_LABEL.match(line):
            units[-1] += " " + line.strip()
        else:
            units.append(line.rstrip())
    return units


SAME = {
    "CRLF": crlf,
    "trailing spaces": trailing_spaces,
    "doubled spaces": doubled_spaces,
    "non-breaking spaces": nonbreaking_spaces,
    "upper case": str.upper,
    "lower case": str.lower,
    "smart quotes": smart_quotes,
    "smart dashes": smart_dashes,
    **{f"wrapped at {width}": rewrapped(width) for width in (60, 66, 72, 80, 90, 100)},
}
"""Name to change; after each, a note must be decided as before."""
