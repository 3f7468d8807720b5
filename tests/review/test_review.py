"""What holds for the review of any claim, and of two notes read against each other."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from support.claims import NOTES, SURGEONS, book, review

from notelint.packs.claims import Example

NAMES = sorted(path.name.removesuffix(".txt") for path in NOTES.iterdir())
CODES = [
    "20955",
    "20956",
    "20969",
    "20972",
    "20973",
    "69990",
    "20902",
    "15100",
    "12034",
    "76000",
    "99213",
    "99024",
    "35860",
    "20960",
]
DIAGNOSES = [
    "C40.22",
    "D16.5",
    "M27.2",
    "M86.669",
    "M87.052",
    "M89.70",
    "S82.202K",
    "S82.202",
    "S62.322B",
    "T86.831",
    "E11.9",
    "Q74.2",
]
LINE = st.builds(
    lambda code, modifiers, units, surgeon: "".join([code, *(f"-{m}" for m in modifiers), units, surgeon]),
    st.sampled_from(CODES),
    st.lists(st.sampled_from(sorted(book().modifiers)), max_size=3, unique=True),
    st.sampled_from(["", "x2", "x99"]),
    st.sampled_from(["", "@b", "@c"]),
)
NOTE = st.builds("".join, st.tuples(st.sampled_from(NAMES), st.sampled_from(["", "@b"]), st.sampled_from(["", " visit"])))
CLAIM = st.fixed_dictionaries(
    {},
    optional={
        "payer": st.sampled_from(["medicare", "medicaid", "commercial"]),
        "place_of_service": st.sampled_from(["11", "19", "21", "22", "23", "24", "99"]),
        "date_of_service": st.dates().map(str).filter(lambda day: day >= "2024-01-01"),
        "earlier_procedures": st.just([{"date": "2023-12-20", "code": "20969", "surgeon": "a", "diagnoses": ["S82.202K"]}]),
        "diagnoses": st.lists(st.sampled_from(DIAGNOSES), max_size=4, unique=True),
    },
)


@settings(max_examples=60, deadline=None)
@given(st.lists(LINE, min_size=1, max_size=5), st.lists(NOTE, min_size=1, max_size=3), CLAIM)
def test_any_claim_with_any_notes_is_reviewed(lines, notes, claim):
    found = review(Example(lines=tuple(lines), notes=tuple(notes), claim=claim))
    assert len(found.payments) == len(found.supported) == len(lines)
    for finding in found.findings:
        assert finding.sources
        assert "{" not in finding.message
        assert finding.line is not None
        assert bool(finding.basis) or finding.difference is None
        for quoted in finding.words:
            note = found.notes[quoted.note].report.note
            assert note.text[quoted.evidence.start : quoted.evidence.end] == quoted.evidence.text


def test_findings_stand_in_the_order_of_the_claim():
    found = review(Example(lines=("20956", "69990"), claim={"place_of_service": "11"}))
    assert [(finding.rule, finding.where[0]) for finding in found.findings] == [
        ("donor-site-code-wrong", "lines"),
        ("microscope-billed-apart", "lines"),
        ("place-implausible", "place_of_service"),
    ]


@pytest.mark.parametrize("payer", ["medicare", "medicaid", "commercial"])
def test_a_rule_of_medicare_is_no_error_for_a_commercial_payer(payer):
    found = review(Example(lines=("20972-62", "20972-62@b"), notes=("metatarsal-skin",), claim={"payer": payer}))
    (finding, *_) = [finding for finding in found.findings if finding.rule == "two-surgeons-not-payable"]
    assert finding.severity == ("info" if payer == "commercial" else "error")
    assert finding.message.endswith("the payer's contract decides)") == (payer == "commercial")


def test_the_words_of_both_notes_are_shown_where_they_disagree():
    example = Example(
        lines=("20955-62", "20955-62@b"),
        notes=("donor-surgeon", "recipient-surgeon@b"),
        change={"Dr. Marlowe harvested the right": "Dr. Marlowe harvested the left", "from the right leg": "from the left leg"},
    )
    (finding,) = [finding for finding in review(example).findings if finding.rule == "cosurgeon-facts-disagree"]
    assert {quoted.note for quoted in finding.words} == {0, 1}
    assert "donor side: right and left" in finding.message


def test_day_counts_are_shown():
    notes = ("take-back",)
    claim = {"earlier_procedures": [{"date": "2026-02-26", "code": "20969"}]}
    (finding,) = review(Example(lines=("35860-79",), notes=notes, claim=claim)).findings
    assert "day 4 after 20969" in finding.message


@pytest.mark.parametrize(("day", "inside"), [("2025-12-02", True), ("2025-12-01", False)])
def test_the_ninetieth_day_is_the_last(day, inside):
    claim = {"earlier_procedures": [{"date": day, "code": "20955"}]}
    found = review(Example(lines=("99213",), notes=("visit visit",), claim=claim))
    assert bool(found.findings) == inside


def test_a_return_to_the_operating_room_begins_no_new_period():
    claim = {"earlier_procedures": [{"date": "2026-02-20", "code": "20969", "modifiers": ["78"]}]}
    assert not review(Example(lines=("99213",), notes=("visit visit",), claim=claim)).findings


def test_a_film_in_the_global_period_is_not_part_of_it():
    claim = {"earlier_procedures": [{"date": "2026-02-20", "code": "20969"}]}
    (finding,) = review(Example(lines=("73590",), notes=("visit visit",), claim=claim)).findings
    assert finding.rule == "code-not-judged"


def test_another_specialty_has_a_global_period_of_its_own():
    earlier = [{"date": "2026-02-20", "code": "20969", "surgeon": "b"}]
    assert not review(Example(lines=("99213",), notes=("visit visit",), claim={"earlier_procedures": earlier})).findings
    same = {"surgeons": {"b": {"specialty": SURGEONS["a"]["specialty"]}}, "earlier_procedures": earlier}
    assert review(Example(lines=("99213",), notes=("visit visit",), claim=same)).findings


@pytest.mark.parametrize(
    ("lines", "notes", "extra"),
    [
        (("20955-LT", "20955-RT"), ("fibula",), True),
        (("20969x2",), ("fibula-skin",), True),
        (("20955-62", "20955-62@b"), ("donor-surgeon", "recipient-surgeon@b"), False),
        (("20955", "20955-80@b"), ("fibula",), False),
        (("20955", "20970-XS"), ("two-flaps",), False),
        (("20955", "20970-XS", "20957-XS"), ("two-flaps",), True),
    ],
)
def test_each_graft_billed_needs_one_in_the_notes(lines, notes, extra):
    found = {finding.rule for finding in review(Example(lines=lines, notes=notes)).findings}
    assert ("second-flap-not-documented" in found) == extra


def test_a_co_surgeons_note_can_document_the_anastomosis():
    change = {
        "I sewed the peroneal artery end-to-end to the anterior tibial artery and one vein end-to-end to the great saphenous "
        "vein with 9-0 nylon.": "Dr. Halden took over.",
        "Dr. Marlowe then joined the vessels under the operating microscope.": "I sewed the peroneal artery end-to-end to the "
        "anterior tibial artery under the operating microscope, and its vein to the saphenous vein.",
    }
    both = Example(lines=("20955-62", "20955-62@b"), notes=("donor-surgeon", "recipient-surgeon@b"), change=change)
    alone = Example(lines=("20955",), notes=("donor-surgeon",), change=change)
    assert "code-without-anastomosis" not in {finding.rule for finding in review(both).findings}
    assert "code-without-anastomosis" in {finding.rule for finding in review(alone).findings}
