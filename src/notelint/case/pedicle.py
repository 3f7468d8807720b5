"""The pedicle: the graft's own artery and vein, and the bones that its name leaves open."""

from __future__ import annotations

from typing import TYPE_CHECKING

from notelint.case.donors import UNSPECIFIED
from notelint.case.scene import DONE
from notelint.case.vessels import vessels_in
from notelint.packs.vocabulary import phrase, words_of
from notelint.report import Element

if TYPE_CHECKING:
    from collections.abc import Iterator

    from notelint.case.anastomosis import Joining
    from notelint.case.scene import Scene
    from notelint.case.subject import GraftSubject
    from notelint.case.vessels import Vessel
    from notelint.reading.model import Sentence
    from notelint.report import Evidence

_DONOR_VESSELS = words_of("vessel.tells-donor")


def vessels_element(of: GraftSubject) -> Element:
    """ANNOTATION's ``pedicle_vessels``: the graft's own artery and vein by name."""
    scene, zone, site, anastomosis = of.scene, of.flap.zone, of.flap.donor.site, of.flap.joined
    sentences = tuple(zone)
    vessels = [vessel for sentence in sentences for vessel in vessels_in(scene, sentence)]
    joined_to = {vessel.name for vessel in vessels if vessel.receives}
    pedicle = [vessel for vessel in vessels if _is_pedicle(vessel, site, joined_to) or _is_joined(vessel, anastomosis)]
    apart = [vessel for vessel in pedicle if not _is_bundle(scene, vessel)]
    artery = next((vessel for vessel in (*apart, *pedicle) if vessel.type != "vein"), None)
    vein = next((vessel for vessel in (*apart, *pedicle) if "vein" in vessel.kinds), None)
    words = [scene.reading.evidence(vessel.start, vessel.end) for vessel in (artery, vein) if vessel]
    companion = None if vein else next(_companions(scene, sentences, pedicle), None)
    if companion is not None:
        words.append(companion)
    if not words:
        return Element("missing")
    return Element("met" if artery and (vein or companion) else "partial", tuple(words))


def _is_bundle(scene: Scene, vessel: Vessel) -> bool:
    """Whether the words do not distinguish the artery from the vein ("the peroneal vessels")."""
    return vessel.type == "both" and scene.text[vessel.start : vessel.end].endswith("vessels")


def _companions(scene: Scene, zone: tuple[Sentence, ...], pedicle: list[Vessel]) -> Iterator[Evidence]:
    """The veins documented as those that run with the pedicle's artery, where nothing is joined in the sentence."""
    arteries = [vessel for vessel in pedicle if "artery" in vessel.kinds]
    for sentence in zone:
        first = next((vessel for vessel in arteries if sentence.start <= vessel.start < sentence.end), None)
        if first is None or any(vessel.receives for vessel in vessels_in(scene, sentence)):
            continue
        match = phrase("pedicle.companion").search(sentence.text, first.end - sentence.start)
        if match is not None:
            yield scene.matched(sentence, match)


def _is_pedicle(vessel: Vessel, site: str, joined_to: set[str | None]) -> bool:
    """A vessel that feeds the donor; where the donor is not known any that feeds a bone and has none joined to it."""
    if vessel.minor or vessel.status not in DONE:
        return False
    if site != UNSPECIFIED:
        return site in vessel.feeds
    return vessel.name in _DONOR_VESSELS or (bool(vessel.feeds) and vessel.name not in joined_to)


def _is_joined(vessel: Vessel, anastomosis: Joining) -> bool:
    """Whether the note says that the vessel was joined to another one, whatever bone it is known to feed."""
    return vessel.name in anastomosis.grafts_own and not vessel.receives and vessel.status in DONE


def bones_fed(scene: Scene) -> tuple[frozenset[str], Evidence] | None:
    """The bones left open by the pedicle's own vessels, and the vessel that decides."""
    for sentence in scene.operative:
        for vessel in vessels_in(scene, sentence):
            if vessel.feeds and vessel.status == "performed" and not vessel.receives and vessel.name in _DONOR_VESSELS:
                return frozenset(vessel.feeds), scene.reading.evidence(vessel.start, vessel.end)
    return None
