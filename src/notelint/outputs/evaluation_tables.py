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
    """All that is shown of one set: its title, a line on the notes that were left out (may be empty), its tables."""

    title: str
    left_out: str
    tables: list[Table]


def blocks(sets: Sequence[ScoredSet[Any]], *, show: bool) -> Iterator[Block]:
    """The block of each set and, where there are several, of all notes; with ``show`` each set's disagreements too."""
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
    set_figures = figures(scored.notes)
    return [
        _decision(set_figures),
        _facts(set_figures),
        cells.elements(set_figures.by_element),
        _integrity(set_figures),
        cells.evidence(set_figures.by_element),
    ]


def _left_out(scored: ScoredSet[Any]) -> str:
    groups = {"without labels": scored.unlabelled, "that could not be used": scored.unusable}
    parts = (f"{len(names)} {why} ({_first(names)})" for why, names in groups.items() if names)
    return f"not scored: {', '.join(parts)}" if any(groups.values()) else ""


def _first(names: tuple[str, ...]) -> str:
    return _ids(names) if len(names) <= _MOST_IDS else f"{_ids(names[:_MOST_IDS])} ..."


def _decision(set_figures: Figures) -> Table:
    rows = [
        ("decision: status and codes", *cells.share(set_figures.decision), ""),
        ("status", *cells.share(set_figures.status), ""),
        ("codes", *cells.share(set_figures.codes), ""),
        ("candidates, of the unsupported", *cells.share(set_figures.candidates), ""),
        ("wrong code given", str(len(set_figures.wrong_code)), "", _ids(set_figures.wrong_code)),
        ("code given where none fits", str(len(set_figures.false_family)), "", _ids(set_figures.false_family)),
    ]
    return Table("Decision", ("answer", "right", "share", "notes"), rows, words=(0, 3))


def _facts(set_figures: Figures) -> Table:
    rows = [(name, *cells.agreement(fact)) for name, fact in set_figures.facts.items()]
    return Table("Facts: right values, and how well a value is found", ("fact", *cells.AGREEMENT), rows)


def _integrity(set_figures: Figures) -> Table:
    return Table(
        "Integrity: how well a conflict is found", ("", *cells.HITS), [("all kinds", *cells.hits(set_figures.integrity))]
    )


def disagreements_in(scored: ScoredSet[Any]) -> Iterable[Disagreement]:
    """Every answer of a set that differs between labels and report."""
    return of_checklist(scored) if scored.checklist else (one for note in scored.notes for one in disagreements(note))


def _disagreements(scored: ScoredSet[Any]) -> Table:
    rows = [
        (printable(one.note), one.what, _answer_text(one.labelled), _answer_text(one.read)) for one in disagreements_in(scored)
    ]
    return Table("Disagreements", ("note", "answer", "labelled", "read"), rows, words=(0, 1, 2, 3))


def _answer_text(answer: Answer) -> str:
    if isinstance(answer, tuple):
        return " ".join(answer) or cells.NOTHING
    return cells.NOTHING if answer is None else str(answer)


def _ids(names: Iterable[str]) -> str:
    return printable(" ".join(names))
