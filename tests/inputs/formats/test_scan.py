"""Reading of scans. Where the program tesseract is missing, those that need it skip; the others use a stand-in for it."""

from __future__ import annotations

import os
import shutil
import stat
import sys
import time
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PIL import Image
from support.documents.pages import HEIGHT, laid_out
from support.documents.pdf import PdfFile, drawn, write_pdf
from support.documents.scan import as_file, draw_pages, write_scan

from notelint.inputs.formats import page_text, pdf, scan, tesseract
from notelint.inputs.formats.model import Limits, RefusedError
from notelint.inputs.formats.picture import Picture, best_scale

SAMPLES = Path(__file__).parents[4] / "shared" / "samples"
SHORT = """OPERATIVE REPORT

Procedure: free fibula flap
to the mandible with a skin paddle and two osteotomies.

Blood loss was 550 mL."""
SCRIPT = """#!/bin/sh
cd {folder}
/usr/bin/env > environment
echo "$@" >> arguments
/bin/cat > input
{script}
/bin/cat table
"""
LEFT, TOP, WIDE, HIGH = 300, 330, 150, 40  # of the word that the stand-in finds, in pixels
needs_tesseract = pytest.mark.skipif(shutil.which("tesseract") is None, reason="needs the program tesseract")


def no_inner(data, media_type=""):
    raise AssertionError("nothing inside a scan is read")


def read(data, limits=None, reader=scan):
    (document,) = reader.read(data, limits or Limits(), no_inner)
    return document


def refused(data, limits=None, reader=scan):
    with pytest.raises(RefusedError) as error:
        read(data, limits, reader)
    assert "\n" not in str(error.value)
    return str(error.value)


def row(text="fibula", confidence=95.0, line=1, left=LEFT, top=TOP):
    return f"5\t1\t1\t1\t{line}\t1\t{left}\t{top}\t{WIDE}\t{HIGH}\t{confidence}\t{text}\n"


@pytest.fixture
def stand_in(tmp_path, monkeypatch):
    """Puts a shell script in the place of tesseract; it keeps its environment, its arguments and its input."""

    def install(table="", script=""):
        (tmp_path / "table").write_text(table, "utf-8")
        program = tmp_path / "tesseract"
        program.write_text(SCRIPT.format(folder=tmp_path, script=script), "utf-8")
        program.chmod(program.stat().st_mode | stat.S_IXUSR)
        monkeypatch.setattr(page_text, "program", lambda: str(program))
        return tmp_path

    return install


@needs_tesseract
class TestRecognised:
    @pytest.mark.parametrize(("kind", "dpi"), [("TIFF", 300), ("PNG", 100), ("JPEG", 200)])
    def test_text_and_places(self, kind, dpi):
        document = read(write_scan(SHORT, kind, dpi=dpi))
        assert document.text == SHORT
        assert document.warnings == ()
        for piece in (piece for page in laid_out(SHORT) for piece in page):
            place = document.places.at(document.text.index(piece.text))
            assert place.page == 1
            assert place.box.left == pytest.approx(piece.x, abs=3)
            assert place.box.top < HEIGHT - piece.y < place.box.bottom + 3

    def test_pages_of_a_tiff_and_a_blank_one(self):
        document = read(write_scan(f"{SHORT}\f\f{SHORT}", dpi=200))
        assert document.text == f"{SHORT}\n{SHORT}"
        assert document.warnings == ("page 2 is a picture without a word",)
        assert [document.places.at(offset).page for offset in (0, len(document.text) - 1)] == [1, 3]

    def test_a_fax_has_pixels_twice_as_high_as_wide(self):
        (image,) = draw_pages(SHORT, dpi=204)
        document = read(as_file([image.resize((image.width, image.height * 98 // 204))], "TIFF", (204, 98)))
        assert document.text.split() == SHORT.split()
        assert document.places.at(0).box.top == pytest.approx(63, abs=4)

    @pytest.mark.parametrize(("turn", "box"), [(90, (64, 438)), (180, (438, 720)), (270, (720, 72))])
    def test_a_page_on_its_side_or_on_its_head(self, turn, box):
        (image,) = draw_pages(SHORT, dpi=200)
        document = read(as_file([image.rotate(turn, expand=True)], "PNG", (200, 200)))
        assert document.text.split() == SHORT.split()
        assert document.places.at(0).box[:2] == pytest.approx(box, abs=4)

    def test_a_pdf_page_that_is_a_picture(self):
        document = read(write_pdf(f"The leg was closed.\f{SHORT}", scanned={2}), reader=pdf)
        assert document.text == f"The leg was closed.\n{SHORT}"
        assert document.warnings == ()
        place = document.places.at(document.text.index("Blood"))
        assert place.page == 2
        assert place.box.left == pytest.approx(72, abs=3)

    def test_columns(self):
        text = "\n".join([f"{SHORT.splitlines()[3]} The bone was cut in two and was fixed to the plate by screws."] * 14)
        document = read(write_scan(text, "PNG", columns=2))
        assert document.text.split()[:200] == text.split()[:200]

    def test_nothing_is_left_in_the_folder_for_temporary_files(self):
        before = set(os.listdir("/tmp"))  # noqa: PTH208 - the names are enough
        read(write_scan(SHORT, "PNG"))
        new = set(os.listdir("/tmp")) - before  # noqa: PTH208
        assert not [name for name in new if name.startswith("tess") or name.endswith((".png", ".tif", ".txt", ".tsv"))]


class TestProgram:
    def test_it_is_called_with_pipes_and_a_small_environment(self, stand_in, monkeypatch):
        monkeypatch.setenv("PATIENT", "someone")
        folder = stand_in(row())
        document = read(write_scan(SHORT, "PNG"))
        assert document.text == "fibula"
        assert document.places.at(0).box == (72, 79.2, 108, 88.8)
        assert (folder / "arguments").read_text() == "stdin stdout --dpi 300 -l eng tsv\n"
        environment = dict(line.split("=", 1) for line in (folder / "environment").read_text().splitlines())
        assert environment["OMP_THREAD_LIMIT"] == "1"
        assert "PATIENT" not in environment
        assert "HOME" not in environment
        with Image.open(folder / "input") as given:
            assert (given.format, given.mode, given.size) == ("PNG", "L", (2550, 3300))

    def test_low_confidence_is_told_after_a_second_look(self, stand_in):
        folder = stand_in(row(confidence=54.4) + row("flap", confidence=53.0, line=2, top=TOP + 60))
        assert read(write_scan(SHORT, "PNG")).warnings == ("page 1 was recognised with low confidence (54 of 100)",)
        assert len((folder / "arguments").read_text().splitlines()) == 2

    def test_words_of_a_picture_on_its_head_have_their_boxes_in_the_picture_as_it_is(self, stand_in):
        stand_in(script=f'if [ -e again ]; then echo "{row().strip()}"; exit; fi\ntouch again')
        assert read(write_scan(SHORT, "PNG")).places.at(0).box == (504, 703.2, 540, 712.8)

    def test_a_second_look_that_fails_leaves_the_first(self, stand_in):
        stand_in(row(confidence=20.0), script="if [ -e again ]; then exit 1; fi\ntouch again")
        assert read(write_scan(SHORT, "PNG")).text == "fibula"

    def test_words_stand_in_their_lines_and_cells(self, stand_in):
        stand_in(
            row("Surgeon:", left=300) + row("Dr.", left=900) + row("A", left=1070) + row("EBL:", line=2, top=400)
            + row(" ", line=2, top=400) + "4\t1\t1\t1\t3\t0\t0\t0\t9\t9\t-1\t\n"
        )  # fmt: skip
        assert read(write_scan(SHORT, "PNG")).text == "Surgeon:\tDr. A\nEBL:"

    @pytest.mark.parametrize(
        "table", ["nonsense", row().replace("\t300\t", "\tx\t"), row(confidence="x"), "\0\xff" * 50, row()[:30]]
    )
    def test_a_table_that_is_none(self, stand_in, table):
        stand_in(table)
        assert refused(write_scan(SHORT, "PNG")).startswith("has no text; page 1 ")

    def test_a_failure_is_told(self, stand_in):
        stand_in(script="exit 1")
        assert refused(write_scan(SHORT, "PNG")) == (
            "has no text; page 1 was not recognised: tesseract failed; "
            "check that its English data (tesseract-ocr-eng) are installed"
        )

    def test_a_program_that_does_not_start(self, monkeypatch):
        monkeypatch.setattr(page_text, "program", lambda: "/no/such/tesseract")
        assert refused(write_scan(SHORT, "PNG")) == "has no text; page 1 was not recognised: tesseract does not start"

    def test_a_program_that_does_not_end_is_ended(self, stand_in, monkeypatch):
        monkeypatch.setattr(tesseract, "_SECONDS", 0.3)
        stand_in(script="exec /bin/sleep 20")
        began = time.monotonic()
        assert "page 1 was not recognised within" in refused(write_scan(SHORT, "PNG"))
        assert time.monotonic() - began < 10

    def test_a_page_that_fails_among_others_is_told(self, stand_in):
        stand_in(script="exit 1")
        document = read(write_pdf("one\ftwo\fthree", scanned={2, 3}), reader=pdf)
        assert document.text == "one"
        assert document.warnings[0].startswith("pages 2 and 3 were not recognised: tesseract failed")

    def test_few_words_over_a_big_picture_give_way_to_the_many_in_it(self, stand_in):
        (image,) = draw_pages(SHORT)
        file = PdfFile()
        file.add_picture(image, over=drawn(laid_out("Fax page")[0]))
        stand_in("".join(row(word, left=300 + 200 * index) for index, word in enumerate(("Fax", "page", "of", "a", "fibula"))))
        assert read(file.write(), reader=pdf).text == "Fax page of a fibula"
        stand_in(row("blot"))
        assert read(file.write(), reader=pdf).text == "Fax page"

    def test_missing(self, monkeypatch):
        monkeypatch.setenv("PATH", "/nowhere")
        assert (
            refused(write_scan(SHORT, "PNG"))
            == "a picture; install tesseract (Debian: tesseract-ocr) to have its text recognised"
        )

    def test_no_word_is_in_what_is_shown_of_records(self, stand_in):
        found = tesseract.recognise(str(stand_in(row()) / "tesseract"), Picture(1, 1, b"\0", 1.0))
        assert found.words == 1
        assert "fibula" not in repr(found)


class TestPictures:
    @pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "RGB", "RGBA", "CMYK", "I;16"])
    def test_every_mode_becomes_grey_on_white(self, stand_in, mode):
        folder = stand_in(row())
        image = Image.new("RGBA", (1700, 2200), (0, 0, 0, 0 if mode in {"LA", "RGBA"} else 255))
        if mode in {"LA", "RGBA"}:
            image.paste((0, 0, 0, 255), (0, 0, 850, 2200))
        else:
            image.paste((255, 255, 255, 255), (850, 0, 1700, 2200))
        converted = (
            image.convert("L").point(lambda value: value * 257, "I").convert("I;16") if mode == "I;16" else image.convert(mode)
        )
        read(as_file([converted], "TIFF" if mode in {"CMYK", "I;16"} else "PNG", (200, 200)))
        with Image.open(folder / "input") as given:
            assert given.size == (1700, 2200)
            assert given.getpixel((100, 100)) <= 1
            assert given.getpixel((1600, 100)) >= 254

    def test_a_photograph_is_turned_as_the_camera_says(self, stand_in):
        folder = stand_in(row())
        exif = Image.Exif()
        exif[0x0112] = 6  # turn by 90 degrees clockwise
        read(as_file([Image.new("L", (2200, 1700), 255)], "JPEG", (200, 200), exif=exif))
        with Image.open(folder / "input") as given:
            assert given.size == (1700, 2200)

    @pytest.mark.parametrize(
        ("size", "dpi", "expected"),
        [
            ((1700, 2200), None, (1700, 2200)),  # taken for letter paper
            ((850, 1100), None, (2550, 3300)),
            ((2200, 1700), None, (2200, 1700)),
            ((850, 1100), (100, 100), (2550, 3300)),
            ((3400, 4400), (72, 72), (3400, 4400)),  # a camera's 72 dots per inch are none
            ((5100, 6600), (600, 600), (5100, 6600)),
            ((1728, 1100), (204, 98), (2541, 3367)),
        ],
    )
    def test_resolution(self, stand_in, size, dpi, expected):
        folder = stand_in(row())
        read(as_file([Image.new("1", size, 1)], "TIFF", dpi))
        with Image.open(folder / "input") as given:
            assert given.size == expected

    def test_a_very_fine_picture_is_made_smaller(self, stand_in):
        folder = stand_in(row())
        read(as_file([Image.new("1", (7_650, 9_900), 1)], "PNG", (900, 900)))
        with Image.open(folder / "input") as given:
            assert given.size == (2550, 3300)

    def test_a_picture_of_very_many_pixels_is_refused_before_it_is_unpacked(self, stand_in):
        stand_in(row())
        data = as_file([Image.new("1", (16_000, 10_000), 1)], "PNG")
        assert len(data) < 100_000
        assert refused(data) == "a picture of too many pixels; scan the document at 300 dots per inch"
        header = bytearray(data)
        header[16:24] = (60_000).to_bytes(4, "big") * 2
        assert "too many pixels" in refused(bytes(header)) or "damaged" in refused(bytes(header))

    def test_damaged_pictures(self, stand_in):
        stand_in(row())
        unreadable = "damaged, or no TIFF, PNG or JPEG picture; scan the document again"
        assert [refused(data) for data in (b"", b"II*\0", b"GIF89a", b"\x89PNG\r\n\x1a\n")] == [unreadable] * 4
        assert refused(write_scan(SHORT, "JPEG")[:2_000]) == "has no text; page 1 is damaged and was not read"

    def test_limits(self, stand_in):
        stand_in(row())
        data = as_file([Image.new("1", (1700, 2200), 1)] * 4, "TIFF", (200, 200))
        assert refused(data, Limits(bytes=10)).startswith("larger than 10 bytes")
        assert refused(data, Limits(pages=3)) == "longer than 3 pages; split it"
        assert refused(data, Limits(scanned_pages=3)) == "more than 3 pages are pictures without text; split the document"
        assert refused(write_pdf("1\f2\f3", scanned=True), Limits(scanned_pages=2), pdf).startswith("more than 2 pages")
        assert read(data, Limits(scanned_pages=4)).text == "\n".join(["fibula"] * 4)

    def test_a_tiff_whose_pages_go_round(self, stand_in):
        stand_in(row())
        data = bytearray(as_file([Image.new("1", (1700, 2200), 1)] * 2, "TIFF", (200, 200)))
        order = "little" if data[:2] == b"II" else "big"
        first = int.from_bytes(data[4:8], order)
        second_at = first + 2 + 12 * int.from_bytes(data[first : first + 2], order)
        second = int.from_bytes(data[second_at : second_at + 4], order)
        end_at = second + 2 + 12 * int.from_bytes(data[second : second + 2], order)
        data[end_at : end_at + 4] = first.to_bytes(4, order)
        assert read(bytes(data)).text == "fibula\nfibula"

    def test_without_the_library(self, monkeypatch):
        monkeypatch.setitem(sys.modules, "PIL.Image", None)
        assert refused(b"II*\0") == "needs support for scans; install notelint[ocr]"

    def test_scales(self):
        assert best_scale(612, 792) == pytest.approx(300 / 72)
        assert (best_scale(6_120, 7_920) * 6_120) * (best_scale(6_120, 7_920) * 7_920) == pytest.approx(20_000_000)
        assert best_scale(1, 100_000) * 100_000 == pytest.approx(20_000)


SEEDS = tuple(
    as_file([Image.new(mode, (60, 80), 1)] * 2, kind)
    for mode, kind in (("1", "TIFF"), ("RGB", "TIFF"), ("L", "PNG"), ("L", "JPEG"))
)


@given(st.sampled_from(SEEDS), st.data())
@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_damaged_pictures_are_read_or_refused(monkeypatch, seed, data):
    monkeypatch.setattr(page_text, "program", lambda: "tesseract")
    monkeypatch.setattr(page_text, "recognise", lambda program, picture: tesseract._parsed(row(), picture.scale))
    damaged = bytearray(seed)
    for _ in range(data.draw(st.integers(1, 6))):
        start = data.draw(st.integers(0, len(damaged) - 1))
        length = data.draw(st.integers(0, 8))
        damaged[start : start + length] = data.draw(st.binary(max_size=8)) or b"\0"
    assert _text_or_reason(bytes(damaged)).strip()


def _text_or_reason(data):
    try:
        return read(data).text
    except RefusedError as error:
        return str(error)


WORDS = {
    "pdf/unstructured_single_table.pdf": (30, "64,058"),
    "pdf_scanned/ocrmypdf_linn.pdf": (720, "To record a sequence, simply press RECORD and PLAY,\nthen play"),
    "pdf_scanned/tika_testOCR.pdf": (4, "Happy New Year 2003!"),
}


@needs_tesseract
@pytest.mark.skipif(not SAMPLES.is_dir(), reason="needs the documents in ../shared/samples")
@pytest.mark.parametrize("name", WORDS)
def test_samples(name):
    words, within = WORDS[name]
    document = read((SAMPLES / name).read_bytes(), reader=pdf)
    assert len(document.text.split()) >= words * 0.95
    assert within in document.text
    assert document.warnings == ()
