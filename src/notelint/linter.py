"""Combine the layers: screen, reading, case, decision, findings, report.

The reader and the idioms are imported when the first note must be read, because the screen
decides most notes of other families without them.
"""

from __future__ import annotations

import re
from dataclasses import replace
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING

from notelint.case.answers import ANSWERS
from notelint.case.blanks import conflicts_of_note, signs_of_blanks
from notelint.case.model import NOTHING_MOVED, Case, Site
from notelint.coding.decide import decide, decide_grafts
from notelint.note import Note
from notelint.packs.element_files import element_error
from notelint.packs.errors import PackError
from notelint.packs.loader import builtin_packs, load_catalogue
from notelint.packs.rule_names import check_rule_names, rule_aliases
from notelint.packs.vocabulary import read_terms
from notelint.policy import EVERYTHING
from notelint.report import NOT_ASKED, Decision, Element, FactValue, GraftFacts, Read, Reason, Report, Step
from notelint.rules.judge import judge, with_second_reader
from notelint.screen.cues import read_screen
from notelint.screen.screen import Screen
from notelint.watch import MAX_SECONDS, check, stage, unhurried, watched

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from importlib.resources.abc import Traversable
    from pathlib import Path

    from notelint.case.model import Graft
    from notelint.packs.schema import Catalogue
    from notelint.packs.vocabulary import Term
    from notelint.policy import Policy
    from notelint.reading.model import Reading
    from notelint.reading.reader import Reader
    from notelint.report import Particulars, SectionPlace
    from notelint.screen.cues import ScreenFile
    from notelint.second_reader.second import Second
    from notelint.underline import Underliner

READERS = ("rules", "both")
STAGES = ("final", "draft")
DEFAULT_STAGE = "final"
DEFAULT_READER = "both"
MODEL = "second_reader.model"
"""The file of a pack that holds what its second reader has learned."""
_CONTEXT_TARGETS = "context_targets.txt"
_RANKS = {"supported": 0, "unsupported": 1, "not_applicable": 2}
_SURROGATES = re.compile("[\ud800-\udfff]")


class _Family:
    """One loaded pack: its catalogue, its screen, its readers and its donor sites.

    ``model`` is the file of what the second reader has learned; ``None``: the rules alone read. ``context_rules`` is a file of
    ConText rules with which it judges sentences.
    """

    def __init__(
        self, folder: Traversable, catalogue: Catalogue, model: Traversable | None, context_rules: Path | None = None
    ) -> None:
        self._folder, self._model, self._context_rules = folder, model, context_rules
        self.catalogue = catalogue
        self._terms = read_terms(folder / "vocabulary", folder)
        self.sites = {term.id: _site(term) for kind, term in self._terms if kind == "donor_region"}
        screen = read_screen(folder)
        self._screen = Screen(self._terms, screen, signs_of_blanks()) if screen is not None else None
        self._screened_out = _screened_out(screen) if screen is not None else Decision("not_applicable")

    @cached_property
    def reader(self) -> Reader:
        """The reader of notes. It is built when the first note must be read, because that takes half a second."""
        from notelint.reading.reader import Reader

        return Reader(self._terms)

    @cached_property
    def _second(self) -> Second | None:
        """The second reader; ``None`` where there is none. It is built for the first note that is read: spaCy takes a second."""
        if self._model is None or not self._model.is_file():
            return None
        with unhurried():
            from notelint.second_reader.second import Second

            return Second(self._model.read_bytes(), self.catalogue.decision, context_targets(self._folder), self._context_rules)

    def lint(self, note: Note, *, screen: bool) -> Report:
        stage("screen")
        look = self._screen.look(note.text) if screen and self._screen is not None else None
        if look is not None and look.cue is None:
            return self._screened(note, may_hold_blank=look.signs)
        reading, case = self._read(note)
        return self._report(note, reading, case)

    def lint_for_claim(self, note: Note) -> tuple[Report, Particulars]:
        """The report, and what the review of a claim needs in addition."""
        from notelint.case.particulars import particulars

        reading, case = self._read(note)
        stage("decision")
        decisions = decide_grafts(case, self.catalogue.decision)
        underliner = _underliner(reading)
        grafts = tuple(_graft_facts(graft, one, underliner) for graft, one in zip(case.grafts, decisions, strict=True))
        donors = frozenset(str(graft.facts["donor_site"]) for graft in grafts)
        regions = frozenset(word for donor in donors & self.sites.keys() for word in self.sites[donor].region)
        report = self._report(note, reading, case)
        stage("particulars for the claim")
        return report, particulars(reading, grafts, regions)

    def documented(self, note: Note) -> Mapping[str, Element]:
        """The elements of the first graft with their clauses, as the rules read them."""
        reading, case = self._read(note)
        return _underliner(reading).elements(case.elements)

    def outline(self, note: Note) -> tuple[SectionPlace, ...]:
        """The sections of the note under a heading."""
        with unhurried():
            reader = self.reader
        stage("reading")
        return reader.outline(note)

    def _read(self, note: Note) -> tuple[Reading, Case]:
        with unhurried():
            from notelint.case.assemble import build_case

            reader = self.reader
        stage("reading")
        reading = reader.read(note)
        stage("case")
        return reading, build_case(reading, self.sites, self.catalogue.ranges, self.catalogue.elements)

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
        from notelint.underline import named_event, named_set_aside

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
        underliner = _underliner(reading)
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


def _underliner(reading: Reading) -> Underliner:
    from notelint.underline import Underliner

    titles = [sentence for sentence in reading.sentences if sentence.section.context == "header"]
    return Underliner(reading.note.text, [reading.clean.place(title.start, title.end) for title in titles])


def _site(term: Term) -> Site:
    marks = {name: term.attributes.get(name) == "yes" for name in ("numbered", "own_skin", "often_host")}
    return Site(frozenset(term.phrases), cuts=term.attributes.get("cuts"), **marks)


def _facts(found: Mapping[str, FactValue], catalogue: Catalogue) -> dict[str, FactValue]:
    """The labelled facts of the pack; those that are not ``found`` have their default."""
    labelled = (fact for fact in catalogue.facts.values() if fact.labelled)
    return {fact.id: fact.labelled_value(found.get(fact.id, fact.default)) for fact in labelled}


def _graft_facts(graft: Graft, decision: Decision, underliner: Underliner) -> GraftFacts:
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


class Linter:
    """Checks notes with the given packs. The first note that is read takes half a second, later ones do not: keep the linter.

    ``packs`` are folders of packs to add to the one that ships; ``catalogues`` are those of all, the shipped ones first.
    ``select`` and ``ignore`` are names of rules (earlier names are accepted): a report has only findings of the selected rules
    (of all rules, if none is selected) that are not ignored. They are the last layer of ``policy``, which can also set severities
    and say what holds for some paths only. Without ``screen`` every note is read, also a note that the screen shows to be of
    another family; its report then has the events. ``max_seconds`` is the processor time that one note may take (``None``: no
    limit). ``reader`` is ``both`` or ``rules`` (without the second reader); ``model`` is a file of ``notelint train`` to use in
    place of the packs' own, ``context_rules`` a file of medspaCy's ConText rules with which the second reader leaves out
    sentences. In the ``stage`` ``draft`` what a field of a template is still to answer is an info (``stages.yaml``). Raises
    ``PackError`` for an invalid pack and ``ValueError`` for a time that is not above 0 or another ``reader`` or ``stage``.
    """

    def __init__(  # noqa: PLR0913 -- they are options, and all by name
        self,
        *,
        packs: Sequence[Traversable] = (),
        select: Sequence[str] = (),
        ignore: Sequence[str] = (),
        policy: Policy = EVERYTHING,
        screen: bool = True,
        max_seconds: float | None = MAX_SECONDS,
        reader: str = DEFAULT_READER,
        model: Traversable | None = None,
        context_rules: Path | None = None,
        stage: str = DEFAULT_STAGE,
    ) -> None:
        if stage not in STAGES:
            raise ValueError(f"stage must be {' or '.join(STAGES)}")
        if reader not in READERS:
            raise ValueError(f"reader must be {' or '.join(READERS)}")
        self._max_seconds = _budget(max_seconds)
        loaded = [(folder, load_catalogue(folder)) for folder in (*builtin_packs(), *packs)]
        check_rule_names(loaded)
        for folder, catalogue in loaded:
            _refuse_unanswered(folder, catalogue)
        self.catalogues = tuple(catalogue for _, catalogue in loaded)
        self._families = [
            _Family(folder, catalogue, (model or folder / MODEL) if reader == "both" else None, context_rules)
            for folder, catalogue in loaded
            if catalogue.decides
        ]
        whole = policy.then(select, ignore)
        self.policy = whole.renamed(rule_aliases(self.catalogues)) if whole.layers else whole
        self._screen = screen
        self._is_draft = stage == "draft"

    def lint(self, note: Note) -> Report:
        """The report on one note: the report of the pack with the best decision.

        Half of a surrogate pair, which is no character, is read as U+FFFD; offsets stay. Raises ``LintError`` where notelint
        fails on the note, ``TookTooLongError`` where it takes longer than its budget; neither holds a word of the note.
        """
        return self.lint_within(note, self._max_seconds)

    def lint_within(self, note: Note, max_seconds: float | None) -> Report:
        """As ``lint``, with another time budget for this note."""
        whole = _whole(note)
        return watched(lambda: self._lint(whole), _budget(max_seconds), source=note.source, passing=_OF_NO_NOTE)

    def _lint(self, note: Note) -> Report:
        reports = [(family.lint(note, screen=self._screen), family) for family in self._families]
        best, family = reports[0] if len(reports) == 1 else min(reports, key=lambda pair: _rank(pair[0]))
        check()
        return self._with_wanted(best, family)

    def documented(self, note: Note) -> Mapping[str, Element]:
        """The elements of the first graft of ``note`` as the rules read them, whatever the code asks for; empty without a graft.

        Raises as ``lint`` does.
        """
        whole = _whole(note)
        return watched(lambda: self._documented(whole), self._max_seconds, source=note.source, passing=_OF_NO_NOTE)

    def _documented(self, note: Note) -> Mapping[str, Element]:
        return next(filter(None, (family.documented(note) for family in self._families)), {})

    def outline(self, note: Note) -> tuple[SectionPlace, ...]:
        """The sections of ``note`` under a heading, in their order. Raises as ``lint`` does."""
        whole = _whole(note)
        return watched(lambda: self._families[0].outline(whole), self._max_seconds, source=note.source, passing=_OF_NO_NOTE)

    def lint_for_claim(self, note: Note) -> tuple[Report, Particulars]:
        """As ``lint``, with what the review of a claim needs in addition to the report. The note is always read."""
        whole = _whole(note)
        return watched(lambda: self._lint_for_claim(whole), self._max_seconds, source=note.source, passing=_OF_NO_NOTE)

    def _lint_for_claim(self, note: Note) -> tuple[Report, Particulars]:
        read = [(*family.lint_for_claim(note), family) for family in self._families]
        report, particulars, family = min(read, key=lambda one: _rank(one[0]))
        check()
        return self._with_wanted(report, family), particulars

    def _with_wanted(self, report: Report, family: _Family) -> Report:
        """The report of ``family`` with the findings as the stage takes them, and of these what the policy reports."""
        if self._is_draft and report.findings:
            from notelint.rules.draft import in_draft

            report = replace(report, findings=in_draft(report.findings, report.note, family.catalogue))
        if not self.policy.layers:
            return report
        return replace(report, findings=self.policy.apply(report.findings, report.note.file))


def _refuse_unanswered(folder: Traversable, catalogue: Catalogue) -> None:
    """Raise ``PackError`` for an element that no module answers and that has no ways."""
    for name, element in catalogue.elements.items():
        if not element.ways and name not in ANSWERS:
            advice = "give it ways, or a function that case/answers.py names"
            raise element_error(folder, name, ("ways",), f"nothing answers {name}", advice)


_OF_NO_NOTE = (PackError,)
"""Exceptions that say what is wrong with something else than the note."""


def _whole(note: Note) -> Note:
    """The note with U+FFFD for each half of a surrogate pair, at the same offsets. Raises ``TypeError`` for what is no text."""
    if not isinstance(note.text, str):
        raise TypeError(f"the text of a note is a str, not {type(note.text).__name__}")
    if note.text.isascii() or not _SURROGATES.search(note.text):
        return note
    return replace(note, text=_SURROGATES.sub("\ufffd", note.text))


def _budget(seconds: float | None) -> float | None:
    """The time budget of a note. Raises ``ValueError`` where it is not above 0."""
    if seconds is not None and not seconds > 0:
        raise ValueError("max_seconds must be above 0")
    return seconds


def _rank(report: Report) -> int:
    """The rank of the decision; the best decision has the lowest rank."""
    return _RANKS[report.decision.status] if report.decision else len(_RANKS)


@lru_cache(maxsize=1)
def default_linter() -> Linter:
    """The linter with the packs that ship with notelint, which is kept."""
    return Linter()


def lint(text: str, *, max_seconds: float | None = MAX_SECONDS) -> Report:
    """The report on the text of one note, with the packs that ship with notelint; raises as ``Linter.lint`` does.

    ``max_seconds`` is the processor time it may take (``None``: no limit).

    >>> lint("PROCEDURE: Excision of a lipoma.").decision.status
    'not_applicable'
    """
    return default_linter().lint_within(Note(text), max_seconds)
