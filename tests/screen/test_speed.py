"""The first look costs next to nothing beside reading."""

from __future__ import annotations

import json
import time

import pytest
import spacy
from support.screens import NEGATIVES, SCREEN

LEAST = 12  # about 21 on a quiet machine


def seconds(function, texts):
    started = time.process_time()
    for text in texts:
        function(text)
    return time.process_time() - started


@pytest.mark.skipif(not NEGATIVES.is_file(), reason="needs ../shared/notes/mtsamples-dev.jsonl")
def test_many_times_as_fast_as_tokenizing():
    texts = [json.loads(line)["text"] for line in NEGATIVES.read_text("utf8").splitlines()]
    tokenize = spacy.blank("en").make_doc
    seconds(tokenize, texts[:200])
    seconds(SCREEN.cue_to_read, texts[:200])
    ratios = (seconds(tokenize, texts) / seconds(SCREEN.cue_to_read, texts) for _ in range(4))
    assert any(ratio >= LEAST for ratio in ratios)  # on a busy machine it may take several tries to tell


def test_linear_in_the_length_of_the_note():
    """In processor time, and three tries: other programs on the machine disturb it little and seldom."""
    text = "The hip was exposed. The pelvis and the iliac vessels were seen. Free air in the sternum of it.\n" * 300
    seconds(SCREEN.cue_to_read, [text])

    def growth():
        once = min(seconds(SCREEN.cue_to_read, [text]) for _ in range(5))
        return min(seconds(SCREEN.cue_to_read, [text * 10]) for _ in range(3)) / once

    assert any(growth() <= 40 for _ in range(3))
