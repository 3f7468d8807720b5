"""``notelint evaluate --format json``: the figures with their counts, for programs."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from notelint.evaluation.figures import by_name, figures
from notelint.evaluation.scored import together
from notelint.outputs.evaluation_cells import agreement_data, agreements_data, hits_data, share_data
from notelint.outputs.evaluation_checklist import checklist_data
from notelint.outputs.evaluation_tables import disagreements_in
from notelint.outputs.json_report import Data, tool_data

if TYPE_CHECKING:
    from collections.abc import Sequence

    from notelint.evaluation.scored import ScoredSet
    from notelint.outputs.formats import Tool

SCHEMA = "notelint.evaluation/1"


def render(sets: Sequence[ScoredSet[Any]], tool: Tool, *, show: bool, width: int = 100) -> str:  # noqa: ARG001 -- the width is for text
    """The document: ``sets`` in their order, and ``all`` notes. Figures are shares from 0 to 1, null where of nothing."""
    document = {
        "schema": SCHEMA,
        "tool": tool_data(tool),
        "sets": [_set(scored, show=show) for scored in sets],
        "all": _set(together(sets), show=False),
    }
    return json.dumps(document, indent=2, ensure_ascii=False) + "\n"


def _set(scored: ScoredSet[Any], *, show: bool) -> Data:
    data: Data = {
        "name": scored.name,
        "notes": len(scored.notes),
        "unlabelled": list(scored.unlabelled),
        "unusable": list(scored.unusable),
        **(checklist_data(scored) if scored.checklist else _decided(scored)),
    }
    if show:
        data["disagreements"] = [asdict(one) for one in disagreements_in(scored)]
    return data


def _decided(scored: ScoredSet[Any]) -> Data:
    set_figures = figures(scored.notes)
    return {
        "figures": by_name(set_figures),
        "wrong_code": list(set_figures.wrong_code),
        "false_family": list(set_figures.false_family),
        "decision": share_data(set_figures.decision),
        "status": share_data(set_figures.status),
        "codes": share_data(set_figures.codes),
        "candidates": share_data(set_figures.candidates),
        "facts": agreements_data(set_figures.facts),
        "elements": agreements_data(set_figures.by_element.elements),
        "all_elements": agreement_data(set_figures.by_element.all_elements),
        "integrity": hits_data(set_figures.integrity),
        "evidence": {name: share_data(share) for name, share in set_figures.by_element.evidence.items()},
        "all_evidence": share_data(set_figures.by_element.all_evidence),
    }
