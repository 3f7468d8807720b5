"""Evidence widened to its clause, on sentences of every kind; offsets are not touched."""

from __future__ import annotations

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from notelint.outputs.clause import LONGEST, clause

CASES = [
    ("Arterial anastomosis: End-to-[Side] to the anterior tibial artery.", "End-to-Side to the anterior tibial artery"),
    (
        "The artery was sewn [end-to-side] to the radial artery and the vein was coupled.",
        "The artery was sewn end-to-side to the radial artery",
    ),
    ("The artery was sewn end-to-side to the radial artery and the [vein] was coupled.", "the vein was coupled"),
    ("It came with the peroneal [artery] and two veins.", "It came with the peroneal artery and two veins"),
    (
        "With loupes, the peroneal artery was sewn to the [brachial artery], then the clamps came off.",
        "the peroneal artery was sewn to the brachial artery",
    ),
    ("Pedicle [6 cm], artery 2 mm.", "Pedicle 6 cm, artery 2 mm"),
    ("The graft was [13.5 cm] long. Skin was closed.", "The graft was 13.5 cm long"),
    ("Dr. Ulrich did the [fibula] harvest. I did the neck.", "Dr. Ulrich did the fibula harvest"),
    ("The graft was pink. [Blood] loss was 1,200 mL.", "Blood loss was 1,200 mL"),
    ("Blood loss was [1,200 mL]; drains were placed.", "Blood loss was 1,200 mL"),
    ("Seen on March 3, 2026 by the [surgeon] on call.", "Seen on March 3, 2026 by the surgeon on call"),
    ("Start [07:40], end 15:55.", "Start 07:40, end 15:55"),
    ("EBL: [200 mL] | Drains: two", "EBL: 200 mL"),
    ("Flap - left [fibula] - no skin was taken", "left fibula"),
    ("1) Resection 2) Free [fibula] graft to the tibia 3) Plating", "Free fibula graft to the tibia"),
    ("PROCEDURE: Free [fibula] graft\nANESTHESIA: General", "PROCEDURE: Free fibula graft"),
    ("- right [fibula] was cut\n- skin was closed", "right fibula was cut"),
    ("EBL   [300 mL]   none given", "300 mL"),
    ("He tolerated it well.\n\n[Skin] was not taken with the graft.", "Skin was not taken with the graft"),
    (
        "The peroneal artery and its two veins were dissected to the\nbifurcation, where the [pedicle] was cut between clips.",
        "where the pedicle was cut between clips",
    ),
    ("short line\nThe [flap] was inset", "The flap was inset"),
    ("THE ARTERY WAS SEWN [END-TO-END] BUT THE VEIN WAS COUPLED.", "THE ARTERY WAS SEWN END-TO-END"),
    ("Skin was considered, but [no skin] was taken.", "no skin was taken"),
    ("Two teams (tibia, [fibula flap]) worked at once.", "Two teams (tibia, fibula flap) worked at once"),
    ("Was the [flap] viable? Yes.", "Was the flap viable"),
    ("[None].", "None"),
    ("a [\u9aa8\u79fb\u690d] b", "a \u9aa8\u79fb\u690d b"),
]  # fmt: skip


@pytest.mark.parametrize(("marked", "told"), CASES)
def test_the_clause_is_what_a_person_would_underline(marked, told):
    start, end = marked.index("["), marked.index("]") - 1
    assert clause(marked.replace("[", "", 1).replace("]", "", 1), start, end) == told


def test_a_long_clause_is_cut_between_words_around_the_place():
    text = "we looked at the leg again and again " * 5 + "as the left fibula lay there " + "while the others went on with it" * 5
    start = text.index("fibula")
    told = clause(
        text.replace("and again", "or so").replace("while", "as"), text.replace("and again", "or so").index("fibula"), start
    )
    assert len(told) <= LONGEST
    assert "fibula" in told


def test_a_place_that_is_longer_keeps_its_beginning_and_its_last_word():
    text = " ".join(f"word{number}" for number in range(40))
    told = clause(text, 0, len(text))
    assert told.startswith("word0 word1 ")
    assert told.endswith(" … word39")
    assert len(told) <= LONGEST


def test_a_single_word_that_is_longer_is_cut():
    assert clause("x" * 500, 0, 500) == "x" * (LONGEST - 1) + "…"


WORDS = st.lists(
    st.sampled_from(["the", "artery", "was", "sewn,", "8.5", "cm", "x", "3", "and", "but", "vein.", "Skin",
        "$1,200.50", "18:24", "(left)", "\n", ";"]),
    min_size=1,
    max_size=120,
)  # fmt: skip


@given(WORDS, st.data())
def test_no_word_and_no_number_is_ever_cut(listed, data):
    text = " ".join(listed)
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, min(len(text), start + 40)))
    assume(text[start:end].strip())
    told = clause(text, start, end)
    assert len(told) <= LONGEST
    assert "\n" not in told
    whole = {word.strip(".,;()") for word in text.split()}
    assert {word.strip(".,;()") for word in told.replace("…", " ").split()} <= whole


@given(WORDS, st.data())
def test_the_words_of_the_place_are_among_those_shown(listed, data):
    text = " ".join(listed)
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, min(len(text), start + 30)))
    inside = text[start:end].split()
    assume(inside)
    told = clause(text, start, end)
    assert "…" in told or all(word.strip(".,;()") in told for word in inside)
    assert all(word.strip(".,;()") in told for word in inside)


@pytest.mark.parametrize("size", [200_000])
def test_a_note_without_a_full_stop_takes_no_time(size):
    text = "a " * (size // 2)
    assert len(clause(text, size // 2, size // 2 + 1)) <= LONGEST
