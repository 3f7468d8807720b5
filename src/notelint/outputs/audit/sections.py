"""The sections of the page: each says what it shows and has pictures with the tables behind them."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from notelint.audit.attributes import FEWEST_OF_A_TITLE
from notelint.audit.funnel import FEWEST
from notelint.audit.groups import DIMENSIONS, UNDECIDED
from notelint.outputs.audit import completeness, cost, funnel_plot, over_time, tables
from notelint.outputs.layout import counted

if TYPE_CHECKING:
    from collections.abc import Iterator

    from notelint.audit.audit import Audit, AuditedChecklist
    from notelint.audit.groups import Dimension
    from notelint.audit.money import Money
    from notelint.outputs.audit.svg import Picture
    from notelint.outputs.audit.table import Table


class Block(NamedTuple):
    """A picture (or none) with the tables behind it; ``open`` tables are shown at once, others can be unfolded."""

    picture: Picture | None
    tables: tuple[Table, ...]
    open: bool = False


class Section(NamedTuple):
    """A part of the page."""

    id: str
    title: str
    texts: tuple[str, ...]
    blocks: tuple[Block, ...]


def sections(audit: Audit) -> list[Section]:
    """The sections for which the audit has figures."""
    return list(_sections(audit))


def _sections(audit: Audit) -> Iterator[Section]:
    title = "Decisions" if audit.checklist is None else "Kinds of documents"
    yield Section("decisions", title, (), (Block(None, (tables.decisions(audit),), open=True),))
    if not audit.elements:
        return
    yield _elements(audit)
    for name, dimension in audit.dimensions.items():
        if name != "month":
            yield _by_group(dimension, audit)
        if name == "surgeon":
            yield _funnel(audit)
    if "month" in audit.dimensions:
        yield _trend(audit.dimensions["month"], audit)
    if audit.change is not None:
        yield _change(audit)
    if audit.money is not None:
        yield _money(audit.money, audit)


def _elements(audit: Audit) -> Section:
    which, checklist = "notes that support or may support a code", "of the checklist"
    if audit.checklist is not None:
        which, checklist = "reports of operations and procedures", f"that {_asking(audit.checklist)} asks for"
    text = (
        f"Of the {which}: in how many each element {checklist} is documented, incomplete"
        " or not documented. Notes that an element does not concern do not count for it."
    )
    return Section("elements", "Completeness", (text,), (Block(completeness.elements(audit), (tables.elements(audit),)),))


def _asking(checklist: AuditedChecklist) -> str:
    return f"the profile {checklist.profile}" if checklist.profile else "the checklist"


def _by_group(dimension: Dimension, audit: Audit) -> Section:
    title = DIMENSIONS[dimension.id]
    texts = []
    if dimension.id == "code":
        texts.append(f"Notes whose code is open are the group “{UNDECIDED}”.")
    if dimension.id == "surgeon" and audit.pseudonyms:
        texts.append("The surgeons have pseudonyms.")
    if dimension.id == "template":
        texts.append(f"Titles that documents give themselves are shown from {FEWEST_OF_A_TITLE} notes on.")
    if dimension.left_out:
        texts.append(f"Left out here: {counted(dimension.left_out, 'note')} without a {title.lower()}.")
    block = Block(completeness.by_group(dimension, audit), (tables.groups(dimension), tables.group_elements(dimension, audit)))
    return Section(f"by-{dimension.id}", f"By {title.lower()}", tuple(texts), (block,))


def _funnel(audit: Audit) -> Section:
    title = "Surgeons against the department"
    if not audit.funnels:
        return Section("funnel", title, (f"A funnel plot needs {FEWEST} surgeons or more.",), ())
    points = sum(len(funnel.points) for funnel in audit.funnels)
    text = (
        "Each point is one surgeon. If all surgeons documented equally well, 95 of 100 points would lie within the inner limits"
        f" and 998 of 1,000 within the outer ones: of these {points} points at most about {0.05 * points:.0f} would lie outside"
        " the inner limits by chance alone. A point outside is a reason to read the notes, not a verdict: surgeons differ in"
        " their operations and patients. The names of surgeons outside are shown where there is room; the table has all."
    )
    block = Block(funnel_plot.funnels(audit.funnels, audit.titles), (tables.funnels(audit.funnels, audit.titles),))
    return Section("funnel", title, (text,), (block,))


def _trend(months: Dimension, audit: Audit) -> Section:
    texts = [f"Left out here: {counted(months.left_out, 'note')} without a date."] if months.left_out else []
    picture = over_time.trend(months, audit) if len(months.groups) >= over_time.FEWEST_MONTHS else None
    block = Block(picture, (tables.groups(months), tables.group_elements(months, audit)))
    return Section("trend", "Trend by month", tuple(texts), (block,))


def _change(audit: Audit) -> Section:
    found = audit.change
    assert found is not None
    text = (
        f"Before: {found.before.first} to {found.before.last}, {counted(found.notes[0], 'note')}. After: {found.after.first} to"
        f" {found.after.last}, {counted(found.notes[1], 'note')}. An interval that excludes 0 is a difference that chance alone"
        f" seldom makes; of the {len(found.rows)} measures about one in twenty would show one if nothing had changed."
    )
    texts = [text]
    if found.left_out:
        texts.append(f"Left out here: {counted(found.left_out, 'note')} of neither period or without a date.")
    if not all(found.notes):
        texts.append("One of the periods has no notes, so nothing can be compared.")
    picture = over_time.change(found, audit) if found.rows and all(found.notes) else None
    return Section("before-after", "Before and after", tuple(texts), (Block(picture, (tables.change(found, audit.titles),)),))


_ASSUMED = (
    "Assumed: each note is one claim with one unit of one code for one surgeon, without modifiers and without other procedures;"
    " other payers pay other amounts."
)
_UNDECIDED = (
    "Undecided notes: as it stands the note supports no code, so nothing is counted as paid; settled, it supports one of its"
    " candidates, from the lowest fee to the highest. What a conventional graft pays instead is not deducted. A note with"
    " several open matters counts in each row and once in the total."
)
_AT_RISK = (
    "Notes that support a code and lack what it requires: the whole fee of the note is shown, because a payer that asks for"
    " the missing element can refuse the claim. It is the amount at risk, not a loss."
)


def _money(found: Money, audit: Audit) -> Section:
    place = "national rates" if found.locality is None else f"locality {found.locality.name}"
    basis = (
        f"An estimate, not a quote: Medicare\N{RIGHT SINGLE QUOTATION MARK}s facility fee of the surgeon, {place},"
        f" {found.edition.title} from {found.edition.effective}, before sequestration. {_ASSUMED}"
    )
    left_out = f"Left out here: {counted(found.without_fee, 'note')} with a code that the fee schedule in use has no fee for."
    blocks = (
        Block(cost.undecided(found) if found.open else None, (tables.open_matters(found),), open=True),
        Block(cost.at_risk(found, audit.titles) if found.gaps else None, (tables.gaps(found, audit.titles),), open=True),
    )
    texts = (basis, _UNDECIDED, _AT_RISK, *((left_out,) if found.without_fee else ()))
    return Section("money", "What gaps cost", texts, blocks)
