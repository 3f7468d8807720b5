"""Where a note cannot be believed as it stands: blanks, sides, title against body, statements and figures against each other."""

from __future__ import annotations

from typing import TYPE_CHECKING

from notelint.case.donors import UNSPECIFIED
from notelint.case.ischemia import ischemia_contradiction
from notelint.case.plausibility import implausible_figures
from notelint.case.scene import DONE
from notelint.case.side_conflicts import donor_side_conflict, recipient_side_conflict
from notelint.case.sides import recipient_sides
from notelint.case.sizes import graft_lengths
from notelint.case.skin import title_bone_only, title_skin
from notelint.case.transfer import vessel_work_given_up
from notelint.packs.vocabulary import phrase

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from notelint.case.donor import Donor
    from notelint.case.donors import Claim
    from notelint.case.flaps import Flap
    from notelint.case.grafts import Donors
    from notelint.case.model import Fact, Graft
    from notelint.case.scene import Scene
    from notelint.packs.schema import Range
    from notelint.report import Evidence

_CONVERTED = phrase("vessel-work.converted")
Conflicts = dict[str, tuple["Evidence", ...]]
"""The kinds of ANNOTATION's integrity that a note shows, each with its words."""


def conflicts_without_graft(scene: Scene, donors: Donors, transfer: Fact) -> Conflicts:
    """A free flap that the title says was done, where the body tells that its vessels were not joined."""
    if transfer.value != "nonvascularized" or vessel_work_given_up(scene) is None:
        return {}
    claims = [claim for donor in donors.vascular for claim in donor.done(header=True) if not _tells_conversion(scene, claim)]
    return {"header_body_conflict": (scene.evidence(claims[0].mention), *transfer.evidence[:1])} if claims else {}


def _tells_conversion(scene: Scene, claim: Claim) -> bool:
    """Whether the title itself says that the graft was used without its vessels in the end."""
    return _CONVERTED.search(scene.sentence_of(claim.mention).text) is not None


def conflicts_of_graft(
    scene: Scene, flap: Flap, grafts: Sequence[Graft], donors: Donors, ranges: Mapping[str, Range]
) -> Conflicts:
    """The conflicts about the first of ``grafts``; where there are several, those that a second one explains are left out."""
    graft, single = grafts[0], len(grafts) == 1
    figures = graft_lengths(scene, flap.zone, flap.donor.site)
    return _told(
        {
            "laterality_conflict": _sides(scene, flap, graft, single=single),
            "header_body_conflict": _title_against_body(scene, flap.donor, graft, donors) if single else (),
            "internal_contradiction": (ischemia_contradiction(scene, flap.zone) if single else ()) or _skin_contradiction(graft),
            "implausible_value": implausible_figures(scene, figures, flap.zone, flap.donor.site, ranges),
        }
    )


def _told(conflicts: Conflicts) -> Conflicts:
    return {kind: words for kind, words in conflicts.items() if words}


def _sides(scene: Scene, flap: Flap, graft: Graft, *, single: bool) -> tuple[Evidence, ...]:
    return (_donor_sides(scene, flap, graft) if single else ()) or recipient_side_conflict(scene, flap.site.region)


def _donor_sides(scene: Scene, flap: Flap, graft: Graft) -> tuple[Evidence, ...]:
    if not flap.site.region:
        return ()
    return donor_side_conflict(scene, graft.side, flap.site.region, recipient_sides(scene, flap.site.region))


def _skin_contradiction(graft: Graft) -> tuple[Evidence, ...]:
    skin = graft.facts["skin_paddle"]
    return skin.evidence if skin.value == "contradicted" else ()


def _title_against_body(scene: Scene, donor: Donor, graft: Graft, donors: Donors) -> tuple[Evidence, ...]:
    """The title names another bone, a plain graft, or skin that the body denies, or denies skin that the body has."""
    bone = _other_bone_in_title(scene, donor, donors) or _plain_in_title(scene, donor)
    return bone or _other_skin_in_title(scene, donor, graft)


def _plain_in_title(scene: Scene, donor: Donor) -> tuple[Evidence, ...]:
    """The title calls the bone a graft without its vessels."""
    if donor.claimed_in_title:
        return ()
    titles = (scene.sentence_of(claim.mention) for claim in donor.done(header=True))
    return tuple(words for _, words in scene.find("donor.not-vascular", titles))[:1]


def _other_bone_in_title(scene: Scene, donor: Donor, donors: Donors) -> tuple[Evidence, ...]:
    if donor.done(header=True):
        return ()
    others = (other for other in donors.header_only if other.site not in {donor.site, UNSPECIFIED})
    other = next(others, None)
    return (scene.evidence(other.done(header=True)[0].mention),) if other else ()


def _other_skin_in_title(scene: Scene, donor: Donor, graft: Graft) -> tuple[Evidence, ...]:
    skin = graft.facts["skin_paddle"]
    titles = {"no": skin_in_title(scene, donor), "yes": title_bone_only(scene)}
    title = titles.get(skin.value)
    return (title, *skin.evidence[:1]) if title else ()


def skin_in_title(scene: Scene, donor: Donor) -> Evidence | None:
    """Where a title has skin in the bone flap's name, or beside it."""
    claims = donor.done(header=True)
    claim = next((claim for claim in claims if claim.skin), None)
    if claim is not None:
        return scene.evidence(claim.mention)
    own = tuple(dict.fromkeys(scene.sentence_of(claim.mention) for claim in claims)) if donor.twin else scene.header
    return title_skin(scene, own) or _skin_flap_of_region(scene, donor)


def _skin_flap_of_region(scene: Scene, donor: Donor) -> Evidence | None:
    """A title's skin flap from the same part of the body: a lateral arm flap, with the bone taken from the humerus."""
    for sentence in scene.header:
        for flap in scene.reading.mentions_in(sentence, "other_flap"):
            if flap.attributes.get("bone") == donor.site and flap.status in DONE:
                return scene.evidence(flap)
    return None
