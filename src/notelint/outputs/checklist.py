"""The checklist of a note as tables, what is missing first."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.table import Table
from rich.text import Text

from notelint.outputs.layout import words
from notelint.outputs.style import ELEMENT_STYLES, glyphs, quoted

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from rich.console import RenderableType

    from notelint.outputs.formats import Options
    from notelint.report import Element, ElementStatus, Report

_TITLES: Mapping[ElementStatus, str] = {"missing": "missing", "partial": "in part", "met": "documented", "n/a": "not asked for"}
_QUOTES = 2


def checklist(report: Report, options: Options) -> Iterator[RenderableType]:
    """The elements grouped by status; nothing where none applies to the note."""
    groups = {status: _having(report, status) for status in _TITLES}
    if not any(groups[status] for status in ("missing", "partial", "met")):
        return
    yield Text(", ".join(f"{len(group)} {_TITLES[status]}" for status, group in groups.items() if group))
    for status, group in groups.items():
        if not group:
            continue
        yield ""
        yield _not_asked_for(group, options) if status == "n/a" else _table(report, status, group, options)


def _having(report: Report, status: ElementStatus) -> dict[str, Element]:
    return {name: element for name, element in report.elements.items() if element.status == status}


def _table(report: Report, status: ElementStatus, group: Mapping[str, Element], options: Options) -> Table:
    grid = Table.grid(padding=(0, 2, 0, 0))
    grid.add_column(style=ELEMENT_STYLES[status], no_wrap=True)
    grid.add_column(width=max(map(len, report.elements)), no_wrap=True)
    grid.add_column(style="dim")
    for name, element in group.items():
        grid.add_row(glyphs(options).marks[status], words(name), Text(_evidence(report, element, options)))
    return grid


def _evidence(report: Report, element: Element, options: Options) -> str:
    places = list(dict.fromkeys(element.evidence))
    told = [quoted(report.note, place, options) for place in places[:_QUOTES]]
    more = len(places) - len(told)
    return ", ".join([*told, f"{more} more"] if more else told)


def _not_asked_for(group: Mapping[str, Element], options: Options) -> Text:
    return Text(f"{glyphs(options).marks['n/a']}  {_TITLES['n/a']}: {', '.join(map(words, group))}", ELEMENT_STYLES["n/a"])
