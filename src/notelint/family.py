"""One pack at work that decides codes: its screen, its readers, its donor sites, and its report on a note."""

from __future__ import annotations

from dataclasses import replace
from functools import cached_property
from typing import TYPE_CHECKING

from notelint.case.blanks import conflicts_of_note, signs_of_blanks
from notelint.case.model import NOTHING_MOVED, Case, Site
from notelint.coding.decide import decide, decide_grafts
from notelint.packs.ranking import read_ranking
from notelint.packs.vocabulary import read_terms
from notelint.packs.ways import read_grounds, read_words
from notelint.report import NOT_ASKED, Decision, Element, FactValue, Read, Reason, Report, Step
from notelint.rules.judge import judge, with_second_reader
from notelint.screen.cues import read_screen
from notelint.screen.screen import Screen
from notelint.watch import stage, unhurried

if TYPE_CHECKING:
    from collections.abc import Mapping
    from importlib.resources.abc import Traversable
    from pathlib import Path

    from notelint.case.model import Graft
    from notelint.checklist.answers import Checklist
    from notelint.note import Note
    from notelint.packs.schema import Catalogue
    from notelint.packs.vocabulary import Term
    from notelint.particulars import GraftFacts, Particulars
    from notelint.read_once import ReadOnce
    from notelint.reading.model import Reading
    from notelint.reading.reader import TermFinder
    from notelint.screen.cues import ScreenFile
    from notelint.second_reader.second import Second
    from notelint.underline import Underliner

_CONTEXT_TARGETS = "context_targets.txt"


class Family:
    """One loaded pack: its catalogue, its screen, its readers and its donor sites.

    ``model`` is the file of what the second reader has learned; ``None``: the rules alone read. ``context_rules`` is a file of
    ConText rules with which it judges sentences.
    """

    def __init__(
        self, folder: Traversable, catalogue: Catalogue, model: Traversable | None, context_rules: Path | None = None
    ) -> None:
        self._folder, self._model, self._context_rules = folder, model, context_rules
        self.catalogue = catalogue
        self.terms = read_terms(folder / "vocabulary", folder)
        self.sites = {term.id: _site(term) for kind, term in self.terms if kind == "donor_region"}
        screen = read_screen(folder)
        self._screen = Screen(self.terms, screen, signs_of_blanks()) if screen is not None else None
        self._screened_out = _screened_out(screen) if screen is not None else Decision("not_applicable")

    @cached_property
    def _finder(self) -> TermFinder:
        from notelint.reading.reader import TermFinder

        return TermFinder(self.terms)

    @cached_property
    def _declared(self) -> Checklist | None:
        """The elements that the pack declares by their ways; ``None`` where it declares none."""
        declared = {name: element for name, element in self.catalogue.elements.items() if element.ways}
        if not declared:
            return None
        from notelint.checklist.answers import Checklist

        ranking = read_ranking(self._folder, self.catalogue.elements)
        return Checklist(declared, read_grounds(self._folder), words=read_words(self._folder), ranking=ranking)

    @cached_property
    def _second(self) -> Second | None:
        """The second reader; ``None`` where there is none. It is built for the first note that is read: spaCy takes a second."""
        if self._model is None or not self._model.is_file():
            return None
        with unhurried():
            from notelint.second_reader.second import Second

            return Second(self._model.read_bytes(), self.catalogue.decision, context_targets(self._folder), self._context_rules)

    def lint(self, note: ReadOnce, *, screen: bool) -> Report:
        """The report on a note, which is read if the screen does not decide it."""
        stage("screen")
        look = self._screen.look(note.note.text) if screen and self._screen is not None else None
        if look is not None and look.cue is None:
            return self._screened(note.note, may_hold_blank=look.signs)
        reading, case = self._read(note)
        return self._report(note.note, reading, case)

    def lint_for_claim(self, note: ReadOnce) -> tuple[Report, Particulars]:
        """The report, and what the review of a claim needs in addition."""
        from notelint.case.particulars import particulars
        from notelint.underline import underliner_of

        reading, case = self._read(note)
        stage("decision")
        decisions = decide_grafts(case, self.catalogue.decision)
        underliner = underliner_of(reading)
        grafts = tuple(_graft_facts(graft, one, underliner) for graft, one in zip(case.grafts, decisions, strict=True))
        donors = frozenset(str(graft.facts["donor_site"]) for graft in grafts)
        regions = frozenset(word for donor in donors & self.sites.keys() for word in self.sites[donor].region)
        report = self._report(note.note, reading, case)
        stage("particulars for the claim")
        return report, particulars(reading, grafts, regions)

    def documented(self, note: ReadOnce) -> Mapping[str, Element]:
        """The elements of the first graft with their clauses, as the rules read them."""
        from notelint.underline import underliner_of

        reading, case = self._read(note)
        return underliner_of(reading).elements(case.elements)

    def _read(self, note: ReadOnce) -> tuple[Reading, Case]:
        base = note.reading
        with unhurried():
            from notelint.case.assemble import build_case

            finder = self._finder
        stage("reading")
        reading = finder.found_in(base)
        stage("case")
        case = build_case(reading, self.sites, self.catalogue.ranges, self.catalogue.elements)
        return reading, self._with_declared(reading, case)

    def _with_declared(self, reading: Reading, case: Case) -> Case:
        """The case with the elements that the pack declares by their ways, which no module of the case answers."""
        if self._declared is None or not case.grafts:
            return case
        return replace(case, elements={**case.elements, **self._declared.answer(reading).elements})

    def _screened(self, note: Note, *, may_hold_blank: bool = True) -> Report:
        """The report on a note that the screen excludes: the same as after reading, except for trace and events."""
        stage("rules")
        case = Case((), NOTHING_MOVED, conflicts=conflicts_of_note(note.text) if may_hold_blank else {})
        return Report(
            note=note,
            decision=self._screened_out,
            facts=_facts({}, self.catalogue),
            elements=_elements(case, self._screened_out, self.catalogue),
            integrity=tuple(case.conflicts),
            findings=judge(case, self._screened_out, note, None, self.catalogue),
        )

    def _report(self, note: Note, reading: Reading, case: Case) -> Report:
        from notelint.case.expected_locations import ExpectedLocations
        from notelint.underline import named_event, named_set_aside, underliner_of

        stage("decision")
        facts, read = _facts(case.facts, self.catalogue), self._decided(case)
        if self._second is not None:
            stage("second reader")
            read = self._second.merge(note, read, facts)
        stage("rules")
        judged = replace(case, elements=dict(read.elements))
        found = judge(judged, read.decision, note, ExpectedLocations(reading, case), self.catalogue)
        findings = with_second_reader(found, read, note, self.catalogue)
        stage("evidence")
        underliner = underliner_of(reading)
        return Report(
            note=note,
            decision=underliner.decision(read.decision),
            facts=facts,
            elements=underliner.elements(_asked(read, self.catalogue)),
            integrity=tuple(case.conflicts),
            findings=findings,
            set_aside=tuple(map(named_set_aside, case.set_aside)),
            events=tuple(map(named_event, case.events)),
            timelines=case.timelines,
        )

    def _decided(self, case: Case) -> Read:
        decision = decide(case, self.catalogue.decision)
        return Read(decision, _elements(case, decision, self.catalogue))


def _screened_out(screen: ScreenFile) -> Decision:
    """The decision on a note that the screen excludes, in the words of the pack."""
    step = Step("screen", "not_applicable", screen.not_read)
    return Decision("not_applicable", trace=(step,), reasons=(Reason(screen.nothing),))


def context_targets(folder: Traversable) -> list[str]:
    """The words that ConText judges for the second reader of the pack in ``folder``; none where it does not say."""
    file = folder / _CONTEXT_TARGETS
    lines = file.read_text("utf-8").splitlines() if file.is_file() else []
    return [line for line in lines if line and not line.startswith("#")]


def _site(term: Term) -> Site:
    marks = {name: term.attributes.get(name) == "yes" for name in ("numbered", "own_skin", "often_host")}
    return Site(frozenset(term.phrases), cuts=term.attributes.get("cuts"), **marks)


def _facts(found: Mapping[str, FactValue], catalogue: Catalogue) -> dict[str, FactValue]:
    """The labelled facts of the pack; those that are not ``found`` have their default."""
    labelled = (fact for fact in catalogue.facts.values() if fact.labelled)
    return {fact.id: fact.labelled_value(found.get(fact.id, fact.default)) for fact in labelled}


def _graft_facts(graft: Graft, decision: Decision, underliner: Underliner) -> GraftFacts:
    from notelint.particulars import GraftFacts

    facts: dict[str, FactValue] = {name: fact.value for name, fact in graft.facts.items()}
    words = {name: underliner.places(fact.evidence, f"fact:{name}") for name, fact in graft.facts.items()}
    return GraftFacts(decision.codes, decision.candidates, facts | {"donor_laterality": graft.side}, words)


def _elements(case: Case, decision: Decision, catalogue: Catalogue) -> dict[str, Element]:
    if decision.status == "not_applicable":
        return dict.fromkeys(catalogue.elements, NOT_ASKED)
    return {name: case.elements.get(name, NOT_ASKED) for name in catalogue.elements}


def _asked(read: Read, catalogue: Catalogue) -> Mapping[str, Element]:
    """The elements of a report: none is asked for where no code applies."""
    return dict.fromkeys(catalogue.elements, NOT_ASKED) if read.decision.status == "not_applicable" else read.elements
