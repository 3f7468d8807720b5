"""MHT: the page among its parts, places, and files that are damaged or meant to do harm."""

from __future__ import annotations

import base64
import quopri
from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from support.documents.html import write_html
from support.documents.mht import container, part, write_mht
from support.documents.rough import assert_linear, assert_read_or_refused, assert_sound, mangled, no_inner, refusal
from support.notes import SAMPLES, text_of

from notelint.inputs.formats.mht import read
from notelint.inputs.formats.model import Document, Limits
from notelint.places import Place, PlaceMap

CALM = settings(deadline=None, max_examples=100, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
PAGE = b"<html>\n<p>The fibula\n<p>was raised."


def read_one(data, limits=Limits(), read_inner=no_inner):  # noqa: B008 -- it is frozen
    (found,) = read(data, limits, read_inner)
    assert_sound(found)
    return found


# The page.


@pytest.mark.parametrize("path", SAMPLES, ids=lambda path: path.stem)
def test_a_written_note_is_read_back(path):
    text = text_of(path).replace("\r\n", "\n").strip("\n") + "\n\nVessel\tDiameter\nPeroneal artery\t2 mm"
    found = read_one(write_mht(text))
    assert found.text == text
    assert found.warnings == ()
    assert (found.metadata.title, found.metadata.author, found.metadata.date) == (
        "Operative report",
        "A. Surgeon",
        date(2026, 3, 14),
    )


@CALM
@given(st.text(st.characters(exclude_categories=["Cs", "Cc"], include_characters="\t\n"), max_size=200))
def test_any_text_is_read_back(text):
    assert read_one(write_mht(text)).text == text.strip("\n")


@pytest.mark.parametrize(
    ("body", "encoding"),
    [
        (PAGE, "7bit"), (PAGE, "8bit"), (PAGE, "binary"), (quopri.encodestring(PAGE), "Quoted-Printable"),
        (base64.encodebytes(PAGE), "base64"), (base64.b64encode(PAGE).rstrip(b"=") + b"!\r\n", "BASE64"),
    ],
)  # fmt: skip
def test_transfer_encodings(body, encoding):
    found = read_one(container(part(body, "text/html", encoding)))
    assert found.text == "The fibula\nwas raised."
    assert found.places.at(4) == Place(steps=("part 1",), paragraph=1, line=2)
    assert found.places.at(found.text.index("raised")) == Place(steps=("part 1",), paragraph=2, line=3)


def test_a_page_that_is_the_whole_file():
    found = read_one(b'MIME-Version: 1.0\r\nContent-Type: text/html;\r\n\tcharset="windows-1251"\r\n\r\n<p>\xea\xee\xf1\xf2\xfc')
    assert found.text == "кость"
    assert found.places.at(0) == Place(paragraph=1, line=1)
    assert found.encoding == "windows-1251"


def test_the_page_is_the_part_that_the_file_names():
    parts = (part(b"<p>no", "text/html", "8bit", "Content-ID: <a@b>"), part(b"<p>yes", "text/html", "8bit", "Content-ID: <c@d>"))
    for root in ("<c@d>", "c@d"):
        found = read_one(container(*parts, root=root))
        assert found.text == "yes"
        assert found.places.at(0).steps == ("part 2",)
        assert found.warnings == ("1 other document not read",)
    assert read_one(container(*parts, root="<e@f>")).text == "no"


def test_the_page_is_the_first_in_html():
    inner = container(part(b"no", "text/plain", "8bit"), part(b"<p>yes", "Text/HTML; charset=utf-8", "8bit")).partition(
        b"Content-Type: "
    )[2]
    inner = b"Content-Type: " + inner.replace(b"----MultipartBoundary", b"----Inner").replace(b"related", b"alternative")
    others = (part(b"%PDF-1.7", "application/pdf", "8bit"), part(b"<p>no", "text/html", "8bit"))
    found = read_one(container(part(b"p {}", "text/css", "8bit"), inner, *others))
    assert found.text == "yes"
    assert found.places.at(0).steps == ("part 3",)
    assert found.warnings == ("2 other documents not read",)


def test_a_page_in_another_format_is_read_by_its_own_reader():
    def read_inner(data, media_type=""):
        assert (data, media_type) == (b"The fibula", "text/plain")
        return [Document("The fibula", PlaceMap((0,), (Place(line=1),)))]

    found = read_one(container(part(b"x", "image/png", "8bit"), part(b"The fibula", "text/plain", "8bit")), read_inner=read_inner)
    assert found.text == "The fibula"
    assert found.places.at(0) == Place(steps=("part 2",), line=1)
    assert found.metadata.title == "Operative report"


def test_the_header_says_what_the_page_does_not():
    data = container(part(PAGE, "text/html", "8bit"))
    found = read_one(data)
    assert (found.metadata.title, found.metadata.author, found.metadata.date) == ("Operative report", "", date(2026, 3, 14))
    data = data.replace(b"<Saved by Blink>", b'"A. Surgeon" <a@b.c>').replace(b"Sat, 14 Mar 2026", b"yesterday")
    data = data.replace(b"=?utf-8?Q?Operative=20report?=", b"=?utf-8?B?w5xiZXI=?=\r\n =?x-none?Q?no?=")
    found = read_one(data)
    assert (found.metadata.author, found.metadata.date) == ('"A. Surgeon" <a@b.c>', None)
    assert "fibula" not in found.metadata.title


@pytest.mark.parametrize("line_break", [b"\n", b"\r\n"])
@pytest.mark.parametrize("cut", [False, True])
def test_boundaries(line_break, cut):
    data = (
        b"\r\n\xef\xbb\xbf"
        b'Content-Type: multipart/related; boundary="a.b+c"\n\nFor old programs\n--a.b+cd\n--a.b+c  \n\n--\n'
        b"--a.b+c\nContent-Type: text/html\n\n<p>a\n --a.b+c\n--a.b\n--a.b+c"
    )
    data = data.replace(b"\n", line_break) + (b"" if cut else b"--" + line_break + b"--a.b+c" + line_break + b"<p>no")
    assert read_one(data.lstrip(b"\r\n") if line_break == b"\n" else data).text == "a --a.b+c --a.b"


# Damaged files, and such as are meant to do harm.


@pytest.mark.parametrize(
    ("data", "limits", "reason"),
    [
        (b"", Limits(), "no MHT"),
        (b"The fibula was raised.\n\nIt bled.", Limits(), "no MHT"),
        (b"Content-Type: multipart/related\n\n--a\n", Limits(), "a damaged MHT file: a part without boundary"),
        (b"Content-Type: multipart/related; boundary=a\n\n", Limits(), "an MHT file without a page"),
        (container(part(b"x", "image/png", "8bit")), Limits(), "an MHT file without a page"),
        (container(part(PAGE, "text/html", "x-uuencode")), Limits(), "an MHT file in an unknown transfer encoding"),
        (container(*[part(b"x", "text/css", "8bit")] * 1001), Limits(), "an MHT file of more than 1,000 parts"),
        (container(part(PAGE, "text/html", "8bit")), Limits(bytes=100), "an MHT file of more than 100 bytes"),
        (container(part(PAGE, "text/html", "8bit")), Limits(part_bytes=10), "a part of more than 10 bytes"),
        (container(part(PAGE, "text/html", "8bit")), Limits(part_bytes=30), "a part of more than 30 bytes"),
        (container(part(PAGE, "text/html", "8bit")), Limits(chars=10), "more than 10 characters"),
        (container(part(b"fibula", "text/html", "8bit")), Limits(), "no HTML"),
        (b"Content-Type: text/html" + b"\nX: fibula" * 20_000, Limits(), "a damaged MHT file: a header does not end"),
        (
            b"".join(b"Content-Type: multipart/related; boundary=a%d\n\n--a%d\n" % (n, n) for n in range(10)) + PAGE,
            Limits(), "a damaged MHT file: parts nested deeper than 6",
        ),
    ],
)  # fmt: skip
def test_what_is_past_a_limit_is_refused(data, limits, reason):
    assert refusal(read, data, limits).startswith(reason)


def test_empty_parts_in_parts_are_counted():
    inner = b"--a\nContent-Type: multipart/mixed; boundary=b\n\n"
    reason = refusal(read, b"Content-Type: multipart/related; boundary=a\n\n" + inner * 1001)
    assert reason.startswith("an MHT file of more than 1,000 parts")


def test_messages_in_messages_are_not_opened():
    nested = b"Content-Type: message/rfc822\n\n" * 10_000
    found = read_one(container(part(nested, "message/rfc822", "8bit"), part(PAGE, "text/html", "8bit")))
    assert found.text == "The fibula\nwas raised."
    assert found.warnings == ("1 other document not read",)


@pytest.mark.parametrize(
    "value",
    [
        "multipart/related; boundary=", 'multipart/related; boundary="',
        "multipart/related; " + ";" * 30_000, "text/html; charset=" + "9" * 9000,
        "multipart/related; " + 'a="' * 10_000, "text/html; charset*=rot13'y'%E9", "text/html; charset*" + "9" * 5000 + "=x",
        "text", "",
        "multipart/x; boundary" + " " * 30_000, "\x00\xff",
    ],
)  # fmt: skip
def test_odd_headers(value):
    odd = f"Date: {'1 ' * 5000}\nSubject: {'=?utf-8?q?a?= ' * 500}=?utf-8?b?x?=\nFrom: =?rot13?q?x?=\n"
    assert_read_or_refused(read, f"{odd}Content-Type: {value}\n\n<p>a".encode(), secret=())


@pytest.mark.parametrize(
    "unit",
    [
        b"--a\n", b"--a--", b"--a\n\n", b"--", b"\n", b"--a\nContent-Type: multipart/mixed; boundary=a\n\n", b"=\n",
        b"<p>x\n", b"x",
        b"--a\nContent-Type: multipart/mixed; boundary=b\n\n--b\n",
    ],
)  # fmt: skip
@pytest.mark.parametrize("start", [b"", b"--a\nContent-Type: text/html\nContent-Transfer-Encoding: quoted-printable\n\n<p>"])
def test_time_is_linear(unit, start):
    head = b"Content-Type: multipart/related; boundary=a\n\n" + start
    assert_linear(read, lambda size: head + unit * (size // len(unit)), 30_000)


PIECES = [
    b"\r\n\r\n", b"\n\n", b"\r\n------MultipartBoundary--a1B2c3D4----\r\n", b"--",
    b"Content-Type: multipart/related; boundary=x\r\n\r\n",
    b"Content-Type: text/html\r\n", b"Content-Transfer-Encoding: base64\r\n", b"Content-Transfer-Encoding: x\r\n", b"=",
    b"=3", b'"', b";",
    b"boundary=", b" start=a", b"\t", b"charset=utf-16", b"=?utf-8?q?=ff?=", b"\0", b"<!--", b"message/rfc822",
]  # fmt: skip
SECRET = ("Tollefsen", "Quillfeather", "fibula")
NOTE = "PROCEDURE:\nMargit Tollefsen\n\nDr. Quillfeather raised the  fibula φ – 8 × 4 cm.\nArtery\t2 mm\n"
DOCUMENTS = [
    write_mht(NOTE),
    container(
        part(base64.encodebytes(write_html(NOTE)), "text/html; charset=utf-8", "base64", "Content-ID: <a@b>"), root="<a@b>"
    ),
]


def read_without_others(data, limits, _read_inner):
    """Reads pages; one in another format counts as empty."""
    return read(data, limits, lambda _inner, _media_type="": [Document("")])


@settings(CALM, max_examples=200)
@given(mangled(DOCUMENTS, PIECES))
def test_a_damaged_file_is_read_or_refused(data):
    assert_read_or_refused(read_without_others, data, secret=SECRET)


@pytest.mark.parametrize("data", DOCUMENTS, ids=["quoted", "base64"])
def test_a_file_cut_anywhere_is_read_or_refused(data):
    for end in range(0, len(data), 3):
        assert_read_or_refused(read, data[:end], secret=SECRET)
