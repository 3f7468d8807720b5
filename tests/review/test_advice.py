"""A review line by line: billed against supported, what to change, what to ask."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st
from support.claims import book, review

from notelint.packs.claims import Example, asking_rules, claim_rules
from notelint.review.advice import line_advice

CODES = ["20955", "20956", "20955-62", "69990", "15100", "99213", "20955-80@b", "20955-62@b", "20969-50"]


def test_a_right_line_is_supported():
    (line,) = line_advice(review(Example(lines=("20955",))))
    assert (line.verdict, line.supported, line.change, line.ask) == ("supported", ("20955",), (), ())


def test_a_wrong_code_is_to_change_and_the_supported_code_is_named():
    (line,) = line_advice(review(Example(lines=("20956",))))
    assert (line.verdict, line.supported, line.differs) == ("change", ("20955",), True)
    assert [advice.rule for advice in line.change] == ["donor-site-code-wrong"]


def test_what_the_note_leaves_open_is_to_ask_with_a_query():
    (line,) = line_advice(review(Example(lines=("20956",), notes=("pelvic",))))
    assert line.verdict == "ask"
    assert [advice.rule for advice in line.ask] == ["site-code-with-generic-donor"]
    assert line.query == (0,)


def test_a_defect_of_two_surgeons_stands_on_both_lines():
    both = line_advice(review(Example(lines=("20955-62", "20955-62@b"))))
    assert [[advice.rule for advice in line.change] for line in both[:2]] == [["two-surgeons-one-note"]] * 2


def test_a_finding_about_the_claim_stands_last():
    *_, claim = line_advice(review(Example(lines=("20955",), claim={"place_of_service": "11"})))
    assert (claim.line, claim.verdict) == (None, "change")


def test_a_diagnosis_stands_on_the_lines_that_point_at_it():
    lines = [{"code": "20955", "surgeon": "a", "pointers": [1]}, {"code": "15100", "surgeon": "a", "pointers": [2]}]
    example = Example(lines=("20955", "15100"), claim={"lines": lines, "diagnoses": ["M89.761", "M89.762"]})
    first, second = line_advice(review(example))
    assert [advice.rule for advice in first.change] == ["diagnosis-side-contradicted"]
    assert "diagnosis-side-contradicted" not in {advice.rule for advice in second.change}


def test_the_rules_that_ask_are_rules():
    assert asking_rules() <= claim_rules().keys()


@settings(max_examples=20, deadline=None)
@given(st.lists(st.sampled_from(CODES), min_size=1, max_size=4), st.sampled_from(["fibula", "pelvic", "take-back", "unjoined"]))
def test_every_finding_is_in_the_advice(lines, note):
    found = review(Example(lines=tuple(lines), notes=(note,)))
    advice = line_advice(found)
    rules = {one.rule for line in advice for one in (*line.change, *line.ask)}
    assert rules == {finding.rule for finding in found.findings} <= book().rules.keys()
    assert len([line for line in advice if line.line is not None]) == len(lines)
