"""The bytes of a file to text, or the reason why they are none."""

from __future__ import annotations

import codecs

# The order matters: the mark of UTF-32 begins with that of UTF-16.
_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_SIGNATURES = (
    (b"%PDF-", "a PDF file"),
    (b"{\\rtf", "an RTF file"),
    (b"PK\x03\x04", "a Word document or another zip archive"),
    (b"PK\x05\x06", "an empty zip archive"),
    (b"\x1f\x8b", "a gzip archive"),
    (b"\xd0\xcf\x11\xe0", "an old Word document"),
)
# Tab to carriage return and escape occur in text; a stray NUL or two does as well. In compressed data one byte in nine is
# a control character.
_CONTROLS = bytes({*range(32), 127} - {*range(9, 14), 27})
_STRAY_CONTROLS = 3
_CONTROLS_IN_TEXT = 0.05


class NotTextError(ValueError):
    """The bytes are no text; ``str`` says what they are and what to do, in one line."""


def decode(data: bytes) -> tuple[str, str]:
    """The text of ``data`` and the encoding it was read in.

    A byte order mark decides and is dropped (``utf-8``, ``utf-16``, ``utf-32``); else UTF-8. What is neither is guessed
    (``notelint.inputs.detecting``), undefined bytes are replaced. Nothing else is changed: line breaks, NULs and non-breaking
    spaces stay. Raises ``NotTextError``.
    """
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return data.decode("utf-8-sig" if encoding == "utf-8" else encoding, errors="replace"), encoding
    for signature, kind in _SIGNATURES:
        if data.startswith(signature):
            raise NotTextError(f"{kind}, not plain text; save the note as plain text (.txt)")
    if _has_many_controls(data):
        return _wide(data)
    try:
        return data.decode("utf-8"), "utf-8"
    except UnicodeDecodeError:
        from notelint.inputs.detecting import narrow_encoding

        encoding = narrow_encoding(data)
        return data.decode(encoding, errors="replace"), encoding


def _has_many_controls(data: bytes) -> bool:
    controls = len(data) - len(data.translate(None, _CONTROLS))
    return controls > max(_STRAY_CONTROLS, _CONTROLS_IN_TEXT * len(data))


def _wide(data: bytes) -> tuple[str, str]:
    """The text of data full of control characters: UTF-16 or UTF-32 without a mark, where most are NULs."""
    if b"\0" in data:
        from notelint.inputs.detecting import wide_encoding

        encoding = wide_encoding(data)
        if encoding is not None:
            return data.decode(encoding, errors="replace"), encoding
    raise NotTextError("binary, not plain text; save the note as plain text (UTF-8)")
