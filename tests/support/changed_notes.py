"""Labelled notes and what notelint answers about them, as they are and after a change; each is read once."""

from __future__ import annotations

import multiprocessing
from concurrent.futures import ProcessPoolExecutor
from functools import cache, lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
import yaml

from notelint.evaluation.answers import Answers, Compared, answers_of
from notelint.evaluation.figures import by_name, figures
from notelint.evaluation.labels import read_labels, scheme_of
from notelint.note import Note
from notelint.packs.fact_files import labelled_facts
from notelint.packs.loader import builtin_packs, load_catalogue
from support.mutations import mutated
from support.notes import SAMPLES, assert_places_are_exact, text_of
from support.sentences import linter

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

_TESTS = Path(__file__).parents[1]
DEV = tuple(sorted((_TESTS.parents[1] / "shared" / "notes" / "dev").glob("*.txt")))
NOTES = {path.stem: path for path in (*SAMPLES, *DEV)}
needs_dev = pytest.mark.skipif(not DEV, reason="needs the labelled notes in ../shared/notes/dev")

FACTS = tuple(labelled_facts(map(load_catalogue, builtin_packs())))
_FIGURES = ("status", "codes", *(f"facts.{fact}" for fact in FACTS), "elements_f1", "elements_exact", "integrity_f1")

THREE_POINTS = 0.03

UNCHANGED = ("", 0)
Change = tuple[str, int]

_READ: dict[str, Answers] = {}


def answers(note: str, change: Change) -> Answers:
    """What notelint answers about the note of that name after a change."""
    text = _changed(note, change)
    if text not in _READ:
        _READ[text] = _read(text)
    return _READ[text]


def read_together(change: Change, notes: Iterable[str]) -> None:
    """Read many changed notes on two cores, so that ``answers`` has them at hand."""
    texts = {text for note in notes if (text := _changed(note, change)) not in _READ}
    _READ.update(zip(texts, _readers().map(_read, texts, chunksize=10), strict=True))


@lru_cache(maxsize=1)
def _readers() -> ProcessPoolExecutor:
    return ProcessPoolExecutor(2, multiprocessing.get_context("spawn"))


def _changed(note: str, change: Change) -> str:
    text = text_of(NOTES[note])
    return text if change == UNCHANGED else mutated(text, *change)


def _read(text: str) -> Answers:
    told = linter().lint(Note(text))
    assert_places_are_exact(told)
    return answers_of(told)


def decided(note: str, change: Change) -> dict[str, Any]:
    """The decision and the facts, which no change to a note's outside may touch."""
    told = answers(note, change)
    return {
        "status": told.status,
        "codes": told.codes,
        "candidates": told.candidates,
        **{fact: told.facts[fact] for fact in FACTS},
    }


def missed(change: Change, notes: Iterable[str]) -> set[str]:
    """The notes that are decided otherwise after the change."""
    return {note for note in notes if decided(note, change) != decided(note, UNCHANGED)}


def scores(change: Change) -> tuple[dict[str, float], set[str]]:
    """Over the changed dev notes, the figures of which more is better (0 to 1), and the notes that got a wrong code."""
    read_together(change, (path.stem for path in DEV))
    found = figures([Compared(path.stem, _labelled(path.stem), answers(path.stem, change)) for path in DEV])
    named = {name: value for name, value in by_name(found).items() if name in _FIGURES and value is not None}
    return named, {*found.wrong_code, *found.false_family}


def fallen(change: Change) -> set[str]:
    """The figures that fall by more than three points with the change, and ``wrong codes`` where there are any."""
    before, _ = scores(UNCHANGED)
    after, wrong_codes = scores(change)
    lower = {name for name, value in before.items() if after[name] < value - THREE_POINTS}
    return lower | ({"wrong codes"} if wrong_codes else set())


@cache
def _labelled(note: str) -> Answers:
    path = NOTES[note].with_suffix(".gold.json")
    return read_labels(path.read_text("utf8"), str(path), _scheme())


@lru_cache(maxsize=1)
def _scheme() -> Any:
    return scheme_of([load_catalogue(folder) for folder in builtin_packs()])


# -- known misses -----------------------------------------------------------------------------------------------------


@lru_cache(maxsize=1)
def known_misses() -> dict[str, list[dict[str, Any]]]:
    """tests/robustness/known_misses.yaml, which says what its entries mean."""
    return yaml.safe_load((_TESTS / "robustness" / "known_misses.yaml").read_text("utf8"))


def known_changes(entry: dict[str, Any]) -> Iterator[Change]:
    """The changes that an entry speaks of: ``at`` lists numbers, or ranges of them as text ("20-39")."""
    for number in entry.get("at", [0]):
        first, _, last = str(number).partition("-")
        for at in range(int(first), int(last or first) + 1):
            yield entry["change"], at


@lru_cache(maxsize=1)
def known_to_be_missed() -> frozenset[tuple[str, Change]]:
    """Every note that is known to be decided otherwise after a change, with the change."""
    return frozenset((entry["note"], change) for entry in known_misses()["answers"] for change in known_changes(entry))
