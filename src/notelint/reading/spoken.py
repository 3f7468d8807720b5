"""Spoken punctuation: "full stop", "comma" and "new paragraph" in a dictation that nobody typed again."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from notelint.reading.clean_text import CleanText

_SIGNS = ("full stop", "period", "comma", "new paragraph", "new line", "next line", "next paragraph", "colon", "semicolon")
_AT_LEAST = 4
_SPOKEN = re.compile(
    r"(?:(?<![^\n])|(?<!\ba)(?<!\bthe)(?<!\bof)(?<!\bvena)(?<!\bvenae) )"
    r"(?:(?P<stop>full stop|period(?! of\b))|(?P<comma>comma)|(?P<colon>colon)|(?P<semicolon>semicolon)"
    r"|(?P<line>(?:new|next) (?:paragraph|line)))\b[.,]?(?=\s|$)",
    re.IGNORECASE,
)
_WRITTEN = {"stop": ".\n", "comma": ",", "colon": ":", "semicolon": ";", "line": "\n\n"}
_TYPED = re.compile(r"[a-z)][.,;:](?=\s|$)")


def with_typed_punctuation(draft: CleanText) -> CleanText:
    """The text with the signs that were spoken, if it has more of these than of typed ones. A sentence gets its own line."""
    text = draft.text
    if sum(text.count(f" {sign}") for sign in _SIGNS) < _AT_LEAST:
        return draft
    spoken = len(_SPOKEN.findall(text))
    if spoken < _AT_LEAST or len(_TYPED.findall(text)) >= spoken:
        return draft
    return draft.sub(_SPOKEN, lambda match: _WRITTEN[match.lastgroup or "stop"])
