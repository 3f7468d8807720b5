"""Checks of the place of service and the date: plausible for the code, payable on that day, and as documented."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from notelint.review.model import Hit, Words

if TYPE_CHECKING:
    from collections.abc import Iterator

    from notelint.packs.claims import Kind
    from notelint.review.chart import BilledLine, Chart

_UNLIKELY = frozenset({"unusual", "rare"})
_MEDICARE = "medicare"
_CARE_ONLY: tuple[Kind, ...] = ("care_after", "care_before")
"""Lines of a physician who did not operate: the care may well be given in an office."""


def check(chart: Chart) -> Iterator[Hit]:
    """All hits about the place of service and the date of the encounter."""
    place = chart.encounter.place_of_service
    if place is not None:
        for line in (line for line in chart.grafts if not line.has(*_CARE_ONLY)):
            yield from list(_payable(line, chart, place)) or _plausible(line, chart, place)
    yield from _documented_elsewhere(chart)
    yield from _date(chart)


def _plausible(line: BilledLine, chart: Chart, place: str) -> Iterator[Hit]:
    family, code = chart.family(line.code), chart.code(line.code)
    if family is None or code is None or place not in code.places_of_service:
        return
    word, name = code.places_of_service[place], family.info.places_of_service[place]
    fills = {"code": line.code, "place": place, "name": name, "plausibility": word}
    if word == "implausible":
        yield Hit("place-implausible", ("place_of_service",), fills=fills)
    elif word in _UNLIKELY:
        yield Hit("place-unusual", ("place_of_service",), fills=fills)


def _payable(line: BilledLine, chart: Chart, place: str) -> Iterator[Hit]:
    day = chart.encounter.date
    if day is None or chart.encounter.payer != _MEDICARE:
        return
    for family in chart.claims:
        since = family.payable_from.get(place)
        if since is not None and line.code not in since.before and day < date.fromisoformat(since.date):
            rule = "place-probably-not-payable" if since.inferred else "place-not-yet-payable"
            fills = {"code": line.code, "place": place, "date": day.isoformat(), "since": since.date}
            yield Hit(rule, ("place_of_service",), fills=fills)


def _documented_elsewhere(chart: Chart) -> Iterator[Hit]:
    place = chart.encounter.place_of_service
    if place is None or all(line.has(*_CARE_ONLY) for line in chart.grafts):
        return
    for circumstance, places in chart.book.places.items():
        words = chart.documented([circumstance], chart.operative)
        if words and place not in places:
            fills = {"place": place, "name": _name(chart, place), "other": chart.book.circumstance(circumstance)}
            yield Hit("place-contradicted", ("place_of_service",), words[:2], fills)
            return


def _name(chart: Chart, place: str) -> str:
    names = (catalogue.info.places_of_service.get(place) for catalogue in chart.book.catalogues)
    return next(filter(None, names), "another place")


def _date(chart: Chart) -> Iterator[Hit]:
    day = chart.encounter.date
    for note in chart.operative:
        if day is not None and note.particulars.date is not None and note.particulars.date[0] != day:
            documented, evidence = note.particulars.date
            fills = {"date": day.isoformat(), "other": documented.isoformat()}
            yield Hit("date-contradicted", ("date_of_service",), (Words(note.index, evidence),), fills)
