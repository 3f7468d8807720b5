"""Two readers, one answer: who changes what, and what is shown."""

from __future__ import annotations

import msgspec
import pytest

from notelint.coding.decide import codes_of
from notelint.linter import Linter
from notelint.note import Note
from notelint.report import Decision, Element, Read
from notelint.second_reader.merge import BY, Merger, Rules, answer
from notelint.second_reader.model import Gate, Learned, Linear, Opinion, Said, Thresholds

LIMITS = Thresholds(veto=0.1, doubt=0.4, claim=0.9, skin=0.9, donor=0.7, fill=0.95)
NOTHING = Linear((), "", b"", b"", b"", b"")
NO_GATE = Gate(b"", b"", b"", NOTHING)
LEARNED = Learned(1, (), NOTHING, NO_GATE, NO_GATE, NOTHING, {}, (1.0, 0, 0, 0, 0, 0, 0, 0.0), LIMITS)
TABLE = Linter(reader="rules").catalogues[0].decision
TEXT = "The fibula was raised. The vessels were joined."


def codes(site, skin):
    return codes_of(TABLE, site, skin)


def opinion(of_family=0.99, with_skin=0.1, donor="fibula", share=0.95, **elements):
    said = {name: Said(probability, (0, 22)) for name, probability in elements.items()}
    donors = {donor: share, "fibula" if donor == "rib" else "rib": 1 - share}
    return Opinion(of_family, with_skin, donors, said, (0, 22), (23, 47))


def rules(status="supported", answered=("20955",), candidates=(), site="fibula", skin="no"):
    return Rules(status, answered, candidates, {"donor_site": site, "skin_paddle": skin, "transfer": "free"})


NONE_FOUND = Rules("not_applicable", (), (), {"donor_site": None, "skin_paddle": None, "transfer": "none"})


@pytest.mark.parametrize(
    ("by_rules", "seen", "status", "codes_given", "why"),
    [
        (rules(), opinion(), "supported", ("20955",), "agrees"),
        (rules(), opinion(of_family=0.3), "unsupported", (), "doubts"),
        (rules(), opinion(of_family=0.01), "not_applicable", (), "denies"),
        (rules(), opinion(donor="rib", share=0.9), "unsupported", (), "donor_site"),
        (rules(), opinion(donor="rib", share=0.6), "supported", ("20955",), "agrees"),
        (rules(), opinion(with_skin=0.95), "unsupported", (), "skin_paddle"),
        (rules(skin="yes", answered=("20969",)), opinion(with_skin=0.02), "unsupported", (), "skin_paddle"),
        (
            rules(status="unsupported", answered=(), candidates=("20955",)),
            opinion(of_family=0.01),
            "not_applicable",
            (),
            "denies",
        ),
        (NONE_FOUND, opinion(), "unsupported", (), "claims"),
        (NONE_FOUND, opinion(of_family=0.8), "not_applicable", (), "agrees"),
    ],
)
def test_the_answer(by_rules, seen, status, codes_given, why):
    both = answer(by_rules, seen, LEARNED, codes)
    assert (both.status, both.codes, both.why) == (status, codes_given, why)


def test_a_disagreement_has_the_codes_of_both_as_candidates():
    assert answer(rules(), opinion(with_skin=0.95), LEARNED, codes).candidates == ("20955", "20969")
    assert answer(rules(), opinion(donor="iliac_crest", share=0.9), LEARNED, codes).candidates == ("20955", "20956")


def test_donors_that_share_a_code_are_no_disagreement():
    by_rules = rules(answered=("20962",), site="rib")
    assert answer(by_rules, opinion(donor="scapula", share=0.9), LEARNED, codes).why == "agrees"


def test_a_claim_of_the_second_reader_alone_gives_candidates_and_no_code():
    both = answer(NONE_FOUND, opinion(with_skin=0.5), LEARNED, codes)
    assert (both.codes, both.candidates) == ((), ("20955", "20969"))


def merged(decision, elements, seen, facts):
    return Merger(LEARNED, codes).merge(Note(TEXT), Read(decision, elements), facts, seen)


def test_the_trace_names_the_second_reader_and_its_words():
    read = merged(Decision("supported", ("20955",)), {}, opinion(of_family=0.3), rules().facts)
    step = read.decision.trace[-1]
    assert (step.question, step.answer, [words.text for words in step.evidence]) == (
        BY,
        "disagrees",
        ["The vessels were joined."],
    )
    assert {words.by for words in step.evidence} == {BY}
    assert read.disagrees


def test_an_element_that_the_rules_missed_is_taken_only_where_the_second_reader_is_sure():
    elements = {"microscope": Element("missing"), "blood_loss": Element("missing"), "imaging": Element("partial")}
    read = merged(
        Decision("supported", ("20955",)), elements, opinion(microscope=0.96, blood_loss=0.9, imaging=0.99), rules().facts
    )
    assert {name: element.status for name, element in read.elements.items()} == {
        "microscope": "met", "blood_loss": "missing", "imaging": "partial",
    }  # fmt: skip
    assert read.alone == {"microscope"}


def test_what_the_second_reader_alone_claims_is_no_error():
    from notelint.rules.judge import with_second_reader

    catalogue = Linter(reader="rules").catalogues[0]
    found = Linter(reader="rules").lint(Note("PROCEDURE: Free fibula flap to the mandible.\nThe fibula was raised.")).findings
    assert any(finding.severity == "error" for finding in found)
    read = Read(Decision("unsupported", candidates=("20955",)), {}, claims=True)
    findings = with_second_reader(found, read, Note(TEXT), catalogue)
    assert {finding.severity for finding in findings} <= {"warning", "info"}
    assert all("second reader" in finding.message for finding in findings)


def test_a_model_file_survives_a_round_trip():
    assert msgspec.msgpack.decode(msgspec.msgpack.encode(LEARNED), type=Learned) == LEARNED
