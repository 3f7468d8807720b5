"""No record of notelint shows a word of a note, or a name, in its ``repr`` or ``str``: all that is kept of a note is searched."""

from __future__ import annotations

import dataclasses
import random
import re
import string
from functools import cache
from importlib.resources import files
from io import StringIO
from pathlib import Path

import msgspec
import pytest
from rich.console import Console
from support.claims import book, linter

from notelint.case.assemble import build_case
from notelint.case.events import find_events
from notelint.case.flaps import find_flaps
from notelint.case.grafts import find_donors
from notelint.case.scene import read_scene
from notelint.cms.tables import open_tables
from notelint.discreet import discreet
from notelint.inputs.encounter import load_encounter
from notelint.note import Note
from notelint.queries.draft import draft
from notelint.reading.reader import Reader
from notelint.review.chart import Chart
from notelint.review.copied import copied
from notelint.review.review import Reviewer

EXAMPLES = files("notelint.patterns") / "claims" / "examples"
STORY = """
SURGEON: {} {}, MD
COSURGEON: Dr. {} {}
DATE OF OPERATION: 03/02/2026
The patient {} was told of it in {}. The right fibula was considered by Dr. {} and not chosen, {}.
An osteocutaneous fibula flap with its {} skin paddle of 8 x 4 cm, 12 cm of {} bone, was harvested by Dr. {} on the left.
The {} vessels were joined to the facial {} artery. Ischemia time was {} minutes, two hours of {}.
Cause of defect: {} carcinoma. COMPLICATIONS: {}. *** {} [ ] {} The flap was taken by {} from the right.
An {} anterolateral thigh flap of {} was also raised. Anterior tibial {} vein. Blood loss: {} 250 mL. {}
"""
CLAIM = """
date_of_service: 2026-03-02
place_of_service: "21"
facility: {{name: {0} Hospital}}
surgeons:
  {1}: {{name: {2} {3}}}
  {4}: {{name: {5} {6}}}
lines:
  - {{code: "20956", surgeon: {1}, modifiers: ["62"]}}
  - {{code: "69990", surgeon: {4}}}
notes: [{{file: a.txt, author: {1}}}, {{file: b.txt, author: {4}}}]
"""
ROOTS = {"notelint"}


@cache
def canaries():
    source = random.Random(20956)
    return tuple("q" + "".join(source.choices(string.ascii_lowercase, k=9)) for _ in range(80))


@pytest.fixture(scope="module")
def kept(tmp_path_factory):
    """All that is left of a note and of a claim: reading, case, report, query, review."""
    words = iter(canaries())
    text = (EXAMPLES / "fibula.txt").read_text("utf8") + STORY.format(*(next(words) for _ in range(STORY.count("{}"))))
    text = re.sub(r"\. (?=[A-Z])", lambda _: f" {random.Random(1).choice(canaries())}. ", text)
    folder = tmp_path_factory.mktemp("encounter")
    for name in "ab":
        (folder / f"{name}.txt").write_text(text, "utf8")
    (folder / "claim.yaml").write_text(CLAIM.format(*(next(words) for _ in range(7))), "utf8")
    loaded = load_encounter(folder / "claim.yaml")
    notes = [Note(text, name) for name in ("a.txt", "b.txt")]
    family = linter()._families[0]
    reading = Reader(family.terms).read(notes[0])
    scene = read_scene(reading)
    events = find_events(scene)
    donors = find_donors(scene, events, family.sites)
    report = linter().lint(notes[0])
    review = Reviewer(linter(), book(), open_tables(None)).review(loaded.encounter, notes, source="claim.yaml")
    chart = Chart(loaded.encounter, review.notes, book(), open_tables(None), loaded.encounter.date)
    return [
        notes, reading, events, donors, find_flaps(scene, events, donors, family.sites), scene.remembered,
        build_case(reading, family.sites, family.catalogue.ranges, family.catalogue.elements),
        report, draft(report, linter().catalogues),
        loaded, review, chart, copied(*review.notes), linter().lint_for_claim(notes[0]),
    ]  # fmt: skip


def is_record(thing):
    return dataclasses.is_dataclass(type(thing)) or isinstance(thing, msgspec.Struct) or hasattr(type(thing), "_fields")


def parts(thing):
    """What a thing of notelint's, or a collection, holds."""
    if isinstance(thing, dict):
        return [*thing.keys(), *thing.values()]
    if isinstance(thing, (list, tuple, set, frozenset)):
        return [*thing, *(getattr(thing, name) for name in getattr(thing, "_fields", ()))]
    if type(thing).__module__.partition(".")[0] in ROOTS and not isinstance(thing, type):
        names = {*getattr(thing, "__dict__", ()), *_slots(type(thing)), *getattr(thing, "__struct_fields__", ())}
        return [getattr(thing, name) for name in names if not name.startswith("__") and hasattr(thing, name)]
    return []


def _slots(kind):
    return [
        name
        for one in kind.__mro__
        for name in ([one.__slots__] if isinstance(one.__dict__.get("__slots__"), str) else one.__dict__.get("__slots__", ()))
    ]


def records_in(root):
    seen, waiting, found = set(), [root], []
    while waiting:
        thing = waiting.pop()
        if id(thing) in seen or isinstance(thing, (str, bytes, int, float)):
            continue
        seen.add(id(thing))
        if is_record(thing):
            found.append(thing)
        waiting += parts(thing)
    return found


def leaks(shown):
    return [word for word in canaries() if word in shown.lower()]


def test_no_record_shows_a_word(kept):
    found = records_in(kept)
    kinds = {type(thing) for thing in found}
    assert {
        "Note", "Report", "Evidence", "Finding", "SetAside", "Event", "Step", "Decision", "Element", "Encounter", "Surgeon",
        "NoteRef", "Facility", "Review", "ReadNote", "ClaimFinding", "Words", "Particulars", "PartStatement",
        "NarrativeSentence", "Reason", "Related", "Statement", "GraftFacts", "Query", "Question", "Citation",
        "Reading", "Sentence", "Mention", "Section", "Measure", "CleanText", "Case",
        "Graft", "Fact", "Events", "Donors", "Donor", "Claim", "Flap", "Passage", "Copied",
    } <= {kind.__name__ for kind in kinds}  # fmt: skip
    texts = [thing.text for thing in found if isinstance(getattr(thing, "text", None), str)]
    assert any(map(leaks, texts))  # the words are there
    shown = {}
    for thing in found:
        for text in (repr(thing), str(thing)):
            if leaks(text):
                shown.setdefault(type(thing).__qualname__, text)
    assert not shown


def test_neither_does_rich(kept):
    console = Console(file=StringIO(), width=400)
    kinds = {}
    for thing in records_in(kept):
        kinds.setdefault(type(thing), []).append(thing)
    for things in kinds.values():
        for thing in things[:20]:
            console.print(thing)
    assert "Note(" in console.file.getvalue()
    assert not leaks(console.file.getvalue())


NO_DOCUMENT = (
    "places=PlaceMap(starts=(), places=()), warnings=(), "
    "metadata=Metadata(title=<0 characters>, codes=(), date=None, author=<0 characters>, status='')"
)


def test_offsets_and_lengths_are_shown():
    note = Note("secret words", "a.txt")
    assert repr(note) == f"Note(text=<12 characters>, source='a.txt', encoding='utf-8', {NO_DOCUMENT}, name=<0 characters>)"
    report = linter().lint(Note("PROCEDURE: Excision of a lipoma."))
    assert repr(report).startswith(
        f"Report(note=Note(text=<32 characters>, source='-', encoding='utf-8', {NO_DOCUMENT}, name=<0 characters>), "
        "decision=Decision(status='not_applicable', "
    )


def test_what_is_no_record_cannot_be_made_discreet():
    with pytest.raises(TypeError, match="Path is no record"):
        discreet()(Path)
