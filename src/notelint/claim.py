"""What is about to be billed: an encounter with its claim lines, its surgeons and its notes. Frozen records without behaviour.

Nothing here knows a file's layout: ``inputs/encounter.py`` makes these records from YAML, other forms of claim can do so too.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from notelint.discreet import discreet

if TYPE_CHECKING:
    from datetime import date
    from decimal import Decimal

Payer = Literal["medicare", "medicaid", "commercial"]
Role = Literal["surgeon", "co-surgeon", "assistant"]
NoteKind = Literal["operative", "visit"]
Credential = Literal["physician", "non-physician"]


@discreet("specialty", "credential")
@dataclass(frozen=True, slots=True)
class Surgeon:
    """Someone who renders a service. ``id`` is how lines and notes refer to them, ``credential`` decides who may use AS or 80."""

    id: str
    name: str = ""
    specialty: str = ""
    credential: Credential = "physician"


@discreet("code", "modifiers")
@dataclass(frozen=True, slots=True)
class Line:
    """One line of the claim: a procedure code, its modifiers in their order, units, the charge in USD, and who rendered it."""

    code: str
    surgeon: str
    modifiers: tuple[str, ...] = ()
    units: int = 1
    charge: Decimal | None = None


@discreet("path", "role", "kind")
@dataclass(frozen=True, slots=True)
class NoteRef:
    """A note of the encounter: where it stands, who wrote it, in what role, and whether it tells an operation or a visit."""

    path: str
    author: str
    role: Role = "surgeon"
    kind: NoteKind = "operative"


@discreet("code", "modifiers")
@dataclass(frozen=True, slots=True)
class EarlierProcedure:
    """A procedure of the same patient before this encounter, as it was billed; its global period may still run."""

    date: date
    code: str
    surgeon: str = ""
    modifiers: tuple[str, ...] = ()


@discreet()
@dataclass(frozen=True, slots=True)
class Facility:
    """Where it was done. ``teaching`` hospitals have residents, which bears on assistants at surgery."""

    name: str = ""
    teaching: bool = False


@discreet("payer", "place_of_service", "locality")
@dataclass(frozen=True, slots=True)
class Encounter:
    """One date of service of one patient: what is billed for it, by whom, and the notes that are to support it.

    ``locality`` is the key of a Medicare payment locality, where payment is to be adjusted to it. Lines of several surgeons
    may stand side by side, as co-surgeons need. ``date`` and ``place_of_service`` are ``None`` where a quick check tells none.
    """

    lines: tuple[Line, ...]
    surgeons: tuple[Surgeon, ...]
    notes: tuple[NoteRef, ...] = ()
    payer: Payer = "medicare"
    date: date | None = None
    place_of_service: str | None = None
    facility: Facility = Facility()
    earlier: tuple[EarlierProcedure, ...] = ()
    locality: str | None = None

    def surgeon(self, name: str) -> Surgeon:
        """The surgeon with the id ``name``; one of whom nothing is known where the encounter lists none."""
        return next((surgeon for surgeon in self.surgeons if surgeon.id == name), Surgeon(name))
