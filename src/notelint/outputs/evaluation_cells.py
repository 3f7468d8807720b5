"""The parts of the figures that a decision and a checklist have alike: tables, cells of words, plain data."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from notelint.evaluation.figures import Agreement, ElementFigures, Hits, Share

NOTHING = "-"
HITS = ("precision", "recall", "F1", "found", "extra", "missed")
AGREEMENT = ("right", "share", *HITS)


class Table(NamedTuple):
    """Rows under a title. ``columns`` has the heading of each column, ``words`` the places of those that hold no figures."""

    title: str
    columns: tuple[str, ...]
    rows: Sequence[tuple[str, ...]]
    words: tuple[int, ...] = (0,)


def elements(figures: ElementFigures) -> Table:
    """A row for each element, one for all."""
    agreements = {**figures.elements, "all elements": figures.all_elements} if figures.elements else {}
    rows = [(name, *agreement(element)) for name, element in agreements.items()]
    return Table("Elements: right statuses, and how well what is met is found", ("element", *AGREEMENT), rows)


def evidence(figures: ElementFigures) -> Table:
    """A row for each element with labelled evidence, one for all."""
    shares = {**figures.evidence, "all elements": figures.all_evidence} if figures.evidence else {}
    rows = [(name, *share(one)) for name, one in shares.items()]
    return Table("Evidence: how often the labelled words are shown", ("element", "right", "share"), rows)


def agreement(one: Agreement) -> tuple[str, ...]:
    """The cells of ``AGREEMENT``."""
    return (*share(one.exact), *hits(one.hits))


def hits(one: Hits) -> tuple[str, ...]:
    """The cells of ``HITS``."""
    ratios = (one.precision, one.recall, one.f1)
    return (*map(ratio, ratios), str(one.found), str(one.extra), str(one.missed))


def share(one: Share) -> tuple[str, str]:
    """``7/8`` and ``0.875``."""
    return f"{one.right}/{one.of}", ratio(one.value)


def ratio(value: float | None) -> str:
    """A figure with three places; a dash for none."""
    return NOTHING if value is None else f"{value:.3f}"


def agreements_data(agreements: Mapping[str, Agreement]) -> dict[str, dict[str, Any]]:
    """Agreements by name as plain data."""
    return {name: agreement_data(one) for name, one in agreements.items()}


def agreement_data(one: Agreement) -> dict[str, Any]:
    """An agreement as plain data."""
    return {**share_data(one.exact), **hits_data(one.hits)}


def share_data(one: Share) -> dict[str, Any]:
    """A share as plain data."""
    return {"right": one.right, "of": one.of, "share": one.value}


def hits_data(one: Hits) -> dict[str, Any]:
    """Hits as plain data."""
    return {"precision": one.precision, "recall": one.recall, "f1": one.f1, **asdict(one)}
