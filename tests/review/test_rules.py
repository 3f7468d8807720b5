"""Each rule about a claim: its examples fire and stay silent, and its texts are complete."""

from __future__ import annotations

import pytest
from support.claims import NOTES, book, notes, review

from notelint.packs.claims import claim_rules, rule_examples

RULES = claim_rules()
EXAMPLES = rule_examples()


def rules_found(example):
    return {finding.rule for finding in review(example).findings}


@pytest.mark.parametrize("name", RULES)
def test_the_example_fires(name):
    assert name in rules_found(EXAMPLES[name].fires)


@pytest.mark.parametrize("name", RULES)
def test_the_silent_example_and_the_near_miss_stay_silent(name):
    assert name not in rules_found(EXAMPLES[name].silent)
    assert name not in rules_found(EXAMPLES[name].near_miss)


def test_every_rule_has_examples_and_every_example_a_rule():
    assert list(EXAMPLES) == list(RULES)


def test_every_word_that_an_example_changes_stands_in_a_note():
    for name, examples in EXAMPLES.items():
        for example in (examples.fires, examples.silent, examples.near_miss):
            whole = "".join(
                (NOTES / f"{written.partition(' ')[0].partition('@')[0]}.txt").read_text("utf8") for written in example.notes
            )
            assert all(old in whole or old in example.change.values() for old in example.change), name
            assert not example.add or example.add in "".join(note.text for note in notes(example)), name


@pytest.mark.parametrize("rule", RULES.values(), ids=list(RULES))
def test_its_sources_are_known_and_a_dissenting_one_is_answered(rule):
    assert rule.sources
    assert {*rule.sources, *rule.against} <= book().sources.keys()
    assert bool(rule.against) == bool(rule.disagreement)
