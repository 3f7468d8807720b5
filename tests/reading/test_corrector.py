"""How often the corrector is right: every word it changed in ordinary notes, judged, and words misspelt on purpose.

The pairs stand in tests/data/corrections.yaml. A new pair is judged there before the test passes again; how many of all
corrections may be wrong, and how many slips must be mended, is held below.
"""

from __future__ import annotations

import json
from collections import Counter
from functools import lru_cache
from pathlib import Path
from random import Random

import pytest
import yaml
from support.changed_notes import DEV, needs_dev
from support.misspellings import _typo as typo
from support.notes import text_of
from support.sentences import reader

from notelint.note import Note

JUDGED = yaml.safe_load((Path(__file__).parents[1] / "data" / "corrections.yaml").read_text("utf8"))
ORDINARY = Path(__file__).parents[3] / "shared" / "notes" / "mtsamples-dev.jsonl"
RIGHT = {tuple(pair) for pair in JUDGED["right"]}
WRONG = {tuple(pair) for pair in JUDGED["wrong"]}
LEAST_RIGHT = 0.8
LEAST_MENDED = 0.85
MOST_MADE_WORSE = 0.01

needs_ordinary_notes = pytest.mark.skipif(not ORDINARY.is_file(), reason="needs ../shared/notes/mtsamples-dev.jsonl")


@lru_cache(maxsize=1)
def ordinary() -> Counter[tuple[str, str]]:
    """The corrections made in 1,166 ordinary notes, and how often."""
    rows = ORDINARY.read_text("utf8").splitlines()
    return Counter(pair for row in rows for pair in reader().normal_form(Note(json.loads(row)["text"]))[1])


def test_no_pair_is_judged_twice():
    assert not RIGHT & WRONG


@needs_ordinary_notes
def test_every_correction_in_ordinary_notes_has_been_judged():
    assert set(ordinary()) - RIGHT - WRONG == set()


@needs_ordinary_notes
def test_most_corrections_in_ordinary_notes_are_right():
    found = ordinary()
    assert sum(found[pair] for pair in RIGHT) >= LEAST_RIGHT * found.total()


@needs_dev
def test_corrections_in_labelled_notes_are_right():
    found = {pair for path in DEV for pair in reader().normal_form(Note(text_of(path)))[1]}
    assert found <= RIGHT


def test_words_misspelt_on_purpose_are_mended():
    speller, dice = reader().base._speller, Random(5)
    words = [word for word in sorted(speller.vocabulary) if len(word) > 6]
    told = [(word, speller.suggest(typo(word, dice))) for word in words]
    assert sum(word == suggested for word, suggested in told) >= LEAST_MENDED * len(told)
    assert sum(suggested not in {None, word} for word, suggested in told) <= MOST_MADE_WORSE * len(told)


@pytest.mark.parametrize("word", JUDGED["left_alone"])
def test_a_right_word_is_left_alone(word):
    assert reader().base._speller.suggest(word) is None
