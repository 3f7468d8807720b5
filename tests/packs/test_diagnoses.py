"""``diagnoses.yaml`` and ``companion_work.yaml``: what codes say, and errors with file, line and key."""

from __future__ import annotations

import re

import pytest

from notelint.packs.companion_work import companion_work, family_work
from notelint.packs.diagnoses import DiagnosisBook, family_diagnoses
from notelint.packs.diagnosis_causes import cause_file
from notelint.packs.errors import PackError
from notelint.packs.loader import builtin_packs

FILES = [file for folder in builtin_packs() if (file := family_diagnoses(folder)) is not None]
BOOK = DiagnosisBook(FILES)

# From the tabular list, FY2026: code, site, side, seventh character's healing and wound.
COMPLETE = [
    ("C40.21", "lower_long", "right", None, None),
    ("C40.20", "lower_long", "unspecified", None, None),
    ("C41.1", "mandible", None, None, None),
    ("D48.0", "", None, None, None),
    ("M27.2", "jaws", None, None, None),
    ("M84.463A", "lower_leg", "right", "active", None),
    ("M84.464K", "lower_leg", "left", "nonunion", None),
    ("M86.669", "lower_leg", "unspecified", None, None),
    ("M86.60", "unspecified", None, None, None),
    ("M87.038", "carpus", "left", None, None),
    ("M87.180", "jaws", None, None, None),
    ("M87.256", "thigh", "unspecified", None, None),
    ("M87.353", "thigh", "unspecified", None, None),
    ("M89.762", "lower_leg", "left", None, None),
    ("S02.650A", "mandible", "unspecified", "active", None),
    ("S42.92XK", "shoulder", "left", "nonunion", None),
    ("S52.501N", "forearm", "right", "nonunion", "open_severe"),
    ("S62.025G", "carpus", "left", "delayed", None),
    ("S62.605B", "hand", "left", "active", None),
    ("S72.8X1M", "thigh", "right", "nonunion", "open"),
    ("S82.201K", "lower_leg", "right", "nonunion", "closed"),
    ("S82.52XR", "lower_leg", "left", "malunion", "open_severe"),
    ("S92.001S", "foot", "right", "sequela", None),
]
INCOMPLETE = [
    "C40",
    "C40.2",
    "M87",
    "M86.66",
    "M89.76",
    "S82.201",
    "S82.20",
    "S82.201Z",
    "S62.025M",
    "M27.21",
    "D16.01A",
    "C79.5",
]


@pytest.mark.parametrize(("code", "site", "side", "healing", "wound"), COMPLETE)
def test_what_a_complete_code_says(code, site, side, healing, wound):
    said = BOOK.describe(code)
    assert (said.complete, said.site, said.side, said.healing, said.wound) == (True, site, side, healing, wound)


@pytest.mark.parametrize("code", INCOMPLETE)
def test_a_code_that_lacks_characters_or_has_too_many_is_not_complete(code):
    assert not BOOK.describe(code).complete


@pytest.mark.parametrize("code", ["E11.9", "Z92.3", "T86.831", "S83.511A", "Q85.1"])
def test_other_codes_are_not_described(code):
    assert BOOK.describe(code) is None


@pytest.mark.parametrize(
    ("healing", "wound", "letters"), [("nonunion", None, "K, M or N"), ("nonunion", "closed", "K"), ("sequela", None, "S")]
)
def test_the_letters_of_a_state(healing, wound, letters):
    assert BOOK.letters(healing, wound) == letters


def test_complications_of_a_graft():
    assert BOOK.is_complication("T86.831")
    assert not BOOK.is_complication("S82.201K")


def test_every_work_has_codes_and_every_code_its_shape():
    family = next(codes for folder in builtin_packs() if (codes := family_work(folder)) is not None)
    assert {work.id for work in companion_work().works} == family.works.keys()
    for codes in family.works.values():
        assert codes.all
        assert all(re.fullmatch(r"\d{5}(-\d{5})?", entry) for entry in codes.all)


DIAGNOSES = """\
source: x
sides: {triads: {right: "1"}}
seventh: {healing: {}, wound: {}}
sites: {leg: {title: the leg, places: [tibia]}}
categories:
  - begins: M86
    title: y
    causes: [osteomyelitis]
    codes: [{find: 'M86\\.6', site: leg}]
complications: []
"""


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        (
            "[osteomyelitis]",
            "[osteomyelitiss]",
            r"/diagnoses.yaml:8: categories\[0\].causes: no cause 'osteomyelitiss'; use an id",
        ),
        ("M86\\.6", "M86\\.(6", r"/diagnoses.yaml:9: categories\[0\].codes\[0\].find: not a regular expression"),
        ("site: leg", "site: arm", r"/diagnoses.yaml:9: categories\[0\].codes\[0\].site: no site 'arm' under sites"),
        ("site: leg", "scheme: odd", r"/diagnoses.yaml:9: categories\[0\].codes\[0\].scheme: no scheme 'odd' under sides"),
    ],
)
def test_errors_in_diagnoses_name_file_line_and_key(tmp_path, old, new, message):
    (tmp_path / "diagnoses.yaml").write_text(DIAGNOSES)
    assert family_diagnoses(tmp_path).categories
    (tmp_path / "diagnoses.yaml").write_text(DIAGNOSES.replace(old, new))
    with pytest.raises(PackError, match=message):
        family_diagnoses(tmp_path)


def test_errors_in_companion_work_name_file_line_and_key(tmp_path):
    assert family_work(tmp_path) is None
    (tmp_path / "companion_work.yaml").write_text("source: x\nworks:\n  neck_disection: {codes: ['38700']}\n")
    with pytest.raises(
        PackError, match=rf"^{tmp_path.name}/companion_work.yaml:3: works.neck_disection: no such work; use one of"
    ):
        family_work(tmp_path)


def test_every_cause_of_the_shared_file_supports_some_category_or_says_nothing_of_it():
    used = {cause for file in FILES for category in file.categories for cause in category.causes}
    assert {cause.id for cause in cause_file().causes} - used == {"bone_loss"}
