"""The entries of a note's page: findings, checklist, facts, timelines, decision trace and what was set aside."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING

from notelint.outputs.catalogue import cite
from notelint.outputs.events import meant
from notelint.outputs.finding_text import sorted_findings
from notelint.outputs.html.marks import Ref
from notelint.outputs.html.view import AsideView, ChecklistView, ElementView, FindingView, GroupView, StepView, TimelineView
from notelint.outputs.layout import words
from notelint.packs.in_report import checklist_name, document_name, family_of, rule_named

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from notelint.outputs.formats import Options
    from notelint.outputs.html.links import Links
    from notelint.packs.elements import ElementInfo
    from notelint.packs.schema import Catalogue
    from notelint.report import Acknowledgement, Element, ElementStatus, Evidence, Finding, Report

_GROUPS: Mapping[ElementStatus, tuple[str, str]] = {
    "missing": ("Not documented", "✗"), "partial": ("Incomplete", "~"), "met": ("Documented", "✓"),
}  # fmt: skip
_UNITS = ("cm", "mm", "mL", "minutes")


class Entries:
    """Makes the entries of one report. Their places are collected in ``links``; ``prefix`` begins every id."""

    def __init__(self, report: Report, links: Links, prefix: str, options: Options) -> None:
        self._report = report
        self._links = links
        self._prefix = prefix
        self._options = options

    def findings(self) -> list[FindingView]:
        """Every finding, the gravest first."""
        return [self._finding(number, one) for number, one in enumerate(sorted_findings(self._report.findings), 1)]

    def checklist(self) -> tuple[GroupView, ...]:
        """The elements that the codes ask for, by status, what is missing first."""
        return self._groups(self._report.elements, self._infos())

    def not_asked(self) -> tuple[str, ...]:
        """The titles of the elements that no code of the note asks for."""
        return _titles(self._report.elements, self._infos(), "n/a")

    def checklists(self) -> tuple[ChecklistView, ...]:
        """Each checklist that no code asks for."""
        known = {one.info.id: one.elements for one in self._options.catalogues}
        views: list[ChecklistView] = []
        before = 0
        for at, (pack, own) in enumerate(self._report.packs.items(), 1):
            infos, name = known.get(pack, {}), checklist_name(pack, own.profile)
            asked = {one: own.elements[one] for one in own.asked} if own.kind != "other" else {}
            left_out = {one: element for one, element in own.elements.items() if asked and one not in asked}
            views.append(
                ChecklistView(
                    id=f"{self._prefix}-pack{at}",
                    title=name.capitalize(),
                    remark=f"Not asked, this is no {document_name(pack)}." if own.kind == "other" else "",
                    done=count_of(asked, "met"),
                    asked=len(asked) - count_of(asked, "n/a"),
                    groups=self._groups(asked, infos, "P", before),
                    not_applying=_titles(asked, infos, "n/a"),
                    not_asked=_titles(left_out, infos),
                )
            )
            before += sum(len(group.elements) for group in views[-1].groups)
        return tuple(views)

    def _infos(self) -> Mapping[str, ElementInfo]:
        catalogue = family_of(self._report, self._options.catalogues)
        return {} if catalogue is None else catalogue.elements

    def _groups(
        self, elements: Mapping[str, Element], infos: Mapping[str, ElementInfo], letter: str = "", number: int = 0
    ) -> tuple[GroupView, ...]:
        """The elements by status, with numbers behind ``number`` that go on from one status to the next."""
        groups = []
        for status, (title, mark) in _GROUPS.items():
            views = []
            for name, element in elements.items():
                if element.status == status:
                    number += 1
                    views.append(self._element(f"{letter}{number}", name, element, infos.get(name)))
            groups.append(GroupView(status, title, mark, tuple(views)))
        return tuple(group for group in groups if group.elements)

    def facts(self) -> tuple[StepView, ...]:
        """The facts that are known, each with the words that it rests on."""
        known = {name: value for name, value in self._report.facts.items() if value is not None}
        views = []
        for index, (name, value) in enumerate(known.items()):
            ref = self._ref("k", f"K{index + 1}", f"Fact: {words(name)}")
            places = self._links.evidence(ref, self._words_of(name))
            views.append(StepView(ref.target, ref.number, words(name), words(str(value)), "", places))
        return tuple(views)

    def timelines(self) -> tuple[TimelineView, ...]:
        """What became of each graft, stage by stage."""
        views = []
        number = 0
        for timeline in self._report.timelines:
            stages = []
            for stage in timeline.stages:
                number += 1
                ref = self._ref("t", f"T{number}", f"Timeline of {words(timeline.graft)}: {stage.kind}")
                stages.append((ref.target, ref.number, str(stage.kind), self._links.words(ref, stage.evidence, "stage")))
            views.append(TimelineView(words(timeline.graft), words(timeline.outcome), tuple(stages)))
        return tuple(views)

    def steps(self) -> tuple[StepView, ...]:
        """The questions of the decision in their order."""
        decision = self._report.decision
        views = []
        for index, step in enumerate(() if decision is None else decision.trace, 1):
            ref = self._ref("d", f"D{index}", f"Decision: {words(step.question)}")
            places = self._links.evidence(ref, step.evidence)
            views.append(StepView(ref.target, ref.number, words(step.question), words(step.answer), step.because, places))
        return tuple(views)

    def asides(self) -> tuple[AsideView, ...]:
        """What was not counted, with the words that exclude it."""
        views = []
        for index, item in enumerate(self._report.set_aside, 1):
            what = words(item.what).replace(":", ": ")
            why = meant(item.why)
            ref = self._ref("s", f"S{index}", f"Set aside: {what}, {why}")
            cue = None if item.cue is None else self._links.words(ref, item.cue, "cue")
            by = "" if cue is None or not cue.words else f", by {cue.words}"
            place = self._links.words(ref, item.evidence, "aside", remark=f"set aside: {what}, {why}{by}")
            views.append(AsideView(ref.target, ref.number, what, why, place, cue))
        return tuple(views)

    def _ref(self, kind: str, number: str, says: str) -> Ref:
        return Ref(number, f"{self._prefix}-{kind}{number.lstrip('FKTDSP')}", says)

    def _finding(self, index: int, finding: Finding) -> FindingView:
        ref = self._ref("f", f"F{index}", f"Finding: {finding.severity}, {words(finding.rule.replace('-', ' '))}")
        place = self._links.span(ref, finding.start, finding.end, "finding", finding.severity)
        related = tuple(
            (tuple(self._links.span(ref, other.start, other.end, "finding", finding.severity) for other in group), remark)
            for remark, group in groupby(finding.related, key=lambda other: other.note)
        )
        why, source = _knowledge(finding.rule, self._options.catalogues)
        accepted = _accepted(finding, excerpt=self._options.excerpt)
        return FindingView(
            ref.target, ref.number, finding.severity, finding.rule, finding.message, place, related, why,
            finding.source or source, accepted,
        )  # fmt: skip

    def _element(self, number: str, name: str, element: Element, info: ElementInfo | None) -> ElementView:
        title = _title(name, info)
        ref = self._ref("e" if number.isdecimal() else "p", number, f"Checklist: {title}")
        hint = "" if info is None or element.status == "met" else info.met
        value = ", ".join(_values(element, excerpt=self._options.excerpt))
        return ElementView(ref.target, number, title, element.status, value, hint, self._links.evidence(ref, element.evidence))

    def _words_of(self, fact: str) -> list[Evidence]:
        """The words of a fact: those of the step that asks for it, else of the element of its name, else of the events."""
        decision = self._report.decision
        steps = [] if decision is None else [place for step in decision.trace if step.question == fact for place in step.evidence]
        element = self._report.elements.get(fact)
        found = steps or ([] if element is None else list(element.evidence))
        return found or [event.evidence for event in self._report.events if fact in event.gives]


def count_of(elements: Mapping[str, Element], status: ElementStatus) -> int:
    """How many elements have this status."""
    return sum(element.status == status for element in elements.values())


def _titles(
    elements: Mapping[str, Element], infos: Mapping[str, ElementInfo], status: ElementStatus | None = None
) -> tuple[str, ...]:
    """The titles of the elements that have this status, of all for ``None``."""
    return tuple(_title(name, infos.get(name)) for name, one in elements.items() if status in {None, one.status})


def _title(name: str, info: ElementInfo | None) -> str:
    return words(name).capitalize() if info is None else info.title


def _values(element: Element, *, excerpt: bool) -> Iterator[str]:
    """The figures of an element with their units, and its words unless they are unwanted."""
    for name, value in element.values.items():
        what, _, unit = name.rpartition("_") if name.rpartition("_")[2] in _UNITS else (name, "", "")
        if isinstance(value, str):
            yield from [words(value)] if excerpt else []
            continue
        figures = " \u00d7 ".join(f"{figure:g}" for figure in (value if isinstance(value, tuple) else (value,)))
        yield " ".join(filter(None, (words(what), figures, unit)))


def _knowledge(rule: str, catalogues: Sequence[Catalogue]) -> tuple[str, str]:
    """Why a rule matters, and its source; empty for a rule that no pack knows."""
    if (found := rule_named(rule, catalogues)) is not None:
        return found[1].why, cite(found[0], found[1].source)
    from notelint.packs.claims import claim_rules

    known = claim_rules().get(rule)
    return ("", "") if known is None else (known.why, "")


def _accepted(finding: Finding, *, excerpt: bool) -> str:
    """Why a finding does not fail a run; empty where it does. Without ``excerpt`` no name and no free text."""
    if finding.acknowledged is not None:
        return _acknowledged(finding.acknowledged, excerpt=excerpt)
    return "In the baseline: known before, counted, does not fail a run" if finding.in_baseline else ""


def _acknowledged(record: Acknowledgement, *, excerpt: bool) -> str:
    by = f" by {record.by}" if excerpt and record.by else ""
    until = f", until {record.until.isoformat()}" if record.until is not None else ""
    reason = f": {record.reason}" if excerpt and record.reason else ""
    return f"Acknowledged{by} on {record.time.date().isoformat()} ({record.code}{until}){reason}"
