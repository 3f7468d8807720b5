"""Fields of a Word document: their results are text, their instructions are not."""

from __future__ import annotations

from typing import TYPE_CHECKING

from notelint.inputs.formats.docx_names import is_left_out, long, number_of, short, switched_on, value
from notelint.inputs.formats.xml_tree import child, children, walk

if TYPE_CHECKING:
    from notelint.inputs.formats.xml_tree import Element

TICKED = "\u2612"
UNTICKED = "\u2610"


class Fields:
    """Where in its fields the reading of a part is. A field without an end is none."""

    def __init__(self, root: Element, depth: int) -> None:
        """``depth`` is the most levels of elements."""
        ends = _Ends()
        if next(root.iter(*long("w:fldChar")), None) is not None:
            walk(root, ends, depth)
        self._begun = ends.begun
        self._open: list[tuple[bool, bool]] = []
        self._quiet = 0

    @property
    def quiet(self) -> bool:
        """Whether text that stands here belongs to an instruction."""
        return self._quiet > 0

    def form(self, mark: Element) -> str | None:
        """What the box or choice of a form shows that begins here; ``None`` where none begins."""
        return _form(child(mark, "ffData")) if mark in self._begun and value(mark, "fldCharType") == "begin" else None

    def pass_by(self, mark: Element, *, form: bool) -> None:
        """Go past the begin, the middle or the end of a field; ``form`` where a box or choice begins."""
        if mark not in self._begun:
            return
        kind = value(mark, "fldCharType")
        if kind == "begin":
            self._push(quiet=True, form=form)
        elif self._open and kind in {"separate", "end"}:
            form = self._pop()
            if kind == "separate":
                self._push(quiet=form, form=form)

    def _push(self, *, quiet: bool, form: bool) -> None:
        self._open.append((quiet, form))
        self._quiet += quiet

    def _pop(self) -> bool:
        quiet, form = self._open.pop()
        self._quiet -= quiet
        return form


class _Ends:
    """Finds the marks of the fields that have a begin and an end."""

    def __init__(self) -> None:
        self.begun: set[Element] = set()
        self._open: list[list[Element]] = []

    def enter(self, element: Element) -> bool:
        name = short(element.tag)
        if name == "w:fldChar":
            self._add(element, value(element, "fldCharType"))
        return not is_left_out(name, element)

    def leave(self, element: Element) -> None:
        """Nothing is known at an end only."""

    def _add(self, mark: Element, kind: str | None) -> None:
        if kind == "begin":
            self._open.append([mark])
        elif self._open:
            self._open[-1].append(mark)
            if kind == "end":
                self.begun.update(self._open.pop())


def box(element: Element | None) -> str | None:
    """The box that a content control or a form field shows; ``None`` where it is another kind."""
    return None if element is None else TICKED if switched_on(element) else UNTICKED


def _form(data: Element | None) -> str | None:
    """What an old form field shows in place of a result; ``None`` where it has one."""
    tick = None if data is None else child(data, "checkBox")
    if tick is not None:
        given = child(tick, "checked")
        given = child(tick, "default") if given is None else given
        return box(given) or UNTICKED
    choice = None if data is None else child(data, "ddList")
    if choice is None:
        return None
    entries = [value(entry) or "" for entry in children(choice, "listEntry")]
    at = number_of(child(choice, "result")) or number_of(child(choice, "default")) or 0
    return entries[at] if at < len(entries) else ""
