"""The case and what is decided from it, sentence by sentence, against the gold in tests/data/sentences/case_*.yaml.

A mark named after an element says that the element is met (or ``status=``) and rests on those words, with its figure where one
is given; ``not_ELEMENT`` that it does not rest on them. ``donor`` gives the site, side and ray of the graft.
"""

from __future__ import annotations

import pytest
from support.notes import assert_places_are_exact
from support.sentences import linter, sentences

from notelint.note import Note

FILES = ("donor", "figures", "anastomosis", "skin", "perfusion", "times", "closure", "rationale", "integrity")
FACTS = {"site": "donor_site", "side": "donor_laterality", "ray": "metatarsal_ray"}


@pytest.mark.parametrize("sentence", [parameter for file in FILES for parameter in sentences(f"case_{file}")])
def test_case(sentence):
    report = linter().lint(Note(sentence.text))
    assert_places_are_exact(report)
    for mark in sentence.marks:
        _assert_mark(report, mark)
    for fact, value in sentence.expected.get("facts", {}).items():
        assert _word(report.facts[fact]) == value, fact
    for element, status in sentence.expected.get("elements", {}).items():
        assert report.elements[element].status == status, element
    if "decision" in sentence.expected:
        _assert_decided(report.decision, sentence.expected["decision"])
    if "integrity" in sentence.expected:
        assert list(report.integrity) == sentence.expected["integrity"]


def _assert_mark(report, mark):
    if mark.name == "donor":
        assert {key: _word(report.facts[FACTS[key]]) for key in mark.attributes} == mark.attributes
        assert _rests_on(report.elements["donor_site_named"], mark)
    elif mark.name.startswith("not_"):
        assert not _rests_on(report.elements[mark.name.removeprefix("not_")], mark), mark.name
    else:
        element = report.elements[mark.name]
        assert element.status == mark.attributes.get("status", "met"), mark.name
        assert _rests_on(element, mark), f"{mark.name} rests on {[e.text for e in element.evidence]}"
        for unit in mark.attributes.keys() - {"status"}:
            assert float(mark.attributes[unit]) in _figures(element.values.get(unit)), mark.name


def _rests_on(element, mark):
    return any(evidence.start < mark.end and mark.start < evidence.end for evidence in element.evidence)


def _figures(value):
    figures = value if isinstance(value, tuple) else (value,)
    return [round(figure, 2) for figure in figures if isinstance(figure, int | float)]


def _assert_decided(decision, expected):
    status = expected.get("status") or ("supported" if "codes" in expected else "unsupported")
    assert (decision.status, sorted(decision.codes), sorted(decision.candidates)) == (
        status,
        expected.get("codes", []),
        expected.get("candidates", []),
    )


def _word(value):
    return "null" if value is None else str(value)
