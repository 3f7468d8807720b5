"""Find figures with units as surgeons write them: lengths, areas, volumes, and the times of ``times.py``."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from notelint.reading.forms import Form, places_of_figures
from notelint.reading.model import Measure, Quantity, Sentence
from notelint.reading.numbers import NUMBER, number
from notelint.reading.times import find_times

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_LENGTH_UNITS = ("cm", "mm", "centimeter", "millimeter", "inch", "in.", "/2 in", "/4 in", "/8 in")
_IN = r"(?<=\d/\d )in\b\.?|in\.(?=[,;)]| ?(?:x|by|long|wide|deep|thick)\b)"  # else "in" is the preposition
_LENGTH_UNIT = (
    r"(?:cms?|centimeters?|mms?(?! ?hg| (?:of )?(?:tourniquet|cuff|pressure))|millimeters?(?! of mercury)"
    rf"|inch(?:es)?|{_IN})"
)
_BY = r"\s*(?:x|by|\*)\s*"
_TO = r"\s*(?:-|to|or)\s*"
_LONE = r"(?<![\w./-])(?<!\d,)"

_LENGTH = Form(
    rf"{_LONE}(?P<a>{NUMBER})(?:(?: or so)?[ -]*(?P<ua>{_LENGTH_UNIT}))?"
    rf"(?:{_BY}(?P<b>{NUMBER})(?:[ -]*(?P<ub>{_LENGTH_UNIT}))?)?"
    rf"(?:{_BY}(?P<c>{NUMBER})(?:[ -]*(?P<uc>{_LENGTH_UNIT}))?)?(?![\w/])",
    (*_LENGTH_UNITS, "x", "by", "*"),
)
_RANGE = Form(
    rf"{_LONE}(?:(?<=between ){NUMBER} and |{NUMBER}{_TO})(?P<high>{NUMBER})[ -]*(?P<unit>{_LENGTH_UNIT})(?!\w|{_BY}\d)",
    _LENGTH_UNITS,
)
_AREA = Form(
    rf"{_LONE}(?P<n>{NUMBER})[ -]*(?:(?:square|sq\.?) ?(?P<square>{_LENGTH_UNIT})|(?P<squared>cm|mm) ?(?:\u00b2|\^?2))(?!\w)",
    ("sq", "m2", "m 2", "^2", "\u00b2"),
)
_VOLUME = Form(
    rf"{_LONE}(?P<n>{NUMBER})\s*-?"
    r"(?:a )?(?P<unit>mls?|mils?|ccs?|cubic (?:centimeters?|cms?)|milliliters?|cls?|centiliters?|dls?|deciliters?|l|liters?"
    r"|pints?)\b"
)
_PART_OF_VOLUME = Form(
    r"\b(?P<part>half|third|quarter|three quarters|two thirds)(?: of)?(?: an?)? (?P<unit>l|liters?|pints?)\b",
    ("lit", "pint", " l"),
)
_PARTS = {"half": 1 / 2, "third": 1 / 3, "quarter": 1 / 4, "three quarters": 3 / 4, "two thirds": 2 / 3}
_ML = {"m": 1.0, "cc": 1.0, "cu": 1.0, "ce": 10.0, "cl": 10.0, "d": 100.0, "l": 1000.0, "p": 473.0}  # a pint of the United States
_THOUSANDS_DOT = re.compile(r"\d{1,3}\.\d{3}")

_Found = tuple[int, int, Quantity, tuple[float, ...], str]


def find_measures(sentence: Sentence) -> list[Measure]:
    """The figures of one sentence, in order, without overlaps."""
    text = sentence.text
    places = places_of_figures(text)
    if not places:
        return []
    found: list[Measure] = []
    taken: list[tuple[int, int]] = []
    for start, end, quantity, values, unit in _all(text, places):
        if any(start < stop and begin < end for begin, stop in taken):
            continue
        taken.append((start, end))
        offset = sentence.start
        found.append(Measure(offset + start, offset + end, quantity, values, unit, sentence.index))
    return sorted(found, key=lambda measure: measure.start)


def _all(text: str, places: Sequence[int]) -> Iterator[_Found]:
    yield from _volumes(text, places)
    for start, end, quantity, minutes in find_times(text, places):
        yield start, end, quantity, (minutes,), "min" if quantity == "duration" else "clock"
    yield from _areas(text, places)
    yield from _ranges(text, places)
    yield from _lengths(text, places)


def _in_cm(value: float, unit: str) -> float:
    if unit.startswith("m"):
        return value / 10
    return value * 2.54 if unit.startswith("in") else value


def _lengths(text: str, places: Sequence[int]) -> Iterator[_Found]:
    for match in _LENGTH.matches(text, places):
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
    """Whether two bare numbers are no size: "4 by four" and "two by two" are none."""
    if match["b"] is None:
        return True
    in_figures = [match[name][0].isdigit() for name in "ab"]
    return in_figures[0] != in_figures[1] or (not in_figures[0] and match["a"] == match["b"])


def _ranges(text: str, places: Sequence[int]) -> Iterator[_Found]:
    for match in _RANGE.matches(text, places):
        high = _in_cm(number(match["high"]), match["unit"])
        yield match.start(), match.end(), "length", (high,), _unit(match["unit"])


def _areas(text: str, places: Sequence[int]) -> Iterator[_Found]:
    """An area in square centimeters."""
    for match in _AREA.matches(text, places):
        side = _in_cm(1, match["square"] or match["squared"])
        yield match.start(), match.end(), "area", (number(match["n"]) * side * side,), "cm2"


def _volumes(text: str, places: Sequence[int]) -> Iterator[_Found]:
    """A volume or a fraction of one in milliliters; with a dot as thousands separator "1.250 ml" is a liter and a quarter."""
    for match in _PART_OF_VOLUME.matches(text, places):
        yield match.start(), match.end(), "volume", (_PARTS[match["part"]] * _ML[match["unit"][0]],), "ml"
    for match in _VOLUME.matches(text, places):
        factor = next(value for unit, value in _ML.items() if match["unit"].startswith(unit))
        dotted = factor == 1 and _THOUSANDS_DOT.fullmatch(match["n"])
        yield (
            match.start(),
            match.end(),
            "volume",
            (number(match["n"].replace(".", "") if dotted else match["n"]) * factor,),
            "ml",
        )
