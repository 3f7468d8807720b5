"""A note's text in ASCII, as the second reader reads it and learns from it."""

from __future__ import annotations

from notelint.characters import BEYOND_ASCII, MEANINGS


def plain(text: str) -> tuple[str, list[int] | None]:
    """The text with each character as what it stands for, and for each of its offsets that in ``text`` (``None``: the same)."""
    if text.isascii():
        return text, None
    signs = [MEANINGS[char] if BEYOND_ASCII.match(char) else char for char in text]
    places = [at for at, sign in enumerate(signs) for _ in sign]
    return "".join(signs), [*places, len(text)]
