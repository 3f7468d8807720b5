"""``--format markdown``: for a pull request, a wiki or a chat: each note with its decision and findings, a summary at the end."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from typing import TYPE_CHECKING

from notelint.outputs.finding_text import evidence_of, has_words, sorted_findings
from notelint.outputs.layout import words
from notelint.outputs.markdown_text import code, escaped
from notelint.outputs.note_text import checklists, coverage, decided
from notelint.outputs.states import state
from notelint.outputs.style import position, quoted
from notelint.outputs.styled import painted
from notelint.outputs.tally import tally

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from notelint.outputs.formats import Options
    from notelint.report import Finding, Related, Report

_ONE_LINE = 1_000_000
_COUNTS = ("supported", "unsupported", "not_applicable", "error", "warning", "info", "acknowledged", "baseline")


def render(reports: Iterable[Report], options: Options) -> Iterator[str]:
    """Each note as soon as it has been read. With ``quiet``, only notes with findings, and no summary."""
    options = replace(options, width=_ONE_LINE, color=False, unicode=True)
    counts: Counter[str] = Counter()
    rules: Counter[str] = Counter()
    yield "## notelint\n"
    for report in reports:
        counts.update(tally(report))
        rules.update(finding.rule for finding in report.findings)
        if report.findings or not options.quiet:
            yield _note(report, options)
    if not options.quiet:
        yield summary(counts, rules)


def finding_line(severity: str, rule: str, place: str, message: str) -> str:
    """The item of a list for one finding."""
    return f"- **{severity}** {code(rule)} {code(place)} {escaped(message)}\n"


def summary(counts: Mapping[str, int], rules: Mapping[str, int], kind: str = "note") -> str:
    """Two tables: what was checked and found, and how often each rule found something."""
    rows = [(f"{kind}s", counts[f"{kind}s"]), (f"{kind}s not checked", counts["unreadable"])]
    rows += [(f"{words(name)}s" if name in {"error", "warning", "info"} else words(name), counts[name]) for name in _COUNTS]
    table_rows = "".join(f"| {name} | {count:,} |\n" for name, count in rows if count or name == f"{kind}s")
    lines = f"\n### Summary\n\n| | count |\n| --- | ---: |\n{table_rows}"
    ranked = sorted(rules.items(), key=lambda pair: (-pair[1], pair[0]))
    found = "".join(f"| {code(name)} | {count:,} |\n" for name, count in ranked)
    return f"{lines}\n| rule | findings |\n| --- | ---: |\n{found}" if found else lines


def _note(report: Report, options: Options) -> str:
    head = f"### {code(report.note.source) or '-'}\n"
    if report.error is not None:
        return f"\n{head}\n**not checked:** {escaped(report.error)}\n"
    blocks = (
        []
        if options.quiet
        else [[decided(report, options)], coverage(report, options), *([one] for one in checklists(report, options))]
    )
    shown = (painted(lines, color=False).strip() for lines in blocks)
    parts = [f"{escaped(one)}\n" for one in shown if one]
    parts.append("".join(_finding(report, finding, options) for finding in sorted_findings(report.findings)))
    return "".join(f"\n{part}" for part in (head, *parts) if part)


def _finding(report: Report, finding: Finding, options: Options) -> str:
    note = report.note
    lines = [finding_line(finding.severity, finding.rule, position(note, finding.start, options), finding.message)]
    if has_words(report, finding, options):
        lines.append(_words(report, finding, options))
    for other in finding.related:
        quote = _words(report, other, options).strip() if options.excerpt else ""
        lines.append(f"  and {code(position(note, other.start, options))} {escaped(other.note)} {quote}".rstrip() + "\n")
    if accepted := _accepted(finding, options):
        lines.append(f"  *{accepted}*\n")
    return "  \n".join(line.rstrip("\n") for line in lines) + "\n"


def _words(report: Report, place: Finding | Related, options: Options) -> str:
    return f"  {code(quoted(report.note, evidence_of(report.note, place), options, place_too=False))}\n"


def _accepted(finding: Finding, options: Options) -> str:
    accepted = finding.acknowledged
    if accepted is None:
        return "in the baseline" if state(finding) else ""
    if not options.excerpt:
        return f"acknowledged: {escaped(accepted.code)}"
    return f"acknowledged by {escaped(accepted.by)}: {escaped(accepted.code)}, {escaped(accepted.reason)}"
