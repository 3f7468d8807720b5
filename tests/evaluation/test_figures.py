"""Figures of notes compared by hand, each worked out by hand."""

from __future__ import annotations

from dataclasses import replace

import pytest
from support.reports import NO_FACTS, supported

from notelint.evaluation.answers import Answers, Compared, Disagreement, answers_of, disagreements
from notelint.evaluation.figures import Hits, Share, by_name, figures
from notelint.evaluation.scored import ScoredSet, together

FIBULA = Answers(
    status="supported",
    codes=("20955",),
    candidates=(),
    facts={**NO_FACTS, "donor_site": "fibula", "donor_laterality": "left"},
    elements={"microscope": "met", "blood_loss": "missing"},
    integrity=(),
)
UNCLEAR = replace(FIBULA, status="unsupported", codes=(), candidates=("20955", "20969"))
NOTHING = replace(FIBULA, status="not_applicable", codes=(), facts=NO_FACTS, elements={"microscope": "n/a", "blood_loss": "n/a"})


def of(*pairs):
    return figures([Compared(f"A{number}", *pair) for number, pair in enumerate(pairs, 1)])


class TestDecision:
    def test_status_and_codes(self):
        scores = of((FIBULA, FIBULA), (FIBULA, UNCLEAR), (FIBULA, replace(FIBULA, codes=("20969",))))
        assert (scores.status, scores.codes) == (Share(2, 3), Share(1, 3))

    def test_a_decision_is_right_where_status_and_codes_are(self):
        scores = of((FIBULA, FIBULA), (FIBULA, replace(FIBULA, codes=("20969",))), (UNCLEAR, NOTHING), (UNCLEAR, UNCLEAR))
        assert (scores.decision, scores.status, scores.codes) == (Share(2, 4), Share(3, 4), Share(3, 4))

    def test_candidates_are_those_of_the_unsupported(self):
        scores = of((UNCLEAR, UNCLEAR), (UNCLEAR, replace(UNCLEAR, candidates=("20955",))), (FIBULA, UNCLEAR), (FIBULA, FIBULA))
        assert scores.candidates == Share(1, 2)

    def test_a_wrong_code_differs_from_a_code_where_none_fits(self):
        scores = of((FIBULA, replace(FIBULA, codes=("20969",))), (NOTHING, FIBULA), (UNCLEAR, FIBULA), (FIBULA, UNCLEAR))
        assert (scores.wrong_code, scores.false_family) == (("A1",), ("A2", "A3"))

    def test_a_code_too_many_is_wrong(self):
        assert of((FIBULA, replace(FIBULA, codes=("20955", "20969")))).wrong_code == ("A1",)


class TestFacts:
    def test_a_value_is_found_extra_missed_or_both(self):
        right_side = replace(FIBULA, facts={**FIBULA.facts, "donor_laterality": "right"})
        side = of((FIBULA, FIBULA), (FIBULA, right_side), (FIBULA, NOTHING), (NOTHING, FIBULA), (NOTHING, NOTHING))
        scores = side.facts["donor_laterality"]
        assert scores.exact == Share(2, 5)
        assert scores.hits == Hits(found=1, extra=2, missed=2)
        assert (scores.hits.precision, scores.hits.recall, scores.hits.f1) == pytest.approx((1 / 3, 1 / 3, 1 / 3))


class TestElements:
    met = FIBULA
    partial = replace(FIBULA, elements={"microscope": "partial", "blood_loss": "missing"})

    def test_what_is_met_is_what_is_to_be_found(self):
        scores = of(
            (self.met, self.met), (self.met, self.met), (self.met, self.partial), (self.partial, self.met),
            (self.partial, self.met), (self.partial, NOTHING),
        )  # fmt: skip
        assert scores.by_element.elements["microscope"].hits == Hits(found=2, extra=2, missed=1)
        assert scores.by_element.elements["microscope"].exact == Share(2, 6)
        assert scores.by_element.elements["microscope"].hits.precision == 2 / 4
        assert scores.by_element.elements["microscope"].hits.recall == 2 / 3
        assert scores.by_element.elements["microscope"].hits.f1 == pytest.approx(2 * (1 / 2) * (2 / 3) / (1 / 2 + 2 / 3))

    def test_the_sum_counts_every_answer_once(self):
        scores = of((self.met, self.met), (self.met, self.partial), (NOTHING, self.met))
        assert scores.by_element.all_elements.exact == Share(3, 6)
        assert scores.by_element.all_elements.hits == Hits(found=1, extra=1, missed=1)

    def test_a_note_counts_for_the_elements_it_is_labelled_with(self):
        scores = of((self.met, self.met), (replace(self.met, elements={"perfusion_check": "met"}), self.met))
        assert {name: element.exact for name, element in scores.by_element.elements.items()} == {
            "microscope": Share(1, 1),
            "blood_loss": Share(1, 1),
            "perfusion_check": Share(0, 1),
        }


def test_conflicts_are_counted_kind_by_kind():
    labelled = replace(FIBULA, integrity=("header_body_conflict", "implausible_value"))
    read = replace(FIBULA, integrity=("implausible_value", "laterality_conflict", "unfilled_placeholder"))
    assert of((labelled, read), (FIBULA, FIBULA)).integrity == Hits(found=1, extra=2, missed=1)


class TestNothingToCount:
    def test_shares_of_nothing_are_none_and_f1_is_one(self):
        nothing = Hits(0, 0, 0)
        assert (nothing.precision, nothing.recall, nothing.f1, Share(0, 0).value) == (None, None, 1.0, None)

    def test_f1_is_zero_where_nothing_is_found_that_is_there(self):
        assert (Hits(0, 0, 2).f1, Hits(0, 2, 0).f1) == (0.0, 0.0)

    def test_no_notes(self):
        assert figures(()).notes == 0
        assert by_name(figures(()))["codes"] is None


def test_figures_have_the_names_that_floors_are_set_by():
    scores = by_name(of((FIBULA, UNCLEAR)))
    assert scores == {
        "decision": 0.0,
        "status": 0.0,
        "codes": 0.0,
        "candidates": None,
        **dict.fromkeys((f"facts.{name}" for name in NO_FACTS), 1.0),
        "elements_f1": 1.0,
        "elements_exact": 1.0,
        "elements.microscope": 1.0,
        "elements.blood_loss": 1.0,
        "integrity_f1": 1.0,
        "evidence": None,
    }


def test_evidence_is_a_share_of_what_is_labelled():
    shown = [{"microscope": True, "blood_loss": False}, {"microscope": False}, {}]
    scores = figures([Compared(f"A{number}", FIBULA, FIBULA, right) for number, right in enumerate(shown)])
    assert (scores.by_element.evidence, scores.by_element.all_evidence) == (
        {"microscope": Share(1, 2), "blood_loss": Share(0, 1)},
        Share(1, 3),
    )
    assert by_name(scores)["evidence.microscope"] == 0.5
    assert list(disagreements(Compared("A0", FIBULA, FIBULA, shown[0]))) == [
        Disagreement("A0", "evidence.blood_loss", "labelled words", "other words")
    ]


def test_disagreements_are_those_answers_that_differ():
    note = Compared("A1", replace(UNCLEAR, integrity=("laterality_conflict",)), NOTHING)
    assert list(disagreements(note)) == [
        Disagreement("A1", "status", "unsupported", "not_applicable"),
        Disagreement("A1", "candidates", ("20955", "20969"), ()),
        Disagreement("A1", "facts.donor_site", "fibula", None),
        Disagreement("A1", "facts.donor_laterality", "left", None),
        Disagreement("A1", "elements.microscope", "met", "n/a"),
        Disagreement("A1", "elements.blood_loss", "missing", "n/a"),
        Disagreement("A1", "integrity", ("laterality_conflict",), ()),
    ]


def test_the_answers_of_a_report_hold_no_word_of_the_note():
    answers = answers_of(supported())
    assert (answers.status, answers.codes, answers.integrity) == ("supported", ("20970",), ("laterality_conflict",))
    assert answers.elements["recipient_vessels"] == "partial"


def test_notes_of_several_sets_have_their_folder_in_the_id():
    sets = [ScoredSet(name, (Compared("A1", FIBULA, FIBULA),), ("A2",), ("A3",)) for name in ("a", "b")]
    everything = together(sets)
    assert [note.id for note in everything.notes] == ["a/A1", "b/A1"]
    assert (everything.unlabelled, everything.unusable) == (("a/A2", "b/A2"), ("a/A3", "b/A3"))
    assert together(sets[:1]).notes == sets[0].notes
