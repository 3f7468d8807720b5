"""The figures of a set of labelled notes as tables of words, which the formats for readers lay out."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from notelint.evaluation.answers import disagreements
from notelint.evaluation.figures import figures
from notelint.evaluation.scored import together
from notelint.outputs import evaluation_cells as cells
from notelint.outputs.evaluation_cells import Table
from notelint.outputs.evaluation_checklist import checklist_tables, of_checklist
from notelint.outputs.excerpt import printable

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from notelint.evaluation.answers import Answer, Disagreement
    from notelint.evaluation.figures import Figures
    from notelint.evaluation.scored import ScoredSet

_MOST_IDS = 10


class Block(NamedTuple):
    """All that is told of one set: its title, a line on the notes that were left out (may be empty), its tables."""

    title: str
    left_out: str
    tables: list[Table]


def blocks(sets: Sequence[ScoredSet[Any]], *, show: bool) -> Iterator[Block]:
    """What is told of each set and, where there are several, of all notes; with ``show`` each set's disagreements too."""
    for scored in sets:
        yield _block(scored, show=show)
    if len(sets) > 1:
        yield _block(together(sets), show=False)


def _block(scored: ScoredSet[Any], *, show: bool) -> Block:
    tables = checklist_tables(scored) if scored.checklist else _decided(scored)
    if show:
        tables.append(_disagreements(scored))
    number = len(scored.notes)
    noun = "note" if number == 1 else "notes"
    return Block(f"{printable(scored.name)}: {number} {noun}", _left_out(scored), [table for table in tables if table.rows])


def _decided(scored: ScoredSet[Any]) -> list[Table]:
    told = figures(scored.notes)
    return [_decision(told), _facts(told), cells.elements(told.by_element), _integrity(told), cells.evidence(told.by_element)]


def _left_out(scored: ScoredSet[Any]) -> str:
    groups = {"without labels": scored.unlabelled, "that could not be used": scored.unusable}
    told = (f"{len(names)} {why} ({_first(names)})" for why, names in groups.items() if names)
    return f"not scored: {', '.join(told)}" if any(groups.values()) else ""


def _first(names: tuple[str, ...]) -> str:
    return _ids(names) if len(names) <= _MOST_IDS else f"{_ids(names[:_MOST_IDS])} ..."


def _decision(told: Figures) -> Table:
    rows = [
        ("decision: status and codes", *cells.share(told.decision), ""),
        ("status", *cells.share(told.status), ""),
        ("codes", *cells.share(told.codes), ""),
        ("candidates, of the unsupported", *cells.share(told.candidates), ""),
        ("wrong code given", str(len(told.wrong_code)), "", _ids(told.wrong_code)),
        ("code given where none fits", str(len(told.false_family)), "", _ids(told.false_family)),
    ]
    return Table("Decision", ("answer", "right", "share", "notes"), rows, words=(0, 3))


def _facts(told: Figures) -> Table:
    rows = [(name, *cells.agreement(fact)) for name, fact in told.facts.items()]
    return Table("Facts: right values, and how well a value is found", ("fact", *cells.AGREEMENT), rows)


def _integrity(told: Figures) -> Table:
    return Table("Integrity: how well a conflict is found", ("", *cells.HITS), [("all kinds", *cells.hits(told.integrity))])


def disagreements_in(scored: ScoredSet[Any]) -> Iterable[Disagreement]:
    """Every answer of a set that differs between labels and report."""
    return of_checklist(scored) if scored.checklist else (one for note in scored.notes for one in disagreements(note))


def _disagreements(scored: ScoredSet[Any]) -> Table:
    rows = [(printable(one.note), one.what, _told(one.labelled), _told(one.read)) for one in disagreements_in(scored)]
    return Table("Disagreements", ("note", "answer", "labelled", "read"), rows, words=(0, 1, 2, 3))


def _told(answer: Answer) -> str:
    if isinstance(answer, tuple):
        return " ".join(answer) or cells.NOTHING
    return cells.NOTHING if answer is None else str(answer)


def _ids(names: Iterable[str]) -> str:
    return printable(" ".join(names))
