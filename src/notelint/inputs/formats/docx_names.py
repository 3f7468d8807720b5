"""Names of the elements of a Word document, the same for Strict and Transitional files, and values in their attributes."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from notelint.inputs.formats.xml_tree import local

if TYPE_CHECKING:
    from notelint.inputs.formats.xml_tree import Element

_PREFIXES = {
    "http://schemas.openxmlformats.org/wordprocessingml/2006/main": "w",
    "http://purl.oclc.org/ooxml/wordprocessingml/main": "w",
    "http://schemas.openxmlformats.org/officeDocument/2006/math": "m",
    "http://purl.oclc.org/ooxml/officeDocument/math": "m",
    "http://schemas.openxmlformats.org/markup-compatibility/2006": "mc",
    "http://schemas.openxmlformats.org/drawingml/2006/main": "a",
    "http://purl.oclc.org/ooxml/drawingml/main": "a",
    "http://schemas.openxmlformats.org/drawingml/2006/picture": "pic",
    "http://purl.oclc.org/ooxml/drawingml/picture": "pic",
    "http://schemas.openxmlformats.org/drawingml/2006/chart": "c",
    "http://purl.oclc.org/ooxml/drawingml/chart": "c",
    "http://schemas.openxmlformats.org/drawingml/2006/diagram": "dgm",
    "http://purl.oclc.org/ooxml/drawingml/diagram": "dgm",
    "urn:schemas-microsoft-com:vml": "v",
    "http://schemas.microsoft.com/office/word/2010/wordml": "w14",
}
_OFF = frozenset({"0", "false", "off"})


@lru_cache(maxsize=4096)
def short(tag: str) -> str:
    """The name with its usual prefix (``w:p``); without one where the namespace is another."""
    space, _, name = tag.rpartition("}")
    prefix = _PREFIXES.get(space[1:], "")
    return f"{prefix}:{name}" if prefix else name


def long(name: str) -> tuple[str, ...]:
    """The names that ``short`` shortens to ``name``."""
    prefix, _, rest = name.partition(":")
    return tuple(f"{{{space}}}{rest}" for space, known in _PREFIXES.items() if known == prefix)


def value(element: Element | None, name: str = "val") -> str | None:
    """The attribute of that local name, ``None`` where there is none."""
    if element is None:
        return None
    return next((text for key, text in element.attrib.items() if local(key) == name), None)


def switched_on(element: Element | None) -> bool | None:
    """Whether a property such as ``w:vanish`` is on; ``None`` where it is not given."""
    return None if element is None else (value(element) or "1").lower() not in _OFF


def number_of(element: Element | None) -> int | None:
    """The value as a number, ``None`` where it is none."""
    text = value(element) or ""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 8 else None


def is_left_out(name: str, element: Element) -> bool:
    """Whether an element is deleted, moved elsewhere, or the second form of what its neighbour says already."""
    if name in {"mc:Fallback", "mc:Choice"}:
        before = element.getprevious()
        return before is not None and short(before.tag) == "mc:Choice"
    return name in {"w:del", "w:moveFrom"}
