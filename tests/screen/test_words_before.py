"""Idioms that the screen asks only of the words right before a bone find there what they find in all that stands before it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from notelint.packs.vocabulary import phrase_among
from notelint.screen import bones

_WORDS = ("13", "cm", "of", "the", "segment", "harvested", "from", "bone", "was", "left", "a", "free", "skin and", "to", "part_2")
_texts = (
    st.lists(st.sampled_from([*_WORDS, ",", ".", "/", "+", "-", "'", "(", " ", "\n", "é"]), max_size=14)
    .map(" ".join)
    .map(bones.one_spaced)
)


@pytest.mark.parametrize(
    ("name", "signs"),
    [
        ("donor.part-of", bones._WORD_SIGNS),
        ("donor.from", bones._WORD_SIGNS),
        ("donor.is-the-bone", bones._WORD_SIGNS),
        ("phrase.left-part", bones._NAME_SIGNS),
    ],
)
@given(text=_texts)
def test_nothing_is_lost(name: str, signs: str, text: str) -> None:
    wording = phrase_among(name, "donors", "grafts")
    everywhere, near = wording.search(text), wording.search(text, bones._unbroken(text, signs))
    assert (everywhere and everywhere.span()) == (near and near.span())
