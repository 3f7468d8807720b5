"""Documents in the cells of a table."""

from __future__ import annotations

import pytest
from support.documents.docx import write_docx
from support.documents.html import write_html
from support.documents.rtf import write_rtf

from notelint.inputs.cells import notes_in_cell
from notelint.inputs.reading import Unreadable

TEXT = "The left fibula was raised; a vessel measured 2 µm, “thin” — 𝄞."


@pytest.mark.parametrize("form", ["auto", "rtf"])
@pytest.mark.parametrize("cell", [write_rtf(TEXT), write_rtf(TEXT).decode("ascii"), "{\\rtf1 " + TEXT + "}"])
def test_rtf_as_bytes_and_as_text(cell, form):
    (note,) = notes_in_cell(cell, "a", form, 1000)
    assert note.text.strip() == TEXT


@pytest.mark.parametrize("cell", [write_html(TEXT), write_html(TEXT).decode("utf-8"), f"<b>{TEXT}</b>"])
def test_html_as_bytes_and_as_text(cell):
    (note,) = notes_in_cell(cell, "a", "html", 1000)
    assert note.text.strip() == TEXT


def test_a_word_document_as_bytes():
    (note,) = notes_in_cell(write_docx(TEXT), "a", "auto", 1000)
    assert note.text.strip() == TEXT


def test_plain_text_where_any_format_may_stand():
    (note,) = notes_in_cell(TEXT, "a", "auto", 1000)
    assert note.text == TEXT
    assert note.place(0) is None


def test_another_format_than_was_said():
    message = "is not what --text-format says (rtf); give the right format, or auto"
    assert list(notes_in_cell(TEXT, "a", "rtf", 1000)) == [Unreadable("a", message)]
