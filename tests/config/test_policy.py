"""Which findings are reported, and how severe they are."""

from __future__ import annotations

import pickle

import pytest
from hypothesis import given
from hypothesis import strategies as st

from notelint.policy import EVERYTHING, LEVELS, Layer, Policy
from notelint.report import Finding

RULES = ("a", "b", "c")


def finding(rule, severity="warning"):
    return Finding(rule, severity, "message", 0, 0, 1, 1)


FOUND = tuple(finding(rule) for rule in RULES)


def reported(*layers, source="note.txt"):
    return {found.rule: found.severity for found in Policy(layers).apply(FOUND, source)}


@pytest.mark.parametrize(
    ("layers", "expected"),
    [
        ([], "a b c"),
        ([Layer(select=("a",))], "a"),
        ([Layer(ignore=("a",))], "b c"),
        ([Layer(select=("a", "b"), ignore=("b",))], "a"),
        ([Layer(select=("a",)), Layer(select=("b",))], "b"),
        ([Layer(ignore=("a",)), Layer(ignore=("b",))], "c"),
        ([Layer(ignore=("a",)), Layer(select=("a",))], "a"),
        ([Layer(severity=(("a", "off"),)), Layer(select=("a",))], "a"),
        ([Layer(select=("a",)), Layer(ignore=("a",))], ""),
        ([Layer(severity=(("a", "off"),))], "b c"),
        ([Layer(severity=(("a", "off"),)), Layer(severity=(("a", "info"),))], "a b c"),
        ([Layer(ignore=("a",)), Layer(severity=(("a", "error"),))], "b c"),
    ],
)
def test_a_later_layer_decides(layers, expected):
    assert " ".join(reported(*layers)) == expected


def test_a_severity_replaces_that_of_the_finding():
    assert reported(Layer(severity=(("a", "error"), ("b", "info")))) == {"a": "error", "b": "info", "c": "warning"}


def test_a_rule_that_is_selected_again_keeps_a_severity_that_reports_it():
    assert reported(Layer(severity=(("a", "error"),)), Layer(select=("a",))) == {"a": "error"}


@pytest.mark.parametrize(
    ("pattern", "covered"),
    [
        ("*.rtf", ["/notes/a.rtf", "/notes/x/B.RTF"]),
        ("drafts/", ["/notes/drafts/a.rtf", "/notes/drafts/deep/a.txt"]),
        ("drafts/*.txt", ["/notes/drafts/deep/a.txt"]),
        ("a.*", ["/notes/a.rtf", "/notes/drafts/a.rtf", "/notes/drafts/deep/a.txt", "/elsewhere/a.txt"]),
    ],
)
def test_paths_are_those_below_the_folder_of_the_file(pattern, covered):
    sources = ["/notes/a.rtf", "/notes/x/B.RTF", "/notes/drafts/a.rtf", "/notes/drafts/deep/a.txt", "/elsewhere/a.txt"]
    layer = Layer(ignore=RULES, paths=(pattern,), folder="/notes")
    assert [source for source in sources if not reported(layer, source=source)] == [
        source for source in sources if source in covered or (pattern == "*.rtf" and source.lower().endswith(".rtf"))
    ]


def test_a_policy_without_layers_is_none():
    assert EVERYTHING.then() == EVERYTHING
    assert EVERYTHING.apply(FOUND, "note.txt") == FOUND


def test_earlier_names_become_those_in_use():
    policy = Policy((Layer(("old",), ("old", "a"), (("old", "off"),)),)).renamed({"old": "new"})
    assert policy.layers == (Layer(("new",), ("new", "a"), (("new", "off"),)),)


NAMES = st.lists(st.sampled_from(RULES), max_size=2).map(tuple)
LAYERS = st.builds(
    Layer,
    NAMES,
    NAMES,
    st.lists(st.tuples(st.sampled_from(RULES), st.sampled_from(LEVELS)), max_size=2).map(tuple),
    st.lists(st.text(max_size=5), max_size=2).map(tuple),
    st.sampled_from(["", "/notes", "notes"]),
)


@given(layers=st.lists(LAYERS, max_size=4).map(tuple), source=st.text(max_size=30))
def test_findings_are_only_left_out_or_given_another_severity(layers, source):
    policy = pickle.loads(pickle.dumps(Policy(layers)))
    found = policy.apply(FOUND, source)
    assert [one.rule for one in found] == [rule for rule in RULES if rule in {one.rule for one in found}]
    assert {one.severity for one in found} <= {"error", "warning", "info"}
    last = policy.then(["a"], ["b"]).apply(FOUND, source)
    assert [one.rule for one in last] == ["a"]
