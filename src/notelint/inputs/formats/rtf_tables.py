"""What the control words and character sets of RTF stand for (Rich Text Format specification 1.9.1)."""

from __future__ import annotations

import codecs

CHARACTERS = {
    b"tab": "\t", b"emdash": "\u2014", b"endash": "\u2013", b"bullet": "\u2022", b"lquote": "\u2018", b"rquote": "\u2019",
    b"ldblquote": "\u201c", b"rdblquote": "\u201d", b"emspace": "\u2003", b"enspace": "\u2002", b"qmspace": "\u2005",
    b"zwj": "\u200d", b"zwnj": "\u200c", b"zwbo": "\u200b", b"ltrmark": "\u200e", b"rtlmark": "\u200f",
}  # fmt: skip
"""Control words that are one character."""

SIGNS = {b"~": "\u00a0", b"_": "\u2011", b"-": "", b"\t": "\t"}
"""Control symbols that are a character or, as the optional hyphen, none."""

SET_ASIDE = frozenset(
    b"aftncn aftnsep aftnsepc atnid atnauthor bkmkend bkmkstart colorschememapping colortbl datafield datastore docvar falt"
    b" filetbl fontemb fontfile ftncn ftnsep ftnsepc generator latentstyles levelnumbers leveltext listlevel listname"
    b" listoverride listoverridetable listtable mmathpict nonesttables nonshppict objclass objdata objname oldcprops oldpprops"
    b" panose pgptbl picprop pntxta pntxtb private revtbl rsidtbl rxe sn stylesheet tc tcn template themedata"
    b" txe userprops xe xmlnstbl".split()
) | {b"shprslt"}  # shprslt: a text box once more, for programs that know no shapes
"""Destinations whose text is not shown."""

_CHARSETS = {
    0: 1252, 77: 10000, 78: 932, 79: 949, 80: 936, 81: 950, 128: 932, 129: 949, 130: 1361, 134: 936, 136: 950, 161: 1253,
    162: 1254, 163: 1258, 177: 1255, 178: 1256, 186: 1257, 204: 1251, 222: 874, 238: 1250, 254: 437, 255: 850,
}  # fmt: skip
_NAMES = {
    936: "gbk", 1361: "johab", 10000: "mac_roman", 10001: "shift_jis", 10006: "mac_greek", 10007: "mac_cyrillic",
    10029: "mac_latin2", 10081: "mac_turkish", 65001: "utf-8",
}  # fmt: skip
_DEFAULT = "cp1252"

# The Symbol font has Greek letters on Latin keys; its digits and most of its punctuation are those of ASCII.
_GREEK = "ΑΒΧΔΕΦΓΗΙϑΚΛΜΝΟΠΘΡΣΤΥςΩΞΨΖ"
_GREEK_SMALL = "αβχδεφγηιϕκλμνοπθρστυϖωξψζ"
_SYMBOL = {
    **{code: chr(code) for code in b" !#%&()+,./0123456789:;<=>?[]_{|}"},
    **dict(zip(range(ord("A"), ord("Z") + 1), _GREEK, strict=True)),
    **dict(zip(range(ord("a"), ord("z") + 1), _GREEK_SMALL, strict=True)),
    0x2D: "\u2212", 0x7E: "\u223c", 0xA0: "\u20ac", 0xA2: "\u2032", 0xA3: "\u2264", 0xA5: "\u221e", 0xAB: "\u2194",
    0xAC: "\u2190", 0xAD: "\u2191", 0xAE: "\u2192", 0xAF: "\u2193", 0xB0: "\u00b0", 0xB1: "\u00b1", 0xB2: "\u2033",
    0xB3: "\u2265", 0xB4: "\u00d7", 0xB7: "\u2022", 0xB8: "\u00f7", 0xB9: "\u2260", 0xBB: "\u2248", 0xBC: "\u2026",
    0xC6: "\u2205", 0xD2: "\u00ae", 0xD3: "\u00a9", 0xD4: "\u2122", 0xDE: "\u21d2",
}  # fmt: skip
_PICTORIAL = {
    "symbol": _SYMBOL,
    "wingdings": {
        0x20: " ", 0x6C: "\u25cf", 0x6E: "\u25a0", 0x6F: "\u2610", 0x71: "\u2610", 0x76: "\u2756", 0x9F: "\u2022",
        0xA1: "\u25cb", 0xA7: "\u25aa", 0xA8: "\u2610", 0xD8: "\u27a2", 0xDF: "\u2190", 0xE0: "\u2192", 0xFB: "\u2717",
        0xFC: "\u2713", 0xFD: "\u2612", 0xFE: "\u2611",
    },
    "wingdings 2": {0x20: " ", 0x4F: "\u2717", 0x50: "\u2713", 0x51: "\u2612", 0x52: "\u2611", 0x53: "\u2612", 0xA3: "\u2610"},
    "webdings": {0x20: " ", 0x61: "\u2713", 0x63: "\u2610", 0x67: "\u25a0", 0x72: "\u2717"},
}  # fmt: skip
_PRIVATE = range(0xF000, 0xF100)  # where Word puts the 256 characters of a font of pictures
_UNKNOWN = "\ufffd"


def code_page(number: int) -> str:
    """The encoding of Windows code page ``number``: that of Python, or the name of a font of pictures; ``cp1252`` for others."""
    name = _NAMES.get(number, f"cp{number}")
    try:
        return codecs.lookup(name).name
    except LookupError:
        return _DEFAULT


def page_of_charset(charset: int) -> str | None:
    r"""The encoding that ``\fcharset`` of a font means; ``None`` where that is the document's own."""
    return code_page(_CHARSETS[charset]) if charset in _CHARSETS else None


def page_of_font(name: str) -> str | None:
    """The encoding of a font of pictures (``symbol``, ``wingdings``); ``None`` for fonts of letters."""
    folded = name.strip().rstrip(";").lower()
    return folded if folded in _PICTORIAL else None


def decode(data: bytes, page: str) -> str:
    """The text of ``data`` in the encoding ``page``; what has no meaning there becomes U+FFFD."""
    signs = _PICTORIAL.get(page)
    if signs is None:
        return data.decode(page, errors="replace")
    return "".join([signs.get(code, _UNKNOWN) for code in data])


def sign(code: int, page: str) -> str:
    r"""The character of ``\uN``: with a font of pictures also what stands at its private place."""
    if page in _PICTORIAL and code in _PRIVATE:
        return _PICTORIAL[page].get(code - _PRIVATE.start, _UNKNOWN)
    return chr(code) if 0 <= code < 0xD800 or 0xE000 <= code < 0x110000 else _UNKNOWN
