"""Which notes belong to which claim of a file: by a table, or by the claim's number in the name of the note's file."""

from __future__ import annotations

import csv
import re
from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol, cast, get_args

from notelint.claim import NoteKind, Role
from notelint.discreet import discreet
from notelint.inputs.folders import notes_in
from notelint.inputs.submitted import ClaimFileError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from notelint.inputs.submitted import SubmittedClaim

_SHORTEST = 4  # characters of a claim's number that a file name can be matched by: 1 or 12 would match too much
_MOST_WORDS = 12
_SEPARATORS = re.compile(r"[\W_]+")
_COLUMNS = {"claim", "note", "author", "role", "kind"}
_NEEDED = {"claim", "note"}
_LONGEST = 10_000_000  # bytes


@discreet("role", "kind")
@dataclass(frozen=True, slots=True)
class ClaimNote:
    """A note of a claim: its file, and what the table says of its author, the author's role and the kind of the note."""

    path: Path
    author: str = ""
    role: Role = "surgeon"
    kind: NoteKind | None = None


class NotesOfClaims(Protocol):
    """Finds the notes of a claim."""

    def notes(self, claim: SubmittedClaim) -> tuple[ClaimNote, ...]:
        """The notes of a claim in their order; none if there are none."""


class NamedNotes:
    """Notes of a folder, by the claim's number in their file names: ``op-26463774.txt`` belongs to claim ``26463774``.

    The number is that of CLM01 or REF*D9, in FHIR an identifier or the id of the Claim. It must stand in the name as whole words
    (letters and digits between other signs), and have four characters or more.
    """

    def __init__(self, folder: Path) -> None:
        self._by_words: defaultdict[str, list[Path]] = defaultdict(list)
        for path in notes_in(folder):
            if isinstance(path, OSError):
                raise ClaimFileError("a folder below it cannot be opened; ask for the right to read it")
            for words in set(_runs(_words(path.stem))):
                self._by_words[words].append(path)

    def notes(self, claim: SubmittedClaim) -> tuple[ClaimNote, ...]:
        """The notes whose names have one of the claim's numbers, by their paths."""
        found: dict[Path, None] = {}
        for identifier in claim.identifiers:
            words = _words(identifier)
            if len("".join(words)) >= _SHORTEST:
                found |= dict.fromkeys(self._by_words.get("-".join(words), ()))
        return tuple(ClaimNote(path) for path in sorted(found))


class ListedNotes:
    """Notes of a table (CSV) with the columns ``claim`` and ``note``, and if wanted ``author``, ``role`` and ``kind``.

    ``claim`` is a number of the claim, or its position in the file, ``#2``; ``note`` a path from the folder of the table.
    """

    def __init__(self, table: Path) -> None:
        self._by_claim: defaultdict[str, list[ClaimNote]] = defaultdict(list)
        for line, row in _rows(table):
            note = _note(row, line, table.parent)
            self._by_claim[row["claim"]].append(note)

    def notes(self, claim: SubmittedClaim) -> tuple[ClaimNote, ...]:
        """The notes of the claim in the order of the table."""
        keys = (f"#{claim.number}", *claim.identifiers)
        return tuple(note for key in keys for note in self._by_claim.get(key, ()))


def _words(name: str) -> list[str]:
    return [word for word in _SEPARATORS.split(name.upper()) if word]


def _runs(words: list[str]) -> Iterator[str]:
    """All runs of words that stand side by side, joined by a hyphen."""
    words = words[:_MOST_WORDS]
    for start in range(len(words)):
        for end in range(start + 1, len(words) + 1):
            yield "-".join(words[start:end])


def _rows(table: Path) -> Iterator[tuple[int, dict[str, str]]]:
    """The rows of the table with their lines. Raises ``ClaimFileError``."""
    try:
        if table.stat().st_size > _LONGEST:
            raise ClaimFileError(f"it is longer than {_LONGEST:,} bytes; split it")
        text = table.read_text("utf-8-sig")
    except UnicodeDecodeError:
        raise ClaimFileError("it is not UTF-8; save it as CSV in UTF-8") from None
    except OSError as error:
        raise ClaimFileError(f"it cannot be read: {error.strerror or type(error).__name__}; check the path") from None
    reader = csv.DictReader(text.splitlines())
    try:
        columns = [name.strip().lower() for name in reader.fieldnames or ()]
        _refuse_columns(columns)
        reader.fieldnames = columns
        for row in reader:
            if None in row or None in row.values():
                raise ClaimFileError(
                    f"line {reader.line_num}: it has more or fewer cells than the header; give one for each column"
                )
            yield reader.line_num, {name: value.strip() for name, value in row.items()}
    except csv.Error:
        raise ClaimFileError(f"line {reader.line_num + 1}: it is not as CSV is written; correct it") from None


def _refuse_columns(columns: Iterable[str]) -> None:
    given = set(columns)
    if not given >= _NEEDED or given - _COLUMNS:
        raise ClaimFileError("line 1: its columns must be claim and note, and may be author, role and kind; correct the header")


def _note(row: dict[str, str], line: int, folder: Path) -> ClaimNote:
    role, kind = row.get("role") or "surgeon", row.get("kind") or None
    for key, value, choices in (("role", role, get_args(Role)), ("kind", kind, get_args(NoteKind))):
        if value is not None and value not in choices:
            raise ClaimFileError(f"line {line}: {key}: the value is none; use one of: {', '.join(choices)}")
    if not row["claim"] or not row["note"]:
        raise ClaimFileError(f"line {line}: the claim or the note is empty; fill it or remove the line")
    return ClaimNote(folder / row["note"], row.get("author", "").lower(), cast("Role", role), cast("NoteKind | None", kind))
