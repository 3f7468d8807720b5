"""Every rule of the shipped catalogue fires where it should, at its severity, inside the note."""

from __future__ import annotations

from dataclasses import replace

import pytest
from support.notes import assert_places_are_exact
from support.repository_notes import reports
from support.sentences import linter

from notelint.case.model import Case, Fact
from notelint.linter import Linter
from notelint.metadata import Metadata
from notelint.note import Note
from notelint.packs.loader import builtin_packs, load_catalogue
from notelint.report import Decision, Element, Evidence
from notelint.rules.judge import judge

CATALOGUE = load_catalogue(next(iter(builtin_packs())))
STEPS = {"error": "warning", "warning": "info", "info": "info"}
BARE = "OPERATION: {title}\n\nDESCRIPTION: {body}"
JOINED = "The artery was sewn end-to-end to the facial artery and the vein to the facial vein. "
FIBULA = "The left fibula was harvested on the peroneal artery and its venae comitantes. "
TITLE = "Free vascularized left fibula to the mandible with microvascular anastomosis."


def note(body, title=TITLE):
    return Note(BARE.format(title=title, body=body))


PELVIC = note("Vascularized pelvic bone was harvested on its pedicle. " + JOINED, "Free vascularized pelvic bone to the jaw.")
METATARSAL = note(
    "A metatarsal was harvested from the left foot with its dorsalis pedis artery. " + JOINED,
    "Free vascularized metatarsal to the thumb with microvascular anastomosis.",
)
SKIN = note(
    "The left fibula was harvested with a skin paddle on the peroneal artery and vein. The paddle was inset. " + JOINED,
    "Free osteocutaneous left fibula to the mandible with microvascular anastomosis.",
)
SOURCES = {
    ("donor_site_named", "partial"): PELVIC,
    ("donor_laterality", "missing"): note(FIBULA.replace("left ", "") + JOINED, TITLE.replace("left ", "")),
    ("metatarsal_level", "missing"): METATARSAL,
    ("pedicle_vessels", "missing"): note("The left fibula was harvested as a free flap. " + JOINED),
    ("pedicle_vessels", "partial"): note("The left fibula was harvested on the peroneal artery. " + JOINED),
    ("pedicle_caliber", "partial"): note(FIBULA + JOINED + "The vein took a 2.5 mm coupler."),
    ("microscope", "partial"): note(FIBULA + "With microsurgical technique, " + JOINED),
    ("anastomosis_performed", "missing"): note(FIBULA),
    ("anastomosis_performed", "partial"): note(FIBULA + "The peroneal artery was sewn end-to-end to the facial artery."),
    ("anastomosis_technique", "missing"): note(FIBULA),
    ("anastomosis_technique", "partial"): note(FIBULA + JOINED.replace(" end-to-end", "") + "The suture was 9-0 nylon."),
    ("recipient_vessels", "missing"): note(FIBULA + "Anastomosis was performed."),
    ("recipient_vessels", "partial"): note(FIBULA + "The peroneal artery was sewn end-to-end to the facial artery."),
    ("perfusion_check", "partial"): note(FIBULA + JOINED + "Flap checks with the Doppler will be done every hour on the ward."),
    ("defect_location", "missing"): note(FIBULA + JOINED.replace("facial", "recipient"), "Free vascularized left fibula."),
    ("defect_size", "partial"): note(FIBULA + JOINED + "It was a segmental defect of the mandible."),
    ("vascularized_rationale", "partial"): note(FIBULA + JOINED + "The bed had been radiated for osteoradionecrosis."),
    ("skin_dimensions", "missing"): SKIN,
    ("soft_tissue_defect", "missing"): SKIN,
    ("ischemia_time", "partial"): note(FIBULA + JOINED + "Ischemia time was acceptable."),
    ("donor_closure", "partial"): note(FIBULA + JOINED + "The donor leg was closed."),
    ("operative_time", "partial"): note(FIBULA + JOINED + "Tourniquet time was 90 minutes."),
    ("vascular_imaging", "partial"): note(FIBULA + JOINED + "Preoperative radiographs had shown the gap."),
    ("cosurgeon_roles", "partial"): Note("SURGEON: A. Vale, MD\nCO-SURGEON: B. Orr, MD\n" + note(FIBULA + JOINED).text),
}
"""A note for each state of an element; what is missing in all others is missing in the plain one."""
PLAIN = note(FIBULA + JOINED)
UNREACHED = {"donor-site-missing", "cosurgeon-roles-missing"}
"""No note leads there: words that claim a bone flap name it at least in part, and one surgeon alone has no part to tell."""
EVERY_ELEMENT_RULE = [rule for rule in CATALOGUE.rules.values() if rule.element is not None]
ELEMENT_RULES = [rule for rule in EVERY_ELEMENT_RULE if rule.name not in UNREACHED]


def test_the_notes_of_the_repository_reach_every_rule_of_an_element_but_those():
    """A rule that a note has come to reach must leave ``UNREACHED``; one that no note reaches any more is not tried by any."""
    reached = {finding.rule for report in reports() for finding in report.findings if finding.element is not None}
    assert reached == {rule.name for rule in ELEMENT_RULES}
    assert {rule.name for rule in EVERY_ELEMENT_RULE} - reached == UNREACHED


@pytest.mark.parametrize("rule", ELEMENT_RULES, ids=lambda rule: rule.name)
def test_the_rule_of_an_element_fires(rule):
    source = SOURCES.get((rule.element, rule.when), PLAIN)
    report = linter().lint(source)
    assert report.elements[rule.element].status == rule.when
    assert_places_are_exact(report)
    (found,) = [finding for finding in report.findings if finding.rule == rule.name]
    assert found.element == rule.element
    assert found.severity == _expected_severity(rule, report.decision)
    assert set(found.codes) <= set(report.decision.codes or report.decision.candidates)
    assert "{" not in found.message
    assert found.source in CATALOGUE.info.sources.values()


def _expected_severity(rule, decision):
    """The gravest that a code asks with; one step milder where the element is there in part."""
    codes = decision.codes[:1] or decision.candidates
    asked = {r.severity for code in codes for r in CATALOGUE.codes[code].checklist if r.element == rule.element}
    gravest = next(severity for severity in STEPS if severity in asked)
    return STEPS[gravest] if rule.when == "partial" else gravest


class Middle:
    """Places that puts everything missing at one place."""

    def of_element(self, element):
        return Evidence(4, 9, "words")


@pytest.mark.parametrize("rule", EVERY_ELEMENT_RULE, ids=lambda rule: rule.name)
@pytest.mark.parametrize("code", CATALOGUE.codes)
def test_the_rule_of_an_element_fires_on_a_case_made_by_hand(rule, code):
    requirement = next((r for r in CATALOGUE.codes[code].checklist if r.element == rule.element), None)
    case = Case((), Fact("free", "made by hand"), {rule.element: Element(rule.when)})
    found = judge(case, Decision("supported", (code,)), Note("0123words"), Middle(), CATALOGUE)
    assert [finding.rule for finding in found] == ([rule.name] if requirement else [])
    assert [(one.severity, one.start, one.end, one.codes, one.source) for one in found] == _asked(rule, requirement, code)


def _asked(rule, requirement, code):
    if requirement is None:
        return []
    severity = STEPS[requirement.severity] if rule.when == "partial" else requirement.severity
    return [(severity, 4, 9, (code,), CATALOGUE.info.sources[requirement.source])]


@pytest.mark.parametrize("rule", ELEMENT_RULES, ids=lambda rule: rule.name)
def test_the_rule_of_an_element_stands_alone_for_it(rule):
    """An element that is missing is not also told as partial."""
    report = linter().lint(SOURCES.get((rule.element, rule.when), PLAIN))
    assert len([finding for finding in report.findings if finding.element == rule.element]) == 1


OPEN = {
    "free-transfer-undocumented": note(FIBULA),
    "donor-site-undetermined": PELVIC,
    "skin-paddle-undetermined": note(FIBULA + JOINED, TITLE.replace("vascularized", "osteocutaneous")),
}
INTEGRITY = {
    "unfilled_placeholder": note(FIBULA + JOINED + "EBL was *** mL."),
    "laterality_conflict": note(
        FIBULA + JOINED + "The donor fibula of the right leg was closed.", TITLE.replace("left", "right")
    ),
    "header_body_conflict": note(FIBULA + JOINED + "No skin was taken.", TITLE.replace("vascularized", "osteocutaneous")),
    "internal_contradiction": note(FIBULA + JOINED + "Ischemia time was 60 minutes. The total ischemia time was 140 minutes."),
    "implausible_value": note(FIBULA + "A 90 cm length of fibula was cut. " + JOINED),
}


@pytest.mark.parametrize("name", OPEN)
def test_an_open_question_fires_its_rule(name):
    report = linter().lint(OPEN[name])
    assert report.decision.status == "unsupported"
    found = [finding for finding in report.findings if finding.rule == name]
    assert [finding.severity for finding in found] == [CATALOGUE.rules[name].severity]
    assert found[0].codes == report.decision.candidates


def test_every_open_question_of_the_catalogue_has_its_case():
    assert {question.rule for question in CATALOGUE.decision.questions if question.rule} == set(OPEN)


@pytest.mark.parametrize("kind", INTEGRITY)
def test_a_breach_of_integrity_fires_its_rule(kind):
    report = linter().lint(INTEGRITY[kind])
    assert kind in report.integrity
    assert_places_are_exact(report)
    names = [rule.name for rule in CATALOGUE.rules.values() if rule.integrity == kind]
    assert [finding.rule for finding in report.findings if finding.rule in names] == names


def test_every_integrity_of_the_catalogue_has_its_case():
    assert {rule.integrity for rule in CATALOGUE.rules.values() if rule.integrity} == set(INTEGRITY)


@pytest.mark.parametrize("encoding", ["windows-1252", "utf-16-le", "cp850", "mac-roman", "shift-jis"])
def test_a_note_whose_encoding_was_guessed_names_it(encoding):
    report = linter().lint(replace(PLAIN, encoding=encoding))
    (found,) = [f for f in report.findings if f.rule == "encoding-not-utf8"]
    assert (found.severity, found.message) == ("info", f"the file is not UTF-8 and was read as {encoding}; save it as UTF-8")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "utf-32"])
def test_an_encoding_that_the_file_itself_names_is_no_finding(encoding):
    report = linter().lint(replace(PLAIN, encoding=encoding))
    assert not [f for f in report.findings if f.rule == "encoding-not-utf8"]


OTHER = Note("OPERATION: Excision of a lipoma.")
UNSURE = "page 2 was recognised with low confidence (41 of 100)"


@pytest.mark.parametrize("note", [PLAIN, OTHER], ids=["of the family", "of another"])
def test_what_a_document_does_not_give_is_told_at_its_beginning(note):
    report = linter().lint(
        replace(note, warnings=("2 pictures not read", UNSURE, "1 comment not read"), metadata=Metadata(status="unauthenticated"))
    )
    found = {finding.rule: finding for finding in report.findings if finding.end == 0}
    assert found.keys() == {"part-not-read", "low-ocr-confidence", "unauthenticated-note"}
    assert {(finding.severity, finding.line, finding.column) for finding in found.values()} == {("info", 1, 1)}
    assert found["part-not-read"].message.endswith(": 2 pictures not read; 1 comment not read")
    assert found["low-ocr-confidence"].message == f"the text of a scan is uncertain: {UNSURE}; compare it with the page"
    assert "it is unauthenticated;" in found["unauthenticated-note"].message


@pytest.mark.parametrize("status", ["", "final", "authenticated", "legally authenticated"])
def test_a_document_that_is_signed_is_no_finding(status):
    assert linter().lint(replace(OTHER, metadata=Metadata(status=status))).findings == ()


def test_a_note_outside_the_family_has_no_findings():
    assert linter().lint(Note("OPERATION: Excision of a lipoma.")).findings == ()


def test_findings_stand_in_the_order_of_the_note():
    starts = [finding.start for finding in linter().lint(SKIN).findings]
    assert starts == sorted(starts)


@pytest.mark.parametrize("rule", ELEMENT_RULES[:6], ids=lambda rule: rule.name)
def test_select_and_ignore(rule):
    source = SOURCES.get((rule.element, rule.when), PLAIN)
    assert {finding.rule for finding in Linter(select=[rule.name], reader="rules").lint(source).findings} == {rule.name}
    everything = [finding for finding in linter().lint(source).findings if finding.rule != rule.name]
    assert list(Linter(ignore=[rule.name], reader="rules").lint(source).findings) == everything
