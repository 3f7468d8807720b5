"""``claim.yaml``: an encounter written in YAML, checked key by key, to the records of ``notelint.claim``."""

from __future__ import annotations

import datetime as dt  # noqa: TC003 -- msgspec reads the annotations when the program runs
import os
import re
from dataclasses import dataclass
from decimal import Decimal  # noqa: TC003 -- likewise
from typing import TYPE_CHECKING, Annotated, Any

import msgspec

from notelint.claim import Credential, EarlierProcedure, Encounter, Facility, Line, NoteKind, NoteRef, Payer, Role, Surgeon
from notelint.discreet import discreet
from notelint.inputs.diagnoses import DIAGNOSIS, check_diagnoses, check_pointers
from notelint.inputs.folders import is_note
from notelint.packs.claims import numeric_modifiers
from notelint.packs.decode import Document, parse
from notelint.packs.errors import PackError
from notelint.packs.record import Record

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

FILE = "claim.yaml"
_ENDINGS = frozenset({".yaml", ".yml"})
_LONGEST = 1_000_000  # bytes: a claim has a few dozen lines
_MOST_UNITS = 999
_HIGHEST_CHARGE = 99_999_999  # USD; a claim form has room for less
_CODE = re.compile(r"\d{4}[0-9A-Z]|[A-Z]\d{4}")
_MODIFIER = re.compile(r"[0-9A-Z]{2}")
_PLACE = re.compile(r"\d{2}")
_CODE_QUOTED = 'write five characters in quotes, such as "20955"'
_MODIFIER_QUOTED = 'write one that CPT or HCPCS has, in quotes, such as "62" or "LT"'
_PLACE_QUOTED = 'write two digits in quotes, such as "21"'


def _pattern(expression: re.Pattern[str]) -> msgspec.Meta:
    """The pattern of a text in the JSON Schema; ``_check`` says in our own words what is wrong with one."""
    return msgspec.Meta(extra_json_schema={"pattern": f"^(?:{expression.pattern})$"})


CodeText = Annotated[str, _pattern(_CODE)]
ModifierText = Annotated[str, _pattern(_MODIFIER)]
PlaceText = Annotated[str, _pattern(_PLACE)]
DiagnosisText = Annotated[str, _pattern(DIAGNOSIS)]


class EncounterError(Exception):
    """An encounter that cannot be read. ``str`` is one line: ``file:line: key: what is wrong; what to do``.

    ``bare`` is the line without a value of the claim.
    """

    def __init__(self, message: str, bare: str | None = None) -> None:
        super().__init__(message)
        self.bare = message if bare is None else bare


@discreet()
class FacilityEntry(Record):
    """Where it was done."""

    name: str = ""
    teaching: bool = False


@discreet("specialty", "credential")
class SurgeonEntry(Record):
    """A surgeon, under the name that lines and notes call them by."""

    name: str = ""
    specialty: str = ""
    credential: Credential = "physician"


@discreet("code", "modifiers")
class LineEntry(Record):
    """A line of the claim; ``surgeon`` may be left out where there is one only.

    ``pointers`` are positions in ``diagnoses``, counted from 1.
    """

    code: CodeText
    modifiers: tuple[ModifierText, ...] = ()
    units: int = 1
    charge: Decimal | None = None
    surgeon: str | None = None
    pointers: tuple[int, ...] = ()


@discreet("file", "role", "kind")
class NoteEntry(Record):
    """A note; ``file`` is a path from the folder of the encounter's file."""

    file: str
    author: str | None = None
    role: Role = "surgeon"
    kind: NoteKind = "operative"


@discreet("code", "modifiers")
class EarlierEntry(Record):
    """An earlier procedure of the patient as it was billed, by whom where that is known."""

    date: dt.date
    code: CodeText
    surgeon: str | None = None
    modifiers: tuple[ModifierText, ...] = ()
    diagnoses: tuple[DiagnosisText, ...] = ()


@discreet("place_of_service", "payer", "locality")
class EncounterFile(Record):
    """The file. Without ``notes`` every note or document beside it is a note of the only surgeon.

    ``diagnoses`` are ICD-10-CM codes, the main one first; ``authorization`` is the number of the prior authorization.
    """

    date_of_service: dt.date
    place_of_service: PlaceText
    surgeons: dict[str, SurgeonEntry]
    lines: tuple[LineEntry, ...]
    payer: Payer = "medicare"
    locality: str | None = None
    facility: FacilityEntry = FacilityEntry()
    notes: tuple[NoteEntry, ...] | None = None
    earlier_procedures: tuple[EarlierEntry, ...] = ()
    diagnoses: tuple[DiagnosisText, ...] = ()
    authorization: str = ""


@discreet("source")
@dataclass(frozen=True, slots=True)
class LoadedEncounter:
    """An encounter, the path of its file as given, and where its keys stand in it."""

    encounter: Encounter
    source: str
    document: Document[Any]

    def line(self, where: tuple[str | int, ...]) -> int | None:
        """The line of the file on which a place of the encounter stands."""
        return self.document.line(where)


def find_encounters(path: Path) -> Iterator[Path]:
    """The encounter files that ``path`` means: itself, its ``claim.yaml``, else those of the folders below it, in order."""
    if not path.is_dir():
        yield path
    elif (path / FILE).is_file():
        yield path / FILE
    else:
        yield from sorted(path.glob(f"**/{FILE}"))


def is_encounter_file(path: Path) -> bool:
    """Whether a file is an encounter's by its ending."""
    return path.suffix.lower() in _ENDINGS


def load_encounter(path: Path) -> LoadedEncounter:
    """The encounter in the file ``path``. Raises ``EncounterError`` for what cannot be read or is wrong."""
    source = str(path)
    if os.path.lexists(path) and not path.is_file():
        raise EncounterError(f"{source}: not a regular file or a broken link; give the encounter's YAML file")
    if not is_encounter_file(path):  # a note given by mistake must not be quoted as a broken claim
        if not os.path.lexists(path):
            raise EncounterError(f"{source}: no such file or folder; check the path")
        raise EncounterError(
            f"{source}: neither a .yaml file nor an X12 or FHIR claim; give the encounter's YAML file, which names its notes"
        )
    try:
        if path.stat().st_size > _LONGEST:
            raise EncounterError(f"{source}: longer than {_LONGEST:,} bytes; a claim has a few lines")
        text = path.read_text("utf-8-sig")
    except UnicodeDecodeError:
        raise EncounterError(f"{source}: not UTF-8; save it as UTF-8") from None
    except OSError as error:
        raise EncounterError(f"{source}: cannot be read: {error.strerror or type(error).__name__}; check the path") from None
    return parse_encounter(text, source, path.parent)


def parse_encounter(text: str, source: str, folder: Path) -> LoadedEncounter:
    """The encounter in ``text``; ``source`` names it in errors, notes are found from ``folder``. Raises ``EncounterError``."""
    try:
        document = parse(text, EncounterFile, source)
        _check(document)
        return LoadedEncounter(_encounter(document, folder), source, document)
    except PackError as error:
        raise EncounterError(str(error), error.bare) from None


def _encounter(document: Document[EncounterFile], folder: Path) -> Encounter:
    file = document.value
    only = next(iter(file.surgeons)) if len(file.surgeons) == 1 else ""
    return Encounter(
        lines=tuple(_line(line, only) for line in file.lines),
        surgeons=tuple(Surgeon(key, entry.name, entry.specialty, entry.credential) for key, entry in file.surgeons.items()),
        notes=_notes(document, folder, only),
        payer=file.payer,
        date=file.date_of_service,
        place_of_service=file.place_of_service,
        facility=Facility(file.facility.name, file.facility.teaching),
        earlier=tuple(
            EarlierProcedure(entry.date, entry.code, entry.surgeon or "", entry.modifiers, entry.diagnoses)
            for entry in file.earlier_procedures
        ),
        locality=file.locality,
        diagnoses=file.diagnoses,
        authorization=file.authorization,
    )


def _line(entry: LineEntry, only: str) -> Line:
    return Line(entry.code, entry.surgeon or only, entry.modifiers, entry.units, entry.charge, entry.pointers)


def _notes(document: Document[EncounterFile], folder: Path, only: str) -> tuple[NoteRef, ...]:
    listed = document.value.notes
    if listed is not None:
        return tuple(NoteRef(str(folder / note.file), note.author or only, note.role, note.kind) for note in listed)
    found = sorted(path for path in folder.glob("*") if path.is_file() and not path.name.startswith(".") and is_note(path))
    if not found:
        raise document.error((), "no note is named, and none stands beside the file", "name the notes under notes")
    if not only:
        raise document.error(
            ("surgeons",), "there are several surgeons, and no note says whose it is", "name the notes under notes"
        )
    return tuple(NoteRef(str(path), only) for path in found)


# -- what the types cannot say ----------------------------------------------------------------------------------------


def _check(document: Document[EncounterFile]) -> None:
    file = document.value
    if not file.surgeons:
        raise document.error(("surgeons",), "there is no surgeon", "name whoever renders the lines")
    if not file.lines:
        raise document.error(("lines",), "there is no line", "give at least one with a code")
    if problem := place_problem(file.place_of_service):
        raise document.error(("place_of_service",), problem, _PLACE_QUOTED, value=repr(file.place_of_service))
    for index, line in enumerate(file.lines):
        _check_line(document, index, line)
    for index, note in enumerate(file.notes or ()):
        _check_surgeon(document, ("notes", index, "author"), note.author)
    check_diagnoses(document, ("diagnoses",), file.diagnoses)
    for index, earlier in enumerate(file.earlier_procedures):
        check_diagnoses(document, ("earlier_procedures", index, "diagnoses"), earlier.diagnoses)
        _check_code(document, ("earlier_procedures", index, "code"), earlier.code)
        _check_known(document, ("earlier_procedures", index, "surgeon"), earlier.surgeon)
        if earlier.date > file.date_of_service:
            where = ("earlier_procedures", index, "date")
            raise document.error(where, "is after the date of service", "correct one of the two dates", value=str(earlier.date))


def _check_line(document: Document[EncounterFile], index: int, line: LineEntry) -> None:
    _check_code(document, ("lines", index, "code"), line.code)
    _check_surgeon(document, ("lines", index, "surgeon"), line.surgeon)
    if not 1 <= line.units <= _MOST_UNITS:
        advice = f"write 1 to {_MOST_UNITS}"
        raise document.error(("lines", index, "units"), "is no number of units", advice, value=str(line.units))
    if line.charge is not None and not (line.charge.is_finite() and 0 <= line.charge <= _HIGHEST_CHARGE):
        advice = f"write an amount in dollars from 0 to {_HIGHEST_CHARGE:,}"
        raise document.error(("lines", index, "charge"), "is no charge", advice)
    check_pointers(document, index, line.pointers, len(document.value.diagnoses))
    for place, modifier in enumerate(line.modifiers):
        where = ("lines", index, "modifiers", place)
        if problem := modifier_problem(modifier):
            raise document.error(where, problem, _MODIFIER_QUOTED, value=repr(modifier))
        if modifier in line.modifiers[:place]:
            raise document.error(where, "stands twice on the line", "keep one", value=modifier)


def _check_code(document: Document[EncounterFile], where: tuple[str | int, ...], code: str) -> None:
    if problem := code_problem(code):
        raise document.error(where, problem, _CODE_QUOTED, value=repr(code))


def code_problem(code: str) -> str | None:
    """What is wrong with something given as a procedure code, without the code; ``None`` where nothing is."""
    return None if _CODE.fullmatch(code) else "is no procedure code"


def modifier_problem(modifier: str) -> str | None:
    """What is wrong with something given as a modifier, without the modifier; ``None`` where nothing is."""
    if not _MODIFIER.fullmatch(modifier):
        return "is no modifier"
    return "is no modifier of CPT" if modifier.isdecimal() and modifier not in numeric_modifiers() else None


def place_problem(place: str) -> str | None:
    """What is wrong with something given as a place of service, without the place; ``None`` where nothing is."""
    return None if _PLACE.fullmatch(place) else "is no place of service"


def _check_surgeon(document: Document[EncounterFile], where: tuple[str | int, ...], name: str | None) -> None:
    if name is None and len(document.value.surgeons) > 1:
        raise document.error(where[:-1], f"the key {where[-1]} is missing", "say whose it is, for there are several surgeons")
    _check_known(document, where, name)


def _check_known(document: Document[EncounterFile], where: tuple[str | int, ...], name: str | None) -> None:
    if name is not None and name not in document.value.surgeons:
        advice = f"use one of: {', '.join(document.value.surgeons)}"
        bare_advice = "use a key of surgeons"
        raise document.error(where, "is not among surgeons", advice, value=repr(name), bare_advice=bare_advice)


def schema() -> dict[str, Any]:
    """The JSON Schema of an encounter's file, made from its records."""
    (made,), definitions = msgspec.json.schema_components([EncounterFile], ref_template="#/$defs/{name}")
    definitions["LineEntry"]["properties"]["charge"]["anyOf"].append(
        {"type": "number"}
    )  # YAML has numbers, JSON's decimals are text
    about = {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "notelint.encounter/1",
        "description": "What notelint review reads: one date of service, what is billed for it, and the notes.",
    }
    return {**about, **made, "$defs": definitions}
