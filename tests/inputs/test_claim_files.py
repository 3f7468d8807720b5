"""837P files become claims: several in a file, other separators, broken segments; what is not professional is refused by name."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from support.x12 import FIRST, HEADER, ISA, SAMPLES, SECOND, acknowledgement, claims, envelope, other_signs, remittance

from notelint.claim import Line
from notelint.inputs.claim_files import kind_of, read_claims
from notelint.inputs.submitted import ClaimFileError

PROFESSIONAL = sorted((SAMPLES / "x12_837p").glob("*")) if SAMPLES.is_dir() else []
OTHERS = sorted(path for name in ("x12_837i", "x12_835", "x12_277ca", "fhir_claim") for path in (SAMPLES / name).glob("*"))
NONE = [SAMPLES]  # a test that is skipped needs a parameter too
shared = pytest.mark.skipif(not PROFESSIONAL, reason="needs the sample files in ../shared/samples")


@pytest.fixture
def read(tmp_path):
    def read(text, name="claim.837"):
        path = tmp_path / name
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
        return read_claims(path)

    return read


def lines(claim):
    return [line for billed in claim.encounters for line in billed.encounter.lines]


class TestClaims:
    def test_of_a_file_with_all_that_is_read(self, read):
        first, second = read(claims())
        assert (first.number, first.identifiers, first.error, first.remarks) == (1, ("ALPHA7788", "CLEARING42"), "", ())
        (billed,) = first.encounters
        encounter = billed.encounter
        assert (encounter.payer, encounter.date, encounter.place_of_service) == ("medicare", date(2026, 3, 2), "21")
        assert (encounter.diagnoses, encounter.authorization) == (("M89.762", "Z98.89"), "AUTH1")
        assert encounter.lines == (
            Line("20956", "marlowe", ("LT",), 1, Decimal(9000), (1, 2)),
            Line("69990", "marlowe", (), 1, Decimal(800), (1,)),
        )
        (surgeon,) = encounter.surgeons
        assert (surgeon.name, surgeon.specialty, surgeon.credential) == ("INES MARLOWE", "208200000X", "physician")
        assert [billed.line(("lines", index, "code")) for index in (0, 1)] == [19, 22]
        assert billed.line(("place_of_service",)) is None
        other = second.encounters[0].encounter
        assert (other.payer, other.place_of_service, other.diagnoses) == ("commercial", "22", ("M89.79",))
        assert [line.surgeon for line in other.lines] == ["harrow lake surgeons"]  # the biller, where nobody else is named

    @pytest.mark.parametrize(
        "change",
        [
            other_signs,
            lambda text: text.replace("~\n", "~"),
            lambda text: text.replace("~\n", "\n"),
            lambda text: text.replace("\n", "\r\n"),
            lambda text: "\ufeff" + text,
            lambda text: "\n \n" + text + "\n\n\x1a",
            lambda text: "\n".join(text.replace("\n", "")[at : at + 80] for at in range(0, len(text), 80)),  # wrapped
            lambda text: text.replace("IEA*1*000000001~\n", "IEA*1*000000001"),
            lambda text: text.replace("INES", "INÉS").encode("latin-1").replace("É".encode("latin-1"), b"E"),
        ],
        ids=["separators", "one line", "lines end segments", "CRLF", "mark", "blanks", "wrapped", "end", "latin"],
    )
    def test_however_they_are_written(self, read, change):
        plain = read(claims())
        assert [lines(claim) for claim in read(change(claims()))] == [lines(claim) for claim in plain]

    def test_of_several_interchanges_with_their_own_separators(self, read):
        found = read(claims() + other_signs(claims()))
        assert [(claim.number, claim.identifiers[0]) for claim in found] == [
            (1, "ALPHA7788"),
            (2, "BETA4455"),
            (3, "ALPHA7788"),
            (4, "BETA4455"),
        ]

    def test_of_several_dates_are_encounters_and_earlier_procedures(self, read):
        (claim,) = read(
            claims(*HEADER, *(one.replace("20260302", "20260309") if at == 17 else one for at, one in enumerate(FIRST)))
        )
        early, late = (billed.encounter for billed in claim.encounters)
        assert (early.date, early.earlier) == (date(2026, 3, 2), ())
        assert [(one.date, one.code, one.surgeon, one.modifiers) for one in late.earlier] == [
            (date(2026, 3, 2), "20956", "marlowe", ("LT",))
        ]

    def test_a_line_may_have_its_own_surgeon_and_place(self, read):
        own = ("NM1*82*1*BRANDT*UMA****XX*3333333333", "PRV*PE*PXC*363AS0400X")
        (claim,) = read(claims(*HEADER, *FIRST[:-2], "SV1*HC:20956:AS*800*UN*1*22**1", FIRST[-1], *own))
        assert [billed.encounter.place_of_service for billed in claim.encounters] == ["21", "22"]
        assert [surgeon.credential for billed in claim.encounters for surgeon in billed.encounter.surgeons] == [
            "physician",
            "non-physician",
        ]

    def test_what_another_payer_said_is_not_the_claims(self, read):
        other = ("SBR*S*18*******MC", "NM1*IL*1*X*Y", "NM1*PR*2*MEDICAID", "NM1*82*1*NOBODY*N", "REF*G1*OTHER")
        (claim,) = read(claims(*HEADER, *FIRST[:12], *other, *FIRST[12:]))
        encounter = claim.encounters[0].encounter
        assert (encounter.payer, encounter.authorization, encounter.lines[0].surgeon) == ("medicare", "AUTH1", "marlowe")

    @pytest.mark.parametrize(
        ("old", "new", "remark"),
        [
            ("*9800*", "*9801*", "the charge of the claim (CLM02) is not the sum of its lines"),
            ("ABK:M89762*ABF", "BK:73342*BF", "its diagnoses are of ICD-9-CM and were not read"),
            ("ABF:Z9889", "ABF:HIP", "a diagnosis has not the shape of ICD-10-CM (segment 15, byte 458)"),
            ("***1:2", "***1:3", "a line points to a diagnosis that the claim does not have"),
        ],
    )
    def test_what_is_left_open_is_said(self, read, old, new, remark):
        text = claims()
        assert old in text
        assert read(text.replace(old, new, 1))[0].remarks == (remark,)

    def test_a_payer_that_is_not_named(self, read):
        text = claims().replace("SBR*P*18*******MB~\n", "").replace("NM1*PR*2*MEDICARE*****PI*00001~\n", "")
        assert read(text)[0].remarks == ("the claim does not say who pays; Medicare's rules are applied",)


class TestBroken:
    @pytest.mark.parametrize(
        ("old", "new", "error"),
        [
            ("SV1*HC:20956:LT*", "SV1*HC:209565:LT*", "line 1 (segment 19, byte 552): its code is no procedure code"),
            ("SV1*HC:20956:LT*", "SV1*HC:20956:LTX*", "line 1 (segment 19, byte 552): a modifier is no modifier"),
            ("SV1*HC:20956:LT*", "SV1*ZZ:20956:LT*", "the code of a line is neither CPT nor HCPCS (segment 19, byte 552)"),
            ("*9000*UN*1*", "*many*UN*1*", "the charge of a line is no amount (segment 19, byte 552)"),
            ("*9000*UN*1*", "*9000*UN*1.5*", "line 1 (segment 19, byte 552): its number of units is none from 1 to 999"),
            ("*9000*UN*1*", "*9000*MJ*90*", "a line counts something other than units (segment 19, byte 552)"),
            (
                "DTP*472*D8*20260302~\nLX*2",
                "DTP*472*D8*20261302~\nLX*2",
                "line 1 (segment 19, byte 552): its date of service is ",
            ),
            ("***21:B:1", "***2:B:1", "line 1 (segment 19, byte 551): its place of service is no place of service"),
            (
                "DTP*472*D8*20260302~\nLX*2",
                "DTP*472*D8*20260302\nLX*2",
                "a segment is broken: it has no terminator (segment 20, byte",
            ),
            ("REF*G1*", "R?F*G1*", "a segment is broken: it has no name (segment 13, byte 425)"),
            ("LX*1", "L-X*1", "a segment is broken: it has no name (segment 18, byte 546)"),
        ],
    )
    def test_a_segment_names_its_place_and_the_other_claim_is_read(self, read, old, new, error):
        text = claims()
        assert old in text
        first, second = read(text.replace(old, new, 1))
        assert first.error.startswith(error)
        assert first.encounters == ()
        assert (second.error, len(lines(second))) == ("", 1)

    def test_the_first_segment_of_a_claim(self, read):
        first, second = read(claims().replace("CLM*BETA", "C M*BETA"))
        assert (first.error, len(lines(first))) == ("", 2)
        assert second.error == "a segment is broken: it has no name (segment 28, byte 772)"

    def test_the_first_segment_of_a_claim_of_the_same_subscriber(self, read):
        first, second = read(claims(*HEADER, *FIRST, "C M*BETA4455*9000", *SECOND[5:]))
        assert (first.error, len(lines(first))) == ("", 2)
        assert second.error.startswith("a segment is broken: it has no name (segment 24, byte ")

    def test_the_end_of_the_file(self, read):
        text = claims()
        first, second = read(text[: text.index("DTP*472*D8*20260303") + 9])
        assert first.error == ""
        assert second.error.startswith("a segment is broken: the file ends inside it (segment 32, byte ")

    def test_a_claim_without_lines(self, read):
        assert [claim.error for claim in read(claims(*HEADER, *FIRST[:12]))] == ["it has no line with a procedure code"]


REFUSED = [
    (claims(guide="005010X223A3"), "it holds institutional claims (837I); give the professional claim (837P) of the surgeon"),
    (claims(guide="005010X224A2"), "it holds dental claims (837D); give the professional claim (837P) of the surgeon"),
    (remittance(), "it holds a remittance advice (835); use: notelint denials"),
    (acknowledgement(), "it holds a claim acknowledgement (277CA); use: notelint denials"),
    (
        claims(guide="005010X999"),
        "it follows no guide that notelint knows (segment 3, byte 148); give professional claims (837P) of version 5010",
    ),
    (ISA + "~\nIEA*1*1~\n", "it has no transaction (ST); give the file as it was sent"),
    (ISA[:60], "its ISA segment is incomplete (segment 1); give the file as it was sent"),
    (ISA.replace(":", "*") + "~\n", "its ISA segment declares no separators (segment 1); give the file as it was sent"),
    ("The left fibula was harvested.", "it is neither X12 nor JSON that can be read; give the file as it was sent"),
]


@pytest.mark.parametrize(("text", "message"), REFUSED, ids=[message[:30] for _, message in REFUSED])
def test_what_holds_no_professional_claim_is_refused_by_name(read, text, message):
    with pytest.raises(ClaimFileError) as refused:
        read(text)
    assert str(refused.value) == message


def test_an_837_that_names_no_guide_is_read_as_professional(read):
    text = envelope("HC", "837", "", *HEADER, *FIRST)
    assert [claim.error for claim in read(text)] == [""]


def test_the_kind_of_a_file(tmp_path):
    for name, text, kind in (("a", claims(), "x12"), ("b", '\ufeff {"resourceType": "Claim"}', "fhir"), ("c", "Is a note", None)):
        (tmp_path / name).write_text(text, "utf8")
        assert kind_of(tmp_path / name) == kind
    assert kind_of(tmp_path / "none") is None


@shared
@pytest.mark.parametrize("path", PROFESSIONAL or NONE, ids=lambda path: path.name)
def test_every_shared_837p_is_read_or_says_why(path):
    found = read_claims(path)
    assert found
    for claim in found:
        assert (claim.error == "") == bool(claim.encounters)
        assert not claim.error or "segment" in claim.error
    assert any(not claim.error for claim in found)


@shared
@pytest.mark.parametrize("path", OTHERS or NONE, ids=lambda path: path.name)
def test_every_other_shared_file_is_refused_with_its_reason(path):
    with pytest.raises(ClaimFileError, match=r"^(it holds|none of its claims is professional)"):
        read_claims(path)
