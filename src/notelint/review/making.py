"""Build a reviewer from a linter, the rules about claims and the tables of CMS."""

from __future__ import annotations

from typing import TYPE_CHECKING

from notelint.cms.store import data_folder
from notelint.cms.tables import open_tables
from notelint.packs.claims import ClaimBook, family_claims
from notelint.packs.companion_work import family_work
from notelint.packs.diagnoses import family_diagnoses
from notelint.packs.loader import builtin_packs
from notelint.review.review import Reviewer
from notelint.watch import MAX_SECONDS

if TYPE_CHECKING:
    from collections.abc import Sequence
    from importlib.resources.abc import Traversable
    from pathlib import Path

    from notelint.linter import Linter
    from notelint.packs.schema import Catalogue


def reviewer_of(
    linter: Linter, packs: Sequence[Path], max_seconds: float | None = MAX_SECONDS, tables: Path | None = None
) -> Reviewer:
    """The reviewer with the shipped packs, these packs and the imported tables.

    ``max_seconds`` is the time that judging one claim may take, ``tables`` the folder of imported tables (``None``: the user's).

    Raises ``PackError`` and ``TableError``.
    """
    folders = (*builtin_packs(), *packs)
    return Reviewer(linter, claim_book(linter.catalogues, folders), open_tables(tables or data_folder(), folders), max_seconds)


def claim_book(catalogues: Sequence[Catalogue], folders: Sequence[Traversable]) -> ClaimBook:
    """What the packs in ``folders`` know about claims. Raises ``PackError``."""
    families = [claims for folder in folders if (claims := family_claims(folder)) is not None]
    diagnoses = [known for folder in folders if (known := family_diagnoses(folder)) is not None]
    work = [codes for folder in folders if (codes := family_work(folder)) is not None]
    return ClaimBook(catalogues, families, diagnoses, work)
