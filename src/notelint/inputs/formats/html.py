"""HTML: the text that a browser shows, with the line of the source and the number of the paragraph of each word.

Hidden and deleted text is set aside where an element or an attribute says so; style sheets are not looked at.
"""

from __future__ import annotations

import re
from datetime import date
from typing import TYPE_CHECKING

from notelint.inputs.formats.html_decoding import decode_html
from notelint.inputs.formats.html_elements import BLOCKS, CELLS, LISTS, ROWS, VOID, OpenElements, effect_of
from notelint.inputs.formats.html_layout import Layout
from notelint.inputs.formats.html_tokens import attributes_of, plain, tokens
from notelint.inputs.formats.model import Document, Limits, Metadata, ReadInner, RefusedError

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from notelint.inputs.formats.html_tokens import Token

_XML = re.compile(r"\s*<\?xml\b")
_NUMBER = re.compile(r"\s*(-?[0-9]{1,6})")
_DATES = frozenset(("date", "dc.date", "dcterms.created", "dcterms.date", "article:published_time"))
_TYPED = frozenset(("", "date", "datetime-local", "email", "month", "number", "search", "tel", "text", "time", "url", "week"))
_BOXES = frozenset(("checkbox", "radio"))
_EMBEDDED = frozenset(("audio", "embed", "frame", "iframe", "object", "video"))
_PICTURES = frozenset(("canvas", "img", "svg"))
_MOST_TOKENS = 1_000_000  # some seconds; a note of a million characters has fewer
_SMALLEST = 3  # pixels; a picture that is narrower tells the sender that the page was opened


def read(data: bytes, limits: Limits, read_inner: ReadInner) -> list[Document]:  # noqa: ARG001 -- frames are not read
    """The note in an HTML file. Raises ``RefusedError``."""
    return [read_page(data, limits)]


def read_page(data: bytes, limits: Limits, charset: str = "") -> Document:
    """The note in an HTML file; ``charset`` is what the container says of its encoding. Raises ``RefusedError``."""
    if len(data) > min(limits.bytes, limits.part_bytes):
        raise RefusedError(
            f"an HTML file of more than {min(limits.bytes, limits.part_bytes):,} bytes; save the note without pictures"
        )
    text, encoding = decode_html(data, charset)
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    page = _Page(limits)
    page.read(text, xml=_XML.match(text) is not None)
    builder = page.layout.builder
    return Document(builder.text(), builder.places(), tuple(page.warnings()), page.metadata(), encoding=encoding)


class _Page:
    """One HTML file as it is read."""

    def __init__(self, limits: Limits) -> None:
        self.layout = Layout(limits)
        self._elements = OpenElements()
        self._title: str | None = None
        self._title_follows = self._line_break_is_dropped = False
        self._meta: dict[str, str] = {}
        self._not_read = {"picture": 0, "embedded part": 0}
        self._set_aside: set[str] = set()
        self._is_cut = False

    def read(self, source: str, *, xml: bool) -> None:
        """Read the whole ``source``. Raises ``RefusedError``."""
        has_tags = False
        for number, token in enumerate(tokens(source, xml=xml)):
            if number > _MOST_TOKENS:
                raise RefusedError(f"more than {_MOST_TOKENS:,} tags; save the note as plain text (.txt)")
            if token.kind == "text":
                self._text(token)
            elif token.kind == "start":
                has_tags = True
                self._start(token, attributes_of(token.attributes) if token.attributes else {})
            elif token.kind == "end":
                self._end(token)
            else:
                self._is_cut = True
        if not has_tags:
            raise RefusedError("no HTML: there is no tag in it; save the note as plain text (.txt)")

    def warnings(self) -> Iterator[str]:
        """What was not read."""
        for kind, count in self._not_read.items():
            if count:
                yield f"{count} {kind}{'s' if count > 1 else ''} not read"
        for kind in ("hidden", "deleted"):
            if kind in self._set_aside:
                yield f"{kind} text not read"
        if self._is_cut:
            yield "a tag or a comment does not end; what follows it not read"

    def metadata(self) -> Metadata:
        """What the head says."""
        dates = (self._meta[name] for name in sorted(_DATES) if name in self._meta)
        return Metadata(
            title=" ".join((self._title or "").split()), author=self._meta.get("author", "").strip(), date=_date(next(dates, ""))
        )

    # Tokens.

    def _text(self, token: Token) -> None:
        text, line = token.value, token.line
        if self._title_follows:
            self._title, self._title_follows = plain(text), False
        if self._line_break_is_dropped:
            self._line_break_is_dropped = False
            if text.startswith("\n"):
                text, line = text[1:], line + 1
        elements = self._elements
        if elements.is_visible:
            (self.layout.exact if elements.preformatted else self.layout.flow)(text, line)
        elif not elements.absent and plain(text).strip():
            self._set_aside.add("deleted" if elements.deleted else "hidden")

    def _start(self, token: Token, attributes: Mapping[str, str]) -> None:
        name = token.value
        self._title_follows = name == "title" and self._title is None
        self._line_break_is_dropped = False
        self._count(name, attributes)
        if name in VOID:
            self._void(name, attributes, token.line)
            return
        element = self._elements.start(name, effect_of(name, attributes))
        if not self._elements.is_visible:
            return
        if name in LISTS:
            number = _NUMBER.match(attributes.get("start", ""))
            element.count = int(number[1]) - 1 if number else 0
        self._line_break_is_dropped = name in {"pre", "listing", "textarea"}
        self._lay_out(name, attributes)

    def _lay_out(self, name: str, attributes: Mapping[str, str]) -> None:
        if name in CELLS:
            row = self._elements.row()
            self.layout.cell(first=row.count == 0)
            row.count += 1
        elif name in ROWS:
            self.layout.row()
        elif name in BLOCKS:
            self.layout.block()
            if name == "li":
                self.layout.mark(self._marker(attributes))

    def _end(self, token: Token) -> None:
        name = token.value
        self._title_follows = self._line_break_is_dropped = False
        if name in {"br", "p"} and not self._elements.is_open(name):
            self._void("br", {}, token.line) if name == "br" else self.layout.block()
            return
        was_visible = self._elements.is_visible
        self._elements.end(name)
        if not was_visible:
            return
        if name in ROWS:
            self.layout.row()
        elif name in BLOCKS:
            self.layout.block()
            if name in LISTS or name == "li":
                self.layout.mark("")

    # Elements.

    def _count(self, name: str, attributes: Mapping[str, str]) -> None:
        if not self._elements.is_visible:
            return
        if name in _EMBEDDED:
            self._not_read["embedded part"] += 1
        elif name in _PICTURES and not any(_is_tiny(attributes.get(side, "")) for side in ("width", "height")):
            self._not_read["picture"] += not any(effect_of("", attributes))

    def _void(self, name: str, attributes: Mapping[str, str], line: int) -> None:
        if name == "meta":
            self._meta.setdefault(attributes.get("name", attributes.get("property", "")).lower(), attributes.get("content", ""))
        elif not self._elements.is_visible or any(effect_of("", attributes)):
            return
        elif name == "br":
            self.layout.end_line(line)
        elif name == "hr":
            self.layout.block()
        elif name == "input":
            self._input(attributes, line)

    def _input(self, attributes: Mapping[str, str], line: int) -> None:
        kind = attributes.get("type", "").strip().lower()
        if kind in _BOXES:
            self.layout.word("[x]" if "checked" in attributes else "[ ]", line)
        elif kind in _TYPED:
            self.layout.word(attributes.get("value", ""), line)

    def _marker(self, attributes: Mapping[str, str]) -> str:
        lists = self._elements.innermost(LISTS, ("*scope",))
        if lists is None or lists.name != "ol":
            return "- "
        number = _NUMBER.match(attributes.get("value", ""))
        lists.count = int(number[1]) if number else lists.count + 1
        return f"{lists.count}. "


def _is_tiny(size: str) -> bool:
    number = _NUMBER.match(size)
    return number is not None and int(number[1]) < _SMALLEST and "%" not in size


def _date(text: str) -> date | None:
    try:
        return date.fromisoformat(text.strip()[:10])
    except ValueError:
        return None
