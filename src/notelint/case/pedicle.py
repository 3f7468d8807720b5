"""The pedicle: the graft's own artery and vein, and the bones that its name leaves open."""

from __future__ import annotations

from typing import TYPE_CHECKING

from notelint.case.donors import UNSPECIFIED
from notelint.case.scene import DONE
from notelint.case.vessels import vessels_in
from notelint.packs.vocabulary import words_of
from notelint.report import Element

if TYPE_CHECKING:
    from collections.abc import Iterable

    from notelint.case.scene import Scene
    from notelint.case.vessels import Vessel
    from notelint.reading.model import Sentence
    from notelint.report import Evidence

_TELLS_DONOR = words_of("vessel.tells-donor")


def vessels_element(scene: Scene, zone: Iterable[Sentence], site: str) -> Element:
    """ANNOTATION's ``pedicle_vessels``: the graft's own artery and vein by name."""
    pedicle = [vessel for sentence in zone for vessel in vessels_in(scene, sentence) if _is_pedicle(vessel, site)]
    artery = next((vessel for vessel in pedicle if vessel.type != "vein"), None)
    vein = next((vessel for vessel in pedicle if "vein" in vessel.kinds), None)
    words = tuple(scene.reading.evidence(vessel.start, vessel.end) for vessel in (artery, vein) if vessel)
    if not words:
        return Element("missing")
    return Element("met" if artery and vein else "partial", words)


def _is_pedicle(vessel: Vessel, site: str) -> bool:
    """A vessel that feeds the donor; any that feeds a bone where the donor is not known."""
    if vessel.minor or vessel.status not in DONE:
        return False
    return site in vessel.feeds or (site == UNSPECIFIED and bool(vessel.feeds) and not vessel.receives)


def bones_fed(scene: Scene) -> tuple[frozenset[str], Evidence] | None:
    """The bones left open by the pedicle's own vessels, and the vessel that tells."""
    for sentence in scene.operative:
        for vessel in vessels_in(scene, sentence):
            if vessel.feeds and vessel.status == "performed" and not vessel.receives and vessel.name in _TELLS_DONOR:
                return frozenset(vessel.feeds), scene.reading.evidence(vessel.start, vessel.end)
    return None
