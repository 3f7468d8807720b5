"""A text under repair keeps the place of every character."""

from __future__ import annotations

import re

from hypothesis import given
from hypothesis import strategies as st

from notelint.note import Span
from notelint.reading.clean_text import CleanText, word_start

Places = list[tuple[str, int, int]]
"""Each character with the start and the end of what it stands for."""

texts = st.text(st.sampled_from("ab \n.é\u0130"), max_size=40)
pieces = st.tuples(st.integers(0, 4), st.integers(0, 3), st.text("xyz", max_size=4))


def _edits(steps: list[tuple[int, int, str]], length: int) -> list[tuple[int, int, str]]:
    """Edits in order, from how far each is from the one before and how long it is."""
    edits: list[tuple[int, int, str]] = []
    done = 0
    for gap, size, new in steps:
        start = min(done + gap, length)
        done = min(start + size, length)
        edits.append((start, done, new))
    return edits


def _edited(places: Places, edits: list[tuple[int, int, str]]) -> Places:
    """The same character by character: what is as long keeps its places, anything else stands for the whole."""
    result, done = list[tuple[str, int, int]](), 0
    for start, end, new in edits:
        result += places[done:start]
        last = places[-1][2] if places else 0
        here = places[start][1] if start < len(places) else last
        whole = (here, here) if start == end else (places[start][1], places[end - 1][2])
        kept = [(low, high) for _, low, high in places[start:end]] if len(new) == end - start else [whole] * len(new)
        result += [(char, *place) for char, place in zip(new, kept, strict=True)]
        done = end
    return result + places[done:]


@given(text=texts, rounds=st.lists(st.lists(pieces, max_size=6), max_size=4))
def test_places_are_those_of_editing_character_by_character(text: str, rounds: list[list[tuple[int, int, str]]]) -> None:
    clean = CleanText.of(text)
    places: Places = [(char, index, index + 1) for index, char in enumerate(text)]
    for steps in rounds:
        edits = _edits(steps, len(clean.cased))
        clean, places = clean.edited(edits), _edited(places, edits)
    assert clean.cased == "".join(char for char, _, _ in places)
    assert list(clean.starts) == [start for _, start, _ in places]
    assert list(clean.ends) == [end for _, _, end in places]
    assert len(clean.text) == len(clean.cased)


def test_a_replacement_stands_for_the_whole_of_what_it_replaces() -> None:
    clean = CleanText.of("the a. tib  was").sub(re.compile(r"a\. tib"), "tibial artery").sub(re.compile(" {2}"), " ")
    assert clean.text == "the tibial artery was"
    assert clean.span(4, 10) == Span(4, 10)
    assert clean.span(11, 17) == Span(4, 10)
    assert clean.span(18, 21) == Span(12, 15)
    assert clean.span(21, 21) == Span(15, 15)


def test_nothing_edited_is_the_same_text() -> None:
    clean = CleanText.of("fibula")
    assert clean.edited([]) is clean
    assert clean.sub(re.compile("fib"), "fib") is clean


def test_long_notes_are_counted_too() -> None:
    clean = CleanText.of("a" * 30_000).edited([(0, 2, "")])
    assert (clean.starts[0], clean.ends[-1], len(clean.starts)) == (2, 30_000, 29_998)


def test_a_word_begins_where_its_letters_and_digits_do() -> None:
    assert [word_start("é1_a b", place) for place in range(7)] == [0, 0, 0, 0, 0, 5, 5]
