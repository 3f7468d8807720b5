"""Kinds of claims that were once judged wrongly, each on fresh sentences: what is found, and the near miss that stays silent."""

from __future__ import annotations

from decimal import Decimal

import pytest
from support.claims import review

from notelint.packs.claims import Example

TWO_NOTES = ("donor-surgeon", "recipient-surgeon@b")
TWO_LINES = ("20955-62", "20955-62@b")


def found(lines, notes=("fibula",), **more):
    return {finding.rule for finding in review(Example(lines=lines, notes=notes, **more)).findings}


def payments(lines, notes=("fibula",), **more):
    read = review(Example(lines=lines, notes=notes, **more))
    return [(payment.amount, payment.basis) for payment in read.payments]


# -- the assistant's part -----------------------------------------------------------------------------------------------

PARTS = [
    "Uma Brandt, PA-C, was at the table. She lifted the soleus and steadied the leg for the saw.",
    "Ms. Brandt dabbed the field under the microscope and put in the skin stitches.",
    "Helping me was Uma Brandt, PA-C (traction, suction, skin closure).",
]
NO_PARTS = [
    "Uma Brandt, PA-C, was at the table. The anesthetic was given by Dr. Foley. She kept the pressure up.",
    "Uma Brandt, PA-C. Scrub nurse: L. Dunn RN (suction, irrigation).",
    "Ms. Brandt scrubbed in.",
]


@pytest.mark.parametrize("text", PARTS)
def test_the_assistants_part_counts_in_another_sentence_by_pronoun_or_in_brackets(text):
    assert "assistant-part-undocumented" not in found(("20955", "20955-AS@c"), add=text)


@pytest.mark.parametrize("text", NO_PARTS)
def test_somebody_elses_part_is_not_the_assistants(text):
    assert "assistant-part-undocumented" in found(("20955", "20955-AS@c"), add=text)


def test_a_modifier_that_another_excludes_is_not_asked_for_its_documentation():
    rules = found(("20955-62", "20955-62-80@b"), TWO_NOTES)
    assert "modifiers-exclude-each-other" in rules
    assert "assistant-part-undocumented" not in rules


# -- who did what ---------------------------------------------------------------------------------------------------------

HARVEST = "Dr. Marlowe harvested the right fibula, which she reports in a note of her own."
NO_OVERLAP = [
    "Dr. Marlowe brought the fibula to the table. I osteotomized it twice and bent it to the tibia.",
    "Dr. Marlowe opened the right leg. She harvested the right fibula.",
    "Dr. Marlowe handed me the fibula and I cut it to length.",
    "Then she harvested the right fibula.",
]
OVERLAP = [
    "Dr. Marlowe marked the leg. She held the foot while I harvested the right fibula on the peroneal vessels.",
    "I raised the right fibula and shaped it.",
]


@pytest.mark.parametrize("text", NO_OVERLAP)
def test_shaping_the_graft_and_the_other_surgeons_pronoun_are_no_overlap(text):
    assert "cosurgeon-roles-overlap" not in found(TWO_LINES, TWO_NOTES, change={HARVEST: text})


@pytest.mark.parametrize("text", OVERLAP)
def test_a_harvest_that_both_claim_is_an_overlap(text):
    assert "cosurgeon-roles-overlap" in found(TWO_LINES, TWO_NOTES, change={HARVEST: text})


# -- what the code requires -------------------------------------------------------------------------------------------------


def lacking(**more):
    read = review(Example(lines=("20955",), **more))
    return [finding.message for finding in read.findings if finding.rule == "required-element-undocumented"]


IN_WORDS = {
    "in a 9 cm defect of the left tibia": "in a large defect of the left tibia",
    "the fibula was harvested, 13 cm,": "the fibula was harvested, 13 cm long,",
}
ONLY_PLANNED = {" The marrow bled and the Doppler was strong.": " A Doppler check every hour is ordered for the ward."}


@pytest.mark.parametrize(
    ("change", "what"),
    [(IN_WORDS, "size of the defect"), (ONLY_PLANNED, "perfusion")],
)
def test_an_answer_in_words_or_only_planned_is_not_what_the_code_requires(change, what):
    (message,) = lacking(change=change)
    assert what in message
    assert "(incomplete)" in message


def test_a_figure_beside_the_words_is_enough():
    assert not lacking(change=IN_WORDS, add="The fibula was trimmed to 9 cm and fitted into the gap.")


PLACES = [
    ("both tibiae", True),
    ("both humeri", True),
    ("both femora", True),
    ("the clavicles", True),
    ("the scaphoids", True),
    ("both lungs", False),
]


@pytest.mark.parametrize(("place", "is_place"), PLACES)
def test_a_plural_is_a_place(place, is_place):
    change = {
        "Segmental defect of the left tibia after open fracture.": f"Segmental bone loss of {place} after blast injury.",
        "right leg to left tibia, ": "right leg, ",
        "in a 9 cm defect of the left tibia": "in a defect of 9 cm",
        "brought to the left tibia and fixed": "fixed",
        "anterior tibial": "brachial",
    }
    (note,) = review(Example(lines=("20955",), change=change)).notes
    assert (note.report.elements["defect_location"].status == "met") == is_place


REMOVED = [
    "1. Removal of the dead flap. 2. Free vascularized fibula graft, right leg to left tibia, bone only.",
    "Takedown of failed free flap; then free vascularized fibula graft, right leg to left tibia, bone only.",
]


@pytest.mark.parametrize("title", REMOVED)
def test_a_new_graft_beside_the_removal_of_a_failed_one_is_a_graft(title):
    change = {"Free vascularized fibula graft, right leg to left tibia, bone only.": title}
    assert "graft-code-without-graft" not in found(("20955",), change=change)


# -- the global period ----------------------------------------------------------------------------------------------------

UNKNOWN = {"earlier_procedures": [{"date": "2026-02-10", "code": "27599"}]}


@pytest.mark.parametrize("line", ["99213-24", "35860-78", "35860", "99213"])
def test_an_unknown_global_period_is_neither_none_nor_running(line):
    note = "visit-unrelated visit" if line.startswith("99") else "take-back"
    rules = found((line,), (note,), claim=UNKNOWN)
    assert rules & {"global-period-unknown", "global-modifier-outside-global"} != {"global-modifier-outside-global"}
    assert not rules & {"global-modifier-outside-global", "visit-inside-global", "procedure-inside-global"}


def test_a_known_period_counts_before_an_unknown_one():
    claim = {"earlier_procedures": [*UNKNOWN["earlier_procedures"], {"date": "2026-01-20", "code": "20955"}]}
    assert "visit-inside-global" in found(("99213",), ("visit visit",), claim=claim)


# -- payment ------------------------------------------------------------------------------------------------------------------

SHARES = [("54", "1791.66"), ("55", "476.26"), ("56", "226.79")]


@pytest.mark.parametrize(("modifier", "amount"), SHARES)
def test_each_part_of_the_package_is_paid_its_share(modifier, amount):
    ((paid, basis),) = payments((f"20955-{modifier}",))
    assert paid == Decimal(amount)
    assert f"modifier {modifier}" in basis


def test_left_and_right_pay_one_fee_where_the_code_does_not_pay_both_sides():
    (first, _), (second, basis) = payments(("20957-LT", "20957-RT"), ("metatarsal",))
    assert (first, second) == (Decimal("2456.30"), Decimal(0))
    assert "LT and RT" in basis


def test_left_and_right_are_both_paid_where_the_code_pays_both_sides():
    amounts = [amount for amount, _ in payments(("20973-LT", "20973-RT"), ("great-toe",))]
    assert amounts == [Decimal("2670.40"), Decimal("1335.20")]


def test_modifiers_that_exclude_each_other_have_no_price():
    ((paid, basis),) = payments(("20955-62-80",))
    assert paid is None
    assert "62 and 80 exclude each other" in basis


# -- two billers -----------------------------------------------------------------------------------------------------------


def test_two_surgeons_with_a_graft_each_need_no_modifier():
    claim = {"notes": [{"file": "two-flaps.txt", "author": "a"}]}
    assert "two-surgeons-without-modifier" not in found(("20955", "20970-XS@b"), ("two-flaps",), claim=claim)


@pytest.mark.parametrize("second", ["20955-80@b", "20955-AS@c", "20955-55@b", "20955-77@b"])
def test_a_modifier_that_says_how_the_work_was_shared_is_enough(second):
    assert "two-surgeons-without-modifier" not in found(("20955", second))


def test_what_the_second_biller_needs_fits_the_person():
    read = review(Example(lines=("20955", "20955@c")))
    (message,) = [finding.message for finding in read.findings if finding.rule == "two-surgeons-without-modifier"]
    assert "AS for an assistant" in message


# -- documentation -----------------------------------------------------------------------------------------------------------


def lacks(lines, notes=("fibula",), **more):
    return [(lack.title, lack.severity, lack.status) for lack in review(Example(lines=lines, notes=notes, **more)).documentation]


def test_what_the_notes_lack_is_listed_by_severity():
    change = {" The marrow bled and the Doppler was strong.": "", " Ischemia time was 84 minutes.": ""}
    lacking = lacks(("20955",), change=change)
    severities = [severity for _, severity, _ in lacking]
    assert severities == sorted(severities, key=["error", "warning", "info"].index)
    assert any("perfusion" in title and status == "missing" for title, _, status in lacking)


def test_what_one_surgeon_documents_the_other_need_not():
    alone = {title for title, _, _ in lacks(("20955",), ("donor-surgeon",))}
    both = {title for title, _, _ in lacks(TWO_LINES, TWO_NOTES)}
    assert both < alone
