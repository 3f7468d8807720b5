"""Which documentation elements this package answers, and with what. Nothing is imported before a note is read."""

from __future__ import annotations

from functools import cache
from importlib import import_module
from typing import TYPE_CHECKING, cast

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from notelint.case.subject import GraftSubject
    from notelint.report import Element

    Answer = Callable[[GraftSubject], Element]

ANSWERS: Mapping[str, str] = {
    "donor_site_named": "donor_site.named_element",
    "donor_laterality": "sides.laterality_element",
    "metatarsal_level": "donor_site.level_element",
    "pedicle_vessels": "pedicle.vessels_element",
    "anastomosis_performed": "anastomosis.performed_element",
    "anastomosis_technique": "anastomosis.technique_element",
    "recipient_vessels": "anastomosis.recipients_element",
    "perfusion_check": "perfusion.perfusion_element",
    "ischemia_time": "ischemia.ischemia_element",
    "defect_location": "defect.location_element",
    "defect_size": "defect.size_element",
    "donor_closure": "closure.closure_element",
    "pedicle_length": "sizes.pedicle_element",
    "pedicle_caliber": "sizes.caliber_element",
    "bone_dimensions": "sizes.bone_element",
    "skin_dimensions": "sizes.skin_element",
    "soft_tissue_defect": "defect.soft_tissue_element",
    "microscope": "instruments.microscope_element",
    "defect_cause": "cause.cause_element",
    "blood_loss": "blood_loss.blood_loss_element",
    "donor_complications": "complications.complications_element",
    "operative_time": "operative_time.operative_time_element",
    "vascular_imaging": "imaging.imaging_element",
    "cosurgeon_roles": "people.cosurgeon_element",
    "vascularized_rationale": "rationale.rationale_element",
}
"""Each element with the module of this package and its function that answer it, in the order in which events list them."""


@cache
def answer_of(element: str) -> Answer:
    """The function that answers an element of a graft. Raises ``KeyError`` for an element that this package does not answer."""
    module, function = ANSWERS[element].split(".")
    return cast("Answer", getattr(import_module(f"notelint.case.{module}"), function))
