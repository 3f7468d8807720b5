"""Claims beside their notes: ``claim.yaml`` in a folder of notes, and claims of files for a payer, reviewed with their notes."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from notelint.inputs.claim_files import read_claims
from notelint.inputs.claim_notes import ListedNotes, NamedNotes
from notelint.inputs.encounter import FILE
from notelint.inputs.submitted import ClaimFileError
from notelint.review.model import Review
from notelint.reviewing.encounters import review_encounter
from notelint.reviewing.submitted import ClaimNotes, concerns, review_claim

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from notelint.inputs.claim_notes import ClaimNote
    from notelint.inputs.submitted import SubmittedClaim
    from notelint.packs.schema import Catalogue
    from notelint.review.review import Reviewer


@dataclass(frozen=True, slots=True)
class _Given:
    """The notes of one claim, which are known already."""

    given: tuple[ClaimNote, ...]

    def notes(self, _claim: SubmittedClaim) -> tuple[ClaimNote, ...]:
        """The notes."""
        return self.given


def claim_of(note: Path) -> Path | None:
    """The claim beside a note; ``None`` where there is none."""
    path = note.parent / FILE
    return path if path.is_file() else None


def reviewed(make: Callable[[], Reviewer], claim: Path, inside: str = "") -> Review:
    """The review of the encounter in the file ``claim``, which is named without its folder.

    With ``inside``, a folder, a note outside of it is not read. ``make`` makes the reviewer.
    """
    from notelint.cms.errors import TableError
    from notelint.packs.errors import PackError

    try:
        return _without(review_encounter(make(), claim, inside=Path(inside) if inside else None), claim)
    except (TableError, PackError) as error:
        return Review(claim.name, error=str(error))


def claims_in(
    path: Path, folder: Path, table: Path | None, catalogues: Iterable[Catalogue]
) -> list[tuple[int, tuple[ClaimNote, ...]]]:
    """The numbers of the claims of a file for a payer that are reviewed, with their notes: of ``table``, else of ``folder``.

    Raises ``ClaimFileError``.
    """
    finder = NamedNotes(folder) if table is None else ListedNotes(table)
    claims = [(claim, finder.notes(claim)) for claim in read_claims(path)]
    return [(claim.number, notes) for claim, notes in claims if concerns(claim, notes, catalogues)]


def submitted(make: Callable[[], Reviewer], path: Path, number: int, notes: tuple[ClaimNote, ...]) -> list[Review]:
    """The reviews of the claim ``number`` of a file for a payer with these notes, one for each date and place of service."""
    from notelint.cms.errors import TableError
    from notelint.packs.errors import PackError

    try:
        claim = next((one for one in read_claims(path) if one.number == number), None)
        if claim is None:
            return []
        found = review_claim(make(), claim, path, ClaimNotes(_Given(notes), identifiers=True))
        return [_without(review, path) for review in found]
    except (ClaimFileError, TableError, PackError) as error:
        return [Review(f"{path.name}#{number}", error=str(error))]


def _without(review: Review, path: Path) -> Review:
    """The review without the folder of its file in what people read."""
    prefix = f"{path.parent}/"
    error = None if review.error is None else review.error.replace(prefix, "")
    return replace(review, source=review.source.replace(prefix, ""), error=error)
