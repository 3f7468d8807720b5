"""``--format text``: for a reader at a terminal. The decision and why, the checklist with its evidence, the findings."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from rich.console import Group
from rich.table import Table
from rich.text import Text

from notelint.outputs.checklist import checklist
from notelint.outputs.drawing import drawn, titled
from notelint.outputs.events import events_table
from notelint.outputs.excerpt import printable
from notelint.outputs.finding_text import finding_text
from notelint.outputs.layout import listing, words
from notelint.outputs.style import SEVERITY_STYLES, STATUS_STYLES, quoted
from notelint.outputs.tally import tally

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from rich.console import RenderableType

    from notelint.outputs.formats import Options
    from notelint.report import Decision, Evidence, Report, SetAside


def render(reports: Iterable[Report], options: Options) -> Iterator[str]:
    """Each note as soon as it has been linted, the summary at the end. Notes that could not be read are only counted."""
    counts: Counter[str] = Counter()
    for report in reports:
        counts.update(tally(report))
        if report.error is None and (report.findings or not options.quiet):
            yield drawn(_note(report, options), options) + "\n"
    if options.review and not options.quiet:
        yield drawn(_summary(counts), options)


def _note(report: Report, options: Options) -> Group:
    parts: list[RenderableType] = [_headline(report)]
    if report.decision is not None:
        parts += titled("Decision", _trace(report, report.decision, options))
        parts += titled("To support a code", *_needs(report.decision))
    if options.review:
        parts += titled("Checklist", *checklist(report, options))
    if options.trace and report.decision is not None:
        parts += titled("Events", events_table(report, options))
    parts += titled("Set aside", *(_set_aside(report, item, options) for item in report.set_aside))
    if options.review:
        parts += titled("Findings", *(finding_text(report.note, finding, options) for finding in report.findings))
    return Group(*parts)


def _headline(report: Report) -> Text:
    line = Text.assemble((printable(report.note.source), "bold cyan"), ": ")
    if report.decision is not None:
        line.append(words(report.decision.status), STATUS_STYLES[report.decision.status])
        line.append(_codes(report.decision))
    return line


def _codes(decision: Decision) -> str:
    if decision.codes:
        return f" {listing(decision.codes)}"
    return f", could be {listing(decision.candidates, 'or')}" if decision.candidates else ""


def _trace(report: Report, decision: Decision, options: Options) -> Table:
    grid = Table.grid(padding=(0, 2, 0, 0))
    for _ in range(3):
        grid.add_column()
    for step in decision.trace:
        because = Text(step.because)
        if step.evidence:
            because.append(f"  {_places(report, step.evidence, options)}", "dim")
        grid.add_row(Text(f"{words(step.question)}?"), Text(words(step.answer), "bold"), because)
    return grid


def _needs(decision: Decision) -> Iterator[Text]:
    for need in decision.needs:
        yield Text.assemble((need.code, "bold"), f" needs the note to say {listing(need.says)}")


def _set_aside(report: Report, item: SetAside, options: Options) -> Text:
    line = Text.assemble(words(item.what).replace(":", " "), ": ", words(item.why), "  ")
    line.append(_places(report, (item.evidence,), options), "dim")
    if item.cue is not None:
        line.append(f", by {_places(report, (item.cue,), options)}", "dim")
    return line


def _places(report: Report, evidence: Iterable[Evidence], options: Options) -> str:
    return ", ".join(quoted(report.note, place, options) for place in evidence)


def _summary(counts: Counter[str]) -> Group:
    notes = Text.assemble((_amount(counts["notes"], "note"), "bold"), ": ")
    told = [f"{counts[status]} {words(status)}" for status in STATUS_STYLES if counts[status]]
    told += [f"{counts['unreadable']} not checked"] if counts["unreadable"] else []
    notes.append(", ".join(told) or "nothing to check")
    findings = Text("Findings: ")
    for number, (severity, style) in enumerate(SEVERITY_STYLES.items()):
        findings.append(", " if number else "").append(_amount(counts[severity], severity), style if counts[severity] else "")
    if counts["unreadable"]:
        findings.append(f"; {_amount(counts['unreadable'], 'note')} not checked", "bold red")
    return Group(notes, findings)


def _amount(number: int, thing: str) -> str:
    return f"{number} {thing}" if number == 1 else f"{number} {thing}s"
