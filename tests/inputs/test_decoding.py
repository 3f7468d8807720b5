from __future__ import annotations

import gzip
import random
from contextlib import suppress

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from notelint.inputs.decoding import NotTextError, decode


@pytest.mark.parametrize(
    ("data", "text", "encoding"),
    [
        ("EBL 5 µl, “none”".encode(), "EBL 5 µl, “none”", "utf-8"),
        (b"\xef\xbb\xbfFibula", "Fibula", "utf-8"),
        ("Fibula".encode("utf-16"), "Fibula", "utf-16"),
        (b"\xfe\xff" + "Fibula".encode("utf-16-be"), "Fibula", "utf-16"),
        (b"\xff\xfe\0\0" + "Fibula".encode("utf-32-le"), "Fibula", "utf-32"),
        (b"5 \xb5l \x93none\x94", "5 µl “none”", "windows-1252"),
        (b"odd \x81 byte", "odd � byte", "windows-1252"),
        (b"cut off \xe2\x82", "cut off â‚", "windows-1252"),
        (b"", "", "utf-8"),
    ],
)
def test_the_encoding_is_found(data, text, encoding):
    assert decode(data) == (text, encoding)


def test_line_breaks_nul_and_non_breaking_spaces_stay():
    text = "PROCEDURE:\u00a0graft\r\nstray \0 NUL\rold Mac\n"
    assert decode(text.encode())[0] == text


@pytest.mark.parametrize(
    ("data", "told"),
    [
        (bytes(range(256)) * 4, "binary, not plain text; save the note as plain text (UTF-8)"),
        (gzip.compress(random.Random(1).randbytes(3000)), "binary, not plain text; save the note as plain text (UTF-8)"),
        ("without a mark".encode("utf-16-le"), "binary, not plain text; save the note as plain text (UTF-8)"),
        (b"%PDF-1.7 ...", "a PDF file, not plain text; save the note as plain text (.txt)"),
        (b"{\\rtf1\\ansi note}", "an RTF file, not plain text; save the note as plain text (.txt)"),
        (b"PK\x03\x04...", "a Word document or another zip archive, not plain text; save the note as plain text (.txt)"),
    ],
)
def test_what_is_no_text_is_refused(data, told):
    with pytest.raises(NotTextError) as caught:
        decode(data)
    assert str(caught.value) == told


@given(st.text(st.characters(exclude_categories=("Cc", "Cs")), min_size=1).filter(lambda text: text[0] != "\ufeff"))
def test_every_text_in_utf_8_is_read_unchanged(text):
    assume(not text.startswith("%PDF-"))
    assert decode(text.encode()) == (text, "utf-8")


@given(st.binary(max_size=200))
def test_no_bytes_raise_anything_else(data):
    with suppress(NotTextError):
        assert isinstance(decode(data)[0], str)
