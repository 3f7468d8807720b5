from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from notelint.outputs.html.marks import Mark, nested

SPANS = st.lists(st.tuples(st.integers(-2, 42), st.integers(-2, 42)).map(sorted), max_size=12, unique_by=tuple)


def walked(length, spans, stops=()):
    """The text pieces, and the characters over which each mark is open; pieces that do not nest are an assertion error."""
    marks = [Mark(*span, kinds=(str(index),)) for index, span in enumerate(spans)]
    stack, texts, over, begun, ended = [], [], {mark.kinds: [] for mark in marks}, [], []
    for piece in nested(length, marks, stops):
        if piece.kind == "open":
            stack.append(piece.mark.kinds)
            begun += [piece.mark.kinds] * piece.whole
        elif piece.kind == "close":
            assert stack.pop() == piece.mark.kinds
            ended += [piece.mark.kinds] * piece.whole
        elif piece.kind == "text":
            texts.append((piece.start, piece.end))
            for kinds in stack:
                over[kinds] += range(piece.start, piece.end)
    assert not stack
    return texts, over, begun, ended


@given(st.integers(0, 40), SPANS, st.lists(st.integers(-2, 42)))
def test_every_mark_is_open_over_its_own_stretch_and_nothing_else(length, spans, stops):
    texts, over, begun, ended = walked(length, spans, stops)
    assert [at for start, end in texts for at in range(start, end)] == list(range(length))
    for index, (start, end) in enumerate(spans):
        assert over[(str(index),)] == list(range(max(start, 0), min(end, length)))
    everyone = sorted((str(index),) for index in range(len(spans)))
    assert sorted(begun) == sorted(ended) == everyone  # each has one beginning with its id and one end with its links


@given(st.integers(0, 40), SPANS, st.sets(st.integers(0, 40)))
def test_each_stop_is_given_once_in_order(length, spans, stops):
    marks = [Mark(*span) for span in spans]
    given_back = [piece.start for piece in nested(length, marks, stops) if piece.kind == "stop"]
    assert given_back == sorted(stop for stop in stops if stop <= length)


def test_a_mark_that_crosses_another_one_is_split_at_its_end():
    told = [
        (piece.kind, piece.mark.kinds[0] if piece.mark else (piece.start, piece.end))
        for piece in nested(9, [Mark(1, 5, ("a",)), Mark(3, 7, ("b",))])
    ]
    assert told == [
        ("text", (0, 1)), ("open", "a"), ("text", (1, 3)), ("open", "b"), ("text", (3, 5)), ("close", "b"), ("close", "a"),
        ("open", "b"), ("text", (5, 7)), ("close", "b"), ("text", (7, 9)),
    ]  # fmt: skip


def test_the_longer_of_two_marks_that_begin_together_is_outside():
    opened = [piece.mark.kinds[0] for piece in nested(9, [Mark(2, 4, ("in",)), Mark(2, 8, ("out",))]) if piece.kind == "open"]
    assert opened == ["out", "in"]
