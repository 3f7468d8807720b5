"""Load the packs of a command."""

from __future__ import annotations

from typing import TYPE_CHECKING

from notelint.cli.refused import Refused
from notelint.pack_names import ALL_PACKS

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from importlib.resources.abc import Traversable
    from pathlib import Path

    from notelint.packs.schema import Catalogue


def load_catalogues(folders: Iterable[Path], names: Sequence[str] = ALL_PACKS) -> list[Catalogue]:
    """The catalogues of the packs that ship and have these ids, and of those in ``folders``. Raises ``Refused``."""
    from notelint.cms.errors import TableError
    from notelint.packs.errors import PackError
    from notelint.packs.loader import load_catalogue, shipped_packs
    from notelint.packs.rule_names import check_rule_names

    catalogues: dict[str, Catalogue] = {}
    loaded: list[tuple[Traversable, Catalogue]] = []
    shipped = shipped_packs(names)
    for folder in (*shipped, *folders):
        try:
            catalogue = load_catalogue(folder)
            if folder not in shipped:
                _check_rest(folder, catalogue)
            loaded.append((folder, catalogue))
            check_rule_names(loaded)
        except (PackError, TableError) as error:
            raise Refused(str(error)) from None
        if catalogue.info.id in catalogues:
            raise Refused(f"{folder}: a pack with the id {catalogue.info.id} is loaded already; give it another id")
        catalogues[catalogue.info.id] = catalogue
    return list(catalogues.values())


def _check_rest(folder: Traversable, catalogue: Catalogue) -> None:
    """Raise ``PackError`` or ``TableError`` for what no catalogue holds: vocabulary, first look, claims, tables."""
    from notelint.cms.shipped import check_tables
    from notelint.packs.claims import family_claims
    from notelint.packs.companion_work import family_work
    from notelint.packs.diagnoses import family_diagnoses
    from notelint.packs.vocabulary import read_terms
    from notelint.screen.cues import read_screen

    if catalogue.decides:
        read_terms(folder / "vocabulary", folder)
    read_screen(folder)
    family_claims(folder)
    family_diagnoses(folder)
    family_work(folder)
    if catalogue.info.ncci is not None:
        check_tables(folder)
