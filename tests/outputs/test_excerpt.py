from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from notelint.note import Note
from notelint.outputs.excerpt import excerpt

TEXTS = st.text(st.sampled_from("ab \t\r\n\0\u00a0“é骨"), min_size=1, max_size=200)


def shown(text, start, end, width=20):
    part = excerpt(Note(text), start, end, width=width, ellipsis="…")
    return f"{part.before}[{part.marked}]{part.after}"


def test_a_line_that_fits_is_shown_whole():
    assert shown("one\nthe flap was inset\nthree", 8, 12) == "the [flap] was inset"


def test_a_long_line_is_cut_around_the_words():
    assert shown("0123456789" * 4, 20, 24) == "…3456789[0123]4567890…"


def test_words_over_several_lines_are_marked_to_the_end_of_the_first():
    assert shown("the flap\nwas inset", 4, 17) == "the [flap]"


def test_a_place_without_words_shows_the_place():
    assert shown("the flap", 4, 4) == "the [f]lap"
    assert shown("the\n\nflap", 4, 4) == "[]"
    assert shown("the", 3, 3) == "the[]"


def test_a_line_is_cut_between_words():
    assert shown("the left iliac crest was harvested with its vessels", 21, 24, 30) == "…iliac crest [was] harvested…"


def test_what_just_fits_is_not_cut():
    assert shown("one\nthe flap was inset\nthree", 8, 12, width=18) == "the [flap] was inset"
    assert shown("one\nthe flap was inset\nthree", 8, 12, width=17) == "the [flap] was…"


def test_words_longer_than_the_room_are_shown_from_their_beginning():
    assert shown("0123456789" * 4, 20, 40, width=6) == "…[0123]…"
    assert shown("0123456789" * 4, 20, 22, width=3) == "…[0]…"


@given(TEXTS, st.data(), st.integers(5, 50))
def test_what_is_shown_fits_and_is_one_line(text, data, width):
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    part = excerpt(Note(text), start, end, width=width, ellipsis="…")
    line = part.before + part.marked + part.after
    assert len(line) <= width
    assert line == "" or line.isprintable()


@given(TEXTS, st.data())
def test_what_is_marked_are_the_words_at_the_offsets(text, data):
    start = data.draw(st.integers(0, len(text) - 1))
    part = excerpt(Note(text), start, start + 1, width=30, ellipsis="…")
    assert part.marked in ("", text[start] if text[start].isprintable() else " ")
