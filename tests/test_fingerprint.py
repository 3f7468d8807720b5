"""Fingerprints: one for each finding, the same in every run, and without a word of the note."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from notelint.fingerprint import LENGTH, fingerprints
from notelint.linter import Linter
from notelint.note import Note
from notelint.report import Finding

NOTE = """OPERATION: Free fibula flap to the left tibia.

The right fibula was harvested. The peroneal artery was anastomosed end to end to the anterior tibial artery.
"""
FINDING = Finding("blood-loss-missing", "warning", "no estimated blood loss is documented", 3, 9, 1, 4, "blood_loss", ("20955",))
MORE = st.builds(
    Finding,
    st.sampled_from(["a", "b"]),
    st.just("warning"),
    st.sampled_from(["x", "y"]),
    st.integers(0, 50),
    st.just(60),
    st.just(1),
    st.just(1),
    st.sampled_from([None, "a"]),
    st.sampled_from([(), ("20955",), ("20955", "20956")]),
)


def test_the_same_fingerprint_in_every_version():
    """It is written into files that outlive a version of notelint: a change here reopens every acknowledgement."""
    assert fingerprints([FINDING]) == ["1a9337fd6414565d"]


def test_they_stay_when_another_part_of_the_note_changes():
    linter = Linter(reader="rules")
    before = linter.lint(Note(NOTE))
    after = linter.lint(
        Note(NOTE.replace("\n\n", "\n\nThe patient was placed supine on the table.\n") + "Blood loss was 300 mL.\n")
    )
    rules = [finding.rule for finding in before.findings]
    assert "blood-loss-missing" in rules
    assert "blood-loss-missing" not in [finding.rule for finding in after.findings]
    named = dict(zip(rules, fingerprints(before.findings), strict=True))
    named.pop("blood-loss-missing")
    assert named == dict(zip([finding.rule for finding in after.findings], fingerprints(after.findings), strict=True))


def test_a_date_in_the_message_does_not_count():
    dated = [replace(FINDING, message=f"the note gives 2026-03-0{day}") for day in (1, 2)]
    assert fingerprints(dated[:1]) == fingerprints(dated[1:])


@given(st.lists(MORE, max_size=8), st.randoms())
def test_each_finding_has_its_own_whatever_the_order(findings, random):
    named = fingerprints(findings)
    assert len(set(named)) == len(findings)
    assert all(len(name) == LENGTH and set(name) <= set("0123456789abcdef") for name in named)
    shuffled = random.sample(findings, len(findings))
    assert sorted(fingerprints(shuffled)) == sorted(named)
