"""Put an audit together: counts, groups, periods, funnels and money of one set of notes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from notelint.audit.attributes import pooled_titles, pseudonymous
from notelint.audit.funnel import chosen_measures, funnels
from notelint.audit.groups import DIMENSIONS, by_dimension
from notelint.audit.measures import Measures, count_elements
from notelint.audit.money import money
from notelint.audit.periods import compared, split_at

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

    from notelint.audit.funnel import Funnel
    from notelint.audit.groups import Dimension
    from notelint.audit.model import AuditNote, Results
    from notelint.audit.money import Money
    from notelint.audit.periods import Change, Period
    from notelint.audit.shares import ElementCount, Share
    from notelint.cms.records import Locality
    from notelint.cms.tables import Tables
    from notelint.packs.schema import Catalogue


@dataclass(frozen=True, slots=True)
class Wishes:
    """What the user asks of an audit: periods (or a day that splits them), measures of the funnels, locality, pseudonyms."""

    periods: tuple[Period, Period] | None = None
    split: date | None = None
    measures: tuple[str, ...] = ()
    locality: Locality | None = None
    pseudonyms: bool = False


@dataclass(frozen=True, slots=True)
class Audit:
    """The figures of an audit. ``titles`` are those of the measures; ``counts`` are the notes by decision, and those left out.

    ``days`` are the first and the last date of the notes that have one. ``dimensions`` has only those of which something is
    known of a note.
    """

    notes: int
    counts: Mapping[str, int]
    titles: Mapping[str, str]
    shares: Mapping[str, Share]
    elements: Mapping[str, ElementCount]
    dimensions: Mapping[str, Dimension]
    funnels: tuple[Funnel, ...]
    change: Change | None
    money: Money | None
    days: tuple[date, date] | None
    pseudonyms: bool


def audit(results: Results, catalogues: Sequence[Catalogue], tables: Tables, wishes: Wishes) -> Audit:
    """The audit of the notes. Raises ``TableError`` for a damaged fee schedule."""
    measures = Measures(catalogues)
    notes = pooled_titles(pseudonymous(results.notes) if wishes.pseudonyms else results.notes)
    shares = measures.shares(notes)
    dimensions = {name: one for name in DIMENSIONS if (one := by_dimension(name, notes, measures)).groups}
    days = sorted(note.about.day for note in notes if note.about.day is not None)
    return Audit(
        notes=results.total,
        counts=_counts(results),
        titles={name: measure.title for name, measure in measures.all.items()},
        shares=shares,
        elements=count_elements(notes),
        dimensions=dimensions,
        funnels=funnels(dimensions["surgeon"], wishes.measures or chosen_measures(shares)) if "surgeon" in dimensions else (),
        change=_change(notes, measures, wishes),
        money=money(notes, catalogues, measures, tables, wishes.locality),
        days=(days[0], days[-1]) if days else None,
        pseudonyms=wishes.pseudonyms,
    )


def _counts(results: Results) -> dict[str, int]:
    supported = sum(note.status == "supported" for note in results.notes)
    return {"supported": supported, "unsupported": len(results.notes) - supported, **results.counts}


def _change(notes: Sequence[AuditNote], measures: Measures, wishes: Wishes) -> Change | None:
    periods = split_at(wishes.split, notes) if wishes.split else wishes.periods
    return compared(notes, *periods, measures) if periods else None
