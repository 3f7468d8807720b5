"""What a remittance and an acknowledgement deny, the rules for it, and what the review of the claim says."""

from __future__ import annotations

from decimal import Decimal

import pytest
from support.claims import book as claim_book
from support.claims import review
from support.x12 import PAID, SAMPLES, acknowledgement, claims, other_signs, remittance

from notelint.denials.judge import ReviewedClaims, compared, denials
from notelint.inputs.answers import read_answers
from notelint.inputs.submitted import ClaimFileError
from notelint.packs.claims import Example
from notelint.packs.denials import denial_book
from notelint.review.model import Review

ANSWERS = sorted(path for name in ("x12_835", "x12_277ca") for path in (SAMPLES / name).glob("*"))


def is_in(code, group):
    return code in claim_book().catalogues[0].codes if group == "family" else claim_book().is_in(code, group)


@pytest.fixture
def read(tmp_path):
    def read(text):
        (tmp_path / "file").write_text(text)
        return read_answers(tmp_path / "file")

    return read


@pytest.fixture
def denied(read):
    return lambda text: list(denials(read(text)[1], denial_book(), is_in))


def codes(denial):
    return [f"{code.kind} {code.group}{code.code}" for code in denial.codes]


def rules(denial):
    return [one.rule for one in denial.rules]


class TestRemittance:
    def test_the_answers_are_those_of_the_file(self, read):
        kind, (first, second, third) = read(remittance())
        assert (kind, first.number, first.identifiers, first.status) == ("remittance", 1, ("ALPHA7788",), "1")
        assert (first.charge, first.paid) == (Decimal(9800), Decimal(0))
        line = first.lines[0]
        assert (line.code, line.modifiers, line.charge, line.paid) == ("20956", ("LT",), Decimal(9000), Decimal(0))
        assert [(code.group, code.code, code.amount) for code in line.codes] == [("CO", "150", Decimal(9000)), ("", "M127", None)]
        assert (second.status, third.lines[0].codes[0].amount) == ("4", Decimal(100))

    def test_denied_is_what_is_not_an_ordinary_adjustment(self, denied):
        found = denied(remittance())
        assert [(one.answer.number, one.line.code) for one in found] == [(1, "20956"), (1, "69990"), (2, "20956")]
        assert [codes(one) for one in found] == [["carc CO150", "rarc M127"], ["carc CO97", "rarc M15"], ["carc CO197"]]

    def test_the_rules_are_those_that_can_be_about_the_line(self, denied):
        graft, microscope, authorization = denied(remittance())
        assert {"code-without-anastomosis", "donor-site-code-wrong"} <= set(rules(graft))
        assert not [rule for rule in rules(graft) if "surgeon" in rule or "assistant" in rule]  # the line has no such modifier
        first = microscope.rules[0]
        assert (first.rule, first.confidence, first.source, first.codes) == (
            "microscope-billed-apart",
            "stated",
            "DENIAL-GUIDE",
            ("97", "M15"),
        )
        assert rules(authorization) == []

    def test_two_surgeons_are_looked_for_where_the_line_has_62(self, denied):
        (one, *_) = denied(remittance(*PAID).replace("20956:LT", "20956:62").replace("CO*150", "CO*54"))
        assert rules(one)[:2] == ["two-surgeons-need-not-documented", "two-surgeons-not-payable"]

    def test_a_claim_denied_as_a_whole(self, denied):
        (one,) = denied(remittance("CLP*A*4*100*0**MB*I", "CAS*CO*16*100", "MOA***M76"))
        assert (one.line, codes(one)) == (None, ["carc CO16", "rarc M76"])

    def test_the_code_that_was_billed_where_the_payer_changed_it(self, read):
        _, (answer,) = read(remittance("CLP*A*1*100*0**MB*I", "SVC*HC:20902*100*0**1*HC:20956:LT", "CAS*CO*150*100"))
        assert (answer.lines[0].code, answer.lines[0].modifiers) == ("20956", ("LT",))

    def test_a_broken_segment_names_its_place_and_the_other_claims_are_read(self, read):
        _, found = read(remittance().replace("CAS*CO*197*9000", "CAS*CO*197*many"))
        assert [one.problem for one in found] == ["", "an adjustment has no amount (segment 18, byte 522)", ""]

    def test_other_separators_give_the_same(self, read):
        assert read(other_signs(remittance())) == read(remittance())


class TestAcknowledgement:
    def test_the_rejected_claim_and_its_rules(self, read, denied):
        kind, found = read(acknowledgement())
        assert (kind, [one.identifiers for one in found]) == ("acknowledgement", [(), ("ALPHA7788",), ("BETA4455",)])
        (one,) = denied(acknowledgement())
        assert (one.answer.identifiers, codes(one)) == (("ALPHA7788",), ["category A7", "status 453"])
        assert "modifiers-exclude-each-other" in rules(one)

    def test_a_batch_that_was_rejected_as_a_whole(self, denied):
        (one,) = denied(acknowledgement("HL*2*1*21*1", "TRN*2*BATCH1", "STC*A3:24*20260316*U*1"))
        assert (one.answer.identifiers, codes(one)) == ((), ["category A3", "status 24"])


class TestComparison:
    @pytest.fixture
    def outcome(self, denied):
        def outcome(number, reviews):
            claims = ReviewedClaims()
            claims.add(("ALPHA7788",), reviews)
            claims.add(("BETA4455",), reviews)
            return compared(denied(remittance())[number], claims)

        return outcome

    def test_a_rule_for_the_codes_flags_the_line(self, outcome):
        found = outcome(1, [review(Example(lines=("20955", "69990")))])
        assert (found.outcome, [finding.rule for finding in found.findings]) == ("flagged", ["microscope-billed-apart"])

    def test_other_rules_do(self, outcome):
        found = outcome(0, [review(Example(lines=("20956-62-LT",), notes=("iliac",)))])
        assert found.outcome == "flagged-otherwise"
        assert {finding.rule for finding in found.findings} >= {"two-surgeons-one-note"}

    def test_none_does(self, outcome):
        clean = review(Example(lines=("20956-LT", "69990"), notes=("iliac",)))
        assert outcome(0, [clean]).outcome == "not-flagged"

    def test_no_rule_is_about_the_codes(self, outcome):
        assert outcome(2, [review(Example(lines=("20956",), notes=("iliac",)))]).outcome == "outside"

    def test_the_claim_could_not_be_reviewed_or_is_not_there(self, outcome, denied):
        found = outcome(0, [Review("claim.837#1", error="claim.837#1: no note")])
        assert (found.outcome, found.reason) == ("not-reviewed", "claim.837#1: no note")
        assert compared(denied(remittance())[0], ReviewedClaims()).outcome == "claim-not-found"


def test_claims_are_refused_by_name(read):
    with pytest.raises(ClaimFileError, match=r"^it holds professional claims \(837P\); use: notelint review$"):
        read(claims())


@pytest.mark.skipif(not ANSWERS, reason="needs the sample files in ../shared/samples")
@pytest.mark.parametrize("path", ANSWERS or [SAMPLES], ids=lambda path: path.name)
def test_every_shared_remittance_and_acknowledgement_is_read(path):
    _, answers = read_answers(path)
    assert answers
    assert not any(answer.problem for answer in answers)
    found = list(denials(answers, denial_book(), is_in))
    assert len(found) == ("rejected" in path.name)
