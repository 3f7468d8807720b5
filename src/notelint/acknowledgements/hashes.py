"""Hashes of a note and of the words at a finding, from which no word can be guessed without the note."""

from __future__ import annotations

import hashlib
import hmac
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from notelint.note import Note
    from notelint.report import Finding

_WORDS_OF = b"notelint: words of a finding\0"


def note_hash(note: Note) -> str:
    """The SHA-256 of the note's text as UTF-8, in hexadecimal."""
    return hashlib.sha256(_bytes(note.text)).hexdigest()


def words_hash(note: Note, finding: Finding) -> str:
    """The HMAC-SHA-256 of the words at the finding, in hexadecimal.

    The key is another hash of the note than ``note_hash``: that one stands in the record, and with it short words could be
    guessed.
    """
    key = hashlib.sha256(_WORDS_OF + _bytes(note.text)).digest()
    return hmac.new(key, _bytes(note.text[finding.start : finding.end]), hashlib.sha256).hexdigest()


def _bytes(text: str) -> bytes:
    return text.encode("utf-8", errors="surrogatepass")
