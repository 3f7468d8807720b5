"""Tags and text of an HTML file, in linear time whatever the file holds.

``html.parser`` of the standard library is not used: in Python 3.11.7 it takes 40 seconds for 60 KB of ``<a <a <a``, and raises
``ValueError`` for a character reference of 5,000 digits. This follows the tokenizer of the HTML standard (WHATWG, section
13.2.5), but for an attribute whose quote is never closed, which ends with its tag.
"""

from __future__ import annotations

import re
from html import unescape
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Generator, Iterator

# All quantifiers give nothing back: nothing is tried twice. Groups are atomic, since possessive ones fail before CPython 3.11.5.
_BLANK = r"\t\n\f\r "
_VALUE = rf"""[{_BLANK}]*+=[{_BLANK}]*+(?:"[^"]*+"|'[^']*+'|(?!["'])[^{_BLANK}>]*+)"""
_NAME = rf"[^{_BLANK}/>][^{_BLANK}/>=]*+"
_TAG = re.compile(rf"<(/?)([a-zA-Z][^{_BLANK}/>]*+)((?>(?:[{_BLANK}/]++|{_NAME}(?>(?:{_VALUE})?))*))>")
_ATTRIBUTE = re.compile(rf"({_NAME})(?>({_VALUE})?)")
_COMMENT = re.compile(r"<!--(?:-?>|.*?--!?>)", re.DOTALL)
_ANOTHER_COMMENT = re.compile(r"<[!?][^>]*+>|</(?:[^a-zA-Z>][^>]*+)?>")
_UNFINISHED = re.compile(r"<(?:[a-zA-Z!?]|/[^>])")
_LONG_REFERENCE = re.compile(r"&#[0-9]{12,}+;?|&#[xX][0-9a-fA-F]{12,}+;?")

_SPACES = "\t\n\f\r "
_RAW = frozenset(("script", "style", "iframe", "noembed", "noframes"))
_TEXT_ONLY = frozenset(("title", "textarea"))
_ENDS = {name: re.compile(rf"</{name}(?=[{_SPACES}/>])", re.IGNORECASE) for name in _RAW | _TEXT_ONLY}


class Token(NamedTuple):
    """A start tag, an end tag or a stretch of text.

    ``kind`` is ``start``, ``end``, ``text`` (with character references) or ``cut``: from here on nothing is read, since a comment
    or tag does not end. ``value`` is the name in small letters or the text; ``line`` counts from 1.
    """

    kind: str
    value: str
    line: int
    attributes: str = ""


def tokens(source: str, *, xml: bool = False) -> Iterator[Token]:
    """The tokens of ``source``, whose line breaks are LF. What scripts and styles hold is left out.

    ``xml``: a start tag that ends in ``/>`` is an end tag as well.
    """
    line, counted = 1, 0
    for start, kind, value, attributes in _pieces(source, xml=xml):
        line += source.count("\n", counted, start)
        counted = start
        yield Token(kind, value, line, attributes)


def attributes_of(text: str) -> dict[str, str]:
    """The attributes in a start tag, by their names in small letters; of equal ones the first."""
    found: dict[str, str] = {}
    for name, value in _ATTRIBUTE.findall(text):
        inner = value.lstrip(_SPACES)[1:].lstrip(_SPACES)
        found.setdefault(name.lower(), plain(inner[1:-1] if inner[:1] in {'"', "'"} else inner))
    return found


def plain(text: str) -> str:
    """``text`` with its character references replaced."""
    return unescape(_LONG_REFERENCE.sub("\ufffd", text)) if "&" in text else text


_Piece = tuple[int, str, str, str]


def _pieces(source: str, *, xml: bool) -> Iterator[_Piece]:
    position = 0
    while position < len(source):
        tag = _TAG.match(source, position)
        if source[position] != "<":
            end = _end_of_text(source, position)
            yield position, "text", source[position:end], ""
            position = end
        elif tag is None:
            position = yield from _no_tag(source, position)
        else:
            position = yield from _tag(source, tag, xml=xml)


def _end_of_text(source: str, position: int) -> int:
    end = source.find("<", position)
    return end if end >= 0 else len(source)


def _no_tag(source: str, position: int) -> Generator[_Piece, None, int]:
    """What begins with ``<`` and is no tag: nothing where it is a comment, a sign of the text otherwise. Returns its end."""
    is_comment = source.startswith("<!--", position)
    comment = (_COMMENT if is_comment else _ANOTHER_COMMENT).match(source, position)
    if comment is not None:
        return comment.end()
    if _UNFINISHED.match(source, position):
        yield position, "cut", "", ""
        return len(source)
    yield position, "text", "<", ""
    return position + 1


def _tag(source: str, tag: re.Match[str], *, xml: bool) -> Generator[_Piece, None, int]:
    """A tag, and the content of an element that holds no tags. Returns its end."""
    name = tag[2].lower()
    if tag[1]:
        yield tag.start(), "end", name, ""
        return tag.end()
    yield tag.start(), "start", name, tag[3]
    if xml and tag[3].endswith("/"):
        yield tag.start(), "end", name, ""
    elif name in _ENDS:
        end = _ENDS[name].search(source, tag.end())
        if name in _TEXT_ONLY:
            yield tag.end(), "text", source[tag.end() : end.start() if end else len(source)], ""
        if end is None:
            yield tag.end(), "cut", "", ""
        return end.start() if end else len(source)
    return tag.end()
