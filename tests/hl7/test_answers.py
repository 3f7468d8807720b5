"""A message to ACK and ORU^R01: exactly, mirrored, escaped, and for whatever bytes come in."""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from support import reports
from support.documents.hl7v2 import DOCUMENT, ORDER, PATIENT, batch, message, obx, write_hl7
from support.fake_linter import FakeLinter
from support.mllp import code_of, odd_bytes
from support.odd_reports import reports as odd_reports
from support.snapshots import assert_matches

from notelint.hl7.answering import Answerer
from notelint.hl7.answers import Wording, results
from notelint.hl7.incoming import incoming
from notelint.inputs.formats.hl7v2_segments import Separators, unescape
from notelint.packs.loader import builtin_packs, load_catalogue

NOW = datetime(2026, 3, 2, 18, 16, tzinfo=UTC)
RULES = {name: rule for folder in builtin_packs() for name, rule in load_catalogue(folder).rules.items()}
WORDING = Wording("notelint 1.2.3; packs: some-pack 2026.1", RULES)
SAMPLES = Path(__file__).parents[3] / "shared" / "samples" / "hl7v2"


def answerer(linter=None, wording=WORDING):
    return Answerer(linter or FakeLinter(), wording, lambda: NOW, max_chars=20_000)


def lines(data):
    text = data.decode()
    assert text.endswith("\r")
    assert "\n" not in text
    return text.removesuffix("\r").split("\r")


def shown(answer):
    return "\n".join([*lines(answer.acknowledgement), *(lines(answer.result) if answer.result else []), ""])


@pytest.mark.parametrize("kind", ["MDM", "ORU"])
def test_a_note_exactly(kind):
    answer = answerer().answer(write_hl7("A note with an error | and ^ a warning", kind=kind))
    assert_matches(f"hl7/answer-{kind}.txt", shown(answer))
    assert (answer.code, answer.findings, answer.problem) == ("AA", 2, "")


def test_the_answer_is_the_same_for_the_same_message():
    data = write_hl7("A note with an error")
    assert answerer().answer(data) == answerer().answer(data)
    ids = {answerer().answer(data.replace(b"|1|P|", b"|%d|P|" % number, 1)).result[:200] for number in range(20)}
    assert len(ids) == 20


PROBLEMS = {
    "no message": (b"hello", "AR", "no MSH segment"),
    "nothing": (b"", "AR", "no MSH segment"),
    "binary": (b"MSH|^~\\&|\0\1\2\3\0\0\0" * 9, "AR", ""),
    "two messages": (write_hl7("a") * 2, "AR", "several messages"),
    "another kind": (message(PATIENT, header="MSH|^~\\&|A|B|C|D|2026||ADT^A01|5|P|2.5"), "AR", "neither ORU nor MDM"),
    "no control id": (write_hl7("a").replace(b"|1|P|", b"||P|", 1), "AR", "MSH-10 is empty"),
    "no text": (message(PATIENT, ORDER, obx(1, "NM", "3")), "AE", "no text of a note"),
    "too long": (write_hl7("word " * 9000), "AE", ""),
    "separators": (write_hl7("a").replace(b"^~\\&", b"^^^^", 1), "AR", "not different characters"),
}


@pytest.mark.parametrize("name", PROBLEMS)
def test_what_is_not_accepted(name):
    data, code, message = PROBLEMS[name]
    answer = answerer().answer(data)
    assert (answer.code, answer.result) == (code, b"")
    assert message in answer.problem
    assert code_of(answer.acknowledgement.decode()) == code
    assert_matches(f"hl7/refused-{name.replace(' ', '-')}.txt", shown(answer))


def test_a_linter_that_fails_tells_no_word():
    answer = answerer().answer(write_hl7("raise zanzibar"))
    assert (answer.code, answer.problem) == ("AE", "internal error (ValueError)")
    assert b"zanzibar" not in answer.acknowledgement


def test_an_older_version_has_the_text_in_msa():
    data = message(PATIENT, ORDER, obx(1, "NM", "3"), header="MSH|^~\\&|A|B|C|D|2026||ORU^R01|5|P|2.3")
    _, acknowledged, *errors = lines(answerer().answer(data).acknowledgement)
    assert acknowledged.startswith("MSA|AE|5|no text of a note")
    assert not errors


def test_other_separators_are_kept_and_escaped():
    text = "#$%*! | ^ ~ \\ & error"
    head = "MSH#$%*!#EHR#H#N#H#2026##ORU$R01#77#P#2.5"
    linter = FakeLinter()
    lint = linter.lint
    linter.lint = lambda note: replace(lint(note), findings=tuple(replace(one, message=text) for one in lint(note).findings))
    data = message("OBR#1", "OBX#1#TX#x$y##a note with an error######F", header=head)
    _, _, _, _, finding, _ = lines(answerer(linter).answer(data).result)
    fields = finding.split("#")
    assert unescape(fields[5], Separators("#", "$", "%", "*", "!")) == text
    assert len(fields) == 15


def test_sets_are_counted_and_an_order_for_each_note():
    data = message(PATIENT, ORDER, obx(1, "TX", "an error and a warning"), ORDER.replace("77", "78"), obx(1, "TX", "info, error"))
    segments = [line.split("|") for line in lines(answerer().answer(data).result)]
    assert [(line[1], line[3]) for line in segments if line[0] == "OBR"] == [("1", "77^HOSPITAL"), ("2", "78^HOSPITAL")]
    assert [line[1] for line in segments if line[0] == "OBX"] == ["1", "2", "3", "1", "2", "3"]
    assert [line[8] for line in segments if line[0] == "OBX"] == ["", "AA", "A", "", "AA", ""]


def test_a_document_without_an_order_is_named_by_its_number():
    data = message(PATIENT, DOCUMENT, obx(1, "TX", "an error"))
    (order,) = [line.split("|") for line in lines(answerer().answer(data).result) if line.startswith("OBR")]
    assert order[3] == "DOC1"


def test_without_excerpts_no_word_of_the_note():
    answer = answerer(wording=replace(WORDING, excerpt=False)).answer(write_hl7("zanzibar error"))
    assert answer.code == "AA"
    assert b"zanzibar" not in answer.result
    assert b"line 1, column 10" in answer.result


def test_a_file_of_several_messages_has_an_answer_for_each():
    data = batch(write_hl7("an error"), write_hl7("raise"), write_hl7("info"))
    assert [answer.code for answer in answerer().answers(data)] == ["AA", "AE", "AA"]


@given(odd_reports(), st.sampled_from(["2.3", "2.5.1", "x", ""]))
@settings(max_examples=60, deadline=None)
def test_odd_reports_break_no_segment(report, version):
    head = f"MSH|^~\\&|EHR|H|N|H|2026||MDM^T02^MDM_T02|1|P|{version}"
    (received,) = incoming(message(PATIENT, DOCUMENT, header=head))
    segments = lines(results(received, [report, reports.supported()], WORDING, NOW))
    assert {line.split("|")[0] for line in segments} <= {"MSH", "PID", "OBR", "NTE", "OBX"}
    assert [line.split("|")[1] for line in segments if line.startswith("OBR")] == ["1", "2"]


@given(st.integers())
@settings(max_examples=150, deadline=None)
def test_any_bytes_have_an_answer(seed):
    data = odd_bytes(random.Random(seed)).strip(b"\x0b\x1c\r")
    answer = answerer().answer(data)
    assert answer.code in {"AA", "AE", "AR"}
    assert code_of(answer.acknowledgement.decode()) == answer.code
    assert (answer.code == "AA") == bool(answer.result)


@pytest.mark.skipif(not SAMPLES.is_dir(), reason="needs ../shared/samples/hl7v2 beside the project")
def test_samples():
    codes = {}
    for path in sorted(SAMPLES.glob("*.hl7")):
        answer = answerer().answer(path.read_bytes())
        codes[path.stem] = answer.code
        header = lines(answer.acknowledgement)[0]
        assert header.startswith("MSH|^~\\&|")
    assert set(codes.values()) == {"AA", "AE"}
