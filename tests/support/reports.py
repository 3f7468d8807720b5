"""Reports made by hand, in which every kind of thing occurs that a report can hold."""

from __future__ import annotations

from notelint.note import Note
from notelint.report import Decision, Element, Event, Evidence, Finding, Need, Reason, Related, Report, SetAside, Step

TEXT = """PREOPERATIVE DIAGNOSIS: Right mandibular defect.
PROCEDURE: Vascularized iliac crest bone graft.

DESCRIPTION: A fibula flap had been considered and was not chosen. The left iliac crest was harvested with its \
deep circumflex iliac artery and vein, 8.5 × 3 cm, and with a skin island; the artery was joined end to end to \
the facial artery under the operating microscope, and the flap was pink and bled from its edges.
The skin\tpaddle was inset.  EBL was 250 mL.
"""

ELEMENTS = (
    "donor_site_named", "donor_laterality", "metatarsal_level", "pedicle_vessels", "pedicle_length", "pedicle_caliber",
    "microscope", "anastomosis_performed", "anastomosis_technique", "recipient_vessels", "perfusion_check", "defect_location",
    "defect_size", "defect_cause", "vascularized_rationale", "bone_dimensions", "skin_dimensions", "soft_tissue_defect",
    "ischemia_time", "blood_loss", "donor_closure", "donor_complications", "operative_time", "vascular_imaging",
    "cosurgeon_roles",
)  # fmt: skip
FACTS = {
    "donor_site": "iliac_crest",
    "donor_laterality": "left",
    "metatarsal_ray": None,
    "transfer": "free",
    "skin_paddle": "yes",
}
NO_FACTS = dict.fromkeys(FACTS)


def evidence(note: Note, words: str) -> Evidence:
    """The place of ``words`` in ``note``."""
    start = note.text.index(words)
    return Evidence(start, start + len(words), words)


def finding(note: Note, rule: str, severity: str, message: str, words: str, **more: object) -> Finding:
    """A finding at ``words``."""
    place = evidence(note, words)
    line, column = note.position(place.start)
    return Finding(rule, severity, message, place.start, place.end, line, column, **more)  # type: ignore[arg-type]


def supported(source: str = "notes/mandible.txt") -> Report:
    """A supported code, an element of each status, findings of each severity, something set aside."""
    note = Note(TEXT, source)
    crest, skin = evidence(note, "iliac crest was"), evidence(note, "skin island")
    header = evidence(note, "Vascularized iliac crest bone graft")
    elements = {
        **dict.fromkeys(ELEMENTS, Element("missing")),
        "donor_site_named": Element("met", (evidence(note, "left iliac crest"),)),
        "metatarsal_level": Element("n/a"),
        "pedicle_vessels": Element("met", (evidence(note, "deep circumflex iliac artery and vein"),)),
        "microscope": Element("met", (evidence(note, "operating microscope"),)),
        "recipient_vessels": Element("partial", (evidence(note, "facial artery"),), {"artery": "facial artery"}),
        "perfusion_check": Element("met", tuple(evidence(note, words) for words in ("pink", "bled", "edges"))),
        "bone_dimensions": Element("met", (evidence(note, "8.5 × 3 cm"),), {"cm": (8.5, 3.0)}),
        "blood_loss": Element("met", (evidence(note, "EBL was 250 mL"),), {"ml": 250.0}),
        "cosurgeon_roles": Element("n/a"),
    }
    return Report(
        note=note,
        decision=Decision(
            "supported",
            codes=("20970",),
            trace=(
                Step("donor_site", "iliac_crest", "The harvest names the iliac crest.", (crest,)),
                Step("skin_paddle", "yes", "Skin came with the bone, as the description tells; the header is not.", (skin,)),
                Step("transfer", "free", "An artery was joined."),
            ),
            reasons=(Reason("free iliac crest, bone and skin"), Reason("vessels joined", evidence(note, "joined"))),
        ),
        facts=FACTS,
        elements=elements,
        integrity=("laterality_conflict",),
        findings=(
            finding(
                note, "ischemia-time-missing", "error", "The note gives no ischemia time.", "DESCRIPTION",
                element="ischemia_time", codes=("20970",), source="Payer checklist, item 5",
            ),
            finding(
                note, "laterality-conflict", "warning", "The side differs within the note.", "left iliac crest",
                related=(Related(24, 29, "the other side is named here"),), source="CMS",
            ),
            finding(note, "skin-dimensions-missing", "info", "The note gives no size of the skin paddle.", "skin\tpaddle"),
        ),
        set_aside=(
            SetAside("donor:fibula", "considered, not done", evidence(note, "fibula flap"), evidence(note, "considered")),
            SetAside("header_procedure", "said in the header alone", header),
        ),
        events=(
            Event("transfer", "header", "bone", "iliac_crest", header),
            Event("transfer", "considered", "bone", "fibula", evidence(note, "fibula flap"), evidence(note, "considered")),
            Event("harvest", "performed", "bone", "iliac_crest", crest, None, ("donor_site", "donor_site_named")),
            Event("harvest", "performed", "skin", "iliac_crest", skin, None, ("skin_paddle",)),
            Event("anastomosis", "performed", "graft", None, evidence(note, "joined end to end"), None, ("transfer",)),
        ),
    )  # fmt: skip


def unsupported(source: str = "notes/unclear.txt") -> Report:
    """Candidates, and what each needs."""
    note = Note("PROCEDURE: Free pelvic bone graft.\n", source)
    place = evidence(note, "pelvic bone")
    return Report(
        note=note,
        decision=Decision(
            "unsupported",
            candidates=("20956", "20970"),
            trace=(Step("donor_site", "unspecified", "The donor bone is named only in general.", (place,)),),
            needs=(
                Need("20956", ("that the donor bone is the iliac crest", "that no skin came with it")),
                Need("20970", ("that the donor bone is the iliac crest", "that skin came with it", "that an artery was joined")),
            ),
            reasons=(Reason("which bone it was"), Reason("whether skin came with it")),
        ),
        facts={**NO_FACTS, "donor_site": "unspecified", "transfer": "free", "skin_paddle": "not_stated"},
        elements={**dict.fromkeys(ELEMENTS, Element("missing")), "donor_site_named": Element("partial", (place,))},
        findings=(finding(note, "donor-site-generic", "error", "The donor bone is not named.", "pelvic bone"),),
    )


def not_applicable(source: str = "notes/appendix.txt") -> Report:
    """No procedure of the family, no finding."""
    note = Note("PROCEDURE: Appendectomy.\n", source)
    return Report(
        note=note,
        decision=Decision(
            "not_applicable", trace=(Step("transfer", "none", "No bone was transferred."),), reasons=(Reason("no bone"),)
        ),
        facts={**NO_FACTS, "transfer": "none"},
        elements=dict.fromkeys(ELEMENTS, Element("n/a")),
    )


def unreadable(source: str = "notes/scan.txt") -> Report:
    """A note that could not be read."""
    return Report(note=Note("", source), error="binary, not plain text; save the note as plain text (UTF-8)")


def every_kind() -> list[Report]:
    """One report of each kind."""
    return [supported(), unsupported(), not_applicable(), unreadable()]
