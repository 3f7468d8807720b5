"""Passages shared by two notes, with both places and their share."""

from __future__ import annotations

from support.claims import linter

from notelint.claim import NoteRef
from notelint.note import Note
from notelint.review.copied import copied
from notelint.review.model import ReadNote

LONG = (
    "I raised the right fibula through a lateral incision and protected the superficial peroneal nerve with care. "
    "The interosseous membrane was divided along the whole length of the segment that was to be taken with the bone. "
)
EDITED = LONG.replace("raised", "elevated").replace("with care", "carefully")
OWN = "The neck was opened along the old scar and the facial vessels were found to be of good caliber and free of disease. "
COMMON = "The patient was brought to the operating room and placed supine on the table. "


def read(index, story):
    note = Note(f"DESCRIPTION OF PROCEDURE: {story}\n", f"{index}.txt")
    return ReadNote(index, NoteRef(note.source, str(index)), *linter().lint_for_claim(note))


def test_a_passage_is_found_with_both_places():
    first, second = (
        read(0, COMMON + LONG + OWN),
        read(1, EDITED + "Another sentence of the second surgeon closes the story here. "),
    )
    found = copied(first, second)
    (passage,) = found.passages
    assert passage.first.text.startswith("I raised the right fibula")
    assert passage.second.text.startswith("I elevated the right fibula")
    assert passage.second.text.endswith("taken with the bone.")
    assert 0.7 < found.share < 0.9


def test_common_wording_alone_is_no_passage():
    assert copied(read(0, COMMON + LONG), read(1, COMMON + OWN)).passages == ()


def test_the_same_note_is_copied_whole():
    assert copied(read(0, LONG + OWN), read(1, LONG + OWN)).share > 0.95


def test_two_notes_in_words_of_their_own_share_nothing():
    found = copied(read(0, LONG), read(1, OWN))
    assert (found.passages, found.share) == ((), 0)


def test_notes_without_a_story_share_nothing():
    assert copied(read(0, ""), read(1, "")).share == 0
