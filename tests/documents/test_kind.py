"""What kind of document a text is, by its first lines; the operation told in each is the same."""

from __future__ import annotations

from functools import lru_cache
from typing import get_args

import pytest

from notelint import Linter, Note
from notelint.documents.model import REPORTS, DocumentKind
from notelint.metadata import Metadata
from notelint.packs.document_types import document_types

linter = lru_cache(maxsize=1)(lambda: Linter(reader="rules"))

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


HEADLESS = f"Left fibula to the mandible.\n\n{TOLD}\n"
HEADED = f"OPERATIVE REPORT\n\n{TOLD}\n"


def report_on(text, *codes, status=""):
    return linter().lint(Note(text, metadata=Metadata(codes=codes, status=status)))


@pytest.mark.parametrize(
    ("code", "kind", "title"),
    [
        ("LOINC|18842-5", "visit", "a discharge summary"),
        ("LOINC|34133-9", "visit", "a summary of an episode of care"),
        ("LOINC|11506-3", "visit", "a progress note"),
        ("LOINC|34117-2", "visit", "a history and physical examination"),
        ("LOINC|57133-1", "letter", "a referral note"),
        ("CDA|2.16.840.1.113883.10.20.22.1.8", "visit", "a discharge summary"),
        ("TXA-2|SP", "examination", "a report of pathology"),
    ],
)
def test_a_document_that_calls_itself_something_else_reports_no_operation(code, kind, title):
    decision = report_on(HEADLESS, "LOINC|34109-9", code).decision
    (step,) = (step for step in decision.trace if step.question == "document")
    assert (step.answer, step.evidence) == (kind, ())
    assert step.because == f"the document calls itself {title} ({code.replace('|', ' ')}), which reports no operation"
    assert (decision.status, decision.codes) == ("not_applicable", ())
    assert [reason.says for reason in decision.reasons] == [step.because]


@pytest.mark.parametrize(
    "codes",
    [
        (),
        ("LOINC|11504-8",),
        ("LOINC|28570-0",),
        ("LOINC|34109-9",),
        ("TXA-2|OP", "LOINC|18842-5"),
        ("CDA|2.16.840.1.113883.10.20.22.1.7",),
        ("local|18842-5",),
    ],
)
def test_a_document_of_that_type_or_of_none_is_read_by_its_text(codes):
    report = report_on(HEADLESS, *codes)
    assert report.decision.codes == ("20955",)
    assert not [found for found in report.findings if found.rule == "document-type-contradicted"]


def test_a_text_headed_as_a_report_is_one_and_the_contradiction_is_reported():
    report = report_on(HEADED, "LOINC|18842-5")
    assert report.decision.codes == ("20955",)
    (found,) = (found for found in report.findings if found.rule == "document-type-contradicted")
    assert found.severity == "info"
    assert found.message.startswith("the document calls itself a discharge summary (LOINC 18842-5)")


def test_every_kind_of_the_file_is_one_that_notelint_knows():
    types = document_types()
    assert {one.kind for one in types.others} <= set(get_args(DocumentKind)) - REPORTS
    codes = [code for one in types.others for code in one.codes]
    assert len(codes) == len(set(codes))
    assert not types.reports.intersection(codes)
