"""Load the packs of a command."""

from __future__ import annotations

from typing import TYPE_CHECKING

from notelint.cli.refused import Refused

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from notelint.packs.schema import Catalogue


def load_catalogues(folders: Iterable[Path]) -> list[Catalogue]:
    """The catalogues of the packs that ship and of those in ``folders``. Raises ``Refused``."""
    from notelint.packs.errors import PackError
    from notelint.packs.loader import builtin_packs, load_catalogue

    catalogues: dict[str, Catalogue] = {}
    for folder in (*builtin_packs(), *folders):
        try:
            catalogue = load_catalogue(folder)
        except PackError as error:
            raise Refused(str(error)) from None
        if catalogue.info.id in catalogues:
            raise Refused(f"{folder}: a pack with the id {catalogue.info.id} is loaded already; give it another id")
        catalogues[catalogue.info.id] = catalogue
    return list(catalogues.values())
