"""Offsets and positions: every encoding, emoji, combining characters, and lines that end as the protocol says."""

from __future__ import annotations

import pytest

pytest.importorskip("pygls", reason="the extra lsp is not installed")
from hypothesis import given
from hypothesis import strategies as st
from lsprotocol import types

from notelint.lsp.positions import Lines, agreed_encoding, changed

UTF8, UTF16, UTF32 = types.PositionEncodingKind.Utf8, types.PositionEncodingKind.Utf16, types.PositionEncodingKind.Utf32
NAMES = {UTF8: ("utf-8", 1), UTF16: ("utf-16-le", 2), UTF32: ("utf-32-le", 4)}
TEXTS = st.text(st.sampled_from("ab \t\n\r\x0c\x0b\x85\u2028é\u0301😀👩🏽\u200d⚕\ufe0f\u3042"), max_size=40)


def reference(text, offset, encoding):
    """The position, the slow way: split at the line ends of the protocol, then count bytes."""
    before = text[:offset]
    lines = before.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    if before.endswith("\r") and text[offset : offset + 1] == "\n":
        lines = before[:-1].replace("\r\n", "\n").replace("\r", "\n").split("\n")  # inside a line end: still on the line
    name, size = NAMES[encoding]
    return types.Position(len(lines) - 1, len(lines[-1].encode(name)) // size)


@given(TEXTS, st.data(), st.sampled_from(list(NAMES)))
def test_a_position_is_what_counting_bytes_gives(text, data, encoding):
    offset = data.draw(st.integers(0, len(text)))
    assert Lines(text, encoding).position(offset) == reference(text, offset, encoding)


@given(TEXTS, st.data(), st.sampled_from(list(NAMES)))
def test_a_position_leads_back_to_its_offset(text, data, encoding):
    offset = data.draw(st.integers(0, len(text)))
    if text[offset - 1 : offset + 1] == "\r\n":
        offset -= 1
    lines = Lines(text, encoding)
    assert lines.offset(lines.position(offset)) == offset


@given(TEXTS, st.integers(0, 60), st.integers(0, 60), st.sampled_from(list(NAMES)))
def test_no_position_is_outside_the_text(text, line, character, encoding):
    assert 0 <= Lines(text, encoding).offset(types.Position(line, character)) <= len(text)


@pytest.mark.parametrize(
    ("encoding", "character"), [(UTF8, 17 + 7), (UTF16, 7 + 7), (UTF32, 5 + 7)], ids=["utf-8", "utf-16", "utf-32"]
)
def test_an_emoji_of_several_characters_before_the_words(encoding, character):
    text = "\U0001f469\U0001f3fd\u200d\u2695\ufe0f Blood loss: ***"
    offset = text.index("loss")
    assert Lines(text, encoding).position(offset) == types.Position(0, character)


def test_a_position_within_an_emoji_is_its_beginning():
    assert Lines("a😀b", UTF16).offset(types.Position(0, 2)) == 1


def test_a_combining_character_is_one_unit_of_its_own():
    assert Lines("e\u0301 x", UTF16).position(3) == types.Position(0, 3)


def test_a_form_feed_ends_no_line():
    assert Lines("a\x0cb\u2028c\nd", UTF16).position(6) == types.Position(1, 0)


@pytest.mark.parametrize(
    ("offered", "agreed"),
    [(None, UTF16), (["utf-16"], UTF16), (["utf-8"], UTF8), (["utf-8", "utf-16", "utf-32"], UTF32), ([], UTF16)],
)
def test_code_points_are_used_where_the_client_can(offered, agreed):
    assert agreed_encoding(offered) == agreed


@given(TEXTS, st.lists(st.tuples(st.integers(0, 50), st.integers(0, 50), TEXTS), max_size=4), st.sampled_from(list(NAMES)))
def test_changes_give_the_text_that_the_editor_has(text, edits, encoding):
    made, expected = [], text
    for first, last, new in edits:
        start, end = sorted((min(first, len(expected)), min(last, len(expected))))
        lines = Lines(expected, encoding)
        place = lines.range(start, end)
        start, end = lines.offsets(place)  # an offset inside CRLF is moved
        made.append(types.TextDocumentContentChangePartial(place, new))
        expected = expected[:start] + new + expected[end:]
    assert changed(text, made, encoding) == expected


def test_a_change_without_a_range_is_the_whole_text():
    assert changed("old", [types.TextDocumentContentChangeWholeDocument("new")], UTF16) == "new"
