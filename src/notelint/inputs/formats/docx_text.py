"""Reads the elements of one part of a Word document into its text."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, ClassVar

from notelint.inputs.formats.docx_fields import UNTICKED, Fields, box
from notelint.inputs.formats.docx_flow import Flow, Paragraph, Run
from notelint.inputs.formats.docx_lists import ListItem
from notelint.inputs.formats.docx_names import is_left_out, number_of, short, switched_on, value
from notelint.inputs.formats.docx_pages import Pages
from notelint.inputs.formats.symbols import UNKNOWN, raised, symbol
from notelint.inputs.formats.xml_tree import child, walk

if TYPE_CHECKING:
    from collections.abc import Callable

    from notelint.inputs.formats.docx_flow import Tally
    from notelint.inputs.formats.docx_lists import Definitions
    from notelint.inputs.formats.story import Stretches
    from notelint.inputs.formats.xml_tree import Element

_SPACE = "{http://www.w3.org/XML/1998/namespace}space"
_PRIVATE = re.compile("[\uf000-\uf0ff]")
_ONE_LINE = str.maketrans("\n\r\t", "   ")
_NO_TEXT = frozenset(
    {
        "w:pPr",
        "w:rPr",
        "w:tblPr",
        "w:tblPrEx",
        "w:tblGrid",
        "w:sectPr",
        "w:sdtPr",
        "w:sdtEndPr",
        "w:rt",
        "w:instrText",
        "w:delText",
    }
)
_SIGNS = {"w:tab": "\t", "w:ptab": "\t", "w:noBreakHyphen": "-", "m:den": "/"}
_UNREAD = {
    "pic:pic": "picture",
    "v:imagedata": "picture",
    "w14:contentPart": "picture",
    "w:object": "embedded object",
    "c:chart": "drawing",
    "dgm:relIds": "drawing",
    "a:txBody": "drawing",
    "v:textpath": "drawing",
    "w:subDoc": "linked document",
    "w:del": "tracked deletion",
    "w:moveFrom": "tracked deletion",
}
"""Elements that are not read, with what a warning calls them."""


class TextReader:
    """The text of one part: the body without ``steps``, else a header or the like.

    ``insert`` gives the text of an inserted file by the id of its relation and the steps around it. Raises ``RefusedError`` past
    the limits.
    """

    def __init__(
        self,
        root: Element,
        tally: Tally,
        definitions: Definitions,
        insert: Callable[[str, tuple[str, ...]], Stretches],
        steps: tuple[str, ...] = (),
    ) -> None:
        in_body = not steps
        self._tally = tally
        self._styles, self._numbering = definitions
        self._insert = insert
        self._keeps_space = root.get(_SPACE) == "preserve"
        self._pages = Pages(root if in_body else None)
        self._fields = Fields(root, tally.depth)
        self._flow = Flow(tally, self._pages, steps, numbered=in_body)
        self._controls: list[str | None] = [None]
        walk(root, self, tally.depth)
        self.stretches = self._flow.stretches

    def enter(self, element: Element) -> bool:
        """Read the start of an element."""
        name = short(element.tag)
        if name in _UNREAD:
            self._tally.unread[_UNREAD[name]] += 1
            return False
        if name in _NO_TEXT or is_left_out(name, element):
            return False
        if name in _SIGNS:
            self._put(_SIGNS[name])
            return True
        act = self._STARTS.get(name)
        return True if act is None else act(self, element)

    def leave(self, element: Element) -> None:
        """Read the end of an element."""
        name = short(element.tag)
        act = self._ENDS.get(name)
        if act is not None:
            act(self._flow)
        elif name == "w:sdt":
            self._end_control()

    def _put(self, text: str) -> None:
        """Append text, unless it belongs to an instruction, or to a content control that shows something else."""
        if not text or self._fields.quiet:
            return
        control = self._controls[-1]
        if control is not None:
            text, self._controls[-1] = control, ""
        if text:
            self._flow.put(text)

    def _start_paragraph(self, element: Element) -> bool:
        properties = child(element, "pPr")
        style = None if properties is None else value(child(properties, "pStyle"))
        paragraph = Paragraph(hidden=self._styles.hidden(style))
        paragraph.is_gone = paragraph.hidden
        if properties is not None:
            paragraph.is_gone = _is_gone(child(properties, "rPr"), hidden=paragraph.hidden)
            paragraph.ends_section = child(properties, "sectPr") is not None
            if switched_on(child(properties, "pageBreakBefore")) and not self._flow.in_box:
                self._pages.end_page()
            if not paragraph.is_gone:
                paragraph.before = self._label(properties, style)
        self._flow.start_paragraph(paragraph)
        return True

    def _label(self, properties: Element, style: str | None) -> str:
        """The paragraph's list number. What the paragraph itself says goes before what its style says."""
        given = child(properties, "numPr")
        number = None if given is None else value(child(given, "numId"))
        if given is None or number is None:
            return self._numbering.label(self._styles.list_item(style), style)
        return self._numbering.label(ListItem(number, number_of(child(given, "ilvl")) or 0))

    def _start_run(self, element: Element) -> bool:
        hidden = self._flow.is_hidden
        properties = child(element, "rPr")
        if properties is None:
            self._flow.start_run(Run(None, hidden))
            return True
        vanish = switched_on(child(properties, "vanish"))
        if vanish is None:
            vanish = hidden or self._styles.hidden(value(child(properties, "rStyle")))
        struck = any(switched_on(child(properties, name)) for name in ("strike", "dstrike"))
        raised = value(child(properties, "vertAlign")) == "superscript"
        self._flow.start_run(Run(properties, vanish, struck, raised))
        return True

    def _start_raised(self, _: Element) -> bool:
        self._flow.start_run(Run(None, self._flow.is_hidden, raised=True))
        return True

    def _text(self, element: Element) -> bool:
        text = (element.text or "").translate(_ONE_LINE)
        space = element.get(_SPACE)
        if not (self._keeps_space if space is None else space == "preserve"):
            text = text.strip(" ")
        text = raised(text) if self._flow.run.raised else text
        self._put(_PRIVATE.sub(lambda match: self._sign(self._font(), ord(match[0])), text))
        return False

    def _font(self) -> str:
        properties = self._flow.run.properties
        fonts = None if properties is None else child(properties, "rFonts")
        return value(fonts, "ascii") or value(fonts, "hAnsi") or ""

    def _sign(self, font: str, code: int) -> str:
        sign = symbol(font, code)
        self._tally.unread["symbol"] += sign == UNKNOWN
        return sign

    def _symbol(self, element: Element) -> bool:
        try:
            code = int((value(element, "char") or "")[:8], 16)
        except ValueError:
            code = -1
        self._put(self._sign(value(element, "font") or "", code))
        return False

    def _break(self, element: Element) -> bool:
        kind = value(element, "type")
        if kind in {"page", "column"}:
            self._flow.break_line()
        else:
            self._put("\n")
        if kind == "page" and not self._flow.in_box:
            self._pages.end_page()
        return False

    def _noted_page(self, _: Element) -> bool:
        if not self._flow.in_box:
            self._pages.noted()
        return False

    def _field(self, element: Element) -> bool:
        form = self._fields.form(element)
        self._put(form or "")
        self._fields.pass_by(element, form=form is not None)
        return False

    def _note(self, element: Element) -> bool:
        if not (self._flow.run.hidden or self._fields.quiet):
            kind = short(element.tag).removeprefix("w:").removesuffix("Reference")
            self._tally.notes.append((kind, value(element, "id") or ""))
        return False

    def _comment(self, element: Element) -> bool:
        self._tally.comments.add(value(element, "id") or "")
        return False

    def _start_control(self, element: Element) -> bool:
        """A content control: of a box its state is read, of one that nobody filled in not its prompt."""
        properties = child(element, "sdtPr")
        shown = self._controls[-1]
        if shown is None and properties is not None:
            tick = child(properties, "checkbox")
            if tick is not None:
                shown = box(child(tick, "checked")) or UNTICKED
            elif switched_on(child(properties, "showingPlcHdr")):
                self._tally.unread["empty content control"] += 1
                shown = ""
        self._controls.append(shown)
        return True

    def _end_control(self) -> None:
        self._put(self._controls[-1] or "")  # a box that nothing inside stands for
        self._controls.pop()

    def _start_row(self, element: Element) -> bool:
        properties = child(element, "trPr")
        return self._start(properties, "del", self._flow.start_row)

    def _start_cell(self, element: Element) -> bool:
        return self._start(child(element, "tcPr"), "cellDel", self._flow.start_cell)

    def _start(self, properties: Element | None, deletion: str, start: Callable[[], None]) -> bool:
        if properties is not None and child(properties, deletion) is not None:
            self._tally.unread["tracked deletion"] += 1
            return False
        start()
        return True

    def _start_box(self, _: Element) -> bool:
        self._flow.start_box()
        return True

    def _inserted_file(self, element: Element) -> bool:
        self._flow.insert(self._insert(value(element, "id") or "", self._flow.steps))
        return False

    _STARTS: ClassVar[dict[str, Callable[[TextReader, Element], bool]]] = {
        "w:p": _start_paragraph,
        "w:r": _start_run,
        "m:sup": _start_raised,
        "w:t": _text,
        "m:t": _text,
        "w:sym": _symbol,
        "w:br": _break,
        "w:cr": _break,
        "w:lastRenderedPageBreak": _noted_page,
        "w:fldChar": _field,
        "w:footnoteReference": _note,
        "w:endnoteReference": _note,
        "w:commentReference": _comment,
        "w:sdt": _start_control,
        "w:tr": _start_row,
        "w:tc": _start_cell,
        "w:txbxContent": _start_box,
        "w:altChunk": _inserted_file,
    }
    _ENDS: ClassVar[dict[str, Callable[[Flow], None]]] = {
        "w:p": Flow.end_paragraph,
        "w:r": Flow.end_run,
        "m:sup": Flow.end_run,
        "w:tr": Flow.end_row,
        "w:tc": Flow.end_cell,
        "w:txbxContent": Flow.end_box,
    }


def _is_gone(mark: Element | None, *, hidden: bool) -> bool:
    """Whether the end of a paragraph is deleted, moved elsewhere or hidden; ``mark`` holds its properties."""
    if mark is None:
        return hidden
    vanish = switched_on(child(mark, "vanish"))
    return (hidden if vanish is None else vanish) or any(child(mark, change) is not None for change in ("del", "moveFrom"))
