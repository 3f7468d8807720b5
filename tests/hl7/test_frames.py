"""Frames of MLLP come out whole however the bytes are cut, and bad bytes lose no good frame."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.documents.hl7v2 import framed as framed_by_hand

from notelint.hl7.frames import CUT_OFF, OUTSIDE, Frame, Frames, framed

CONTENT = st.binary(max_size=30).map(lambda data: data.translate(None, b"\x0b\x1c"))


def fed(data, size, most=1000):
    frames = Frames(most)
    return [frame for at in range(0, len(data), size) for frame in frames.feed(data[at : at + size])]


@given(st.lists(CONTENT, max_size=6), st.integers(1, 40))
def test_frames_in_pieces_of_any_size(contents, size):
    assert fed(b"".join(map(framed, contents)), size) == [Frame(content) for content in contents]


@given(
    st.lists(st.binary(max_size=20) | st.sampled_from([b"\x0b", b"\x1c", b"\x1c\r", b"\x0b\x0b"]), max_size=12),
    st.integers(1, 30),
)
def test_any_bytes_and_then_a_good_frame(pieces, size):
    found = fed(b"".join(pieces) + framed(b"good"), size, most=50)
    assert found[-1] == Frame(b"good")
    assert [frame.data for frame in found] == [frame.data for frame in fed(b"".join(pieces) + framed(b"good"), 1, most=50)]


@pytest.mark.parametrize(
    ("data", "problems"),
    [
        (b"GET / HTTP/1.1\r\n\r\n", [OUTSIDE]),
        (b"x\x0ba\x1c\r", [OUTSIDE, ""]),
        (b"\x0ba\x0bb\x1c\r", [CUT_OFF, ""]),
        (b"\x0ba\x1c\x0bb\x1c\r", ["", ""]),
        (b"\r\n\r\n", []),
        (b"\x0b", []),
    ],
)
def test_problems(data, problems):
    assert [frame.problem for frame in fed(data, 3)] == problems


def test_a_frame_that_is_too_long_is_told_once_and_not_kept():
    frames = Frames(100)
    found = frames.feed(b"\x0b" + b"x" * 101)
    assert [frame.problem for frame in found] == ["longer than 100 bytes; split the message, or raise --max-bytes"]
    for _ in range(1000):
        assert frames.feed(b"x" * 1000) == []
    assert len(frames._kept) == 0
    assert frames.feed(b"\x1c\r" + framed(b"good")) == [Frame(b"good")]


def test_our_frame_is_that_of_the_documents():
    assert framed(b"MSH") == framed_by_hand(b"MSH")
