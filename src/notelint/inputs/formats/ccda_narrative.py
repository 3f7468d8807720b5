"""The sections of a CDA document with their titles and narratives, in the order in which they are shown."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from notelint.inputs.formats.ccda_header import title_of
from notelint.inputs.formats.ccda_lines import Lines
from notelint.inputs.formats.numerals import numeral
from notelint.inputs.formats.story import Size
from notelint.inputs.formats.symbols import raised
from notelint.inputs.formats.xml_tree import child, local, walk

if TYPE_CHECKING:
    from collections.abc import Callable

    from notelint.inputs.formats.model import Limits
    from notelint.inputs.formats.story import Stretches
    from notelint.inputs.formats.xml_tree import Element

_LOINC = re.compile(r"[0-9]{1,7}-[0-9]")
_AROUND = frozenset({"ClinicalDocument", "component", "structuredBody", "section", "text"})
_BLOCKS = frozenset({"caption", "table", "list", "div", "ul", "ol", "pre", *(f"h{level}" for level in range(1, 7))})
_LISTS = frozenset({"list", "ul", "ol"})
_PARAGRAPHS = frozenset({"paragraph", "p"})
_ITEMS = frozenset({"item", "li"})
_CELLS = frozenset({"td", "th"})
_FORMS = {"LittleRoman": "lowerRoman", "BigRoman": "upperRoman", "LittleAlpha": "lowerLetter", "BigAlpha": "upperLetter"}
_SPACE = "{http://www.w3.org/XML/1998/namespace}space"


@dataclass(slots=True)
class _Section:
    steps: tuple[str, ...]
    inner: int = 0
    has_text: bool = False


@dataclass(slots=True)
class _List:
    form: str
    count: int = 0


class Narrative:
    """The sections in ``root``: ``stretches``, and ``has_text`` says whether they have more than titles.

    ``read_embedded`` gives the text of a narrative in another format (base64). Raises ``RefusedError`` past the limits.
    """

    def __init__(self, root: Element, limits: Limits, read_embedded: Callable[[Element, tuple[str, ...]], Stretches]) -> None:
        self.unread: Counter[str] = Counter()
        self.has_text = False
        self._size = Size(limits)
        self._read_embedded = read_embedded
        self._line = 1
        self._lines = Lines(self._size)
        self._sections = [_Section(())]
        self._in_text: Element | None = None
        self._lists: list[_List] = []
        self._deleted = 0
        self._kept = 0
        self._asides: list[Stretches] = []
        walk(root, self, limits.depth)
        self.stretches = self._lines.stretches

    def enter(self, element: Element) -> bool:
        """Read the start of an element."""
        name = local(element.tag)
        self._line = element.sourceline or self._line
        if self._in_text is None:
            return name in _AROUND and self._start_around(element, name)
        self._start_inside(element, name)
        self._text(element.text, name)
        return True

    def leave(self, element: Element) -> None:
        """Read the end of an element and the text after it."""
        name = local(element.tag)
        if element is self._in_text:
            self._end_text()
        elif self._in_text is not None:
            self._end_inside(element, name)
            self._text(element.tail, "")
        elif name == "section":
            self._sections.pop()

    def _text(self, raw: str | None, name: str) -> None:
        if not raw:
            return
        self.has_text = self.has_text or not raw.isspace()
        raw = raised(raw) if name == "sup" else raw
        if self._deleted:
            self._line += raw.count("\n")
        else:
            self._line = self._lines.text(raw, self._line, kept=self._kept > 0)

    def _start_around(self, element: Element, name: str) -> bool:
        if name == "section":
            self._start_section(element)
        elif name == "text":
            return self._start_text(element)
        return True

    def _start_section(self, element: Element) -> None:
        around = self._sections[-1]
        around.inner += 1
        code = child(element, "code")
        loinc = "" if code is None else code.get("code") or ""
        step = f"section[{around.inner}]{f' {loinc}' if _LOINC.fullmatch(loinc) else ''}"
        section = _Section((*around.steps, step))
        self._sections.append(section)
        self._size.add(paragraphs=1)
        self._lines.start_part(section.steps, blank=len(self._sections) == 2 or around.has_text or around.inner > 1)
        title = title_of(element)
        named = child(element, "title") if title else code
        title = title or (code.get("displayName") or "" if code is not None else "")
        if title.strip():
            self._lines.text(" ".join(title.split()), (named.sourceline if named is not None else None) or self._line)
            self._lines.block()

    def _start_text(self, element: Element) -> bool:
        section = self._sections[-1]
        section.has_text = True
        self._lines.start_part(section.steps, blank=False)
        if element.get("representation") == "B64":
            embedded = self._read_embedded(element, section.steps)
            self.has_text = self.has_text or bool(embedded)
            self._lines.insert(embedded)
            return False
        self._in_text = element
        self._kept = int(element.get(_SPACE) == "preserve" or element.get("mediaType") == "text/plain")
        self._text(element.text, "")
        return True

    def _end_text(self) -> None:
        self._in_text = None
        self._lines.block()
        for aside in self._asides:
            self._lines.insert(aside)
        self._asides.clear()

    def _start_inside(self, element: Element, name: str) -> None:
        if element.get("revised") == "delete":
            self._deleted += 1
            self.unread["deletion"] += 1
        self._kept += _is_kept(element, name)
        if name in _LISTS:
            self._lists.append(_List(_form(element, name)))
        if self._deleted:
            return
        if name in _BLOCKS:
            self._size.add(paragraphs=1)
            self._lines.block()
        elif name in _ITEMS:
            self._size.add(paragraphs=1)
            self._lines.start_item(self._sign())
        else:
            self._start_other(name)

    def _start_other(self, name: str) -> None:
        if name in _PARAGRAPHS:
            self._size.add(paragraphs=1)
            self._lines.start_paragraph()
        elif name == "tr":
            self._size.add(paragraphs=1)
            self._lines.start_row()
        elif name in _CELLS:
            self._lines.start_cell()
        elif name == "br":
            self._lines.line_break()
        elif name == "footnote":
            self._lines.start_aside("footnote")
        elif name == "renderMultiMedia":
            self.unread["picture"] += 1

    def _sign(self) -> str:
        if not self._lists:
            return ""
        self._lists[-1].count += 1
        return f"{numeral(self._lists[-1].count, form)}. " if (form := self._lists[-1].form) else "\u2022 "

    def _end_inside(self, element: Element, name: str) -> None:
        if name in _LISTS:
            self._lists.pop()
        if not self._deleted:
            if name in _BLOCKS:
                self._lines.block()
            elif name in _ITEMS:
                self._lines.end_item()
            else:
                self._end_other(name)
        self._kept -= _is_kept(element, name)
        self._deleted -= element.get("revised") == "delete"

    def _end_other(self, name: str) -> None:
        if name in _PARAGRAPHS:
            self._lines.end_paragraph()
        elif name == "tr":
            self._lines.end_row()
        elif name in _CELLS:
            self._lines.end_cell()
        elif name == "footnote":
            self._asides.append(self._lines.end_aside())


def _is_kept(element: Element, name: str) -> bool:
    """Whether white space in an element stays as it is."""
    return name == "pre" or element.get(_SPACE) == "preserve"


def _form(element: Element, name: str) -> str:
    """How a list is numbered; empty for one with bullets."""
    if name != "ol" and element.get("listType") != "ordered":
        return ""
    return next((_FORMS[word] for word in (element.get("styleCode") or "").split() if word in _FORMS), "decimal")
