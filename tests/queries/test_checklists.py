"""Queries about what a checklist without codes asks for, alone and beside the questions of the pack that decides codes."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from support.notes import SAMPLES, text_of
from support.queries import FORBIDDEN, assert_may_be_sent
from support.reports_of_operations import HERNIA, VISIT, all_packs, report_of

from notelint.note import Note
from notelint.packs.elements import Asking
from notelint.packs.loader import builtin_packs, load_catalogue
from notelint.packs.queries import read_queries
from notelint.queries.draft import draft
from notelint.queries.lint import lint_wording

CALM = settings(deadline=None, max_examples=25, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
CHECKLISTS = [one for one in map(load_catalogue, builtin_packs()) if not one.decides]
SAMPLE_9 = text_of(next(path for path in SAMPLES if path.name.startswith("09")))


def asked(text, profile=None, **options):
    linter = all_packs(profile)
    return draft(report_of(text, profile=profile), linter.catalogues, **options)


def ids(query):
    return [one.id.removeprefix("essential_") for one in query.questions]


class TestAReportOfNoFamily:
    def test_errors_and_warnings_are_asked_for_by_theme_and_what_was_left_blank_too(self):
        assert ids(asked(HERNIA)) == [
            "date_of_operation", "surgeon_named", "assistants_stated", "anesthesia_type",
            "postoperative_diagnosis",
            "findings", "implants", "blood_loss", "complications",
        ]  # fmt: skip

    def test_infos_are_asked_for_on_request(self):
        more = set(ids(asked(HERNIA, everything=True))) - set(ids(asked(HERNIA)))
        assert more == {"indication", "antibiotic_prophylaxis", "vte_prophylaxis", "counts", "disposition"}

    def test_the_profile_chooses(self):
        assert "urgency" in ids(asked(HERNIA, "uk-rcs"))
        assert "urgency" not in ids(asked(HERNIA, "us-asc"))
        assert "complications" not in ids(asked(HERNIA, "us-asc"))

    def test_what_is_incomplete_is_cited_and_what_is_missing_stands_beside_what_is_there(self):
        of = {one.id: one for one in asked(HERNIA).questions}
        mesh, diagnosis = of["essential_implants"], of["essential_postoperative_diagnosis"]
        assert [one.words for one in mesh.citations] == ["A piece of mesh was placed."]
        assert mesh.not_found == ""
        assert [(one.on, one.words) for one in diagnosis.citations] == [
            ("the preoperative diagnosis", "PREOPERATIVE DIAGNOSIS: Umbilical hernia.")
        ]
        assert diagnosis.not_found == "No clear statement was found on the postoperative diagnosis."

    def test_it_may_be_sent(self):
        for everything in (False, True):
            assert_may_be_sent(asked(HERNIA, everything=everything))


class TestBesideAFamily:
    def test_its_questions_come_first_and_themes_stand_once(self):
        query = asked(SAMPLE_9)
        assert ids(query)[:2] == ["magnification", "ischemia"]
        themes = [one.theme for one in query.questions]
        assert [theme for at, theme in enumerate(themes) if theme not in themes[:at]] == list(dict.fromkeys(themes))
        assert len(list(dict.fromkeys(themes))) == sum(a != b for a, b in zip([None, *themes], themes, strict=False))

    def test_what_both_ask_is_asked_once(self):
        assert [one.id for one in asked(SAMPLE_9).questions if "blood" in one.id] == ["blood_loss"]

    def test_without_the_checklist_nothing_changes(self):
        alone = report_of(SAMPLE_9, names=("microvascular-bone",))
        assert {one.theme for one in draft(alone, all_packs().catalogues).questions} == {"Vessels", "Course of the operation"}

    def test_the_checklist_alone_asks_for_itself(self):
        names = ("operative-report",)
        query = draft(report_of(SAMPLE_9, names=names), all_packs(names=names).catalogues)
        assert "essential_blood_loss" in [one.id for one in query.questions]
        assert all(one.id.startswith("essential_") for one in query.questions)


def test_a_document_of_another_kind_is_asked_nothing():
    query = asked(VISIT)
    assert (query.questions, query.remark) == ((), read_queries().outside)


@pytest.mark.parametrize("catalogue", CHECKLISTS, ids=lambda one: one.info.id)
def test_every_question_is_neutral(catalogue):
    askings = [one.question for one in catalogue.elements.values() if isinstance(one.question, Asking)]
    assert len(askings) == len(catalogue.elements)
    assert {one.id: lint_wording(one.ask) for one in askings if lint_wording(one.ask)} == {}


@CALM
@given(st.text(st.characters(exclude_categories=["Cs"]), max_size=80) | st.sampled_from(FORBIDDEN), st.integers(0, len(HERNIA)))
def test_whatever_stands_in_the_note_the_query_may_be_sent(junk, at):
    linter = all_packs()
    report = linter.lint(Note(f"{HERNIA[:at]} {junk} {HERNIA[at:]}", "hernia.txt"))
    assert_may_be_sent(draft(report, linter.catalogues, everything=True))
