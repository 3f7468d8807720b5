"""Diagnoses against notes: cause, side, site and seventh character, each with what must not be accused."""

from __future__ import annotations

import pytest
from support.claims import review, reviewer

from notelint.claim import Encounter, Line, Surgeon
from notelint.packs.claims import Example

TIBIA = "Segmental defect of the left tibia after open fracture"


def found(diagnoses, *, change=None, add="", lines=("20955",), billed=None):
    claim = {"diagnoses": diagnoses} | ({"lines": billed} if billed else {})
    review_ = review(Example(lines=lines, change=change or {}, add=add, claim=claim))
    return {finding.rule: finding for finding in review_.findings if "diagnos" in finding.rule}


CAUSES = [
    ("Osteosarcoma of the left tibia", "C40.22", True),
    ("Osteosarcoma of the left tibia", "D16.22", False),
    ("Giant cell tumor of the left tibia", "D48.0", True),
    ("Giant cell tumor of the left tibia", "D16.22", True),
    ("Chronic osteomyelitis of the left tibia", "M86.662", True),
    ("Chronic osteomyelitis of the left tibia", "C40.22", False),
    ("Infected nonunion of the left tibia", "M86.662", True),
    ("Congenital pseudarthrosis of the left tibia", "Q74.2", True),
    ("Pathologic fracture of the left tibia through a bone cyst", "M84.562A", True),
    ("Nonunion of the left tibia", "M89.762", True),
]


@pytest.mark.parametrize(("documented", "code", "agrees"), CAUSES)
def test_a_cause_agrees_or_is_contradicted(documented, code, agrees):
    rules = found([code], change={TIBIA: documented})
    assert ("diagnosis-cause-contradicted" not in rules) == agrees


NOT_DOCUMENTED = [
    "There was no sign of osteomyelitis.",
    "Osteomyelitis was ruled out by biopsy.",
    "He understands the risk of osteomyelitis.",
]


@pytest.mark.parametrize("sentence", NOT_DOCUMENTED)
def test_a_cause_that_is_denied_or_feared_supports_no_code(sentence):
    assert "diagnosis-cause-contradicted" in found(["M86.662"], add=sentence)


def test_a_note_without_a_cause_accuses_nobody():
    rules = found(
        ["C40.22"], change={TIBIA: "Left tibia", "Two conventional iliac grafts had failed in a 9 cm defect": "A defect of 9 cm"}
    )
    assert set(rules) == {"diagnosis-not-compared"}
    assert "name no cause" in rules["diagnosis-not-compared"].message


def test_a_finding_quotes_the_words_and_the_line_of_the_code():
    finding = found(["M89.761"])["diagnosis-side-contradicted"]
    assert finding.where == ("diagnoses", 0)
    assert [words.evidence.text for words in finding.words] == ["left tibia"]
    assert "right side" in finding.message


SEVENTH = [
    ("Nonunion of the left tibia after open fracture type IIIB", "S82.202N", None),
    ("Nonunion of the left tibia after open fracture type IIIB", "S82.202M", "N"),
    ("Nonunion of the left tibia after open fracture type IIIB", "S82.202K", "N"),
    ("Nonunion of the left tibia after open fracture", "S82.202N", None),
    ("Nonunion of the left tibia after closed fracture", "S82.202K", None),
    ("Nonunion of the left tibia after closed fracture", "S82.202M", "K"),
    ("Nonunion of the left tibia after open fracture type IIIB", "S82.202C", "N"),
    ("Malunion of the left tibia after closed fracture", "S82.202K", "P"),
    ("Malunion of the left tibia after closed fracture", "S82.202P", None),
    ("Left tibia, closed fracture", "S82.202A", None),
    ("Segmental defect of the left tibia after open fracture", "S82.202K", "M"),
]


@pytest.mark.parametrize(("documented", "code", "takes"), SEVENTH)
def test_the_seventh_character(documented, code, takes):
    finding = found([code], change={TIBIA: documented}).get("diagnosis-seventh-character-wrong")
    assert (finding is not None) == (takes is not None)
    assert finding is None or finding.message.endswith(f"takes {takes}")


def test_only_what_a_graft_points_at_is_compared():
    lines = [{"code": "20955", "surgeon": "a", "pointers": [1]}, {"code": "15100", "surgeon": "a", "pointers": [2]}]
    assert "diagnosis-side-contradicted" not in found(["M89.762", "M89.761"], lines=("20955", "15100"), billed=lines)


def test_a_line_without_a_pointer_is_named_and_the_others_are_not():
    lines = [{"code": "20955", "surgeon": "a", "pointers": [1]}, {"code": "15100", "surgeon": "a"}]
    claim = {"diagnoses": ["M89.762"], "lines": lines}
    findings = review(Example(lines=("20955", "15100"), claim=claim)).findings
    assert [finding.where for finding in findings if finding.rule == "diagnosis-pointer-missing"] == [("lines", 1, "code")]


def test_a_quick_check_without_a_date_says_nothing_of_diagnoses():
    quick = Encounter((Line("20955", ""),), (Surgeon(""),))
    assert not [finding for finding in reviewer().review(quick, []).findings if "diagnos" in finding.rule]
