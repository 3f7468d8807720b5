"""A claim as it stands in a file for a payer, and the encounters that it bills: one for each date and place of service."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from itertools import groupby
from typing import TYPE_CHECKING

from notelint.claim import EarlierProcedure, Encounter, Line, Surgeon
from notelint.discreet import discreet
from notelint.inputs.encounter import code_problem, modifier_problem, place_problem

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import date

    from notelint.claim import Payer

_MOST_UNITS = 999
_MOST_LINES = 999  # a professional claim has at most 50
_PAYER_UNKNOWN = "the claim does not say who pays; Medicare's rules are applied"


class ClaimFileError(Exception):
    """A file of claims that cannot be read. ``str`` is one line without a word of the file."""


@discreet()
@dataclass(frozen=True, slots=True)
class BilledService:
    """A line with what differs from line to line in a file: date, place of service, and where it stands in the file."""

    line: Line
    date: date | None
    place: str
    where: str
    file_line: int | None = None


@discreet()
@dataclass(slots=True)
class ClaimData:
    """What a file says of one claim, as far as it has been read. ``problems`` make it unreadable, ``remarks`` do not."""

    identifiers: list[str] = field(default_factory=list)
    services: list[BilledService] = field(default_factory=list)
    surgeons: dict[str, Surgeon] = field(default_factory=dict)
    _ids: dict[str, int] = field(default_factory=dict)
    diagnoses: list[str] = field(default_factory=list)
    payer: Payer | None = None
    authorization: str = ""
    problems: list[str] = field(default_factory=list)
    remarks: list[str] = field(default_factory=list)

    def add_surgeon(self, key: str, shown: str, surgeon: Surgeon) -> Surgeon:
        """Add a surgeon under ``key``, with ``shown`` as the id, or with a number behind it if another surgeon has that id."""
        taken, number = self._ids, self._ids.get(shown, 0) + 1
        while (name := shown if number == 1 else f"{shown} {number}") in taken:
            number += 1
        taken |= {shown: number, name: number}
        self.surgeons[key] = replace(surgeon, id=name)
        return self.surgeons[key]


@discreet()
@dataclass(frozen=True, slots=True)
class BilledEncounter:
    """One encounter of a claim, and for each of its lines the line of the file."""

    encounter: Encounter
    file_lines: tuple[int | None, ...]

    def line(self, where: tuple[str | int, ...]) -> int | None:
        """The line of the file of a place of the encounter; ``None`` for what is not of one line of the claim."""
        return self.file_lines[int(where[1])] if where[:1] == ("lines",) and len(where) > 1 else None


@discreet("number", "error", "remarks")
@dataclass(frozen=True, slots=True)
class SubmittedClaim:
    """One claim of a file: its position, counted from 1, and its encounters; ``error`` says why there are none.

    ``identifiers`` are those of the claim, not of the patient, the biller's first. ``remarks`` say what the file leaves open.
    """

    number: int
    identifiers: tuple[str, ...]
    encounters: tuple[BilledEncounter, ...] = ()
    remarks: tuple[str, ...] = ()
    error: str = ""

    @property
    def codes(self) -> frozenset[str]:
        """The procedure codes of the claim."""
        return frozenset(line.code for billed in self.encounters for line in billed.encounter.lines)


def submitted(number: int, data: ClaimData) -> SubmittedClaim:
    """The claim that a file describes, checked: every line has a code, a date and a number of units."""
    identifiers = tuple(dict.fromkeys(filter(None, data.identifiers)))
    problems = data.problems or list(_problems(data))
    if problems:
        return SubmittedClaim(number, identifiers, error=problems[0])
    remarks = [*data.remarks, *_remarks(data)]
    return SubmittedClaim(number, identifiers, tuple(_encounters(data)), tuple(dict.fromkeys(remarks)))


def _problems(data: ClaimData) -> Iterator[str]:
    if not data.services:
        yield "it has no line with a procedure code"
    if len(data.services) > _MOST_LINES:
        yield f"it has more than {_MOST_LINES} lines"
        return
    for number, service in enumerate(data.services, 1):
        name = f"line {number} ({service.where})" if service.where else f"line {number}"
        yield from (f"{name}: {problem}" for problem in _problems_of(service))


def _problems_of(service: BilledService) -> Iterator[str]:
    line, place = service.line, service.place
    modifier = next(filter(None, map(modifier_problem, line.modifiers)), None)
    checks = (
        ("its code", code_problem(line.code)),
        ("a modifier", modifier),
        ("a modifier", "stands twice" if len(set(line.modifiers)) < len(line.modifiers) else None),
        ("its number of units", None if 1 <= line.units <= _MOST_UNITS else f"is none from 1 to {_MOST_UNITS}"),
        ("its place of service", place_problem(place) if place else None),
        ("its date of service", "is missing or no date" if service.date is None else None),
    )
    return (f"{what} {problem}" for what, problem in checks if problem)


def _remarks(data: ClaimData) -> Iterator[str]:
    if data.payer is None:
        yield _PAYER_UNKNOWN
    most = len(data.diagnoses)
    if most and any(pointer > most for service in data.services for pointer in service.line.pointers):
        yield "a line points to a diagnosis that the claim does not have"


def _encounters(data: ClaimData) -> Iterator[BilledEncounter]:
    """The encounters in the order of their dates. Lines of earlier dates are earlier procedures of the later ones."""
    ordered = sorted(data.services, key=lambda service: (service.date, service.place))
    for (day, place), found in groupby(ordered, key=lambda service: (service.date, service.place)):
        services = tuple(found)
        lines = tuple(service.line for service in services)
        used = {line.surgeon for line in lines}
        encounter = Encounter(
            lines=lines,
            surgeons=tuple(surgeon for surgeon in data.surgeons.values() if surgeon.id in used),
            payer=data.payer or "medicare",
            date=day,
            place_of_service=place or None,
            earlier=tuple(_earlier(data.services, day)),
            diagnoses=tuple(data.diagnoses),
            authorization=data.authorization,
        )
        yield BilledEncounter(encounter, tuple(service.file_line for service in services))


def _earlier(services: Iterable[BilledService], day: date | None) -> Iterator[EarlierProcedure]:
    for service in services:
        if service.date is not None and day is not None and service.date < day:
            yield EarlierProcedure(service.date, service.line.code, service.line.surgeon, service.line.modifiers)
