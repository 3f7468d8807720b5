"""Literals without which an expression cannot match: never a match without one of them."""

from __future__ import annotations

import re

import pytest
from hypothesis import assume, given
from support.expressions import matching

from notelint.packs.literals import EVERYTHING, Spotter, needed_literals
from notelint.packs.vocabulary import language


@given(matching)
def test_where_an_expression_matches_one_of_its_literals_stands(pair: tuple[str, str]) -> None:
    """``assume`` is the proof that there is a match: Hypothesis fails the test where it seldom holds."""
    expression, text = pair
    literals = needed_literals(expression)
    assume(literals is not None and re.search(expression, text) is not None)
    assert any(literal in text for literal in literals or ())


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


def test_a_spotter_finds_which_expressions_could_match() -> None:
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
