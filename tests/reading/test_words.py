"""The words of a text are those that a pattern finds, and side by side where nothing but one space or hyphen parts them."""

from __future__ import annotations

import re

from hypothesis import given
from hypothesis import strategies as st

from notelint.reading.layout import _PAGE_LINE, _spotter
from notelint.reading.words import BREAK, words_in

PIECES = re.compile(r"[a-z]+(?:[ -](?=[a-z]))?")  # with the gap, where the next word stands right behind it
TEXTS = st.lists(st.sampled_from(["fib", "you", "la", " ", " ", " ", "-", "|", ",", "\n", "\t", "3", "é", "\ud800", "°"])).map(
    "".join
)


@given(TEXTS)
def test_words_are_those_of_a_pattern(text: str) -> None:
    pieces = PIECES.findall(text)
    words = words_in(text)
    order = words.in_order
    assert [word for word in order if word != BREAK] == [piece.rstrip(" -") for piece in pieces]
    linked = [order[index + 1] != BREAK for index, word in enumerate(order) if word != BREAK]
    assert linked == [piece.endswith((" ", "-")) for piece in pieces]
    assert words.distinct == {piece.rstrip(" -") for piece in pieces}


@given(
    st.lists(st.sampled_from(["page", "Pg.", "p.", "p", " ", " ", "2", "of", "3", "continued", "CONT'D", "next", "on", "(", "l"]))
)
def test_a_page_is_numbered_only_where_a_word_for_it_stands(pieces: list[str]) -> None:
    text = "".join(pieces)
    if not _spotter().possible(text.lower()):
        assert _PAGE_LINE.search(text) is None
