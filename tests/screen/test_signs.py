"""A note that the look says has no sign of a blank has none."""

from __future__ import annotations

from hypothesis import assume, example, given, settings
from hypothesis import strategies as st

from notelint.case.blanks import placeholders, signs_of_blanks
from notelint.packs.loader import builtin_packs
from notelint.packs.vocabulary import read_terms
from notelint.screen.cues import read_screen
from notelint.screen.screen import Screen

_PACK = builtin_packs()[0]
SCREEN = Screen(read_terms(_PACK / "vocabulary"), read_screen(_PACK), signs_of_blanks())
_BLANKS = (
    "EBL ",
    "***",
    "___",
    "__",
    "@NAME@",
    "{a/b}",
    "{* x}",
    "[*x]",
    "<<y>>",
    "[insert]",
    "[SPECIFY it]",
    "[Left / right]",
    "XX cm",
    "xx mL",
    "\uff3f\uff3f\uff3f",
)
_BOXES = ("[ ]", "[]", "[  ]", "( )", "(  )", "\u2610", "yes", "no", "Date: ", "signed ")
_SCRAPS = ("x", "(", ")", "[", "]", " ", "\n", "0", "1")


@settings(deadline=None)
@given(st.lists(st.sampled_from([*_BLANKS, *_BOXES, *_SCRAPS]), min_size=1, max_size=12).map("".join))
@example("Closed with XX cm of suture")
@example("\u2610 yes \u2610 no")
@example("EBL \uff3f\uff3f\uff3f mL")
def test_where_a_blank_stands_a_sign_is_seen(text: str) -> None:
    """``assume`` is the proof that there is a blank: Hypothesis fails the test where there seldom is one."""
    assume(placeholders(text))
    assert SCREEN.look(text).signs


def test_most_notes_have_no_sign() -> None:
    assert not SCREEN.look("PROCEDURE: Excision of a lipoma (left), 3 x 4 cm. EBL 5 mL. [sic]").signs
    assert SCREEN.look("EBL: ___ mL").signs


def test_full_width_signs_are_blanks() -> None:
    text = "EBL \uff3f\uff3f\uff3f mL, time \uff0a\uff0a\uff0a, \uff3b \uff3d left"
    assert [(text[blank.start : blank.end], blank.text) for blank in placeholders(text)] == [
        (blank, blank) for blank in ("\uff3f\uff3f\uff3f", "\uff0a\uff0a\uff0a", "\uff3b \uff3d")
    ]
