"""Find literals of a regular expression: every match contains one of them.

A text is searched once for the literals of many expressions (``Spotter``), and only expressions whose literals were
found are tried on it. The literals are a necessary condition, never a sufficient one.
"""

from __future__ import annotations

from functools import cache, cached_property
from math import prod
from re import _constants as ops  # type: ignore[attr-defined]
from re import _parser  # type: ignore[attr-defined]
from typing import TYPE_CHECKING, Any, NamedTuple

from ahocorasick_rs import AhoCorasick

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

_MOST_LITERALS = 40
_MOST_SIGNS = 6
_MOST_REPEATS = 3
_LONG_ENOUGH = 8  # letters; a longer literal is hardly rarer

_TOO_FREQUENT = 0.02  # more frequent literals exclude nothing
EVERYTHING = -1
"""The answer of a spotter that excludes nothing: every bit is set."""
_RARELY = 0.002  # frequency of characters that are not listed here: x, q, an asterisk
_CHANCES = {
    sign: chance for signs, chance in (("eaionrtsl", 0.07), ("dchufmpgyw", 0.025), ("bvk.,0123456789-", 0.01)) for sign in signs
}
_OFTEN = 0.05  # frequency of function words and single letters
_FREQUENT = {
    **dict.fromkeys(("a", "an", "and", "are", "as", "at", "be", "been", "by", "ed", "for", "from", "had", "has", "he"), _OFTEN),
    **dict.fromkeys(
        ("in", "is", "it", "its", "not", "of", "on", "or", "the", "then", "this", "to", "was", "were", "with"), _OFTEN
    ),
}

Literals = frozenset[str]
Item = tuple[Any, Any]
"""One part of an expression as ``re`` parses it: its kind and its details."""


class _Parts(NamedTuple):
    """Facts about a part of an expression: all strings it can match (if few), else how each match begins.

    Every match contains one of the strings ``needed``.
    """

    exact: Literals | None
    needed: Literals | None = None
    begins: Literals | None = None


_EMPTY: Literals = frozenset({""})


def needed_literals(pattern: str) -> Literals | None:
    r"""Lower-case strings; every match of ``pattern`` contains one of them. ``None`` if there are no such strings.

    >>> sorted(needed_literals(r"\b(?:rais|harvest)(?:ed|ing)\b") or ())
    ['harvested', 'harvesting', 'raised', 'raising']
    >>> sorted(needed_literals(r"\w+ of the [a-z]+") or ()), needed_literals(r"\d+|fibula")
    ([' of the '], None)
    """
    found = _best([_sequence(_parser.parse(pattern))])
    return frozenset(literal.lower() for literal in found) if found else None


def _best(parts: Iterable[_Parts]) -> Literals | None:
    """The literals that are seen least often, of what each of ``parts`` can match and needs."""
    candidates = [found for part in parts for found in part if found and "" not in found]
    return min(candidates, key=_commonness) if candidates else None


@cache
def _chance(literal: str) -> float:
    """How often a literal is seen at a place of a text, roughly."""
    return prod(map(_chance_of_word, literal.lower().split()))


def _chance_of_word(word: str) -> float:
    if word in _FREQUENT:
        return _FREQUENT[word]
    return prod(_CHANCES.get(sign, _RARELY) for sign in word[:_LONG_ENOUGH]) if len(word) > 1 or not word.isalpha() else _OFTEN


def _commonness(literals: Literals) -> float:
    """The approximate frequency of the literals together."""
    return sum(map(_chance, literals))


def _sequence(items: Iterable[Item]) -> _Parts:
    """Facts about a sequence of items; literals of neighbours are concatenated while they are few."""
    run = _EMPTY
    begins: Literals | None = None
    known: list[_Parts] = []
    for part in _with_words_whole(items):
        if part.needed:
            known.append(_Parts(None, part.needed))
        joined = _joined(run, part.exact)
        if joined is not None:
            run = joined
        else:
            run = _joined(run, part.begins) or run
            begins = begins or run
            known.append(_Parts(run))
            run = part.exact or _EMPTY
    return _Parts(run, _best(known)) if begins is None else _Parts(None, _best((*known, _Parts(run))), begins)


def _with_words_whole(items: Iterable[Item]) -> Iterator[_Parts]:
    """Facts about each item; adjacent letters are one item."""
    letters: list[int] = []
    for op, value in items:
        if op is ops.LITERAL:
            letters.append(value)
            continue
        if letters:
            yield _Parts(frozenset({"".join(map(chr, letters))}))
            letters = []
        yield _part(op, value)
    if letters:
        yield _Parts(frozenset({"".join(map(chr, letters))}))


def _joined(first: Literals, second: Literals | None) -> Literals | None:
    """All concatenations of ``first`` and ``second``, unless there are too many."""
    if second is None or len(first) * len(second) > _MOST_LITERALS:
        return None
    if first is _EMPTY:
        return second
    return first if second is _EMPTY else frozenset([left + right for left in first for right in second])


def _part(op: Any, value: Any) -> _Parts:
    """Facts about one item as ``re`` parses it."""
    facts_about = _FACTS_ABOUT.get(op)
    return facts_about(value) if facts_about is not None else _Parts(None)


def _signs(members: list[Item]) -> _Parts:
    """Facts about a set of characters, if they are few and listed."""
    if len(members) > _MOST_SIGNS or any(op is not ops.LITERAL for op, _ in members):
        return _Parts(None)
    return _Parts(frozenset(chr(sign) for _, sign in members))


def _branches(branches: list[_Parts]) -> _Parts:
    exact: Literals | None = frozenset()
    needed: Literals | None = frozenset()
    for branch in branches:
        exact = None if exact is None or branch.exact is None else exact | branch.exact
        best = _best((branch,))
        needed = None if needed is None or best is None else needed | best
    return _Parts(exact if exact is not None and len(exact) <= _MOST_LITERALS else None, needed)


def _repeated(least: int, most: int, items: Iterable[Item]) -> _Parts:
    part = _sequence(items)
    begins = _times(part.exact, least)
    needed = _best([part, _Parts(begins)]) if least else None
    if part.exact is None or most > _MOST_REPEATS:
        return _Parts(None, needed, begins)
    exact: Literals = frozenset()
    times: Literals | None = _EMPTY
    for count in range(most + 1):
        if times is None or len(exact) > _MOST_LITERALS:
            return _Parts(None, needed, begins)
        exact |= times if count >= least else frozenset()
        times = _joined(times, part.exact)
    return _Parts(exact, needed)


def _times(exact: Literals | None, least: int) -> Literals | None:
    """Facts about an item repeated at least ``least`` times, if they are few."""
    run: Literals | None = _EMPTY
    for _ in range(min(least, _MOST_REPEATS)):
        run = _joined(run, exact) if run is not None else None
    return run


_FACTS_ABOUT: dict[Any, Callable[[Any], _Parts]] = {
    ops.IN: _signs,
    ops.BRANCH: lambda value: _branches([_sequence(branch) for branch in value[1]]),
    ops.SUBPATTERN: lambda value: _sequence(value[-1]),
    ops.ATOMIC_GROUP: _sequence,
    ops.MAX_REPEAT: lambda value: _repeated(*value),
    ops.MIN_REPEAT: lambda value: _repeated(*value),
    ops.POSSESSIVE_REPEAT: lambda value: _repeated(*value),
    ops.AT: lambda _: _Parts(_EMPTY),
    ops.ASSERT: lambda value: _Parts(_EMPTY, _best([_sequence(value[1])])),
    ops.ASSERT_NOT: lambda _: _Parts(_EMPTY),
}
"""The function for each kind of item; of other kinds (any character, a back-reference) nothing is known."""


class Spotter:
    """Finds which of many expressions could match in a text, in one pass for the literals that they need.

    Bit ``n`` of an answer is for expression ``n``. One without literals, or with literals of almost every text, is
    always possible. So is every expression until ``pays_from`` texts were searched: for a few, building it costs more than it
    saves.
    """

    def __init__(self, expressions: Sequence[str | None], *, pays_from: int = 0) -> None:
        self._expressions = expressions
        self._looks_to_wait = pays_from

    def possible(self, text: str) -> int:
        """The bits of the expressions that could match in ``text``, which is in lower case."""
        if self._looks_to_wait > 0:
            self._looks_to_wait -= 1
            return EVERYTHING
        automaton, expressions, bits = self._built
        for index in {index for index, _, _ in automaton.find_matches_as_indexes(text, overlapping=True)}:
            bits |= expressions[index]
        return bits

    @cached_property
    def _built(self) -> tuple[AhoCorasick, list[int], int]:
        """The automaton of all literals, the expressions of each literal, and the expressions that are always possible."""
        of_literal: dict[str, int] = {}
        everywhere = 0
        for index, expression in enumerate(self._expressions):
            literals = needed_literals(expression) if expression is not None else None
            if literals is None or max(map(_chance, literals)) > _TOO_FREQUENT:
                everywhere |= 1 << index
                continue
            for literal in literals:
                of_literal[literal] = of_literal.get(literal, 0) | 1 << index
        return AhoCorasick(list(of_literal)), list(of_literal.values()), everywhere
