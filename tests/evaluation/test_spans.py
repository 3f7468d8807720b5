"""Labelled evidence: read from its file, and compared with what a report shows."""

from __future__ import annotations

import json

import pytest
from support.reports import NO_FACTS

from notelint.evaluation.answers import Answers
from notelint.evaluation.labels import LabelError
from notelint.evaluation.spans import evidence_right, read_spans
from notelint.report import Element, Evidence

NOTE = "The scope was brought in. Loss 90 mL. The scope left."
ELEMENTS = {"microscope": "met", "blood_loss": "met", "closure": "missing", "imaging": "met"}
LABELLED = Answers("supported", ("20955",), (), NO_FACTS, ELEMENTS, ())


def read(**labels):
    return read_spans(json.dumps(labels, indent=1), "A1.spans.json", NOTE, ELEMENTS)


def test_a_piece_that_stands_twice_counts_at_each_place():
    assert read(id="A1", elements={"microscope": ["The scope"]}) == {"microscope": ((0, 9), (38, 47))}


def test_only_what_both_call_documented_is_scored():
    def shown(status, start, end):
        return Element(status, (Evidence(start, end, NOTE[start:end]),))

    elements = {
        "microscope": shown("partial", 42, 53),
        "blood_loss": shown("met", 0, 24),
        "closure": shown("met", 0, 24),
        "imaging": Element("missing"),
    }
    spans = read(elements={"microscope": ["The scope"], "blood_loss": ["90 mL"], "closure": ["left"], "imaging": ["scope"]})
    assert evidence_right(LABELLED.elements, elements, spans) == {"microscope": True, "blood_loss": False}


@pytest.mark.parametrize(
    ("labels", "error"),
    [
        (
            {"elements": {"blood_loss": ["Loss 90 mL", "Smith lost 90"]}},
            "A1.spans.json:5: elements.blood_loss[1]: these words do not stand in the note; copy them from the note as they are",
        ),
        ({"elements": {"blood_los": []}}, "A1.spans.json:3: elements.blood_los: unknown element; did you mean blood_loss?"),
        ({"elements": {"microscope": [""]}}, "A1.spans.json:4: elements.microscope[0]: these words do not stand in the note; "),
        ({"decision": {"skin": ["Smith"]}}, "A1.spans.json:4: decision.skin[0]: these words do not stand in the note; "),
        ({"not_because": ["Smith"]}, "A1.spans.json:3: not_because[0]: these words do not stand in the note; "),
        ({"element": {}}, "A1.spans.json:2: element: "),
        ({"elements": {"microscope": "The scope"}}, "A1.spans.json:3: elements.microscope: "),
    ],
)
def test_an_error_says_file_line_and_key_and_no_word_of_the_note(labels, error):
    with pytest.raises(LabelError) as raised:
        read(**labels)
    assert str(raised.value).startswith(error)
    assert "Smith" not in str(raised.value)


def test_what_is_no_json():
    with pytest.raises(LabelError, match="not JSON"):
        read_spans("{", "A1.spans.json", NOTE, ELEMENTS)
