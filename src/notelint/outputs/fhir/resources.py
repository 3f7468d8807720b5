"""The resources of a report: what was read, what was found, the query, and what made them. Source: FHIR R4 (4.0.1)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from notelint.fingerprint import fingerprints
from notelint.outputs.excerpt import printable
from notelint.outputs.fhir.parts import (
    REASON,
    RULE,
    STATE,
    Data,
    clean,
    coding,
    concept,
    moment,
    narrative,
    reference,
    uri_identifier,
    urn,
)
from notelint.outputs.note_text import checklist_line
from notelint.outputs.states import state
from notelint.packs.in_report import is_decided

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import datetime

    from notelint.note import Note
    from notelint.outputs.formats import Options, Tool
    from notelint.packs.schema import Rule
    from notelint.report import Acknowledgement, Finding, Report

_SEVERITIES = {"error": "high", "warning": "moderate", "info": "low"}
_ISSUES = {"error": "error", "warning": "warning", "info": "information"}
_SYSTEMS = {"LOINC": "http://loinc.org"}
_PARTICIPANT = "http://terminology.hl7.org/CodeSystem/provenance-participant-type"
_LONGEST_QUOTE = 300
_KIND = "DocumentReference"


class Teller:
    """Makes the resources of the reports of one run, which all bear the same time."""

    def __init__(self, options: Options, time: datetime) -> None:
        self._options = options
        self._rules: dict[str, Rule] = {name: rule for one in options.catalogues for name, rule in one.rules.items()}
        self._time = moment(time)
        self._made = urn("device")

    def device(self) -> tuple[str, Data]:
        """What made the resources: notelint with its version and those of its packs."""
        tool = self._options.tool
        packs = [{"type": {"text": clean(f"pack {name}")}, "value": clean(version)} for name, version in tool.packs]
        return self._made, {
            "resourceType": "Device",
            "text": narrative(_tool_text(tool)),
            "deviceName": [{"name": "notelint", "type": "model-name"}],
            "version": [{"type": {"text": "notelint"}, "value": clean(tool.version)}, *packs],
        }

    def resources(self, report: Report, number: int) -> Iterator[tuple[str, Data]]:
        """The resources of the report on the note with this number in the run, each with its URN; the first is the answer."""
        note = _OneNote(report.note, number)
        issues = [
            (note.name("issue", name), self._issue(note, finding, note.name("issue", name)))
            for finding, name in zip(report.findings, fingerprints(report.findings), strict=True)
        ]
        made = [(note.name("outcome"), self.outcome([report])), *issues]
        if (task := self._task(report, note)) is not None:
            made.append((note.name("task"), task))
        yield made[0]
        yield note.urn, self._document(note)
        yield from made[1:]
        yield note.name("provenance"), self._provenance(note, [name for name, _ in made], [data for _, data in made])

    # -- the answer -----------------------------------------------------------------------------------------------------

    def outcome(self, reports: Sequence[Report]) -> Data:
        """The answer in short: for each note what was decided, or why it could not be read, and its findings."""
        answers = [f"{printable(one.note.source)}: {one.error or '; '.join(_answers(one)) or _decision(one)}" for one in reports]
        issues = [issue for report in reports for issue in self._answer(report)]
        return {
            "resourceType": "OperationOutcome",
            "text": narrative(*(answers or ["nothing was found"])),
            "issue": issues or [_issue_data("information", "informational", concept("nothing was found"), "")],
        }

    def _answer(self, report: Report) -> Iterator[Data]:
        source = printable(report.note.source)
        if report.error is not None:
            yield _issue_data("fatal", "processing", concept(report.error), source)
        yield from (_issue_data("information", "informational", concept(text), source) for text in _answers(report))
        yield from (self._finding_issue(report.note, finding) for finding in report.findings)

    def _finding_issue(self, note: Note, finding: Finding) -> Data:
        accepted = state(finding)
        message = f"{finding.message} ({accepted})" if accepted else finding.message
        severity = "information" if accepted else _ISSUES[finding.severity]
        rule = self._rules.get(finding.rule)
        kind = "required" if rule is not None and rule.when == "missing" else "business-rule"
        place = f"{printable(note.source)}:{finding.line}:{finding.column}"
        return _issue_data(severity, kind, concept(message, self._coding(finding)), place)

    def _coding(self, finding: Finding) -> Data:
        rule = self._rules.get(finding.rule)
        return coding(RULE, finding.rule, rule.summary if rule is not None else "")

    # -- a finding ------------------------------------------------------------------------------------------------------

    def _issue(self, note: _OneNote, finding: Finding, name: str) -> Data:
        accepted = finding.acknowledged
        places = [(finding.start, finding.end, "")]
        places += [(other.start, other.end, other.note) for other in finding.related]
        return {
            "resourceType": "DetectedIssue",
            **({"meta": {"tag": [coding(STATE, "baseline")]}} if finding.in_baseline else {}),
            "text": narrative(finding.message, f"{note.shown}:{finding.line}:{finding.column}"),
            "identifier": [uri_identifier(name)],
            "status": "final",
            "code": concept(finding.rule, self._coding(finding)),
            "severity": _SEVERITIES[finding.severity],
            "identifiedDateTime": self._time,
            "author": reference(self._made, "Device", _tool_text(self._options.tool)),
            "implicated": [reference(note.urn, _KIND, note.shown)],
            "evidence": [self._evidence(note, *place) for place in places],
            "detail": clean(finding.message),
            **({"mitigation": [_mitigation(accepted, excerpt=self._options.excerpt)]} if accepted is not None else {}),
        }

    def _evidence(self, note: _OneNote, start: int, end: int, why: str) -> Data:
        line, column = note.note.position(start)
        place = f"line {line}, column {column}"
        quoted = clean(note.note.text[start:end])[:_LONGEST_QUOTE] if self._options.excerpt and end > start else ""
        text = ": ".join(filter(None, (place, why, f"\u201c{quoted}\u201d" if quoted else "")))
        where = {**reference(note.urn, _KIND, f"{line}:{column}"), "identifier": uri_identifier(note.fragment(start, end))}
        return {"code": [concept(text)], "detail": [where]}

    # -- the query ------------------------------------------------------------------------------------------------------

    def _task(self, report: Report, note: _OneNote) -> Data | None:
        """The query as a task that somebody has yet to request; ``None`` where there is nothing to ask."""
        from notelint.outputs.query_markdown import render
        from notelint.queries.draft import draft
        from notelint.queries.lint import lint

        if report.decision is None:
            return None
        query = draft(report, self._options.catalogues)
        text = render(query, self._options)
        if not query.questions or lint(query, text):
            return None
        return {
            "resourceType": "Task",
            "text": narrative(query.title, query.opening),
            "identifier": [uri_identifier(note.name("task"))],
            "status": "draft",
            "intent": "proposal",
            "code": {"text": clean(query.title)},
            "description": clean(query.opening),
            "focus": reference(note.urn, _KIND, note.shown),
            "authoredOn": self._time,
            "requester": reference(self._made, "Device", _tool_text(self._options.tool)),
            "input": [{"type": {"text": "query"}, "valueMarkdown": clean(text)}],
        }

    # -- where it comes from ----------------------------------------------------------------------------------------------

    def _document(self, note: _OneNote) -> Data:
        about = note.note.metadata
        codings = [coding(_SYSTEMS[system], code) for system, _, code in (one.partition("|") for one in about.codes)
                   if system in _SYSTEMS and code.strip()]  # fmt: skip
        return {
            "resourceType": _KIND,
            "text": narrative(note.shown),
            "identifier": [uri_identifier(note.urn)],
            "status": "current",
            **({"type": {"coding": codings}} if codings else {}),
            "content": [{"attachment": {"contentType": "text/plain", "title": note.shown}}],
        }

    def _provenance(self, note: _OneNote, names: Sequence[str], resources: Sequence[Data]) -> Data:
        targets = [reference(name, data["resourceType"]) for name, data in zip(names, resources, strict=True)]
        who = reference(self._made, "Device", _tool_text(self._options.tool))
        return {
            "resourceType": "Provenance",
            "text": narrative(_tool_text(self._options.tool)),
            "target": targets,
            "recorded": self._time,
            "agent": [{"type": {"coding": [coding(_PARTICIPANT, "assembler", "Assembler")]}, "who": who}],
            "entity": [{"role": "source", "what": reference(note.urn, _KIND, note.shown)}],
        }


class _OneNote:
    """A note of the run: its URN, and those of what is made of it."""

    def __init__(self, note: Note, number: int) -> None:
        self.note = note
        self._number = str(number)
        self.shown = clean(printable(note.source))
        self.urn = self.name("note")

    def name(self, *names: str) -> str:
        return urn(self.note.source, self._number, *names)

    def fragment(self, start: int, end: int) -> str:
        """A place of the note's text by RFC 5147, which counts a line break of two characters as one."""
        first, last = (offset - self.note.text.count("\r\n", 0, offset) for offset in (start, max(start, end)))
        return f"{self.urn}#char={first},{last}"


def _issue_data(severity: str, code: str, details: Data, where: str) -> Data:
    return {"severity": severity, "code": code, "details": details, "diagnostics": clean(where)}


def _mitigation(accepted: Acknowledgement, *, excerpt: bool) -> Data:
    """Without excerpts neither the person nor the reason in words, as in the other formats."""
    words = accepted.reason if excerpt else accepted.code
    return {
        "action": concept(words, coding(REASON, accepted.code)),
        "date": moment(accepted.time),
        **({"author": {"display": clean(accepted.by)}} if excerpt else {}),
    }


def _answers(report: Report) -> list[str]:
    """The decision, and what each checklist that no code asks for found; where checklists are alone, no decision."""
    decision = [_decision(report)] if report.decision is not None and is_decided(report) else []
    return [*decision, *(checklist_line(name, own) for name, own in report.packs.items())]


def _decision(report: Report) -> str:
    if report.decision is None:
        return "no decision"
    status = report.decision.status.replace("_", " ")
    codes = ", ".join(report.decision.codes)
    candidates = ", ".join(report.decision.candidates)
    return f"{codes} {status}" if codes else f"{status}; candidates: {candidates}" if candidates else status


def _tool_text(tool: Tool) -> str:
    packs = ", ".join(f"{name} {version}" for name, version in tool.packs)
    return f"notelint {tool.version}{f'; packs: {packs}' if packs else ''}"
