"""Literals without which an expression cannot match: never a match without one of them."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from notelint.packs.literals import EVERYTHING, Spotter, needed_literals
from notelint.packs.vocabulary import language

_PARTS = ("fibula", "flap", "a", "vein", " ", "was ", "ed", "[ab]", "[a-z]", r"\d", r"\w", ".", r"\b", "(?<=a)", "(?!b)")
_WORDS = st.sampled_from(_PARTS)


def _grown(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    """Expressions made of smaller ones: in a row, as alternatives, repeated, looked ahead for."""
    return st.one_of(
        st.lists(inner, min_size=1, max_size=4).map("".join),
        st.lists(inner, min_size=1, max_size=3).map(lambda parts: f"(?:{'|'.join(parts)})"),
        st.tuples(inner, st.sampled_from(["?", "*", "+", "{2}", "{1,3}", "{0,2}?"])).map(lambda pair: f"(?:{pair[0]}){pair[1]}"),
        inner.map(lambda part: f"({part})"),
        inner.map(lambda part: f"(?={part})"),
    )


@given(
    expression=st.recursive(_WORDS, _grown, max_leaves=8),
    text=st.lists(st.sampled_from(["fibula", "flap", "vein", "a", "b", " ", "was ", "ed", "7"]), max_size=8).map("".join),
)
def test_where_an_expression_matches_one_of_its_literals_stands(expression: str, text: str) -> None:
    literals = needed_literals(expression)
    if literals is not None and re.search(expression, text) is not None:
        assert any(literal in text for literal in literals)


@pytest.mark.parametrize(
    ("expression", "literals"),
    [
        (r"\b(?:rais|harvest)(?:ed|ing)\b", {"raised", "raising", "harvested", "harvesting"}),
        (r"\ba(?:\.|rt\.?) tib", {"a. tib", "art tib", "art. tib"}),
        (r"(?<=\d )minutes? of [a-z]+ flap", {"minute of ", "minutes of "}),
        (r"skin[ :]*(?=\[yes\])", {"[yes]"}),
        (r"(?i:Signature|DATE)", {"signature", "date"}),
        (r"(?:left )?", None),
        (r"\d+ ?|fibula", None),
        (r"(leg) \1", {"leg "}),
    ],
)
def test_the_rarest_literals_are_chosen(expression: str, literals: set[str] | None) -> None:
    assert needed_literals(expression) == literals


def test_a_spotter_tells_which_expressions_could_match() -> None:
    spotter = Spotter([r"\bfibulas?\b", r"\biliac (?:crest|bone)", r"\d+", None])
    assert spotter.possible("the left fibula, 7 cm") == 0b1101
    assert spotter.possible("an iliac crest, and a fibular head") == 0b1111
    assert spotter.possible("the scapula") == 0b1100


def test_a_spotter_is_not_built_for_a_few_texts() -> None:
    spotter = Spotter(["fibula"], pays_from=2)
    assert [spotter.possible("the scapula") for _ in range(3)] == [EVERYTHING, EVERYTHING, 0]


def test_most_rewrites_have_literals() -> None:
    dirty = language().dirty
    rewrites = (*dirty.misheard, *dirty.abbreviations, *dirty.spelling)
    assert sum(needed_literals(rewrite.find) is not None for rewrite in rewrites) > 0.9 * len(rewrites)
