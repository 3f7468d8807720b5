"""FHIR Claims become the same records as those of X12."""

from __future__ import annotations

import json
from datetime import date
from decimal import Decimal

import pytest

from notelint.claim import Line
from notelint.inputs.claim_files import read_claims
from notelint.inputs.submitted import ClaimFileError


def coding(code, system=""):
    return {"coding": [{"system": system, "code": code}]}


def claim(**changes):
    return {
        "resourceType": "Claim",
        "id": "c-1",
        "identifier": [{"value": "ALPHA7788"}],
        "type": coding("professional"),
        "patient": {"reference": "Patient/9", "display": "Quentilla Zorblatt"},
        "insurer": {"display": "Medicare Part B"},
        "careTeam": [
            {
                "sequence": 2,
                "provider": {"display": "Ines Marlowe"},
                "qualification": {"coding": [{"display": "plastic surgery"}]},
            },
            {"sequence": 5, "provider": {"display": "Tor Halden"}},
        ],
        "insurance": [{"preAuthRef": ["AUTH1"]}],
        "diagnosis": [
            {"sequence": 7, "diagnosisCodeableConcept": coding("Z98.89")},
            {"sequence": 3, "diagnosisCodeableConcept": coding("M89.762")},
        ],
        "item": [
            {
                "sequence": 1,
                "careTeamSequence": [2],
                "diagnosisSequence": [7, 3],
                "productOrService": coding("20956"),
                "modifier": [coding("62"), coding("LT")],
                "servicedDate": "2026-03-02",
                "locationCodeableConcept": coding("21"),
                "quantity": {"value": 1},
                "net": {"value": 9000.50},
            },
            {
                "sequence": 2,
                "careTeamSequence": [5],
                "productOrService": coding("69990"),
                "servicedPeriod": {"start": "2026-03-02T07:30:00-05:00"},
                "locationCodeableConcept": coding("21"),
                "net": {"value": 800},
            },
        ],
        "total": {"value": 9800.50},
    } | changes


@pytest.fixture
def read(tmp_path):
    def read(value):
        path = tmp_path / "claim.json"
        path.write_text(value if isinstance(value, str) else json.dumps(value), "utf-8-sig")
        return read_claims(path)

    return read


def test_a_claim_with_all_that_is_read(read):
    (found,) = read(claim())
    assert (found.identifiers, found.error, found.remarks) == (("ALPHA7788", "c-1"), "", ())
    encounter = found.encounters[0].encounter
    assert (encounter.payer, encounter.date, encounter.place_of_service) == ("medicare", date(2026, 3, 2), "21")
    assert (encounter.diagnoses, encounter.authorization) == (("M89.762", "Z98.89"), "AUTH1")
    assert encounter.lines == (
        Line("20956", "ines marlowe", ("62", "LT"), 1, Decimal("9000.50"), (2, 1)),
        Line("69990", "tor halden", (), 1, Decimal(800)),
    )
    assert [surgeon.specialty for surgeon in encounter.surgeons] == ["plastic surgery", ""]


def test_claims_of_a_bundle_keep_their_places(read):
    other = claim(id="c-2", identifier=[], item=[])
    bundle = {
        "resourceType": "Bundle",
        "entry": [{"resource": {"resourceType": "Patient"}}, {"resource": claim()}, {"resource": other}],
    }
    found = read({"resourceType": "Bundle", "entry": [{"resource": bundle}]})
    assert [(one.number, one.identifiers[-1], one.error) for one in found] == [
        (1, "c-1", ""),
        (2, "c-2", "it has no line with a procedure code"),
    ]


@pytest.mark.parametrize(
    ("value", "message"),
    [
        ({"resourceType": "Patient"}, "it holds no FHIR Claim; give a Claim resource, a Bundle with Claims, or an X12 837P file"),
        (
            claim(type=coding("institutional")),
            "none of its claims is professional (institutional); give the claim of the surgeon",
        ),
        (claim(type=coding("Zorblatt")), "none of its claims is professional (another kind); give the claim of the surgeon"),
        ("{", "it is neither X12 nor JSON that can be read; give the file as it was sent"),
        ("[" * 100_000, "it is neither X12 nor JSON that can be read; give the file as it was sent"),
    ],
)
def test_what_is_none_is_refused(read, value, message):
    with pytest.raises(ClaimFileError) as refused:
        read(value)
    assert str(refused.value) == message


@pytest.mark.parametrize("wrong", [None, 1, "x", [], [1], {}, {"coding": 3}, [{"coding": [None]}], 1e400])
def test_nothing_that_a_claim_holds_stops_the_reading(read, wrong):
    for key in claim():
        if key not in {"resourceType", "type"}:
            read(claim(**{key: wrong}))
    for key in claim()["item"][0]:
        (found,) = read(claim(item=[claim()["item"][0] | {key: wrong}]))
        assert "Zorblatt" not in found.error
