"""A whole PDF file, read page by page with pdfium.

pdfium must not be used by two threads at once, so a lock is held wherever it works; not while text is recognised.
"""

from __future__ import annotations

import logging
import re
from collections import Counter
from dataclasses import dataclass
from datetime import date
from enum import Enum
from threading import Lock
from time import thread_time
from typing import TYPE_CHECKING, Any

import pypdfium2 as pdfium
from pypdfium2 import raw

from notelint.discreet import discreet
from notelint.inputs.formats.model import Document, Metadata, RefusedError
from notelint.inputs.formats.page_lines import line_of, rows_of
from notelint.inputs.formats.page_order import in_reading_order
from notelint.inputs.formats.page_text import DAMAGED, PageText
from notelint.inputs.formats.pdf_fields import Extras, extras_of, with_fields
from notelint.inputs.formats.pdf_page import UNKNOWN, Frame, has_big_picture, is_drawn_upon, picture_of, text_of
from notelint.inputs.formats.tesseract import INSTALL

if TYPE_CHECKING:
    from notelint.inputs.formats.model import Limits
    from notelint.inputs.formats.page_lines import Glyph, Line
    from notelint.inputs.formats.picture import Picture

_PDFIUM = Lock()
_SECONDS = 30.0  # of processor time for a file, without the recognition of text
_FEW_WORDS = 25  # a page with fewer, and a big picture, may have its text in the picture
_DOUBTFUL = 0.3  # share of the characters whose font does not say what they are
_ERRORS = {
    raw.FPDF_ERR_PASSWORD: "protected by a password; save a copy without the password and give that",
    raw.FPDF_ERR_SECURITY: "encrypted in a way that is not supported; print it to a new PDF file and give that",
}
_UNREADABLE = "damaged, or no PDF file; open it and print it to a new PDF file"
_DATE = re.compile(r"(?:D:)?(\d{4})(\d\d)(\d\d)")
logging.getLogger("pypdfium2").setLevel(logging.ERROR)  # its warnings would appear on stderr


class _Kind(Enum):
    """What a page holds: text, text of unknown characters, little text and a big picture, nothing but a picture, nothing."""

    TEXT = 0
    DOUBTFUL = 1
    MIXED = 2
    PICTURE = 3
    EMPTY = 4


_NOT_RECOGNISED = {
    _Kind.PICTURE: (
        f"is a picture without text and was not read; {INSTALL} to have it recognised",
        f"are pictures without text and were not read; {INSTALL} to have them recognised",
    ),
    _Kind.MIXED: (
        f"has few words and a big picture that was not read; {INSTALL} to have it recognised",
        f"have few words and big pictures that were not read; {INSTALL} to have them recognised",
    ),
    _Kind.DOUBTFUL: (
        f"has a font that does not name its characters and may be read wrongly; {INSTALL} to have it recognised",
        f"have fonts that do not name their characters and may be read wrongly; {INSTALL} to have them recognised",
    ),
}
_UNNAMED = re.compile(rf"\w{UNKNOWN}|{UNKNOWN}\w")
_HAS_UNNAMED = (
    "has letters that its font does not name; compare it with the document",
    "have letters that their fonts do not name; compare them with the document",
)
_LEAST = {_Kind.MIXED: 2.0, _Kind.DOUBTFUL: 0.5}
"""So many recognised words for each word of the page replace them."""


@discreet("kind")
@dataclass(frozen=True, slots=True)
class _Page:
    kind: _Kind
    lines: list[Line]
    frame: Frame
    words: int
    extras: Extras
    picture: Picture | None


def read_file(data: bytes, limits: Limits) -> Document:
    """The note in a PDF file. Raises ``RefusedError``."""
    with _PDFIUM:
        file = _opened(data)
    try:
        return _document(file, limits)
    finally:
        with _PDFIUM:
            file.close()


def _opened(data: bytes) -> Any:
    try:
        file = pdfium.PdfDocument(data)
    except pdfium.PdfiumError as error:
        raise RefusedError(_ERRORS.get(error.err_code, _UNREADABLE)) from None
    try:
        _open_form(file)
    except BaseException:
        file.close()
        raise
    return file


def _open_form(file: Any) -> None:
    """Make the values of form fields readable; to be done before anything else."""
    kind = file.get_formtype()
    if kind == raw.FORMTYPE_XFA_FULL:
        raise RefusedError("an XFA form, whose pages are not in the file; print it to a new PDF file and give that")
    try:
        file.init_forms()
    except pdfium.PdfiumError:
        raise RefusedError(_UNREADABLE) from None


def _document(file: Any, limits: Limits) -> Document:
    with _PDFIUM:
        count = len(file)
        metadata = _metadata(file)
        files = max(0, file.count_attachments())
    if count > limits.pages:
        raise RefusedError(f"longer than {limits.pages} pages; split it")
    text = PageText(limits)
    extras: Counter[str] = Counter(files=files)
    deadline = thread_time() + _SECONDS
    left = limits.chars
    for number in range(1, count + 1):
        if thread_time() > deadline:
            raise RefusedError(f"takes longer than {_SECONDS:.0f} s to read; print it to a new PDF file and give that")
        page = _page(file, number - 1, left, render=text.can_recognise)
        if page is None:
            text.report(number, DAMAGED)
            continue
        left -= sum(len(cell.text) for line in page.lines for cell in line.cells)
        extras.update(_counts(page.extras))
        _add(text, number, page)
    return Document(text.text(), text.places(), (*text.warnings(), *_unread(extras)), metadata)


def _page(file: Any, index: int, most: int, *, render: bool) -> _Page | None:
    """What a page holds, and its picture if its text is to be recognised and ``render`` is set; ``None`` if it is damaged."""
    with _PDFIUM:
        try:
            page = file[index]
        except pdfium.PdfiumError:
            return None
        try:
            return _content(page, most, render=render)
        except pdfium.PdfiumError:
            return None
        finally:
            page.close()


def _content(page: Any, most: int, *, render: bool) -> _Page:
    glyphs, doubtful, frame = text_of(page, most)
    extras = extras_of(page, frame)
    lines = in_reading_order([line_of(row) for row in with_fields(rows_of(glyphs), extras.fields)])
    words = sum(len(cell.text.split()) for line in lines for cell in line.cells)
    kind = _kind(page, words, glyphs, doubtful)
    wanted = render and kind in {_Kind.DOUBTFUL, _Kind.MIXED, _Kind.PICTURE}
    return _Page(kind, lines, frame, words, extras, picture_of(page) if wanted else None)


def _kind(page: Any, words: int, glyphs: list[Glyph], doubtful: int) -> _Kind:
    if not words:
        return _Kind.PICTURE if is_drawn_upon(page) else _Kind.EMPTY
    if doubtful > _DOUBTFUL * len(glyphs):
        return _Kind.DOUBTFUL
    return _Kind.MIXED if words < _FEW_WORDS and has_big_picture(page) else _Kind.TEXT


def _add(text: PageText, number: int, page: _Page) -> None:
    """Add the lines of a page, or the words that are recognised in its picture where these are its text."""
    found = text.recognise(number, page.picture) if page.picture else None
    if found is not None and found.words >= _LEAST.get(page.kind, 0) * page.words:
        text.add_recognised(number, found)
        return
    text.add(number, page.lines, page.frame.shown)
    if page.kind in _NOT_RECOGNISED and not page.picture:
        text.report(number, _NOT_RECOGNISED[page.kind])
    elif page.kind is _Kind.DOUBTFUL or any(_UNNAMED.search(cell.text) for line in page.lines for cell in line.cells):
        text.report(number, _HAS_UNNAMED)


def _metadata(file: Any) -> Metadata:
    title, author, created = (file.get_metadata_value(key).strip() for key in ("Title", "Author", "CreationDate"))
    return Metadata(title=title, author=author, date=_date(created))


def _date(created: str) -> date | None:
    """The day of ``D:20230516172840Z``; ``None`` where it is no day."""
    found = _DATE.match(created)
    try:
        return date(*map(int, found.groups())) if found else None
    except ValueError:
        return None


def _counts(extras: Extras) -> dict[str, int]:
    return {
        "comments": extras.comments,
        "strikeouts": extras.strikeouts,
        "files": extras.files,
        "annotations": extras.left_out,
    }


def _unread(extras: Counter[str]) -> tuple[str, ...]:
    """What was not read beside the pages, one line each."""
    kinds = (
        ("files", "{} attached {} not read; save {} and give {} as well", ("file", "it", "it"), ("files", "them", "them")),
        ("comments", "{} {} not read", ("comment",), ("comments",)),
        ("annotations", "{} {} too many, not read", ("annotation",), ("annotations",)),
        ("strikeouts", "{} {} struck out by hand, read all the same", ("passage",), ("passages",)),
    )
    return tuple(
        template.format(extras[name], *(one if extras[name] == 1 else more))
        for name, template, one, more in kinds
        if extras[name]
    )
