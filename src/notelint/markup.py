"""What HTML and RTF leave in a note that an interface took out of them: tags, entities and control words.

The first look and the reader share it. Only names of the formats count: "<name>" is a blank of a template, "<5 cm" a figure.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from notelint.characters import plain

if TYPE_CHECKING:
    from collections.abc import Iterator

_ATTRIBUTES = r"(?:\s[^<>\n]{0,200})?"
_BLOCK = rf"</?(?:p|div|h[1-6]|br|hr|tr|li|ul|ol|table|tbody|thead|blockquote|pre|body|html|head|section|center){_ATTRIBUTES}/?>"
_HTML = re.compile(
    rf"(?P<block>{_BLOCK}(?:\s*+{_BLOCK})*\s*)"
    rf"|(?P<cell></?t[dh]{_ATTRIBUTES}>)"
    rf"|</?(?:b|i|u|s|em|strong|span|font|small|big|sup|sub|tt|code|mark|o:p|a(?=[\s>])){_ATTRIBUTES}/?>"
    r"|(?P<entity>&(?:#\d{1,6}|#[xX][0-9a-fA-F]{1,5}|[a-zA-Z]{2,10}[0-9]{0,2});)",
    re.IGNORECASE,
)
_PARAGRAPH = re.compile(r"<p[\s>/]|</(?:p|table)|<h[1-6]|<br.*<br", re.IGNORECASE | re.DOTALL)
_SIGNS_OF_HTML = ("</", "/>", "<br", "<BR", "<p>", "<P>", "<div", "<DIV")
_ENTITY = re.compile(r"&[#a-zA-Z][a-zA-Z0-9]{1,10};")
_RTF = re.compile(
    r"\\'(?P<code>[0-9a-fA-F]{2})|\\(?P<sign>[~_-])|(?P<brace>[{}])|\\u(?P<number>\d{2,6})\??"
    r"|\\(?P<word>[a-z]{1,20})-?\d{0,6}(?P<after> |[ \t]*\r?\n)?"
)
_SURELY_RTF = re.compile(r"\\(?:par|pard|plain|line|ulnone|b0|i0)\b|\\'[0-9a-f]{2}|\w\\~")
_RTF_SIGNS = {"~": " ", "_": "-", "-": ""}
_RTF_WORDS = {
    "par": "\n", "line": "\n", "row": "\n", "sect": "\n", "page": "\n", "tab": "    ", "cell": "    ", "bullet": "-",
    "endash": "-", "emdash": "-", "lquote": "'", "rquote": "'", "ldblquote": '"', "rdblquote": '"',
}  # fmt: skip


def leftovers(text: str) -> Iterator[tuple[int, int, str]]:
    r"""Each tag, entity and control word in ``text``: its place, and what it stands for.

    >>> [new for _, _, new in leftovers("8&nbsp;cm<br>EBL &lt;50")]
    [' ', '\n', '<']
    """
    if any(sign in text for sign in _SIGNS_OF_HTML) or ("&" in text and _ENTITY.search(text)):
        yield from ((*match.span(), new) for match in _HTML.finditer(text) if (new := _html(match)) != match[0])
    elif "\\" in text and _SURELY_RTF.search(text):
        yield from ((*match.span(), _rtf(match)) for match in _RTF.finditer(text))


def without_leftovers(text: str) -> str:
    """``text`` with what its markup stands for instead of it."""
    pieces: list[str] = []
    done = 0
    for start, end, new in leftovers(text):
        pieces += (text[done:start], new)
        done = end
    return "".join((*pieces, text[done:])) if pieces else text


def _html(match: re.Match[str]) -> str:
    if match["entity"]:
        return _sign(match["entity"])
    if match["cell"]:
        return "    "
    if match["block"]:
        return "\n\n" if _PARAGRAPH.search(match["block"]) else "\n"
    return ""


def _sign(entity: str) -> str:
    """What an entity stands for; itself if HTML has none of its name."""
    from html import unescape
    from html.entities import html5

    return plain(unescape(entity)) if entity[1] == "#" or entity[1:] in html5 else entity


def _rtf(match: re.Match[str]) -> str:
    if match["code"]:
        return plain(bytes.fromhex(match["code"]).decode("cp1252", "replace"))
    if match["number"]:
        return plain(chr(int(match["number"]) % 0x10000))
    if match["sign"] or match["brace"]:
        return _RTF_SIGNS.get(match["sign"], "")
    after = match["after"] or ""
    new = _RTF_WORDS.get(match["word"])
    if new is None:
        return after if "\n" in after else ""
    return new if new == "\n" else new + after.lstrip(" ")
