"""What the note tells in its order: each event's kind, how it is meant, and whose it is; and what rests on it."""

from __future__ import annotations

import pytest
from support.notes import SAMPLES, assert_places_are_exact, gold_of, text_of
from support.sentences import linter, sentences

from notelint.note import Note

SET_ASIDE = {"negated", "planned", "considered", "abandoned", "historical", "quoted", "background"}


@pytest.mark.parametrize("sentence", sentences("events"))
def test_events(sentence):
    report = linter().lint(Note(sentence.text))
    assert_places_are_exact(report)
    for mark in sentence.marks:
        kind = mark.name.removeprefix("not_")
        touching = [e for e in report.events if e.kind == kind and e.evidence.start < mark.end and mark.start < e.evidence.end]
        if mark.name.startswith("not_"):
            assert not [event for event in touching if event.status not in SET_ASIDE], mark.text
        else:
            told = [(event.kind, event.status, event.graft) for event in touching]
            assert any(_is_as_marked(event, mark.attributes) for event in touching), told


def _is_as_marked(event, wanted):
    if wanted["status"] == "aside":
        return event.status in SET_ASIDE
    parts = {"part": event.part, "graft": event.graft, "status": event.status}
    return all(parts[key] == value for key, value in wanted.items())


@pytest.mark.parametrize("path", SAMPLES, ids=lambda path: path.stem)
def test_events_are_in_the_notes_order(path):
    report = linter().lint(Note(text_of(path)))
    starts = [event.evidence.start for event in report.events]
    assert starts == sorted(starts)


SUPPORTED = [path for path in SAMPLES if gold_of(path)["decision"]["status"] == "supported"]


@pytest.mark.parametrize("path", SUPPORTED, ids=lambda path: path.stem)
def test_what_a_supported_code_rests_on_is_told_by_an_event(path):
    report = linter().lint(Note(text_of(path)))
    given = {name for event in report.events for name in event.gives}
    assert report.decision.status == "supported"
    assert {"transfer", "anastomosis", "donor_site"} <= given


def test_nothing_rests_on_what_was_not_done_but_a_no():
    report = linter().lint(Note("OPERATION: Debridement.\n\nA free fibula flap was discussed; none was raised."))
    assert report.events
    assert all(event.status in SET_ASIDE and not event.gives for event in report.events)
