"""A report as the records of its page."""

from __future__ import annotations

from typing import TYPE_CHECKING

from notelint.outputs.html.entries import Entries, count_of
from notelint.outputs.html.links import Links
from notelint.outputs.html.marks import Ref
from notelint.outputs.html.note_text import marked
from notelint.outputs.html.view import NoteView, RowView
from notelint.outputs.layout import counted, words
from notelint.outputs.tally import tally
from notelint.packs.in_report import checklist_name, is_decided

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from notelint.outputs.formats import Options
    from notelint.outputs.html.view import WordsView
    from notelint.packs.schema import Catalogue
    from notelint.report import ChecklistReport, Decision, Report

_COUNTED = ("error", "warning", "info", "acknowledged", "baseline")
_VERDICTS = {"supported": "supported", "unsupported": "no code is supported", "not_applicable": "not applicable"}
_NOT_READ = "not checked"


def note_view(report: Report, prefix: str, options: Options) -> NoteView:
    """Everything that the page shows of one note; ``prefix`` begins every id."""
    links = Links(report.note, prefix, options)
    entries = Entries(report, links, prefix, options)
    findings = entries.findings()
    decided = is_decided(report)
    groups = entries.checklist() if decided else ()
    checklists = entries.checklists()
    facts, timelines, steps, asides = entries.facts(), entries.timelines(), entries.steps(), entries.asides()
    decision = report.decision
    codes = () if decision is None else tuple((code, _code_title(code, options.catalogues)) for code in decision.codes)
    return NoteView(
        id=prefix,
        source=report.note.source,
        error=report.error or "",
        status=_status(report),
        verdict=_verdict(report),
        codes=codes,
        candidates=_candidates(decision, options.catalogues),
        reasons=tuple(_reasons(decision, links, f"{prefix}-decision")) if decided else (),
        done=_done(report) if decided else 0,
        asked=_asked(report) if decided else 0,
        counts=_counts(report),
        open_findings=tuple(one for one in findings if not one.accepted),
        accepted_findings=tuple(one for one in findings if one.accepted),
        groups=groups,
        not_asked=entries.not_asked() if groups else (),
        checklists=checklists,
        facts=facts,
        timelines=timelines,
        steps=steps,
        asides=asides,
        text=marked(report.note, links.marks(), prefix) if options.excerpt and report.error is None else None,
    )


def row_view(report: Report, href: str) -> RowView:
    """The note's row of the index, which links to ``href``."""
    verdict = _verdict(report)
    decision = report.decision
    if decision is not None and (decision.codes or decision.candidates):
        verdict = f"{verdict}: {', '.join(decision.codes)}" if decision.codes else f"could be {' or '.join(decision.candidates)}"
    return RowView(
        href=href,
        source=report.note.source,
        status=_status(report),
        verdict=verdict,
        error=report.error or "",
        done=_done(report) if is_decided(report) else 0,
        asked=_asked(report) if is_decided(report) else 0,
        counts=_counts(report),
        checklists=checklist_rows(report.packs),
    )


def checklist_rows(packs: Mapping[str, ChecklistReport]) -> tuple[tuple[str, int, int], ...]:
    """Name, documented and asked of each checklist that is about the note."""
    return tuple(_checklist_row(name, own) for name, own in packs.items() if own.kind != "other")


def _checklist_row(pack: str, own: ChecklistReport) -> tuple[str, int, int]:
    asked = {name: own.elements[name] for name in own.asked}
    return checklist_name(pack, own.profile), count_of(asked, "met"), len(asked) - count_of(asked, "n/a")


def _status(report: Report) -> str:
    return "unreadable" if report.decision is None else report.decision.status


def _verdict(report: Report) -> str:
    if report.decision is None:
        return _NOT_READ
    return _VERDICTS[report.decision.status] if is_decided(report) else ""


def _done(report: Report) -> int:
    return count_of(report.elements, "met")


def _asked(report: Report) -> int:
    return len(report.elements) - count_of(report.elements, "n/a")


def _counts(report: Report) -> tuple[tuple[str, str], ...]:
    """``("warning", "2 warnings")`` and so on, without what does not occur."""
    counts = tally(report)
    texts = {"acknowledged": "{:,} acknowledged", "baseline": "{:,} in the baseline"}
    return tuple(
        (name, texts[name].format(counts[name]) if name in texts else counted(counts[name], name))
        for name in _COUNTED
        if counts[name]
    )


def _code_title(code: str, catalogues: Sequence[Catalogue]) -> str:
    return next((catalogue.codes[code].title for catalogue in catalogues if code in catalogue.codes), "")


def _candidates(decision: Decision | None, catalogues: Sequence[Catalogue]) -> tuple[tuple[str, str, tuple[str, ...]], ...]:
    """Each candidate with its title and what the note must say for it."""
    if decision is None:
        return ()
    needs = {need.code: need.says for need in decision.needs}
    return tuple((code, _code_title(code, catalogues), needs.get(code, ())) for code in decision.candidates)


def _reasons(decision: Decision | None, links: Links, target: str) -> Iterator[tuple[str, WordsView | None]]:
    """The reasons in a few words, each with its place where it has one."""
    if decision is None:
        return
    ref = Ref("D", target, "Decision: reason")
    for reason in decision.reasons:
        yield reason.says, None if reason.evidence is None else links.words(ref, reason.evidence, "exact")
    if not decision.reasons:
        yield from ((words(step.answer), None) for step in decision.trace)
