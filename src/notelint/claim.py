"""The records of a claim: an encounter with its claim lines, surgeons and notes. Frozen, without behaviour.

This module knows no file format. ``inputs/encounter.py`` makes these records from YAML, ``inputs/x12`` and
``inputs/fhir_claim.py`` from the files that are sent to a payer.
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
    """A person who renders a service. Lines and notes refer to the ``id``; ``credential`` decides who may use AS or 80."""

    id: str
    name: str = ""
    specialty: str = ""
    credential: Credential = "physician"


@discreet("code", "modifiers")
@dataclass(frozen=True, slots=True)
class Line:
    """One line of the claim: procedure code, modifiers in their order, units, charge in USD, and the surgeon who rendered it.

    ``pointers`` are positions in the encounter's ``diagnoses``, counted from 1, the first of them the main reason.
    """

    code: str
    surgeon: str
    modifiers: tuple[str, ...] = ()
    units: int = 1
    charge: Decimal | None = None
    pointers: tuple[int, ...] = ()


@discreet("path", "role", "kind")
@dataclass(frozen=True, slots=True)
class NoteRef:
    """A note of the encounter: path, author, role of the author, and whether it is an operative note or a visit note."""

    path: str
    author: str
    role: Role = "surgeon"
    kind: NoteKind = "operative"


@discreet("code", "modifiers")
@dataclass(frozen=True, slots=True)
class EarlierProcedure:
    """An earlier procedure of the same patient, as billed, with its ``diagnoses``; its global period may still run."""

    date: date
    code: str
    surgeon: str = ""
    modifiers: tuple[str, ...] = ()
    diagnoses: tuple[str, ...] = ()


@discreet()
@dataclass(frozen=True, slots=True)
class Facility:
    """The facility of the operation. A ``teaching`` hospital has residents, which matters for assistants at surgery."""

    name: str = ""
    teaching: bool = False


@discreet("payer", "place_of_service", "locality")
@dataclass(frozen=True, slots=True)
class Encounter:
    """One date of service of one patient: the billed lines, the surgeons, and the notes that must support the lines.

    ``locality`` is the key of a Medicare payment locality, if payment is adjusted to one. Lines of several surgeons
    can be in one claim, as for co-surgeons. ``date`` and ``place_of_service`` are ``None`` if a quick check gives none.
    ``diagnoses`` are ICD-10-CM codes with their dot, in the order of the claim; ``authorization`` is the prior authorization.
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
    diagnoses: tuple[str, ...] = ()
    authorization: str = ""

    def surgeon(self, name: str) -> Surgeon:
        """The surgeon with the id ``name``; a surgeon without further data if the encounter lists none."""
        return next((surgeon for surgeon in self.surgeons if surgeon.id == name), Surgeon(name))
