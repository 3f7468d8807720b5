"""What a claim asks of a note besides the graft: circumstances, who did what, the day of the operation."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
import yaml

from notelint.case.circumstances import documented_circumstances
from notelint.case.particulars import operation_date, particulars
from notelint.case.scene import read_scene
from notelint.linter import Linter
from notelint.note import Note
from notelint.packs.circumstances import circumstances

SENTENCES = yaml.safe_load((Path(__file__).parents[1] / "data" / "circumstances.yaml").read_text("utf8"))


@pytest.fixture(scope="module")
def reader():
    return Linter()._families[0].reader


@pytest.mark.parametrize("case", SENTENCES, ids=lambda case: case["text"][:50])
def test_a_sentence_documents_its_circumstances_and_no_others(case, reader):
    reading = reader.read(Note(f"{case.get('section', 'DESCRIPTION')}: {case['text']}\n"))
    told = documented_circumstances(read_scene(reading), frozenset({case.get("donor", "fibula")}))
    assert sorted(told) == sorted(case["tells"])


def test_every_circumstance_has_a_sentence():
    assert {told.id for told in circumstances().circumstances} == {name for case in SENTENCES for name in case["tells"]}


AGENTS = [
    ("Dr. Halden raised the right fibula on the peroneal artery.", ["dr. halden"]),
    ("The right fibula was harvested by Dr. Halden.", ["dr. halden"]),
    ("I harvested the right fibula.", [None]),
    ("The right fibula was harvested.", [None]),
    ("The orthopedic team harvested the right fibula.", ["the orthopedic team"]),
    ("Dr. Halden opened the leg. The right fibula was harvested.", ["dr. halden"]),
    ("Dr. Halden opened the neck. I harvested the right fibula.", [None]),
    ("Dr. Halden's part: right fibula raised and cut.", ["dr. halden"]),
]


@pytest.mark.parametrize(("text", "agents"), AGENTS)
def test_who_did_the_harvest(text, agents, reader):
    read = particulars(reader.read(Note(f"DESCRIPTION: {text}\nThe flap was inset.\n")), frozenset(), frozenset())
    assert [part.agent for part in read.parts if part.part == "harvest"] == agents


DATES = [
    ("Date of operation: 03/02/2026", date(2026, 3, 2)),
    ("DATE OF SURGERY: 3-2-26", date(2026, 3, 2)),
    ("Date of procedure:  2026-03-02", date(2026, 3, 2)),
    ("Operation date March 2, 2026", date(2026, 3, 2)),
    ("DOS: 2 Mar 2026", date(2026, 3, 2)),
    ("Date: 02-Mar-2026", date(2026, 3, 2)),
    ("Date of birth: 03/02/1966", None),
    ("Date of operation: [**2026**]", None),
    ("Date of operation: 13/45/2026", None),
]


@pytest.mark.parametrize(("text", "day"), DATES)
def test_the_day_of_the_operation(text, day):
    found = operation_date(Note(f"{text}\n"))
    assert (found and found[0]) == day
    assert found is None or found[1].text in text
