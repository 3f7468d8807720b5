"""RTF: the text that a word processor shows, with the paragraph of each word, and the page where page breaks are explicit.

Hidden and deleted text and everything that is no text (fonts, styles, pictures, field instructions) is set aside. Headers stand
before the body, footnotes and footers after it.
"""

from __future__ import annotations

import re
from datetime import date
from typing import TYPE_CHECKING

from notelint.inputs.formats.model import Document, Metadata, RefusedError
from notelint.inputs.formats.rtf_groups import GroupReader
from notelint.places import TextBuilder

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from notelint.inputs.formats.model import Limits, ReadInner
    from notelint.inputs.formats.rtf_story import Story
    from notelint.places import Place

_START = re.compile(rb"(?:\xef\xbb\xbf)?[\0\s]*(?=\{\\rtf)")
_NO_CONTENT = b"\0 \t\r\n\x1a}"  # what may follow a document


def read(data: bytes, limits: Limits, read_inner: ReadInner) -> list[Document]:  # noqa: ARG001 -- embedded objects are not read
    """The note in an RTF file. Raises ``RefusedError``."""
    if len(data) > limits.bytes:
        raise RefusedError(f"an RTF file of more than {limits.bytes:,} bytes; save the note without its pictures")
    start = _START.match(data)
    if start is None:
        raise RefusedError("no RTF: it does not begin with {\\rtf; save the note as RTF or as plain text (.txt)")
    reader = GroupReader(data, limits)
    reader.read(start.end())
    builder = TextBuilder()
    for text, place in _joined(_parts(reader)):
        builder.add(text, place)
    return [Document(builder.text(), builder.places(), tuple(_warnings(reader)), _metadata(reader))]


def _parts(reader: GroupReader) -> Iterator[list[tuple[str, Place]]]:
    yield from _distinct(reader.around["header"])
    yield reader.body.finish(reader.page)
    yield from (story.finish(0) for story in reader.around["footnote"])
    yield from _distinct(reader.around["footer"])


def _distinct(stories: Iterable[Story]) -> Iterator[list[tuple[str, Place]]]:
    """The stretches of each of ``stories``, those of equal text once: every section repeats its headers."""
    seen: set[str] = set()
    for story in stories:
        stretches = story.finish(0)
        text = "".join(text for text, _ in stretches)
        if text.strip() and text not in seen:
            seen.add(text)
            yield stretches


def _joined(parts: Iterable[list[tuple[str, Place]]]) -> Iterator[tuple[str, Place]]:
    """The stretches of all ``parts``, a line break between two of them."""
    last: Place | None = None
    for stretches in parts:
        if stretches and last is not None:
            yield "\n", last
        yield from stretches
        last = stretches[-1][1] if stretches else last


def _warnings(reader: GroupReader) -> Iterator[str]:
    for kind, count in reader.not_read.items():
        if count:
            yield f"{count} {kind}{'s' if count > 1 else ''} not read"
    for kind in ("hidden", "deleted"):
        if kind in reader.set_aside:
            yield f"{kind} text not read"
    if reader.end is None:
        yield "the file ends inside a group; it may be cut off"
    elif reader.data[reader.end :].strip(_NO_CONTENT):
        yield "what follows the end of the document not read"


def _metadata(reader: GroupReader) -> Metadata:
    return Metadata(title=reader.title.text(), author=reader.author.text(), date=_date(reader.created))


def _date(created: dict[str, int]) -> date | None:
    try:
        return date(created["yr"], created["mo"], created["dy"])
    except (KeyError, ValueError, OverflowError):
        return None
