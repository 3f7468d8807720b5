"""What kind of document a text is, by its first lines; the operation told in each is the same."""

from __future__ import annotations

import pytest

from notelint import Linter, Note

TOLD = (
    "The left fibula was harvested with its peroneal vessels and no skin. The peroneal artery was anastomosed end to end to the "
    "facial artery and the vein to the facial vein under the microscope."
)
FIRST_LINES = {
    "OPERATIVE REPORT\nSurgeon: A. Quill": None,
    "Operation note - maxillofacial unit\nSurgeon: A. Quill": None,
    "BEDSIDE FLAP OBSERVATION CHART\nWard 3": "visit",
    "Physiotherapy assessment\nWard 3": "visit",
    "Emergency room summary\nBay 4": "visit",
    "HEAD AND NECK MDT TUMOR CONFERENCE\nTuesday": "visit",
    "MRI REPORT\nMandible": "examination",
    "Exam: duplex ultrasound of both legs\nIndication: flap": "examination",
    "HISTOPATHOLOGY\nSpecimen: mandible": "examination",
    "Appeals unit\nSecond request": "claim_paper",
    "Coding clarification\nTo: A. Quill": "claim_paper",
    "Letter of medical necessity\nMember 12": "claim_paper",
    "The Mill Surgery\n4 Fore Street\n\n3 May 2021\n\nDear Rosalind,\n\nThank you for your letter.": "letter",
    "PATIENT AGREEMENT TO SURGICAL TREATMENT\nUnit 4": "plan_or_consent",
    "Perioperative care plan - intraoperative nursing record\nTheatre 2": "visit",
    "Speech therapy review\nWeek 2": "visit",
    "Handover sheet\nNight team": "visit",
    "Informed consent\nUnit 4": "plan_or_consent",
    "FREE FLAP RECORD\nHand unit": None,
    "Reconstructive planning note\nFor Monday's list": "plan_or_consent",
    "3 May 2021\n\nDear Rosalind,\n\nI operated yesterday on your patient.": None,
    "This letter is the record of the operation.\n\nDear Rosalind,": None,
}


@pytest.mark.parametrize("first_lines", FIRST_LINES)
def test_a_document_says_what_it_is(first_lines: str) -> None:
    """Only a report of the operation supports a code; the trace shows the words that say what another document is."""
    decision = Linter(reader="rules").lint(Note(f"{first_lines}\n\n{TOLD}\n")).decision
    kind = FIRST_LINES[first_lines]
    steps = [step for step in decision.trace if step.question == "document"]
    assert [step.answer for step in steps] == ([kind] if kind else [])
    assert decision.codes == (() if kind else ("20955",))
    assert all(words.text in first_lines for step in steps for words in step.evidence)
