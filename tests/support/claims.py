"""Encounters of a few words, as the examples of the rules write them, reviewed with one linter."""

from __future__ import annotations

import re
from functools import cache
from importlib.resources import files
from pathlib import Path

import msgspec
import yaml

from notelint.cms.tables import open_tables
from notelint.inputs.encounter import parse_encounter
from notelint.linter import Linter
from notelint.note import Note
from notelint.packs.loader import builtin_packs
from notelint.review.making import claim_book
from notelint.review.review import Reviewer

NOTES = files("notelint.patterns") / "claims" / "examples"
SURGEONS = {
    "a": {"name": "Ines Marlowe, MD", "specialty": "plastic surgery"},
    "b": {"name": "Tor Halden, MD", "specialty": "orthopedic surgery"},
    "c": {"name": "Uma Brandt, PA-C", "specialty": "surgery", "credential": "non-physician"},
}
LINE = re.compile(r"(?P<code>\w{5})(?P<modifiers>(?:-\w\w)*)(?:x(?P<units>\d+))?(?:@(?P<surgeon>\w))?")
STORY_ENDS = re.compile(r"\n\n(?=Estimated blood loss|Plan:)")


@cache
def linter():
    return Linter(reader="rules")


@cache
def book():
    return claim_book(linter().catalogues, builtin_packs())


@cache
def reviewer():
    return Reviewer(linter(), book(), open_tables(None))


def line(written):
    told = LINE.fullmatch(written)
    entry = {"code": told["code"], "modifiers": re.findall(r"\w\w", told["modifiers"]), "surgeon": told["surgeon"] or "a"}
    return entry | ({"units": int(told["units"])} if told["units"] else {})


def note(written):
    name, _, kind = written.partition(" ")
    name, _, author = name.partition("@")
    return {"file": f"{name}.txt", "author": author or "a", "kind": kind or "operative"}


def merged(below, above):
    """``above`` laid over ``below``, mapping by mapping."""
    if not (isinstance(below, dict) and isinstance(above, dict)):
        return above
    return below | {key: merged(below.get(key), value) for key, value in above.items()}


def encounter_text(example):
    """The example as an encounter's file."""
    file = {
        "date_of_service": "2026-03-02",
        "place_of_service": "21",
        "surgeons": SURGEONS,
        "lines": [line(written) for written in example.lines],
        "notes": [note(written) for written in example.notes],
        "diagnoses": ["M89.79"],
    }
    return yaml.safe_dump(merged(file, msgspec.to_builtins(example.claim)), sort_keys=False)


def notes(example):
    """The notes of the example, changed as it says."""
    for index, written in enumerate(example.notes):
        text = (NOTES / note(written)["file"]).read_text("utf8")
        if example.add and not index:
            text = STORY_ENDS.sub(lambda _: f" {example.add}\n\n", text, count=1)
            assert example.add in text
        for old, new in example.change.items():
            text = text.replace(old, new)
        yield Note(text, note(written)["file"])


def review(example):
    loaded = parse_encounter(encounter_text(example), "claim.yaml", Path())
    return reviewer().review(loaded.encounter, list(notes(example)), source="claim.yaml", locate=loaded.line)
