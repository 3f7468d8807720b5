"""XML of unknown origin to a tree of elements: without document type, without entities, within limits."""

from __future__ import annotations

import codecs
import re
from functools import lru_cache
from typing import TYPE_CHECKING, Any, NamedTuple, Protocol

from notelint.inputs.formats.model import DamagedError, RefusedError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from notelint.inputs.formats.model import Limits

_MARKUP = 1_500_000
"""Most signs ``<`` and ``=`` in one file: an element takes about 120 bytes of memory, an attribute 350."""

_MARKS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))
_UNMARKED = ((b"<\0", "utf-16-le"), (b"\0<", "utf-16-be"))
_DECLARED = re.compile(rb"<\?xml[^>]{1,200}?encoding\s{0,20}=\s{0,20}[\"']([A-Za-z0-9._-]{1,40})[\"']")
_ENCODINGS = frozenset(
    {
        "utf-8",
        "ascii",
        "utf-16",
        "koi8-r",
        "mac-roman",
        "gbk",
        "gb2312",
        "gb18030",
        "big5",
        "shift_jis",
        "cp932",
        "euc_jp",
        "euc_kr",
    }
    | {f"iso8859-{part}" for part in range(1, 17)}
    | {f"cp125{page}" for page in range(9)}
)
# XML forbids these controls. They are found in exports all the same, and one of them would spoil the whole file.
_WITHOUT_CONTROLS = bytes(byte if byte in b"\t\n\r" or byte >= 32 else 32 for byte in range(256))
_LATE_DECLARATION = re.compile(rb"\A(\s++)<\?xml\s[^>]{0,200}>")
_PROLOG = re.compile(rb"(?:\xef\xbb\xbf)?(?>(?:\s++|<\?.*?\?>|<!--.*?-->)*)", re.DOTALL)


class Element(Protocol):
    """What the readers use of an element of lxml."""

    @property
    def tag(self) -> str:
        """The name, as ``{namespace}local``."""
        ...

    @property
    def text(self) -> str | None:
        """The text before the first child."""
        ...

    @property
    def tail(self) -> str | None:
        """The text between the end of this element and the next one."""
        ...

    @property
    def sourceline(self) -> int | None:
        """The line on which the start tag ends, from 1."""
        ...

    @property
    def attrib(self) -> Any:
        """The attributes, as a mapping."""
        ...

    def get(self, key: str) -> str | None:
        """The value of an attribute."""
        ...

    def getparent(self) -> Element | None:
        """The element around this one."""
        ...

    def getprevious(self) -> Element | None:
        """The element before this one in the same parent."""
        ...

    def iter(self, *tags: str) -> Iterator[Element]:
        """The element itself and all inside it, in the order of the document."""
        ...

    def __iter__(self) -> Iterator[Element]: ...


class Visitor(Protocol):
    """What ``walk`` calls."""

    def enter(self, element: Element) -> bool:
        """Called at the start of an element. False leaves out what is inside; ``leave`` is not called then."""
        ...

    def leave(self, element: Element) -> None:
        """Called at the end of an element."""
        ...


class Xml(NamedTuple):
    """The first element of a file and the encoding the file is in."""

    root: Element
    encoding: str


@lru_cache(maxsize=4096)
def local(tag: str) -> str:
    """The name of an element or attribute without its namespace."""
    return tag.rpartition("}")[2]


def child(element: Element, *path: str) -> Element | None:
    """The first element reached by the local names ``path``, each a child of the one before; ``None`` where there is none."""
    found: Element | None = element
    for name in path:
        if found is not None:
            found = next((inner for inner in found if local(inner.tag) == name), None)
    return found


def children(element: Element, name: str) -> Iterator[Element]:
    """The children with that local name."""
    return (inner for inner in element if local(inner.tag) == name)


def parse_xml(data: bytes, limits: Limits, support: str) -> Xml:
    """The tree of ``data``. Comments and processing instructions are left out.

    The encoding is that of a byte order mark or declaration, else UTF-8; damaged UTF-8 is read as Windows-1252. Raises
    ``RefusedError`` for a document type declaration, damaged XML and too many elements; it names ``support`` ("Word") where lxml
    is missing.
    """
    try:
        from lxml import etree
    except ImportError:
        raise RefusedError(f"needs {support} support; install notelint[documents]") from None
    if len(data) > limits.bytes:
        raise RefusedError("larger than what is read; split the document")
    plain, encoding = _as_utf8(data)
    _check(plain)
    options = {"encoding": "utf-8", "resolve_entities": False, "load_dtd": False, "no_network": True, "huge_tree": True}
    parser = etree.XMLParser(remove_comments=True, remove_pis=True, **options)
    line = 0
    try:
        root = etree.fromstring(plain, parser)
    except (etree.LxmlError, ValueError) as error:
        line = getattr(error, "lineno", 0) or 1
    if line:  # raised outside the handler: the exception of lxml quotes the document
        raise DamagedError(f"damaged XML near line {line}; export the document again")
    if root.getroottree().docinfo.internalDTD is not None:
        raise _has_document_type()
    return Xml(root, encoding)


def walk(root: Element, visitor: Visitor, depth: int) -> None:
    """Call ``visitor`` for each element in the order of the document. Raises ``RefusedError`` past ``depth`` levels."""
    from lxml import etree

    level = 0
    skipped = False
    events = etree.iterwalk(root, events=("start", "end"))
    for event, element in events:
        if event == "start":
            level += 1
            if level > depth:
                raise RefusedError(f"elements are nested more than {depth} deep; export the document again")
            skipped = not visitor.enter(element)
            if skipped:
                events.skip_subtree()
        else:
            level -= 1
            if not skipped:
                visitor.leave(element)
            skipped = False


def _as_utf8(data: bytes) -> tuple[bytes, str]:
    """The bytes as UTF-8, and the encoding they were in."""
    encoding = _encoding(data)
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError:
        encoding = "cp1252" if encoding in {"utf-8", "ascii"} else encoding
        text = data.decode(encoding, errors="replace")
    plain = data if encoding in {"utf-8", "ascii"} else text.removeprefix("\ufeff").encode("utf-8", errors="replace")
    return _LATE_DECLARATION.sub(rb"\1", plain.translate(_WITHOUT_CONTROLS), count=1), encoding


def _encoding(data: bytes) -> str:
    for mark, encoding in (*_MARKS, *_UNMARKED):
        if data.startswith(mark):
            return encoding
    declared = _DECLARED.match(data.lstrip()[:300])
    if declared is None:
        return "utf-8"
    try:
        name = codecs.lookup(declared[1].decode("ascii")).name
    except LookupError:
        name = ""
    if name not in _ENCODINGS:
        raise RefusedError("the XML is in an encoding that is not read; save it as UTF-8")
    return "utf-8" if name == "utf-16" else name  # without a mark or a NUL it is none


def _check(plain: bytes) -> None:
    prolog = _PROLOG.match(plain)
    if prolog is not None and plain.startswith(b"<!DOCTYPE", prolog.end()):
        raise _has_document_type()
    if plain.count(b"<") + plain.count(b"=") > _MARKUP:
        raise RefusedError("too many elements; split the document")


def _has_document_type() -> RefusedError:
    return RefusedError("a document type declaration (DOCTYPE) is not read; export the document without it")
