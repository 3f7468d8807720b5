"""The cases that stand with each element: whole notes, the status of the element in them and the words that are shown."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pytest
from support.scripts import script

from notelint.linter import Linter
from notelint.note import Note
from notelint.pack_names import CODING_PACKS
from notelint.packs.loader import builtin_packs, load_catalogue, shipped_packs

check_pack = script("check_pack")
SOFT_TISSUE = Path(__file__).parents[1] / "data" / "packs" / "soft_tissue_flaps"
FOLDERS = (*builtin_packs(), SOFT_TISSUE)
SHIPPED = [(folder, name) for folder in builtin_packs() for name in load_catalogue(folder).elements]
UNREACHED = {"donor_site_named", "cosurgeon_roles"}
"""Elements that no note leaves out: a bone without a name is named in general terms, one surgeon has no parts to divide."""
CASES = [
    (folder, element, number)
    for folder in FOLDERS
    for element in load_catalogue(folder).elements.values()
    for number in range(len(element.cases))
]


@cache
def linter(folder):
    shipped = folder in builtin_packs()
    names = (load_catalogue(folder).info.id,) if shipped else CODING_PACKS
    return Linter(names=names, packs=() if shipped else (folder,), reader="rules")


@pytest.mark.parametrize(
    ("folder", "element", "number"), CASES, ids=[f"{folder.name}-{element.id}-{number}" for folder, element, number in CASES]
)
def test_case(folder, element, number):
    case = element.cases[number]
    found = linter(folder).lint(Note(case.note)).elements[element.id]
    assert found.status == case.status
    assert not case.shows or any(case.shows in words.text for words in found.evidence)


@pytest.mark.parametrize(("folder", "name"), SHIPPED, ids=[f"{folder.name}-{name}" for folder, name in SHIPPED])
def test_each_element_has_a_case_for_each_status(folder, name):
    element = load_catalogue(folder).elements[name]
    wanted = {"met", *(("missing",) if name not in UNREACHED else ()), *(("partial",) if element.partial else ())}
    assert wanted <= {case.status for case in element.cases}
    assert all(case.shows for case in element.cases if case.status in {"met", "partial"})


def test_the_examples_of_the_checklist_fire_or_stay_silent():
    (folder,) = shipped_packs(["operative-report"])
    elements = load_catalogue(folder).elements.values()
    assert [line for element in elements for line in check_pack.wrong_examples(linter(folder), element)] == []
