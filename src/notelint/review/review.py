"""Run a review: all checks over one chart, findings from their hits, and payments."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from notelint.review import bundling, codes, global_period, modifiers, place, sides, two_surgeons
from notelint.review.builder import Builder
from notelint.review.chart import Chart
from notelint.review.model import ReadNote, Review
from notelint.review.money import Money

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from notelint.claim import Encounter
    from notelint.cms.tables import Tables
    from notelint.linter import Linter
    from notelint.note import Note
    from notelint.packs.claims import ClaimBook
    from notelint.review.model import ClaimFinding, Where

CHECKS = (codes.check, bundling.check, modifiers.check, sides.check, two_surgeons.check, place.check, global_period.check)
_RANKS = {"error": 0, "warning": 1, "info": 2}


class Reviewer:
    """Reviews encounters with one linter, one set of rules and one set of tables. Build it once and keep it."""

    def __init__(self, linter: Linter, book: ClaimBook, tables: Tables) -> None:
        self._linter = linter
        self._book = book
        self._tables = tables

    def review(
        self,
        encounter: Encounter,
        notes: Sequence[Note],
        *,
        source: str = "",
        locate: Callable[[Where], int | None] = lambda _: None,
    ) -> Review:
        """The review of an encounter and its ``notes``, in the order of the encounter.

        ``locate`` gives the line number of a place of the encounter in the file ``source``. Raises ``UnknownLocality``
        for a locality that is in no table.
        """
        read = [
            ReadNote(index, ref, *self._linter.lint_for_claim(note))
            for index, (ref, note) in enumerate(zip(encounter.notes, notes, strict=True))
        ]
        day = encounter.date or date.today()  # noqa: DTZ011 -- tables are valid by day
        chart = Chart(encounter, read, self._book, self._tables, day)
        money = Money(chart, self._tables.locality(encounter.locality) if encounter.locality else None)
        hits = [hit for check in CHECKS for hit in check(chart)]
        builder = Builder(chart, money, locate)
        findings = sorted({_key(found): found for found in map(builder.finding, hits)}.values(), key=_order)
        return Review(
            source=source,
            encounter=encounter,
            notes=tuple(read),
            findings=tuple(findings),
            payments=money.billed,
            supported=money.supported(hits, self._book.rules),
            tables=tuple(f"{edition.title}, from {edition.effective.isoformat()}" for edition in self._tables.editions),
        )


def _key(finding: ClaimFinding) -> tuple[object, ...]:
    return finding.rule, finding.where, finding.message


def _order(finding: ClaimFinding) -> tuple[object, ...]:
    """Sort key: place in the encounter (lines before other keys), then severity."""
    where = tuple(str(step).zfill(4) for step in finding.where)
    return finding.where[0] != "lines", where[:2], _RANKS[finding.severity], where, finding.rule
