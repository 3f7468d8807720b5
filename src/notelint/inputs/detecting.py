"""A guess at the encoding of a text that is not UTF-8 and has no byte order mark, by charset-normalizer.

It is imported with this module, which only such a text needs. Left alone it takes a note with one degree sign for Central
European; so it chooses among the encodings that English notes come in, and the commonest is taken where it fits best as well.
"""

from __future__ import annotations

from charset_normalizer import from_bytes

COMMONEST = "windows-1252"
_NARROW = {"cp1252": COMMONEST, "cp850": "cp850", "mac_roman": "mac-roman", "cp932": "shift-jis"}
_WIDE = {"utf_16_le": "utf-16-le", "utf_16_be": "utf-16-be", "utf_32_le": "utf-32-le", "utf_32_be": "utf-32-be"}
_SAMPLE = 65_536  # bytes that tell which of the wide encodings it is
_WIDEST = 4  # bytes of one character
_LATIN = 0x250  # code points below it are Latin letters, digits and signs
_SHARE_OF_LATIN = 0.75


def narrow_encoding(data: bytes) -> str:
    """The encoding of a text of which most characters take one byte: Windows, DOS, old Macintosh, or Japanese."""
    found = {match.encoding: match.chaos for match in from_bytes(data, cp_isolation=list(_NARROW), preemptive_behaviour=False)}
    best = min(found, key=lambda name: found[name], default="cp1252")
    return COMMONEST if found.get("cp1252", 1) <= found.get(best, 1) else _NARROW[best]


def wide_encoding(data: bytes) -> str | None:
    """The encoding of a text in which each character takes two or four bytes; ``None`` where the data are no such text."""
    sample = data[: min(len(data) - len(data) % _WIDEST, _SAMPLE)] or data
    match = from_bytes(sample, cp_isolation=list(_WIDE), preemptive_behaviour=False).best()
    if match is None:
        return None
    text = sample.decode(match.encoding, errors="replace")
    latin = sum(ord(char) < _LATIN and (char.isprintable() or char.isspace()) for char in text)
    return _WIDE[match.encoding] if latin >= _SHARE_OF_LATIN * len(text) else None
