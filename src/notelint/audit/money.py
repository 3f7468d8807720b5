"""What gaps of the documentation cost, by the fee schedule in use. Amounts are USD; an estimate, not a quote."""

from __future__ import annotations

from collections import defaultdict
from decimal import Decimal
from typing import TYPE_CHECKING, NamedTuple

from notelint.cms.amounts import payment, rate

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from notelint.audit.measures import Measures
    from notelint.audit.model import AuditNote
    from notelint.cms.records import Edition, Locality
    from notelint.cms.tables import Tables
    from notelint.packs.schema import Catalogue

READERS_DISAGREE = "readers-disagree"
OTHER = "other"
"""The matter of a note that is open although no finding says why, such as one whose rule was not selected."""
_NOTHING = Decimal(0)


class Sum(NamedTuple):
    """Of a number of notes, the fees of the lowest and of the highest of their candidate codes, summed."""

    notes: int
    low: Decimal
    high: Decimal


class OpenMatter(NamedTuple):
    """What leaves the code of notes open (``rule``), the fees at stake, and in how many of them nothing else is open."""

    rule: str
    title: str
    sum: Sum
    alone: int


class Gap(NamedTuple):
    """An element that notes must document and do not, and the fees of their first codes. They are paid unless a payer objects."""

    element: str
    notes: int
    fees: Decimal


class Money(NamedTuple):
    """Notes that support no code because a matter is open, and notes that support one and lack what they must document.

    In the totals each note counts once, in the rows once for each of its matters or elements. ``without_fee`` are notes of
    which a code has no fee in the schedule of ``edition``.
    """

    open: tuple[OpenMatter, ...]
    open_total: Sum
    gaps: tuple[Gap, ...]
    gaps_total: Gap
    without_fee: int
    edition: Edition
    locality: Locality | None


def money(
    notes: Iterable[AuditNote], catalogues: Sequence[Catalogue], measures: Measures, tables: Tables, locality: Locality | None
) -> Money | None:
    """What the gaps of the notes cost; ``None`` where there is no fee schedule. Raises ``TableError``."""
    edition = tables.edition("fees")
    if edition is None:
        return None
    fees = _Fees(tables, locality)
    listed = [note for note in notes if fees.known(note)]
    undecided = [note for note in listed if note.status == "unsupported"]
    decided = [note for note in listed if note.status == "supported"]
    return Money(
        *_open(undecided, _titles(catalogues), fees),
        *_gaps(decided, measures, fees),
        fees.unknown,
        edition,
        locality,
    )


class _Fees:
    """The fee of each code; ``unknown`` counts the notes of which a code has none."""

    def __init__(self, tables: Tables, locality: Locality | None) -> None:
        self._tables = tables
        self._locality = locality
        self._known: dict[str, Decimal | None] = {}
        self.unknown = 0

    def known(self, note: AuditNote) -> bool:
        known = all(self._fee(code) is not None for code in note.codes or note.candidates)
        self.unknown += not known
        return known

    def of(self, codes: Iterable[str]) -> list[Decimal]:
        return [self._fee(code) or _NOTHING for code in codes]

    def _fee(self, code: str) -> Decimal | None:
        if code not in self._known:
            row = self._tables.fee(code)
            self._known[code] = rate(row, self._locality) if row is not None and payment(row) else None
        return self._known[code]


def _titles(catalogues: Sequence[Catalogue]) -> dict[str, str]:
    """The rules of open matters, with what they say."""
    rules = {name: rule for catalogue in catalogues for name, rule in catalogue.rules.items()}
    asked = [question.rule for catalogue in catalogues for question in catalogue.decision.questions if question.rule]
    named = [name for name in (*asked, READERS_DISAGREE) if name in rules]
    return {name: rules[name].summary for name in named} | {OTHER: "another matter"}


def _open(notes: Sequence[AuditNote], titles: dict[str, str], fees: _Fees) -> tuple[tuple[OpenMatter, ...], Sum]:
    matters: defaultdict[str, list[AuditNote]] = defaultdict(list)
    alone: defaultdict[str, int] = defaultdict(int)
    for note in notes:
        rules = [name for name in titles if name in note.rules] or [OTHER]
        for rule in rules:
            matters[rule].append(note)
            alone[rule] += len(rules) == 1
    rows = [OpenMatter(rule, titles[rule], _sum(own, fees), alone[rule]) for rule, own in matters.items()]
    return tuple(sorted(rows, key=lambda row: (-row.sum.high, row.rule))), _sum(notes, fees)


def _sum(notes: Sequence[AuditNote], fees: _Fees) -> Sum:
    def total(pick: Callable[[list[Decimal]], Decimal]) -> Decimal:
        return sum((pick(fees.of(note.candidates) or [_NOTHING]) for note in notes), _NOTHING)

    return Sum(len(notes), total(min), total(max))


def _gaps(notes: Sequence[AuditNote], measures: Measures, fees: _Fees) -> tuple[tuple[Gap, ...], Gap]:
    lacking: defaultdict[str, list[AuditNote]] = defaultdict(list)
    any_gap = []
    for note in notes:
        missing = [name for name in measures.must_document(note) if note.elements[name] == "missing"]
        for name in missing:
            lacking[name].append(note)
        if missing:
            any_gap.append(note)
    rows = [_gap(name, own, fees) for name, own in lacking.items()]
    return tuple(sorted(rows, key=lambda row: (-row.fees, row.element))), _gap("", any_gap, fees)


def _gap(element: str, notes: Sequence[AuditNote], fees: _Fees) -> Gap:
    return Gap(element, len(notes), sum((fee for note in notes for fee in fees.of(note.codes[:1])), _NOTHING))
