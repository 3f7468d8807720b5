"""The rows of CMS's tables, and which edition of a table they are of."""

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

    ``indicator`` says whether a modifier can release it: 0 never, 1 where the note supports it, 9 the edit was taken back.
    The edit holds from ``effective`` to ``deleted``, both days included.
    """

    column_1: str
    column_2: str
    indicator: Indicator
    rationale: str
    effective: date
    deleted: date | None

    def in_force(self, on: date) -> bool:
        """Whether the edit holds on that day. One deleted on the day it began was taken back and never held."""
        return self.effective <= on and (self.deleted is None or self.effective < self.deleted >= on)


@dataclass(frozen=True, slots=True)
class UnitLimit:
    """The most units of a code that one practitioner is paid for one patient on one day (MUE).

    ``adjudication`` is the MUE adjudication indicator (1 claim line, 2 the day, by policy, 3 the day, clinical), empty where it
    is not known; ``rationale`` is CMS's, empty where it is not known.
    """

    code: str
    units: int
    adjudication: str
    rationale: str


@dataclass(frozen=True, slots=True)
class FeeRow:
    """A code's row of the Physician Fee Schedule, without modifier. RVUs as published, the conversion factor in USD per RVU.

    ``pe_rvu_nonfacility`` is ``None`` where ``office_rare``: the file then repeats the facility's value, which is no price.
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
        """What names the locality: state and number, ``FL-04``."""
        return f"{self.state}-{self.number}"


@dataclass(frozen=True, slots=True)
class Edition:
    """Which edition of a table is in use: its title, the first day on which it holds, how many rows it has.

    ``source`` is the citation of a table that ships with notelint; of one that the user ``imported``, the names of its files,
    and ``imported_at`` is when.
    """

    what: What
    title: str
    effective: date
    rows: int
    imported: bool
    source: str
    imported_at: datetime | None = None
