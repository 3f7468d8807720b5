"""Whatever the text: a report, places that are the note's own words, and nothing raised."""

from __future__ import annotations

from functools import cache

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from support.notes import SAMPLES, text_of

from notelint.linter import Linter
from notelint.note import Note

KINDS = {"operative_report", "procedure_note", "other"}
pieces = st.sampled_from(
    ["PROCEDURE:", "ANESTHESIA", "DRAINS AND SPECIMENS:", ",SPECIMENS:,", "POSTOPERATIVE DIAGNOSIS 1.", "Same", "None", "\n\n",
     "\n", ". ", ":", "(", ")", "*", "2.", "The skin was incised", "was closed with 4-0 nylon", "to the recovery room", ", ",
     "blood loss", "5 ml", "excised", "counts were correct", "\u200b", "\u00ad", "½", "\ud800", "\r", "\t", "İ", "x" * 120]
)  # fmt: skip
scraps = st.lists(st.one_of(pieces, st.text(max_size=8)), max_size=50).map(" ".join)


@cache
def linter():
    return Linter(names=["operative-report"])


def check(text):
    report = linter().lint(Note(text))
    own = report.packs["operative-report"]
    whole = report.note.text
    assert own.kind in KINDS
    for element in own.elements.values():
        for words in element.evidence:
            assert whole[words.start : words.end] == words.text
            assert all(words.start <= start <= end <= words.end for start, end in words.exact)
        assert bool(element.evidence) == (element.status in {"met", "partial"}) or element.status in {"missing", "n/a"}
    asked = set(own.asked)
    reported = {"partial", "missing"}
    assert {found.element for found in report.findings} == {
        name for name, element in own.elements.items() if name in asked and element.status in reported
    }
    assert all(0 <= found.start <= found.end <= len(whole) for found in report.findings)
    return own


@settings(deadline=None, max_examples=60, suppress_health_check=[HealthCheck.too_slow])
@given(scraps)
def test_any_text(text):
    check(text)


@settings(deadline=None, max_examples=20, suppress_health_check=[HealthCheck.too_slow])
@given(st.sampled_from(SAMPLES).map(text_of), st.data())
def test_a_note_with_scraps_in_it(text, data):
    at = data.draw(st.integers(0, len(text)))
    check(text[:at] + data.draw(scraps) + text[at:])


@pytest.mark.parametrize("text", ["", " ", "\n", "PROCEDURE:", ":", "PROCEDURE: " * 400, "a" * 5000, "(" * 3000])
def test_a_poor_text(text):
    check(text)


def test_a_text_that_is_none_is_left_alone():
    assert {one.status for one in check("The garden was watered.").elements.values()} == {"n/a"}
