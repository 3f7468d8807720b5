"""The changes do what they say and nothing else, or the other tests would hold the wrong thing."""

from __future__ import annotations

import re

import pytest
from support.changed_notes import NOTES
from support.insertions import sentences
from support.mutations import RANGES, SAME, SEEDED, mutated
from support.notes import text_of
from support.sentences import reader

LAYOUT = ["CRLF", "trailing spaces", "doubled spaces", "paragraphs joined", "no blank lines", "one line a paragraph", "wrapped"]
TEXTS = [text_of(path) for path in NOTES.values()]


@pytest.mark.parametrize("change", LAYOUT)
def test_layout_keeps_every_word(change):
    for text in TEXTS:
        assert mutated(text, change, RANGES[change][-1]).split() == text.split()


@pytest.mark.parametrize("change", [*SAME, *SEEDED])
def test_some_note_is_changed(change):
    assert any(mutated(text, change, 0) != text for text in TEXTS)


def test_each_tenth_long_word_is_misspelt_by_one_slip():
    text = "before " + "the harvested pedicle " * 30 + "T4ABCDEFG and C5-C6 too"
    words, wrong = text.split(), mutated(text, "words misspelt", 1).split()
    changed = [(one, other) for one, other in zip(words, wrong, strict=True) if one != other]
    assert len(changed) == 6
    assert not any(reader().base._speller.knows(other) for _, other in changed)
    assert all(abs(len(one) - len(other)) <= 1 for one, other in changed)


def test_a_heading_takes_another_name_in_its_own_case():
    renamed = {mutated("EBL: 300 mL. Complications: none\n", "headings renamed", at) for at in range(20)}
    labels = {tuple(re.findall(r"(?:^|mL[.] )([^:]+):", text)) for text in renamed}
    assert {one for one, _ in labels} == {"EBL", "ESTIMATED BLOOD LOSS", "BLOOD LOSS", "EST. BLOOD LOSS"}
    assert {other for _, other in labels} == {"Complications", "Intraoperative complications", "Surgical complications"}


def test_a_heading_goes_only_where_the_meaning_stays():
    kept = "HISTORY: Pain.\n\nCONSENT: Signed.\n\nEBL: 300 mL\n\nPLAN: Splint.\n"
    assert mutated(f"{kept}\nDESCRIPTION OF PROCEDURE: It was done.\n", "headings removed", 0) == f"{kept}\nIt was done.\n"


def test_paragraphs_are_joined_but_not_to_a_history():
    story = "The leg was opened. The bone was found.\n\nThe tourniquet was let down and the wound was closed in layers.\n"
    assert mutated(story, "paragraphs joined", 0) == story.replace("\n\n", " ")
    assert mutated(f"HISTORY: {story}", "paragraphs joined", 0) == f"HISTORY: {story}"


def test_inserted_sentences_say_nothing_of_a_graft():
    assert len(sentences()) >= 20
    assert not [one for one in sentences() if re.search(r"bone|flap|graft|skin|vessel|arter|vein|microscop", one, re.IGNORECASE)]


def test_three_sentences_are_inserted_and_the_rest_stays():
    for text in TEXTS:
        inserted = mutated(text, "unrelated sentences", 0)
        assert len(re.findall(r"\.(?:\s|$)", inserted)) - len(re.findall(r"\.(?:\s|$)", text)) <= 3
        rest = iter(inserted.split())
        assert all(word in rest for word in text.split())
