"""notelint as a component of spaCy."""

from __future__ import annotations

import pytest
import spacy
from support import needs
from support.essentials import SHORT
from support.notes import FOLDER

import notelint
from notelint import Linter
from notelint.note import Note

pytestmark = needs.linter

TEXT = (FOLDER / "09-fibula-to-humerus-loupes-no-ischemia-time.txt").read_text("utf8")


@pytest.fixture(scope="module")
def nlp():
    nlp = spacy.blank("en")
    nlp.add_pipe("notelint")
    return nlp


def test_the_document_has_the_report_on_its_text(nlp):
    report = nlp(TEXT)._.notelint
    assert report == notelint.lint(TEXT) == Linter().lint(Note(TEXT, "-"))
    assert report.decision.codes == notelint.lint(TEXT).decision.codes == ("20955",)


def test_rules_are_left_out_as_the_configuration_says():
    nlp = spacy.blank("en")
    nlp.add_pipe("notelint", config={"ignore": ["ischemia-time-missing"]})
    rules = {finding.rule for finding in nlp(TEXT)._.notelint.findings}
    assert "ischemia-time-missing" not in rules
    assert rules


def test_the_pipeline_can_be_saved_and_loaded(nlp, tmp_path):
    nlp.to_disk(tmp_path)
    assert spacy.load(tmp_path)("Excision of a lipoma.")._.notelint.decision.status == "not_applicable"


def test_the_document_can_be_saved_without_it(nlp):
    assert nlp("Excision of a lipoma.").to_bytes(exclude=["user_data"])


def test_the_evidence_is_in_spans_of_the_document(nlp):
    doc = nlp(TEXT)
    spans = {span.label_: span.text for span in doc.spans["notelint"]}
    assert "microscope" not in spans  # the note has loupes
    assert "fibula" in spans["donor_site_named"].lower()
    assert {"decision.donor_site", "decision.second_reader"} <= set(spans)


def test_a_checklist_is_named_with_its_profile_and_its_evidence_has_its_name():
    nlp = spacy.blank("en")
    nlp.add_pipe("notelint", config={"names": ["operative-report"], "profile": "uk-rcs"})
    doc = nlp(SHORT)
    own = doc._.notelint.packs["operative-report"]
    assert (own.profile, own.elements["blood_loss"].status) == ("uk-rcs", "missing")
    spans = {span.label_: span.text for span in doc.spans["notelint"]}
    assert "Orla Feddersen" in spans["operative-report.surgeon_named"]
    assert all(label.startswith("operative-report.") for label in spans)
