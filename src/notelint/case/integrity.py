"""Where a note cannot be believed as it stands: blanks, sides, title against body, statements and figures against each other."""

from __future__ import annotations

from typing import TYPE_CHECKING

from notelint.case.bone import is_host
from notelint.case.donor_region import names_region
from notelint.case.donors import UNSPECIFIED, named_bones
from notelint.case.ischemia import ischemia_contradiction
from notelint.case.model import Statement
from notelint.case.plausibility import implausible_figures, implausible_without_graft
from notelint.case.recipient_side import recipient_sides
from notelint.case.scene import DONE
from notelint.case.side_conflicts import (
    bone_side_conflict,
    diagnosis_side_conflict,
    donor_side_conflict,
    recipient_opening_conflict,
    recipient_side_conflict,
    title_side_conflict,
)
from notelint.case.sides import side_corrected, title_side
from notelint.case.sizes import graft_lengths
from notelint.case.skin import title_bone_only, title_skin
from notelint.case.transfer import vessel_work_given_up
from notelint.packs.vocabulary import phrase

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from notelint.case.donor import Donor
    from notelint.case.donors import Claim
    from notelint.case.flaps import Flap
    from notelint.case.grafts import Donors
    from notelint.case.model import Conflicts, Fact, Graft
    from notelint.case.scene import Scene
    from notelint.packs.schema import Range
    from notelint.reading.model import Sentence
    from notelint.report import Evidence

_CONVERTED = phrase("vessel-work.converted")


def conflicts_without_graft(scene: Scene, donors: Donors, transfer: Fact, ranges: Mapping[str, Range]) -> Conflicts:
    """The conflicts of a note in which no free bone flap was done: title against body, figures of another flap."""
    implausible = implausible_without_graft(scene, ranges)
    return _without_empty(
        {
            "laterality_conflict": diagnosis_side_conflict(scene) if _names_graft(donors) else (),
            "header_body_conflict": _title_without_graft(scene, donors, transfer),
            "implausible_value": tuple(Statement(words, "another implausible figure") for words in implausible),
        }
    )


def _names_graft(donors: Donors) -> bool:
    """Whether the note names a bone graft at all; a note of another kind is not held to its sides."""
    return bool(donors.vascular or donors.plain or donors.aside or donors.header_only or donors.left)


def _title_without_graft(scene: Scene, donors: Donors, transfer: Fact) -> tuple[Statement, ...]:
    """A free flap of bone that the title says was done, where the body says that its vessels or the bone were left alone."""
    vascular = [claim for donor in (*donors.vascular, *donors.header_only) for claim in donor.done(header=True)]
    left_out = [claim for claim in donors.aside if claim.in_header and claim.done]
    claims = [claim for claim in (*vascular, *left_out) if claim.blood and not _names_conversion(scene, claim)]
    if not claims:
        return ()
    title = Statement(scene.evidence(claims[0].mention), "the header names a vascularized graft")
    given_up = vessel_work_given_up(scene) if transfer.value == "nonvascularized" else None
    if given_up is not None:
        return (title, Statement(given_up, "the body says that its vessels were not joined"))
    refused = next((words for _, words in scene.find("conflicts.no-bone", scene.operative)), None)
    if refused is not None:
        return (title, Statement(refused, "the body says that no bone was taken"))
    back = next((words for _, words in scene.find("conflicts.flap-given-up", scene.operative)), None)
    if back is None or any(_explains_title(scene, sentence) for sentence in scene.header):
        return ()
    return (title, Statement(back, "the body says that the flap was given up"))


def _explains_title(scene: Scene, sentence: Sentence) -> bool:
    """Whether a title says itself that something was only booked, or given up."""
    heading = scene.text[sentence.section.heading_start : sentence.section.heading_end]
    return (
        phrase("conflicts.booked").search(heading) is not None
        or phrase("conflicts.given-up-in-title").search(sentence.text) is not None
    )


def _names_conversion(scene: Scene, claim: Claim) -> bool:
    """Whether a title says that the graft was used without its vessels in the end, or left on them."""
    if phrase("pedicle.in-title").search(scene.sentence_of(claim.mention).text):
        return True
    return any(_CONVERTED.search(sentence.text) for sentence in scene.header)


def conflicts_of_graft(
    scene: Scene, flap: Flap, grafts: Sequence[Graft], donors: Donors, ranges: Mapping[str, Range]
) -> Conflicts:
    """The conflicts about the first of ``grafts``; where there are several, those that a second one explains are left out."""
    graft, single = grafts[0], len(grafts) == 1
    figures = graft_lengths(scene, flap.zone, flap.donor.site)
    implausible = implausible_figures(scene, figures, flap.zone, flap.donor.site, ranges)
    return _without_empty(
        {
            "laterality_conflict": _sides(scene, flap, graft, single=single),
            "header_body_conflict": _title_against_body(scene, flap, graft, donors) if single else (),
            "internal_contradiction": (ischemia_contradiction(scene, flap.zone) if single else ()) or _skin_contradiction(graft),
            "implausible_value": tuple(Statement(words, "another implausible figure") for words in implausible),
        }
    )


def _without_empty(conflicts: Conflicts) -> Conflicts:
    return {kind: statements for kind, statements in conflicts.items() if statements}


def _sides(scene: Scene, flap: Flap, graft: Graft, *, single: bool) -> tuple[Statement, ...]:
    return (_donor_sides(scene, flap, graft) if single else ()) or (
        recipient_side_conflict(scene, flap.site.region) or recipient_opening_conflict(scene) or diagnosis_side_conflict(scene)
    )


def _donor_sides(scene: Scene, flap: Flap, graft: Graft) -> tuple[Statement, ...]:
    regions = _regions(flap, graft)
    if not regions or side_corrected(scene, flap.donor, regions) is not None:
        return ()
    title = title_side(scene, flap.donor, regions)
    return (
        title_side_conflict(graft, title)
        or bone_side_conflict(scene, graft, flap.donor)
        or donor_side_conflict(scene, graft, regions, recipient_sides(scene, regions))
    )


def _regions(flap: Flap, graft: Graft) -> frozenset[str]:
    """The words for the donor's part of the body; of a bone that the note does not name, those that give it its side."""
    if flap.donor.site != UNSPECIFIED or graft.side_words is None:
        return flap.site.region
    return frozenset(word for word in flap.site.region if word in graft.side_words.text.lower())


def _skin_contradiction(graft: Graft) -> tuple[Statement, ...]:
    skin = graft.facts["skin_paddle"]
    if skin.value != "contradicted":
        return ()
    carried, refused = skin.evidence
    return (Statement(carried, "skin goes with the bone here"), Statement(refused, "no skin is taken here"))


def _title_against_body(scene: Scene, flap: Flap, graft: Graft, donors: Donors) -> tuple[Statement, ...]:
    """The title names another bone, a plain graft, or skin that the body denies, or denies skin that the body has."""
    bone = _other_bone_in_title(scene, flap, donors) or _plain_in_title(scene, flap) or _boneless_in_title(scene, flap)
    return bone or _other_skin_in_title(scene, flap, graft)


def _plain_in_title(scene: Scene, flap: Flap) -> tuple[Statement, ...]:
    """The title calls the bone a graft without its vessels."""
    if flap.donor.claimed_in_title:
        return ()
    titles = (scene.sentence_of(claim.mention) for claim in flap.donor.done(header=True))
    title = next((words for _, words in scene.find("donor.not-vascular", titles)), None)
    body = next(_with_blood_in_body(scene, flap), None)
    return _header_and_body(title, "names a graft without its vessels", body, "describes a graft with its vessels")


def _boneless_in_title(scene: Scene, flap: Flap) -> tuple[Statement, ...]:
    """The title names a flap of the donor's part of the body, and says that it is one without bone."""
    titles = [found for found in scene.find("conflicts.flap-without-bone", scene.header) if _names_flap_of(scene, found[0], flap)]
    boneless = {sentence.index for sentence, _ in titles if phrase("conflicts.bone-in-title").search(sentence.text) is None}
    if any(claim.mention.sentence not in boneless for claim in flap.donor.done(header=True)):
        return ()
    title = next((words for _, words in titles), None)
    body = next(_bone_in_body(scene, flap), None)
    return _header_and_body(title, "names a flap without bone", body, "takes bone with the flap")


def _names_flap_of(scene: Scene, sentence: Sentence, flap: Flap) -> bool:
    """Whether the sentence names a flap of the donor's part of the body, or the only flap of the operation."""
    others = scene.reading.mentions_in(sentence, "other_flap", "named_flap")
    own = any(flap.donor.site in {other.attributes.get("bone"), other.attributes.get("site")} for other in others)
    only = not any(other.status in DONE for other in scene.reading.of_kind("other_flap"))
    return own or only or (bool(flap.site.region) and names_region(sentence.text, flap.site.region))


def _other_bone_in_title(scene: Scene, flap: Flap, donors: Donors) -> tuple[Statement, ...]:
    donor = flap.donor
    if donor.done(header=True):
        return ()
    others = (other for other in donors.header_only if other.site not in {donor.site, UNSPECIFIED})
    title = next((scene.evidence(other.done(header=True)[0].mention) for other in others), None)
    body = next(_bone_in_body(scene, flap), None)
    return _header_and_body(title, "names another bone", body, "takes the bone from here")


def _other_skin_in_title(scene: Scene, flap: Flap, graft: Graft) -> tuple[Statement, ...]:
    skin = graft.facts["skin_paddle"]
    named = skin_in_title(scene, flap.donor) or title_skin(scene, _first_line(scene))
    body = next((words for words in (*skin.evidence, *_bone_in_body(scene, flap)) if words != named), None)
    if skin.value == "no":
        return _header_and_body(named, "names skin with the bone", body, "says that no skin was taken")
    if skin.value == "yes":
        return _header_and_body(title_bone_only(scene), "says that bone alone was taken", body, "describes skin with the bone")
    return ()


def _first_line(scene: Scene) -> tuple[Sentence, ...]:
    """The first sentence of the operation where it has no verb: a title behind which the story goes on at once."""
    first = scene.operative[:1]
    return first if first and first[0].index == 0 and not phrase("section.verb").search(first[0].text) else ()


def _header_and_body(header: Evidence | None, named: str, body: Evidence | None, stated: str) -> tuple[Statement, ...]:
    """The two statements of a conflict between them; none where one of the two places does not exist."""
    if header is None or body is None:
        return ()
    return (Statement(header, f"the header {named}"), Statement(body, f"the body {stated}"))


def _bone_in_body(scene: Scene, flap: Flap) -> Iterator[Evidence]:
    """The body's words for the bone that was taken, the most direct first."""
    claims = (*flap.donor.harvested, *flap.donor.done(header=False))
    yield from (scene.evidence(claim.mention) for claim in claims)
    yield from (*flap.donor.pedicle, *flap.joined.evidence)


def _with_blood_in_body(scene: Scene, flap: Flap) -> Iterator[Evidence]:
    """The body's words for a graft with its vessels: its name, its pedicle, the joining of its vessels."""
    yield from (scene.evidence(claim.mention) for claim in flap.donor.done(header=False) if claim.blood)
    yield from (*flap.donor.pedicle, *flap.joined.evidence)


def skin_in_title(scene: Scene, donor: Donor) -> Evidence | None:
    """Where a title has skin in the bone flap's name, or beside it."""
    claims = donor.done(header=True)
    claim = next((claim for claim in claims if claim.skin), None)
    if claim is not None:
        return scene.evidence(claim.mention)
    own = tuple(dict.fromkeys(scene.sentence_of(claim.mention) for claim in claims))
    if claims and not donor.twin:
        own = tuple(title for title in scene.header if title in own or not _names_other_donor(scene, title, donor))
    elif not donor.twin:
        own = scene.header
    return title_skin(scene, own) or _skin_flap_of_region(scene, donor)


def _names_other_donor(scene: Scene, title: Sentence, donor: Donor) -> bool:
    """Whether an item of the title names the bone of another flap, and not this one's."""
    bones = tuple(named_bones(scene, title))
    sites = {bone.attributes["site"] for bone in bones if not is_host(scene, bone)}
    return bool(sites) and not sites & {donor.site, UNSPECIFIED}


def _skin_flap_of_region(scene: Scene, donor: Donor) -> Evidence | None:
    """A title's skin flap from the same part of the body: a lateral arm flap, with the bone taken from the humerus."""
    for sentence in scene.header:
        for flap in scene.reading.mentions_in(sentence, "other_flap"):
            if flap.attributes.get("bone") == donor.site and flap.status in DONE:
                return scene.evidence(flap)
    return None
