"""Reviews of encounters, which are files: ``claim.yaml`` with its notes, and files of claims for a payer."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from notelint.failure import LintError, described
from notelint.review.model import Review
from notelint.silence import libraries_silenced

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from notelint.claim import NoteRef
    from notelint.inputs.encounter import LoadedEncounter
    from notelint.note import Note
    from notelint.review.review import Reviewer
    from notelint.reviewing.submitted import ClaimNotes


def review_paths(  # noqa: PLR0913 -- ways to review, by name
    reviewer: Reviewer,
    paths: Iterable[str],
    *,
    excerpt: bool = True,
    notes: ClaimNotes | None = None,
    say: Callable[[str], None] = lambda _: None,
    debug: bool = False,
) -> Iterator[Review]:
    """A review for each encounter at ``paths``, in their order. One that cannot be read keeps its place, with its error.

    Without ``excerpt`` no error shows a value of the claim. ``notes`` finds the notes of claims in files for a payer; ``say``
    gets the line that counts the claims of such a file that were passed over. With ``debug`` an internal error has its place in
    notelint's code.
    """
    from notelint.inputs.claim_files import kind_of
    from notelint.inputs.encounter import find_encounters, is_encounter_file
    from notelint.reviewing.submitted import ClaimNotes, review_claims

    for path in paths:
        found = list(find_encounters(Path(path)))
        if not found:
            yield Review(path, error=f"{path}: no claim.yaml in this folder; put one there or name the file")
        for file in found:
            if is_encounter_file(file) or kind_of(file) is None:
                yield review_encounter(reviewer, file, excerpt=excerpt, debug=debug)
            else:
                yield from review_claims(reviewer, file, notes or ClaimNotes(), say, debug=debug)


def number_of_encounters(paths: Iterable[str]) -> int:
    """The number of encounters at ``paths``; what is none counts as one."""
    from notelint.inputs.encounter import find_encounters

    return sum(sum(1 for _ in find_encounters(Path(path))) or 1 for path in paths)


def review_encounter(
    reviewer: Reviewer, file: Path, *, excerpt: bool = True, inside: Path | None = None, debug: bool = False
) -> Review:
    """The review of the encounter in ``file``; its ``error`` says what could not be read.

    ``excerpt`` and ``debug`` are as for ``review_paths``. With ``inside``, a folder, no note outside of it is read.
    """
    from notelint.cms.errors import TableError, UnknownLocality
    from notelint.inputs.encounter import EncounterError, load_encounter

    source = str(file)
    try:
        loaded = load_encounter(file)
        notes = list(_notes(loaded, inside))
        encounter = replace(loaded.encounter, notes=tuple(ref for ref, _ in notes))
        with libraries_silenced():
            return reviewer.review(encounter, [note for _, note in notes], source=source, locate=loaded.line)
    except EncounterError as error:
        return Review(source, error=str(error) if excerpt else error.bare)
    except TableError as error:
        return Review(source, error=str(error))
    except UnknownLocality as error:
        problem = error if excerpt else "no table has it, or several do; see notelint data status"
        return Review(source, error=f"{source}:{loaded.line(('locality',))}: locality: {problem}")
    except Exception as error:  # noqa: BLE001 -- its text could hold a note's words
        note = f"{error.source}: " if isinstance(error, LintError) and error.source else ""
        return Review(source, error=f"{source}: {note}{described(error, debug=debug)}")


def _notes(loaded: LoadedEncounter, inside: Path | None) -> Iterator[tuple[NoteRef, Note]]:
    """The encounter's notes with what it says of each; a file with several notes gives each of them.

    One that cannot be read ends the review: half of the notes would accuse the claim wrongly.
    """
    from notelint.inputs.encounter import EncounterError
    from notelint.inputs.reading import Unreadable, read_notes

    for index, ref in enumerate(loaded.encounter.notes):
        problem = _problem(Path(ref.path), inside)
        for found in (Unreadable(ref.path, problem),) if problem else read_notes([ref.path], stdin=None):
            if isinstance(found, Unreadable):
                line = loaded.line(("notes", index))
                raise EncounterError(f"{loaded.source}:{line}: notes[{index}]: {found.source}: {found.error}")
            yield ref, found


def _problem(path: Path, inside: Path | None) -> str:
    """Why a note is not read; empty where it is."""
    if inside is not None and path.resolve().parent != inside.resolve():
        return "it is not among the files that were sent; send it, and name it without folders"
    return "it is a folder" if path.is_dir() else ""
