"""What was done, to which graft, today, and with what outcome: whole notes of tests/data/stories.yaml."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml
from support.sentences import linter

from notelint import Note

KINDS = yaml.safe_load((Path(__file__).parents[1] / "data" / "stories.yaml").read_text("utf8"))
STORIES = [
    pytest.param(story, id=f"{kind['kind']}: {story.get('why', 'the plain case')}") for kind in KINDS for story in kind["stories"]
]


@pytest.mark.parametrize("story", STORIES)
def test_a_story_is_read_as_it_is_meant(story):
    report = linter().lint(Note(story["note"]))
    answers = {"status": report.decision.status, "codes": list(report.decision.codes), **report.facts}
    answers["candidates"] = list(report.decision.candidates)
    assert {key: answers[key] for key in story["expect"]} == story["expect"]


def test_every_kind_has_a_near_miss():
    assert all(len(kind["stories"]) > 1 for kind in KINDS if kind["kind"] != "the skin of another flap")
