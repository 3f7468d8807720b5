"""Review the claims of a file that was made for a payer (X12 837P, FHIR Claim), each with its notes.

Claims and notes are named by the file and their position, ``claim.837#2 note 1``: numbers of claims and file names of notes can
identify a patient.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from notelint.claim import NoteRef, Surgeon
from notelint.failure import LintError, described
from notelint.review.model import Remark, Review
from notelint.silence import libraries_silenced

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence
    from pathlib import Path

    from notelint.claim import Encounter, NoteKind
    from notelint.inputs.claim_notes import ClaimNote, NotesOfClaims
    from notelint.inputs.submitted import BilledEncounter, SubmittedClaim
    from notelint.note import Note
    from notelint.packs.claims import ClaimBook
    from notelint.packs.schema import Catalogue
    from notelint.review.review import Reviewer

_NO_NOTE = "no note of this claim was found; name it in --notes-table, or put the claim's number into the name of its file"


@dataclass(frozen=True, slots=True)
class ClaimNotes:
    """Where the notes of claims are, as the options say, and whether the numbers of claims and files of notes are printed."""

    found: NotesOfClaims | None = None
    identifiers: bool = False


def review_claims(
    reviewer: Reviewer, path: Path, notes: ClaimNotes, say: Callable[[str], None], *, debug: bool = False
) -> Iterator[Review]:
    """The reviews of the claims of a file, one for each date and place of service of a claim.

    A claim without a code of the packs and without a note is passed over; ``say`` gets the line that counts them.
    """
    from notelint.inputs.claim_files import read_claims
    from notelint.inputs.submitted import ClaimFileError

    try:
        claims = read_claims(path)
    except ClaimFileError as error:
        yield Review(str(path), error=f"{path}: {error}")
        return
    if notes.found is None:
        yield Review(str(path), error=f"{path}: the claims of this file name no notes; give --notes DIR or --notes-table FILE")
        return
    passed = 0
    for claim in claims:
        if not concerns(claim, notes.found.notes(claim), reviewer.book.catalogues):
            passed += 1
            continue
        yield from review_claim(reviewer, claim, path, notes, debug=debug)
    if passed:
        subject = "1 claim has" if passed == 1 else f"{passed} claims have"
        say(f"{path}: {subject} neither a code of the packs nor a note: not reviewed")


def concerns(claim: SubmittedClaim, notes: Sequence[ClaimNote], catalogues: Iterable[Catalogue]) -> bool:
    """Whether a claim is reviewed: it has a note or a code of the packs, or cannot be read."""
    return bool(notes or claim.error or any(code in pack.codes for code in claim.codes for pack in catalogues))


def review_claim(
    reviewer: Reviewer, claim: SubmittedClaim, path: Path, notes: ClaimNotes, *, debug: bool = False
) -> Iterator[Review]:
    """The reviews of one claim of the file ``path``; one with its error if the claim or its notes cannot be read."""
    own = notes.found.notes(claim) if notes.found else ()
    name = _name(path, claim, notes)
    if claim.error or not own:
        yield Review(name, error=f"{name}: {claim.error or _NO_NOTE}")
        return
    for number, billed in enumerate(claim.encounters, 1):
        several = f" (date {number} of {len(claim.encounters)})" if len(claim.encounters) > 1 else ""
        yield _review(reviewer, claim, billed, own, f"{name}{several}", identifiers=notes.identifiers, debug=debug)


def _name(path: Path, claim: SubmittedClaim, notes: ClaimNotes) -> str:
    number = f" {claim.identifiers[0]}" if notes.identifiers and claim.identifiers else ""
    return f"{path}#{claim.number}{number}"


def _review(  # noqa: PLR0913 -- what a review of a claim needs
    reviewer: Reviewer,
    claim: SubmittedClaim,
    billed: BilledEncounter,
    notes: Sequence[ClaimNote],
    name: str,
    *,
    identifiers: bool,
    debug: bool,
) -> Review:
    from notelint.cms.errors import TableError
    from notelint.inputs.submitted import ClaimFileError

    try:
        kind = _kind(billed.encounter, reviewer.book)
        read = list(_read(billed.encounter, notes, name, kind, identifiers=identifiers))
        encounter = _with_notes(billed.encounter, [ref for ref, _ in read])
        with libraries_silenced():
            review = reviewer.review(encounter, [note for _, note in read], source=name, locate=billed.line)
    except (ClaimFileError, TableError) as error:
        return Review(name, error=f"{name}: {error}")
    except Exception as error:  # noqa: BLE001 -- its text could hold a note's words
        note = f"{error.source}: " if isinstance(error, LintError) and error.source else ""
        return Review(name, error=f"{name}: {note}{described(error, debug=debug)}")
    return replace(review, remarks=(*(Remark("claim-file", remark) for remark in claim.remarks), *review.remarks))


def _read(
    encounter: Encounter, notes: Iterable[ClaimNote], name: str, kind: NoteKind, *, identifiers: bool
) -> Iterator[tuple[NoteRef, Note]]:
    """The notes of a claim. One that cannot be read ends the review, and is named by its position unless numbers are printed."""
    from notelint.inputs.reading import Unreadable, read_notes
    from notelint.inputs.submitted import ClaimFileError

    both = ((note, found) for note in notes for found in read_notes([str(note.path)], stdin=None))
    for number, (note, found) in enumerate(both, 1):
        if isinstance(found, Unreadable):
            raise ClaimFileError(f"{found.source if identifiers else f'note {number}'}: {found.error}")
        shown = found.source if identifiers else f"{name} note {number}"
        ref = NoteRef(shown, _author(encounter, note), note.role, note.kind or kind)
        yield ref, replace(found, source=shown)


def _author(encounter: Encounter, note: ClaimNote) -> str:
    """The author of a note: as the table says, else the only surgeon of the claim; empty if there are several."""
    return note.author or (encounter.surgeons[0].id if len(encounter.surgeons) == 1 else "")


def _kind(encounter: Encounter, book: ClaimBook) -> NoteKind:
    """Notes of a claim that bills nothing but visits are notes of visits."""
    return "visit" if all(book.is_in(line.code, "visit") for line in encounter.lines) else "operative"


def _with_notes(encounter: Encounter, notes: Sequence[NoteRef]) -> Encounter:
    """The encounter with its notes, and with the authors among the surgeons who bill no line of it."""
    known = {surgeon.id for surgeon in encounter.surgeons}
    others = dict.fromkeys(note.author for note in notes if note.author and note.author not in known)
    return replace(encounter, notes=tuple(notes), surgeons=(*encounter.surgeons, *map(Surgeon, others)))
