"""Labels of a checklist and its figures, on notes that can be counted by hand."""

from __future__ import annotations

import json

import pytest

from notelint.evaluation.answers import Disagreement
from notelint.evaluation.checklist_answers import ChecklistAnswers, ComparedChecklist, checklist_disagreements
from notelint.evaluation.checklist_figures import checklist_figures, checklist_figures_by_name
from notelint.evaluation.checklist_labels import read_checklist_labels
from notelint.evaluation.figures import Hits, Share
from notelint.evaluation.labels import LabelError

ELEMENTS = ("blood_loss", "counts", "drains")
NOTE = "EBL: 20 mL.\nCounts were correct.\n"
LABELS = {
    "id": "A1",
    "kind": "operative_report",
    "elements": {"blood_loss": "met", "counts": "met", "drains": "n/a"},
    "spans": {"blood_loss": ["20 mL"], "counts": ["Counts were correct."]},
}


def read(**changed):
    return read_checklist_labels(json.dumps(LABELS | changed, indent=1), "A1.essentials.json", NOTE, ELEMENTS)


def compared(name, labelled, got, kinds=("operative_report", "operative_report"), **evidence):
    answers = (
        ChecklistAnswers(kind, dict(zip(ELEMENTS, one, strict=True))) for kind, one in zip(kinds, (labelled, got), strict=True)
    )
    return ComparedChecklist(name, *answers, evidence)


def test_labels_give_kind_statuses_and_the_places_of_the_words():
    labelled, spans = read()
    assert labelled == ChecklistAnswers("operative_report", LABELS["elements"])
    assert spans == {"blood_loss": ((5, 10),), "counts": ((12, 32),)}


@pytest.mark.parametrize(
    ("changed", "message"),
    [
        ({"kind": "report"}, "3: kind: not one of the choices; use one of: operative_report, procedure_note, other"),
        (
            {"elements": {"blood_loss": "met", "counts": "met"}},
            "4: elements.drains: the element is missing; add it with its status",
        ),
        (
            {"elements": LABELS["elements"] | {"drain": "met"}},
            "8: elements.drain: unknown element; did you mean drains?",
        ),
        (
            {"elements": LABELS["elements"] | {"drains": "yes"}},
            "7: elements.drains: not one of the choices; use one of: met, partial, missing, n/a",
        ),
        ({"spans": {"blood_lost": ["20 mL"]}}, "10: spans.blood_lost: unknown element; did you mean blood_loss?"),
        (
            {"spans": {"counts": ["Smith"]}},
            "11: spans.counts[0]: these words do not stand in the note; copy them from the note as they are",
        ),
    ],
)
def test_what_is_wrong_with_labels_is_told_with_file_line_and_key(changed, message):
    with pytest.raises(LabelError) as caught:
        read(**changed)
    assert str(caught.value) == f"A1.essentials.json:{message}"


NOTES = [
    compared("A1", ("met", "partial", "missing"), ("met", "missing", "missing"), blood_loss=True),
    compared("A2", ("met", "met", "n/a"), ("missing", "met", "missing"), counts=False),
    compared("A3", ("n/a", "n/a", "n/a"), ("met", "n/a", "n/a"), ("other", "procedure_note")),
]


def test_figures_are_those_worked_out_by_hand():
    scores = checklist_figures(NOTES)
    assert (scores.notes, scores.kind) == (3, Share(2, 3))
    assert scores.kinds == {("operative_report", "operative_report"): 2, ("other", "procedure_note"): 1}
    assert scores.by_element.all_elements.exact == Share(5, 9)
    assert scores.by_element.all_elements.hits == Hits(found=2, extra=1, missed=1)
    assert (scores.false_missing, scores.falsely_missing) == (Share(2, 9), {"blood_loss": 1, "counts": 1})
    assert scores.by_element.all_evidence == Share(1, 2)
    named = checklist_figures_by_name(scores)
    assert (named["kind"], named["elements_exact"], named["evidence"]) == (2 / 3, 5 / 9, 0.5)
    assert named["not_falsely_missing"] == pytest.approx(7 / 9)
    assert named["elements.counts"] == 1.0


def test_every_difference_is_a_disagreement_without_words():
    assert [one for note in NOTES for one in checklist_disagreements(note)] == [
        Disagreement("A1", "elements.counts", "partial", "missing"),
        Disagreement("A2", "elements.blood_loss", "met", "missing"),
        Disagreement("A2", "elements.drains", "n/a", "missing"),
        Disagreement("A2", "evidence.counts", "labelled words", "other words"),
        Disagreement("A3", "kind", "other", "procedure_note"),
        Disagreement("A3", "elements.blood_loss", "n/a", "met"),
    ]


def test_of_nothing_there_is_no_figure():
    assert checklist_figures_by_name(checklist_figures(())) == {
        "kind": None, "elements_f1": 1.0, "elements_exact": None, "not_falsely_missing": None, "evidence": None,
    }  # fmt: skip
