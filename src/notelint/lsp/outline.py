"""The outline of a note: its sections, the stages of each graft, the donor bones and what was set aside."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from lsprotocol import types

from notelint.discreet import discreet
from notelint.outputs.excerpt import printable

if TYPE_CHECKING:
    from collections.abc import Iterator

    from notelint.lsp.model import Checked
    from notelint.lsp.positions import Lines
    from notelint.report import Evidence, Report, Timeline

_SHOWN = 60
_KINDS = {"section": types.SymbolKind.Namespace, "graft": types.SymbolKind.Object, "stage": types.SymbolKind.Event,
          "donor": types.SymbolKind.Class, "aside": types.SymbolKind.Null}  # fmt: skip


@discreet("kind")
@dataclass(slots=True)
class Entry:
    """One entry: the whole stretch, the words to jump to, and the entries below it."""

    kind: str
    name: str
    detail: str
    span: tuple[int, int]
    words: tuple[int, int]
    below: list[Entry] = field(default_factory=list)


def symbols(checked: Checked) -> list[types.DocumentSymbol]:
    """The outline as a tree."""
    return [_symbol(entry, checked.lines) for entry in _entries(checked)]


def flat_symbols(checked: Checked) -> list[types.SymbolInformation]:
    """The outline as a list, for a client that shows no tree."""
    found = []
    for entry in _entries(checked):
        for one, holder in ((entry, None), *((below, entry.name) for below in entry.below)):
            location = types.Location(checked.uri, checked.lines.range(*one.span))
            found.append(types.SymbolInformation(location, one.name, _KINDS[one.kind], container_name=holder))
    return found


def _entries(checked: Checked) -> Iterator[Entry]:
    text = checked.lines.text
    for section in checked.sections:
        name = _shown(text[section.start : section.heading_end].strip(" \r\n\t:-#*")) or section.kind
        yield Entry("section", name, section.context, (section.start, section.end), (section.start, section.heading_end))
    if checked.report is not None:
        yield from _grafts(checked.report)
        yield from _donors(checked.report)


def _grafts(report: Report) -> Iterator[Entry]:
    for timeline in report.timelines:
        if timeline.stages:
            yield _graft(timeline)


def _graft(timeline: Timeline) -> Entry:
    below = [
        Entry("stage", stage.kind, _shown(stage.evidence.text), _span(stage.evidence), _span(stage.evidence))
        for stage in timeline.stages
    ]
    span = (min(entry.span[0] for entry in below), max(entry.span[1] for entry in below))
    return Entry("graft", f"Graft: {_name(timeline.graft)}", timeline.outcome, span, below[0].words, below)


def _donors(report: Report) -> Iterator[Entry]:
    """The donor bones of the decision, and the mentions that were set aside, each with the reason."""
    steps = report.decision.trace if report.decision is not None else ()
    for step in steps:
        if step.question == "donor_site" and step.evidence:
            first, *_ = step.evidence[0].exact
            yield Entry("donor", f"Donor: {_name(step.answer)}", step.because, first, first)
    for one in report.set_aside:
        place = _span(one.evidence)
        yield Entry("aside", f"Set aside: {_shown(one.evidence.text)}", one.why, place, place)


def _span(words: Evidence) -> tuple[int, int]:
    return words.start, words.end


def _name(word: str) -> str:
    return word.replace("_", " ")


def _shown(words: str) -> str:
    label = " ".join(printable(words).split())
    return label if len(label) <= _SHOWN else f"{label[: _SHOWN - 1]}…"


def _symbol(entry: Entry, lines: Lines) -> types.DocumentSymbol:
    start, end = min(entry.span[0], entry.words[0]), max(entry.span[1], entry.words[1])
    below = [_symbol(one, lines) for one in entry.below]
    return types.DocumentSymbol(
        entry.name, _KINDS[entry.kind], lines.range(start, end), lines.range(*entry.words), entry.detail, children=below or None
    )
