"""One note for a reader: the decision with its reason, the findings, what is documented; in full also all that led to it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from notelint.outputs.acknowledged import marked_lines, open_findings
from notelint.outputs.checklist import checklist, own_checklist
from notelint.outputs.events import events_table, meant, timelines
from notelint.outputs.excerpt import printable
from notelint.outputs.finding_text import full_finding, short_finding, sorted_findings
from notelint.outputs.layout import listing, words
from notelint.outputs.style import STATUS_STYLES, position, quoted
from notelint.outputs.styled import grid, pieces, wrapped
from notelint.packs.in_report import checklist_name, document_name, is_decided

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from notelint.outputs.formats import Options
    from notelint.outputs.styled import Line
    from notelint.report import ChecklistReport, Decision, Element, Evidence, Finding, Report, SetAside

SCREEN = 24
"""Lines that a note takes at most, where its findings allow it."""

_FEW = 3  # things set aside that a headline names


def short_note(report: Report, options: Options) -> list[Line]:
    """The decision, the findings, what is documented; the words of the gravest findings as far as they fit the screen."""
    lines = headline(report, options)
    ending = marked_lines(report, options) + coverage(report, options) + checklists(report, options)
    findings = [one for one in sorted_findings(open_findings(report.findings)) if not _in_coverage(one, report, options)]
    lines += short_findings(report, findings, options, SCREEN - len(lines) - len(ending)) + ending
    return lines + _events(report, options)


def _in_coverage(finding: Finding, report: Report, options: Options) -> bool:
    """Whether the line of a checklist says what the finding says: an info is listed there, and by itself only in full."""
    checklists = (one for one in options.catalogues if one.info.id in report.packs)
    return finding.severity == "info" and any(finding.rule in one.rules for one in checklists)


def short_findings(report: Report, findings: Sequence[Finding], options: Options, room: int | None) -> list[Line]:
    """The findings in a few lines each, with their words as far as all of it takes no more than ``room`` lines."""
    blocks = [short_finding(report, one, options, path=options.quiet, quote=room is None) for one in findings]
    left = 0 if room is None else room - sum(map(len, blocks))
    quoted_places: set[tuple[int, int]] = set()
    for at, finding in enumerate(findings):
        place = (finding.start, finding.end)
        if left <= 0:
            break
        if place in quoted_places:
            continue
        block = short_finding(report, finding, options, path=options.quiet, quote=True)
        more = len(block) - len(blocks[at])
        if more <= left:
            blocks[at], left = block, left - more
            quoted_places.add(place)
    return [line for block in blocks for line in block]


def full_note(report: Report, options: Options) -> list[Line]:
    """The decision and its trace, the checklists with evidence, events, what was set aside, the findings with their source."""
    decision = report.decision
    lines = headline(report, options)
    if decision is not None and is_decided(report):
        lines += _titled("Decision", _trace(report, decision, options))
        lines += _titled("To support a code", _needs(decision, options))
    if options.review and is_decided(report):
        lines += _titled("Checklist", checklist(report, options))
    for name, own in report.packs.items():
        lines += _titled(checklist_name(name, own.profile).capitalize(), own_checklist(report, name, own, options))
    lines += _events(report, options)
    lines += _titled("Set aside", [line for item in report.set_aside for line in _set_aside(report, item, options)])
    if options.review:
        findings = sorted_findings(report.findings)
        lines += _titled("Findings", [line for finding in findings for line in full_finding(report.note, finding, options)])
    return lines


def headline(report: Report, options: Options) -> list[Line]:
    """The path, the decision, and its reason in a few words."""
    parts: Line = [(printable(report.note.source), "bold cyan"), (": ", ""), *decided(report, options)]
    return wrapped(parts, options.width, 0, 4)


def decided(report: Report, options: Options) -> Line:
    """The decision, and its reason in a few words; nothing for a note that could not be read."""
    if report.decision is None or not is_decided(report):
        return []
    reason = _reason(report, report.decision, options)
    return [*_decided(report.decision), *([(": ", ""), *reason] if reason else [])]


def coverage(report: Report, options: Options) -> list[Line]:
    """``17 of 21 documented; incomplete: …; not documented: …``; nothing where nothing is asked for."""
    text = _covered(report.elements) if is_decided(report) else ""
    return wrapped(pieces(text), options.width, 2, 4) if text else []


def checklists(report: Report, options: Options) -> list[Line]:
    """The same for each checklist that read the note, by its name and profile; of another document what it is not."""
    texts = [checklist_line(name, own) for name, own in report.packs.items()]
    return [line for one in texts for line in wrapped(pieces(one), options.width, 2, 4)]


def checklist_line(pack: str, own: ChecklistReport) -> str:
    """``operative report (us-hospital): 19 of 22 documented; …`` of one checklist."""
    asked = {one: own.elements[one] for one in own.asked}
    text = f"not asked, this is no {document_name(pack)}" if own.kind == "other" else _covered(asked)
    return f"{checklist_name(pack, own.profile)}: {text}"


def _covered(elements: Mapping[str, Element]) -> str:
    having = {
        status: [name for name, one in elements.items() if one.status == status] for status in ("met", "partial", "missing")
    }
    asked = sum(map(len, having.values()))
    parts = [f"{len(having['met'])} of {asked} documented"] if asked else []
    for status, title in (("partial", "incomplete"), ("missing", "not documented")):
        if having[status]:
            parts.append(f"{title}: {', '.join(map(words, having[status]))}")
    return "; ".join(parts)


def _decided(decision: Decision) -> Iterator[tuple[str, str]]:
    style = STATUS_STYLES[decision.status]
    if decision.codes:
        yield f"{listing(decision.codes)} {words(decision.status)}", style
    else:
        yield words(decision.status), style
        if decision.candidates:
            yield f", could be {listing(decision.candidates, 'or')}", ""


def _reason(report: Report, decision: Decision, options: Options) -> Line:
    if decision.status == "unsupported":
        said = listing(reason.says for reason in decision.reasons)
        return pieces(f"the note must say {said}") if said else []
    parts = [reason.says + _at(report, reason.evidence, options) for reason in decision.reasons]
    parts = parts or [", ".join(words(step.answer) for step in decision.trace)]
    if decision.status == "not_applicable":
        aside = dict.fromkeys(f"{words(item.what.rpartition(':')[2])} {meant(item.why)}" for item in report.set_aside)
        parts += list(aside)[:_FEW]
    return pieces("; ".join(filter(None, parts)))


def _at(report: Report, evidence: Evidence | None, options: Options) -> str:
    return "" if evidence is None else f" {position(report.note, evidence.start, options)}"


def _events(report: Report, options: Options) -> list[Line]:
    if not options.trace or report.decision is None:
        return []
    return _titled("Timelines", timelines(report, options)) + _titled("Events", events_table(report, options))


def _titled(title: str, lines: Sequence[Line]) -> list[Line]:
    return [[], [(title, "bold")], *lines] if lines else []


def _trace(report: Report, decision: Decision, options: Options) -> list[Line]:
    rows = []
    for step in decision.trace:
        because = pieces(step.because)
        if step.evidence:
            because += [(": ", ""), (_places(report, step.evidence, options), "dim")]
        rows.append([pieces(f"{words(step.question)}?"), pieces((words(step.answer), "bold")), because])
    return grid(rows, options.width)


def _needs(decision: Decision, options: Options) -> list[Line]:
    blocks = [
        wrapped(pieces((one.code, "bold"), f" needs the note to say {listing(one.says)}"), options.width, 2, 4)
        for one in decision.needs
    ]
    return [line for lines in blocks for line in lines]


def _set_aside(report: Report, item: SetAside, options: Options) -> list[Line]:
    line = pieces(
        f"{words(item.what).replace(':', ' ')}: {words(item.why)} ", (_places(report, (item.evidence,), options), "dim")
    )
    if item.cue is not None:
        line.append((f", by {quoted(report.note, item.cue, options, exact=True)}", "dim"))
    return wrapped(line, options.width, 2, 4)


def _places(report: Report, evidence: Iterable[Evidence], options: Options) -> str:
    return ", ".join(quoted(report.note, place, options) for place in evidence)
