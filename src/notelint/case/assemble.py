"""Reading to case: put together what was done, graft by graft, and what is documented of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from notelint.case.account import account
from notelint.case.blanks import conflicts_of_note
from notelint.case.document_steps import document_steps
from notelint.case.donor_site import metatarsal_ray, site_fact
from notelint.case.elements import elements
from notelint.case.events import find_events
from notelint.case.flaps import find_flaps
from notelint.case.grafts import find_donors
from notelint.case.integrity import conflicts_of_graft, conflicts_without_graft, skin_in_title
from notelint.case.model import Case, Fact, Graft, Site
from notelint.case.scene import read_scene
from notelint.case.sides import donor_side
from notelint.case.skin import skin_fact
from notelint.case.timeline import stages_of, stages_of_left
from notelint.case.transfer import flap_transfer, operation_transfer
from notelint.report import SetAside, Timeline

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from notelint.case.anastomosis import Joining
    from notelint.case.donor import Donor
    from notelint.case.donors import Claim
    from notelint.case.events import Events
    from notelint.case.flaps import Flap
    from notelint.case.grafts import Donors
    from notelint.case.scene import Scene
    from notelint.packs.schema import Range
    from notelint.reading.model import Reading
    from notelint.report import Stage


def build_case(reading: Reading, sites: Mapping[str, Site], ranges: Mapping[str, Range], asked: Iterable[str]) -> Case:
    """The case of a note.

    ``sites`` are the donor sites the pack knows, ``ranges`` the plausible figures, ``asked`` the elements the pack asks for.
    """
    scene = read_scene(reading)
    events = find_events(scene)
    donors = find_donors(scene, events, sites)
    flaps = find_flaps(scene, events, donors, sites)
    moved = [_moved(scene, events, flap) for flap in flaps]
    transfers = [one.transfer for one in moved]
    timelines = [Timeline(one.flap.donor.site, one.transfer.value, one.stages) for one in moved]
    timelines += [Timeline(donor.site, "given up", stages_of_left(scene, donor)) for donor in donors.left]
    made = [_graft(scene, events, one, donors, later=one is not moved[0]) for one in moved]
    free = [(flap, graft) for flap, graft in zip(flaps, made, strict=True) if graft.facts["transfer"].value == "free"]
    grafts = tuple(graft for _, graft in free)
    transfer = operation_transfer(scene, events, donors, transfers)
    aside = _set_aside(scene, donors)
    conflicts = conflicts_of_note(reading.note.text)
    if not grafts:
        conflicts |= conflicts_without_graft(scene, donors, transfer, ranges)
        listed_events = account(scene, events, (), {})
        reports = scene.document.reports_operation
        return Case((), transfer, {}, conflicts, aside, listed_events, tuple(timelines), document_steps(scene), reports)
    first, graft = free[0]
    conflicts |= conflicts_of_graft(scene, first, grafts, donors, ranges)
    documented = elements(scene, first, graft, donors, asked)
    listed_events = account(scene, events, grafts, documented)
    return Case(grafts, transfer, documented, conflicts, aside, listed_events, tuple(timelines), document_steps(scene))


class _Moved(NamedTuple):
    """A flap of bone with its stages and how it was transferred."""

    flap: Flap
    stages: tuple[Stage, ...]
    transfer: Fact


def _moved(scene: Scene, events: Events, flap: Flap) -> _Moved:
    stages = stages_of(scene, events, flap)
    return _Moved(flap, stages, flap_transfer(scene, flap, stages))


def _graft(scene: Scene, events: Events, moved: _Moved, donors: Donors, *, later: bool) -> Graft:
    """The facts of one flap; ``later`` marks any but the first."""
    flap, donor = moved.flap, moved.flap.donor
    in_title = skin_in_title(scene, donor)
    skin = events.within(flap.zone).of_skin()
    facts = {
        "transfer": moved.transfer,
        "anastomosis": _anastomosis_fact(flap.joined),
        "donor_site": site_fact(scene, donor, donors),
        "skin_paddle": skin_fact(scene, skin, in_title=in_title, always=flap.site.own_skin, later=later),
    }
    side, side_words = donor_side(scene, donor, flap.zone, flap.site.region)
    return Graft(facts, side, metatarsal_ray(donor) if flap.site.numbered else None, side_words)


def _anastomosis_fact(joined: Joining) -> Fact:
    if joined.documented:
        return Fact("documented", "an anastomosis is documented", joined.evidence)
    return Fact("not_documented", "no anastomosis of the graft is documented")


def _set_aside(scene: Scene, donors: Donors) -> tuple[SetAside, ...]:
    """The claims of donor bones that were not counted, and why."""
    return (*(_not_done(scene, claim) for claim in donors.aside), *(_title_only(scene, donor) for donor in donors.header_only))


def _not_done(scene: Scene, claim: Claim) -> SetAside:
    mention = claim.mention
    cue = scene.reading.evidence(*mention.cue) if mention.cue else None
    return SetAside(f"donor:{claim.site}", mention.status, scene.evidence(mention), cue)


def _title_only(scene: Scene, donor: Donor) -> SetAside:
    title = donor.done(header=True)[0]
    return SetAside(f"donor:{donor.site}", "title only", scene.evidence(title.mention))
