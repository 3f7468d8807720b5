"""The events of a note as a table: where each is told, how it is meant, by which words, and what was made of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.table import Table
from rich.text import Text

from notelint.outputs.layout import words
from notelint.outputs.style import quoted

if TYPE_CHECKING:
    from notelint.outputs.formats import Options
    from notelint.report import Event, Report

_STATUSES = {
    "performed": ("done", "green"),
    "header": ("claimed", "cyan"),
    "negated": ("not done", "red"),
    "abandoned": ("given up", "red"),
}
_PARTS = {"bone": "", "skin": " of skin", "graft": ""}
NO_EVENT = "no harvest, transfer, anastomosis or closure is told"


def events_table(report: Report, options: Options) -> Table | Text:
    """One row for each event: where, how it is meant, what it is, and the answers that rest on it or the cue against it."""
    if not report.events:
        return Text(NO_EVENT)
    grid = Table.grid(padding=(0, 2, 0, 0))
    grid.add_column()
    grid.add_column(no_wrap=True)
    grid.add_column(no_wrap=True)
    grid.add_column(style="dim")
    for event in report.events:
        status, style = _STATUSES.get(event.status, (words(event.status), "yellow"))
        made = _made_of(report, event, options)
        grid.add_row(quoted(report.note, event.evidence, options), Text(status, style), Text(_told(event), "bold"), made)
    return grid


def _told(event: Event) -> str:
    graft = f" ({words(event.graft)})" if event.graft else ""
    return f"{event.kind}{_PARTS[event.part]}{graft}"


def _made_of(report: Report, event: Event, options: Options) -> str:
    """The cue that sets the event aside, or what rests on its words."""
    by = f"by {quoted(report.note, event.cue, options)}" if event.cue is not None else ""
    gives = f"gives {', '.join(map(words, event.gives))}" if event.gives else ""
    return "; ".join(part for part in (by, gives) if part)
