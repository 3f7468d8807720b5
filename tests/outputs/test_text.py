from __future__ import annotations

import re
from itertools import pairwise

import pytest
from rich.cells import cell_len
from support.reports import TEXT, every_kind, finding, not_applicable, supported, unreadable
from support.snapshots import assert_matches

from notelint.note import Note
from notelint.outputs.formats import Options, Tool, renderer
from notelint.report import Report

TOOL = Tool("0.1.0")


def printed(reports, form="text", **options):
    return "".join(renderer(form)(reports, Options(TOOL, **options)))


@pytest.mark.parametrize(
    ("name", "options"),
    [
        ("text", {}),
        ("text-narrow", {"width": 60}),
        ("text-color", {"color": True}),
        ("text-ascii", {"unicode": False}),
        ("text-no-excerpt", {"excerpt": False}),
        ("text-quiet", {"quiet": True}),
        ("text-trace", {"trace": True}),
        ("text-read-aloud", {"trace": True, "review": False}),
        ("text-read-aloud-no-excerpt", {"trace": True, "review": False, "excerpt": False}),
    ],
)
def test_text(name, options):
    assert_matches(f"check/{name}.txt", printed(every_kind(), **options))


def test_concise():
    assert_matches("check/concise.txt", printed(every_kind(), "concise"))


def test_ascii_signs_where_the_output_knows_no_others():
    ours = printed([not_applicable()], unicode=False) + printed([supported()], unicode=False)
    assert ours.replace("×", "x").isascii()  # what the note itself says is left to whoever encodes


@pytest.mark.parametrize("width", [40, 60, 80, 100, 200])
def test_no_line_is_wider_than_asked(width):
    assert max(map(cell_len, printed(every_kind(), width=width).splitlines())) <= width


def test_without_excerpt_no_word_of_the_note_is_quoted():
    told = printed([supported()], excerpt=False)
    for words in ("operating microscope", "facial artery", "8.5", "paddle was inset", "island"):
        assert words in TEXT
        assert words not in told


def test_color_changes_nothing_but_the_color():
    plain = re.sub(r"\x1b\[[0-9;]*m", "", printed(every_kind(), color=True))
    assert [line.rstrip() for line in plain.splitlines()] == printed(every_kind()).splitlines()


def test_quiet_says_nothing_of_a_note_without_findings():
    assert printed([not_applicable(), unreadable()], quiet=True) == ""


def test_each_note_is_printed_before_the_next_is_linted():
    def reports():
        yield supported()
        raise AssertionError

    assert "supported 20970" in next(iter(renderer("text")(reports(), Options(TOOL))))


@pytest.mark.parametrize("width", [40, 60, 100])
@pytest.mark.parametrize(
    "text",
    ["the flap", "a " * 200 + "flap", "flap" + " b" * 200, "a " * 200 + "flap" + " b" * 200, "骨移植 " * 40 + "flap", "\tflap\t"],
)
def test_the_caret_stands_below_the_words(text, width):
    report = Report(Note(text), findings=(finding(Note(text), "a-rule", "info", "Message.", "flap"),))
    lines = printed([report], width=width).splitlines()
    above, below = next((one, two) for one, two in pairwise(lines) if "^" in two)
    assert below.endswith(" ^^^^")
    assert below.index("^") == cell_len(above.partition("flap")[0])  # a character may be two columns wide


def test_what_would_steer_the_terminal_is_not_printed():
    note = Note("evil \x1b[2J\x07\u202e flap\x00", "\x1b[31mname\n.txt")
    report = Report(note, findings=(finding(note, "a-rule", "info", "Message.", "flap"),))
    for form in ("text", "concise"):
        told = printed([report], form)
        assert not set(told) & set("\x1b\x07\u202e\0")
    assert printed([report], "concise").count("\n") == 1
