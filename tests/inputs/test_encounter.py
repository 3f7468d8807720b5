from __future__ import annotations

import importlib.util
import json
from datetime import date
from decimal import Decimal
from pathlib import Path

import jsonschema
import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from notelint.inputs.encounter import EncounterError, find_encounters, load_encounter, parse_encounter, schema

ROOT = Path(__file__).parents[2]
CLAIM = """\
payer: medicare
date_of_service: 2026-03-02
place_of_service: "21"
facility: {name: Cinder Valley, teaching: true}
surgeons:
  marlowe: {name: "Ines Marlowe, MD", specialty: plastic surgery}
  brandt: {name: "Uma Brandt, PA-C", credential: non-physician}
lines:
  - {code: "20955", modifiers: ["22", LT], units: 1, charge: 7200.50, surgeon: marlowe}
  - {code: "20955", modifiers: [AS], surgeon: brandt}
notes:
  - {file: marlowe.txt, author: marlowe}
earlier_procedures:
  - {date: 2026-01-05, code: "20680", surgeon: marlowe, modifiers: ["78"]}
"""


def read(text):
    return parse_encounter(text, "claim.yaml", Path("folder"))


def test_an_encounter_is_read_whole():
    encounter = read(CLAIM).encounter
    first, second = encounter.lines
    assert (first.code, first.modifiers, first.units, first.charge) == ("20955", ("22", "LT"), 1, Decimal("7200.5"))
    assert encounter.surgeon(second.surgeon).credential == "non-physician"
    assert (encounter.date, encounter.place_of_service, encounter.facility.teaching) == (date(2026, 3, 2), "21", True)
    assert [Path(note.path).name for note in encounter.notes] == ["marlowe.txt"]
    assert encounter.earlier[0].modifiers == ("78",)


DIAGNOSED = CLAIM.replace("surgeon: marlowe}\n  - {code", "surgeon: marlowe, pointers: [2, 1]}\n  - {code") + (
    'diagnoses: ["M27.2", "S82.201N"]\nauthorization: "A-77"\n'
)


def test_diagnoses_pointers_and_the_authorization_are_read():
    encounter = read(DIAGNOSED.replace('modifiers: ["78"]}', 'modifiers: ["78"], diagnoses: ["M86.9"]}')).encounter
    assert (encounter.diagnoses, encounter.authorization) == (("M27.2", "S82.201N"), "A-77")
    assert [line.pointers for line in encounter.lines] == [(2, 1), ()]
    assert encounter.earlier[0].diagnoses == ("M86.9",)


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ('"M27.2"', '"M272"', "claim.yaml:15: diagnoses[0]: 'M272' is no ICD-10-CM code; write a code with its dot, in quotes"),
        ('"M27.2"', '"m27.2"', "claim.yaml:15: diagnoses[0]: 'm27.2' is no ICD-10-CM code"),
        ('"M27.2"', '"S82.201N"', "claim.yaml:15: diagnoses[1]: S82.201N stands twice on the claim; keep one"),
        ("[2, 1]", "[3]", "claim.yaml:9: lines[0].pointers[0]: 3 points at no diagnosis of the claim; write 1 to 2"),
        ("[2, 1]", "[0]", "claim.yaml:9: lines[0].pointers[0]: 0 points at no diagnosis of the claim; write 1 to 2"),
        ("[2, 1]", "[1, 1]", "claim.yaml:9: lines[0].pointers[1]: 1 stands twice on the line; keep one"),
        ("[2, 1]", "[1, 2, 1, 2, 1]", "claim.yaml:9: lines[0].pointers[4]: a line has at most 4 pointers"),
        (
            'diagnoses: ["M27.2", "S82.201N"]\n',
            "",
            "claim.yaml:9: lines[0].pointers[0]: 2 points at no diagnosis of the claim; name",
        ),
    ],
)
def test_what_is_wrong_with_a_diagnosis_or_a_pointer_has_file_line_and_key(old, new, message):
    with pytest.raises(EncounterError) as raised:
        read(DIAGNOSED.replace(old, new))
    assert str(raised.value).startswith(message)


def test_a_place_knows_its_line():
    loaded = read(CLAIM)
    assert loaded.line(("lines", 1, "modifiers", 0)) == 10
    assert loaded.line(("place_of_service",)) == 3


WRONG = [
    ("2026-03-02\nplace", "2026-02-30\nplace", "claim.yaml:2: date_of_service: this is no date; write it as 2026-03-31"),
    (
        'place_of_service: "21"',
        "place_of_service: 21",
        "claim.yaml:3: place_of_service: expected text, found a whole number; put it in",
    ),
    (
        'place_of_service: "21"',
        'place_of_service: "2A"',
        "claim.yaml:3: place_of_service: '2A' is no place of service; write two",
    ),
    (
        'code: "20955", modifiers: ["22"',
        'code: "2095", modifiers: ["22"',
        "claim.yaml:9: lines[0].code: '2095' is no procedure code; write",
    ),
    ('["22", LT]', '["22", LTT]', "claim.yaml:9: lines[0].modifiers[1]: 'LTT' is no modifier; write one that CPT or HCPCS has"),
    (
        '["22", LT]',
        '["61", LT]',
        "claim.yaml:9: lines[0].modifiers[0]: '61' is no modifier of CPT; write one that CPT or HCPCS has",
    ),
    ('["22", LT]', '["22", "22"]', "claim.yaml:9: lines[0].modifiers[1]: 22 stands twice on the line; keep one"),
    ("units: 1", "units: 0", "claim.yaml:9: lines[0].units: 0 is no number of units; write 1 to 999"),
    ("charge: 7200.50", "charge: -1", "claim.yaml:9: lines[0].charge: is no charge; write an amount in dollars from 0"),
    ("charge: 7200.50", "charge: 1.0e+300", "claim.yaml:9: lines[0].charge: is no charge; write an amount in dollars from 0 to"),
    ("charge", "chagre", "claim.yaml:9: lines[0].chagre: unknown key; did you mean charge?"),
    (
        "modifiers: [AS], surgeon: brandt",
        "modifiers: [AS]",
        "claim.yaml:10: lines[1]: the key surgeon is missing; say whose it is",
    ),
    (
        "surgeon: brandt",
        "surgeon: brand",
        "claim.yaml:10: lines[1].surgeon: 'brand' is not among surgeons; use one of: marlowe, brandt",
    ),
    (
        "author: marlowe",
        "author: nobody",
        "claim.yaml:12: notes[0].author: 'nobody' is not among surgeons; use one of: marlowe, brandt",
    ),
    (
        "date: 2026-01-05",
        "date: 2026-05-05",
        "claim.yaml:14: earlier_procedures[0].date: 2026-05-05 is after the date of service;",
    ),
    (
        "payer: medicare",
        "payer: aetna",
        "claim.yaml:1: payer: 'aetna' is not a choice; use one of: medicare, medicaid, commercial",
    ),
    ("lines:", "lines: [\n", "claim.yaml:"),
]


@pytest.mark.parametrize(("old", "new", "message"), WRONG, ids=[new[:24] for _, new, _ in WRONG])
def test_what_is_wrong_is_told_with_file_line_and_key(old, new, message):
    assert old in CLAIM
    with pytest.raises(EncounterError) as caught:
        read(CLAIM.replace(old, new, 1))
    assert str(caught.value).startswith(message)
    assert "\n" not in str(caught.value)


def test_without_notes_the_texts_beside_it_are_the_only_surgeons(tmp_path):
    (tmp_path / "b.txt").write_text("b")
    (tmp_path / "a.txt").write_text("a")
    claim = 'date_of_service: 2026-03-02\nplace_of_service: "21"\nsurgeons: {a: {}}\nlines: [{code: "20955"}]\n'
    (tmp_path / "claim.yaml").write_text(claim)
    encounter = load_encounter(tmp_path / "claim.yaml").encounter
    assert [(Path(note.path).name, note.author) for note in encounter.notes] == [("a.txt", "a"), ("b.txt", "a")]
    (tmp_path / "claim.yaml").write_text(claim.replace("{a: {}}", "{a: {}, b: {}}").replace('"20955"', '"20955", surgeon: a'))
    with pytest.raises(EncounterError, match="there are several surgeons, and no note says whose it is"):
        load_encounter(tmp_path / "claim.yaml")


def test_no_note_at_all_is_an_error(tmp_path):
    (tmp_path / "claim.yaml").write_text(
        'date_of_service: 2026-03-02\nplace_of_service: "21"\nsurgeons: {a: {}}\nlines: [{code: "20955"}]\n'
    )
    with pytest.raises(EncounterError, match=r"no note is named, and none stands beside the file"):
        load_encounter(tmp_path / "claim.yaml")


@pytest.mark.parametrize(
    ("content", "message"),
    [(b"\xff\xfe\x00", "not UTF-8"), (b"x" * 1_000_001, "longer than"), (b"", "the file is empty"), (b"- 1", "expected")],
)
def test_files_that_are_no_encounter(tmp_path, content, message):
    path = tmp_path / "claim.yaml"
    path.write_bytes(content)
    with pytest.raises(EncounterError, match=message):
        load_encounter(path)


def test_a_missing_file_is_told_by_its_path(tmp_path):
    with pytest.raises(EncounterError, match="cannot be read"):
        load_encounter(tmp_path / "none.yaml")


def test_a_note_given_as_a_claim_is_not_quoted(tmp_path):
    path = tmp_path / "note.txt"
    path.write_text("Patient: Margit Tollefsen")
    message = r"note.txt: neither a .yaml file nor an X12 or FHIR claim; give the encounter's YAML file, which names its notes$"
    with pytest.raises(EncounterError, match=message):
        load_encounter(path)


def test_a_folder_is_its_claim_or_those_below_it(tmp_path):
    for name in ("b/claim.yaml", "a/claim.yaml", "a/deep/claim.yaml"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text("x")
    assert list(find_encounters(tmp_path / "a")) == [tmp_path / "a" / "claim.yaml"]
    assert [path.parent.name for path in find_encounters(tmp_path)] == ["a", "deep", "b"]


def refusal(text):
    """The error that a text is refused with; nothing where it is read."""
    try:
        read(text)
    except EncounterError as error:
        return str(error)
    return ""


@given(st.text())
def test_no_text_does_worse_than_an_error_in_one_line(text):
    assert "\n" not in refusal(text)


@given(st.sampled_from(CLAIM.splitlines()), st.text(max_size=12))
def test_no_line_of_it_does_either(line, other):
    error = refusal(CLAIM.replace(line, other, 1))
    assert not error or error.startswith("claim.yaml")


def test_the_published_schema_is_that_of_the_records():
    script = ROOT / "scripts" / "write_schema.py"
    spec = importlib.util.spec_from_file_location("write_schema", script)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    assert module.FILE.read_text("utf8") == module.text(), "run: python scripts/write_schema.py"
    assert module.REPORT.read_text("utf8") == module.report_text(), "run: python scripts/write_schema.py"


def test_the_schema_accepts_every_sample_and_refuses_what_is_wrong():
    jsonschema.Draft202012Validator.check_schema(schema())
    validator = jsonschema.Draft202012Validator(schema())
    samples = sorted((ROOT / "sample_encounters").glob("*/claim.yaml"))
    assert len(samples) >= 10
    for sample in samples:
        validator.validate(json.loads(json.dumps(yaml.safe_load(sample.read_text("utf8")), default=str)))
    right = json.loads(json.dumps(yaml.safe_load(CLAIM), default=str))
    for wrong in ({"payer": "aetna"}, {"place_of_service": "2A"}, {"lines": [{"code": "2095"}]}, {"extra": 1}):
        assert not validator.is_valid(right | wrong)
