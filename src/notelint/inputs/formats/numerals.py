"""Numbers as lists show them."""

from __future__ import annotations

_ROMAN = {
    "m": 1000, "cm": 900, "d": 500, "cd": 400, "c": 100, "xc": 90, "l": 50, "xl": 40, "x": 10, "ix": 9, "v": 5, "iv": 4, "i": 1,
}  # fmt: skip
_ORDINALS = {1: "st", 2: "nd", 3: "rd"}
_TEENS = frozenset({11, 12, 13})
_HIGHEST_ROMAN = 3999
_HIGHEST_LETTER = 26 * 4


def numeral(count: int, form: str) -> str:
    """A count as a list shows it (``w:numFmt``): ``iv``, ``D``, ``04``, ``4``. Forms that are not known are decimal."""
    if form in {"lowerRoman", "upperRoman"} and 0 < count <= _HIGHEST_ROMAN:
        return _cased(_roman(count), form)
    if form in {"lowerLetter", "upperLetter"} and 0 < count <= _HIGHEST_LETTER:
        return _cased(chr(97 + (count - 1) % 26) * ((count - 1) // 26 + 1), form)
    if form == "decimalZero":
        return f"{count:02d}"
    if form == "ordinal":
        return f"{count}{'th' if count % 100 in _TEENS else _ORDINALS.get(count % 10, 'th')}"
    return "" if form in {"none", "bullet"} else str(count)


def _cased(text: str, form: str) -> str:
    return text.upper() if form.startswith("upper") else text


def _roman(count: int) -> str:
    text = ""
    for sign, worth in _ROMAN.items():
        times, count = divmod(count, worth)
        text += sign * times
    return text
