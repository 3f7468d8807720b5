r"""Find the strings with which every match of a regular expression begins, to try it only at those strings.

``re`` tries an expression at every place of a text. If all matches begin with one of a few strings, those are searched
instead, for many expressions in one pass, and each expression is tried only where one of its own was seen.
"""

from __future__ import annotations

from re import _constants as ops  # type: ignore[attr-defined]
from re import _parser  # type: ignore[attr-defined]
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence
    from collections.abc import Set as AbstractSet

    from notelint.packs.literals import Item

_LENGTHS = (12, 8, 6, 5, 4)  # lengths at which strings are cut; the first that leaves few strings is used
_FEW = 260
_MOST = 600  # limit of intermediate strings
_MOST_SIGNS = 12
_DIGITS = frozenset("0123456789")
_SPACES = frozenset(" \t\n\r\v\f\x1c\x1d\x1e\x1f")
_ENUMERATED = {ops.CATEGORY_DIGIT: _DIGITS, ops.CATEGORY_SPACE: _SPACES}
_REPEATS = frozenset({ops.MAX_REPEAT, ops.MIN_REPEAT, ops.POSSESSIVE_REPEAT})


class Openings(NamedTuple):
    """The strings with one of which every match, with what follows it, begins.

    With ``in_word``, the match begins at the start of the word that contains the string.
    """

    strings: frozenset[str]
    in_word: bool


class _TooManyError(Exception):
    """There are too many beginnings of a match; strings must be shorter."""


class _Ways(NamedTuple):
    """The possible beginnings of a part of an expression: complete strings, and prefixes."""

    whole: frozenset[str]
    begun: frozenset[str]


_NONE: frozenset[str] = frozenset()
_NOTHING = _Ways(frozenset({""}), _NONE)
_ANYTHING = _Ways(_NONE, frozenset({""}))


def openings(pattern: str) -> Openings | None:
    r"""What every match of ``pattern`` begins with in a text of ASCII that ends in ``\n``; ``None`` where that may be anything.

    Only ASCII is considered, although ``\d`` and ``\s`` match more. Raises ``re.error`` if ``pattern`` is no regular
    expression.

    >>> sorted(openings(r"\b(?:pt|post\.? tib)(?= (?:a|v)\b)").strings)
    ['post tib a', 'post tib v', 'post. tib a', 'post. tib v', 'pt a', 'pt v']
    >>> openings(r"\b([a-z]{3,})al a(?= to)")
    Openings(strings=frozenset({'al a to'}), in_word=True)
    >>> openings(r"[a-z]+al"), openings(r"fibula|\W+")
    (None, None)
    """
    tree = _parser.parse(pattern)
    items = _flat(tree)
    if tree.getwidth()[0] == 0 or tree.state.flags & ~ops.SRE_FLAG_UNICODE:
        return None
    strings = _strings(items)
    if "" not in strings:
        return Openings(strings, in_word=False)
    if len(items) > 2 and items[0] == (ops.AT, ops.AT_BOUNDARY) and _is_word_part(*items[1]):
        strings = _strings(items[2:])
        return Openings(strings, in_word=True) if "" not in strings else None
    return None


def _flat(items: Iterable[Item]) -> list[Item]:
    """A sequence of items, with leading groups flattened."""
    flat: list[Item] = []
    for op, value in items:
        group = value[-1] if op is ops.SUBPATTERN and not value[1] else ()
        if len(flat) < 2 and group and group[0][0] is not ops.BRANCH:
            flat += _flat(group)
        else:
            flat.append((op, value))
    return flat


def _strings(items: Sequence[Item]) -> frozenset[str]:
    """The longest beginnings of the items that are few enough; the empty string if there are none."""
    for longest in _LENGTHS:
        try:
            ways = _sequence(items, longest)
        except _TooManyError:
            continue
        strings = _shortest(ways.whole | ways.begun)
        if len(strings) <= _FEW:
            return strings
    return frozenset({""})


def _shortest(strings: AbstractSet[str]) -> frozenset[str]:
    """The strings that do not begin with another of the strings."""
    return frozenset(string for string in strings if not any(string[:length] in strings for length in range(len(string))))


def _sequence(items: Iterable[Item], longest: int) -> _Ways:
    """The possible beginnings of a sequence of items, in strings of at most ``longest`` letters."""
    ways = _NOTHING
    for op, value in items:
        if not ways.whole:
            break
        ways = _then(ways, _part(op, value, longest), longest)
    return ways


def _then(first: _Ways, second: _Ways, longest: int) -> _Ways:
    """The beginnings of one part followed by another."""
    if len(first.whole) * (len(second.whole) + len(second.begun)) > _MOST:
        raise _TooManyError
    whole = {left + right for left in first.whole for right in second.whole}
    begun = {(left + right)[:longest] for left in first.whole for right in second.begun}
    long = {string for string in whole if len(string) >= longest}
    return _Ways(frozenset(whole - long), first.begun | begun | {string[:longest] for string in long})


def _part(op: Any, value: Any, longest: int) -> _Ways:
    """The possible beginnings of one item as ``re`` parses it."""
    if op is ops.LITERAL:
        return _Ways(frozenset({chr(value)}), _NONE)
    if op is ops.AT and value is ops.AT_END:
        return _Ways(_NONE, frozenset({"\n"}))
    if op in _PARTS:
        return _PARTS[op](value, longest)
    return _NOTHING if op in {ops.AT, ops.ASSERT_NOT} else _ANYTHING


def _group(value: Any, longest: int) -> _Ways:
    """The beginnings of a group. With its own flags, letters can match other letters."""
    return _ANYTHING if value[1] else _sequence(value[-1], longest)


def _branches(value: Any, longest: int) -> _Ways:
    branches = [_sequence(branch, longest) for branch in value[1]]
    return _Ways(*(_NONE.union(*strings) for strings in zip(*branches, strict=True)))


def _signs(members: Sequence[Item], _: int) -> _Ways:
    """The beginnings of a set of characters, if they are few."""
    signs: set[str] = set()
    for op, value in members:
        if op is ops.LITERAL:
            signs.add(chr(value))
        elif op is ops.RANGE and value[1] - value[0] < _MOST_SIGNS:
            signs.update(map(chr, range(value[0], value[1] + 1)))
        elif op is ops.CATEGORY and value in _ENUMERATED:
            signs |= _ENUMERATED[value]
        else:
            return _ANYTHING
    return _Ways(frozenset(signs), _NONE)


def _repeated(value: Any, longest: int) -> _Ways:
    least, most, items = value
    once = _sequence(items, longest)
    times, ways = _NOTHING, _Ways(_NONE, _NONE)
    for count in range(min(most, least + longest) + 1):
        ways = _Ways(ways.whole | times.whole if count >= least else ways.whole, ways.begun | times.begun)
        times = _then(times, once, longest)
    return ways if most <= least + longest else _Ways(ways.whole, ways.begun | times.begun | times.whole)


def _looked_at(value: Any, longest: int) -> _Ways:
    """The beginnings of a look-ahead. What follows it in the expression begins at the same place and is ignored."""
    direction, items = value
    if direction < 0:
        return _NOTHING
    ways = _sequence(items, longest)
    begun = ways.whole | ways.begun
    return _NOTHING if "" in begun else _Ways(_NONE, begun)


_PARTS: dict[Any, Callable[[Any, int], _Ways]] = {
    ops.IN: _signs,
    ops.BRANCH: _branches,
    ops.SUBPATTERN: _group,
    ops.ASSERT: _looked_at,
    ops.MAX_REPEAT: _repeated,
    ops.MIN_REPEAT: _repeated,
    ops.POSSESSIVE_REPEAT: _repeated,
}


def _is_word_part(op: Any, value: Any) -> bool:
    """Whether an item matches only letters and digits, at least one."""
    if op is ops.IN:
        return all(_is_word_sign(*member) for member in value)
    if op is ops.BRANCH:
        return all(_are_word_parts(branch) for branch in value[1])
    if op is ops.SUBPATTERN:
        return not value[1] and _are_word_parts(value[-1])
    if op in _REPEATS:
        return value[0] > 0 and _are_word_parts(value[2])
    return op is ops.LITERAL and chr(value).isalnum()


def _are_word_parts(items: Sequence[Item]) -> bool:
    return bool(items) and all(_is_word_part(*item) for item in items)


def _is_word_sign(op: Any, value: Any) -> bool:
    if op is ops.RANGE:
        return all(chr(sign).isalnum() for sign in range(value[0], value[1] + 1))
    if op is ops.LITERAL:
        return chr(value).isalnum()
    return op is ops.CATEGORY and value in {ops.CATEGORY_DIGIT, ops.CATEGORY_WORD}
