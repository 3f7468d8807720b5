"""Run a review: all checks over one chart, findings from their hits, and payments."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from notelint.cms.errors import TableError, UnknownLocality
from notelint.packs.errors import PackError
from notelint.review import (
    bundling,
    codes,
    diagnoses,
    global_period,
    known,
    modifiers,
    place,
    sides,
    split_care,
    teaching,
    toes,
    two_billers,
    two_surgeons,
    undercoding,
)
from notelint.review.builder import Builder
from notelint.review.chart import Chart
from notelint.review.documentation import lacking
from notelint.review.model import ReadNote, Review
from notelint.review.money import Money
from notelint.review.table_dates import table_remarks
from notelint.watch import MAX_SECONDS, check, stage, watched

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from notelint.claim import Encounter
    from notelint.cms.tables import Tables
    from notelint.linter import Linter
    from notelint.note import Note
    from notelint.packs.claims import ClaimBook
    from notelint.review.model import ClaimFinding, Hit, Where

CHECKS = (
    known.check, codes.check, bundling.check, modifiers.check, sides.check, toes.check, two_surgeons.check, two_billers.check,
    teaching.check, split_care.check, place.check, global_period.check,
    diagnoses.check, undercoding.check,
)  # fmt: skip
_OF_NO_NOTE = (PackError, TableError, UnknownLocality)
_RANKS = {"error": 0, "warning": 1, "info": 2}


class Reviewer:
    """Reviews encounters with one linter, one set of rules and one set of tables. Build it once and keep it."""

    def __init__(self, linter: Linter, book: ClaimBook, tables: Tables, max_seconds: float | None = MAX_SECONDS) -> None:
        """``max_seconds`` is the time that judging one claim may take, beside that of its notes; ``None`` is no limit."""
        self._max_seconds = max_seconds
        self._linter = linter
        self._book = book
        self._tables = tables

    @property
    def book(self) -> ClaimBook:
        """The rules about claims, with the packs that they are for."""
        return self._book

    def review(
        self,
        encounter: Encounter,
        notes: Sequence[Note],
        *,
        source: str = "",
        locate: Callable[[Where], int | None] = lambda _: None,
    ) -> Review:
        """The review of an encounter and its ``notes``, in the order of the encounter, with the findings of the linter's policy.

        ``locate`` gives the line number of a place of the encounter in the file ``source``. Raises ``UnknownLocality``
        for a locality that is in no table, and ``LintError`` where notelint fails on a note or on the claim.
        """
        read = [
            ReadNote(index, ref, *self._linter.lint_for_claim(note))
            for index, (ref, note) in enumerate(zip(encounter.notes, notes, strict=True))
        ]
        return watched(
            lambda: self._judged(encounter, read, source, locate), self._max_seconds, stage="claim", passing=_OF_NO_NOTE
        )

    def _judged(self, encounter: Encounter, read: list[ReadNote], source: str, locate: Callable[[Where], int | None]) -> Review:
        day = encounter.date or date.today()  # noqa: DTZ011 -- tables are valid by day
        chart = Chart(encounter, read, self._book, self._tables, day)
        money = Money(chart, self._tables.locality(encounter.locality) if encounter.locality else None)
        hits = [hit for rules in CHECKS for hit in _hits(rules, chart)]
        stage("claim")
        builder = Builder(chart, money, locate)
        found = list({_key(finding): finding for finding in map(builder.finding, hits)}.values())
        findings = sorted(self._linter.policy.apply(found, source), key=_order)
        return Review(
            source=source,
            encounter=encounter,
            notes=tuple(read),
            findings=tuple(findings),
            documentation=lacking(chart),
            payments=money.billed,
            supported=money.supported(hits, self._book.rules),
            tables=tuple(f"{edition.title}, from {edition.effective.isoformat()}" for edition in self._tables.editions),
            remarks=tuple(table_remarks(self._tables.editions, day, by_locality=encounter.locality is not None)),
        )


def _hits(rules: Callable[[Chart], Iterable[Hit]], chart: Chart) -> Iterator[Hit]:
    stage(f"claim rules {rules.__module__.rpartition('.')[2]}")
    for hit in rules(chart):
        check()
        yield hit


def _key(finding: ClaimFinding) -> tuple[object, ...]:
    return finding.rule, finding.where, finding.message


def _order(finding: ClaimFinding) -> tuple[object, ...]:
    """Sort key: place in the encounter (lines before other keys), then severity."""
    where = tuple(str(step).zfill(4) for step in finding.where)
    return finding.where[0] != "lines", where[:2], _RANKS[finding.severity], where, finding.rule
