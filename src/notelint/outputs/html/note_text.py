"""The text of a note as HTML: every character, marks around the words that something rests on, line numbers beside it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from markupsafe import Markup, escape

from notelint.outputs.html.marks import nested

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from notelint.note import Note
    from notelint.outputs.html.marks import Mark, Piece

_HIDDEN = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]"
    "|[" + "".join(f"{chr(plane + 0xFFFE)}{chr(plane + 0xFFFF)}" for plane in range(0x10000, 0x110000, 0x10000)) + "]"
)
"""Characters that HTML cannot hold, or that would move other characters of the page: controls, bidi marks, lone surrogates."""
_PICTURES = 0x2400
_REPLACEMENT = "\ufffd"


def shown(text: str) -> str:
    """``text`` with one visible sign for each character that a page cannot hold or that would reorder the words around it."""
    return _HIDDEN.sub(lambda found: _sign(found[0]), text)


def marked(note: Note, marks: Iterable[Mark], prefix: str) -> Markup:
    """The text of the note: its characters are those of ``shown``, in their order; ids begin with ``prefix``."""
    lines = _lines(note)
    return Markup("").join(_html(piece, note, lines, prefix) for piece in nested(len(note.text), marks, lines))


def _sign(char: str) -> str:
    if char == "\x7f":
        return chr(_PICTURES + 0x21)
    return chr(_PICTURES + ord(char)) if char < "\x20" else _REPLACEMENT


def _lines(note: Note) -> dict[int, Markup]:
    """What stands at the start of each line, by offset: the number of the line, before it the page where a new one begins."""
    starts = {}
    page = None
    for number in range(1, note.position(len(note.text))[0] + 1):
        start = note.line_span(number).start
        place = note.place(start)
        turned = Markup("")
        if place is not None and place.page not in (None, page):
            page = place.page
            turned = Markup('<span class="page" data-page="page {}" aria-hidden="true"></span>').format(page)
        if start < len(note.text) or not note.text:
            starts[start] = turned + Markup('<span class="line" data-line="{}" aria-hidden="true"></span>').format(number)
    return starts


def _html(piece: Piece, note: Note, lines: dict[int, Markup], prefix: str) -> Markup:
    if piece.kind == "text":
        return _escaped(note.text[piece.start : piece.end])
    if piece.kind == "stop":
        return lines[piece.start]
    if piece.mark is None:
        return Markup("")
    return _opening(piece.mark, prefix, whole=piece.whole) if piece.kind == "open" else _closing(piece.mark, whole=piece.whole)


def _escaped(text: str) -> Markup:
    return Markup("").join(_runs(text))


def _runs(text: str) -> Iterator[Markup]:
    at = 0
    for found in _HIDDEN.finditer(text):
        yield _plain(text[at : found.start()])
        yield Markup('<span class="hidden" title="U+{:04X}">{}</span>').format(ord(found[0]), _sign(found[0]))
        at = found.end()
    yield _plain(text[at:])


def _plain(text: str) -> Markup:
    return escape(text).replace("\r", Markup("&#13;"))  # a parser of HTML reads a bare CR as LF


def _opening(mark: Mark, prefix: str, *, whole: bool) -> Markup:
    kinds = " ".join(mark.kinds)
    place = Markup(' id="{}-w{}-{}"').format(prefix, mark.start, mark.end) if whole else Markup("")
    opened = Markup('<mark class="{}"{}>').format(kinds, place)
    return opened + Markup('<s title="{}">').format(shown(mark.remark)) if "aside" in mark.kinds else opened


def _closing(mark: Mark, *, whole: bool) -> Markup:
    refs = Markup("").join(
        Markup('<a class="ref" href="#{}" data-number="{}" aria-label="{}"></a>').format(ref.target, ref.number, shown(ref.says))
        for ref in (mark.refs if whole else ())
    )
    struck = Markup("</s>") if "aside" in mark.kinds else Markup("")
    return struck + refs + Markup("</mark>")
