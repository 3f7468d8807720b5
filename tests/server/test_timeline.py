"""The picture of a timeline: what the blood supply was between the stages."""

from __future__ import annotations

import pytest

from notelint.outputs.html.view import TimelineView, WordsView
from notelint.server.pages.timeline import picture


def drawn(*kinds):
    stages = tuple((f"t{number}", f"T{number}", kind, WordsView("1:1")) for number, kind in enumerate(kinds, 1))
    return picture(TimelineView("fibula", "free", stages))


@pytest.mark.parametrize(
    ("kinds", "supplies"),
    [
        (["raised", "pedicle divided", "set in place", "joined", "blood flow restored"], "attached cut cut joined flowing"),
        (["pedicle divided", "raised", "joined"], "cut cut joined"),
        (["set in place", "pedicle not divided"], "attached attached"),
        (["raised", "joined", "joining given up"], "attached joined lost"),
        (["taken without vessels", "no vessels joined"], "cut lost"),
    ],
)
def test_the_supply_after_each_stage(kinds, supplies):
    assert [dot.supply for dot in drawn(*kinds).dots] == supplies.split()


def test_every_kind_of_stage_is_known():
    from typing import get_args

    from notelint.report import StageKind
    from notelint.server.pages.timeline import _SUPPLY

    assert set(get_args(StageKind)) - set(_SUPPLY) == {"set in place"}


def test_the_closure_is_the_last_stage_and_changes_no_supply():
    stages = tuple((f"t{number}", f"T{number}", kind, WordsView("1:1")) for number, kind in enumerate(["raised", "joined"], 1))
    closed = picture(TimelineView("fibula", "free", stages), closed=True)
    assert closed.says == "fibula: raised, then joined, then closed"
    assert [(dot.lines, dot.supply) for dot in closed.dots][-2:] == [(("joined",), "joined"), (("closed",), "joined")]
    assert picture(TimelineView("fibula", "free", ()), closed=True).dots == ()


def test_the_words_say_what_the_picture_shows():
    assert drawn("raised", "joined").says == "fibula: raised, then joined"
