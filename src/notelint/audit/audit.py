"""Put an audit together: counts, groups, periods, funnels and money of one set of notes."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

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
    from notelint.packs.profiles import Profile
    from notelint.packs.schema import Catalogue


@dataclass(frozen=True, slots=True)
class Wishes:
    """What the user asks of an audit: periods (or a day that splits them), measures of the funnels, locality, pseudonyms."""

    periods: tuple[Period, Period] | None = None
    split: date | None = None
    measures: tuple[str, ...] = ()
    locality: Locality | None = None
    pseudonyms: bool = False


class AuditedChecklist(NamedTuple):
    """The checklist of an audit: the id of its pack, its title, the name of its profile (may be empty)."""

    pack: str
    title: str
    profile: str


@dataclass(frozen=True, slots=True)
class Audit:
    """The figures of an audit. ``titles`` are those of the measures; ``counts`` are the notes by decision, and those left out.

    ``days`` are the first and the last date of the notes that have one. ``dimensions`` has only those of which something is
    known of a note. ``checklist`` is set in the audit of a checklist, which has no codes and no money.
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
    checklist: AuditedChecklist | None = None


def audit(
    results: Results, catalogues: Sequence[Catalogue], tables: Tables, wishes: Wishes, profile: Profile | None = None
) -> Audit:
    """The audit of the notes. Raises ``TableError`` for a damaged fee schedule.

    With a ``profile`` it is that of the checklist that ``catalogues`` has.
    """
    measures = Measures(catalogues, profile)
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
        money=None if profile is not None else money(notes, catalogues, measures, tables, wishes.locality),
        days=(days[0], days[-1]) if days else None,
        pseudonyms=wishes.pseudonyms,
        checklist=None if profile is None else AuditedChecklist(catalogues[0].info.id, catalogues[0].info.title, profile.name),
    )


def _counts(results: Results) -> dict[str, int]:
    return {"supported": 0, "unsupported": 0, **Counter(note.status for note in results.notes), **results.counts}


def _change(notes: Sequence[AuditNote], measures: Measures, wishes: Wishes) -> Change | None:
    periods = split_at(wishes.split, notes) if wishes.split else wishes.periods
    return compared(notes, *periods, measures) if periods else None
