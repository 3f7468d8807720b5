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

    from notelint.case.anastomosis import Joining
    from notelint.case.scene import Scene
    from notelint.case.vessels import Vessel
    from notelint.reading.model import Sentence
    from notelint.report import Evidence

_TELLS_DONOR = words_of("vessel.tells-donor")


def vessels_element(scene: Scene, zone: Iterable[Sentence], site: str, told: Joining) -> Element:
    """ANNOTATION's ``pedicle_vessels``: the graft's own artery and vein by name."""
    vessels = [vessel for sentence in zone for vessel in vessels_in(scene, sentence)]
    joined_to = {vessel.name for vessel in vessels if vessel.receives}
    pedicle = [vessel for vessel in vessels if _is_pedicle(vessel, site, joined_to) or _is_joined(vessel, told)]
    artery = next((vessel for vessel in pedicle if vessel.type != "vein"), None)
    vein = next((vessel for vessel in pedicle if "vein" in vessel.kinds), None)
    words = tuple(scene.reading.evidence(vessel.start, vessel.end) for vessel in (artery, vein) if vessel)
    if not words:
        return Element("missing")
    return Element("met" if artery and vein else "partial", words)


def _is_pedicle(vessel: Vessel, site: str, joined_to: set[str | None]) -> bool:
    """A vessel that feeds the donor; where the donor is not known any that feeds a bone and has none joined to it."""
    if vessel.minor or vessel.status not in DONE:
        return False
    if site != UNSPECIFIED:
        return site in vessel.feeds
    return vessel.name in _TELLS_DONOR or (bool(vessel.feeds) and vessel.name not in joined_to)


def _is_joined(vessel: Vessel, told: Joining) -> bool:
    """Whether the note tells of the vessel that it was joined to another one, whatever bone it is known to feed."""
    return vessel.name in told.grafts_own and not vessel.receives and vessel.status in DONE


def bones_fed(scene: Scene) -> tuple[frozenset[str], Evidence] | None:
    """The bones left open by the pedicle's own vessels, and the vessel that tells."""
    for sentence in scene.operative:
        for vessel in vessels_in(scene, sentence):
            if vessel.feeds and vessel.status == "performed" and not vessel.receives and vessel.name in _TELLS_DONOR:
                return frozenset(vessel.feeds), scene.reading.evidence(vessel.start, vessel.end)
    return None
