"""What matches begin with: never a match that begins otherwise."""

from __future__ import annotations

import re

import pytest
from hypothesis import assume, given
from support.expressions import matching

from notelint.packs.openings import openings
from notelint.packs.vocabulary import language


@given(matching)
def test_every_match_begins_with_an_opening(pair: tuple[str, str]) -> None:
    """``assume`` is the proof that there is a match: Hypothesis fails the test where it seldom holds."""
    expression, text = pair
    found = openings(expression)
    matches = list(re.finditer(expression, text))
    assume(found is not None and matches)
    assert found is not None
    for match in matches:
        rest = f"{text}\n"[match.start() :]
        in_word = re.match(r"\w*", rest) if found.in_word else None
        last = in_word.end() if in_word else 0
        assert any(rest.startswith(string, place) for string in found.strings for place in range(bool(last), last + 1))


@pytest.mark.parametrize(
    ("expression", "strings", "in_word"),
    [
        (r"\b(?:rais|harvest)(?:ed|ing)\b", {"raised", "raising", "harvested", "harvesting"}, False),
        (r"(?<![a-z])w/ ?", {"w/"}, False),
        (r"\b([2-4])/0\b(?!/)", {"2/0", "3/0", "4/0"}, False),
        (r"\basc\.? (?=br|ram)", {"asc br", "asc ram", "asc. br", "asc. ram"}, False),
        (r"(?:^|(?<=\n))a(?= ?(?:->|$))", {"a->", "a ->", "a\n", "a \n"}, False),
        (r"\b([a-z]{3,}(?:al|ar)) a\.", {"al a.", "ar a."}, True),
        (r"\b(\w{4,9}|\d) oh", {" oh"}, True),
        (r"\s-", {f"{space}-" for space in " \t\n\r\v\f\x1c\x1d\x1e\x1f"}, False),
    ],
)
def test_openings_are_as_long_as_they_can_be(expression: str, strings: set[str], in_word: bool) -> None:
    found = openings(expression)
    assert found is not None
    assert (found.strings, found.in_word) == (strings, in_word)


@pytest.mark.parametrize(
    "expression", ["[a-z]+", r"\W+fibula", "fibula|.", "(?i:fibula)", "(?i)fibula", "(?:fibula)?", r"\b[a-z]*al"]
)
def test_some_expressions_may_begin_with_anything(expression: str) -> None:
    assert openings(expression) is None


def test_every_rewrite_has_openings() -> None:
    """One without them would be tried at every place of every note."""
    dirty = language().dirty
    rewrites = (*dirty.misheard, *dirty.abbreviations, *dirty.spelling)
    assert [rewrite.find for rewrite in rewrites if openings(rewrite.find) is None] == []
