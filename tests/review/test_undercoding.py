"""Work that is documented and not billed: what counts as done, whose it is, and what the message says."""

from __future__ import annotations

import pytest
from support.claims import review

from notelint.packs.claims import Example


def work(add, lines=("20955",), notes=("fibula",)):
    findings = review(Example(lines=lines, notes=notes, add=add)).findings
    return [finding for finding in findings if finding.rule == "documented-work-not-billed"]


DONE = [
    ("A selective neck dissection of levels I to III was then carried out.", "neck dissection"),
    ("An elective tracheostomy was placed at the start.", "tracheostomy"),
    ("The sural nerve was harvested over 9 cm and two cable grafts were sewn into the gap.", "nerve graft"),
    ("The artery was lengthened with a reversed vein graft of 7 cm.", "vein graft"),
    ("The calf was covered with a meshed split-thickness skin graft.", "skin graft"),
    ("The limb was held in a circular frame.", "external fixator"),
    ("A femoral allograft was trimmed to length and plated.", "structural allograft"),
    ("The distal tibial shaft was resected with the tumor.", "resection of bone"),
    ("The wrist was fused with a dorsal plate.", "arthrodesis"),
    ("An anterolateral thigh flap was raised to cover the defect.", "second free flap"),
    ("A gastrocnemius flap was rotated over the plate.", "pedicled flap"),
]


@pytest.mark.parametrize(("sentence", "title"), DONE)
def test_work_that_was_done_is_listed_with_its_words(sentence, title):
    (finding,) = work(sentence)
    assert title in finding.message
    assert finding.severity == "info"
    assert finding.words[0].evidence.text in sentence


NOT_DONE = [
    "No neck dissection was performed.",
    "A tracheostomy was not needed and none was placed.",
    "A neck dissection will be performed at the next stage.",
    "The tracheostomy had been placed a week ago.",
    "The previous skin graft was excised with the scar.",
    "If the vessels had failed, a vein graft would have been used.",
    "The neck dissection was performed by the head and neck team.",
    "Dr. Quill of our department performed the mandibulectomy.",
    "He performed the mandibulectomy and the neck dissection.",
    "An apron flap was raised.",
    "The edge of the healed gastrocnemius flap was raised.",
]


@pytest.mark.parametrize("sentence", NOT_DONE)
def test_work_that_was_not_done_today_by_the_surgeon_is_not_listed(sentence):
    assert work(sentence) == []


def test_work_that_any_line_bills_is_not_listed():
    assert work("An elective tracheostomy was placed.", lines=("20955", "31600@b")) == []


def test_the_reason_for_modifier_22_is_on_the_claim():
    assert work("The artery was lengthened with a vein graft.", lines=("20955-22",)) == []


def test_an_ncci_edit_is_named_with_its_direction():
    (finding,) = work("A structural allograft was inserted.")
    assert "20933 is bundled into 20955; a modifier for a distinct service can release it" in finding.message
    (finding,) = work("A tracheostomy was placed.")
    assert "no edit with 20955" in finding.message


def test_a_claim_without_a_graft_is_left_alone():
    assert work("A tracheostomy was placed.", lines=("15100",)) == []
