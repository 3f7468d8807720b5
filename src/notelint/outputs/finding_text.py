"""One finding for a reader: severity, rule, message, then the line of the note with a caret below the place."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.cells import cell_len
from rich.console import Group
from rich.text import Text

from notelint.outputs.excerpt import excerpt, printable
from notelint.outputs.style import SEVERITY_STYLES, glyphs

if TYPE_CHECKING:
    from rich.console import RenderableType

    from notelint.note import Note
    from notelint.outputs.formats import Options
    from notelint.report import Finding, Related

_GUTTER = 8  # two levels of indent, " | ", and a column to spare


def finding_text(note: Note, finding: Finding, options: Options) -> Group:
    """The finding's lines, with an empty one at the end."""
    style = SEVERITY_STYLES[finding.severity]
    gutter = " " * len(str(finding.line))
    parts: list[RenderableType] = [
        Text.assemble((finding.severity, style), f"[{finding.rule}]: ", (finding.message, "bold")),
        _place(note, finding.line, finding.column, f"{gutter}--> "),
    ]
    if options.excerpt:
        parts += _source_line(note, finding, style, options)
    parts += [_related(note, place, gutter) for place in finding.related]
    if finding.source:
        parts.append(Text(f"{gutter} = source: {finding.source}", "dim"))
    return Group(*parts, "")


def _source_line(note: Note, finding: Finding, style: str, options: Options) -> list[RenderableType]:
    number = str(finding.line)
    ellipsis = glyphs(options).ellipsis
    room = max(options.width - len(number) - _GUTTER, 1)
    shown = excerpt(note, finding.start, finding.end, width=room, ellipsis=ellipsis)
    if cell_len(shown.before + shown.marked + shown.after) > room:  # characters two columns wide
        shown = excerpt(note, finding.start, finding.end, width=room // 2, ellipsis=ellipsis)
    caret = " " * cell_len(shown.before) + "^" * max(cell_len(shown.marked), 1)
    empty = " " * len(number)
    return [
        _row(empty, Text()),
        _row(number, Text(shown.before + shown.marked + shown.after)),
        _row(empty, Text(caret, style)),
    ]


def _row(gutter: str, content: Text) -> Text:
    row = Text.assemble((f"{gutter} | ", "dim"), content)
    row.no_wrap = True
    row.overflow = "crop"
    return row


def _related(note: Note, place: Related, gutter: str) -> Text:
    return _place(note, *note.position(place.start), f"{gutter} = ").append(f": {place.note}")


def _place(note: Note, line: int, column: int, lead: str) -> Text:
    return Text.assemble((lead, "dim"), (f"{printable(note.source)}:{line}:{column}", "cyan"))
