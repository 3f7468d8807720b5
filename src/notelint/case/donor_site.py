"""The donor site of a flap: which bone, which metatarsal, and the words that name it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from notelint.case.donors import UNSPECIFIED
from notelint.case.model import Fact
from notelint.case.pedicle import bones_fed
from notelint.report import Element

if TYPE_CHECKING:
    from collections.abc import Iterator

    from notelint.case.donor import Donor
    from notelint.case.grafts import Donors
    from notelint.case.scene import Scene
    from notelint.case.subject import GraftSubject
    from notelint.reading.model import Mention
    from notelint.report import Evidence


def site_fact(scene: Scene, donor: Donor, donors: Donors) -> Fact:
    """The bone that was taken, or those that a general term leaves open."""
    if donor.site == UNSPECIFIED:
        return _open_site(scene, donor, donors)
    rival = _rival_in_title(donor, donors)
    if rival is not None:
        words = tuple(scene.evidence(one.done()[0].mention) for one in (rival, donor))
        because = "the title and the body name different bones, and neither is clearly the bone that was taken"
        return Fact(UNSPECIFIED, because, words, tuple(sorted({rival.site, donor.site})))
    if donor.merely_planned:
        words = tuple(scene.evidence(claim.mention) for claim in donor.claims[:2])
        return Fact(UNSPECIFIED, "the title names this bone, and the body only plans to take it", words, (donor.site,))
    claims = sorted(donor.done(), key=lambda claim: (claim.in_header, -claim.strength, claim.mention.start))
    words = tuple(scene.evidence(claim.mention) for claim in claims[:2])
    if claims[0].in_header:
        words = (*_worked_on(scene, donor), *words)[:2]
    return Fact(donor.site, "the note documents this bone as the bone that was taken", words)


def _worked_on(scene: Scene, donor: Donor) -> Iterator[Evidence]:
    """Where the body works on a bone that only the title says was taken: "the muscle was lifted off the fibula".

    A sentence that takes something goes before one that only speaks of the bone.
    """
    bones = [bone for bone in scene.reading.of_kind("bone") if bone.id == donor.site and bone.status == "performed"]
    operative = {sentence.index for sentence in scene.operative}
    mentions = [bone for bone in bones if bone.sentence in operative]
    if mentions:
        yield scene.evidence(next((bone for bone in mentions if _takes(scene, bone)), mentions[0]))


def _takes(scene: Scene, bone: Mention) -> bool:
    """Whether the sentence of a bone says that something was taken or cut."""
    acts = scene.reading.mentions_in(scene.sentence_of(bone), "act")
    return any(act.id == "harvest" and act.status == "performed" for act in acts)


def _rival_in_title(donor: Donor, donors: Donors) -> Donor | None:
    """Another bone's flap that the title claims, where the body does not clearly say that this one was taken."""
    if donor.sure:
        return None
    return next((other for other in donors.header_only if other.site not in {donor.site, UNSPECIFIED}), None)


def _open_site(scene: Scene, donor: Donor, donors: Donors) -> Fact:
    words = [scene.evidence(claim.mention) for claim in donor.done()]
    possible = _left_open(donor)
    fed = bones_fed(scene)
    if fed is not None:
        bones, vessel = fed
        possible = possible & bones or bones
        words.append(vessel)
    if donors.vague is not None and not words:
        words.append(donors.vague)
    because = "the donor bone is named only in general terms, or by its vessels"
    return Fact(UNSPECIFIED, because, tuple(words[:2]), tuple(sorted(possible or donors.known)))


def _left_open(donor: Donor) -> frozenset[str]:
    """The bones that all words for the donor can mean; those of the last where they do not agree."""
    possible: frozenset[str] = frozenset()
    for claim in donor.done():
        possible = possible & frozenset(claim.could_be) or frozenset(claim.could_be)
    return possible


def metatarsal_ray(donor: Donor) -> int | None:
    """Which metatarsal was taken, 1 to 5; an addendum overrules, and the body goes before the title."""
    rays = [claim for claim in donor.done() if claim.ray is not None]
    return min(rays, key=lambda claim: (not claim.amends, claim.in_header, -claim.strength)).ray if rays else None


def named_element(of: GraftSubject) -> Element:
    """ANNOTATION's ``donor_site_named``."""
    graft = of.graft
    fact = graft.facts["donor_site"]
    if not fact.evidence and fact.value == UNSPECIFIED:
        return Element("missing")
    return Element("partial" if fact.value == UNSPECIFIED else "met", fact.evidence)


def level_element(of: GraftSubject) -> Element:
    """ANNOTATION's ``metatarsal_level``: which one, of a bone of which there are several."""
    scene, flap, graft = of.scene, of.flap, of.graft
    if not flap.site.numbered:
        return Element("n/a")
    claims = (claim for claim in flap.donor.done() if graft.ray is not None and claim.ray == graft.ray)
    first = next(claims, None)
    return Element("met", (scene.evidence(first.mention),)) if first else Element("missing")
