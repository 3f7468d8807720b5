"""The evidence of a report is the clause that a person would underline, with the exact places that were read in it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.repository_notes import reports
from support.sentences import linter

from notelint.clauses import LONGEST, Clauses
from notelint.note import Note
from notelint.report import Evidence
from notelint.underline import Underliner

NOTE = """OPERATION: Free fibula osteoseptocutaneous flap, left leg, to the right tibia.
ANESTHESIA: General
EBL: 320 mL

PROCEDURE:
Under the operating microscope the peroneal artery was sewn end-to-end to the anterior tibial artery and one vein was coupled to
the long saphenous vein with a 2.5 mm device. The left leg was opened along the septum, and 14 cm of fibula was cut out
together with a 9 x 4 cm island of skin, whose colour was good; the marrow bled at both ends once the clamps came off.
The leg was closed in two layers over a drain.
"""
SEWN = "Under the operating microscope the peroneal artery was sewn end-to-end to the anterior tibial artery"
COUPLED = "one vein was coupled to\nthe long saphenous vein with a 2.5 mm device"
CUT = "14 cm of fibula was cut out\ntogether with a 9 x 4 cm island of skin"
SHOWN = [
    ("blood_loss", "EBL: 320 mL", "320 mL"),
    ("microscope", SEWN, "operating microscope"),
    ("anastomosis_technique", SEWN, "end-to-end"),
    ("recipient_vessels", COUPLED, "long saphenous vein"),
    ("bone_dimensions", CUT, "14 cm"),
    ("skin_dimensions", CUT, "9 x 4 cm"),
    ("perfusion_check", "the marrow bled at both ends once the clamps came off", "bled"),
    ("donor_closure", "The leg was closed in two layers over a drain", "in two"),
]


def evidence_of(report):
    """Every evidence of elements and trace."""
    yield from (place for element in report.elements.values() for place in element.evidence)
    yield from (place for step in report.decision.trace for place in step.evidence)


@pytest.fixture(scope="module")
def report():
    return linter().lint(Note(NOTE))


@pytest.mark.parametrize(("name", "clause", "exact"), SHOWN)
def test_an_element_shows_the_clause_and_knows_the_words_in_it(report, name, clause, exact):
    shown = {place.text: place for place in report.elements[name].evidence}
    assert clause in shown
    assert exact in {NOTE[start:end] for start, end in shown[clause].exact}


@pytest.mark.parametrize(
    ("question", "clauses"), [("transfer", [SEWN, COUPLED]), ("donor_site", [CUT, "Free fibula osteoseptocutaneous flap"])]
)
def test_the_trace_shows_the_clause_that_says_it_the_body_before_the_title(report, question, clauses):
    step = next(step for step in report.decision.trace if step.question == question)
    assert [place.text for place in step.evidence] == clauses


def test_a_title_alone_is_shown_where_no_body_says_it():
    note = Note("OPERATION: Free fibula flap to the tibia.\n\nPROCEDURE:\nThe tibia was plated. The skin was closed.\n")
    (step,) = (step for step in linter().lint(note).decision.trace if step.question == "donor_site")
    assert step.evidence[0].text.startswith("Free fibula flap")


def test_evidence_says_who_found_it(report):
    assert report.elements["microscope"].evidence[0].by == "element:microscope"
    assert report.elements["donor_laterality"].evidence[0].by == "idiom:side.left"
    assert {place.by for step in report.decision.trace for place in step.evidence} >= {"fact:transfer", "fact:donor_site"}
    assert report.events[0].evidence.by == f"event:{report.events[0].kind}"
    assert all(place.by for place in evidence_of(report))


def test_places_in_one_clause_are_one_evidence_that_keeps_them_all():
    text = "The flap was pink and the skin bled. The clamps came off."
    pink, bled, off = (Evidence(text.index(word), text.index(word) + len(word), word) for word in ("flap", "pink", "off"))
    first, second = Underliner(text).places((pink, off, bled), "element:perfusion_check")
    assert (first.text, second.text) == ("The flap was pink", "The clamps came off")
    assert [text[start:end] for start, end in first.exact] == ["flap", "pink"]


def test_a_finding_and_an_event_keep_the_exact_words():
    note = Note(NOTE.replace("the operating microscope", "magnification"))
    told = linter().lint(note)
    assert told.elements["microscope"].evidence[0].text.startswith("Under magnification the peroneal artery was sewn")
    (finding,) = (one for one in told.findings if one.element == "microscope")
    assert note.text[finding.start : finding.end] == "Under magnification"
    assert "end-to-end" in {event.evidence.text for event in told.events}


def test_every_evidence_of_every_note_is_a_short_slice_that_holds_its_exact_places():
    for report in reports():
        for place in evidence_of(report):
            assert place.text == report.note.text[place.start : place.end]
            assert len(place.text) <= LONGEST
            assert all(place.start <= start < end <= place.end for start, end in place.exact)


TEXTS = st.lists(
    st.sampled_from(
        [
            "the artery",
            "was sewn,",
            "8.5 cm",
            "and",
            "but",
            "vein.",
            "Skin",
            "EBL: ",
            "\n",
            ";",
            "\t",
            "x" * 120,
            " - ",
            "1) ",
            "é",
        ]
    ),
    min_size=1,
    max_size=60,
).map(" ".join)


@given(TEXTS | st.text(min_size=1, max_size=500), st.data())
def test_a_clause_is_a_slice_of_at_most_200_characters_that_holds_the_place(text, data):
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, min(len(text), start + LONGEST)))
    (place,) = Underliner(text).places((Evidence(start, end, text[start:end]),), "element:any")
    assert place.text == text[place.start : place.end]
    assert len(place.text) <= LONGEST
    assert place.start <= start < end <= place.end


@given(TEXTS, st.data())
def test_of_a_longer_place_the_beginning_is_shown(text, data):
    text += " end" * 60
    start = data.draw(st.integers(0, len(text) - 230))
    first, last = Clauses(text).span(start, start + 225)
    assert first <= start < last <= first + LONGEST


def test_no_word_is_cut_of_a_clause_that_is_longer():
    words = [f"word{number}" for number in range(90)]
    text = " ".join(words)
    start = text.index("word45")
    first, last = Clauses(text).span(start, start + 6)
    assert LONGEST - 20 < last - first <= LONGEST
    assert text[first:last].split() == [word for word in words if word in text[first:last].split()]


@pytest.mark.parametrize(
    ("body", "shown"),
    [
        ("The muscles were lifted off the fibula, and the bone was cut at both ends.", "The muscles were lifted off the fibula"),
        ("A jig was pinned on the fibula. Later the fibula was cut with the saw.", "Later the fibula was cut with the saw"),
        ("A jig was pinned on the fibula.", "A jig was pinned on the fibula"),
        ("We considered the other fibula. The bone was cut.", "OPERATION: Free fibula flap"),
    ],
)
def test_a_bone_that_only_the_title_says_was_taken_is_shown_where_the_body_works_on_it(body, shown):
    note = Note(f"OPERATION: Free fibula flap.\n\nPROCEDURE:\n{body} The artery and a vein were sewn to the facial vessels.\n")
    (step,) = (step for step in linter().lint(note).decision.trace if step.question == "donor_site")
    assert step.evidence[0].text == shown
