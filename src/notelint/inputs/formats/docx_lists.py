"""Styles and list numbers of a Word document: what stands before a paragraph and is not in its text."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from notelint.discreet import discreet
from notelint.inputs.formats.docx_names import number_of, switched_on, value
from notelint.inputs.formats.numerals import numeral
from notelint.inputs.formats.symbols import symbol
from notelint.inputs.formats.xml_tree import child, children, local

if TYPE_CHECKING:
    from notelint.inputs.formats.xml_tree import Element

_LEVELS = 9
_CHAIN = 20
"""A style may be based on another one, which is based on another one, and so on: so many are looked at."""
_OTHER_LEVEL = re.compile(r"%([1-9])")
_KEPT_BULLETS = frozenset("-\u2013\u2014\u2192\u2610\u2611\u2612\u2713\u2717")


@discreet()
class ListItem(NamedTuple):
    """The list of a paragraph: the number of the list and the level in it, from 0."""

    number: str
    level: int


@discreet()
class _Style(NamedTuple):
    base: str
    hidden: bool | None
    number: str | None
    level: int | None


class Styles:
    """What the styles say of hidden text and of lists."""

    def __init__(self, root: Element | None) -> None:
        found = children(root, "style") if root is not None else ()
        self._styles = {value(style, "styleId") or "": _style(style) for style in found}

    def hidden(self, name: str | None) -> bool:
        """Whether text in that style is hidden."""
        return next((style.hidden for style in self._chain(name) if style.hidden is not None), False)

    def list_item(self, name: str | None) -> ListItem | None:
        """The list that a paragraph of that style is in; ``None`` where it is in none."""
        chain = self._chain(name)
        number = next((style.number for style in chain if style.number is not None), None)
        level = next((style.level for style in chain if style.level is not None), 0)
        return None if number is None else ListItem(number, level)

    def _chain(self, name: str | None) -> list[_Style]:
        """The style, the one it is based on, and so on."""
        chain: list[_Style] = []
        style = self._styles.get(name) if name else None
        while style is not None and len(chain) < _CHAIN:
            chain.append(style)
            style = self._styles.get(style.base)
        return chain


def _style(style: Element) -> _Style:
    listed = child(style, "pPr", "numPr")
    number, level = (None, None) if listed is None else (value(child(listed, "numId")), number_of(child(listed, "ilvl")))
    return _Style(value(child(style, "basedOn")) or "", switched_on(child(style, "rPr", "vanish")), number, level)


class Definitions(NamedTuple):
    """What the parts of a document refer to."""

    styles: Styles
    numbering: Numbering


@discreet()
class _Level(NamedTuple):
    start: int
    form: str
    text: str
    restart: int | None
    decimal: bool
    gap: str
    style: str


@discreet()
class _List(NamedTuple):
    """One ``w:num``: its levels, the abstract list whose counters it shares, and the levels it starts anew."""

    abstract: str
    levels: tuple[_Level, ...]
    anew: tuple[int, ...]


class Numbering:
    """Counts the paragraphs of all lists of a document."""

    def __init__(self, root: Element | None) -> None:
        found = list(root) if root is not None else []
        self._abstract = {value(one, "abstractNumId") or "": one for one in found if local(one.tag) == "abstractNum"}
        self._nums = {value(one, "numId") or "": one for one in found if local(one.tag) == "num"}
        self._links = {name: value(child(one, "numStyleLink")) or "" for name, one in self._abstract.items()}
        self._linked = {link: one for one in self._abstract.values() if (link := value(child(one, "styleLink")))}
        self._lists: dict[str, _List | None] = {}
        self._levels: dict[str, tuple[_Level, ...]] = {}
        self._counts: dict[str, list[int | None]] = {}

    def label(self, item: ListItem | None, style: str | None = None) -> str:
        """The next number or bullet of a list with the gap after it (``2. ``); empty where there is none.

        ``style`` is the paragraph's where the list comes from that: then the level is the one that names the style.
        """
        if item is None:
            return ""
        first = item.number not in self._lists
        if first:
            self._lists[item.number] = self._list(item.number)
        numbered = self._lists[item.number]
        if numbered is None:
            return ""
        named = (at for at, level in enumerate(numbered.levels) if style and level.style == style)
        at = min(next(named, item.level), _LEVELS - 1)
        counts = self._counts.setdefault(numbered.abstract, [None] * _LEVELS)
        for again in numbered.anew if first else ():
            counts[again] = None
        _count(counts, numbered.levels, at)
        return _label(counts, numbered.levels, at)

    def _list(self, number: str) -> _List | None:
        num = self._nums.get(number)
        name = "" if num is None else value(child(num, "abstractNumId")) or ""
        abstract = self._abstract.get(name)
        if num is None or abstract is None:
            return None
        abstract = self._linked.get(self._links[name], abstract)
        shared = value(abstract, "abstractNumId") or ""
        if shared not in self._levels:
            given = {_at(one): one for one in children(abstract, "lvl")}
            self._levels[shared] = tuple(_level(given.get(at)) for at in range(_LEVELS))
        overrides = {_at(one): one for one in children(num, "lvlOverride")}
        levels = (_overridden(level, overrides.get(at)) for at, level in enumerate(self._levels[shared]))
        anew = (at for at, one in overrides.items() if at < _LEVELS and child(one, "startOverride") is not None)
        return _List(shared, tuple(levels), tuple(anew))


def _at(element: Element) -> int:
    """The level that a ``w:lvl`` or ``w:lvlOverride`` is for, from 0."""
    text = value(element, "ilvl") or "0"
    return int(text) if len(text) == 1 and text in "012345678" else _LEVELS


def _overridden(level: _Level, override: Element | None) -> _Level:
    """A level with what one list says in place of it."""
    if override is None:
        return level
    replaced = child(override, "lvl")
    level = level if replaced is None else _level(replaced)
    start = number_of(child(override, "startOverride"))
    return level if start is None else level._replace(start=start)


def _level(given: Element | None) -> _Level:
    if given is None:
        return _Level(1, "none", "", None, decimal=False, gap="", style="")
    start = number_of(child(given, "start"))
    return _Level(
        1 if start is None else start,
        value(child(given, "numFmt")) or "decimal",
        _level_text(given),
        number_of(child(given, "lvlRestart")),
        bool(switched_on(child(given, "isLgl"))),
        "" if value(child(given, "suff")) == "nothing" else " ",
        value(child(given, "pStyle")) or "",
    )


def _level_text(given: Element) -> str:
    text = (value(child(given, "lvlText")) or "")[:40]
    if value(child(given, "numFmt")) != "bullet":
        return text
    if not text:
        return "\u2022" if child(given, "lvlPicBulletId") is not None else ""
    font = value(child(given, "rPr", "rFonts"), "ascii") or value(child(given, "rPr", "rFonts"), "hAnsi") or ""
    shown = symbol(font, ord(text[0]))
    return shown if shown in _KEPT_BULLETS else "\u2022"


def _count(counts: list[int | None], levels: tuple[_Level, ...], at: int) -> None:
    for higher in range(at):  # a level that was skipped counts as begun
        if counts[higher] is None:
            counts[higher] = levels[higher].start
    before = counts[at]
    counts[at] = levels[at].start if before is None else before + 1
    for lower in range(at + 1, _LEVELS):
        restart = levels[lower].restart
        if restart is None or at < restart:
            counts[lower] = None


def _label(counts: list[int | None], levels: tuple[_Level, ...], at: int) -> str:
    level = levels[at]
    if level.form == "none" and "%" not in level.text:
        return ""

    def shown(match: re.Match[str]) -> str:
        other = int(match[1]) - 1
        form = "decimal" if level.decimal else levels[other].form
        return numeral(counts[other] or 0, form)

    text = level.text if level.form == "bullet" else _OTHER_LEVEL.sub(shown, level.text)
    return f"{text}{level.gap}" if text.strip() else ""
