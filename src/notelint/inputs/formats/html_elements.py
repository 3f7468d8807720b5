"""The open elements of an HTML file: which are closed by a tag, and whether text inside them is shown."""

from __future__ import annotations

import re
from collections import defaultdict
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

VOID = frozenset(
    ("area", "base", "br", "col", "embed", "frame", "hr", "img", "input", "link", "meta", "param", "source", "track", "wbr")
)
"""Elements without content."""

BLOCKS = frozenset(
    ("address", "article", "aside", "blockquote", "body", "center", "dd", "details", "dialog", "dir", "div", "dl", "dt",
     "fieldset", "figcaption", "figure", "footer", "form", "frameset", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hgroup",
     "html", "legend", "li", "listing", "main", "menu", "nav", "ol", "p", "plaintext", "pre", "search", "section", "summary",
     "ul", "xmp")
)  # fmt: skip
"""Elements that begin and end a line. Those of tables are not among them."""

LISTS = frozenset(("ul", "ol", "menu", "dir"))
CELLS = frozenset(("td", "th"))
ROWS = frozenset(("table", "caption", "tbody", "thead", "tfoot", "tr"))
"""Elements of tables that begin and end a line."""

_NO_END_TAG = frozenset(("html", "body"))  # what follows their end tags belongs to them
_SPECIAL = BLOCKS | CELLS | ROWS | {"button", "marquee", "object", "select", "template", "textarea"}
_SCOPES = CELLS | {"table", "caption", "template", "object", "marquee", "html"}
_FORMATTING = frozenset(
    ("a", "b", "big", "code", "em", "font", "i", "nobr", "s", "small", "strike", "strong", "tt", "u")
)  # fmt: skip
_KINDS = ((_SCOPES, "*scope"), (_SPECIAL, "*special"), (LISTS, "*list"))
_KEYS = {name: (name, *(kind for names, kind in _KINDS if name in names)) for name in _SCOPES | _SPECIAL | LISTS}

# What a start tag closes, if it is open inside the nearest of the elements named second.
_CLOSES: dict[str, tuple[tuple[str, ...], tuple[str, ...]]] = {
    **dict.fromkeys(BLOCKS - {"html", "body", "legend"}, (("p",), ("*scope",))),
    "table": (("p",), ("*scope",)),
    "li": (("li",), ("*scope", "*list")),
    **dict.fromkeys(("dd", "dt"), (("dd", "dt"), ("*scope", "dl"))),
    **dict.fromkeys(CELLS, (("td", "th", "caption"), ("table",))),
    "tr": (("tr", "td", "th", "caption"), ("table",)),
    **dict.fromkeys(("tbody", "thead", "tfoot"), (("tbody", "thead", "tfoot", "tr", "td", "th", "caption"), ("table",))),
    **dict.fromkeys(("option", "optgroup"), (("option",), ("select", "datalist"))),
}
# Inside which elements an end tag looks for its element; of the others inside the nearest special element.
_ENDS_INSIDE: dict[str, tuple[str, ...]] = {
    **dict.fromkeys(_SPECIAL, ("*scope",)),
    **dict.fromkeys(CELLS | ROWS, ("table",)),
    **dict.fromkeys(("table", "template", "object", "marquee"), ()),
    "li": ("*scope", "*list"),
}

_NEVER_SHOWN = frozenset(
    ("audio", "button", "canvas", "datalist", "noscript", "object", "rp", "svg", "template", "title", "video")
)  # fmt: skip
_DELETED = frozenset(("del", "s", "strike"))
_PREFORMATTED = frozenset(("listing", "plaintext", "pre", "textarea", "xmp"))
_HIDING = re.compile(
    r"(?:^|[;\s])(?:display\s*:\s*none|visibility\s*:\s*(?:hidden|collapse)|mso-hide\s*:\s*all)\b", re.IGNORECASE
)
_LINE_THROUGH = re.compile(r"(?:^|[;\s])text-decoration(?:-line)?\s*:[^;]*\bline-through\b", re.IGNORECASE)
_KEEPING_SPACES = re.compile(r"(?:^|[;\s])white-space\s*:\s*(?:pre|break-spaces)", re.IGNORECASE)


class Effect(NamedTuple):
    """What an element does to the text inside it: it is no text, is hidden, is deleted, keeps its spaces."""

    absent: bool = False
    hidden: bool = False
    deleted: bool = False
    preformatted: bool = False


_NONE = Effect()


def effect_of(name: str, attributes: Mapping[str, str]) -> Effect:
    """What the element ``name`` with ``attributes`` does to the text inside it. Style sheets are not looked at."""
    style = attributes.get("style", "")
    return Effect(
        absent=name in _NEVER_SHOWN or (name == "option" and "selected" not in attributes),
        hidden="hidden" in attributes or (name == "dialog" and "open" not in attributes) or _HIDING.search(style) is not None,
        deleted=name in _DELETED or _LINE_THROUGH.search(style) is not None,
        preformatted=name in _PREFORMATTED or _KEEPING_SPACES.search(style) is not None,
    )


class Element:
    """An open element. ``count`` is free for who opened it: the items of a list, the cells of a row."""

    __slots__ = ("count", "effect", "name")

    def __init__(self, name: str, effect: Effect) -> None:
        self.name = name
        self.effect = effect
        self.count = 0


class OpenElements:
    """The elements that are open, closed as the HTML standard has it where end tags are missing or cross each other.

    ``absent``, ``hidden``, ``deleted`` and ``preformatted`` count the open elements that have the effect. Each tag takes constant
    time on the average.
    """

    def __init__(self) -> None:
        self.absent = self.hidden = self.deleted = self.preformatted = 0
        self._stack = [Element("", _NONE)]
        self._positions: defaultdict[str, list[int]] = defaultdict(list)  # in the stack, by name and by kind
        self._formatting: defaultdict[str, list[tuple[Effect, int]]] = defaultdict(list)  # with how many scopes were open

    @property
    def is_visible(self) -> bool:
        """Whether text is shown here."""
        return not (self.absent or self.hidden or self.deleted)

    def start(self, name: str, effect: Effect) -> Element:
        """Open an element, after closing those that it ends."""
        element = Element(name, effect)
        self._apply(effect, 1)
        if name in _FORMATTING:  # they go on behind the end of the paragraph, so only their effect is kept
            if any(effect):
                self._formatting[name].append((effect, len(self._positions["*scope"])))
            return element
        if name in _CLOSES:
            closed, inside = _CLOSES[name]
            self._close(closed, inside)
            if "p" not in closed and name in BLOCKS:
                self._close(("p",), ("*scope",))
        for key in _KEYS.get(name, (name,)):
            self._positions[key].append(len(self._stack))
        self._stack.append(element)
        return element

    def end(self, name: str) -> None:
        """Close an element, and those inside it; nothing where there is none that the tag may close."""
        if name in _FORMATTING:
            opened = self._formatting[name]
            if opened and opened[-1][1] >= len(self._positions["*scope"]):
                self._apply(opened.pop()[0], -1)
        elif name not in _NO_END_TAG:
            self._close((name,), _ENDS_INSIDE.get(name, ("*special",)))

    def is_open(self, name: str) -> bool:
        """Whether the end tag ``name`` has an element to close; not for formatting, which is not kept."""
        return self._last(name) > self._barrier(_ENDS_INSIDE.get(name, ("*special",)))

    def row(self) -> Element:
        """The row of the table here; where rows are missing the table, and the document where that is missing too."""
        return self.innermost(("tr",), ("table",)) or self._stack[self._last("table")]

    def innermost(self, names: Iterable[str], inside: Iterable[str] = ()) -> Element | None:
        """The open element nearest to here of those ``names``, inside the nearest element of the kinds ``inside``."""
        position = max(map(self._last, names))
        return self._stack[position] if position > self._barrier(inside) else None

    def _last(self, key: str) -> int:
        positions = self._positions[key]
        return positions[-1] if positions else 0

    def _barrier(self, keys: Iterable[str]) -> int:
        return max(map(self._last, keys), default=0)

    def _close(self, names: Iterable[str], inside: Iterable[str]) -> None:
        """Close all elements down to the first of ``names`` that is open inside ``inside``; of equal names the last one."""
        barrier = self._barrier(inside)
        position = min((last for name in names if (last := self._last(name)) > barrier), default=0)
        while position and len(self._stack) > position:
            self._pop()

    def _pop(self) -> None:
        element = self._stack.pop()
        self._apply(element.effect, -1)
        for key in _KEYS.get(element.name, (element.name,)):
            self._positions[key].pop()
        if element.name in _SCOPES:
            self._end_formatting()

    def _end_formatting(self) -> None:
        scopes = len(self._positions["*scope"])
        for opened in self._formatting.values():
            while opened and opened[-1][1] > scopes:
                self._apply(opened.pop()[0], -1)

    def _apply(self, effect: Effect, step: int) -> None:
        if any(effect):
            self.absent += step * effect.absent
            self.hidden += step * effect.hidden
            self.deleted += step * effect.deleted
            self.preformatted += step * effect.preformatted
