"""The donor's part of the body in a sentence: whether it is named, and on which side."""

from __future__ import annotations

from typing import TYPE_CHECKING

from notelint.packs.vocabulary import phrase

if TYPE_CHECKING:
    import re

_OPPOSITE = {"left": "right", "right": "left"}


def opposite(side: str | None) -> str | None:
    """The other side of ``left`` or ``right``; ``None`` where there is none."""
    return _OPPOSITE.get(side or "")


def names_region(text: str, region: frozenset[str]) -> bool:
    """Whether ``text`` names the region by one of its words."""
    return phrase("region.named", region=region).search(text) is not None


def find_on_side(text: str, region: frozenset[str], *side: str) -> re.Match[str] | None:
    """Where ``text`` gives the region a side, called by any of the words ``side``."""
    return phrase("region.on-side", region=region, side=frozenset(side)).search(text)
