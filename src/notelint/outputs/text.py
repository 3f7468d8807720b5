"""``--format text``: for a reader at a terminal. Findings first: a note fits one screen; ``full`` adds all that led to it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from notelint.outputs.acknowledged import marked_lines, open_findings
from notelint.outputs.excerpt import printable
from notelint.outputs.finding_text import full_finding, sorted_findings
from notelint.outputs.note_text import full_note, short_findings, short_note
from notelint.outputs.styled import painted
from notelint.outputs.summary_text import Totals

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from notelint.outputs.formats import Options
    from notelint.outputs.styled import Line
    from notelint.report import Report


def render(reports: Iterable[Report], options: Options) -> Iterator[str]:
    """Each note as soon as it has been linted, the summary at the end. Notes that could not be checked are only counted."""
    totals = Totals(statistics=options.statistics)
    above = ""  # an empty line, where a note without one behind it stands above
    for report in reports:
        totals.add(report)
        if report.error is not None or (options.quiet and not report.findings):
            continue
        if options.quiet:
            yield painted(_findings(report, options), color=options.color)
            above = "\n"
        elif report.findings or options.full or options.trace:
            yield f"{above}{painted(_note(report, options), color=options.color)}\n"
            above = ""
        else:
            yield _line(report, options) or painted(short_note(report, options), color=options.color)
            above = "\n"
    if options.statistics or (options.review and not options.quiet):
        summary = painted(totals.lines(options), color=options.color)
        yield above + summary if summary else ""


def _note(report: Report, options: Options) -> list[Line]:
    return full_note(report, options) if options.full else short_note(report, options)


def _findings(report: Report, options: Options) -> list[Line]:
    if options.full:
        return [line for one in sorted_findings(report.findings) for line in full_finding(report.note, one, options, indent=0)]
    findings = sorted_findings(open_findings(report.findings))
    return short_findings(report, findings, options, None) + marked_lines(report, options)


def _line(report: Report, options: Options) -> str:
    """The line of a note of another family of which nothing more is said; empty where it is no such note or line.

    Nearly every note of an archive is such a one, so its line is made without further ado.
    """
    decision = report.decision
    if decision is None or decision.status != "not_applicable" or report.set_aside or report.packs or options.color:
        return ""
    line = f"{printable(report.note.source)}: not applicable: {'; '.join([reason.says for reason in decision.reasons])}"
    return f"{line}\n" if decision.reasons and line.isascii() and len(line) <= options.width else ""
