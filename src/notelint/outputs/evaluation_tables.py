"""The figures of a set of labelled notes as tables of words, which the formats for readers lay out."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from notelint.evaluation.answers import disagreements
from notelint.evaluation.figures import figures
from notelint.evaluation.scored import together
from notelint.outputs.excerpt import printable

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from notelint.evaluation.answers import Answer
    from notelint.evaluation.figures import Agreement, Figures, Hits, Share
    from notelint.evaluation.scored import ScoredSet

_NOTHING = "-"
_MOST_IDS = 10
_HITS = ("precision", "recall", "F1", "found", "extra", "missed")
_AGREEMENT = ("right", "share", *_HITS)


class Table(NamedTuple):
    """Rows under a title. ``columns`` has the heading of each column, ``words`` the places of those that hold no figures."""

    title: str
    columns: tuple[str, ...]
    rows: Sequence[tuple[str, ...]]
    words: tuple[int, ...] = (0,)


class Block(NamedTuple):
    """All that is told of one set: its title, a line on the notes that were left out (may be empty), its tables."""

    title: str
    left_out: str
    tables: list[Table]


def blocks(sets: Sequence[ScoredSet], *, show: bool) -> Iterator[Block]:
    """What is told of each set and, where there are several, of all notes; with ``show`` each set's disagreements too."""
    for scored in sets:
        yield _block(scored, show=show)
    if len(sets) > 1:
        yield _block(together(sets), show=False)


def _block(scored: ScoredSet, *, show: bool) -> Block:
    told = figures(scored.notes)
    tables = [_decision(told), _facts(told), _elements(told), _integrity(told), _evidence(told)]
    if show:
        tables.append(_disagreements(scored))
    noun = "note" if told.notes == 1 else "notes"
    return Block(f"{printable(scored.name)}: {told.notes} {noun}", _left_out(scored), [table for table in tables if table.rows])


def _left_out(scored: ScoredSet) -> str:
    groups = {"without labels": scored.unlabelled, "that could not be used": scored.unusable}
    told = (f"{len(names)} {why} ({_first(names)})" for why, names in groups.items() if names)
    return f"not scored: {', '.join(told)}" if any(groups.values()) else ""


def _first(names: tuple[str, ...]) -> str:
    return _ids(names) if len(names) <= _MOST_IDS else f"{_ids(names[:_MOST_IDS])} ..."


def _decision(told: Figures) -> Table:
    rows = [
        ("decision: status and codes", *_share(told.decision), ""),
        ("status", *_share(told.status), ""),
        ("codes", *_share(told.codes), ""),
        ("candidates, of the unsupported", *_share(told.candidates), ""),
        ("wrong code given", str(len(told.wrong_code)), "", _ids(told.wrong_code)),
        ("code given where none fits", str(len(told.false_family)), "", _ids(told.false_family)),
    ]
    return Table("Decision", ("answer", "right", "share", "notes"), rows, words=(0, 3))


def _facts(told: Figures) -> Table:
    rows = [(name, *_agreement(fact)) for name, fact in told.facts.items()]
    return Table("Facts: right values, and how well a value is found", ("fact", *_AGREEMENT), rows)


def _elements(told: Figures) -> Table:
    agreements = {**told.elements, "all elements": told.all_elements} if told.elements else {}
    rows = [(name, *_agreement(element)) for name, element in agreements.items()]
    return Table("Elements: right statuses, and how well what is met is found", ("element", *_AGREEMENT), rows)


def _integrity(told: Figures) -> Table:
    return Table("Integrity: how well a conflict is found", ("", *_HITS), [("all kinds", *_hits(told.integrity))])


def _evidence(told: Figures) -> Table:
    shares = {**told.evidence, "all elements": told.all_evidence} if told.evidence else {}
    rows = [(name, *_share(share)) for name, share in shares.items()]
    return Table("Evidence: how often the labelled words are shown", ("element", "right", "share"), rows)


def _disagreements(scored: ScoredSet) -> Table:
    rows = [
        (printable(one.note), one.what, _told(one.labelled), _told(one.read))
        for note in scored.notes
        for one in disagreements(note)
    ]
    return Table("Disagreements", ("note", "answer", "labelled", "read"), rows, words=(0, 1, 2, 3))


def _agreement(agreement: Agreement) -> tuple[str, ...]:
    return (*_share(agreement.exact), *_hits(agreement.hits))


def _hits(hits: Hits) -> tuple[str, ...]:
    ratios = (hits.precision, hits.recall, hits.f1)
    return (*map(_ratio, ratios), str(hits.found), str(hits.extra), str(hits.missed))


def _share(share: Share) -> tuple[str, str]:
    return f"{share.right}/{share.of}", _ratio(share.value)


def _ratio(value: float | None) -> str:
    return _NOTHING if value is None else f"{value:.3f}"


def _told(answer: Answer) -> str:
    if isinstance(answer, tuple):
        return " ".join(answer) or _NOTHING
    return _NOTHING if answer is None else str(answer)


def _ids(names: Iterable[str]) -> str:
    return printable(" ".join(names))
