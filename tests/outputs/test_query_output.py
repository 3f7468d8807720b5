"""A query on paper: no sign of the note is markup, long places read like no code, and what is left out is counted."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest
from support.notes import SAMPLES, text_of
from support.queries import OPTIONS, query_of, rendered

from notelint.outputs.query_sheet import place_of, quoted_words
from notelint.queries.model import Citation

NOTES = {path.name[:2]: path for path in SAMPLES}


def citation(words, **more):
    return Citation(0, 1, 3, 7, "the donor bone", words, **more)


def with_words(words):
    query = query_of(text_of(NOTES["10"]))
    first = replace(query.questions[0], citations=(citation(words),), more=2)
    return replace(query, questions=(first,))


@pytest.mark.parametrize("words", ["*bold* _it_", "[a](b)", "<b>x</b>", "# x", "a | b", "`x`", "![i](j)", "$x$ & y"])
def test_no_sign_of_the_note_is_markdown(words):
    shown = rendered(with_words(words), "markdown")
    assert f"“{words}”" not in shown
    assert f"“{words}”" in shown.replace("\\", "")


def test_no_sign_of_the_note_moves_the_cursor():
    for form in ("text", "markdown"):
        assert "“red alert now”" in rendered(with_words("red\x1b alert\r\n\u202enow"), form)
    assert json.loads(rendered(with_words("red\x1b\talert"), "json"))["questions"][0]["cited"][0]["quote"] == "red alert"


@pytest.mark.parametrize(
    ("line", "column", "place"), [(3, 7, "3:7"), (9999, 1, "9,999:1"), (1, 20955, "1:20,955"), (20955, 20969, "20,955:20,969")]
)
def test_places(line, column, place):
    assert place_of(replace(citation("x"), line=line, column=column)) == place


@pytest.mark.parametrize(
    ("words", "at", "place"),
    [
        ("bone " * 30, 0, "3:7"),
        ("bone " * 30, 10, "3:17"),
        ("iliac\n" + "bone " * 30, 0, "3:7"),
        ("iliac\n" + "bone " * 30, 6, "4:1"),
        ("iliac\r\n" + "bone " * 30, 12, "4:6"),
    ],
)
def test_the_place_of_long_words_is_that_of_those_shown(words, at, place):
    assert place_of(citation(words, at=(at, at + 4))) == place


@pytest.mark.parametrize(
    ("cut", "shown"),
    [((False, False), "the bone"), ((True, False), "…the bone"), ((False, True), "the bone…"), ((True, True), "…the bone…")],
)
def test_a_sentence_that_goes_on(cut, shown):
    assert quoted_words(citation("the\n bone", cut=cut), OPTIONS) == shown
    assert quoted_words(citation("the\n bone", cut=cut), replace(OPTIONS, unicode=False)) == shown.replace("…", "...")


@pytest.mark.parametrize("form", ["text", "markdown"])
def test_what_is_withheld_and_what_is_left_out_is_said(form):
    shown = rendered(with_words(None), form)
    assert "line 3, words not quoted" in shown
    assert "2 further places" in shown


def test_words_of_which_nothing_shows_leave_their_place():
    assert "\n     3:7\n" in rendered(with_words("\x00\x01"), "text")


@pytest.mark.parametrize("width", [40, 60, 200])
def test_text_keeps_to_its_width(width):
    shown = rendered(query_of(text_of(NOTES["14"])), "text", replace(OPTIONS, width=width))
    assert max(map(len, shown.splitlines())) <= min(width, 100)


def test_of_long_words_the_clause_is_shown_and_its_place():
    lines = [
        "The leg was prepared and draped in the usual way and the team paused,\r\n",
        "then the left fibula was cut at both ends, and so on.",
    ]
    words = "".join(lines)
    at = words.index("fibula")
    long = citation(words, at=(at, at + 6))
    assert quoted_words(long, OPTIONS) == "the left fibula was cut at both ends"
    assert place_of(long) == "4:15"
    first = words.index("team")
    assert place_of(citation(words, at=(first, first + 4))) == f"3:{7 + first}"
    assert place_of(citation(words, at=(len(lines[0]), len(lines[0]) + 4))) == "4:1"
    assert place_of(citation("left fibula", at=(5, 11))) == "3:7"
