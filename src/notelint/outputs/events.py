"""The events of a note and the timelines of its grafts as tables, each event with its place, status, words and use."""

from __future__ import annotations

from typing import TYPE_CHECKING

from notelint.outputs.layout import words
from notelint.outputs.style import position, quoted
from notelint.outputs.styled import grid, pieces, wrapped

if TYPE_CHECKING:
    from notelint.outputs.formats import Options
    from notelint.outputs.styled import Line
    from notelint.report import Event, Report

_STATUSES = {
    "performed": ("done", "green"),
    "header": ("claimed", "cyan"),
    "negated": ("not done", "red"),
    "abandoned": ("given up", "red"),
}
_PARTS = {"bone": "", "skin": " of skin", "graft": ""}
NO_EVENT = "no harvest, transfer, anastomosis or closure is told"


def events_table(report: Report, options: Options) -> list[Line]:
    """One row for each event: where, how it is meant, what it is, its words, the cue against it, the answers that rest on it."""
    if not report.events:
        return wrapped(pieces(NO_EVENT), options.width, 2, 2)
    rows = []
    for event in report.events:
        status, style = _STATUSES.get(event.status, (words(event.status), "yellow"))
        place = position(report.note, event.evidence.start, options)
        made = pieces((_made_of(report, event, options), "dim"))
        rows.append([pieces(place), pieces((status, style)), pieces((_description(event), "bold")), made])
    return grid(rows, options.width)


def timelines(report: Report, options: Options) -> list[Line]:
    """One row for each graft: its donor site, transfer in the end, and stages with their places in the order of the note."""
    rows = []
    for timeline in report.timelines:
        stages = [f"{stage.kind} {position(report.note, stage.evidence.start, options)}" for stage in timeline.stages]
        rows.append(
            [pieces((words(timeline.graft), "bold")), pieces(", ".join(stages)), pieces((words(timeline.outcome), "bold"))]
        )
    return grid(rows, options.width)


def meant(status: str) -> str:
    """How an event or a mention is meant, in words: ``negated`` -> ``not done``."""
    return _STATUSES[status][0] if status in _STATUSES else words(status)


def _description(event: Event) -> str:
    graft = f" ({words(event.graft)})" if event.graft else ""
    return f"{event.kind}{_PARTS[event.part]}{graft}"


def _made_of(report: Report, event: Event, options: Options) -> str:
    """Its words, the cue that sets the event aside, what rests on it."""
    quote = quoted(report.note, event.evidence, options, place_too=False)
    by = f"by {quoted(report.note, event.cue, options, exact=True)}" if event.cue is not None else ""
    gives = f"gives {', '.join(map(words, event.gives))}" if event.gives else ""
    return "; ".join(part for part in (quote, by, gives) if part)
