"""Build a reviewer from a linter, the rules about claims and the tables of CMS."""

from __future__ import annotations

from typing import TYPE_CHECKING

from notelint.cms.store import data_folder
from notelint.cms.tables import open_tables
from notelint.packs.claims import ClaimBook, family_claims
from notelint.packs.loader import builtin_packs
from notelint.review.review import Reviewer
from notelint.watch import MAX_SECONDS

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from notelint.linter import Linter


def reviewer_of(
    linter: Linter, packs: Sequence[Path], max_seconds: float | None = MAX_SECONDS, tables: Path | None = None
) -> Reviewer:
    """The reviewer with the shipped packs, these packs and the imported tables.

    ``max_seconds`` is the time that judging one claim may take, ``tables`` the folder of imported tables (``None``: the user's).

    Raises ``PackError`` and ``TableError``.
    """
    folders = (*builtin_packs(), *packs)
    families = [claims for folder in folders if (claims := family_claims(folder)) is not None]
    return Reviewer(linter, ClaimBook(linter.catalogues, families), open_tables(tables or data_folder(), folders), max_seconds)
