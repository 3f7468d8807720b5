"""What a claim asks of a note besides the graft: circumstances, who did what, the day of the operation."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
import yaml

from notelint.case.circumstances import documented_circumstances
from notelint.case.particulars import operation_date, particulars
from notelint.case.scene import read_scene
from notelint.note import Note
from notelint.pack_names import CODING_PACKS
from notelint.packs.circumstances import circumstances
from notelint.packs.loader import shipped_packs
from notelint.packs.vocabulary import read_terms
from notelint.reading.reader import Reader

SENTENCES = yaml.safe_load((Path(__file__).parents[1] / "data" / "circumstances.yaml").read_text("utf8"))


@pytest.fixture(scope="module")
def reader():
    return Reader(read_terms(shipped_packs(CODING_PACKS)[0] / "vocabulary"))


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
    ("Dr. Halden opened the leg. She then harvested the right fibula.", ["dr. halden"]),
    ("Dr. Halden marked the calf. He held the foot while I harvested the right fibula.", [None]),
    ("Dr. Halden opened the neck; I harvested the right fibula.", [None]),
    ("While I exposed the neck, Dr. Halden harvested the right fibula.", ["dr. halden"]),
    ("Then she harvested the right fibula.", ["she"]),
    ("The patient was asleep. Dr. Halden and her resident harvested the right fibula.", ["dr. halden"]),
    ("My resident harvested the right fibula.", ["my resident"]),
    ("Osei Tandoh, MD, harvested the right fibula.", ["osei tandoh, md"]),
    ("Dr. Halden brought the right fibula to the table; it was osteotomized twice and bent to the template.", []),
    ("I osteotomized the fibula into three segments to fit the plate.", []),
    ("I raised the right fibula on its vessels and osteotomized it into three segments.", [None]),
]


@pytest.mark.parametrize(("text", "agents"), AGENTS)
def test_who_did_the_harvest(text, agents, reader):
    read = particulars(reader.read(Note(f"DESCRIPTION: {text}\nThe flap was inset.\n")), (), frozenset())
    assert [part.agent for part in read.parts if part.part == "harvest"] == agents


DEEDS = [
    ("Ms. Brandt kept the soleus out of the way and sewed the calf.", "ms. brandt"),
    ("Uma Brandt, PA-C, was with me. She kept the soleus out of the way.", "uma brandt, pa c"),
    ("Assisting was Uma Brandt, PA-C (retraction, suction, skin closure).", "uma brandt, pa c"),
    ("U. Brandt PA-C - exposure and closure of the calf.", "u. brandt pa c"),
    ("The incision was held open by Ms. Brandt.", "ms. brandt"),
]
NO_DEEDS = [
    "Ms. Brandt was in the room.",
    "Ms. Brandt scrubbed.",
    "Uma Brandt, PA-C, was with me. Dr. Foley gave the anesthetic. She kept the pressure up.",
    "Uma Brandt, PA-C, was with me; L. Dunn RN (suction, irrigation) counted.",
    "I kept the soleus out of the way, without Ms. Brandt.",
]


@pytest.mark.parametrize(("text", "agent"), DEEDS)
def test_who_else_did_something(text, agent, reader):
    read = particulars(reader.read(Note(f"DESCRIPTION: {text}\n")), (), frozenset())
    assert [deed.agent for deed in read.deeds if "brandt" in deed.agent][:1] == [agent]


@pytest.mark.parametrize("text", NO_DEEDS)
def test_who_is_only_there_did_nothing(text, reader):
    read = particulars(reader.read(Note(f"DESCRIPTION: {text}\n")), (), frozenset())
    assert not [deed for deed in read.deeds if "brandt" in deed.agent]


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
