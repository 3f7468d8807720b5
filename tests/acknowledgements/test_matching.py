"""What an acknowledgement holds for, and when it ends."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from notelint.acknowledgements.copied import copied_from
from notelint.acknowledgements.hashes import note_hash, words_hash
from notelint.acknowledgements.listing import Listed, audit_of
from notelint.acknowledgements.matching import Acknowledgements, state_of
from notelint.acknowledgements.model import Acknowledged, Entry, Withdrawn
from notelint.fingerprint import fingerprints
from notelint.note import Note
from notelint.report import Finding, Report

TODAY = date(2026, 11, 21)
TIME = datetime(2026, 11, 20, tzinfo=UTC)
NOTE = Note("The graft was fibula. The graft was iliac crest.\n", "a.txt")


def finding(start, end, rule="donor-conflict"):
    return Finding(rule, "error", "two donors", start, end, *NOTE.position(start))


REPORT = Report(NOTE, findings=(finding(14, 20), finding(36, 47)))


def record(at=0, **more):
    one = REPORT.findings[at]
    values = {
        "note": "a.txt", "rule": one.rule, "version": "p 1", "note_sha256": note_hash(NOTE), "words": words_hash(NOTE, one),
        "finding": fingerprints(REPORT.findings)[at], "by": "A", "time": TIME, "code": "other", "reason": "r",
    }  # fmt: skip
    return Acknowledged(**values | more)


def entry(one, *, withdrawn=False):
    return Entry("0" * 12, "f.jsonl", 1, one, Withdrawn(withdraws="0" * 12, by="B", time=TIME, reason="r") if withdrawn else None)


def marked(*entries, report=REPORT):
    return [one.acknowledged is not None for one in Acknowledgements(entries, TODAY).marked(report).findings]


def test_one_finding_and_no_other():
    assert marked(entry(record(0))) == [True, False]
    assert marked(entry(record(1))) == [False, True]


def test_a_note_that_changed_anywhere_is_open_again():
    changed = replace(REPORT, note=replace(NOTE, text=NOTE.text + "Signed.\n"))
    assert marked(entry(record(0)), report=changed) == [False, False]


def test_the_same_text_under_another_name_is_the_same_note():
    assert marked(entry(record(0)), report=replace(REPORT, note=replace(NOTE, source="b.txt"))) == [True, False]


@pytest.mark.parametrize(
    "more", [{"words": "0" * 64}, {"rule": "other-rule"}, {"finding": "0" * 16}, {"until": date(2026, 11, 20)}]
)
def test_other_words_another_rule_or_a_day_that_has_passed_is_open_again(more):
    assert marked(entry(record(0, **more))) == [False, False]


def test_the_last_day_is_included():
    assert marked(entry(record(0, until=TODAY))) == [True, False]


def test_a_withdrawn_one_does_not_hold():
    assert marked(entry(record(0), withdrawn=True)) == [False, False]
    assert marked(entry(record(0), withdrawn=True), entry(record(0))) == [True, False]


def test_of_several_the_latest_is_shown():
    report = Acknowledgements([entry(record(0, by="A")), entry(record(0, by="B"))], TODAY).marked(REPORT)
    assert report.findings[0].acknowledged.by == "B"


@pytest.mark.parametrize(
    ("one", "reports", "state"),
    [
        (entry(record()), [REPORT], "in force"),
        (entry(record(), withdrawn=True), [REPORT], "withdrawn"),
        (entry(record(until=date(2026, 11, 20))), [REPORT], "expired"),
        (entry(record()), [], "note not found"),
        (entry(record()), [Report(Note("", "a.txt"), error="permission denied")], "note not found"),
        (entry(record()), [replace(REPORT, note=replace(NOTE, text="x"), findings=())], "note changed"),
        (entry(record()), [replace(REPORT, findings=REPORT.findings[1:2])], "no such finding"),
        (entry(record()), [replace(REPORT, note=replace(NOTE, text="x"), findings=()), REPORT], "in force"),
    ],
)
def test_states(one, reports, state):
    assert state_of(one, lambda: reports, TODAY) == state


def test_an_audit_counts_by_person_reason_and_rule():
    rows = [
        Listed(entry(record(by="A", code="query-sent", until=TODAY)), "in force"),
        Listed(entry(record(by="A")), "note changed", other_version=True),
        Listed(entry(record(1, by="B")), "in force", other_version=True),
    ]
    audit = audit_of(rows)
    assert audit.states == {"in force": 2, "note changed": 1}
    assert {name: dict(states) for name, states in audit.by.items()} == {
        "A": {"in force": 1, "note changed": 1},
        "B": {"in force": 1},
    }
    assert list(audit.codes) == ["other", "query-sent"]
    assert (audit.repeated, audit.endless, audit.other_versions) == (1, 1, 1)


class TestHashes:
    def test_the_words_cannot_be_guessed_from_the_record(self):
        """Neither the bare hash of the words nor one keyed with the hash of the note, which stands in the record."""
        import hashlib
        import hmac

        one = record()
        words = b"fibula"
        keys = [bytes.fromhex(one.note_sha256), one.note_sha256.encode(), NOTE.text.encode()]
        guesses = {hashlib.sha256(words).hexdigest(), *(hmac.new(key, words, "sha256").hexdigest() for key in keys[:2])}
        assert one.words not in guesses

    def test_the_same_words_of_another_note_have_another_hash(self):
        other = replace(NOTE, text=NOTE.text + " ")
        assert words_hash(NOTE, REPORT.findings[0]) != words_hash(other, REPORT.findings[0])

    @given(st.text())
    def test_any_text_has_one(self, text):
        assert len(note_hash(Note(text))) == 64


TEXT = """The peroneal artery was anastomosed end to end
to the anterior tibial artery. MRN 0012345, case 4711.
"""


class TestCopied:
    @pytest.mark.parametrize(
        ("reason", "copied"),
        [
            ("ANASTOMOSED end-to-end to the anterior vessel", "words in a row"),
            ("see: tibial artery. MRN 0012345, case 4711", "words in a row"),
            ("record 0012345 has it", "a number"),
            ("end to end to the", ""),
            ("the anterior tibial artery", ""),
            ("case 4711 is known", ""),
            ("The anesthesia record of this day documents it", ""),
            ("", ""),
        ],
    )
    def test_five_words_in_a_row_or_a_long_number(self, reason, copied):
        assert copied_from(reason, TEXT) == copied

    @given(st.integers(0, 11))
    def test_any_five_long_words_of_the_note(self, start):
        words = TEXT.split()[start : start + 6]
        assert copied_from(f"because {' '.join(words).upper()} is there", TEXT)
