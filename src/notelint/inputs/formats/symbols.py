"""Signs as Unicode: those of fonts that show signs in place of letters (Symbol, Wingdings), and raised numbers."""

from __future__ import annotations

import re

UNKNOWN = "\N{REPLACEMENT CHARACTER}"
"""Stands for a sign that is not known."""

_SYMBOL = {
    **dict(zip(range(0x41, 0x5B), "ΑΒΧΔΕΦΓΗΙϑΚΛΜΝΟΠΘΡΣΤΥςΩΞΨΖ", strict=True)),
    **dict(zip(range(0x61, 0x7B), "αβχδεφγηιϕκλμνοπθρστυϖωξψζ", strict=True)),
    **dict(zip(range(0xA2, 0xA6), "\u2032≤/∞", strict=True)),
    **dict(zip(range(0xAB, 0xBD), "↔←↑→↓°±″≥\u00d7∝∂•÷≠≡≈…", strict=True)),
    **dict(zip(range(0xC5, 0xC9), "⊕∅∩\u222a", strict=True)),
    0x22: "∀", 0x24: "∃", 0x2A: "*", 0x2D: "-", 0x40: "≅", 0x5C: "∴", 0x5E: "⊥", 0x7E: "~", 0xCE: "∈", 0xD2: "®", 0xD3: "©",
    0xD4: "™", 0xD6: "√", 0xD7: "·", 0xDB: "⇔", 0xDE: "⇒", 0xE5: "Σ",
}  # fmt: skip
_WINGDINGS = {
    0x6C: "●", 0x6D: "❍", 0x6E: "■", 0x6F: "☐", 0x70: "☐", 0x71: "☐", 0x72: "☐", 0x73: "⬧", 0x74: "⧫", 0x75: "◆", 0x76: "❖",
    0x78: "☒", 0x9F: "•", 0xA7: "▪", 0xA8: "☐", 0xD8: "➢", 0xDF: "←", 0xE0: "→", 0xE1: "↑", 0xE2: "↓", 0xE8: "➔", 0xF0: "⇨",
    0xFB: "✗", 0xFC: "✓", 0xFD: "☒", 0xFE: "☑",
}  # fmt: skip
_WINGDINGS_2 = {0x4F: "✗", 0x50: "✓", 0x51: "☒", 0x52: "☑", 0x53: "☒", 0x54: "☒", 0x97: "●", 0x98: "•", 0xA3: "☐", 0x2A: "☐"}
_WEBDINGS = {0x61: "✓", 0x63: "☐", 0x67: "■", 0x6E: "●", 0x72: "✗"}
_FONTS = {"symbol": _SYMBOL, "wingdings": _WINGDINGS, "wingdings 2": _WINGDINGS_2, "webdings": _WEBDINGS}
_PRIVATE = range(0xF000, 0xF100)
_RAISED = str.maketrans("0123456789+-", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻")
_NUMBER = re.compile(r"\s*[-+]?[0-9]{1,9}\s*")


def symbol(font: str, code: int) -> str:
    """What the character ``code`` of ``font`` shows; ``UNKNOWN`` where that is not known.

    Codes of symbol fonts are given as themselves or in the private range (U+F000 to U+F0FF). A code of any other font is its
    code point.
    """
    table = _FONTS.get(font.casefold())
    if table is None and code not in _PRIVATE:
        return chr(code) if 0x20 <= code < 0xD800 or 0xE000 <= code <= 0x10FFFF else UNKNOWN
    code = code - _PRIVATE.start if code in _PRIVATE else code
    table = _SYMBOL if table is None else table
    return table.get(code) or (chr(code) if table is _SYMBOL and 0x20 <= code < 0x7F else UNKNOWN)


def raised(text: str) -> str:
    """A number that is raised (``²`` for the 2 in square centimetres); other text as it is."""
    return text.translate(_RAISED) if _NUMBER.fullmatch(text) else text
