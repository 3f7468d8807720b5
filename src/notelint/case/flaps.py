"""The flaps of bone of an operation: each one's donor, the sentences about it, and the joining of its vessels."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from notelint.case.anastomosis import Joining, joining
from notelint.case.donor import Donor
from notelint.case.donors import UNSPECIFIED
from notelint.case.linking import linked
from notelint.case.model import Site
from notelint.case.zones import zones
from notelint.discreet import discreet

if TYPE_CHECKING:
    from collections.abc import Mapping

    from notelint.case.events import Events
    from notelint.case.grafts import Donors
    from notelint.case.scene import Scene
    from notelint.reading.model import Sentence


@discreet()
@dataclass(frozen=True, slots=True)
class Flap:
    """One flap of bone. ``zone`` are its operative sentences, ``site`` what the pack knows of its donor site."""

    donor: Donor
    zone: tuple[Sentence, ...]
    joined: Joining
    site: Site


def find_flaps(scene: Scene, events: Events, donors: Donors, sites: Mapping[str, Site]) -> tuple[Flap, ...]:
    """The flaps documented as vascularised, in the order in which the note does them."""
    flaps = _claimed(scene, events, donors)
    return tuple(
        Flap(donor, zone, joining(scene, events, zone, donor.site), sites.get(donor.site, Site()))
        for donor, zone in zip(flaps, zones(scene, flaps, donors.left), strict=True)
    )


def _claimed(scene: Scene, events: Events, donors: Donors) -> tuple[Donor, ...]:
    """Donors called vascularised or whose vessels were joined; else one of unknown site where a bone flap is claimed."""
    known = tuple(donor for donor in donors.vascular if donors.vague or _is_flap(scene, events, donor))
    if known or donors.vague is None or donors.plain:
        return known
    return (Donor(UNSPECIFIED),)


def _is_flap(scene: Scene, events: Events, donor: Donor) -> bool:
    """Whether the note calls the donor living bone, or joins its vessels."""
    joins = (sentence for sentence in scene.operative if sentence.index in events.joined)
    return donor.claimed or donor.joined or bool(linked(scene, donor.site, joins, has_pedicle=bool(donor.pedicle)))
