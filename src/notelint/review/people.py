"""Find surgeons by name in a note, a sentence or a cue."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from notelint.packs.vocabulary import phrase

if TYPE_CHECKING:
    from notelint.claim import Surgeon

_WORD = re.compile(r"[^\W\d_][\w'-]{2,}")


def names(surgeon: Surgeon) -> frozenset[str]:
    """The words of a surgeon's name in lower case, without titles and degrees."""
    words = _WORD.findall(surgeon.name.casefold())
    return frozenset(word for word in words if not phrase("people.degree").fullmatch(word))


def is_named(surgeon: Surgeon, text: str) -> bool:
    """Whether ``text`` contains a word of the surgeon's name."""
    return not names(surgeon).isdisjoint(_WORD.findall(text.casefold()))
