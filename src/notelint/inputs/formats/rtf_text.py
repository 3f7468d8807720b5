"""The text of an RTF document as it is read: characters and their encodings, hidden text, paragraphs, cells and pages."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any, ClassVar, NamedTuple

from notelint.inputs.formats.model import Limits, RefusedError
from notelint.inputs.formats.rtf_story import Story
from notelint.inputs.formats.rtf_tables import CHARACTERS, code_page, decode, page_of_charset, sign

_PAGE_BREAK = re.compile(rb"\\page(?![a-z])")
_CONTROLS = {**dict.fromkeys((*range(9), *range(14, 32), 127)), 11: "\n", 12: "\n", 13: "\n"}
_HIGH, _LOW, _BEYOND = 0xD800, 0xDC00, 0xE000  # surrogates: the first halves, the second halves, what follows them

SHOWN, FONTS = "", "fonts"
"""What a group is for: text that is shown, the table of fonts. There are others (``notelint.inputs.formats.rtf_groups``)."""


Action = Callable[[Any, "int | None"], None]
"""What a control word does to a reader, given its number."""


class State(NamedTuple):
    """What a group inherits, and what holds again after its end."""

    story: Story
    purpose: str
    font: int
    fallback: int
    hidden: bool
    deleted: bool
    in_object: bool


def _writing(text: str) -> Action:
    return lambda self, _number: self._character(text)


class TextReader:
    """What control words do to the text.

    ``body``, ``title``, ``author`` and ``around`` hold the text read, ``page`` is the page reached (0 where the document has no
    explicit page breaks), ``set_aside`` says whether there was ``hidden`` or ``deleted`` text.
    """

    def __init__(self, data: bytes, limits: Limits) -> None:
        self.body, self.title, self.author = Story(), Story("title"), Story("author")
        self.around: dict[str, list[Story]] = {"header": [], "footnote": [], "footer": []}
        self.set_aside: set[str] = set()
        self.page = 1 if _PAGE_BREAK.search(data) else 0
        self._section_begins = False
        self._limits = limits
        self._length = 0  # code points of all text
        self._paragraphs = 0

        self._document_page = self._ansi_page = "cp1252"
        self._default_font = 0
        self._font_pages: dict[int, str] = {}
        self._raw_utf8 = not data.isascii() and _is_utf8(data)  # against the specification, but written

        self._story, self._purpose, self._font = self.body, SHOWN, 0
        self._fallback = 1  # characters after \u that stand for it in older programs
        self._hidden = self._deleted = self._in_object = False
        self._pending: list[bytes] = []
        self._skip = 0  # characters that still stand for the last \u
        self._high = 0  # the first half of a surrogate pair

    def _state(self) -> State:
        return State(self._story, self._purpose, self._font, self._fallback, self._hidden, self._deleted, self._in_object)

    def _restore(self, state: State) -> None:
        self._story, self._purpose, self._font, self._fallback, self._hidden, self._deleted, self._in_object = state

    # Text.

    def _take(self, data: bytes, *, raw: bool = True) -> None:
        """Keep bytes of text until it is known that no more belong to them: a character may have two."""
        if self._purpose != SHOWN:
            return
        if self._skip:
            skipped = min(self._skip, len(data))
            self._skip -= skipped
            data = data[skipped:]
        if raw and self._raw_utf8 and not data.isascii():
            self._flush()
            self._show(data.decode("utf-8", errors="replace"))
        elif data:
            self._pending.append(data)

    def _flush(self) -> None:
        if self._pending:
            data = b"".join(self._pending)
            self._pending.clear()
            self._show(decode(data, self._encoding()))

    def _finish(self) -> None:
        self._flush()
        if self._high:
            self._show("")

    def _encoding(self) -> str:
        return self._font_pages.get(self._font, self._document_page)

    def _show(self, text: str) -> None:
        if self._high:
            self._high = 0
            text = "\ufffd" + text
        if self._hidden or self._deleted:
            if text.strip():
                self.set_aside.add("deleted" if self._deleted else "hidden")
            return
        if self._section_begins and self._story is self.body:
            self._section_begins = False
            self.page += 1
        self._length += len(text)
        if self._length > self._limits.chars:
            raise RefusedError(f"more than {self._limits.chars:,} characters of text; split the document into its notes")
        self._story.write(text.translate(_CONTROLS))

    def _character(self, text: str) -> None:
        if self._purpose != SHOWN:
            return
        if self._skip:
            self._skip -= 1
        elif text:
            self._show(text)

    def _unicode(self, number: int | None) -> None:
        if self._purpose != SHOWN or number is None:
            return
        self._skip = self._fallback
        code = number + 0x10000 if number < 0 else number
        if _HIGH <= code < _LOW:
            if self._high:
                self._show("")
            self._high = code
        elif _LOW <= code < _BEYOND and self._high:
            code += 0x10000 - _LOW + ((self._high - _HIGH) << 10)
            self._high = 0
            self._show(chr(code))
        else:
            self._show(sign(code, self._encoding()))

    # Paragraphs, cells and pages.

    def _is_visible(self) -> bool:
        self._skip = 0
        return self._purpose == SHOWN and not self._hidden and not self._deleted

    def _count_paragraph(self) -> None:
        self._paragraphs += 1
        if self._paragraphs > self._limits.paragraphs:
            raise RefusedError(f"more than {self._limits.paragraphs:,} paragraphs; split the document into its notes")

    def _end_paragraph(self, _number: int | None = None) -> None:
        if self._is_visible():
            self._count_paragraph()
            self._story.end_paragraph(self.page)

    def _break_line(self, _number: int | None) -> None:
        if self._is_visible():
            self._show("\n")

    def _end_cell(self, _number: int | None) -> None:
        if self._is_visible():
            self._count_paragraph()
            self._story.end_cell(self.page)

    def _end_row(self, _number: int | None) -> None:
        if self._is_visible():
            self._count_paragraph()
            self._story.end_row(self.page)

    def _end_page(self, _number: int | None) -> None:
        if self._is_visible():
            self._count_paragraph()
            self._story.end_page(self.page)
            self.page += self._story is self.body

    def _end_section(self, _number: int | None) -> None:
        if self._is_visible() and self._story is self.body:
            if self.body.is_open:
                self._end_paragraph()
            self._section_begins = self.page > 0

    def _continue_page(self, _number: int | None) -> None:
        self._section_begins = False

    # Formatting and fonts.

    def _set_plain(self, _number: int | None) -> None:
        self._font = self._default_font
        self._hidden = self._deleted = False

    def _set_hidden(self, number: int | None) -> None:
        self._hidden = number != 0

    def _set_deleted(self, number: int | None) -> None:
        self._deleted = number != 0

    def _set_fallback(self, number: int | None) -> None:
        self._fallback = 1 if number is None else max(0, number)

    def _set_font(self, number: int | None) -> None:
        self._font = number or 0

    def _set_default_font(self, number: int | None) -> None:
        self._font = self._default_font = number or 0

    def _set_charset(self, number: int | None) -> None:
        page = self._ansi_page if not number else page_of_charset(number)
        if self._purpose == FONTS and page is not None:
            self._font_pages[self._font] = page

    def _set_code_page(self, number: int | None) -> None:
        if self._purpose == FONTS:
            self._font_pages[self._font] = code_page(number or 0)

    def _set_document_page(self, number: int | None) -> None:
        self._document_page = code_page(number or 0)

    def _set_macintosh(self, _number: int | None) -> None:
        self._document_page = self._ansi_page = code_page(10000)

    def _set_dos(self, _number: int | None) -> None:
        self._document_page = self._ansi_page = code_page(437)

    def _set_dos_latin(self, _number: int | None) -> None:
        self._document_page = self._ansi_page = code_page(850)

    WORDS: ClassVar[dict[bytes, Action]] = {
        **{word: _writing(character) for word, character in CHARACTERS.items()},
        b"u": _unicode, b"uc": _set_fallback, b"par": _end_paragraph, b"line": _break_line, b"lbr": _break_line,
        b"softline": _break_line, b"cell": _end_cell, b"nestcell": _end_cell, b"row": _end_row, b"nestrow": _end_row,
        b"page": _end_page, b"sect": _end_section, b"sbknone": _continue_page, b"sbkcol": _continue_page, b"plain": _set_plain,
        b"v": _set_hidden, b"deleted": _set_deleted, b"mvf": _set_deleted, b"f": _set_font, b"deff": _set_default_font,
        b"fcharset": _set_charset, b"cpg": _set_code_page, b"ansicpg": _set_document_page, b"mac": _set_macintosh,
        b"pc": _set_dos, b"pca": _set_dos_latin,
    }  # fmt: skip
    """What each control word does, given its number."""


def _is_utf8(data: bytes) -> bool:
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True
