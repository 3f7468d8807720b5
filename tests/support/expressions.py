"""Regular expressions made up of words, signs and looks around, and texts that they may match."""

from __future__ import annotations

from hypothesis import strategies as st

_WORDS = ("fibula", "flap", "a", "vein", " ", "was ", "ed")
_CLASSES = ("[ab]", "[a-z]", "[a-z]{2,}", r"\d", r"\w", r"\s", ".", r"\b", "(?<=a)", "(?!b)", "$", "^")


def _grown(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    """Expressions made of smaller ones: in a row, as alternatives, repeated, looked ahead for."""
    return st.one_of(
        st.lists(inner, min_size=1, max_size=4).map("".join),
        st.lists(inner, min_size=1, max_size=3).map(lambda parts: f"(?:{'|'.join(parts)})"),
        st.tuples(inner, st.sampled_from(["?", "*", "+", "{2}", "{1,3}", "{0,2}?"])).map(lambda pair: f"(?:{pair[0]}){pair[1]}"),
        inner.map(lambda part: f"({part})"),
        inner.map(lambda part: f"(?={part})"),
        inner.map(lambda part: rf"\b{part}"),
    )


expressions = st.recursive(st.sampled_from([*_WORDS, *_CLASSES]), _grown, max_leaves=8)
texts = st.lists(st.sampled_from([*_WORDS, "b", "7", "\n", "."]), max_size=8).map("".join)
