"""Time grows about as the note does."""

from __future__ import annotations

import time

import pytest
from support.notes import SAMPLES, text_of
from support.sentences import linter

from notelint.note import Note

NOTE = next(text_of(path) for path in SAMPLES)


def seconds(text: str, times: int) -> float:
    """The processor time of the shortest of a few runs, so that a busy machine counts little."""
    runs = []
    for _ in range(times):
        began = time.process_time()
        linter().lint(Note(text))
        runs.append(time.process_time() - began)
    return min(runs)


def test_forty_notes_in_one_take_less_than_eighty_times_as_long():
    once = seconds(NOTE + "\n\n", 7)
    assert seconds((NOTE + "\n\n") * 40, 3) < 80 * once


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("a" * 40_000, id="one endless word"),
        pytest.param("\n" * 40_000, id="empty lines"),
        pytest.param("-" * 40_000, id="a ruled line"),
        pytest.param("fibula " * 3_000, id="one word over and over"),
        pytest.param("free vascularized " * 2_000, id="words that open an idiom"),
        pytest.param("bone graft because radiated " * 1_000, id="words that open a reason"),
        pytest.param("12 x " * 3_000, id="a size that never ends"),
        pytest.param('"a quotation that ' * 2_000, id="a quotation that never ends"),
        pytest.param("Aaa bbb: " * 2_000, id="labels only"),
    ],
)
def test_odd_text_takes_at_most_a_few_seconds(text):
    assert seconds(text, 1) < 2
