"""No note of the family is lost to the first look, however it is typed, scanned or dictated."""

from __future__ import annotations

import json
from functools import lru_cache
from pathlib import Path
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from support.mutations import FIXED, RANGES, mutated
from support.notes import text_of
from support.screens import DEV, LABELLED, SCREEN, noisy, scanned

from notelint.linter import Linter
from notelint.note import Note

ENCOUNTERS = tuple(sorted((Path(__file__).parents[2] / "sample_encounters").rglob("*.txt")))


def moves_bone(path):
    """Whether bone was moved by the note's labels, in whatever way."""
    gold = json.loads(path.with_suffix(".gold.json").read_text("utf8"))
    return gold["decision"]["status"] != "not_applicable" or gold["facts"]["transfer"] != "none"


FAMILY = {f"{path.parent.name}/{path.stem}": path for path in (*LABELLED, *DEV) if moves_bone(path)}


@lru_cache(maxsize=1)
def linter():
    return Linter(screen=False, reader="rules")


def test_there_are_notes_of_the_family():
    assert len(FAMILY) >= 180


@pytest.mark.parametrize("name", FAMILY)
def test_a_note_in_which_bone_was_moved_is_read(name):
    assert SCREEN.cue_to_read(text_of(FAMILY[name])) is not None


@pytest.mark.parametrize("path", ENCOUNTERS, ids=lambda path: f"{path.parent.name}/{path.stem}")
def test_a_note_of_an_encounter_is_read_where_it_moves_bone(path):
    report = linter().lint(Note(text_of(path)))
    outside = report.decision.status == "not_applicable" and report.facts["transfer"] == "none" and not report.set_aside
    assert outside or SCREEN.cue_to_read(text_of(path)) is not None


@pytest.mark.parametrize("change", FIXED, ids=lambda change: f"{change[0]} {change[1]}")
def test_no_note_is_lost_by_a_change_to_its_outside_or_its_spelling(change):
    assert [name for name, path in FAMILY.items() if SCREEN.cue_to_read(mutated(text_of(path), *change)) is None] == []


@pytest.mark.parametrize("share", [0.01, 0.02])
def test_hardly_a_note_is_lost_where_letters_are_misread_or_slip_everywhere(share):
    for damage in (scanned, noisy):
        damaged = {name: damage(text_of(path), Random(name), share) for name, path in FAMILY.items()}
        lost = [name for name, text in damaged.items() if SCREEN.cue_to_read(text) is None]
        assert len(lost) <= len(FAMILY) / 100, lost


names = st.sampled_from(sorted(FAMILY))
changes = st.sampled_from(sorted(RANGES)).flatmap(lambda change: st.tuples(st.just(change), st.sampled_from(RANGES[change])))


@settings(derandomize=True, deadline=None, max_examples=300)
@given(
    name=st.sampled_from(sorted(FAMILY)), several=st.lists(changes, min_size=1, max_size=4, unique_by=lambda change: change[0])
)
def test_no_note_is_lost_by_several_changes(name, several):
    text = text_of(FAMILY[name])
    for change in several:
        text = mutated(text, *change)
    assert SCREEN.cue_to_read(text) is not None
