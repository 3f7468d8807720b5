"""Where a missing statement would be expected: the section or sentence that a finding about something missing points at."""

from __future__ import annotations

from typing import TYPE_CHECKING

from notelint.report import Evidence

if TYPE_CHECKING:
    from notelint.case.model import Case
    from notelint.reading.model import Reading, Section

# For each element, the elements next to which it is usually documented, in order of preference.
_BESIDE: dict[str, tuple[str, ...]] = {
    "donor_laterality": ("donor_site_named",),
    "metatarsal_level": ("donor_site_named",),
    "pedicle_vessels": ("pedicle_length", "donor_site_named"),
    "pedicle_length": ("pedicle_vessels", "donor_site_named"),
    "pedicle_caliber": ("pedicle_vessels", "pedicle_length", "donor_site_named"),
    "microscope": ("anastomosis_performed", "recipient_vessels"),
    "anastomosis_performed": ("recipient_vessels", "pedicle_vessels", "bone_dimensions", "donor_site_named"),
    "anastomosis_technique": ("anastomosis_performed",),
    "recipient_vessels": ("anastomosis_performed", "pedicle_vessels"),
    "perfusion_check": ("anastomosis_performed",),
    "ischemia_time": ("anastomosis_performed",),
    "bone_dimensions": ("donor_site_named",),
    "skin_dimensions": ("bone_dimensions", "donor_site_named"),
    "soft_tissue_defect": ("defect_size", "defect_location"),
    "defect_size": ("defect_location",),
    "donor_closure": ("bone_dimensions", "donor_site_named"),
}
# For each element, the kinds of sections in which it is expected.
_SECTIONS: dict[str, tuple[str, ...]] = {
    "blood_loss": ("blood_loss",),
    "donor_complications": ("complications",),
    "operative_time": ("times", "tourniquet"),
    "vascularized_rationale": ("indications", "diagnosis"),
    "defect_cause": ("diagnosis", "indications"),
    "defect_location": ("procedure", "diagnosis"),
    "vascular_imaging": ("indications",),
    "cosurgeon_roles": ("cosurgeon", "people"),
    "ischemia_time": ("ischemia",),
}


class ExpectedLocations:
    """Finds the location for a finding about something missing; if nothing fits, the first words of the note."""

    def __init__(self, reading: Reading, case: Case) -> None:
        self._reading = reading
        self._case = case

    def of_element(self, element: str) -> Evidence:
        """The section or the words where ``element`` is expected."""
        for kind in _SECTIONS.get(element, ()):
            section = next((section for section in self._reading.sections if section.kind == kind), None)
            if section is not None:
                return self._heading(section)
        for neighbour in _BESIDE.get(element, ()):
            found = self._case.elements.get(neighbour)
            if found is not None and found.evidence:
                return found.evidence[0]
        return self._header()

    def _heading(self, section: Section) -> Evidence:
        end = section.heading_end if section.heading_end > section.heading_start else min(section.end, section.start + 40)
        return self._reading.evidence(section.heading_start, end)

    def _header(self) -> Evidence:
        """The title of the procedure, else the first line."""
        title = next((section for section in self._reading.sections if section.kind == "procedure"), None)
        if title is not None:
            return self._heading(title)
        first = next((sentence for sentence in self._reading.sentences), None)
        return self._reading.evidence(first.start, first.end) if first is not None else Evidence(0, 0, "")
