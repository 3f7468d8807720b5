"""What is skipped, or looked for in a quicker way, finds what the plain way finds."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from hypothesis import assume, find, given
from hypothesis import strategies as st

from notelint.reading import boxes, clean, clean_text, layout, scanned, sentences, wrapping
from notelint.reading.clean_text import CleanText

if TYPE_CHECKING:
    from collections.abc import Callable

_STOP = re.compile(r"[.!?]+[\"')\]]*(?=\s|$)|(?<=[a-z\d])\.(?=[A-Z][a-z]+ )|\n+")
_INNER_HYPHEN = re.compile(r"(?<=[a-z])-(?=[a-z])", re.IGNORECASE)
_SCRAPS = [
    "ab",
    "ab\nab ",
    "AB\nb ",
    "ab-ab",
    "Ab ",
    "a",
    "b",
    "rn",
    "ll",
    "llama",
    "burn",
    "0",
    "1",
    "7",
    "l",
    "_",
    "é",
    "mL",
    ".5",
    "x" * 60,
]
_SIGNS = [".", ":", " ", "  ", "   ", "\n", "\n\n", "\v", "-", "-\n", ",", ")", "!", "[x", "]", "[ ]", "(x)", "\u2611"]
texts = st.lists(st.sampled_from([*_SCRAPS, *_SIGNS]), max_size=20).map("".join)


def _places(pattern: re.Pattern[str], text: str) -> list[tuple[int, int]]:
    return [match.span() for match in pattern.finditer(text)]


def _finds(pattern: re.Pattern[str], before: str = "") -> Callable[[str], bool]:
    """Whether a pattern is found in a text, with ``before`` set before it."""
    return lambda text: pattern.search(f"{before}{text}") is not None


@given(texts)
def test_gaps_between_columns(text: str) -> None:
    assert _places(layout._GAP_OF_SPACES, text) == _places(layout._GAP, text)


@given(texts)
def test_ends_of_sentences(text: str) -> None:
    assert _places(sentences._STOP, text) == _places(_STOP, text)


@given(texts)
def test_hyphens_inside_words(text: str) -> None:
    assert _places(clean_text.INNER_HYPHEN, text) == _places(_INNER_HYPHEN, text)


@given(texts)
def test_spaces(text: str) -> None:
    assert CleanText.of(text).sub(clean._MANY_SPACES, " ") == CleanText.of(text).sub(clean._SPACES, " ")


@given(texts)
def test_words_that_a_margin_cut(text: str) -> None:
    found = [match.span() for match in wrapping._split_words(text)]
    assert found == _places(wrapping._SPLIT_WORD, text)


@given(texts)
def test_words_that_a_scanner_misread(text: str) -> None:
    """Every suspect that can be repaired: here, that is another reading of its signs."""
    found = [match.span() for match in scanned._suspects(text, lambda word: "m" in word or "o" in word)]
    suspects = scanned._SUSPECT.finditer(text)
    assert found == [match.span() for match in suspects if scanned._repair(match[0], lambda word: "m" in word or "o" in word)]


PLAIN = {
    "gaps": layout._GAP,
    "ends of sentences": _STOP,
    "hyphens": _INNER_HYPHEN,
    "spaces": clean._SPACES,
    "split words": wrapping._SPLIT_WORD,
    "suspects": scanned._SUSPECT,
}


@pytest.mark.parametrize("name", PLAIN)
def test_the_texts_hold_what_is_looked_for(name: str) -> None:
    """``find`` fails where no text has any: the comparisons above would then compare nothing with nothing."""
    assert find(texts, lambda text: len(_places(PLAIN[name], text)) > 0)


# what the plain way finds, texts that hold it, and the quick look that must not miss it
LOOKS: dict[str, tuple[Callable[[str], bool], list[str], Callable[[str], bool]]] = {
    "a tick": (_finds(boxes._TICK), ["[x]", "[ X ]", "(x)", "(X)", "\u2611", "\u25a0"], boxes._may_be_ticked),
    "a figure that a margin cut": (
        _finds(wrapping._SPLIT_DECIMAL),
        ["1\n.5", "1.\n7", "7 \n  .5", "0.\n \n1", "7\n10:30"],
        wrapping._may_split_decimal,
    ),
    "a long run": (_finds(clean._LONG_RUN), ["x" * 101, "-" * 130, "x1" * 60], clean._may_hold_long_run),
    "a leader": (
        _finds(layout._LEADER),
        ["ab....b", "ab . . . . b", "a .. : b", "ab . : b", "a .: b", ". .: "],
        lambda text: any(sign in text for sign in layout._SIGNS_OF_LEADERS),
    ),
    "a line of signs": (
        _finds(clean._RULE_LINE),
        ["\n-----\n", "\n  =======  \n", "\n.....\n", "\n*****\n"],
        _finds(clean._LINE_OF_SIGNS, "\n"),
    ),
    "a bullet": (_finds(clean._DOT_BULLET), ["\n. ab", "\n  .  ab", "\n.\tab"], _finds(clean._LINE_OF_SIGNS, "\n")),
    "a small letter behind a stop": (
        lambda text: any(match["next"].islower() for match in sentences._WORD_STOP.finditer(text)),
        ["ab. b", "AB. x", "a. a"],
        _finds(sentences._SMALL_BEHIND_STOP),
    ),
}


@pytest.mark.parametrize("name", LOOKS)
@given(data=st.data())
def test_what_is_there_is_looked_for(name: str, data: st.DataObject) -> None:
    """``assume`` is the proof that it is there: Hypothesis fails the test where it seldom holds."""
    is_there, samples, look = LOOKS[name]
    text = data.draw(texts) + data.draw(st.sampled_from(samples)) + data.draw(texts)
    assume(is_there(text))
    assert look(text)


@pytest.mark.parametrize("name", LOOKS)
def test_a_look_rules_something_out(name: str) -> None:
    """A look that always says yes would pass the test above."""
    assert not LOOKS[name][2]("The vessels were joined")
