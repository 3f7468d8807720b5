"""Texts on which a regular expression may take long: what it can begin with, and behind it one thing over and over."""

from __future__ import annotations

import signal
import time
from collections import deque
from contextlib import contextmanager
from math import inf
from re import _constants as ops
from re import _parser
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from support.all_expressions import Expression

GENERIC = (
    "a", "ab ", "9", "9 ", "9.", "9,", "a, ", "x ", "the ", "and ", "(", ") ", " ", "\n", "\t", "-", ". ", "Aa ", "[ ", "/",
    "12 x ", "cm ", ": ", "|", "a-", "_", "*", "0",
)  # fmt: skip
_OWN = 5  # of an expression's own words, how many are repeated
_PREFIXES = 3
_MOST = 3.0  # seconds of processor time that a measurement may take
_TELLS = 0.02  # seconds from which on the clock of processor time tells them well
_END = "\x00\n"  # what matches nothing, so that all ways are tried


def pumped(expression: Expression, length: int) -> Iterator[tuple[str, list[str]]]:
    """For each thing to repeat, it and texts that repeat it over ``length`` characters, each behind another beginning."""
    words = list(dict.fromkeys(words_of(expression.pattern, expression.flags)))
    prefixes = ["", *(f"{word} " for word in words[:_PREFIXES]), *words[:1]]
    units = [*GENERIC, *(f"{word} " for word in words[:_OWN])]
    if expression.name.startswith(("idiom ", "way ")):  # they are tried on clean text, which has no runs of white space
        units = [unit for unit in units if unit.strip()]
    for unit in units:
        run = (unit * (length // len(unit) + 1))[:length]
        yield unit, [f"{prefix}{run}{_END}" for prefix in prefixes]


def words_of(pattern: str, flags: int = 0) -> list[str]:
    """The words (two signs or more) that are written out in an expression, in their order."""
    return [word for word in _words(_parser.parse(pattern, flags)) if len(word) > 1]


def _words(items: Iterable[Any]) -> Iterator[str]:
    run = ""
    for op, value in items:
        if op is ops.LITERAL:
            run += chr(value)
            continue
        yield run
        run = ""
        for inside in _inside(op, value):
            yield from _words(inside)
    yield run


def _inside(op: Any, value: Any) -> list[Any]:
    """The parts of which an item consists."""
    if op is ops.BRANCH:
        return list(value[1])
    if op in {ops.MAX_REPEAT, ops.MIN_REPEAT, ops.POSSESSIVE_REPEAT}:
        return [value[2]]
    if op in {ops.SUBPATTERN, ops.ASSERT, ops.ASSERT_NOT}:
        return [value[-1]]
    return [value] if op is ops.ATOMIC_GROUP else []


class _TooLongError(Exception):
    """Raised by the timer of a measurement."""


@contextmanager
def _at_most(limit: float) -> Iterator[None]:
    """Ends what runs longer than ``limit`` seconds of processor time, in the midst of an expression too: re looks for signals."""

    def over(_signal: int, _frame: Any) -> None:
        raise _TooLongError

    before = signal.signal(signal.SIGPROF, over)
    signal.setitimer(signal.ITIMER_PROF, limit)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.signal(signal.SIGPROF, before)


def seconds(
    expression: Expression, texts: Sequence[str], *, matched_only: bool = False, clock: Callable[[], float] = time.process_time
) -> float:
    """The processor time of finding all matches in each of ``texts``, or of one try at its beginning; ``inf`` past a limit.

    ``time.perf_counter`` as the ``clock`` also tells short times, and counts what other programs do.
    """
    pattern = expression.compiled
    began = clock()
    try:
        with _at_most(_MOST):
            for text in texts:
                if matched_only:
                    pattern.match(text)
                else:
                    deque(pattern.finditer(text), maxlen=0)
    except _TooLongError:
        return inf
    return clock() - began


def precise_seconds(expression: Expression, texts: Sequence[str], *, matched_only: bool = False) -> float:
    """As ``seconds``, repeated until the clock can tell; the time of one round."""
    rounds = 1
    while True:
        taken = seconds(expression, [*texts] * rounds, matched_only=matched_only)
        if taken >= _TELLS:
            return taken / rounds
        rounds *= 4
