"""ANNOTATION's documentation elements of a graft: each module answers for its own."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from notelint.case import (
    anastomosis,
    blood_loss,
    cause,
    closure,
    complications,
    defect,
    donor_site,
    imaging,
    instruments,
    ischemia,
    operative_time,
    pedicle,
    people,
    perfusion,
    rationale,
    sides,
    sizes,
)
from notelint.packs.vocabulary import words_of
from notelint.report import NOT_ASKED

if TYPE_CHECKING:
    from notelint.case.donor import Donor
    from notelint.case.flaps import Flap
    from notelint.case.grafts import Donors
    from notelint.case.model import Graft
    from notelint.case.scene import Scene
    from notelint.report import Element

_REGION_UNKNOWN = words_of("donor.region-unknown")
_AFTER_ABANDONING = range(4)  # the sentence that gives a harvest up, and those after it that still tell of that site


def elements(scene: Scene, flap: Flap, graft: Graft, donors: Donors) -> dict[str, Element]:
    """What is documented of a graft, by the names of the elements."""
    told = {
        "donor_site_named": donor_site.named_element(graft),
        "donor_laterality": sides.laterality_element(scene, flap.donor, graft.side),
        "metatarsal_level": donor_site.level_element(scene, flap, graft),
        "pedicle_vessels": pedicle.vessels_element(scene, flap.zone, flap.donor.site, flap.joined),
        "anastomosis_performed": anastomosis.performed_element(flap.joined),
        "anastomosis_technique": anastomosis.technique_element(scene, flap.joined, flap.zone),
        "recipient_vessels": anastomosis.recipients_element(flap.joined),
        "perfusion_check": perfusion.perfusion_element(scene, flap.zone, flap.joined),
        "ischemia_time": ischemia.ischemia_element(scene, flap.zone, flap.donor.site),
        "defect_location": defect.location_element(scene, flap.donor.site),
        "defect_size": defect.size_element(scene, flap.donor.site),
        "donor_closure": _closure(scene, flap, graft, donors),
        **_of_size_and_skin(scene, flap, graft),
        **_of_operation(scene),
    }
    told["vascularized_rationale"] = rationale.rationale_element(scene, told["defect_size"], told["soft_tissue_defect"])
    return {name: _with_words_once(element) for name, element in told.items()}


def _with_words_once(element: Element) -> Element:
    once = tuple(dict.fromkeys(element.evidence))
    return element if once == element.evidence else replace(element, evidence=once)


def _closure(scene: Scene, flap: Flap, graft: Graft, donors: Donors) -> Element:
    region = flap.site.region or _REGION_UNKNOWN
    harvest = closure.harvest_sentences(flap.zone, (claim.mention.sentence for claim in flap.donor.done(header=False)))
    return closure.closure_element(scene, region, graft.side, harvest, abandoned=_abandoned_sentences(donors, flap.donor))


def _abandoned_sentences(donors: Donors, donor: Donor) -> frozenset[int]:
    """Sentences around a harvest given up at another site: their closure is not the donor's."""
    given_up = [claim for claim in donors.aside if claim.mention.status == "abandoned" and claim.site != donor.site]
    return frozenset(claim.mention.sentence + step for claim in given_up for step in _AFTER_ABANDONING)


def _of_size_and_skin(scene: Scene, flap: Flap, graft: Graft) -> dict[str, Element]:
    figures = sizes.graft_lengths(scene, flap.zone, flap.donor.site)
    skin = graft.facts["skin_paddle"].value == "yes"
    return {
        "pedicle_length": sizes.pedicle_element(scene, figures),
        "pedicle_caliber": sizes.caliber_element(scene, figures, flap.zone),
        "bone_dimensions": sizes.bone_element(scene, figures, bone_only=not skin),
        "skin_dimensions": sizes.skin_element(scene, figures) if skin else NOT_ASKED,
        "soft_tissue_defect": defect.soft_tissue_element(scene) if skin else NOT_ASKED,
    }


def _of_operation(scene: Scene) -> dict[str, Element]:
    return {
        "microscope": instruments.microscope_element(scene, scene.operative),
        "defect_cause": cause.cause_element(scene),
        "blood_loss": blood_loss.blood_loss_element(scene),
        "donor_complications": complications.complications_element(scene),
        "operative_time": operative_time.operative_time_element(scene),
        "vascular_imaging": imaging.imaging_element(scene),
        "cosurgeon_roles": people.cosurgeon_element(scene),
    }
