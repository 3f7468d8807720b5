"""MHT and MHTML, the web page in one file: its HTML page, read by the reader of HTML.

The parts are found by their boundaries here, in linear time, and only the fields of headers are left to the package ``email``:
its parser goes a level of recursion deeper for each message inside a message, and compares each line with all open boundaries.
"""

from __future__ import annotations

import binascii
import contextlib
import re
from dataclasses import dataclass, replace
from email.errors import MessageError
from email.header import decode_header, make_header
from email.parser import HeaderParser
from email.utils import parsedate_to_datetime
from itertools import count
from typing import TYPE_CHECKING

from notelint.inputs.formats.html import read_page
from notelint.inputs.formats.model import Document, Limits, Metadata, ReadInner, RefusedError

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import date

_LONGEST_HEADER = 65_536  # bytes
_MOST_PARTS = 1_000
_DEEPEST = 6  # levels of parts in parts; mixed, related and alternative are three
_HEADER_END = re.compile(rb"(?:\A|\n)\r?\n")
_HTML = frozenset(("text/html", "application/xhtml+xml"))
_DOCUMENTS = re.compile(r"text/html|text/rtf|message/.*|application/(?:xhtml\+xml|pdf|rtf|msword|vnd\.(?:ms-|openxml|oasis).*)")
_NO_BASE64 = bytes({*range(256)} - {*b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"})


@dataclass(frozen=True, slots=True)
class _Part:
    """A part of the file: its header fields by their names in small letters, and where its body stands."""

    header: dict[str, str]
    start: int
    end: int

    @property
    def media_type(self) -> str:
        """Type and subtype in small letters."""
        return self.header.get("content-type", "").partition(";")[0].strip().lower()

    def parameter(self, name: str) -> str:
        """A parameter of the media type; empty where there is none."""
        pattern = rf""";\s*{name}\s*=\s*(?:"([^"]*)"|([^\s;]+))"""
        found = re.search(pattern, self.header.get("content-type", ""), re.IGNORECASE)
        return (found[1] or found[2] or "") if found else ""


def read(data: bytes, limits: Limits, read_inner: ReadInner) -> list[Document]:
    """The note in the page of an MHT file. Raises ``RefusedError``."""
    if len(data) > limits.bytes:
        raise RefusedError(f"an MHT file of more than {limits.bytes:,} bytes; save the note without its pictures")
    whole = _part(data, len(data) - len(data.lstrip(b"\xef\xbb\xbf\r\n\t ")), len(data))
    if not whole.media_type:
        raise RefusedError("no MHT: there is no header with a Content-Type; save the note as HTML or as plain text (.txt)")
    parts = list(_leaves(data, whole, 0, count(1)))
    page = _page(whole, parts)
    content = _content(data, parts[page], limits)
    if parts[page].media_type in _HTML:
        documents = [read_page(content, limits, parts[page].parameter("charset"))]
    else:
        documents = read_inner(content, parts[page].media_type)
    others = sum(_DOCUMENTS.fullmatch(part.media_type) is not None for part in parts) - (parts[page].media_type in _HTML)
    warnings = (f"{others} other document{'s' if others > 1 else ''} not read",) if others > 0 else ()
    steps = () if parts[page] is whole else (f"part {page + 1}",)
    return [_completed(document, whole, warnings).within(*steps) for document in documents]


def _leaves(data: bytes, part: _Part, depth: int, numbers: Iterator[int]) -> Iterator[_Part]:
    """The parts that hold content, in their order; ``numbers`` counts all parts."""
    if not part.media_type.startswith("multipart/"):
        yield part
        return
    boundary = part.parameter("boundary").encode("utf-8", errors="replace")
    if not boundary or depth >= _DEEPEST:
        reason = f"parts nested deeper than {_DEEPEST}" if boundary else "a part without boundary"
        raise RefusedError(f"a damaged MHT file: {reason}; save the note as HTML or as plain text (.txt)")
    for start, end in _between(data, part, boundary):
        if next(numbers) > _MOST_PARTS:
            raise RefusedError(f"an MHT file of more than {_MOST_PARTS:,} parts; save the note as HTML or as plain text (.txt)")
        yield from _leaves(data, _part(data, start, end), depth + 1, numbers)


def _between(data: bytes, part: _Part, boundary: bytes) -> Iterator[tuple[int, int]]:
    """Where the parts of a multipart body begin and end. The last one may lack its boundary."""
    delimiter = re.compile(rb"(?:\A|\r?\n)--" + re.escape(boundary) + rb"(--)?[ \t]*(?:\r?\n|\Z)")
    start = None
    position = max(0, part.start - 1)  # the line break before the body may be that of its first boundary
    while (found := delimiter.search(data, position, part.end)) is not None:
        if start is not None:
            yield start, max(start, found.start())
        start = found.end()
        if found[1]:
            return
        position = max(start - 1, position + 1)
    if start is not None:
        yield start, part.end


def _part(data: bytes, start: int, end: int) -> _Part:
    """The part that stands between two offsets: its header and its body."""
    blank = _HEADER_END.search(data, start, min(end, start + _LONGEST_HEADER))
    if data[start : start + 1] in {b"\n", b"\r"}:
        return _Part({}, min(start + 2, end), end)
    if blank is None and end - start > _LONGEST_HEADER:
        raise RefusedError("a damaged MHT file: a header does not end; save the note as HTML or as plain text (.txt)")
    header_end, body = (blank.start(), blank.end()) if blank else (end, end)
    fields = HeaderParser().parsestr(data[start:header_end].decode("utf-8", errors="replace"), headersonly=True)
    return _Part({name.lower(): str(value) for name, value in reversed(fields.items())}, body, end)


def _page(whole: _Part, parts: Sequence[_Part]) -> int:
    """The index of the part that is the page: the one that the file names, else the first in HTML, else the first in text."""
    root = whole.parameter("start")
    if root:
        for index, part in enumerate(parts):
            if part.header.get("content-id", "").strip() in {root, f"<{root}>"}:
                return index
    for kind in (*_HTML, "text/plain", "text/rtf"):
        for index, part in enumerate(parts):
            if part.media_type == kind:
                return index
    raise RefusedError("an MHT file without a page in HTML; save the note as HTML or as plain text (.txt)")


def _content(data: bytes, part: _Part, limits: Limits) -> bytes:
    """The bytes of a part as they were before they were encoded for mail."""
    if part.end - part.start > limits.part_bytes * 2:
        raise RefusedError(f"a part of more than {limits.part_bytes:,} bytes; save the note without its pictures")
    body = data[part.start : part.end]
    encoding = part.header.get("content-transfer-encoding", "").strip().lower()
    if encoding == "quoted-printable":
        body = binascii.a2b_qp(body)
    elif encoding == "base64":
        digits = body.translate(None, _NO_BASE64)
        body = binascii.a2b_base64(digits[: len(digits) - (len(digits) % 4 == 1)] + b"===")
    elif encoding not in {"", "7bit", "8bit", "binary"}:
        raise RefusedError("an MHT file in an unknown transfer encoding; save the note as HTML or as plain text (.txt)")
    if len(body) > limits.part_bytes:
        raise RefusedError(f"a part of more than {limits.part_bytes:,} bytes; save the note without its pictures")
    return body


def _completed(document: Document, whole: _Part, warnings: tuple[str, ...]) -> Document:
    """``document`` with what the header of the file says where the page says nothing."""
    said = document.metadata
    author = _decoded(whole.header.get("from", ""))
    metadata = Metadata(
        title=said.title or _decoded(whole.header.get("subject", "")),
        codes=said.codes,
        date=said.date or _date(whole.header.get("date", "")),
        author=said.author or ("" if author.lower().startswith("<saved by") else author),
        status=said.status,
    )
    return replace(document, metadata=metadata, warnings=(*document.warnings, *warnings))


def _decoded(text: str) -> str:
    """A header field with its encoded words replaced; as it is where they are damaged."""
    with contextlib.suppress(MessageError, ValueError, LookupError, TypeError, AssertionError):
        text = str(make_header(decode_header(text)))
    return " ".join(text.split())


def _date(text: str) -> date | None:
    try:
        return parsedate_to_datetime(text).date()
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
