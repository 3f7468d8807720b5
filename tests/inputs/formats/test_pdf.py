from __future__ import annotations

import sys
import threading
from datetime import date
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from support.documents.pages import HEIGHT, MARGIN, WIDTH, Piece, laid_out, wrapped
from support.documents.pdf import PdfFile, drawn, write_pdf
from support.growth import grows_linearly

from notelint.inputs.formats import page_text, pdf
from notelint.inputs.formats.model import Limits, RefusedError
from notelint.linter import Linter
from notelint.note import Note

ROOT = Path(__file__).parents[3]
SAMPLES = ROOT.parent / "shared" / "samples"
NOTE = (ROOT / "sample_notes" / "05-osteocutaneous-fibula-to-mandible.txt").read_text("utf-8")
PROSE = """The fibula was taken through a lateral approach, and its pedicle was followed to the trunk, where it was clipped
and divided. The bone was cut into two pieces and fixed to the plate by screws. The artery was joined end-to-end to the facial
artery under the microscope, and the larger vein to the internal jugular vein. Flow returned at once, and the skin paddle turned
pink. The leg was closed in layers over a drain.""".replace("\n", " ")


def no_inner(data, media_type=""):
    raise AssertionError("nothing inside a PDF file is read")


def read(data, limits=None):
    (document,) = pdf.read(data, limits or Limits(), no_inner)
    return document


def refused(data, limits=None):
    with pytest.raises(RefusedError) as error:
        read(data, limits)
    assert "\n" not in str(error.value)
    return str(error.value)


def page(*pieces):
    """A file with one page on which these pieces are drawn: text and the place of its baseline."""
    file = PdfFile()
    file.add_page(drawn(Piece(x, y, text) for text, x, y in pieces))
    return file.write()


@pytest.fixture
def _no_tesseract(monkeypatch):
    monkeypatch.setattr(page_text, "program", lambda: None)


class TestText:
    def test_lines_paragraphs_and_cells(self):
        text = "OPERATIVE REPORT\n\nSurgeon:\tDr. A\tUnit 3\nProcedure: free flap\n\nAll went well (as planned)."
        assert read(write_pdf(text)).text == text

    def test_a_note_is_read_as_it_was_wrapped(self):
        assert read(write_pdf(NOTE)).text == "\n".join(wrapped(NOTE.strip("\n"), WIDTH - 2 * MARGIN))

    def test_characters_beyond_ascii(self):
        assert (
            read(write_pdf("10° flexion – 5 × 4 cm, Müller’s “plate” 2 µm")).text
            == "10° flexion – 5 × 4 cm, Müller’s “plate” 2 µm"
        )

    def test_pages_are_parted_by_a_line_break_and_keep_headers_and_footers(self):
        text = (
            "General Hospital\nWard 3\n\nThe bone was cut.\n\nPage 1\fGeneral Hospital\nWard 3\n\nThe leg was closed.\n\nPage 2"
        )
        assert read(write_pdf(text)).text == text.replace("\f", "\n")

    @pytest.mark.parametrize("by_rows", [False, True])
    def test_two_columns_are_read_one_after_the_other(self, by_rows):
        text = "\n".join([PROSE] * 8)
        document = read(write_pdf(text, columns=2, by_rows=by_rows))
        assert document.text == "\n".join(piece.text for one in laid_out(text, columns=2) for piece in one)
        lefts = {document.places.at(offset).box.left for offset in range(len(document.text))}
        assert lefts == {72.0, 318.0}

    def test_labels_and_values_that_were_drawn_apart(self):
        labels = [("Surgeon:", 72, 700), ("Procedure:", 72, 680), ("EBL:", 72, 650)]
        values = [("Dr. A", 200, 700), ("Free fibula flap", 200, 680), ("to the mandible", 200, 667), ("550 mL", 200, 650)]
        lines = [line for line in read(page(*labels, *values)).text.split("\n") if line]
        assert lines == ["Surgeon:\tDr. A", "Procedure:\tFree fibula flap", "to the mandible", "EBL:\t550 mL"]

    def test_hyphens_at_line_ends_stay_for_the_linter_which_knows_the_words(self):
        text = read(page(("A soft-", 72, 700), ("tissue and osteo-", 72, 686), ("cutaneous flap", 72, 672))).text
        assert text == "A soft-\ntissue and osteo-\ncutaneous flap"

    def test_choices_of_a_typed_form_stay_apart(self):
        assert read(write_pdf("Donor leg:  [ ] right   [x] left")).text == "Donor leg:  [ ] right   [x] left"

    def test_copy_protection_keeps_nobody_from_reading(self):
        assert read(write_pdf(NOTE, protection="copying")).text == read(write_pdf(NOTE)).text

    def test_a_letter_that_the_font_does_not_name_is_told(self):
        document = read(_with_unnamed("Left fibula flap", {ord("f"): 0xE123}))
        assert document.text == "Left fibula flap".replace("f", "\N{REPLACEMENT CHARACTER}")
        assert document.warnings == ("page 1 has letters that its font does not name; compare it with the document",)

    @pytest.mark.usefixtures("_no_tesseract")
    def test_a_font_that_names_nothing_is_told(self):
        document = read(_with_unnamed("Left fibula flap", {code: 0xE000 + code for code in range(33, 127)}))
        (warning,) = document.warnings
        assert warning.startswith(
            "page 1 has a font that does not name its characters and may be read wrongly; install tesseract"
        )

    def test_bullets_and_boxes_of_symbol_fonts(self):
        codes = {ord("B"): 0xF0B7, ord("E"): 0xF0A8, ord("X"): 0xF0FE}
        assert read(_with_unnamed("B one E two X three", codes)).text == "• one ☐ two ☑ three"

    def test_a_character_of_two_halves(self):
        assert read(_with_unnamed("a b", {ord("b"): 0x1F9B4})).text == "a \U0001f9b4"


def _with_unnamed(text, codes):
    """A file whose font says of the characters ``codes`` that they are others."""
    file = PdfFile()
    pairs = b"\n".join(b"<%02x> <%s>" % (code, chr(char).encode("utf-16-be").hex().encode()) for code, char in codes.items())
    table = b"begincmap 1 begincodespacerange <00> <ff> endcodespacerange %d beginbfchar\n%b\nendbfchar endcmap" % (
        len(codes),
        pairs,
    )
    file.objects[2] = file.objects[2].replace(b">>", b"/ToUnicode %d 0 R >>" % file.add_stream(table))
    file.add_page(drawn([Piece(72, 700, text)]))
    return file.write()


class TestPlaces:
    def test_every_word_leads_back_to_where_it_was_drawn(self):
        document = read(write_pdf(f"{NOTE}\f{NOTE}"))
        drawn_at = [(number, piece) for number, pieces in enumerate(laid_out(f"{NOTE}\f{NOTE}"), 1) for piece in pieces]
        offset = 0
        for number, piece in drawn_at:
            offset = document.text.index(piece.text, offset)
            place = document.places.at(offset + len(piece.text) // 2)
            assert place.page == number
            assert place.box.left == pytest.approx(piece.x, abs=1.5)
            assert place.box.top < HEIGHT - piece.y < place.box.bottom
            offset += len(piece.text)
        assert len(drawn_at) > 60

    def test_lines_are_counted_on_each_page_without_blank_ones(self):
        document = read(write_pdf("one\n\ntwo\nthree\ffour"))
        places = [document.places.at(document.text.index(word)) for word in ("one", "two", "three", "four")]
        assert [(place.page, place.line) for place in places] == [(1, 1), (1, 2), (1, 3), (2, 1)]
        assert str(places[2].within("PDF")) == "PDF p.1 line 3"

    def test_cells_of_a_line_have_their_own_boxes(self):
        document = read(write_pdf("Surgeon:\tDr. A"))
        first, second = document.places.at(0), document.places.at(9)
        assert first.line == second.line
        assert first.box.right < 130 < second.box.left

    def test_places_cover_the_text(self):
        document = read(write_pdf(NOTE))
        assert document.places.starts[0] == 0
        assert all(one < other for one, other in pairwise(document.places.starts))
        assert document.places.starts[-1] < len(document.text)

    @pytest.mark.parametrize(
        ("rotate", "box"),
        [(0, (72, 90, 140, 103)), (90, (689, 72, 702, 140)), (180, (472, 689, 540, 702)), (270, (90, 472, 103, 540))],
    )
    def test_a_page_that_is_shown_turned(self, rotate, box):
        file = PdfFile()
        file.add_page(drawn([Piece(72, 692, "Left fibula flap"), Piece(72, 678, "to the jaw")]), rotate=rotate)
        document = read(file.write())
        assert document.text == "Left fibula flap\nto the jaw"
        left, top, right, bottom = document.places.at(0).box
        assert (left, top, right, bottom) == pytest.approx(box, abs=1)

    def test_a_page_that_is_turned_so_that_its_text_stands_upright(self):
        file = PdfFile()
        file.add_page(b"BT /F1 11 Tf 0 1 -1 0 100 72 Tm (Left fibula) Tj 0 -14 Td (flap) Tj ET", rotate=90)
        document = read(file.write())
        assert document.text == "Left fibula\nflap"
        assert document.places.at(0).box[:3] == pytest.approx((72, 90, 120), abs=1)

    def test_a_page_that_begins_elsewhere(self):
        data = page(("Left fibula", 172, 792)).replace(b"/MediaBox [0 0 612 792]", b"/MediaBox [100 100 712 892]")
        assert read(data).places.at(0).box[:2] == pytest.approx((72, 91), abs=2)


class TestForms:
    def test_values_stand_behind_their_labels_and_below_their_headings(self):
        file = PdfFile()
        fields = [
            file.add_field((200, 696, 400, 714), "Winifred (Freddie) A"),
            file.add_field((200, 600, 450, 692), "Left fibula flap\nwith two osteotomies"),
            file.add_field((200, 582, 300, 596), "Fibula", "Ch", 1 << 17),
            file.add_field((200, 562, 300, 576), ""),
            file.add_field((72, 500, 300, 520), "All went well"),
        ]
        labels = [
            ("Surgeon:", 700),
            ("Procedure:", 680),
            ("Donor:", 585),
            ("Assistant:", 565),
            ("Findings", 525),
            ("The end", 480),
        ]
        file.add_page(drawn(Piece(72, y, text) for text, y in labels), annotations=fields)
        document = read(file.write())
        assert document.text.replace("\n\n", "\n").split("\n") == [
            "Surgeon:\tWinifred (Freddie) A", "Procedure:\tLeft fibula flap", "with two osteotomies", "Donor:\tFibula",
            "Assistant:", "Findings", "All went well", "The end",
        ]  # fmt: skip
        assert document.places.at(document.text.index("Winifred")).box == (200, 78, 400, 96)
        assert document.warnings == ()

    def test_check_boxes(self):
        file = PdfFile()
        fields = [file.add_field((72, 560, 84, 572), "Yes", "Btn"), file.add_field((72, 540, 84, 552), "Off", "Btn")]
        file.add_page(drawn([Piece(90, 562, "Skin paddle"), Piece(90, 542, "Muscle cuff")]), annotations=fields)
        assert read(file.write()).text == "[x] Skin paddle\n[ ] Muscle cuff"

    def test_a_form_on_a_page_without_text(self):
        file = PdfFile()
        file.add_page(b"", annotations=[file.add_field((72, 700, 300, 714), "Free fibula flap")])
        assert read(file.write()).text == "Free fibula flap"

    def test_typed_annotations_are_read_and_others_are_told(self):
        file = PdfFile()
        notes = [
            file.add_annotation("FreeText", (72, 640, 300, 655), "Addendum: drain out"),
            file.add_annotation("Text", (400, 400, 420, 420), "first comment"),
            file.add_annotation("Highlight", (72, 700, 120, 715), "second comment"),
            file.add_annotation("Highlight", (72, 700, 120, 715)),
            file.add_annotation("StrikeOut", (72, 700, 120, 715)),
            file.add_annotation("FreeText", (72, 600, 300, 615), "hidden", b"/F 2"),
        ]
        file.add_page(drawn([Piece(72, 700, "The leg was closed.")]), annotations=notes)
        document = read(file.write())
        assert document.text == "The leg was closed.\n\nAddendum: drain out"
        assert document.warnings == ("2 comments not read", "1 passage struck out by hand, read all the same")

    def test_attached_files_are_told(self):
        file = PdfFile()
        inside = file.add_stream(b"hello", b"/Type /EmbeddedFile")
        tree = b"(a.txt) << /Type /Filespec /F (a.txt) /EF << /F %d 0 R >> >>" % inside
        file.catalog = b"/Names << /EmbeddedFiles << /Names [%b] >> >>" % tree
        file.add_page(drawn([Piece(72, 700, "Cover")]))
        assert read(file.write()).warnings == ("1 attached file not read; save it and give it as well",)

    def test_an_xfa_form_is_refused_and_nothing_is_printed(self, capfd):
        file = PdfFile()
        fields = [file.add_field((100, 700, 200, 714), "value")]
        file.add_page(drawn([Piece(72, 702, "Name")]), annotations=fields)
        still = file.write().replace(b"/AcroForm << ", b"/AcroForm << /XFA [(template) 3 0 R] ")
        assert read(still).text == "Name value"
        assert "print it to a new PDF file" in refused(still.replace(b"/Type /Catalog", b"/Type /Catalog /NeedsRendering true"))
        assert capfd.readouterr() == ("", "")


class TestMetadata:
    def test_title_author_and_date(self):
        data = write_pdf(
            "A note", info={"Title": "Operative report", "Author": "Dr. A", "CreationDate": "D:20250212103000+01'00'"}
        )
        metadata = read(data).metadata
        assert (metadata.title, metadata.author, metadata.date) == ("Operative report", "Dr. A", date(2025, 2, 12))

    @pytest.mark.parametrize("written", ["", "yesterday", "D:20251399"])
    def test_what_is_no_date(self, written):
        assert read(write_pdf("A note", info={"CreationDate": written})).metadata.date is None


@pytest.mark.usefixtures("_no_tesseract")
class TestPicturesWithoutTesseract:
    TO_DO = "install tesseract (Debian: tesseract-ocr) to have"

    def test_some_pages(self):
        document = read(write_pdf("one\ftwo\fthree\ffour", scanned={2, 3}))
        assert document.text == "one\nfour"
        assert document.warnings == (f"pages 2 and 3 are pictures without text and were not read; {self.TO_DO} them recognised",)
        assert document.places.at(len(document.text) - 1).page == 4

    def test_all_pages(self):
        assert refused(write_pdf("one", scanned=True)) == (
            f"has no text; page 1 is a picture without text and was not read; {self.TO_DO} it recognised"
        )

    def test_many_pages_are_told_in_short(self):
        assert "pages 1 to 4 and 6 are" in refused(write_pdf("1\f2\f3\f4\f\f6", scanned={1, 2, 3, 4, 6}))

    def test_a_picture_with_the_line_of_a_fax(self):
        from support.documents.scan import draw

        file = PdfFile()
        file.add_picture(draw([Piece(72, 600, "Left fibula flap")]), over=drawn([Piece(72, 760, "Fax page 1")]))
        document = read(file.write())
        assert document.text == "Fax page 1"
        assert document.warnings == (f"page 1 has few words and a big picture that was not read; {self.TO_DO} it recognised",)

    def test_an_empty_page_is_no_picture(self):
        document = read(write_pdf("one\f\fthree"))
        assert (document.text, document.warnings) == ("one\nthree", ())


class TestRefused:
    def test_a_password(self):
        assert refused(write_pdf("A note", protection="password")) == (
            "protected by a password; save a copy without the password and give that"
        )

    @pytest.mark.parametrize("data", [b"", b"%PDF-1.7\n", b"\0" * 100, write_pdf("A note")[:300]])
    def test_what_is_damaged(self, data):
        assert refused(data) == "damaged, or no PDF file; open it and print it to a new PDF file"

    def test_a_page_tree_that_goes_round(self):
        data = write_pdf("A note")
        assert read(data.replace(b"/Kids [", b"/Kids [2 0 R ")).text == "A note"

    def test_a_form_object_within_itself(self):
        file = PdfFile()
        resources = b"/XObject << /X 4 0 R >>"
        file.add_stream(b"/X Do", b"/Type /XObject /Subtype /Form /BBox [0 0 600 700] /Resources << %b >>" % resources)
        file.add_page(drawn([Piece(72, 700, "A note")]) + b" /X Do", resources=resources)
        assert read(file.write()).text == "A note"

    def test_a_page_without_anything(self):
        assert refused(write_pdf(" ")) == "has no text; give a file that holds the note's text"

    def test_limits(self):
        data = write_pdf("A note of several words\fand a page")
        assert refused(data, Limits(bytes=100)) == "larger than 100 bytes; split it"
        assert refused(data, Limits(pages=1)) == "longer than 1 pages; split it"
        assert refused(data, Limits(chars=20)) == "longer than 20 characters; split it"
        assert refused(data, Limits(paragraphs=1)) == "longer than 1 lines; split it"
        assert read(data, Limits(pages=2, chars=40, paragraphs=2)).text == "A note of several words\nand a page"

    def test_a_page_of_very_many_letters(self):
        assert "longer than" in refused(write_pdf("\n".join(["word " * 15] * 40)), Limits(chars=50))

    def test_a_page_of_very_many_objects(self):
        file = PdfFile()
        file.add_page(b"BT /F1 1 Tf 72 700 Td " + b"(a) Tj " * 60_000 + b"ET")
        assert "more than 50,000 objects" in refused(file.write())

    def test_without_the_library(self, monkeypatch):
        for name in [name for name in sys.modules if name.startswith("notelint.inputs.formats.pdf_")]:
            monkeypatch.delitem(sys.modules, name)
        monkeypatch.setitem(sys.modules, "pypdfium2", None)
        assert refused(write_pdf("A note")) == "needs PDF support; install notelint[pdf]"


def test_readers_in_several_threads_do_not_disturb_each_other():
    data, texts = write_pdf(NOTE), []
    threads = [threading.Thread(target=lambda: texts.extend(read(data).text for _ in range(5))) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert texts == [read(data).text] * 20


def test_a_note_in_a_file_is_linted_as_the_note_itself():
    linter = Linter()

    def decision(text):
        found = linter.lint(Note(text)).decision
        return found.status, found.codes

    as_text = decision(NOTE)
    for layout in ({}, {"columns": 2, "by_rows": True}, {"columns": 2, "hyphenated": True}):
        assert decision(read(write_pdf(NOTE, **layout)).text) == as_text
    assert as_text == ("supported", ("20969",))


def test_time_grows_with_the_length_only():
    assert grows_linearly(read, lambda pages: write_pdf("\f".join([PROSE] * pages), columns=2, by_rows=True), 20, most=10)


def _form():
    file = PdfFile()
    fields = [file.add_field((200, 696, 400, 714), "Dr. A"), file.add_field((100, 560, 112, 572), "Yes", "Btn")]
    file.add_page(drawn([Piece(72, 700, "Surgeon: of the hand")]), annotations=fields)
    return file.write({"Title": "x", "CreationDate": "D:2024"})


SEEDS = (write_pdf("Left fibula flap.\n\nSurgeon:\tDr. A\fThe end", columns=2, by_rows=True), _form())
NUMBERS = (b"0", b"-1", b"1e38", b"99999999999999999999", b"0.00000001", b"65536")


@given(st.sampled_from(SEEDS), st.data())
@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_damaged_files_are_read_or_refused(_no_tesseract, seed, data):  # noqa: PT019 - it works by being there
    damaged = bytearray(seed)
    for _ in range(data.draw(st.integers(1, 8))):
        start = data.draw(st.integers(0, len(damaged) - 1))
        length = data.draw(st.integers(0, 30))
        damaged[start : start + length] = data.draw(st.sampled_from(NUMBERS) | st.binary(max_size=30)) or b" "
    assert _text_or_reason(bytes(damaged)).strip()


def _text_or_reason(data):
    try:
        return read(data).text
    except RefusedError as error:
        return str(error)


READ = {
    "pdf/simhospital_note1.pdf": (151, "PC: abdo pain for 1/7, GP referral ?appendicitis\n"),
    "pdf/unstructured_copy-protected.pdf": (799, "LayoutParser: A Unified Toolkit for Deep\nLearning Based"),
    "pdf/unstructured_fake-memo.pdf": (37, "May 5, 2023\n"),
    "pdf/unstructured_header-test-doc.pdf": (14, "I Am A Header\n\nTitle\nHere is a lovely sentences.\n\nI Am A Footer"),
    "pdf/unstructured_multi-column-2p.pdf": (1453, "Dense Passage Retrieval for Open-Domain Question Answering\n"),
    "pdf/unstructured_pdf-with-ocr-text.pdf": (159, "«POAH"),
}
PICTURES = (
    "pdf/unstructured_loremipsum-flat.pdf", "pdf/unstructured_single_table.pdf", "pdf_scanned/ocrmypdf_ccitt.pdf",
    "pdf_scanned/ocrmypdf_linn.pdf", "pdf_scanned/ocrmypdf_skew.pdf", "pdf_scanned/tika_testOCR.pdf",
)  # fmt: skip
samples = pytest.mark.skipif(not SAMPLES.is_dir(), reason="needs the documents in ../shared/samples")


@samples
@pytest.mark.usefixtures("_no_tesseract")
class TestSamples:
    @pytest.mark.parametrize("name", READ)
    def test_read(self, name):
        words, beginning = READ[name]
        document = read((SAMPLES / name).read_bytes())
        assert len(document.text.split()) == words
        assert document.text.startswith(beginning)

    @pytest.mark.parametrize("name", PICTURES)
    def test_pictures(self, name):
        assert "page 1 is a picture without text" in refused((SAMPLES / name).read_bytes())

    def test_password(self):
        assert refused((SAMPLES / "pdf/unstructured_password.pdf").read_bytes()).startswith("protected by a password")

    def test_the_columns_of_a_real_page(self):
        text = read((SAMPLES / "pdf/unstructured_multi-column-2p.pdf").read_bytes()).text
        assert "indicating the needs\nof improving retrieval.\n" in text
        assert "practice2, indicating" in text
        assert text.index("of improving retrieval.") < text.index("Retrieval in open-domain QA is usually imple-\nmented using")

    def test_a_file_with_one_page_of_text_among_pictures(self):
        document = read((SAMPLES / "pdf_scanned/ocrmypdf_multipage.pdf").read_bytes())
        assert document.warnings[0].startswith("pages 1 to 3, 5 and 6 are pictures without text and were not read")

    def test_every_sample_is_named_here(self):
        named = {*READ, *PICTURES, "pdf/unstructured_password.pdf", "pdf_scanned/ocrmypdf_multipage.pdf"}
        assert {str(path.relative_to(SAMPLES)) for path in SAMPLES.glob("pdf*/*.pdf")} == named
