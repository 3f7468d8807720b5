"""What characters beyond ASCII stand for, and that a note in disguise is read and looked at as the note itself is."""

from __future__ import annotations

import itertools
import unicodedata
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.screens import SCREEN

from notelint.characters import MEANINGS, other_lengths, plain, plain_signs
from notelint.linter import Linter
from notelint.note import Note
from notelint.reading.clean_text import CleanText
from notelint.screen.folding import folded

SAMPLES = sorted((Path(__file__).parents[1] / "sample_notes").glob("*.txt"))
FULL_WIDTH = {code: code + 0xFEE0 for code in range(0x21, 0x7F)}
BOLD = {**{ord("a") + n: 0x1D41A + n for n in range(26)}, **{ord("A") + n: 0x1D400 + n for n in range(26)}}


def with_every(text, sign, step):
    """The text with ``sign`` within each ``step``-th pair of letters."""
    places = itertools.count()
    pieces = []
    for char, after in itertools.zip_longest(text, text[1:], fillvalue=" "):
        pieces.append(char)
        if char.isalpha() and after.isalpha() and next(places) % step == 0:
            pieces.append(sign)
    return "".join(pieces)


DISGUISES = {
    "full-width": lambda text: text.translate(FULL_WIDTH),
    "full-width words": lambda text: " ".join(
        part.translate(FULL_WIDTH) if n % 3 else part for n, part in enumerate(text.split(" "))
    ),
    "ligatures": lambda text: (
        text.replace("ffi", "\ufb03")
        .replace("fi", "\ufb01")
        .replace("fl", "\ufb02")
        .replace("ff", "\ufb00")
        .replace("st", "\ufb06")
    ),
    "bold": lambda text: text.translate(BOLD),
    "soft hyphens": lambda text: with_every(text, "\u00ad", 5),
    "zero-width spaces": lambda text: with_every(text, "\u200b", 3),
    "joiners and marks of direction": lambda text: with_every(with_every(text, "\u2060", 7), "\u200e", 4),
    "no-break spaces": lambda text: text.replace(" ", "\u00a0"),
    "thin and ideographic spaces": lambda text: text.replace(" of ", "\u2009of\u3000").replace(" the ", "\u2003the\u202f"),
    "units in one sign": lambda text: text.replace(" cm", "\u339d").replace(" mm", "\u339c"),
}


@pytest.fixture(scope="module")
def linter():
    return Linter()


@pytest.mark.parametrize("disguise", DISGUISES)
@pytest.mark.parametrize("path", SAMPLES[::2], ids=lambda path: path.stem[:2])
def test_a_note_in_disguise_gives_the_same_answers(linter, path, disguise):
    text = path.read_text("utf8")
    disguised = DISGUISES[disguise](text)
    assert disguised != text or disguise == "units in one sign"
    before, after = linter.lint(Note(text)), linter.lint(Note(disguised))
    assert after.decision.status == before.decision.status
    assert (after.decision.codes, after.decision.candidates) == (before.decision.codes, before.decision.candidates)
    assert after.facts == before.facts
    assert {name: element.status for name, element in after.elements.items()} == {
        name: element.status for name, element in before.elements.items()
    }
    words = [evidence for element in after.elements.values() for evidence in element.evidence]
    words += [evidence for step in after.decision.trace for evidence in step.evidence]
    assert all(evidence.text == disguised[evidence.start : evidence.end] for evidence in words)
    assert words or after.decision.status == "not_applicable"


@pytest.mark.parametrize("disguise", DISGUISES)
def test_the_first_look_sees_through_each_disguise(disguise):
    for path in SAMPLES:
        text = path.read_text("utf8")
        assert (SCREEN.cue_to_read(DISGUISES[disguise](text)) is None) == (SCREEN.cue_to_read(text) is None)


@pytest.mark.parametrize(
    ("text", "stands_for"),
    [
        ("\uff26\uff49\uff42\uff55\uff4c\uff41\uff1a\u3000\uff11\uff12\uff0e\uff15\u3000\uff43\uff4d", "Fibula: 12.5 cm"),
        ("\ufb02ap, \ufb01bula, su\ufb03cient", "flap, fibula, sufficient"),
        ("fib\u00adula", "fibula"),
        ("fib\u00ad\nula", "fib-\nula"),
        ("fib\u00ad \r\nula", "fib- \r\nula"),
        ("f\u200bi\u200cb\u200du\u2060l\ufeffa", "fibula"),
        ("\u202eabc\u202c", "abc"),
        ("a\u00a0b\u2009c\u3000d\u202fe", "a b c d e"),
        ("fi\u0301bula", "fibula"),
        ("8 \u00d7 3\u339d", "8 x 3cm"),
        *((same, same) for same in ("36 cm\u00b2", "10\u00b2", "3\u00bd", "\u2460", "37 \u00ba", "Coupler\u2122", "\u2026")),
        ("M\u00fcller, \u624b\u8853", "M\u00fcller, \u624b\u8853"),
        ("5 \u00b5l \u201cnone\u201d \u2013 \u2022", '5 ul "none" - -'),
        ("\ufe0f\u2611\ufe0f", "\u2611"),
    ],
)
def test_what_a_text_stands_for(text, stands_for):
    assert plain(text) == stands_for


@given(st.text())
def test_signs_and_other_lengths_together_are_the_plain_text(text):
    signs = plain_signs(text)
    assert len(signs) == len(text)
    draft = CleanText.of(signs).edited(other_lengths(signs))
    assert draft.cased == plain(text)
    assert plain(plain(text)) == plain(text)
    assert all(start <= end <= len(text) for start, end in zip(draft.starts, draft.ends, strict=True))


@given(st.text(st.characters(min_codepoint=32, max_codepoint=126)))
def test_the_first_look_and_the_reader_agree(text):
    disguised = text.translate(FULL_WIDTH)
    assert folded(disguised) == folded(text)


def test_letters_and_digits_of_every_width_are_known():
    wide = [chr(code) for code in (*range(0xFF01, 0xFF5F), *range(0x1D400, 0x1D6A4))]
    assigned = [char for char in wide if unicodedata.category(char) != "Cn"]
    assert len(assigned) > 700
    for char in assigned:
        plain_one = unicodedata.normalize("NFKC", char)
        assert MEANINGS[char] == plain_one or not plain_one.isascii()
