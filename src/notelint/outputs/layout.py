"""Plain text in a given width: paragraphs, hanging entries, tables, headings. No word, number or amount is ever broken."""

from __future__ import annotations

import re
import textwrap
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from decimal import Decimal

_NARROWEST = 40
_ROOM = 18
"""Columns that an entry's text needs beside its label."""
KEPT = "\u00a0"
"""Between two words that stay on one line."""
_TIMES = "\u00d7"
_DIGIT = re.compile(r"\d")
_INSIDE_AMOUNT = re.compile(
    rf"(?<=\d) (?=(?:[cm]m|m[lL]|cc|kg|mg|min|hrs?|h|RVU|AM|PM|[%{_TIMES}x])(?!\w))|(?<=\d [{_TIMES}x]) (?=\d)|(?<=\$) (?=\d)"
)


def kept_together(text: str) -> str:
    """``text`` with the spaces inside its amounts (``7 cm``, ``8.5 x 3 cm``) made such that no line is broken there."""
    return _INSIDE_AMOUNT.sub(KEPT, text) if _DIGIT.search(text) else text


def breakable(text: str) -> list[str]:
    """The parts of what ``kept_together`` gave between which a line may be broken, with plain spaces inside them."""
    return [part.replace(KEPT, " ") for part in text.split(" ")]


def paragraph(text: str, width: int, indent: int = 0) -> str:
    """``text`` wrapped to ``width`` columns, every line indented."""
    return entry("", text, width, indent, indent)


def entry(label: str, text: str, width: int, column: int, indent: int = 0) -> str:
    """``label`` at ``indent`` and ``text`` from ``column`` on, wrapped.

    A label too long for that has a line of its own; so has every label whose text has a word that does not fit beside it.
    """
    width = max(width, _NARROWEST)
    lead = " " * indent + label
    if label and text and column + _longest(text) > width:
        column = indent + 2
    if label and len(lead) + 1 > column:
        head = _filled(label, width, " " * indent, " " * (indent + 2))
        return f"{head}\n{paragraph(text, width, column)}" if text else head
    return _filled(text, width, lead.ljust(column), " " * column) if text else lead.rstrip()


def entries(rows: Iterable[tuple[str, str]], width: int, indent: int = 2) -> str:
    """Labels in one column, their texts in the next; or below, where the width leaves no room beside the labels."""
    listed = list(rows)
    column = indent + 2 + min(max((len(label) for label, _ in listed), default=0), width // 2)
    if max(width, _NARROWEST) - column < max(_ROOM, *(_longest(text) for _, text in listed), 0):
        column = indent + 2
    return "\n".join(entry(label, text, width, column, indent) for label, text in listed)


def table(columns: Sequence[str], rows: Sequence[Sequence[str]], width: int, words: Sequence[int] = (0,), indent: int = 2) -> str:
    """Rows below their headings; ``words`` are the columns that hold no figures, which stand at the right.

    Where that is wider than ``width``, each row is written in words: its first cell, then each heading with its value.
    """
    sizes = [max(map(len, cells)) for cells in zip(columns, *rows, strict=True)]
    if indent + sum(size + 2 for size in sizes) - 2 <= max(width, _NARROWEST):
        lines = (
            "  ".join(
                cell.ljust(size) if at in words else cell.rjust(size)
                for at, (cell, size) in enumerate(zip(row, sizes, strict=True))
            )
            for row in (columns, *rows)
        )
        return "\n".join(f"{' ' * indent}{line}".rstrip() for line in lines)
    return "\n".join(_record(columns, row, width, indent) for row in rows)


def flowed(cells: Sequence[str], width: int, indent: int = 2) -> str:
    """Short texts in as many columns as ``width`` has room for, read downwards."""
    size = max(map(len, cells), default=0) + 3
    across = max((max(width, _NARROWEST) - indent + 3) // size, 1)
    deep = -(-len(cells) // across)
    lines = ("".join(cell.ljust(size) for cell in cells[row::deep]).rstrip() for row in range(deep))
    return "\n".join(f"{' ' * indent}{line}" for line in lines)


def join(*blocks: str) -> str:
    """The blocks that say something, a blank line between them, one line break at the end."""
    return "\n\n".join(block for block in blocks if block) + "\n"


def section(title: str, body: str) -> str:
    """A titled block, nothing where there is no body."""
    return f"{title}\n{body}" if body else ""


def words(identifier: str) -> str:
    """An identifier as it is read aloud: ``iliac_crest`` -> ``iliac crest``."""
    return identifier.replace("_", " ")


def listing(items: Iterable[str], conjunction: str = "and") -> str:
    """``a``, ``a and b``, ``a, b and c``."""
    listed = list(items)
    if len(listed) < 2:
        return "".join(listed)
    return f"{', '.join(listed[:-1])} {conjunction} {listed[-1]}"


def counted(number: int, thing: str) -> str:
    """``1 note``, ``2 notes``, ``10,000 notes``."""
    return f"{number:,} {thing}{'' if number == 1 else 's'}"


def usd(amount: float | Decimal) -> str:
    """An amount in US dollars, with cents."""
    return f"${amount:,.2f}"


def _record(columns: Sequence[str], row: Sequence[str], width: int, indent: int) -> str:
    """A row of a table in words."""
    room = max(width, _NARROWEST) - indent - 3
    text = ", ".join(_named(name, cell, room) for name, cell in zip(columns[1:], row[1:], strict=True) if cell)
    return entry(f"{row[0]}:", text, width, indent + 2, indent)


def _named(name: str, cell: str, room: int) -> str:
    """A heading with its value, kept together where they fit ``room``."""
    text = f"{name} {cell}".strip()
    return text.replace(" ", KEPT) if len(text) <= room else text


def _longest(text: str) -> int:
    return max((len(part) for part in breakable(kept_together(text))), default=0)


def _filled(text: str, width: int, first: str, rest: str) -> str:
    filled = textwrap.fill(
        kept_together(text),
        width,
        initial_indent=first,
        subsequent_indent=rest,
        break_on_hyphens=False,
        break_long_words=False,
    )
    return filled.replace(KEPT, " ")
