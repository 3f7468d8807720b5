"""What a command needs to review claims: the linter, the rules of claims, CMS's tables."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from notelint.cli import ending
from notelint.cli.refused import Refused
from notelint.failure import LintError, described
from notelint.review.model import Review
from notelint.silence import libraries_silenced
from notelint.watch import MAX_SECONDS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence
    from datetime import date

    from notelint.claim import Encounter, NoteRef
    from notelint.cli.submitted import ClaimNotes
    from notelint.inputs.encounter import LoadedEncounter
    from notelint.linter import Linter
    from notelint.note import Note
    from notelint.review.review import Reviewer


def make_reviewer(linter: Linter, packs: Sequence[Path], max_seconds: float = MAX_SECONDS, tables: str | None = None) -> Reviewer:
    """The reviewer with these packs, and the tables imported into the folder ``tables``, else the user's. Raises ``Refused``.

    ``max_seconds`` is the time that judging one claim may take, beside that of its notes.
    """
    from notelint.cms.errors import TableError
    from notelint.packs.errors import PackError
    from notelint.review.making import reviewer_of

    try:
        return reviewer_of(linter, packs, max_seconds, Path(tables) if tables else None)
    except (PackError, TableError) as error:
        raise Refused(str(error)) from None


def quick_claim(
    codes: Sequence[str], modifiers: Sequence[str], place: str | None, day: date | None, payer: str, known: Sequence[str] | None
) -> Encounter:
    """A claim of one surgeon from the command line: the modifiers stand on the first code. Raises ``Refused``.

    ``known`` are the codes that may have been meant by what is none; where they are ``None``, no refusal tells a value.
    """
    from notelint.claim import Encounter, Line, Surgeon
    from notelint.inputs.encounter import code_problem, modifier_problem, place_problem
    from notelint.nearest import did_you_mean

    def refuse(option: str, value: str, problem: str | None, advice: str) -> None:
        if problem is not None:
            raise Refused(f"{option}: {'the value' if known is None else repr(value)} {problem}; {advice}")

    for code in codes:
        advice = did_you_mean(code.upper(), known or (), "write five characters, such as 20955")
        refuse("--code", code, code_problem(code), advice)
    for modifier in modifiers:
        refuse("--modifier", modifier, modifier_problem(modifier), "write one that CPT or HCPCS has, such as 62 or LT")
    if place is not None:
        refuse("--pos", place, place_problem(place), "write two digits, such as 21")
    lines = [Line(code, "", tuple(modifiers) if not index else ()) for index, code in enumerate(codes)]
    return Encounter(tuple(lines), (Surgeon(""),), payer=payer, date=day, place_of_service=place)  # type: ignore[arg-type]


def review_paths(
    reviewer: Reviewer,
    paths: Iterable[str],
    *,
    excerpt: bool = True,
    notes: ClaimNotes | None = None,
    say: Callable[[str], None] = lambda _: None,
) -> Iterator[Review]:
    """A review for each encounter at ``paths``, in their order. One that cannot be read keeps its place, with its error.

    Without ``excerpt`` no error tells a value of the claim. ``notes`` finds the notes of claims in files for a payer; ``say`` is
    told how many claims of such a file were passed over.
    """
    from notelint.cli.submitted import ClaimNotes, review_claims
    from notelint.inputs.claim_files import kind_of
    from notelint.inputs.encounter import find_encounters, is_encounter_file

    for path in paths:
        found = list(find_encounters(Path(path)))
        if not found:
            yield Review(path, error=f"{path}: no claim.yaml in this folder; put one there or name the file")
        for file in found:
            if is_encounter_file(file) or kind_of(file) is None:
                yield _review(reviewer, file, excerpt=excerpt)
            else:
                yield from review_claims(reviewer, file, notes or ClaimNotes(), say)


def number_of_encounters(paths: Iterable[str]) -> int:
    """The number of encounters at ``paths``; what is none counts as one."""
    from notelint.inputs.encounter import find_encounters

    return sum(sum(1 for _ in find_encounters(Path(path))) or 1 for path in paths)


def _review(reviewer: Reviewer, file: Path, *, excerpt: bool) -> Review:
    from notelint.cms.errors import TableError, UnknownLocality
    from notelint.inputs.encounter import EncounterError, load_encounter

    source = str(file)
    try:
        loaded = load_encounter(file)
        notes = list(_notes(loaded))
        encounter = replace(loaded.encounter, notes=tuple(ref for ref, _ in notes))
        with libraries_silenced():
            return reviewer.review(encounter, [note for _, note in notes], source=source, locate=loaded.line)
    except EncounterError as error:
        return Review(source, error=str(error) if excerpt else error.bare)
    except TableError as error:
        return Review(source, error=str(error))
    except UnknownLocality as error:
        told = error if excerpt else "no table has it, or several do; see notelint data status"
        return Review(source, error=f"{source}:{loaded.line(('locality',))}: locality: {told}")
    except Exception as error:  # noqa: BLE001 -- its text could hold a note's words
        note = f"{error.source}: " if isinstance(error, LintError) and error.source else ""
        return Review(source, error=f"{source}: {note}{described(error, debug=ending.debug)}")


def _notes(loaded: LoadedEncounter) -> Iterator[tuple[NoteRef, Note]]:
    """The encounter's notes with what it says of each; a file with several notes gives each of them.

    One that cannot be read ends the review: half of the notes would accuse the claim wrongly.
    """
    from notelint.inputs.encounter import EncounterError
    from notelint.inputs.reading import Unreadable, read_notes

    for index, ref in enumerate(loaded.encounter.notes):
        is_folder = Path(ref.path).is_dir()
        for found in (Unreadable(ref.path, "it is a folder"),) if is_folder else read_notes([ref.path], stdin=None):
            if isinstance(found, Unreadable):
                line = loaded.line(("notes", index))
                raise EncounterError(f"{loaded.source}:{line}: notes[{index}]: {found.source}: {found.error}")
            yield ref, found
