"""The catalogue that ships: what it holds, and that it holds together."""

from __future__ import annotations

import re
from decimal import Decimal
from itertools import product
from pathlib import Path

import pytest

from notelint.packs.loader import load_catalogue

SHIPPED = Path(__file__).parents[2] / "patterns" / "microvascular_bone"
CATALOGUE = load_catalogue(SHIPPED)

BONE_ONLY = {"20955", "20956", "20957", "20962"}
WITH_SKIN = {"20969", "20970", "20972", "20973"}
OTHER_BONES = ("scapula", "medial_femoral_condyle", "radius", "rib", "humerus", "clavicle", "calvarium", "ulna", "other")
ELEMENTS = [
    "donor_site_named",
    "donor_laterality",
    "metatarsal_level",
    "pedicle_vessels",
    "pedicle_length",
    "pedicle_caliber",
    "microscope",
    "anastomosis_performed",
    "anastomosis_technique",
    "recipient_vessels",
    "perfusion_check",
    "defect_location",
    "defect_size",
    "defect_cause",
    "vascularized_rationale",
    "bone_dimensions",
    "skin_dimensions",
    "soft_tissue_defect",
    "ischemia_time",
    "blood_loss",
    "donor_closure",
    "donor_complications",
    "operative_time",
    "vascular_imaging",
    "cosurgeon_roles",
]
PARTIAL = [
    "donor_site_named",
    "pedicle_vessels",
    "pedicle_caliber",
    "microscope",
    "anastomosis_performed",
    "anastomosis_technique",
    "recipient_vessels",
    "perfusion_check",
    "defect_size",
    "vascularized_rationale",
    "ischemia_time",
    "donor_closure",
    "operative_time",
    "vascular_imaging",
    "cosurgeon_roles",
]
INTEGRITY = {
    "unfilled_placeholder",
    "laterality_conflict",
    "header_body_conflict",
    "internal_contradiction",
    "implausible_value",
}
DESCRIPTORS = (
    "with microvascular anastomosis",
    "osteocutaneous flap with",
    "other than fibula, iliac crest, or metatarsal",
    "other than iliac crest, metatarsal, or great toe",
)


def codes_for(donor: str, skin: str) -> list[str]:
    facts = {"donor_site": donor, "skin_paddle": skin}
    return [row.code for row in CATALOGUE.decision.table if all(facts[fact] in values for fact, values in row.when.items())]


def test_eight_codes() -> None:
    assert set(CATALOGUE.codes) == BONE_ONLY | WITH_SKIN
    assert {code for code, entry in CATALOGUE.codes.items() if "skin" in entry.components} == WITH_SKIN
    assert {code.global_days for code in CATALOGUE.codes.values()} == {90}


@pytest.mark.parametrize(
    ("donor", "bone", "skin"),
    [
        ("fibula", "20955", "20969"),
        ("iliac_crest", "20956", "20970"),
        ("metatarsal", "20957", "20972"),
        ("great_toe", "20962", "20973"),
        *((donor, "20962", "20969") for donor in OTHER_BONES),
    ],
)
def test_table_of_donor_and_tissue(donor: str, bone: str, skin: str) -> None:
    assert codes_for(donor, "no") == codes_for(donor, "not_mentioned") == [bone]
    assert codes_for(donor, "yes") == [skin]


def test_every_settled_answer_picks_one_code_and_no_open_one_does() -> None:
    asked = {question.id: question for question in CATALOGUE.decision.questions}
    assert list(asked) == ["transfer", "anastomosis", "donor_site", "skin_paddle"]
    donors, skins = asked["donor_site"], asked["skin_paddle"]
    for donor, skin in product(donors.answers, skins.answers):
        undecided = donor in donors.open or skin in skins.open
        assert len(codes_for(donor, skin)) == (0 if undecided else 1), (donor, skin)


def test_questions_end_or_stay_open_as_annotated() -> None:
    ends = {question.id: question.ends for question in CATALOGUE.decision.questions}
    opens = {question.id: question.open for question in CATALOGUE.decision.questions}
    assert ends.pop("transfer") == ("pedicled", "nonvascularized", "none")
    assert set(ends.values()) == {()}
    assert opens == {
        "transfer": (),
        "anastomosis": ("not_documented",),
        "donor_site": ("unspecified",),
        "skin_paddle": ("header_only", "contradicted", "unanswered", "unclear"),
    }


def test_every_row_says_what_its_code_needs() -> None:
    for row in CATALOGUE.decision.table:
        assert set(row.says) == set(row.when), row.code


def test_twenty_five_elements_each_with_its_rules() -> None:
    assert list(CATALOGUE.elements) == ELEMENTS
    assert [element.id for element in CATALOGUE.elements.values() if element.partial] == PARTIAL
    covered = {(rule.element, rule.when) for rule in CATALOGUE.rules.values() if rule.element}
    assert covered == {(element, "missing") for element in ELEMENTS} | {(element, "partial") for element in PARTIAL}


def test_integrity_and_the_other_rules() -> None:
    assert {rule.integrity for rule in CATALOGUE.rules.values() if rule.integrity} == INTEGRITY
    assert all(rule.integrity == rule.name.replace("-", "_") for rule in CATALOGUE.rules.values() if rule.integrity)
    others = {rule.name for rule in CATALOGUE.rules.values() if not rule.element and not rule.integrity}
    of_the_code = {"free-transfer-undocumented", "donor-site-undetermined", "skin-paddle-undetermined"}
    of_reading = {
        "encoding-not-utf8",
        "readers-disagree",
        "part-not-read",
        "low-ocr-confidence",
        "unauthenticated-note",
        "document-type-contradicted",
    }
    assert others == of_the_code | of_reading | {"document-type-contradicted"}


def test_rules_read_well() -> None:
    for rule in CATALOGUE.rules.values():
        assert re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)+", rule.name)
        assert rule.fires != rule.silent
        assert rule.message == rule.message.strip()
        assert not rule.message.endswith(".")
        assert "{" not in rule.message.format(codes="20955", encoding="cp850", told="page 2")


@pytest.mark.parametrize("code", sorted(BONE_ONLY | WITH_SKIN))
def test_checklist_asks_for_what_the_code_can_have(code: str) -> None:
    asked = {requirement.element for requirement in CATALOGUE.codes[code].checklist}
    without = set() if code in WITH_SKIN else {"skin_dimensions", "soft_tissue_defect"}
    without |= set() if code in {"20957", "20972"} else {"metatarsal_level"}
    assert asked == set(ELEMENTS) - without


@pytest.mark.parametrize("code", sorted(BONE_ONLY | WITH_SKIN))
def test_what_every_page_calls_a_must_is_one(code: str) -> None:
    severity = {requirement.element: requirement.severity for requirement in CATALOGUE.codes[code].checklist}
    musts = (
        "donor_site_named",
        "anastomosis_performed",
        "anastomosis_technique",
        "perfusion_check",
        "defect_location",
        "defect_size",
        "defect_cause",
        "vascularized_rationale",
    )
    assert {severity[element] for element in musts} == {"error"}


def test_fees_add_up() -> None:
    assert set(CATALOGUE.fees) == set(CATALOGUE.codes)
    assert CATALOGUE.info.fee_basis is not None
    for fee in CATALOGUE.fees.values():
        assert fee.work_rvu + fee.pe_rvu_facility + fee.mp_rvu == fee.total_rvu_facility
        rate = fee.total_rvu_facility * CATALOGUE.info.fee_basis.conversion_factor
        assert abs(rate - fee.national_rate_usd) <= Decimal("0.005")
        assert int(fee.global_days) == CATALOGUE.codes[fee.code].global_days


def test_indicators_have_their_meaning() -> None:
    assert CATALOGUE.info.fee_basis is not None
    for column, meanings in CATALOGUE.info.fee_basis.indicators.items():
        assert {str(getattr(fee, column)) for fee in CATALOGUE.fees.values()} <= set(meanings)


@pytest.mark.parametrize(
    ("code", "neighbours"),
    [
        ("20955", {"20969"}),
        ("20956", {"20970"}),
        ("20957", {"20972"}),
        ("20962", {"20955", "20956", "20957", "20969"}),
        ("20969", {"20955", "20962"}),
        ("20970", {"20956"}),
        ("20972", {"20957"}),
        ("20973", {"26551", "26553", "26554", "26556"}),
    ],
)
def test_neighbours(code: str, neighbours: set[str]) -> None:
    assert {near.code for near in CATALOGUE.codes[code].neighbours} >= neighbours | {"20900", "20902"}


@pytest.mark.parametrize("path", sorted(SHIPPED.glob("*.yaml")), ids=lambda path: path.name)
def test_no_descriptor_of_the_ama_and_no_address(path: Path) -> None:
    text = " ".join(path.read_text("utf-8").lower().split())
    for phrase in DESCRIPTORS:
        assert phrase not in text
    assert "://" not in text


@pytest.mark.parametrize("donor", ["fibula", "iliac_crest", "metatarsal", "great_toe", *OTHER_BONES[:-1]])
def test_every_donor_has_a_plausible_length(donor: str) -> None:
    assert CATALOGUE.ranges[f"bone_length.{donor}"].unit == "cm"


def test_ranges_of_the_other_figures() -> None:
    units = {name: bounds.unit for name, bounds in CATALOGUE.ranges.items() if "." not in name}
    assert units == {
        "bone_length": "cm",
        "skin_length": "cm",
        "pedicle_length": "cm",
        "vessel_caliber": "mm",
        "coupler": "mm",
        "ischemia": "minutes",
        "blood_loss": "mL",
        "operative_time": "minutes",
        "defect_length": "cm",
    }
