"""``--format json``: one document for all notes, as ``report.schema.json`` beside this file describes it."""

from __future__ import annotations

import json
from collections import Counter
from typing import TYPE_CHECKING, Any

from notelint.outputs.tally import tally

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from notelint.outputs.formats import Options, Tool
    from notelint.report import Decision, Element, Event, Evidence, Finding, Report, SetAside, Timeline

SCHEMA = "notelint.report/1"

Data = dict[str, Any]


def render(reports: Iterable[Report], options: Options) -> Iterator[str]:
    """The document, note by note: of a note that has been printed nothing is kept but its counts."""
    counts: Counter[str] = Counter()
    yield f'{{\n  "schema": {json.dumps(SCHEMA)},\n  "tool": {_indented(tool_data(options.tool), 2)},\n  "notes": ['
    for report in reports:
        separator = "," if counts["notes"] else ""
        counts.update(tally(report))
        yield f"{separator}\n    {_indented(note_data(report, excerpt=options.excerpt), 4)}"
    end = "\n  " if counts["notes"] else ""
    yield f'{end}],\n  "summary": {_indented(_summary(counts), 2)}\n}}\n'


def _indented(data: Data, indent: int) -> str:
    """The JSON of ``data``, its lines behind the first indented. Only the line breaks between its lines are true ones."""
    return json.dumps(data, indent=2, ensure_ascii=False).replace("\n", "\n" + " " * indent)


def note_data(report: Report, *, excerpt: bool = True) -> Data:
    """What is reported of one note, as plain data."""
    return {
        "source": report.note.source,
        "encoding": None if report.error is not None else report.note.encoding,
        "decision": None if report.decision is None else _decision(report.decision, excerpt=excerpt),
        "facts": dict(report.facts),
        "elements": {name: _element(element, excerpt=excerpt) for name, element in report.elements.items()},
        "integrity": list(report.integrity),
        "findings": [_finding(finding) for finding in report.findings],
        "set_aside": [_set_aside(item, excerpt=excerpt) for item in report.set_aside],
        "events": [_event(event, excerpt=excerpt) for event in report.events],
        "timelines": [_timeline(one, excerpt=excerpt) for one in report.timelines],
        "error": report.error,
    }


def tool_data(tool: Tool) -> Data:
    """What printed the document, as plain data."""
    return {
        "name": "notelint",
        "version": tool.version,
        "packs": [{"id": name, "version": version} for name, version in tool.packs],
    }


def _summary(counts: Counter[str]) -> Data:
    return {
        "notes": counts["notes"],
        "errors": counts["error"],
        "warnings": counts["warning"],
        "infos": counts["info"],
        "unreadable": counts["unreadable"],
    }


def _decision(decision: Decision, *, excerpt: bool) -> Data:
    return {
        "status": decision.status,
        "codes": list(decision.codes),
        "candidates": list(decision.candidates),
        "needs": [{"code": need.code, "says": list(need.says)} for need in decision.needs],
        "trace": [
            {
                "question": step.question,
                "answer": step.answer,
                "because": step.because,
                "evidence": _all_evidence(step.evidence, excerpt=excerpt),
            }
            for step in decision.trace
        ],
    }


def _element(element: Element, *, excerpt: bool) -> Data:
    return {
        "status": element.status,
        "evidence": _all_evidence(element.evidence, excerpt=excerpt),
        "values": {name: _value(value, excerpt=excerpt) for name, value in element.values.items()},
    }


def _value(value: float | str | tuple[float, ...], *, excerpt: bool) -> float | str | list[float]:
    if isinstance(value, str):
        return value if excerpt else ""  # a value in words may be the note's own
    return list(value) if isinstance(value, tuple) else value


def _finding(finding: Finding) -> Data:
    return {
        "rule": finding.rule,
        "severity": finding.severity,
        "message": finding.message,
        "start": finding.start,
        "end": finding.end,
        "line": finding.line,
        "column": finding.column,
        "element": finding.element,
        "codes": list(finding.codes),
        "related": [{"start": place.start, "end": place.end, "note": place.note} for place in finding.related],
        "source": finding.source,
    }


def _set_aside(item: SetAside, *, excerpt: bool) -> Data:
    return {
        "what": item.what,
        "why": item.why,
        "evidence": evidence_data(item.evidence, excerpt=excerpt),
        "cue": None if item.cue is None else evidence_data(item.cue, excerpt=excerpt),
    }


def _timeline(timeline: Timeline, *, excerpt: bool) -> Data:
    return {
        "graft": timeline.graft,
        "outcome": timeline.outcome,
        "stages": [
            {"kind": stage.kind, "evidence": _all_evidence((stage.evidence,), excerpt=excerpt)[0]} for stage in timeline.stages
        ],
    }


def _event(event: Event, *, excerpt: bool) -> Data:
    return {
        "kind": event.kind,
        "status": event.status,
        "part": event.part,
        "graft": event.graft,
        "evidence": evidence_data(event.evidence, excerpt=excerpt),
        "cue": None if event.cue is None else evidence_data(event.cue, excerpt=excerpt),
        "gives": list(event.gives),
    }


def _all_evidence(evidence: Iterable[Evidence], *, excerpt: bool) -> list[Data]:
    return [evidence_data(place, excerpt=excerpt) for place in evidence]


def evidence_data(place: Evidence, *, excerpt: bool) -> Data:
    """Words of a note, their offsets and what found them; without ``excerpt`` no words."""
    return {"start": place.start, "end": place.end, "text": place.text if excerpt else "", "by": place.by}
