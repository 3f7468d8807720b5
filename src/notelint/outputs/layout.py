"""Plain text in a given width: paragraphs, hanging entries, headings."""

from __future__ import annotations

import textwrap
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable
    from decimal import Decimal

_NARROWEST = 40


def paragraph(text: str, width: int, indent: int = 0) -> str:
    """``text`` wrapped to ``width`` columns, every line indented."""
    return entry("", text, width, indent, indent)


def entry(label: str, text: str, width: int, column: int, indent: int = 0) -> str:
    """``label`` at ``indent`` and ``text`` from ``column`` on, wrapped; a label too long for that has a line of its own."""
    lead = " " * indent + label
    hang = " " * column
    if label and len(lead) + 1 > column:
        return f"{lead.rstrip()}\n{paragraph(text, width, column)}" if text else lead
    return (
        textwrap.fill(
            text,
            max(width, _NARROWEST),
            initial_indent=lead.ljust(column),
            subsequent_indent=hang,
            break_on_hyphens=False,
            break_long_words=False,
        )
        if text
        else lead.rstrip()
    )


def entries(rows: Iterable[tuple[str, str]], width: int, indent: int = 2) -> str:
    """Labels in one column, their texts in the next."""
    listed = list(rows)
    column = indent + 2 + min(max((len(label) for label, _ in listed), default=0), width // 2)
    return "\n".join(entry(label, text, width, column, indent) for label, text in listed)


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


def usd(amount: float | Decimal) -> str:
    """An amount in US dollars, with cents."""
    return f"${amount:,.2f}"
