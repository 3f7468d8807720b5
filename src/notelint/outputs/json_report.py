"""``--format json``: one document for all notes, as ``report.schema.json`` beside this file describes it."""

from __future__ import annotations

import json
from collections import Counter
from typing import TYPE_CHECKING, Any

from notelint.metadata import Metadata
from notelint.outputs.statistics import Statistics
from notelint.outputs.tally import tally
from notelint.report import SCHEMA

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from notelint.note import Note
    from notelint.outputs.formats import Options, Tool
    from notelint.report import ChecklistReport, Decision, Element, Event, Evidence, Finding, Report, SetAside, Timeline

Data = dict[str, Any]
_NOTHING = Metadata()


def render(reports: Iterable[Report], options: Options) -> Iterator[str]:
    """The document, note by note: of a note that has been printed nothing is kept but its counts."""
    counts: Counter[str] = Counter()
    statistics = Statistics()
    yield f'{{\n  "schema": {json.dumps(SCHEMA)},\n  "tool": {_indented(tool_data(options.tool), 2)},\n  "notes": ['
    for report in reports:
        separator = "," if counts["notes"] else ""
        counts.update(tally(report))
        if options.statistics:
            statistics.add(report)
        yield f"{separator}\n    {_indented(note_data(report, excerpt=options.excerpt), 4)}"
    end = "\n  " if counts["notes"] else ""
    statistics_text = f',\n  "statistics": {_indented(statistics.data(), 2)}' if options.statistics else ""
    yield f'{end}],\n  "summary": {_indented(_summary(counts), 2)}{statistics_text}\n}}\n'


def _indented(data: Data, indent: int) -> str:
    """The JSON of ``data``, its lines behind the first indented. Only the line breaks between its lines are true ones."""
    return json.dumps(data, indent=2, ensure_ascii=False).replace("\n", "\n" + " " * indent)


def note_data(report: Report, *, excerpt: bool = True) -> Data:
    """What is reported of one note, as plain data."""
    teller = _Teller(report.note, excerpt=excerpt)
    return {
        "source": report.note.source,
        "encoding": None if report.error is not None else report.note.encoding,
        **_about(report.note.metadata, excerpt=excerpt),
        "decision": None if report.decision is None else teller.decision(report.decision),
        "facts": dict(report.facts),
        "elements": {name: teller.element(element) for name, element in report.elements.items()},
        "integrity": list(report.integrity),
        "findings": [teller.finding(finding) for finding in report.findings],
        "set_aside": [teller.set_aside(item) for item in report.set_aside],
        "events": [teller.event(event) for event in report.events],
        "timelines": [teller.timeline(one) for one in report.timelines],
        **({"packs": {name: teller.checklist(own) for name, own in report.packs.items()}} if report.packs else {}),
        "error": report.error,
    }


def _about(metadata: Metadata, *, excerpt: bool) -> Data:
    """What the document says of itself, where it says something; without ``excerpt`` no name, title or date."""
    if metadata == _NOTHING:
        return {}
    document: Data = {"codes": list(metadata.codes), "status": metadata.status}
    if excerpt:
        document |= {"title": metadata.title, "author": metadata.author, "date": metadata.date and metadata.date.isoformat()}
    return {"document": document}


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
        "acknowledged": counts["acknowledged"],
        "in_baseline": counts["baseline"],
        "unreadable": counts["unreadable"],
    }


class _Teller:
    """Makes plain data of the parts of a report on one note; without ``excerpt`` none of its words."""

    def __init__(self, note: Note, *, excerpt: bool) -> None:
        self._note = note
        self._excerpt = excerpt

    def decision(self, decision: Decision) -> Data:
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
                    "evidence": self._all(step.evidence),
                }
                for step in decision.trace
            ],
        }

    def checklist(self, own: ChecklistReport) -> Data:
        elements = {name: self.element(element) for name, element in own.elements.items()}
        signs = [{"id": one.id, "weight": one.weight, "evidence": self._all(one.evidence)} for one in own.signs]
        return {
            "kind": own.kind,
            "signs": signs,
            "enough": own.enough,
            "profile": own.profile,
            "asked": list(own.asked),
            "elements": elements,
        }

    def element(self, element: Element) -> Data:
        return {
            "status": element.status,
            "evidence": self._all(element.evidence),
            "values": {name: _value(value, excerpt=self._excerpt) for name, value in element.values.items()},
        }

    def finding(self, finding: Finding) -> Data:
        return {
            "rule": finding.rule,
            "severity": finding.severity,
            "message": finding.message,
            "start": finding.start,
            "end": finding.end,
            "line": finding.line,
            "column": finding.column,
            **place_data(self._note, finding.start),
            "element": finding.element,
            "codes": list(finding.codes),
            "related": [
                {"start": other.start, "end": other.end, **place_data(self._note, other.start), "note": other.note}
                for other in finding.related
            ],
            "source": finding.source,
            **marks_data(finding, excerpt=self._excerpt),
        }

    def set_aside(self, item: SetAside) -> Data:
        return {
            "what": item.what,
            "why": item.why,
            "evidence": self._one(item.evidence),
            "cue": None if item.cue is None else self._one(item.cue),
        }

    def timeline(self, timeline: Timeline) -> Data:
        return {
            "graft": timeline.graft,
            "outcome": timeline.outcome,
            "stages": [{"kind": stage.kind, "evidence": self._one(stage.evidence)} for stage in timeline.stages],
        }

    def event(self, event: Event) -> Data:
        return {
            "kind": event.kind,
            "status": event.status,
            "part": event.part,
            "graft": event.graft,
            "evidence": self._one(event.evidence),
            "cue": None if event.cue is None else self._one(event.cue),
            "gives": list(event.gives),
        }

    def _all(self, evidence: Iterable[Evidence]) -> list[Data]:
        return [self._one(words) for words in evidence]

    def _one(self, words: Evidence) -> Data:
        return evidence_data(self._note, words, excerpt=self._excerpt)


def _value(value: float | str | tuple[float, ...], *, excerpt: bool) -> float | str | list[float]:
    if isinstance(value, str):
        return value if excerpt else ""  # a value in words may be the note's own
    return list(value) if isinstance(value, tuple) else value


def marks_data(finding: Finding, *, excerpt: bool) -> Data:
    """Who acknowledged the finding and whether the baseline has it; empty where neither. Without ``excerpt`` no free text."""
    marks: Data = {"in_baseline": True} if finding.in_baseline else {}
    given = finding.acknowledged
    if given is None:
        return marks
    until = given.until and given.until.isoformat()
    reason = given.reason if excerpt else ""
    acknowledged = {"by": given.by, "time": given.time.isoformat(), "code": given.code, "reason": reason, "until": until}
    return {"acknowledged": acknowledged, **marks}


def evidence_data(note: Note, words: Evidence, *, excerpt: bool) -> Data:
    """Words of a note, their offsets, their place in the document, what found them; without ``excerpt`` no words."""
    place = place_data(note, words.start)
    return {"start": words.start, "end": words.end, "text": words.text if excerpt else "", "by": words.by, **place}


def place_data(note: Note, offset: int) -> Data:
    """``{"place": …}``: where in a document an offset of its text stands; empty for plain text."""
    place = note.place(offset)
    if place is None:
        return {}
    numbers = {"page": place.page, "paragraph": place.paragraph, "line": place.line}
    data: Data = {"steps": list(place.steps), **{name: number for name, number in numbers.items() if number is not None}}
    return {"place": data if place.box is None else data | {"box": list(place.box)}}
