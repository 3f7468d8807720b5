"""Figures are looked for only where they can stand: whatever the text, nothing that looking everywhere would find is lost."""

from __future__ import annotations

from unittest.mock import patch

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from notelint.reading import measures
from notelint.reading.forms import Form, places_of_figures
from notelint.reading.measures import find_measures
from notelint.reading.model import Section, Sentence

NUMBERS = (
    "1", "2", "7", "12", "42", "14", "07", "1435", "0800", "2019", "250", "7.5", "12,5", "1,250", "1.250", ".5", "3.0",
    "1/2", "2:05", "14:07", "10:42:00", "9.15", "08.40", "1h35", "7h05", "97'", "2-0", "½", "1½", "٣", "one", "two",
    "four", "six", "sixty", "twenty-five", "fourteen", "fifteen", "hundred", "thousand", "half", "quarter", "quarters",
    "three", "point", "zero", "nought", "oh", "o", "a", "an", "second", "tenth",
)  # fmt: skip
UNITS = (
    "cm", "cms", "mm", "mms", "mmhg", "centimeters", "millimeters", "inch", "inches", "ml", "mls", "mil", "mil.", "cc",
    "ccs", "cubic", "cl", "dl", "liter", "l", "min", "mins", "minutes", "m", "hour", "hours", "hr", "hrs.", "h", "u",
    "uhr", "'", "′", "square", "sq", "sq.", "cm2", "cm^2", "mm²", "am", "pm", "p.m.", "o'clock", "clock", "hh:mm", "°",
)  # fmt: skip
BETWEEN = (
    "x", "X", "by", "*", "-", "to", "or", "and", "between", "past", "of", ",", ".", ":", "/", ";", "(", ")", "at",
    "from", "for", "total", "screw", "drains", "was", "time", "bone", "tendon", "then", "lateral", "maxilla",
)  # fmt: skip
SPACES = ("", "", " ", " ", " ", "  ", "-", "\n", "\t", "\u00a0", ".")


@st.composite
def lines(draw: st.DrawFn) -> str:
    """Numbers, units and fillers in any order, with or without spaces."""
    words = st.one_of(st.sampled_from(NUMBERS), st.sampled_from(NUMBERS), st.sampled_from(UNITS), st.sampled_from(BETWEEN))
    spaced = st.tuples(words, st.sampled_from(SPACES))
    return "".join(word + space for word, space in draw(st.lists(spaced, max_size=14))).lower()


def _everywhere(form: Form, text: str, _: object) -> object:
    return form.pattern.finditer(text)


def _sentence(text: str) -> Sentence:
    return Sentence(0, 0, len(text), text, Section("body", "performed", 0, len(text), 0, 0))


@settings(deadline=None, max_examples=600)
@given(lines())
@example("half a half a cm")
@example("0800-1130")
@example("3x4 or 5to7 cm")
@example("point o cm, two point oh ml")
@example("half of hour and half a hour")
@example("quarter past nine, oh seven hundred hours")
def test_no_figure_is_lost(text: str) -> None:
    sentence = _sentence(text)
    with patch.object(measures, "places_of_figures", lambda text: range(len(text))), patch.object(Form, "matches", _everywhere):
        sought_everywhere = find_measures(sentence)
    assert find_measures(sentence) == sought_everywhere


@pytest.mark.parametrize("text", ["", "the bone was harvested", "closed with 3 drains and one tendon", "c5 and th1", "no. 12."])
def test_where_nothing_can_be_a_figure_no_form_is_tried(text: str) -> None:
    assert places_of_figures(text) == ()


@pytest.mark.parametrize(("text", "place"), [("bone of 7 cm", 8), ("took an hour", 5), ("a .5 cm gap", 2), ("in 1½ hours", 3)])
def test_figures_begin_where_their_number_begins(text: str, place: int) -> None:
    assert place in places_of_figures(text)


@pytest.mark.parametrize("text", ["hundredfive cm", "thousandfive ml", "a thousand and. cm"])
def test_words_written_together_are_no_number(text: str) -> None:
    assert find_measures(_sentence(text)) == []


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("a hundred ml", 100),
        ("two hundred and fifty ml", 250),
        ("a thousand, two hundred and five ml", 1205),
        ("twelve hundred ml", 1200),
        ("one thousand and fifty ml", 1050),
        ("two point seven five ml", 2.75),
        ("oh point five ml", 0.5),
        ("point five ml", 0.5),
        ("thirty and a half ml", 30.5),
    ],
)
def test_numbers_in_words_are_read_to_their_end(text: str, value: float) -> None:
    (measure,) = find_measures(_sentence(text))
    assert (measure.start, measure.end, measure.values) == (0, len(text), (value,))
