"""Notes made to be slow take a time that grows about as their length does, and no expression can hang on them."""

from __future__ import annotations

import time

import pytest

from notelint.linter import Linter
from notelint.note import Note

OPENING = (
    "PROCEDURE: Left free fibula flap to the tibia.\n\nThe left fibula was harvested. The peroneal artery was "
    "anastomosed end to end to the anterior tibial artery. The fibula "
)
SHORT, LONG = 4_000, 32_000  # characters
MOST = 20  # times that the long note may take what the short one does: 8 is linear, 64 quadratic
READ = Linter(screen=False)
LOOKED_AT = Linter()

REPEATED = {
    "no full stop": "the free fibula flap was raised with its pedicle and the artery was joined to the vein ",
    "open brackets": "(fibula ",
    "square brackets": "[ fibula ",
    "one phrase": "fibula flap ",
    "one word": "artery ",
    "figures": "fibula defect of the tibia 8 cm ",
    "a size without end": "12 x ",
    "digits": "9",
    "lines of digits": "1234567890" * 7 + "\n",
    "digits and signs": "12,",
    "signs": " - , ; : / ",
    "contractions": "fibula wasn't ",
    "misread letters": "fibu1a ",
    "items of a list": "- fibula\n",
    "headings": "PROCEDURE: fibula\n",
    "bones and signs": "fibula,iliac crest;",
    "sentences": "The fibula was harvested. ",
    "names": "fibula Dr. Adams and ",
    "clock times": "fibula tourniquet up 10:00 ",
    "blanks": "fibula *** ",
    "quotations": '"a quotation that fibula ',
}


def note(unit: str, length: int) -> Note:
    return Note(OPENING + (unit * (length // len(unit) + 1))[:length])


def seconds(linter: Linter, made: Note) -> float:
    began = time.process_time()
    linter.lint(made)
    return time.process_time() - began


@pytest.mark.parametrize("unit", REPEATED.values(), ids=REPEATED)
def test_time_grows_as_the_note_does(unit):
    """The screen is asked apart: it decides many of these notes without reading them."""
    READ.lint(note(unit, 100))
    for linter in (READ, LOOKED_AT):
        ratios = []
        while len(ratios) < 3:
            once = min(seconds(linter, note(unit, SHORT)) for _ in range(2))
            ratios.append(seconds(linter, note(unit, LONG)) / max(once, 0.005))
            if ratios[-1] <= MOST:
                break
        assert min(ratios) <= MOST


@pytest.mark.parametrize(
    "text",
    [
        "metatarsal 99999999999999999999999",
        "metatarsal lot " + "1234567890" * 9,
        "fibula " + "1." * 40 + " x",
        "iliac crest " + "8 x 3 cm, " * 12 + "wide",
        "by dr " + "dr. prof. " * 30 + "went",
        "ischemia" + " " * 90 + "...." * 20,
    ],
)
def test_no_short_note_hangs(text):
    assert seconds(READ, Note(text)) < 2
