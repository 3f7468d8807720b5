from __future__ import annotations

import re
from itertools import pairwise

import pytest
from rich.cells import cell_len
from support.reports import TEXT, every_kind, evidence, finding, not_applicable, supported, unreadable, unsupported
from support.snapshots import assert_matches

from notelint.note import Note
from notelint.outputs.formats import Options, Tool, renderer
from notelint.outputs.note_text import SCREEN
from notelint.report import Decision, Evidence, Finding, Reason, Related, Report, SetAside

TOOL = Tool("0.1.0")


def printed(reports, form="text", **options):
    return "".join(renderer(form)(reports, Options(TOOL, **options)))


@pytest.mark.parametrize(
    ("name", "options"),
    [
        ("text", {}),
        ("text-full", {"full": True}),
        ("text-full-narrow", {"full": True, "width": 60}),
        ("text-full-no-excerpt", {"full": True, "excerpt": False}),
        ("text-narrow", {"width": 60}),
        ("text-color", {"color": True}),
        ("text-ascii", {"unicode": False}),
        ("text-no-excerpt", {"excerpt": False}),
        ("text-quiet", {"quiet": True}),
        ("text-trace", {"trace": True}),
        ("text-read-aloud", {"full": True, "trace": True, "review": False}),
        ("text-read-aloud-no-excerpt", {"full": True, "trace": True, "review": False, "excerpt": False}),
    ],
)
def test_text(name, options):
    assert_matches(f"check/{name}.txt", printed(every_kind(), **options))


def test_concise():
    assert_matches("check/concise.txt", printed(every_kind(), "concise"))


def test_ascii_signs_where_the_output_knows_no_others():
    ours = printed([not_applicable()], unicode=False) + printed([supported()], unicode=False, full=True)
    assert ours.replace("×", "x").isascii()  # what the note itself says is left to whoever encodes


@pytest.mark.parametrize("width", [40, 60, 80, 100, 200])
def test_no_line_is_wider_than_asked(width):
    for options in ({}, {"full": True, "trace": True}, {"quiet": True}):
        assert max(map(cell_len, printed(every_kind(), width=width, **options).splitlines())) <= width


def test_without_excerpt_no_word_of_the_note_is_quoted():
    told = printed([supported()], excerpt=False) + printed([supported()], excerpt=False, full=True, trace=True)
    for words in ("operating microscope", "facial artery", "8.5", "paddle was inset", "island"):
        assert words in TEXT
        assert words not in told


def test_color_changes_nothing_but_the_color():
    for options in ({}, {"full": True, "trace": True}, {"quiet": True}):
        plain = re.sub(r"\x1b\[[0-9;]*m", "", printed(every_kind(), color=True, **options))
        assert [line.rstrip() for line in plain.splitlines()] == printed(every_kind(), **options).splitlines()


def test_quiet_says_nothing_of_a_note_without_findings():
    assert printed([not_applicable(), unreadable()], quiet=True) == ""


def test_each_note_is_printed_before_the_next_is_linted():
    def reports():
        yield supported()
        raise AssertionError

    assert "20970 supported" in next(iter(renderer("text")(reports(), Options(TOOL))))


@pytest.mark.parametrize("width", [40, 60, 100])
@pytest.mark.parametrize(
    "text",
    ["the flap", "a " * 200 + "flap", "flap" + " b" * 200, "a " * 200 + "flap" + " b" * 200, "骨移植 " * 40 + "flap", "\tflap\t"],
)
def test_the_caret_stands_below_the_words(text, width):
    report = Report(Note(text), findings=(finding(Note(text), "a-rule", "info", "Message.", "flap"),))
    lines = printed([report], width=width, full=True).splitlines()
    above, below = next((one, two) for one, two in pairwise(lines) if "^" in two)
    assert below.endswith(" ^^^^")
    assert below.index("^") == cell_len(above.partition("flap")[0])  # a character may be two columns wide


def test_what_would_steer_the_terminal_is_not_printed():
    note = Note("evil \x1b[2J\x07\u202e flap\x00", "\x1b[31mname\n.txt")
    report = Report(note, findings=(finding(note, "a-rule", "info", "Message.", "flap"),))
    for told in (printed([report]), printed([report], full=True), printed([report], "concise")):
        assert not set(told) & set("\x1b\x07\u202e\0")
    assert printed([report], "concise").count("\n") == 1


def test_findings_are_sorted_by_severity_then_place():
    note = Note("one two three four five")
    told = [("info", "one"), ("warning", "four"), ("error", "five"), ("warning", "two"), ("error", "three")]
    found = tuple(finding(note, f"r-{words}", severity, "Message.", words) for severity, words in told)
    printed_rules = re.findall(r"r-\w+", printed([Report(note, findings=found)], quiet=True))
    assert printed_rules == ["r-three", "r-five", "r-two", "r-four", "r-one"]


@pytest.mark.parametrize("count", [1, 5, 12, 17])
def test_a_note_fits_the_screen_where_its_findings_allow_it(count):
    note = Note("The flap was inset.\n" * count)
    places = [Finding("a-rule", "error", "Message.", at, at + 3, line, 1) for line, at in enumerate(range(0, 20 * count, 20), 1)]
    lines = printed([Report(note, Decision("unsupported", candidates=("20955",)), findings=tuple(places))]).rstrip().splitlines()
    assert len(lines) <= SCREEN
    assert sum("a-rule" in line for line in lines) == count
    assert sum("“" in line for line in lines) == min(count, SCREEN - 1 - count)


def test_every_finding_is_told_where_the_screen_is_too_small():
    note = Note("The flap was inset.\n" * 40)
    places = [Finding("a-rule", "error", "Message.", at, at + 3, line, 1) for line, at in enumerate(range(0, 800, 20), 1)]
    told = printed([Report(note, findings=tuple(places))])
    assert (told.count("a-rule"), "“" in told) == (40, False)


def test_words_are_quoted_where_they_show_something():
    told = printed([supported()])
    assert "[ischemia-time-missing] 4:1: The note gives no ischemia time.\n  warning" in told  # no words show that it is missing
    assert "“The left iliac crest was harvested with its deep circumflex iliac artery and vein”" in told


def test_every_other_place_of_a_finding_is_shown_with_its_words():
    note = Note("Right leg to left tibia.\nThe left fibula was cut.\nThe left knee was closed.\n")
    others = tuple(
        Related(evidence(note, words).start, evidence(note, words).end, "here") for words in ("left fibula", "left knee")
    )
    report = Report(note, findings=(finding(note, "laterality-conflict", "error", "Sides differ.", "Right leg", related=others),))
    for options in ({}, {"quiet": True}, {"full": True}):
        told = printed([report], **options)
        assert "2:5 “The left fibula was cut”: here" in told
        assert "3:5 “The left knee was closed”: here" in told


def test_of_many_places_that_are_alike_the_first_are_quoted():
    note = Note("*** mL\n" * 9)
    others = tuple(Related(at, at + 3, "and here") for at in range(7, 63, 7))
    report = Report(note, findings=(finding(note, "unfilled", "error", "Unfilled.", "***", related=others),))
    assert "and 5 more: 5:1, 6:1, 7:1, 8:1, 9:1: and here" in printed([report])
    assert printed([report], full=True).count("mL”: and here") == 8


@pytest.mark.parametrize(
    ("decision", "told"),
    [
        (
            Decision(
                "supported",
                ("20955",),
                reasons=(Reason("free fibula, bone only"), Reason("vessels joined", Evidence(5, 9, "flap"))),
            ),
            "n.txt: 20955 supported: free fibula, bone only; vessels joined 1:6",
        ),
        (
            Decision(
                "unsupported", candidates=("1", "2"), reasons=(Reason("which bone it was"), Reason("whether skin came along"))
            ),
            "n.txt: unsupported, could be 1 or 2: the note must say which bone it was and whether skin came along",
        ),
        (
            Decision("not_applicable", reasons=(Reason("no bone was moved"),)),
            "n.txt: not applicable: no bone was moved; fibula planned",
        ),
    ],
)
def test_the_decision_stands_in_one_line_with_its_reason(decision, told):
    note = Note("The  flap.", "n.txt")
    aside = (SetAside("donor:fibula", "planned", Evidence(5, 9, "flap")),) * 2
    assert printed([Report(note, decision, set_aside=aside)], width=120) == f"{told}\n"


def test_codes_that_the_first_line_names_are_not_said_again():
    note = Note("The flap.")
    found = [finding(note, f"r{n}", "error", f"No size ({asked})", "flap", codes=codes) for n, (asked, codes) in enumerate(
        [("asked for by 1 or 2", ("1", "2")), ("asked for by 1", ("1",)), ("in cm", ("1", "2"))]
    )]  # fmt: skip
    told = printed([Report(note, Decision("unsupported", candidates=("1", "2")), findings=tuple(found))])
    assert re.findall(r": (No size.*)", told) == ["No size", "No size (asked for by 1)", "No size (in cm)"]


def test_notes_that_could_not_be_checked_come_first_in_the_summary():
    told = printed([not_applicable(), unreadable(), unreadable()])
    assert told.split("\n\n")[1].splitlines()[:2] == [
        "2 notes not checked",
        "3 notes: 0 supported, 0 unsupported, 1 not applicable",
    ]
    assert printed([unreadable()]) == "1 note not checked\n"


def test_the_summary_counts_by_code_status_and_rule():
    told = printed([supported("a"), supported("b"), unsupported("c"), not_applicable("d")])
    summary = told[told.index("4 notes") :]
    assert summary.startswith(
        "4 notes: 2 supported, 1 unsupported, 1 not applicable\n7 findings: 3 errors, 2 warnings, 2 infos\n"
    )
    assert re.findall(r"^  (\d{5}) +(\d) +(\d)$", summary, re.MULTILINE) == [("20956", "0", "1"), ("20970", "2", "1")]
    assert re.search(r"2  ischemia-time-missing\b", summary)


def test_a_single_note_has_no_summary():
    assert "1 note" not in printed([supported()])


def test_the_line_of_an_unrelated_note_is_made_at_once(monkeypatch):
    def fail(*_arguments, **_options):
        raise AssertionError

    told = renderer("text")([not_applicable()], Options(TOOL))
    monkeypatch.setattr("notelint.outputs.text.short_note", fail)
    assert next(told) == "notes/appendix.txt: not applicable: no bone\n"
    with pytest.raises(AssertionError):  # a line that must be wrapped is not
        next(renderer("text")([not_applicable("long" * 30)], Options(TOOL)))


def test_of_unrelated_notes_one_line_each_is_printed():
    told = printed([not_applicable(f"{n}.txt") for n in range(5)])
    assert told.startswith("".join(f"{n}.txt: not applicable: no bone\n" for n in range(5)) + "\n5 notes: ")
