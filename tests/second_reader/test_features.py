"""How the second reader sees the words of a sentence."""

from __future__ import annotations

import pytest

from notelint.second_reader.features import features, pieces, words_of
from notelint.second_reader.reader import tokenizer

NLP = tokenizer()


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Ischemia 74 min", ["ischemia", "#min"]),
        ("9 x 3 cm of bone", ["#x#", "cm", "of", "bone"]),
        ("Clamps off 13:05", ["clamps", "off", "#:#"]),
        ("12cm", ["#cm"]),
        ("The FIBULA, then.", ["the", "fibula", "then"]),
    ],
)
def test_words(text, words):
    assert words_of(NLP(text)[:]) == words


def test_features_are_words_pairs_heading_and_the_sentence_before():
    assert list(features(["bone", "bled", "well"], "findings of note", ["flap"])) == [
        "bone", "bled", "well", "bone bled", "bled well", "bone _ well", "h:findings", "h:of", "h:note", "b:flap",
    ]  # fmt: skip


def test_pieces_mark_the_ends_of_a_word_and_leave_figures_out():
    assert list(pieces(["rib", "#cm"])) == ["c: ri", "c:rib", "c:ib ", "c: rib", "c:rib ", "c: rib "]
