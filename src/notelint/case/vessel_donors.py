"""A donor that the note documents by its vessels: a vessel that feeds one bone alone was followed and joined, and bone was cut.

A surgeon who follows the deep circumflex iliac artery, saws bone and joins the artery has taken the iliac crest, whatever the
verb. The bone must still be named to be the donor; a block that is known by its artery alone leaves the donor open.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from notelint.case.donor import Donor
from notelint.case.donors import claim_of_source, named_bones
from notelint.case.linking import linked
from notelint.case.vessels import vessels_in
from notelint.packs.vocabulary import phrase, words_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from notelint.case.events import Events
    from notelint.case.scene import Scene
    from notelint.case.vessels import Vessel
    from notelint.reading.model import Mention, Sentence
    from notelint.report import Evidence

_DONOR_VESSELS = words_of("vessel.tells-donor")
_CLOSED_OFF = phrase("anastomosis.closed-off")
_LEFT_THERE = phrase("vessel.left-there")
_BONE_CUT = phrase("donor.bone-cut")
_BLOCK_TAKEN = phrase("donor.block-taken")
_DISCARDED = phrase("donor.bone-discarded")
_PERIOSTEUM_ALONE = phrase("donor.periosteum-alone")
_NO_SKIN_FLAP = words_of("donor.no-skin-flap")
_BESIDE = phrase("donor.boundary")
_NO_BONE = phrase("donor.not-bone-after")


def donor_by_vessels(scene: Scene, events: Events, given_up: frozenset[str]) -> Donor | None:
    """The bone that the vessels point to and the note names; ``None`` where it does neither. What was ``given_up`` is none."""
    for site, words in _fed(scene, events):
        if site in given_up:
            continue
        claims = [claim_of_source(scene, mention) for mention in _mentions(scene, site)]
        if claims:
            return Donor(site, claims=claims, pedicle=[words])
    return None


def sites_by_vessels(scene: Scene, events: Events) -> frozenset[str]:
    """The sites whose own vessel was followed and joined in an operation that cut bone."""
    return frozenset(site for site, _ in _fed(scene, events))


def block_by_vessels(scene: Scene, events: Events, given_up: frozenset[str]) -> Evidence | None:
    """The words for a block of bone that only its vessels locate. What was ``given_up`` is none."""
    if not any(site not in given_up for site, _ in _fed(scene, events)):
        return None
    return next((words for _, words in scene.find("donor.block-taken", scene.operative)), None)


def _fed(scene: Scene, events: Events) -> Iterator[tuple[str, Evidence]]:
    """The sites whose own vessel was followed and joined in an operation that cut bone, with the vessel's words."""
    joins = [scene.reading.sentences[index] for index in sorted(events.joined)]
    if not joins or not any(
        _BONE_CUT.search(sentence.text) or _BLOCK_TAKEN.search(sentence.text) for sentence in scene.operative
    ):
        return
    if any(_DISCARDED.search(sentence.text) for sentence in scene.operative):
        return
    if any(_PERIOSTEUM_ALONE.search(sentence.text) for sentence in (*scene.header, *scene.operative)):
        return
    for sentence in scene.operative:
        for vessel in vessels_in(scene, sentence):
            if vessel.name in _DONOR_VESSELS and is_followed(sentence, vessel):
                site = vessel.feeds[0]
                if linked(scene, site, joins, has_pedicle=True, by_vessels_alone=True):
                    yield site, scene.reading.evidence(vessel.start, vessel.end)


def is_followed(sentence: Sentence, vessel: Vessel) -> bool:
    """Whether an artery was followed for the graft, rather than tied off, left where it lay, or reached."""
    if vessel.receives or vessel.status != "performed" or vessel.kinds == ("vein",):
        return False
    behind = sentence.text[vessel.end - sentence.start :]
    return _CLOSED_OFF.match(behind) is None and _LEFT_THERE.match(behind) is None


def _mentions(scene: Scene, site: str) -> Iterator[Mention]:
    """Where the operation names the bone as cut, not as what something lies beside; of some bones any mention is enough."""
    for sentence in scene.operative:
        if site not in _NO_SKIN_FLAP and not _BONE_CUT.search(sentence.text):
            continue
        for mention in named_bones(scene, sentence):
            if mention.attributes["site"] != site or mention.status != "performed" or _NO_BONE.match(scene.after(mention)):
                continue
            if not _BESIDE.search(scene.before(mention)):
                yield mention
