"""Combine the packs at work: the report of the one that decides codes best, with what the checklists say of the note.

The reader and the idioms are imported when the first note must be read, because the screen
decides most notes of other families without them.
"""

from __future__ import annotations

import re
from dataclasses import replace
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING

from notelint.case.answers import ANSWERS
from notelint.family import Family
from notelint.note import Note
from notelint.pack_names import CODING_PACKS
from notelint.packs.element_files import element_error
from notelint.packs.errors import PackError
from notelint.packs.loader import load_catalogue, shipped_packs
from notelint.packs.profiles import check_profile
from notelint.packs.rule_names import check_rule_names, rule_aliases
from notelint.policy import EVERYTHING
from notelint.read_once import ReadOnce
from notelint.report import NO_DECISION, Report
from notelint.watch import MAX_SECONDS, check, watched

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from importlib.resources.abc import Traversable
    from pathlib import Path

    from notelint.checklists import Assumed, ChecklistPack
    from notelint.packs.profiles import Profile
    from notelint.packs.schema import Catalogue
    from notelint.particulars import Particulars
    from notelint.policy import Policy
    from notelint.reading.reader import BaseReader
    from notelint.report import Element, SectionPlace

READERS = ("rules", "both")
STAGES = ("final", "draft")
DEFAULT_STAGE = "final"
DEFAULT_READER = "both"
MODEL = "second_reader.model"
"""The file of a pack that holds what its second reader has learned."""
_RANKS = {"supported": 0, "unsupported": 1, "not_applicable": 2}
_SURROGATES = re.compile("[\ud800-\udfff]")


class Linter:
    """Checks notes with the given packs. The first note that is read takes half a second, later ones do not: keep the linter.

    ``names`` are the ids of the packs that ship and are to be used, ``packs`` folders of packs to add, ``catalogues`` those of
    all; ``profile`` is that of the checklists among them, by its name or as a ``Profile``. ``select`` and ``ignore`` are names
    of rules (earlier names are accepted): a report has only findings of the selected rules (of all rules, if none is selected)
    that are not ignored. They are the last layer of ``policy``, which can also set severities and say what holds for some paths
    only. Without ``screen`` every note is read, also a note that the screen shows to be of another family; its report then has
    the events. ``max_seconds`` is the processor time that one note may take (``None``: no limit). ``reader`` is ``both`` or
    ``rules`` (without the second reader); ``model`` is a file of ``notelint train`` to use in place of the packs' own,
    ``context_rules`` a file of medspaCy's ConText rules with which the second reader leaves out sentences. In the ``stage``
    ``draft`` what a field of a template is still to answer is an info (``stages.yaml``). Raises ``PackError`` for an invalid pack
    and ``ValueError`` for a time that is not above 0 or another ``reader`` or ``stage``.
    """

    def __init__(  # noqa: PLR0913 -- they are options, and all by name
        self,
        *,
        packs: Sequence[Traversable] = (),
        names: Sequence[str] = CODING_PACKS,
        profile: Profile | str | None = None,
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
        loaded = [(folder, load_catalogue(folder)) for folder in (*shipped_packs(names), *packs)]
        check_rule_names(loaded)
        for folder, catalogue in loaded:
            _refuse_unanswered(folder, catalogue)
        self.catalogues = tuple(catalogue for _, catalogue in loaded)
        self._families = [
            Family(folder, catalogue, (model or folder / MODEL) if reader == "both" else None, context_rules)
            for folder, catalogue in loaded
            if catalogue.decides
        ]
        check_profile((catalogue for _, catalogue in loaded if not catalogue.decides), profile)
        self._checklists = [_checklist(folder, catalogue, profile) for folder, catalogue in loaded if not catalogue.decides]
        whole = policy.then(select, ignore)
        self.policy = whole.renamed(rule_aliases(self.catalogues)) if whole.layers else whole
        self._screen = screen
        self._is_draft = stage == "draft"

    @cached_property
    def _reader(self) -> BaseReader:
        """The reader of notes. It is built when the first note must be read, because that takes half a second."""
        from notelint.reading.reader import BaseReader

        return BaseReader([term for family in self._families for term in family.terms])

    def _unread(self, note: Note) -> ReadOnce:
        return ReadOnce(note, lambda: self._reader)

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
        once = self._unread(note)
        reports = [family.lint(once, screen=self._screen) for family in self._families]
        best = min(reports, key=_rank) if reports else Report(note, NO_DECISION)
        check()
        return self._with_wanted(self._with_checklists(best, once))

    def _with_checklists(self, report: Report, once: ReadOnce) -> Report:
        """The report with what the checklists say of the note; where they are alone, its elements are theirs."""
        for checklist in self._checklists:
            report = checklist.added_to(report, once.reading)
        if self._families or not report.packs:
            return report
        return replace(report, elements=next(iter(report.packs.values())).elements)

    def documented(self, note: Note) -> Mapping[str, Element]:
        """The elements of the first graft of ``note`` as the rules read them, whatever the code asks for; empty without a graft.

        Raises as ``lint`` does.
        """
        whole = _whole(note)
        return watched(lambda: self._documented(whole), self._max_seconds, source=note.source, passing=_OF_NO_NOTE)

    def _documented(self, note: Note) -> Mapping[str, Element]:
        once = self._unread(note)
        return next(filter(None, (family.documented(once) for family in self._families)), {})

    def assumed(self, note: Note) -> tuple[Assumed, ...]:
        """What each checklist says of ``note`` taken for a report of an operation, whatever its kind. Raises as ``lint`` does."""
        whole = _whole(note)
        return watched(lambda: self._assumed(whole), self._max_seconds, source=note.source, passing=_OF_NO_NOTE)

    def _assumed(self, note: Note) -> tuple[Assumed, ...]:
        once = self._unread(note)
        return tuple(checklist.assume(once.reading) for checklist in self._checklists)

    def outline(self, note: Note) -> tuple[SectionPlace, ...]:
        """The sections of ``note`` under a heading, in their order. Raises as ``lint`` does."""
        whole = _whole(note)
        return watched(lambda: self._reader.outline(whole), self._max_seconds, source=note.source, passing=_OF_NO_NOTE)

    def lint_for_claim(self, note: Note) -> tuple[Report, Particulars]:
        """As ``lint``, with what the review of a claim needs in addition to the report. The note is always read."""
        whole = _whole(note)
        return watched(lambda: self._lint_for_claim(whole), self._max_seconds, source=note.source, passing=_OF_NO_NOTE)

    def _lint_for_claim(self, note: Note) -> tuple[Report, Particulars]:
        once = self._unread(note)
        read = [family.lint_for_claim(once) for family in self._families]
        report, particulars = min(read, key=lambda one: _rank(one[0]))
        check()
        return self._with_wanted(self._with_checklists(report, once)), particulars

    def _with_wanted(self, report: Report) -> Report:
        """The report with the findings as the stage takes them, of these what the policy reports."""
        if self._is_draft and report.findings:
            from notelint.rules.draft import in_draft

            report = replace(report, findings=in_draft(report.findings, report.note, self.catalogues))
        if not self.policy.layers:
            return report
        return replace(report, findings=self.policy.apply(report.findings, report.note.file))


def _refuse_unanswered(folder: Traversable, catalogue: Catalogue) -> None:
    """Raise ``PackError`` for an element that has no ways and that no module of the case answers."""
    for name, element in catalogue.elements.items():
        if not element.ways and (name not in ANSWERS or not catalogue.decides):
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


def _checklist(folder: Traversable, catalogue: Catalogue, profile: Profile | str | None) -> ChecklistPack:
    from notelint.checklists import ChecklistPack

    return ChecklistPack(folder, catalogue, profile)


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
