"""``--statistics``: the findings of a run by rule, its codes and decisions, the completeness of elements, by pack."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

from notelint.audit.shares import ElementCount
from notelint.outputs.layout import table, words
from notelint.outputs.tally import tally
from notelint.report import NO_DECISION

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from notelint.report import ChecklistReport, Element, Report

    Counts = dict[str, ElementCount]

_DECISIONS = ("supported", "unsupported", "not_applicable", "unreadable")
_ELEMENTS = ("element", "documented", "incomplete", "not_documented", "notes")
_KINDS = ("operative_report", "procedure_note", "other")
_RANKS = {"error": 0, "warning": 1, "info": 2}


class Statistics:
    """Counts of the notes of a run. ``add`` each report, ``data`` are the counts."""

    def __init__(self) -> None:
        self._notes: Counter[str] = Counter()
        self._codes: Counter[str] = Counter()
        self._candidates: Counter[str] = Counter()
        self._findings: Counter[tuple[str, str]] = Counter()
        self._notes_of_rule: Counter[tuple[str, str]] = Counter()
        self._acknowledged: Counter[tuple[str, str]] = Counter()
        self._baseline: Counter[tuple[str, str]] = Counter()
        self._elements: Counts = {}
        self._checklists: dict[str, tuple[Counter[str], Counts]] = {}

    def add(self, report: Report) -> None:
        """Count one more."""
        self._notes.update(tally(report))
        rules = [(finding.rule, finding.severity) for finding in report.findings]
        self._findings.update(rules)
        self._notes_of_rule.update(set(rules))
        self._acknowledged.update((one.rule, one.severity) for one in report.findings if one.acknowledged is not None)
        self._baseline.update((one.rule, one.severity) for one in report.findings if one.in_baseline and one.acknowledged is None)
        if report.decision is not None:
            self._codes.update(report.decision.codes)
            self._candidates.update(report.decision.candidates)
        if report.decision != NO_DECISION:
            _count(self._elements, report.elements)
        for pack, own in report.packs.items():
            self._add_checklist(pack, own)

    def _add_checklist(self, pack: str, own: ChecklistReport) -> None:
        kinds, elements = self._checklists.setdefault(pack, (Counter(), {}))
        kinds[own.kind] += 1
        _count(elements, {name: own.elements[name] for name in own.asked})

    def data(self) -> dict[str, Any]:
        """The counts as plain data: decisions, codes, rules (most findings first) and elements.

        ``packs`` has for each checklist the kinds of documents and the elements that its profile asks for.
        """
        return {
            "decisions": {name: self._notes[name] for name in _DECISIONS},
            "codes": [
                {"code": code, "supported": self._codes[code], "candidate": self._candidates[code]}
                for code in sorted({*self._codes, *self._candidates})
            ],
            "rules": [
                {
                    "rule": rule,
                    "severity": severity,
                    "findings": count,
                    "notes": self._notes_of_rule[rule, severity],
                    "acknowledged": self._acknowledged[rule, severity],
                    "baseline": self._baseline[rule, severity],
                }
                for (rule, severity), count in sorted(self._findings.items(), key=_by_count)
            ],
            "elements": _rows(self._elements),
            **(
                {"packs": {pack: _of_checklist(*counts) for pack, counts in self._checklists.items()}} if self._checklists else {}
            ),
        }


def _count(counts: Counts, elements: Mapping[str, Element]) -> None:
    for name, element in elements.items():
        counts.setdefault(name, ElementCount()).add(element.status)


def _rows(counts: Counts) -> list[dict[str, Any]]:
    return [
        {
            "element": name,
            "documented": count.documented,
            "incomplete": count.incomplete,
            "not_documented": count.not_documented,
            "notes": count.of,
        }
        for name, count in counts.items()
        if count.of
    ]


def _of_checklist(kinds: Counter[str], elements: Counts) -> dict[str, Any]:
    return {"kinds": {kind: kinds[kind] for kind in _KINDS}, "elements": _rows(elements)}


def _by_count(item: tuple[tuple[str, str], int]) -> tuple[int, int, str]:
    (rule, severity), count = item
    return (-count, _RANKS[severity], rule)


def statistics_tables(statistics: Statistics, width: int) -> Iterator[tuple[str, str]]:
    """The counts as titled tables within ``width``; a table without a row is left out."""
    data = statistics.data()
    rules = data["rules"]
    apart = [name for name in ("acknowledged", "baseline") if any(row[name] for row in rules)]
    columns = ("rule", "severity", "findings", "notes", *apart)
    yield "Codes", _table(("code", "supported", "candidate"), data["codes"], width)
    yield "Rules", _table(columns, rules, width, (0, 1))
    yield "Elements", _table(_ELEMENTS, data["elements"], width)
    for pack, counts in data.get("packs", {}).items():
        kinds = [{"kind of document": words(kind), "notes": count} for kind, count in counts["kinds"].items() if count]
        yield f"{pack}: kinds of documents", _table(("kind of document", "notes"), kinds, width)
        yield f"{pack}: elements", _table(_ELEMENTS, counts["elements"], width)


def _table(columns: Sequence[str], rows: Sequence[dict[str, Any]], width: int, texts: Sequence[int] = (0,)) -> str:
    if not rows:
        return ""
    return table([words(name) for name in columns], [[_shown(row[name], name) for name in columns] for row in rows], width, texts)


def _shown(cell: str | int, column: str) -> str:
    if isinstance(cell, int):
        return f"{cell:,}"
    return words(cell) if column == "element" else cell
