"""Find durations and clock times as surgeons write and say them: "1 hr 42", "1h35", "97'", "14h07", "ten past twelve"."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from notelint.packs.vocabulary import phrase
from notelint.reading.forms import Form
from notelint.reading.numbers import BELOW_HUNDRED, NUMBER, number

if TYPE_CHECKING:
    import re
    from collections.abc import Iterator, Sequence

Timed = tuple[int, int, Literal["duration", "clock"], float]
"""A time in a text: its place, its kind, and its minutes (of a duration, or since midnight)."""

_HOUR = 60
_HALF_DAY = 12 * _HOUR
_AFTER_NOON = ("p", "in the afternoon", "in the evening", "at night")
_TEN = 10
_EARLIEST_COMPACT = 6  # "7h05" is seven o'clock, "1h35" an hour and a half, if nothing next to it says which
_APOSTROPHE = "['\u2032]"
_NOT_LENGTH = r"(?!\s*(?:cm|mm|cc|ml|x\b|units?|screws?|drains?|%))"
_MINUTES_BEHIND = (
    rf"(?:,?(?: and)?\s*(?P<hm>{NUMBER})\s*(?:(?:minutes?|mins?|m)\b|{_APOSTROPHE})"
    rf"|(?: and)?\s*(?P<bare>\d\d|{BELOW_HUNDRED}\b){_NOT_LENGTH}(?![\w:/]|\.\d)|(?P<part> and (?:a|one) (?:half|quarter)\b))"
)
_HOURS = Form(
    rf"(?<![\w./:,-])(?:(?P<hours>(?!\d{{3}}){NUMBER})[ -]*"
    r"(?:hours?|hrs?\.?(?=\s*\d)|hrs?|h\.?(?=\s*\d)|h|u(?=\s?\d\d\b))(?![a-z])"
    rf"|(?P<one>(?<!ml )(?<!units )\b(?:an|one) hour\b|\bhour(?= and a (?:half|quarter)\b))){_MINUTES_BEHIND}?"
)
_PART_OF_HOUR = Form(r"\b(?:(?P<part>half|three quarters|a quarter|quarter) (?:of )?(?:an |a )?hour)\b", ("hour",))
_MINUTES = Form(
    rf"(?<![\w./:,-])(?P<n>{NUMBER})(?:[ -]*(?:minutes?|mins?)\b|\s?{_APOSTROPHE}(?![\w'\u2032]))", ("min", "'", "\u2032")
)
_SPELT_FORM = Form(r"(?<![\w:.])(?P<h>\d{1,2}):(?P<m>[0-5]\d)(?=\s?\(?h{1,2}(?:rs?)?:m)", (":m",))

_HALF = r"\s*(?P<half>am|pm|a\.m\.?|p\.m\.?|in the (?:morning|afternoon|evening)|at night)?"
_SUFFIX = r"(?:\s?(?:h|hrs|hours|uhr)\b)?"
_NO_SIZE = r"(?![\w:]|\.\d|\.:|\s?(?:cm|mm|x\b|ml|cc|plate|screw|coupler|mg|g\b|kg|%))"
_COLON = Form(rf"(?<![\w:.])(?P<h>[01]?\d|2[0-3]):(?P<m>[0-5]\d)(?::\d\d)?{_HALF}{_SUFFIX}{_NO_SIZE}", (":",))
_DOTTED = Form(rf"(?<![\w:.,/-])(?P<h>[01]?\d|2[0-3])\.(?P<m>[0-5]\d){_HALF}(?P<suffix>\s?(?:h|hrs|uhr)\b)?{_NO_SIZE}")
_COMPACT = Form(r"(?<![\w:./,-])(?P<h>[01]?\d|2[0-3])[hu](?P<m>[0-5]\d)(?!\w|\.\d)")
_MILITARY = Form(
    r"(?:(?<![\w:./,-])|(?<=\b\d{4}-))(?P<h>[01]\d|2[0-3])(?P<m>[0-5]\d)(?:\s?(?:h|hrs|hours)\b)?"
    r"(?![\w:/]|-(?!\d{4}\b)|[.,]\d|\s?(?:cm|mm|ml|cc|g\b|mg|units?|iu\b|mcg|kg|rpm))"
)
_WHOLE_HOUR = Form(
    r"(?<![\w:./,-])(?P<h>0?[1-9]|1[0-2])(?:\s?(?P<half>am|pm|a\.m\.?|p\.m\.?)(?!\w)| o'? ?clock\b)",
    ("am", "pm", "a.m", "p.m", "clock"),
)
_HOUR_WORD = "one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve"
_RELATIVE = Form(
    rf"\b(?P<minutes>{BELOW_HUNDRED}|\d\d?|half|(?:a )?quarter)(?P<said> minutes?)? (?P<side>past|to) "
    rf"(?P<hour>{_HOUR_WORD}|1[0-2]|[1-9])\b(?! (?:and|point)\b){_NO_SIZE}",
    (" past ", " to "),
)
_DIGITAL = Form(
    rf"\b(?:(?:oh|zero) (?P<zero>{_HOUR_WORD})|(?P<hour>{BELOW_HUNDRED})) "
    rf"(?:(?P<hundred>hundred)|(?:oh|zero) (?P<ones>{_HOUR_WORD})|(?P<minutes>{BELOW_HUNDRED}))\b"
    r"(?P<suffix> (?:hours|hrs|am|pm)\b)?(?! (?:cm|centi|mm|milli|min|cc|mil|point|and|hundred|inch|screw|hour))"
)


def find_times(text: str, places: Sequence[int]) -> Iterator[Timed]:
    """The durations and clock times of a text, at the places of its figures; of two that overlap, the first is right."""
    for match in _SPELT_FORM.matches(text, places):
        yield match.start(), match.end(), "duration", _minutes(match)
    yield from _written_clocks(text, places)
    yield from _relative_to_hour(text, places)
    yield from _durations(text, places)
    yield from _spoken_figures(text, places)


def _durations(text: str, places: Sequence[int]) -> Iterator[Timed]:
    for match in _PART_OF_HOUR.matches(text, places):
        parts = {"half": 30.0, "three quarters": 45.0}
        yield match.start(), match.end(), "duration", parts.get(match["part"], 15.0)
    for match in _HOURS.matches(text, places):
        yield match.start(), match.end(), "duration", _hours(match) * _HOUR + _minutes_behind(match)
    for match in _MINUTES.matches(text, places):
        yield match.start(), match.end(), "duration", number(match["n"])


def _hours(match: re.Match[str]) -> float:
    return number(match["hours"]) if match["hours"] else 1.0


def _minutes_behind(match: re.Match[str]) -> float:
    if match["part"]:
        return 30.0 if match["part"].endswith("half") else 15.0
    written = match["hm"] or match["bare"]
    return number(written) if written else 0.0


def _written_clocks(text: str, places: Sequence[int]) -> Iterator[Timed]:
    """Clock times in figures."""
    for form, fits in ((_COLON, _always), (_DOTTED, _dotted_is_clock), (_COMPACT, _compact_is_clock), (_MILITARY, _no_year)):
        for match in form.matches(text, places):
            if fits(text, match):
                yield match.start(), match.end(), "clock", _minutes(match)
    for match in _WHOLE_HOUR.matches(text, places):
        yield match.start(), match.end(), "clock", _minutes(match)


def _minutes(match: re.Match[str]) -> float:
    """Minutes since midnight of a match with an hour and perhaps minutes and am or pm."""
    groups = match.groupdict()
    half = groups.get("half") or ""
    hours = int(match["h"])
    if half.startswith(_AFTER_NOON) and hours < _HALF_DAY // _HOUR:
        hours += 12
    elif half.startswith("a") and not half.startswith(_AFTER_NOON) and hours == _HALF_DAY // _HOUR:
        hours = 0
    return float(hours * _HOUR + int(groups.get("m") or 0))


def _always(text: str, match: re.Match[str]) -> bool:
    return bool(text and match)


def _dotted_is_clock(text: str, match: re.Match[str]) -> bool:
    """Whether a figure with two decimals is a clock time, not a pH, a size or decimal hours."""
    before = text[: match.start()]
    if match["half"] or phrase("times.clock-before").search(before):
        return True
    if phrase("times.no-clock-before").search(before) or phrase("times.duration-before").search(before):
        return False
    return len(match["h"]) == len("08")


def _compact_is_clock(text: str, match: re.Match[str]) -> bool:
    before = text[: match.start()]
    if phrase("times.span-before").search(before):
        return False
    if phrase("times.clock-before").search(before):
        return True
    return int(match["h"]) >= _EARLIEST_COMPACT and not phrase("times.duration-before").search(before)


def _no_year(text: str, match: re.Match[str]) -> bool:
    return phrase("times.year").search(text[: match.end()]) is None


def _relative_to_hour(text: str, places: Sequence[int]) -> Iterator[Timed]:
    """Clock times such as "eighteen minutes past two" and "ten to eleven"."""
    for match in _RELATIVE.matches(text, places):
        sure = match["side"] == "past" or match["said"] or match["minutes"].endswith("quarter")
        if sure or phrase("times.clock-before").search(text[: match.start()]):
            yield match.start(), match.end(), "clock", _relative(match)


def _spoken_figures(text: str, places: Sequence[int]) -> Iterator[Timed]:
    """Clock times such as "twelve forty" and "oh seven hundred"."""
    for match in _DIGITAL.matches(text, places):
        minutes = _digital(match)
        if minutes is not None and (match["suffix"] or phrase("times.clock-before").search(text[: match.start()])):
            yield match.start(), match.end(), "clock", minutes


def _relative(match: re.Match[str]) -> float:
    """The minutes of "eighteen minutes past two", "ten to eleven", "half past nine"."""
    named = {"half": 30.0, "quarter": 15.0, "a quarter": 15.0}
    minutes = named[match["minutes"]] if match["minutes"] in named else number(match["minutes"])
    hours = number(match["hour"]) * _HOUR
    return (hours + minutes if match["side"] == "past" else hours - minutes) % (2 * _HALF_DAY)


def _digital(match: re.Match[str]) -> float | None:
    """The minutes of "twelve forty", "fourteen oh two", "oh eight hundred"; ``None`` if it is no clock time."""
    hours = number(match["zero"] or match["hour"])
    minutes = 0.0 if match["hundred"] else number(match["ones"] or match["minutes"])
    pressure = match["hundred"] and not match["zero"] and hours < _TEN  # "at three hundred"
    if hours >= 2 * _HALF_DAY / _HOUR or minutes >= _HOUR or pressure or (match["minutes"] and minutes < _TEN):
        return None
    half = (match["suffix"] or "").strip()
    return (hours + (12 if half == "pm" and hours < 12 else 0)) * _HOUR + minutes
