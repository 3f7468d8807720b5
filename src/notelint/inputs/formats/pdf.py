"""PDF files: the text of each page in reading order, with page, line and box; pages without text by text recognition."""

from __future__ import annotations

from typing import TYPE_CHECKING

from notelint.inputs.formats.model import RefusedError

if TYPE_CHECKING:
    from notelint.inputs.formats.model import Document, Limits, ReadInner


def read(data: bytes, limits: Limits, read_inner: ReadInner) -> list[Document]:  # noqa: ARG001 - attached files are not read
    """The one note in a PDF file. A hyphen that ends a line stays, with its line break. Raises ``RefusedError``."""
    if len(data) > limits.bytes:
        raise RefusedError(f"larger than {limits.bytes:,} bytes; split it")
    try:
        from notelint.inputs.formats.pdf_file import read_file
    except ImportError:
        raise RefusedError("needs PDF support; install notelint[pdf]") from None
    try:
        return [read_file(data, limits)]
    except MemoryError:
        raise RefusedError("needs too much memory; print it to a new PDF file and give that") from None
