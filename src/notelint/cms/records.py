"""The rows of the CMS tables, and the edition of a table."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from datetime import date, datetime
    from decimal import Decimal

What = Literal["edits", "unit_limits", "fees", "localities"]
Indicator = Literal["0", "1", "9"]


@dataclass(frozen=True, slots=True)
class Edit:
    """A procedure-to-procedure pair: billed together by one practitioner on one day, ``column_2`` is not paid.

    ``indicator`` says whether a modifier is allowed: 0 never, 1 if the note supports it, 9 the edit was withdrawn.
    The edit is in force from ``effective`` to ``deleted``, both days included.
    """

    column_1: str
    column_2: str
    indicator: Indicator
    rationale: str
    effective: date
    deleted: date | None

    def in_force(self, on: date) -> bool:
        """Whether the edit is in force on that day. An edit deleted on its first day was withdrawn and was never in force."""
        return self.effective <= on and (self.deleted is None or self.effective < self.deleted >= on)


@dataclass(frozen=True, slots=True)
class UnitLimit:
    """The largest number of units of a code that one practitioner is paid for one patient on one day (MUE).

    ``adjudication`` is the MUE adjudication indicator: 1 claim line; 2 date of service, by policy; 3 date of service, clinical.
    ``rationale`` is the rationale of CMS. Both are empty if not known.
    """

    code: str
    units: int
    adjudication: str
    rationale: str


@dataclass(frozen=True, slots=True)
class FeeRow:
    """A code's row of the Physician Fee Schedule, without modifier. RVUs as published, the conversion factor in USD per RVU.

    ``pe_rvu_nonfacility`` is ``None`` if ``office_rare``: the file then repeats the facility value, which is no price. It is also
    ``None`` for the shipped rows of companion codes, which have facility values only.
    ``pre``, ``intra`` and ``post`` are shares of 1. The last five are payment policy indicators.
    """

    code: str
    status: str
    work_rvu: Decimal
    pe_rvu_facility: Decimal
    pe_rvu_nonfacility: Decimal | None
    office_rare: bool
    mp_rvu: Decimal
    conversion_factor: Decimal
    global_days: str
    pre: Decimal
    intra: Decimal
    post: Decimal
    mult_proc: str
    bilat_surg: str
    asst_surg: str
    co_surg: str
    team_surg: str


@dataclass(frozen=True, slots=True)
class Locality:
    """A payment locality and its geographic practice cost indices (GPCI) of work, practice expense and malpractice."""

    mac: str
    state: str
    number: str
    name: str
    work: Decimal
    pe: Decimal
    mp: Decimal

    @property
    def key(self) -> str:
        """The key of the locality: state and number, ``FL-04``."""
        return f"{self.state}-{self.number}"


@dataclass(frozen=True, slots=True)
class Edition:
    """The edition of a table: its title, the first day on which it is in force, and its number of rows.

    ``source`` is the citation of a shipped table; for a table that the user ``imported``, it is the names of its files,
    and ``imported_at`` the time of the import.
    """

    what: What
    title: str
    effective: date
    rows: int
    imported: bool
    source: str
    imported_at: datetime | None = None
