"""Rename the headings of a note, or leave out those that only announce the story of the operation."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

import yaml

if TYPE_CHECKING:
    from random import Random

_HEADINGS = yaml.safe_load(Path(__file__).with_name("headings.yaml").read_text("utf8"))["headings"]
_BY_NAME = {name: heading for heading in _HEADINGS for name in heading["names"]}
_NAMES = "|".join(re.escape(name) for name in sorted(_BY_NAME, key=len, reverse=True))

_OPENS = r"(?P<opens>^[ \t]*(?:\d{1,2}[.)] )?|(?<=[.;|] )|(?<=  ))"
_HEADING = re.compile(rf"(?im){_OPENS}(?P<name>{_NAMES})(?P<mark>[ \t]*:(?!\d)[ \t]*|(?=[ \t]*\r?$))")
_PARAGRAPH_OPENS = re.compile(r"(?:\A|\n[ \t]*\r?\n)[ \t]*$")

TOLD_APART = re.compile(
    r"\s*(?:.{0,30}\b(?:history|hpi|hx|background|indications?|reason|why|plan|orders|disposition|consent|discussion|imaging"
    r"|summary|choice|consider|prior|past|previous|booked|planned|copied)\b.{0,30}(?::|\.|$))",
    re.IGNORECASE | re.MULTILINE,
)
"""The heading of a paragraph that is not the story of the operation, so that nothing may be joined to it."""


def renamed(text: str, dice: Random) -> str:
    """Every heading that has other names goes by one of them, in its own case."""

    def other(match: re.Match[str]) -> str:
        synonym = dice.choice(_BY_NAME[match["name"].lower()]["synonyms"])
        return match["opens"] + _in_case_of(match["name"], synonym) + match["mark"]

    return _HEADING.sub(other, text)


def _in_case_of(name: str, synonym: str) -> str:
    if name.isupper():
        return synonym.upper()
    return synonym[0].upper() + synonym[1:] if name[0].isupper() else synonym


def without_headings(text: str) -> str:
    """Headings that only announce the story of the operation are left out, where a blank line still sets the prose apart."""

    def less(match: re.Match[str]) -> str:
        goes = _BY_NAME[match["name"].lower()].get("removable") and _PARAGRAPH_OPENS.search(text[: match.start()])
        return "" if goes else match[0]

    return re.sub(r"\n{3,}", "\n\n", _HEADING.sub(less, text))
