"""Every regular expression there is: right on older Pythons, and done in a time that grows as the text does."""

from __future__ import annotations

import re
import time
from collections import Counter
from pathlib import Path
from re import _constants as ops
from re import _parser
from typing import TYPE_CHECKING, Any

import pytest
import yaml
from regexploit.ast.sre import SreOpParser
from regexploit.redos import find
from support.all_expressions import Expression, every_expression, in_use, is_matched_only
from support.pumping import precise_seconds, pumped, seconds
from support.sentences import reader

from notelint.note import Note

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

_SIZES = (20, 120, 1000, 4000)  # characters; the longest sentence that is read at once has some thousand
_LONG = (0.05, 0.3)  # seconds that the two short texts may take, which is far beyond what they do
_TELLING = 0.008  # seconds of the longest text below which growth cannot be told from noise
_PLAINLY = 6  # times that the longest text may take what the one before does, where a glance shows that the growth is linear
_GROWTH = 8  # times that the longest text may take what the one before does: 4 is linear, 16 quadratic
_SIMPLE = frozenset({ops.LITERAL, ops.NOT_LITERAL, ops.IN, ops.ANY})
_FEWEST = {"idiom": 455, "rewrite": 125, "circumstance": 28, "notelint": 150, "query": 50, "label": 10, "heading": 15, "way": 200}
_JUSTIFIED = yaml.safe_load((Path(__file__).parent / "suspects.yaml").read_text("utf8"))


def test_none_drops_out():
    """What notelint compiles while it works is among what the tests here look at, and they are many."""
    known = {(expression.pattern, expression.flags) for expression in every_expression()}
    names = {expression.name for expression in every_expression()}
    compiled = {tuple(pair) for pair in in_use()["expressions"]}
    assert len(compiled) > 550
    assert not {pair for pair in compiled - known if pair[0] not in names}
    kinds = Counter(re.split(r"[ .]", expression.name)[0] for expression in every_expression())
    assert {kind: count for kind, count in _FEWEST.items() if kinds[kind] < count} == {}


def possessive_groups(items: Iterable[Any]) -> Iterator[Any]:
    """The possessive repeats in an expression that repeat more than one sign."""
    for op, value in items:
        if op is ops.POSSESSIVE_REPEAT and (len(value[2]) != 1 or value[2][0][0] not in _SIMPLE):
            yield value
        for part in value if isinstance(value, (tuple, list)) else ():
            for inside in part if op is ops.BRANCH and isinstance(part, list) else (part,):
                if isinstance(inside, _parser.SubPattern):
                    yield from possessive_groups(inside)
        if op is ops.ATOMIC_GROUP:
            yield from possessive_groups(value)


def test_possessive_groups_are_found_wherever_they_stand():
    for pattern in ("(?:ab)++", "x(?:[0-9]|a(?:b,)*+)", "(?>(?:ab?){1,5}+)", "(?=(?:ab)?+)", "(?<!a)(?:(?:bc)++d)*"):
        assert list(possessive_groups(_parser.parse(pattern))), pattern
    assert not list(possessive_groups(_parser.parse(r"a++[^b]*+(?>(?:ab)*)\d?+")))


def test_none_repeats_a_group_possessively():
    """CPython before 3.11.5 goes wrong on these (gh-101955, gh-106052); Debian 12 has 3.11.2. ``(?>(?:ab)*)`` is right."""
    wrong = [one.name for one in every_expression() if list(possessive_groups(_parser.parse(one.pattern, one.flags)))]
    assert not wrong


def too_long(expression: Expression, *, matched_only: bool) -> str | None:
    """The first thing whose repetition takes an expression a time that grows faster than the text; ``None`` if none does."""
    texts = zip(*(pumped(expression, size) for size in _SIZES), strict=True)
    for (unit, short), (_, middle), (_, long), (_, longest) in texts:
        if seconds(expression, short, matched_only=matched_only) > _LONG[0]:
            return unit
        before = seconds(expression, middle, matched_only=matched_only)
        if before > _LONG[1] or _grows(expression, long, longest, matched_only=matched_only):
            return unit
    return None


def _grows(expression: Expression, long: list[str], longest: list[str], *, matched_only: bool) -> bool:
    """Whether every one of several measurements says so: another program may disturb one of them."""
    if _plainly_linear(expression, long, longest, matched_only=matched_only):
        return False
    for _ in range(3):
        after = precise_seconds(expression, longest, matched_only=matched_only)
        if after <= _GROWTH * precise_seconds(expression, long, matched_only=matched_only):
            return False
    return True


def _plainly_linear(expression: Expression, long: list[str], longest: list[str], *, matched_only: bool) -> bool:
    """Whether a single measurement is enough: the longest text takes no time, or hardly more than its share.

    The clock of processor time is coarse and does not count other programs; the other one is fine and does.
    """
    if seconds(expression, longest, matched_only=matched_only) < _TELLING:
        return True
    before, after = (seconds(expression, texts, matched_only=matched_only, clock=time.perf_counter) for texts in (long, longest))
    return after <= _PLAINLY * before


@pytest.mark.parametrize("pattern", [r"(?:[\d.]+,? ?)+cut", r"(?:a|a)*b", r"(?:\w+ ?)+;", r" *cut", r"\([^)]*x\)"])
def test_a_bad_expression_is_found(pattern):
    bad = Expression("bad", pattern)
    assert any(too_long(bad, matched_only=False) is not None for _ in range(5))  # another program may disturb a measurement


@pytest.mark.parametrize("pattern", [r"(?:[\d.]++,? ?)+cut", r"(?:\w+ ?)+;"])
def test_a_bad_expression_is_found_where_it_is_tried_once(pattern):
    assert (too_long(Expression("bad", pattern), matched_only=True) is None) == ("++" in pattern)


@pytest.mark.parametrize("space", [" ", "\t", "\n", " \n", "\xa0", "\r\n", "\v"])
def test_clean_text_has_no_runs_of_white_space(space):
    text = reader().normal_form(Note(f"The fibula{space * 50}flap{space * 50}. The"))[0].text
    assert max(map(len, re.findall(r"\s+", text))) <= 2


@pytest.mark.parametrize("share", range(8))
def test_time_grows_as_the_text_does(share):
    slow = []
    for expression in every_expression()[share::8]:
        if expression.name not in _JUSTIFIED["pumped"]:
            unit = too_long(expression, matched_only=is_matched_only(expression))
            slow += [] if unit is None else [(expression.name, unit)]
    assert not slow


class _Parser(SreOpParser):
    """regexploit's reader of expressions, which knows no possessive repeats and atomic groups: it takes them for plain ones."""

    def from_POSSESSIVE_REPEAT(self, data):  # noqa: N802 -- regexploit's name
        return self.from_MAX_REPEAT(data)

    def from_ATOMIC_GROUP(self, data):  # noqa: N802 -- regexploit's name
        return self.sequence_or_singleton(data)


def suspected(expression: Expression) -> bool:
    """Whether regexploit takes an expression for cubic or worse in the length of some text."""
    found = find(_Parser().parse_sre(expression.pattern, expression.flags))
    return any(weakness.starriness > 2 for weakness in found)


def test_regexploit_finds_what_is_bad():
    assert suspected(Expression("bad", r"(?:[\d.]+)+cut"))
    assert suspected(Expression("bad", r"a*a*a*b"))


def test_regexploit_finds_none_but_those_that_are_justified():
    found = {expression.name for expression in every_expression() if suspected(expression)}
    assert found == set(_JUSTIFIED["suspects"]), "mend the expression, or say in suspects.yaml why it is harmless"


def test_every_exception_is_one_of_the_expressions_and_has_a_reason():
    names = {expression.name for expression in every_expression()}
    for justified in _JUSTIFIED.values():
        assert set(justified) <= names
        assert all(len(reason) > 20 for reason in justified.values())
