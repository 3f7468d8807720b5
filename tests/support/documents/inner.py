"""A small reader of documents inside documents, for tests of the formats that hold them."""

from __future__ import annotations

import re

from notelint.inputs.formats.model import Document, RefusedError
from notelint.places import Place, TextBuilder

REFUSAL = "an image; send the text of the note"
_TAG = re.compile(r"<[^<>]*>")


def read_inner(data: bytes, media_type: str = "") -> list[Document]:
    """Plain text, HTML by its lines, and a pretended PDF whose lines are pages. Refuses images; blank text has a warning."""
    if data.startswith(b"\x89PNG") or media_type.startswith("image/"):
        raise RefusedError(REFUSAL)
    if data.startswith(b"%PDF-"):
        return [_by_pages(data.removeprefix(b"%PDF-").decode(errors="replace"))]
    if media_type == "text/html" or data.startswith(b"<"):
        return [_html(data.decode(errors="replace"))]
    text = data.decode(errors="replace")
    return [Document(text)] if text.strip() else [Document("", warnings=("1 page without text",))]


def _by_pages(text: str) -> Document:
    builder = TextBuilder()
    for number, line in enumerate(text.splitlines(), 1):
        builder.add(f"{line}\n", Place(page=number, line=1))
    return Document(builder.text(), builder.places(), warnings=("1 picture not read",))


def _html(text: str) -> Document:
    builder = TextBuilder()
    for number, line in enumerate(text.replace("</p>", "\n").splitlines(), 1):
        if bare := _TAG.sub("", line).strip():
            builder.add(f"{bare}\n", Place(line=number))
    return Document(builder.text(), builder.places())
