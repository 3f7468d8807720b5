"""Numbers as notes write them: in figures with a point or a comma, as fractions, in words."""

from __future__ import annotations

import re
import string
from fractions import Fraction

_ONES = "one|two|three|four|five|six|seven|eight|nine"
_UNITS = f"{_ONES}|ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen|seventeen|eighteen|nineteen"
_TENS = "twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety"
_WORDS = {word: value for value, word in enumerate(_UNITS.split("|"), start=1)}
_WORDS |= {word: value for value, word in zip(range(20, 100, 10), _TENS.split("|"), strict=True)}
_ZEROS = "zero|nought|naught|oh|o"
_PARTS = {"half": 0.5, "one half": 0.5, "quarter": 0.25, "one quarter": 0.25, "three quarter": 0.75, "three quarters": 0.75}
_VULGAR = {
    "½": Fraction(1, 2), "¼": Fraction(1, 4), "¾": Fraction(3, 4), "⅓": Fraction(1, 3), "⅔": Fraction(2, 3),
    "⅕": Fraction(1, 5), "⅛": Fraction(1, 8), "⅜": Fraction(3, 8), "⅝": Fraction(5, 8), "⅞": Fraction(7, 8),
}  # fmt: skip

BELOW_HUNDRED = rf"(?:(?:{_TENS})(?:[ -](?:{_ONES}))?|{_UNITS})"
# The words above stand in this pattern as few times as they can: it is part of a dozen others, and slow to compile.
# A lookbehind lets "hundred" and "thousand" end a number; a boundary keeps "hundredfive" from being one.
_BELOW_THOUSAND = rf"(?:(?:a |{BELOW_HUNDRED} )?hundred(?:(?: and)? )?)?(?:(?<=hundred)|\b{BELOW_HUNDRED})"
_CARDINAL = rf"(?:(?:(?:a |{BELOW_HUNDRED} )?thousand(?:,?(?: and)? )?)?(?:(?<=thousand)|\b{_BELOW_THOUSAND}))"
_PART = r"(?: and (?:(?:a |one )quarter|(?:a |one )?half)| and three[ -]quarters?| three[ -]quarters?)"
_POINT = rf"point (?:(?:{_TENS})(?: (?:{_ONES}))?|(?:{_ONES}|{_ZEROS})(?: (?:{_ONES}|{_ZEROS}))?)"
_IN_WORDS = rf"\b(?=[a-z])(?:{_CARDINAL}(?: {_POINT}|{_PART})?|(?:(?:{_ZEROS}) )?{_POINT}|a half|half a|three quarters of an?)\b"
_IN_FIGURES = (
    rf"(?:\d+ ?[{''.join(_VULGAR)}]|[{''.join(_VULGAR)}]|\d+ \d/\d|\d{{1,3}}(?:,\d{{3}})+(?!\d)"
    rf"|\d+(?:[.,]\d+|{_PART}\b)?|\.\d+)"
)
NUMBER = rf"(?:{_IN_FIGURES}|{_IN_WORDS})"
"""The pattern of a number, in lower-case clean text."""

BEGINNINGS = (
    *string.digits,
    *(f".{digit}" for digit in string.digits),
    *f"{_UNITS}|{_TENS}|hundred|thousand|half|quarter|point|zero|nought|naught|oh|o point".split("|"),
    *(f"a {word}" for word in ("hundred", "thousand", "half", "quarter")),
)
"""What the numbers of ``NUMBER`` begin with in ASCII; all but the dot begin a word."""

_THOUSANDS_COMMA = re.compile(r"\d{1,3}(?:,\d{3})+")
_PART_BEHIND = re.compile(r"(?: and)?(?: a)? ?\b((?:one |three )?(?:half|quarters?))$")


def number(text: str) -> float:
    """The value of a number in figures or words.

    >>> number("twenty two"), number("7.5"), number("3 1/2"), number("12,5"), number("1½"), number("1,250")
    (22.0, 7.5, 3.5, 12.5, 1.5, 1250.0)
    >>> number("two hundred and fifty"), number("seven and three quarter"), number("eight point two five"), number("half a")
    (250.0, 7.75, 8.25, 0.5)
    """
    text = text.strip().replace("-", " ")
    if text.startswith(("a half", "half a")):
        return 0.5
    if text.startswith("three quarters of"):
        return 0.75
    part = _PART_BEHIND.search(text)
    if part is not None:
        return number(text[: part.start()]) + _PARTS[part[1]]
    return _figures(text) if text[0].isdigit() or text[0] in _VULGAR or text[0] == "." else _words(text)


def _figures(text: str) -> float:
    if text[-1] in _VULGAR:
        return float((text[:-1].strip() and int(text[:-1])) or 0) + float(_VULGAR[text[-1]])
    if _THOUSANDS_COMMA.fullmatch(text):
        return float(text.replace(",", ""))
    whole, _, part = text.replace(",", ".").partition(" ")
    if "/" in part:
        over, under = part.split("/")
        return float(whole) + (float(over) / float(under) if float(under) else 0.0)
    return float(whole)


def _words(text: str) -> float:
    whole, _, decimals = f" {text}".partition(" point ")
    return _cardinal(whole) + _decimals(decimals)


def _cardinal(text: str) -> float:
    total = current = 0
    for word in re.split(r"[ ,]+", text):
        if word == "hundred":
            current = max(current, 1) * 100
        elif word == "thousand":
            total, current = total + max(current, 1) * 1000, 0
        else:
            current += _WORDS.get(word, 0)
    return float(total + current)


def _decimals(text: str) -> float:
    """What stands behind "point": "seven five" and "seventy five" are both .75."""
    values = [_WORDS.get(word, 0) for word in text.split()]
    if values and values[0] >= min(_WORDS[word] for word in _TENS.split("|")):
        values = [sum(values)]
    digits = "".join(map(str, values))
    return float(f"0.{digits}") if digits else 0.0
