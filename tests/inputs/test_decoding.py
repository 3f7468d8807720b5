from __future__ import annotations

import gzip
import itertools
import random
import subprocess
import sys
from contextlib import suppress
from pathlib import Path

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
        (b"odd \x81 byte", "odd ü byte", "cp850"),
        ("Dr. Müller, 4 cm² by the Société".encode("cp850"), "Dr. Müller, 4 cm² by the Société", "cp850"),
        ("Fibula".encode("utf-16-le"), "Fibula", "utf-16-le"),
        ("Fibula".encode("utf-16-be"), "Fibula", "utf-16-be"),
        ("Fibula".encode("utf-32-le"), "Fibula", "utf-32-le"),
        ("Müller “none” 5 µl\r\n".encode("utf-16-le"), "Müller “none” 5 µl\r\n", "utf-16-le"),
        ("cut off".encode("utf-16-le")[:-1], "cut of\ufffd", "utf-16-le"),
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
    ("data", "message"),
    [
        (bytes(range(256)) * 4, "binary, not plain text; save the note as plain text (UTF-8)"),
        (random.Random(1).randbytes(3000), "binary, not plain text; save the note as plain text (UTF-8)"),
        (b"\x00\x01\x02\x03" * 200, "binary, not plain text; save the note as plain text (UTF-8)"),
        (random.Random(2).randbytes(40), "binary, not plain text; save the note as plain text (UTF-8)"),
        (b"%PDF-1.7 ...", "a PDF file, not plain text; save the note as plain text (.txt)"),
        (b"{\\rtf1\\ansi note}", "an RTF file, not plain text; save the note as plain text (.txt)"),
        (gzip.compress(b"note", mtime=0), "a gzip archive, not plain text; save the note as plain text (.txt)"),
        (b"PK\x03\x04...", "a Word document or another zip archive, not plain text; save the note as plain text (.txt)"),
    ],
)
def test_what_is_no_text_is_refused(data, message):
    with pytest.raises(NotTextError) as caught:
        decode(data)
    assert str(caught.value) == message


@given(st.text(st.characters(exclude_categories=("Cc", "Cs")), min_size=1).filter(lambda text: text[0] != "\ufeff"))
def test_every_text_in_utf_8_is_read_unchanged(text):
    assume(not text.startswith("%PDF-"))
    assert decode(text.encode()) == (text, "utf-8")


@given(st.binary(max_size=200))
def test_no_bytes_raise_anything_else(data):
    with suppress(NotTextError):
        assert isinstance(decode(data)[0], str)


SAMPLES = [path.read_text("utf8") for path in sorted((Path(__file__).parents[2] / "sample_notes").glob("*.txt"))]
WORDS = {
    "windows-1252": ["“none”", "5 µl", "8.5 × 3 cm", "patient’s", "Müller", "42 cm²", "stage – two", "37 °C", "Peña"],
    "cp850": ["Müller", "5 µl", "37 °C", "Peña", "42 cm²", "Société"],
    "latin-1": ["Müller", "5 µl", "8.5 × 3 cm", "37 °C", "Peña", "42 cm²"],
    "mac-roman": ["“none”", "5 µl", "patient’s", "Müller", "stage – two", "37 °C", "Peña"],
    "shift-jis": ["患者 田中太郎 様", "左腓骨 遊離皮弁", "手術記録", "カタカナ"],
    "utf-16-le": ["Müller", "“none”", "5 µl"],
    "utf-16-be": ["Müller", "“none”", "5 µl"],
    "utf-8-sig": ["Müller", "“none”", "5 µl"],
}
ONE, SOME, MANY = 1, 6, 40
# Of how many of the sample notes with so many words beyond ASCII the encoding is found; few such words leave it in doubt.
FOUND = [
    *(("windows-1252", count, 1.0) for count in (ONE, SOME, MANY)),
    *(("latin-1", count, 1.0) for count in (ONE, SOME, MANY)),
    *(("utf-16-le", count, 1.0) for count in (ONE, MANY)),
    *(("utf-16-be", count, 1.0) for count in (ONE, MANY)),
    *(("utf-8-sig", count, 1.0) for count in (ONE, MANY)),
    ("cp850", SOME, 0.5),
    ("cp850", MANY, 1.0),
    ("mac-roman", SOME, 0.5),
    ("mac-roman", MANY, 0.9),
    ("shift-jis", MANY, 1.0),
]


def with_words(text, encoding, count):
    """The text in ASCII with ``count`` words of ``encoding`` between its own."""
    words = text.encode("ascii", "ignore").decode().split(" ")
    for place, word in enumerate(itertools.islice(itertools.cycle(WORDS[encoding]), count)):
        words.insert((place + 1) * len(words) // (count + 1), word)
    return " ".join(words)


@pytest.mark.parametrize(("encoding", "count", "share"), FOUND)
def test_the_encoding_of_real_notes_is_found(encoding, count, share):
    texts = [with_words(text, encoding, count) for text in SAMPLES]
    right = sum(decode(text.encode(encoding))[0] == text for text in texts)
    assert right >= share * len(texts) > 0


def test_the_detector_is_imported_only_where_a_text_is_not_utf_8():
    program = (
        "import sys; from notelint.inputs.decoding import decode; decode('5 µl'.encode()); decode('a'.encode('utf-16'));"
        "print('charset_normalizer' in sys.modules); decode(b'5 \\xb5l'); print('charset_normalizer' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, encoding="utf8", check=True)
    assert done.stdout.split() == ["False", "True"]
