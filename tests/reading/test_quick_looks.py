"""What is skipped, or looked for in a quicker way, finds what the plain way finds."""

from __future__ import annotations

import re

from hypothesis import given
from hypothesis import strategies as st

from notelint.reading import boxes, clean, clean_text, layout, scanned, sentences, wrapping
from notelint.reading.clean_text import CleanText

_STOP = re.compile(r"[.!?]+[\"')\]]*(?=\s|$)|(?<=[a-z\d])\.(?=[A-Z][a-z]+ )|\n+")
_INNER_HYPHEN = re.compile(r"(?<=[a-z])-(?=[a-z])", re.IGNORECASE)
_SPLIT_DECIMAL = wrapping._SPLIT_DECIMAL
_SCRAPS = ["ab", "Ab ", "a", "b", "rn", "ll", "llama", "burn", "0", "1", "7", "l", "_", "é", "mL", ".5", "x" * 60]
_SIGNS = [".", ":", " ", "  ", "   ", "\n", "\n\n", "\v", "-", "-\n", ",", ")", "!", "[x", "]", "[ ]", "(x)", "\u2611"]
texts = st.lists(st.sampled_from([*_SCRAPS, *_SIGNS]), max_size=20).map("".join)


def _places(pattern: re.Pattern[str], text: str) -> list[tuple[int, int]]:
    return [match.span() for match in pattern.finditer(text)]


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


@given(texts)
def test_what_is_not_looked_for_is_not_there(text: str) -> None:
    if not boxes._may_be_ticked(text):
        assert boxes._TICK.search(text) is None
    if not wrapping._may_split_decimal(text):
        assert _SPLIT_DECIMAL.search(text) is None
    if not clean._may_hold_long_run(text):
        assert clean._LONG_RUN.search(text) is None
    if not any(sign in text for sign in layout._SIGNS_OF_LEADERS):
        assert layout._LEADER.search(text) is None
    if clean._LINE_OF_SIGNS.search(f"\n{text}") is None:
        assert clean._RULE_LINE.search(text) is None
        assert clean._DOT_BULLET.search(text) is None
    if len(sentences._SMALL_BEHIND_STOP.findall(text)) == 0:
        assert not any(match["next"].islower() for match in sentences._WORD_STOP.finditer(text))
