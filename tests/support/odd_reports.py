"""Reports that a user could get from odd files: strange paths, words, messages, places, acknowledgements."""

from __future__ import annotations

from datetime import UTC, date, datetime

from hypothesis import strategies as st

from notelint.note import Note
from notelint.places import Box, Place, PlaceMap
from notelint.report import Acknowledgement, Decision, Finding, Reason, Related, Report

TEXTS = st.text(max_size=40) | st.sampled_from(
    [
        "=1+1", "@SUM(A1)", "\t-2", "::error::x", "a,b:c%0A", "]]>", "<b>&amp;", "a`b``", "| x |", "\r\n# h", "[a](b)", "![a](b)",
        "\x00\x1b[31m", "\ud800", "\udcff", "\u2028", '"', "* a\n* b", "@octocat #12", "<!-- x -->", "  ", "```", "~~~\n", "---",
    ]
)  # fmt: skip
SOURCES = TEXTS | st.sampled_from(
    ["-", "../a b.txt", "/tmp/x.txt", "a:b.txt", "C:\\x", "./x", "//x/y", "", "é/ü.txt", "100%.txt"]
)
SEVERITIES = st.sampled_from(["error", "warning", "info"])
ACCEPTED = st.none() | st.builds(
    Acknowledgement, TEXTS, st.just(datetime(2026, 3, 2, 8, 30, tzinfo=UTC)), TEXTS, TEXTS, st.none() | st.just(date(2027, 1, 1))
)
RULES = st.sampled_from(["ischemia-time-missing", "code-unsupported", "of-another-pack"])
NUMBERS = st.none() | st.integers(1, 99)
PLACES = st.builds(
    Place, st.lists(TEXTS, max_size=2).map(tuple), NUMBERS, NUMBERS, NUMBERS, st.none() | st.just(Box(1.0, 2.0, 3.5, 4.0))
)


@st.composite
def findings(draw, note):
    start, end = sorted((draw(st.integers(0, len(note.text))), draw(st.integers(0, len(note.text)))))
    line, column = note.position(start)
    related = draw(st.lists(st.builds(lambda told: Related(start, end, told), TEXTS), max_size=2).map(tuple))
    return Finding(
        draw(RULES), draw(SEVERITIES), draw(TEXTS), start, end, line, column, element=draw(st.none() | TEXTS), codes=("20955",),
        related=related, source=draw(TEXTS), acknowledged=draw(ACCEPTED), in_baseline=draw(st.booleans()),
    )  # fmt: skip


@st.composite
def reports(draw):
    """A report on an odd note, or on one that could not be read."""
    if draw(st.integers(0, 5)) == 0:
        return Report(Note("", draw(SOURCES)), error=draw(TEXTS) or "empty")
    name = draw(st.just("") | TEXTS)
    source = draw(SOURCES)
    text = draw(TEXTS)
    places = PlaceMap((0,), (draw(PLACES),)) if draw(st.booleans()) else PlaceMap()
    note = Note(text, f"{source} {name}" if name else source, places=places, name=name)
    found = draw(st.lists(findings(note), max_size=3).map(tuple))
    return Report(note, Decision("supported", ("20955",), reasons=(Reason(draw(TEXTS)),)), findings=found)


RUNS = st.lists(reports(), max_size=3)
