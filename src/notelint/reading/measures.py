"""Figures with units, in the ways surgeons write them: lengths, durations, clock times and volumes."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Literal

from notelint.reading.model import Measure, Sentence

if TYPE_CHECKING:
    from collections.abc import Iterator

_UNITS = (
    "one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen|seventeen|eighteen|nineteen"
)
_TENS = "twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety"
_WORDS = {
    word: value
    for value, word in enumerate(_UNITS.split("|"), start=1)
} | {word: value for value, word in zip(range(20, 100, 10), _TENS.split("|"), strict=True)}  # fmt: skip
_WORD_NUMBER = rf"(?:(?:{_TENS})(?:[ -](?:{_UNITS}))?|{_UNITS}|a half|half a)(?: and a half| point (?:{_UNITS}))?"
_NUMBER = rf"(?:\d+ \d/\d|\d+(?:\.\d+)?|\.\d+|\b(?:a |one )?hundred(?: and)?(?: (?:{_WORD_NUMBER}))?\b|\b{_WORD_NUMBER}\b)"
_LENGTH_UNIT = r"(?:cms?|centimeters?|mms?|millimeters?|inch(?:es)?)"
_BY = r"\s*(?:x|by|\*)\s*"
_TO = r"\s*(?:-|to|or)\s*"

_LENGTH = re.compile(
    rf"(?<![\w./-])(?P<a>{_NUMBER})(?:[ -]*(?P<ua>{_LENGTH_UNIT}))?"
    rf"(?:{_BY}(?P<b>{_NUMBER})(?:[ -]*(?P<ub>{_LENGTH_UNIT}))?)?"
    rf"(?:{_BY}(?P<c>{_NUMBER})(?:[ -]*(?P<uc>{_LENGTH_UNIT}))?)?(?![\w/])"
)
_RANGE = re.compile(rf"(?<![\w./-])(?P<low>{_NUMBER}){_TO}(?P<high>{_NUMBER})[ -]*(?P<unit>{_LENGTH_UNIT})\b")
_HOURS = r"(?:hours?|hrs?|h)"
_MINUTES = r"(?:minutes?|mins?|m)\b"
_DURATION = re.compile(
    rf"(?<![\w./:-])(?:(?P<hours>(?!\d{{3}}){_NUMBER})[ -]*{_HOURS}\b\.?,?(?: and)?"
    rf"(?:\s*(?P<hm>{_NUMBER})(?:\s*{_MINUTES})?(?!\s*(?:cm|mm|cc|ml|x)))?"
    rf"|(?P<minutes>{_NUMBER})[ -]*(?:minutes?|mins?|min)\b|(?P<an>an hour|one hour)(?: and (?P<anm>{_NUMBER}) minutes)?)"
)
_CLOCK = re.compile(
    r"(?<![\w:.])(?P<h>[01]?\d|2[0-3])[:.](?P<m>[0-5]\d)(?::\d\d)?\s*(?P<half>am|pm|a\.m\.?|p\.m\.?)?"
    r"(?![\w:]|\.\d|\s?(?:cm|mm|x\b|ml|cc|plate|screw|coupler|mg))"
)
_MILITARY = re.compile(
    r"(?<![\w:./-])(?P<h>[01]\d|2[0-3])(?P<m>[0-5]\d)(?:\s?(?:h|hrs|hours))?(?![\w:/-]|\.\d|\s?(?:cm|mm|ml|cc|g\b|mg))"
)
_VOLUME = re.compile(
    rf"(?<![\w./-])(?P<n>\d{{1,3}}(?:,\d{{3}})+|{_NUMBER})\s*-?"
    r"(?P<unit>ml|mls|cc|ccs|cubic centimeters?|milliliters?|l|liters?)\b"
)

_Found = tuple[int, int, Literal["length", "duration", "clock", "volume"], tuple[float, ...], str]


def find_measures(sentence: Sentence) -> list[Measure]:
    """The figures of one sentence, in order, none overlapping another."""
    text = sentence.text
    found: list[Measure] = []
    taken: list[tuple[int, int]] = []
    for start, end, quantity, values, unit in _all(text):
        if any(start < stop and begin < end for begin, stop in taken):
            continue
        taken.append((start, end))
        offset = sentence.start
        found.append(Measure(offset + start, offset + end, quantity, values, unit, sentence.index))
    return sorted(found, key=lambda measure: measure.start)


def _all(text: str) -> Iterator[_Found]:
    yield from _volumes(text)
    yield from _durations(text)
    yield from _clocks(text)
    yield from _ranges(text)
    yield from _lengths(text)


def number(text: str) -> float:
    """The value of a number in figures or words, up to a few hundred.

    >>> number("twenty two"), number("7.5"), number("3 1/2")
    (22.0, 7.5, 3.5)
    """
    text = text.strip()
    if text[0].isdigit() or text[0] == ".":
        return _figures(text)
    if text.startswith(("a half", "half a")):
        return 0.5
    value, fraction = 0.0, False
    for word in re.split(r"[ -]", text):
        if word == "point":
            fraction = True
        elif word == "half":
            value += 0.5
        elif word == "hundred":
            value = 100.0
        elif word in _WORDS:
            value += _WORDS[word] / 10 if fraction else _WORDS[word]
    return value


def _figures(text: str) -> float:
    whole, _, part = text.replace(",", "").partition(" ")
    if "/" in part:
        over, under = part.split("/")
        return float(whole) + (float(over) / float(under) if float(under) else 0.0)
    return float(whole)


def _in_cm(value: float, unit: str) -> float:
    if unit.startswith("m"):
        return value / 10
    return value * 2.54 if unit.startswith("inch") else value


def _lengths(text: str) -> Iterator[_Found]:
    for match in _LENGTH.finditer(text):
        parts = [(match[name], match["u" + name]) for name in "abc" if match[name]]
        unit = next((unit for _, unit in reversed(parts) if unit), None)
        if unit is None and (len(parts) == 1 or _implausible_pair(match)):
            continue
        values = tuple(_in_cm(number(figure), own or unit or "cm") for figure, own in parts)
        end = match.end()
        yield match.start(), end, "length", values, _unit(unit or "")


def _unit(written: str) -> str:
    return "mm" if written.startswith("m") else "cm" if written else ""


def _implausible_pair(match: re.Match[str]) -> bool:
    """Two bare numbers are a size only when they are figures written with "x" or "by"; "4 by four" is none."""
    return not (match["a"][0].isdigit() and match["b"] is not None)


def _ranges(text: str) -> Iterator[_Found]:
    for match in _RANGE.finditer(text):
        high = _in_cm(number(match["high"]), match["unit"])
        yield match.start(), match.end(), "length", (high,), _unit(match["unit"])


def _durations(text: str) -> Iterator[_Found]:
    for match in _DURATION.finditer(text):
        if match["minutes"]:
            minutes = number(match["minutes"])
        elif match["an"]:
            minutes = 60 + (number(match["anm"]) if match["anm"] else 0)
        else:
            minutes = 60 * number(match["hours"]) + (number(match["hm"]) if match["hm"] else 0)
        yield match.start(), match.end(), "duration", (minutes,), "min"


def _clocks(text: str) -> Iterator[_Found]:
    for match in (*_CLOCK.finditer(text), *_MILITARY.finditer(text)):
        hours = int(match["h"])
        half = match.groupdict().get("half") or ""
        if half.startswith("p") and hours < 12:
            hours += 12
        yield match.start(), match.end(), "clock", (float(hours * 60 + int(match["m"])),), "clock"


def _volumes(text: str) -> Iterator[_Found]:
    for match in _VOLUME.finditer(text):
        value = number(match["n"].replace(",", ""))
        yield match.start(), match.end(), "volume", (value * 1000 if match["unit"].startswith("l") else value,), "ml"
