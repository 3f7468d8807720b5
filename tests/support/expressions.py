"""Regular expressions made up of words, signs and looks around, each with a text that it is likely to match."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hypothesis import strategies as st

if TYPE_CHECKING:
    from collections.abc import Sequence

_Pair = tuple[str, str]
"""An expression, and a text made to match it."""

_WORDS = ("fibula", "flap", "a", "vein", " ", "was ", "ed")
_CLASSES = (
    ("[ab]", "b"), ("[a-z]", "c"), ("[a-z]{2,}", "of"), (r"\d", "7"), (r"\w", "é"), (r"\s", "\n"), (".", "x"),
    (r"\b", ""), ("(?<=a)", ""), ("(?!b)", ""), ("$", ""), ("^", ""),
)  # fmt: skip
_REPEATED = (("?", 0), ("?", 1), ("*", 0), ("*", 2), ("+", 1), ("+", 3), ("{2}", 2), ("{1,3}", 2), ("{0,2}?", 1))


def _in_a_row(parts: Sequence[_Pair]) -> _Pair:
    return "".join(expression for expression, _ in parts), "".join(text for _, text in parts)


def _alternatives(drawn: tuple[Sequence[_Pair], int]) -> _Pair:
    parts, chosen = drawn
    return f"(?:{'|'.join(expression for expression, _ in parts)})", parts[chosen % len(parts)][1]


def _repeated(drawn: tuple[_Pair, _Pair]) -> _Pair:
    (expression, text), (quantifier, times) = drawn
    return f"(?:{expression}){quantifier}", text * int(times)


def _grown(inner: st.SearchStrategy[_Pair]) -> st.SearchStrategy[_Pair]:
    """Expressions made of smaller ones: in a row, as alternatives, repeated, looked ahead for."""
    return st.one_of(
        st.lists(inner, min_size=1, max_size=4).map(_in_a_row),
        st.tuples(st.lists(inner, min_size=1, max_size=3), st.integers(0, 2)).map(_alternatives),
        st.tuples(inner, st.sampled_from(_REPEATED)).map(_repeated),
        inner.map(lambda pair: (f"({pair[0]})", pair[1])),
        inner.map(lambda pair: (f"(?={pair[0]})", pair[1])),
        inner.map(lambda pair: (f"(?={pair[0]})(?:{pair[0]})", pair[1])),
        inner.map(lambda pair: (rf"\b{pair[0]}", pair[1])),
    )


_texts = st.lists(st.sampled_from([*_WORDS, "b", "7", "\n", "."]), max_size=3).map("".join)
_pairs = st.recursive(st.sampled_from([*((word, word) for word in _WORDS * 3), *_CLASSES]), _grown, max_leaves=8)
matching = st.tuples(_pairs, _texts, _texts).map(lambda drawn: (drawn[0][0], f"{drawn[1]}{drawn[0][1]}{drawn[2]}"))
"""An expression and a text that it most often matches, with other words around the match."""
