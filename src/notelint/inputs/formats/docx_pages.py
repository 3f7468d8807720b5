"""The pages of a Word document, as far as it says where they end."""

from __future__ import annotations

from typing import TYPE_CHECKING

from notelint.inputs.formats.docx_names import long, short, value
from notelint.inputs.formats.xml_tree import child

if TYPE_CHECKING:
    from notelint.inputs.formats.xml_tree import Element

_ON_THE_SAME_PAGE = frozenset({"continuous", "nextColumn"})


def sections(root: Element) -> list[Element]:
    """The properties of the sections of a document, in their order, as they are now."""
    every = ((section, section.getparent()) for section in root.iter(*long("w:sectPr")))
    return [section for section, parent in every if parent is not None and short(parent.tag) in {"w:body", "w:pPr"}]


class Pages:
    """Counts pages by the breaks that an author set and those that Word noted when it last showed the document.

    The count is approximate: Word notes most of its own breaks, not all, and the text may have been changed since.
    """

    def __init__(self, root: Element | None = None) -> None:
        """``root`` is the document's body; without it nothing is counted."""
        later = [] if root is None else sections(root)[1:]
        self._new_page = [value(child(section, "type")) not in _ON_THE_SAME_PAGE for section in later]
        self._sections = 0
        self._set_by_author = False
        self.page = 1 if root is not None and (any(self._new_page) or _has_breaks(root)) else None

    def end_page(self) -> None:
        """A break that the author set."""
        self._next()
        self._set_by_author = True

    def noted(self) -> None:
        """A break that Word noted; it notes the author's too, before the first text of the new page."""
        if not self._set_by_author:
            self._next()
        self._set_by_author = False

    def text(self) -> None:
        """Text follows."""
        self._set_by_author = False

    def end_section(self) -> None:
        """The end of a section, which may be followed by another."""
        if self._sections < len(self._new_page) and self._new_page[self._sections]:
            self.end_page()
        self._sections += 1

    def _next(self) -> None:
        if self.page is not None:
            self.page += 1


def _has_breaks(root: Element) -> bool:
    if next(root.iter(*long("w:lastRenderedPageBreak"), *long("w:pageBreakBefore")), None) is not None:
        return True
    return any(value(one, "type") == "page" for one in root.iter(*long("w:br")))
