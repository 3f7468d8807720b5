"""What a command needs to review claims: the linter, the rules of claims, CMS's tables."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from notelint.cli.refused import Refused
from notelint.watch import MAX_SECONDS

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from notelint.claim import Encounter
    from notelint.linter import Linter
    from notelint.review.review import Reviewer
    from notelint.reviewing.submitted import ClaimNotes


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

    ``known`` are the codes that may have been meant by what is none; where they are ``None``, no refusal shows a value.
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


def claim_notes(folder: str | None, table: str | None, *, identifiers: bool) -> ClaimNotes:
    """The notes of ``--notes`` or of ``--notes-table``. Raises ``Refused``."""
    from notelint.inputs.claim_notes import ListedNotes, NamedNotes
    from notelint.inputs.submitted import ClaimFileError
    from notelint.outputs.excerpt import printable
    from notelint.reviewing.submitted import ClaimNotes

    given = table or folder
    if folder and table:
        raise Refused("--notes and --notes-table exclude each other; give one of them")
    try:
        if table:
            return ClaimNotes(ListedNotes(Path(table)), identifiers)
        if folder and not Path(folder).is_dir():
            raise Refused(f"{printable(folder)}: not a folder; give --notes the folder with the notes of the claims")
        return ClaimNotes(NamedNotes(Path(folder)) if folder else None, identifiers)
    except ClaimFileError as error:
        raise Refused(f"{printable(str(given))}: {error}") from None
