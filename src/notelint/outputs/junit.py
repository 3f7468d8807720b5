"""``--format junit``: JUnit XML for the test pages of CI servers: a suite for each note, a test for each rule that fired.

A note is a suite and not a test, because a test can fail once only: with a test for each rule a server shows which rules fail,
since when, and which of them were skipped because somebody acknowledged the finding. The test ``read`` of each suite says that
the note could be read, so that a note without findings is counted too.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import groupby
from typing import TYPE_CHECKING
from xml.sax.saxutils import escape, quoteattr

from notelint.outputs.excerpt import printable
from notelint.outputs.finding_text import evidence_of, has_words
from notelint.outputs.states import fails, state
from notelint.outputs.style import quoted, where
from notelint.packs.in_report import is_decided

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from notelint.outputs.formats import Options
    from notelint.report import Finding, Report

_READ = "read"


def render(reports: Iterable[Report], options: Options) -> Iterator[str]:
    """The document, suite by suite. Characters that XML does not allow are replaced by spaces."""
    now = datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%S")
    yield '<?xml version="1.0" encoding="UTF-8"?>\n<testsuites>\n'
    for number, report in enumerate(reports):
        yield _suite(report, number, now, options)
    yield "</testsuites>\n"


def _suite(report: Report, number: int, now: str, options: Options) -> str:
    name = printable(report.note.source).strip() or "-"
    tests = list(_tests(report, options))
    outcomes = Counter(test.outcome for test in tests)
    attributes = {
        "name": name, "package": "notelint", "id": number, "timestamp": now, "hostname": "localhost", "tests": len(tests),
        "failures": outcomes["failure"], "errors": outcomes["error"], "skipped": outcomes["skipped"], "time": 0,
    }  # fmt: skip
    attribute_text = " ".join(f"{key}={_attribute(value)}" for key, value in attributes.items())
    passed = [_finding_line(report, finding, options) for finding in report.findings if not fails(finding, options.fail_on)]
    out = "".join(f"\n{line}" for line in passed) + ("\n  " if passed else "")
    return (
        f"<testsuite {attribute_text}>\n  <properties>{_properties(report)}</properties>\n"
        f"{''.join(test.xml(name) for test in tests)}"
        f"  <system-out>{escape(out)}</system-out>\n  <system-err/>\n</testsuite>\n"
    )


def _properties(report: Report) -> str:
    decision = report.decision
    values = {pack: own.kind for pack, own in report.packs.items()}
    if decision is not None and is_decided(report):
        codes, candidates = " ".join(decision.codes), " ".join(decision.candidates)
        values = {"decision": decision.status, "codes": codes, "candidates": candidates, **values}
    properties = [f'<property name="{name}" value={_attribute(value)}/>' for name, value in values.items() if value]
    return "".join(properties)


def _tests(report: Report, options: Options) -> Iterator[_Test]:
    yield _Test(_READ) if report.error is None else _Test(_READ, "error", report.error, "unreadable", (report.error,))
    by_rule = sorted(report.findings, key=_rule_of)
    for rule, found in groupby(by_rule, key=_rule_of):
        yield _test(report, rule, list(found), options)


def _test(report: Report, rule: str, found: Sequence[Finding], options: Options) -> _Test:
    """The test of one rule: it fails, is skipped where all its findings were accepted, or passes."""
    failing = [finding for finding in found if fails(finding, options.fail_on)]
    if failing:
        lines = tuple(_finding_line(report, finding, options) for finding in failing)
        return _Test(rule, "failure", failing[0].message, failing[0].severity, lines)
    states = {state(finding) for finding in found}
    return _Test(rule) if "" in states else _Test(rule, "skipped", ", ".join(sorted(states)))


def _rule_of(finding: Finding) -> str:
    return finding.rule


@dataclass(frozen=True, slots=True)
class _Test:
    """A test: its name, and unless it passed its outcome with a message, a type and the text of a page about it."""

    name: str
    outcome: str = ""
    message: str = ""
    type: str = ""
    lines: tuple[str, ...] = ()

    def xml(self, classname: str) -> str:
        case = f"  <testcase name={_attribute(self.name)} classname={_attribute(classname)} time={_attribute(0)}"
        if not self.outcome:
            return f"{case}/>\n"
        kind = f" type={_attribute(self.type)}" if self.type else ""
        text = escape("\n".join(map(printable, self.lines)))
        return f"{case}>\n    <{self.outcome} message={_attribute(self.message)}{kind}>{text}</{self.outcome}>\n  </testcase>\n"


def _attribute(value: object) -> str:
    return quoteattr(printable(str(value)))


def _finding_line(report: Report, finding: Finding, options: Options) -> str:
    """A finding in one line, as ``--format concise`` has it, with its words."""
    note = report.note
    place = f"{printable(note.source)}:{finding.line}:{finding.column}"
    text = f"{place}: {finding.severity} {finding.rule} {finding.message}"
    document = where(note, finding.start, options)
    words = quoted(note, evidence_of(note, finding), options, place_too=False) if has_words(report, finding, options) else ""
    accepted = state(finding)
    return printable(
        " ".join(filter(None, (text, f"({document})" if document else "", words, f"[{accepted}]" if accepted else "")))
    )
