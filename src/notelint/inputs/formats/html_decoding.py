"""The bytes of an HTML file to text: byte order mark, UTF-8, what the file says of itself, or a guess."""

from __future__ import annotations

import codecs
import re

from notelint.inputs.decoding import NotTextError, decode
from notelint.inputs.formats.model import RefusedError

_MARKS = (codecs.BOM_UTF8, codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
_HEAD = 4096  # bytes in which the file says its encoding
_DECLARED = re.compile(
    rb"""<meta\b[^>]{0,300}?\bcharset\s{0,9}=\s{0,9}["']?\s{0,9}([\w:.-]{1,40})|<\?xml\b[^>]{0,99}?\bencoding\s{0,9}=\s{0,9}["']([\w:.-]{1,40})""",
    re.IGNORECASE,
)
# The labels of the Encoding standard (WHATWG) with Python's names where these differ; Latin-1 means Windows-1252 there.
_NUMBERED = re.compile(r"(?:windows-|x-cp|cp)(125[0-8]|874)")
_AS_THEY_ARE = re.compile(r"utf-?8|iso-8859-(?:[2-9]|1[0-68])|koi8-[ru]|euc-jp|iso-2022-jp|big5|gb18030")
_OTHERS = {
    **dict.fromkeys(("iso-8859-1", "iso8859-1", "latin1", "l1", "us-ascii", "ascii"), "windows-1252"),
    "macintosh": "mac-roman", "x-mac-roman": "mac-roman", **dict.fromkeys(("shift_jis", "shift-jis", "sjis", "x-sjis"), "cp932"),
    "windows-31j": "cp932", "gbk": "gb18030", "gb2312": "gb18030", **dict.fromkeys(("euc-kr", "ks_c_5601-1987"), "cp949"),
    "ibm866": "cp866", "cp866": "cp866", "tis-620": "windows-874", "iso-8859-8-i": "iso-8859-8",
}  # fmt: skip
_PYTHON_NAMES = {"windows-874": "cp874"}
_SEVEN_BITS = "iso-2022-jp"


def decode_html(data: bytes, charset: str = "") -> tuple[str, str]:
    """The text of ``data`` and its encoding; ``charset`` is what the container says. Raises ``RefusedError``.

    A byte order mark decides. Bytes that are UTF-8 and not plain ASCII are read as UTF-8 whatever is declared, and a file that
    says UTF-8 and is not is guessed at.
    """
    if not data.startswith(_MARKS):
        declared = _encoding(charset) or _encoding(_declared(data))
        if declared == _SEVEN_BITS or (declared and declared != "utf-8" and not _is_utf8_beyond_ascii(data)):
            return data.decode(_PYTHON_NAMES.get(declared, declared), errors="replace"), declared
    try:
        return decode(data)
    except NotTextError as error:
        raise RefusedError(f"no HTML: {error}") from None


def _declared(data: bytes) -> str:
    found = _DECLARED.search(data, 0, _HEAD)
    return (found[1] or found[2]).decode("ascii", errors="replace") if found else ""


def _encoding(label: str) -> str:
    """The encoding that ``label`` means; empty for one that is unknown."""
    folded = label.strip().lower()
    if numbered := _NUMBERED.fullmatch(folded):
        return f"windows-{numbered[1]}"
    if _AS_THEY_ARE.fullmatch(folded):
        return "utf-8" if folded == "utf8" else folded
    return _OTHERS.get(folded, "")


def _is_utf8_beyond_ascii(data: bytes) -> bool:
    if data.isascii():
        return False
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True
