"""A claim beside its notes, reviewed as ``notelint review`` does it."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from notelint.failure import described
from notelint.inputs.encounter import FILE, EncounterError, load_encounter
from notelint.inputs.reading import Unreadable, read_notes
from notelint.review.model import Review
from notelint.silence import libraries_silenced

if TYPE_CHECKING:
    from collections.abc import Sequence

    from notelint.inputs.encounter import LoadedEncounter
    from notelint.linter import Linter


def claim_of(note: Path) -> Path | None:
    """The claim beside a note; ``None`` where there is none."""
    path = note.parent / FILE
    return path if path.is_file() else None


def reviewed(linter: Linter, claim: Path, packs: Sequence[Path], max_seconds: float, inside: str = "") -> Review:
    """The review of the encounter in the file ``claim``; its ``error`` says what could not be read.

    With ``inside``, a folder, a note outside of it is not read.
    """
    from notelint.cms.errors import TableError, UnknownLocality
    from notelint.packs.errors import PackError
    from notelint.review.making import reviewer_of

    try:
        loaded = load_encounter(claim)
        if inside:
            _refuse_outside(loaded, Path(inside))
        found = [(ref, note) for ref in loaded.encounter.notes for note in _read(ref.path)]
        encounter = replace(loaded.encounter, notes=tuple(ref for ref, _ in found))
        with libraries_silenced():
            reviewer = reviewer_of(linter, tuple(packs), max_seconds)
            return reviewer.review(encounter, [note for _, note in found], source=claim.name, locate=loaded.line)
    except EncounterError as error:
        return Review(claim.name, error=str(error).replace(f"{claim.parent}/", ""))
    except (TableError, PackError, UnknownLocality) as error:
        return Review(claim.name, error=str(error))
    except Exception as error:  # noqa: BLE001 -- its text could hold a note's words
        return Review(claim.name, error=described(error))


def _read(path: str) -> list:  # type: ignore[type-arg]
    found = list(read_notes([path], stdin=None))
    for one in found:
        if isinstance(one, Unreadable):
            raise EncounterError(f"{Path(path).name}: {one.error}")
    return found


def _refuse_outside(loaded: LoadedEncounter, folder: Path) -> None:
    for ref in loaded.encounter.notes:
        if Path(ref.path).resolve().parent != folder.resolve():
            raise EncounterError("notes: a note is not among the files that were sent; send it, and name it without folders")
