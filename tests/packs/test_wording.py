"""Idioms at work: a sentence that remembers which idioms it may hold is answered as any other text."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from notelint.packs.errors import PackError
from notelint.packs.vocabulary import idiom_spotter, idioms_of, phrase
from notelint.packs.wording import Stretch, Wording

_NOTES = sorted((Path(__file__).parents[1] / "data" / "labelled_notes").rglob("*.txt"))[::40]
_THEMES = ("anastomosis", "donors", "figures", "grafts", "pedicle", "perfusion", "skin", "times", "vessels")
_NAMES = sorted(name for name in idioms_of(*_THEMES) if "{" not in "".join(idioms_of(*_THEMES)[name].find))


def _lines() -> list[str]:
    for _ in range(600):
        idiom_spotter().possible("")  # the first sentences are answered without it
    return [line.lower() for path in _NOTES for line in re.split(r"\n|(?<=\.) ", path.read_text("utf8")) if line.strip()]


def test_a_sentence_is_searched_as_any_other_text() -> None:
    lines = _lines()
    assert len(lines) > 200
    for line in lines:
        sentence = Stretch(line, idiom_spotter())
        for name in _NAMES:
            wording = phrase(name)
            plain, told = re.search(wording.expression, line), wording.search(sentence)
            assert (plain and plain.span()) == (told and told.span()), name
            assert len(wording.findall(sentence)) == len(list(wording.finditer(sentence))), name


def test_a_wording_that_is_no_regular_expression_says_so_when_used() -> None:
    with pytest.raises(PackError, match=r"broken: not a regular expression: .*; correct it"):
        Wording("broken", "(a").search("a")


def test_a_sentence_without_the_words_of_an_idiom_rules_it_out() -> None:
    _lines()
    ruled_out = [name for name in _NAMES if phrase(name).rules_out(Stretch("the drain was sewn in.", idiom_spotter()))]
    assert len(ruled_out) > len(_NAMES) / 2
    assert not any(phrase(name).rules_out("the drain was sewn in.") for name in _NAMES)
