"""A test can fail: an assertion under an ``if`` is one that may never be reached."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

TESTS = Path(__file__).parent
FILES = sorted(TESTS.rglob("test_*.py"))
EXCEPTIONS = {
    "test_events": "each mark of the data says which of the two is asserted",
    "test_case": "each entry of the data says what is expected beside its marks",
    "test_report_is_the_expected_one": "with UPDATE_SNAPSHOTS it writes what it compares otherwise",
    "test_a_console_block_is_what_its_commands_print": "with UPDATE_SNAPSHOTS it writes what it compares otherwise",
    "test_measures": "an entry of the data that is not exhaustive says so",
}
"""Tests whose data decides what is asserted, and that assert something before or otherwise."""


def unproven(source: str) -> set[str]:
    """The names of the tests that assert something under an ``if``; a statement that skips the rest is as good as one."""
    tree = ast.parse(source)
    tests = [node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef) and node.name.startswith("test_")]
    return {test.name for test in tests if any(_hides_assertion(node) for node in ast.walk(test))}


def _hides_assertion(node: ast.AST) -> bool:
    if not isinstance(node, ast.If):
        return False
    inside = [part for branch in node.body for part in ast.walk(branch)]
    return any(isinstance(part, (ast.Assert, ast.Return, ast.Continue)) for part in inside)


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(TESTS)))
def test_no_assertion_stands_under_an_if(path: Path) -> None:
    found = unproven(path.read_text("utf8")) - EXCEPTIONS.keys()
    assert not found, "say what must hold with hypothesis.assume, or choose the cases before and assert that there are some"


def test_every_exception_is_needed() -> None:
    assert set().union(*(unproven(path.read_text("utf8")) for path in FILES)) == EXCEPTIONS.keys()


@pytest.mark.parametrize(
    ("source", "found"),
    [
        ("def test_a():\n    if made():\n        assert found()", {"test_a"}),
        ("def test_b():\n    if not made():\n        return\n    assert found()", {"test_b"}),
        ("def test_c():\n    for one in made():\n        if not one:\n            continue\n        assert one", {"test_c"}),
        ("def test_d():\n    assume(made())\n    assert found()", set()),
        ("def helper():\n    if made():\n        assert found()", set()),
    ],
)
def test_the_check_finds_what_it_should(source: str, found: set[str]) -> None:
    assert unproven(source) == found
