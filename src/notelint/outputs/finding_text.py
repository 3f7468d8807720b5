"""One finding for a reader: in a line or two, or in full, with the line of the note and a caret below the place."""

from __future__ import annotations

import re
from itertools import groupby
from typing import TYPE_CHECKING

from notelint.outputs.acknowledged import by_whom
from notelint.outputs.excerpt import excerpt, printable
from notelint.outputs.layout import KEPT
from notelint.outputs.style import SEVERITY_STYLES, glyphs, position, quoted, where
from notelint.outputs.styled import cells, pieces, wrapped
from notelint.packs.in_report import rule_named
from notelint.report import Evidence

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from notelint.note import Note
    from notelint.outputs.formats import Options
    from notelint.outputs.styled import Line
    from notelint.report import Finding, Related, Report

_GUTTER = 8  # two levels of indent, " | ", and a column to spare
_ALIKE = 3  # places with the same remark that are quoted in a short finding
_REMARK = re.compile(r" \([^()]*\)$")
_RANKS = {severity: rank for rank, severity in enumerate(SEVERITY_STYLES)}


def sorted_findings(findings: Iterable[Finding]) -> list[Finding]:
    """The gravest first, those of one severity in the order of the note."""
    return sorted(findings, key=lambda finding: (_RANKS[finding.severity], finding.start, finding.end))


def short_finding(report: Report, finding: Finding, options: Options, *, path: bool, quote: bool) -> list[Line]:
    """``error[rule] 24:14: message``, the clause it stands at where ``quote`` says so, and every other place it speaks of.

    With ``path`` the place begins with the note's path.
    """
    indent = 0 if path else 2
    place = _position(report.note, finding, options)
    place = f"{printable(report.note.source)}:{place}" if path else place
    severity = (finding.severity, SEVERITY_STYLES[finding.severity])
    message = finding.message if path else _without_codes(report, finding)
    lines = wrapped(pieces(severity, f"[{finding.rule}] ", (place, "cyan"), f": {message}"), options.width, indent, indent + 4)
    if quote and has_words(report, finding, options):
        words = quoted(report.note, evidence_of(report.note, finding), options, place_too=False)
        lines += wrapped(pieces((words, "dim")), options.width, indent + 4, indent + 4)
    for line in _all_related(report.note, finding.related, options):
        lines += wrapped(line, options.width, indent + 4, indent + 6)
    return lines


def _position(note: Note, finding: Finding, options: Options) -> str:
    """Line and column of the text, and behind them the place in the document with its containers."""
    return f"{finding.line}:{finding.column} {where(note, finding.start, options)}".rstrip()


def _without_codes(report: Report, finding: Finding) -> str:
    """The message without a remark at its end, in parentheses, on the codes that the note's first line names."""
    decision = report.decision
    remark = _REMARK.search(finding.message)
    if remark is None or decision is None or not finding.codes:
        return finding.message
    named = finding.codes in (decision.codes, decision.candidates) and all(code in remark[0] for code in finding.codes)
    return finding.message[: remark.start()] if named else finding.message


def has_words(report: Report, finding: Finding, options: Options) -> bool:
    """Whether words show the finding and are worth a line: none show that something is missing."""
    if finding.severity == "info" or not options.excerpt:
        return False
    known = rule_named(finding.rule, options.catalogues)
    if known is not None:
        return known[1].when != "missing"
    element = report.elements.get(finding.element) if finding.element else None
    return element is None or element.status != "missing"


def _all_related(note: Note, related: Sequence[Related], options: Options) -> Iterator[Line]:
    """A line for each other place. Of many that are alike, the first have their words, the others stand in one line."""
    for remark, group in groupby(related, key=lambda other: other.note):
        places = list(group)
        for other in places[:_ALIKE]:
            yield pieces("and ", *_related(note, other, options))
        if places[_ALIKE:]:
            more = ", ".join(position(note, other.start, options) for other in places[_ALIKE:])
            yield pieces(f"and {len(places) - _ALIKE} more: ", (more, "cyan"), f": {remark}")


def full_finding(note: Note, finding: Finding, options: Options, indent: int = 2) -> list[Line]:
    """The finding's lines with the line of the note, its other places and its source, and an empty line at the end."""
    style = SEVERITY_STYLES[finding.severity]
    kind = "acknowledged" if finding.acknowledged else finding.severity
    gutter = " " * (indent + len(str(finding.line)))
    heading = pieces((kind, "dim" if finding.acknowledged else style), f"[{finding.rule}]: ", (finding.message, "bold"))
    lines = wrapped(heading, options.width, indent, indent)
    lines.append(pieces((f"{gutter}--> ", "dim"), (f"{printable(note.source)}:{_position(note, finding, options)}", "cyan")))
    if options.excerpt:
        lines += _source_line(note, finding, options, gutter)
    for other in finding.related:
        lines += _hanging(pieces((f"={KEPT}", "dim"), *_related(note, other, options)), gutter, options)
    if finding.acknowledged:
        lines += _hanging(pieces((f"= acknowledged {by_whom(finding.acknowledged, options)}", "dim")), gutter, options)
    if finding.in_baseline:
        lines += _hanging(pieces(("= in the baseline", "dim")), gutter, options)
    if finding.source:
        lines += _hanging(pieces((f"= source: {finding.source}", "dim")), gutter, options)
    return [*lines, []]


def _hanging(line: Line, gutter: str, options: Options) -> list[Line]:
    return wrapped(line, options.width, len(gutter) + 1, len(gutter) + 3)


def _related(note: Note, other: Related, options: Options) -> Line:
    """The place, its words, and what it is."""
    words = f" {quoted(note, evidence_of(note, other), options, place_too=False)}" if options.excerpt else ""
    return pieces((position(note, other.start, options), "cyan"), (words, "dim"), f": {other.note}")


def evidence_of(note: Note, finding: Finding | Related) -> Evidence:
    """The words at the place of a finding, or at a further place of it."""
    return Evidence(finding.start, finding.end, note.text[finding.start : finding.end])


def _source_line(note: Note, finding: Finding, options: Options, gutter: str) -> list[Line]:
    number = str(finding.line)
    ellipsis = glyphs(options).ellipsis
    room = max(options.width - len(number) - _GUTTER, 1)
    shown = excerpt(note, finding.start, finding.end, width=room, ellipsis=ellipsis)
    if cells(shown.before + shown.marked + shown.after) > room:  # characters two columns wide
        shown = excerpt(note, finding.start, finding.end, width=room // 2, ellipsis=ellipsis)
    caret = " " * cells(shown.before) + "^" * max(cells(shown.marked), 1)
    bar = (f"{gutter} | ", "dim")
    return [
        pieces((f"{gutter} |", "dim")),
        pieces((f"{gutter[: -len(number)]}{number} | ", "dim"), shown.before + shown.marked + shown.after),
        pieces(bar, (caret, SEVERITY_STYLES[finding.severity])),
    ]
