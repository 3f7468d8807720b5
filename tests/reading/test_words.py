"""The words of a text are those that a pattern finds, and side by side where nothing but one space or hyphen parts them."""

from __future__ import annotations

import re

from hypothesis import assume, find, given
from hypothesis import strategies as st

from notelint.reading.layout import _PAGE_LINE, _spotter
from notelint.reading.words import BREAK, words_in

PIECES = re.compile(r"[a-z]+(?:[ -](?=[a-z]))?")  # with the gap, where the next word stands right behind it
TEXTS = st.lists(
    st.sampled_from(
        [
            "fib",
            "you",
            "la",
            "fib-you",
            "la fib",
            "fib  you",
            "la -fib",
            " ",
            " ",
            " ",
            "-",
            "|",
            ",",
            "\n",
            "\t",
            "3",
            "é",
            "\ud800",
            "°",
        ]
    )
).map("".join)


@given(TEXTS)
def test_words_are_those_of_a_pattern(text: str) -> None:
    pieces = PIECES.findall(text)
    words = words_in(text)
    order = words.in_order
    assert [word for word in order if word != BREAK] == [piece.rstrip(" -") for piece in pieces]
    linked = [order[index + 1] != BREAK for index, word in enumerate(order) if word != BREAK]
    assert linked == [piece.endswith((" ", "-")) for piece in pieces]
    assert words.distinct == {piece.rstrip(" -") for piece in pieces}


def test_the_texts_hold_words_side_by_side_and_apart() -> None:
    """``find`` fails where the texts have none."""
    assert find(TEXTS, lambda text: len(PIECES.findall(text)) > 1 and PIECES.findall(text)[0].endswith(" "))
    assert find(TEXTS, lambda text: len(PIECES.findall(text)) > 1 and PIECES.findall(text)[0].endswith("-"))
    assert find(TEXTS, lambda text: len(PIECES.findall(text)) > 1 and "|" in text)


_SCRAPS = st.lists(st.sampled_from(["page", " ", "2", "of", "CONT'D", "on", "l", "\n"]), max_size=4).map("".join)
_NUMBERS = st.sampled_from(
    ["Page 2 of 3", "page 2", "Pg. 2/3", "p. 2", "PAGE l of 3", "(continued on next page)", "CONT'D from previous page", "2 of 3"]
)


@given(_SCRAPS, _NUMBERS, _SCRAPS)
def test_a_page_is_numbered_only_where_a_word_for_it_stands(before: str, number: str, after: str) -> None:
    """``assume`` is the proof that a page is numbered: Hypothesis fails the test where it seldom is."""
    text = f"{before}\n{number}\n{after}"
    assume(any(_PAGE_LINE.search(line) for line in text.split("\n")))
    assert _spotter().possible(text.lower())


def test_a_text_without_a_word_for_a_page_has_no_number_of_one() -> None:
    assert not _spotter().possible("the vessels were joined, 2 of 3")
