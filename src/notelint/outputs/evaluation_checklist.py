"""The figures of a checklist on a set of labelled notes: as tables of words for readers, as plain data for programs."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from notelint.evaluation.checklist_answers import checklist_disagreements
from notelint.evaluation.checklist_figures import checklist_figures, checklist_figures_by_name
from notelint.outputs import evaluation_cells as cells
from notelint.outputs.layout import words

if TYPE_CHECKING:
    from collections.abc import Iterable

    from notelint.evaluation.answers import Disagreement
    from notelint.evaluation.checklist_figures import ChecklistFigures
    from notelint.evaluation.scored import ScoredSet
    from notelint.outputs.evaluation_cells import Table


def checklist_tables(scored: ScoredSet[Any]) -> list[Table]:
    """The tables of one set, without its disagreements."""
    figures = checklist_figures(scored.notes)
    return [_overview(figures), _kinds(figures), _elements(figures), cells.evidence(figures.by_element)]


def _overview(figures: ChecklistFigures) -> Table:
    of = figures.by_element
    rows = [
        ("kind of document", *cells.share(figures.kind)),
        ("exact status, all elements", *cells.share(of.all_elements.exact)),
        ("F1 of met", "", cells.ratio(of.all_elements.hits.f1)),
        ("falsely said to be missing", *cells.share(figures.false_missing)),
        ("labelled words shown", *cells.share(of.all_evidence)),
    ]
    return cells.Table("Checklist", ("figure", "count", "share"), rows)


def _kinds(figures: ChecklistFigures) -> Table:
    rows = [(words(labelled), words(read), str(count)) for (labelled, read), count in sorted(figures.kinds.items())]
    return cells.Table("Kinds of documents", ("labelled", "read", "notes"), rows, words=(0, 1))


def _elements(figures: ChecklistFigures) -> Table:
    table = cells.elements(figures.by_element)
    kept = [at for at, column in enumerate(table.columns) if column != "found"]
    missing = [*(figures.falsely_missing.get(name, 0) for name in figures.by_element.elements), figures.false_missing.right]
    rows = [(*(row[at] for at in kept), str(count)) for row, count in zip(table.rows, missing, strict=False)]
    return table._replace(columns=(*(table.columns[at] for at in kept), "false missing"), rows=rows)


def checklist_data(scored: ScoredSet[Any]) -> dict[str, Any]:
    """The figures of one set as plain data, without its disagreements."""
    figures = checklist_figures(scored.notes)
    of = figures.by_element
    return {
        "checklist": scored.checklist,
        "figures": checklist_figures_by_name(figures),
        "kind": cells.share_data(figures.kind),
        "kinds": [
            {"labelled": labelled, "read": read, "notes": count} for (labelled, read), count in sorted(figures.kinds.items())
        ],
        "elements": {
            name: cells.agreement_data(element) | {"false_missing": figures.falsely_missing.get(name, 0)}
            for name, element in of.elements.items()
        },
        "all_elements": cells.agreement_data(of.all_elements),
        "false_missing": {
            "count": figures.false_missing.right, "of": figures.false_missing.of, "share": figures.false_missing.value,
        },
        "evidence": {name: cells.share_data(share) for name, share in of.evidence.items()},
        "all_evidence": cells.share_data(of.all_evidence),
    }  # fmt: skip


def of_checklist(scored: ScoredSet[Any]) -> Iterable[Disagreement]:
    """The disagreements of one set."""
    return (one for note in scored.notes for one in checklist_disagreements(note))
