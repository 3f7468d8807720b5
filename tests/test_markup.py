"""What HTML and RTF leave in a note: the reader and the first look take it for what it stands for, and places stay exact."""

from __future__ import annotations

import pytest
from support.notes import assert_places_are_exact
from support.sentences import linter, reader

from notelint.markup import leftovers, without_leftovers
from notelint.note import Note
from notelint.screen.folding import folded

HTML = {
    "entities": ("Rib&nbsp;7&nbsp;&times;&nbsp;2&#160;cm &amp; pleura&#59; EBL &lt;90", "Rib 7 x 2 cm & pleura; EBL <90"),
    "lines": ("<div>Rib cut<br/>Chest closed</div>\n<p class='x'>Drain</p>", "\nRib cut\nChest closed\n\nDrain\n\n"),
    "within a word": ("<span style='a'>os</span>teotomy <b>x 2</b>", "osteotomy x 2"),
    "cells": ("<tr><td>Pedicle</td><td>6 cm</td></tr>", "\n    Pedicle        6 cm    \n"),
    "a hyphen that does not break": ("end&#8209;to&#x2011;side", "end-to-side"),
}
RTF = {
    "lines and signs": ("\\b Rib\\b0 , 7\\~cm\\par\nend\\_to\\_side\\'3b done\\par", "Rib, 7 cm\nend-to-side; done\n"),
    "unicode": ("\\pard 7 \\u215?\\~2 cm\\line wide", "7 x 2 cm\nwide"),
    "braces and tabs": ("{\\ul Pedicle}\\tab 6 cm\\par", "Pedicle    6 cm\n"),
}
NEITHER = {
    "a blank of a template": "<name> of the <side> flap",
    "comparisons": "drop <5 cm, flow > 3; R&D; Q&A; v <b and c> d",
    "an entity of no format": "graft&bone; </unknown>",
    "a path": "scan in C:\\notes\\bone",
}


@pytest.mark.parametrize(("written", "meant"), [*HTML.values(), *RTF.values()], ids=[*HTML, *RTF])
def test_markup_is_what_it_stands_for(written, meant):
    assert without_leftovers(written) == meant
    assert folded(written) == folded(meant)
    for start, end, new in leftovers(written):
        assert written[start:end] != new


@pytest.mark.parametrize("text", NEITHER.values(), ids=NEITHER)
def test_what_is_no_markup_stays(text):
    assert without_leftovers(text) == text


def test_the_words_between_tags_still_point_into_the_note():
    reading = reader().read(Note("<p>The <b>ri</b>b&nbsp;was cut.</p><p>It&nbsp;bled.</p>"))
    at = reading.text.index("rib was")
    assert reading.evidence(at, at + len("rib was cut")).text == "ri</b>b&nbsp;was cut"


MARKED_UP = (
    "<div>Operation&#58; free clavicle, left, no skin, to the right mandible<br>\n<p>Gap&nbsp;5&nbsp;cm. The left clavicle, "
    "6&nbsp;cm, was harvested without skin on the thoracoacromial artery and its vein&#59; pedicle&nbsp;5&nbsp;cm.</p>\n"
    "<p>Under the <i>microscope</i> the artery was anastomosed end&#45;to&#45;end to the facial artery, the vein to the facial "
    "vein. EBL&#58; &lt;70&nbsp;mL.</p></div>"
)


def test_a_note_in_html_is_read_as_the_same_note_without_it():
    marked, plain = linter().lint(Note(MARKED_UP)), linter().lint(Note(without_leftovers(MARKED_UP)))
    assert_places_are_exact(marked)
    assert marked.decision.codes == plain.decision.codes == ("20962",)
    assert {name: one.status for name, one in marked.elements.items()} == {
        name: one.status for name, one in plain.elements.items()
    }
    assert marked.elements["pedicle_length"].status == marked.elements["blood_loss"].status == "met"


def _statuses(report):
    return {name: element.status for name, element in report.elements.items()}
