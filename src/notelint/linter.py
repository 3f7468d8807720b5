"""The one place that composes the stair: read, case, decide, judge, report."""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache
from typing import TYPE_CHECKING

from notelint.case.assemble import build_case
from notelint.case.model import Site
from notelint.case.particulars import particulars
from notelint.case.places import Places
from notelint.coding.decide import decide, decide_grafts
from notelint.note import Note
from notelint.packs.loader import builtin_packs, load_catalogue
from notelint.packs.vocabulary import read_terms
from notelint.reading.reader import Reader
from notelint.report import Element, FactValue, GraftTold, Report
from notelint.rules.judge import judge

if TYPE_CHECKING:
    from collections.abc import Sequence
    from importlib.resources.abc import Traversable

    from notelint.case.model import Case, Graft
    from notelint.packs.schema import Catalogue
    from notelint.packs.vocabulary import Term
    from notelint.reading.model import Reading
    from notelint.report import Decision, Particulars

_RANKS = {"supported": 0, "unsupported": 1, "not_applicable": 2}


class _Family:
    """One pack at work: its catalogue, its reader and its donor sites."""

    def __init__(self, folder: Traversable) -> None:
        self.catalogue: Catalogue = load_catalogue(folder)
        terms = read_terms(folder / "vocabulary")
        self.sites = {term.id: _site(term) for kind, term in terms if kind == "donor_region"}
        self.reader = Reader(terms)

    def lint(self, note: Note) -> Report:
        reading = self.reader.read(note)
        return self._report(note, reading, build_case(reading, self.sites, self.catalogue.ranges))

    def lint_for_claim(self, note: Note) -> tuple[Report, Particulars]:
        """The report, and what a claim asks beyond it."""
        reading = self.reader.read(note)
        case = build_case(reading, self.sites, self.catalogue.ranges)
        grafts = tuple(map(_graft_told, case.grafts, decide_grafts(case, self.catalogue.decision)))
        donors = frozenset(str(graft.facts["donor_site"]) for graft in grafts)
        regions = frozenset(word for donor in donors & self.sites.keys() for word in self.sites[donor].region)
        return self._report(note, reading, case), replace(particulars(reading, donors, regions), grafts=grafts)

    def _report(self, note: Note, reading: Reading, case: Case) -> Report:
        decision = decide(case, self.catalogue.decision)
        findings = judge(case, decision, note, Places(reading, case), self.catalogue)
        return Report(
            note=note,
            decision=decision,
            facts=_facts(case),
            elements=_elements(case, decision, self.catalogue),
            integrity=tuple(case.conflicts),
            findings=findings,
            set_aside=case.set_aside,
            events=case.events,
        )


def _site(term: Term) -> Site:
    marks = {name: term.attributes.get(name) == "yes" for name in ("numbered", "own_skin", "often_host")}
    return Site(frozenset(term.phrases), cuts=term.attributes.get("cuts"), **marks)


def _facts(case: Case) -> dict[str, FactValue]:
    """ANNOTATION's facts of the first vascularised free bone graft; nulls where none was done."""
    if not case.grafts:
        return {
            "donor_site": None, "donor_laterality": None, "metatarsal_ray": None,
            "transfer": case.transfer.value, "skin_paddle": None,
        }  # fmt: skip
    graft = case.grafts[0]
    skin = graft.facts["skin_paddle"].value
    return {
        "donor_site": graft.facts["donor_site"].value,
        "donor_laterality": graft.side,
        "metatarsal_ray": graft.ray,
        "transfer": graft.facts["transfer"].value,
        "skin_paddle": skin if skin in {"yes", "no"} else "not_stated",
    }


def _graft_told(graft: Graft, decision: Decision) -> GraftTold:
    facts: dict[str, FactValue] = {name: fact.value for name, fact in graft.facts.items()}
    words = {name: fact.evidence for name, fact in graft.facts.items()}
    return GraftTold(decision.codes, decision.candidates, facts | {"donor_laterality": graft.side}, words)


def _elements(case: Case, decision: Decision, catalogue: Catalogue) -> dict[str, Element]:
    if decision.status == "not_applicable":
        return dict.fromkeys(catalogue.elements, Element("n/a"))
    return {name: case.elements.get(name, Element("n/a")) for name in catalogue.elements}


class Linter:
    """Reads notes with the given packs. Building one is costly (a fraction of a second), linting a note is not: keep it.

    ``packs`` are folders of packs to add to the one that ships. ``select`` and ``ignore`` are names of rules: only the selected
    ones (all, when empty) that are not ignored appear among a report's findings. Raises ``PackError`` for an invalid pack.
    """

    def __init__(self, *, packs: Sequence[Traversable] = (), select: Sequence[str] = (), ignore: Sequence[str] = ()) -> None:
        self._families = [_Family(folder) for folder in (*builtin_packs(), *packs)]
        self._select = frozenset(select)
        self._ignore = frozenset(ignore)

    @property
    def catalogues(self) -> tuple[Catalogue, ...]:
        """The catalogues of the packs at work, the shipped ones first."""
        return tuple(family.catalogue for family in self._families)

    def lint(self, note: Note) -> Report:
        """The report on one note: that of the pack whose family it is, the surest where several are."""
        reports = [family.lint(note) for family in self._families]
        best = min(reports, key=_rank)
        return replace(best, findings=tuple(finding for finding in best.findings if self._wanted(finding.rule)))

    def lint_for_claim(self, note: Note) -> tuple[Report, Particulars]:
        """As ``lint``, with what the review of a claim asks of the note beyond its report."""
        report, told = min((family.lint_for_claim(note) for family in self._families), key=lambda read: _rank(read[0]))
        return replace(report, findings=tuple(finding for finding in report.findings if self._wanted(finding.rule))), told

    def _wanted(self, rule: str) -> bool:
        return rule not in self._ignore and (not self._select or rule in self._select)


def _rank(report: Report) -> int:
    """The surer the decision, the lower."""
    return _RANKS[report.decision.status] if report.decision else len(_RANKS)


@lru_cache(maxsize=1)
def _default() -> Linter:
    return Linter()


def lint(text: str) -> Report:
    """The report on the text of one note, with the packs that ship with notelint.

    >>> lint("PROCEDURE: Excision of a lipoma.").decision.status
    'not_applicable'
    """
    return _default().lint(Note(text))
