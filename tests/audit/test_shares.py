"""Intervals, against published values and scipy."""

from __future__ import annotations

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from scipy.stats import binom, binomtest

from notelint.audit.shares import ElementCount, Share, difference, funnel_limits

shares = st.integers(1, 400).flatmap(lambda of: st.builds(Share, st.integers(0, of), st.just(of)))


@pytest.mark.parametrize(
    ("count", "of", "low", "high"),
    [(81, 263, 0.2553, 0.3662), (15, 148, 0.0624, 0.1605), (0, 20, 0.0000, 0.1611), (1, 29, 0.0061, 0.1718)],
)
def test_wilson_as_published(count, of, low, high):
    """Table I, method 3, of Newcombe RG. Stat Med 1998;17:857-872."""
    assert Share(count, of).interval == pytest.approx((low, high), abs=5e-5)


@pytest.mark.parametrize(
    ("first", "second", "value", "low", "high"),
    [
        ((56, 70), (48, 80), 0.2, 0.0524, 0.3339),
        ((9, 10), (3, 10), 0.6, 0.1705, 0.8090),
        ((6, 7), (2, 7), 0.5714, 0.0582, 0.8062),
        ((5, 56), (0, 29), 0.0893, -0.0381, 0.1926),
        ((0, 10), (0, 20), 0.0, -0.1611, 0.2775),
        ((0, 10), (0, 10), 0.0, -0.2775, 0.2775),
        ((10, 10), (0, 20), 1.0, 0.6791, 1.0),
        ((10, 10), (0, 10), 1.0, 0.6075, 1.0),
    ],
)
def test_newcombe_as_published(first, second, value, low, high):
    """Table II, method 10, of Newcombe RG. Stat Med 1998;17:873-890; the first share there is ours after."""
    assert difference(Share(*second), Share(*first)) == pytest.approx((value, low, high), abs=5e-5)


@given(shares)
def test_wilson_is_that_of_scipy(share):
    theirs = binomtest(share.count, share.of).proportion_ci(method="wilson")
    assert share.interval == pytest.approx((theirs.low, theirs.high), abs=1e-12)


@given(shares)
def test_an_interval_holds_its_share(share):
    low, high = share.interval
    assert 0 <= low <= share.value <= high <= 1


@given(shares, shares)
def test_a_difference_turned_round_is_its_mirror(one, other):
    there, back = difference(one, other), difference(other, one)
    assert there == pytest.approx((-back.value, -back.high, -back.low), abs=1e-12)
    assert -1 <= there.low <= there.value <= there.high <= 1


def test_no_notes_no_share():
    assert Share(0, 0).value is None
    assert Share(0, 0).interval is None
    assert difference(Share(0, 0), Share(1, 2)) is None


def test_small_is_below_ten():
    assert Share(9, 9).small
    assert not Share(0, 10).small


@given(st.floats(0.01, 0.99), st.integers(1, 300), st.sampled_from([0.95, 0.998]), st.data())
def test_a_share_is_outside_where_its_tail_is_improbable(overall, of, level, data):
    count = data.draw(st.integers(0, of))
    tail, at_most, at_least = (1 - level) / 2, binom.cdf(count, of, overall), binom.sf(count - 1, of, overall)
    assume(min(abs(at_most - tail), abs(at_least - tail)) > 1e-9)
    ((low, high),) = funnel_limits(overall, [of], level)
    assert (count / of < low) == (at_most < tail)
    assert (count / of > high) == (at_least < tail)


def test_a_funnel_limit_worked_by_hand():
    """10 notes, 0.5: P(X <= 1) = 11/1024 and P(X <= 2) = 56/1024; 0.025 = 25.6/1024 lies at 1 + 14.6/45."""
    first, second = funnel_limits(0.5, [10, 1], 0.95)
    assert first == pytest.approx(((1 + 14.6 / 45) / 10, (9 - 14.6 / 45) / 10))
    assert second == (0, 1)


@pytest.mark.parametrize("overall", [0.0, 1.0])
def test_a_department_without_exception_has_no_width(overall):
    assert funnel_limits(overall, [7], 0.95) == [(overall, overall)]


def test_elements_that_do_not_concern_a_note_do_not_count():
    count = ElementCount()
    for status in ("met", "partial", "missing", "missing", "n/a"):
        count.add(status)
    assert (count.documented, count.incomplete, count.not_documented, count.of) == (1, 1, 2, 4)
    assert count.share == Share(1, 4)
