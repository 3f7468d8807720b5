"""Pages of PDF files as pictures: what is drawn, and that a hostile file costs the process that draws and no more."""

from __future__ import annotations

import struct
import zlib

import pytest

pytest.importorskip("pypdfium2", reason="needs pypdfium2")

from hypothesis import HealthCheck, given, settings
from support.documents.hostile import changed
from support.documents.pdf import write_pdf

from notelint.inputs.formats.model import RefusedError
from notelint.inputs.formats.pdf_drawing import drawn

NOTE = "OPERATIVE REPORT\n\nThe fibula was raised on its pedicle.\n"
PDF = write_pdf(NOTE)


def pixels(png):
    """Width, height and the bytes of the rows of a picture."""
    assert png.startswith(b"\x89PNG\r\n\x1a\n")
    at, parts = 8, {}
    while at < len(png):
        (length,) = struct.unpack(">I", png[at : at + 4])
        kind, data = png[at + 4 : at + 8], png[at + 8 : at + 8 + length]
        assert struct.unpack(">I", png[at + 8 + length : at + 12 + length])[0] == zlib.crc32(kind + data)
        parts[kind] = data
        at += 12 + length
    width, height = struct.unpack(">II", parts[b"IHDR"][:8])
    rows = zlib.decompress(parts[b"IDAT"])
    assert len(rows) == height * (width + 1)
    return width, height, rows


def test_the_page_is_a_picture_with_dark_letters_on_white():
    page = drawn(PDF, 1)
    width, height, rows = pixels(page.png)
    assert (page.page, round(page.width), round(page.height)) == (1, 612, 792)
    assert width / page.width == pytest.approx(height / page.height, rel=0.01)
    assert min(rows) < max(rows) == 255
    assert max(rows[1 : width + 1]) == 255, "the margin is white"


@pytest.mark.parametrize(("data", "page"), [(PDF, 0), (PDF, 2), (PDF, 10**12), (b"%PDF-1.7", 1), (b"", 1), (PDF[:200], 1)])
def test_what_cannot_be_drawn_is_refused_in_one_line(data, page):
    with pytest.raises(RefusedError) as refusal:
        drawn(data, page)
    assert "\n" not in str(refusal.value)
    assert drawn(PDF, 1).page == 1, "the next one is drawn"


def test_a_page_as_large_as_a_house_has_few_pixels():
    large = PDF.replace(b"/MediaBox [0 0 612 792]", b"/MediaBox [0 0 14400 14400]")
    assert large != PDF
    width, height, _ = pixels(drawn(large, 1).png)
    assert width * height < 60_000_000


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(changed(PDF))
def test_any_bytes_are_drawn_or_refused(data):
    message = ""
    try:
        page = drawn(data, 1)
    except RefusedError as refusal:
        message = str(refusal)
    else:
        assert pixels(page.png)
    assert "fibula" not in message
