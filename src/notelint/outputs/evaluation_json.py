"""``notelint evaluate --format json``: the figures with their counts, for programs."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from notelint.evaluation.answers import disagreements
from notelint.evaluation.figures import by_name, figures
from notelint.evaluation.scored import together
from notelint.outputs.json_report import Data, tool_data

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from notelint.evaluation.figures import Agreement, Hits, Share
    from notelint.evaluation.scored import ScoredSet
    from notelint.outputs.formats import Tool

SCHEMA = "notelint.evaluation/1"


def render(sets: Sequence[ScoredSet], tool: Tool, *, show: bool, width: int = 100) -> str:  # noqa: ARG001 -- the width is for text
    """The document: ``sets`` in their order, and ``all`` notes. Figures are shares from 0 to 1, null where of nothing."""
    document = {
        "schema": SCHEMA,
        "tool": tool_data(tool),
        "sets": [_set(scored, show=show) for scored in sets],
        "all": _set(together(sets), show=False),
    }
    return json.dumps(document, indent=2, ensure_ascii=False) + "\n"


def _set(scored: ScoredSet, *, show: bool) -> Data:
    told = figures(scored.notes)
    data: Data = {
        "name": scored.name,
        "notes": told.notes,
        "unlabelled": list(scored.unlabelled),
        "unusable": list(scored.unusable),
        "figures": by_name(told),
        "wrong_code": list(told.wrong_code),
        "false_family": list(told.false_family),
        "decision": _share(told.decision),
        "status": _share(told.status),
        "codes": _share(told.codes),
        "candidates": _share(told.candidates),
        "facts": _agreements(told.facts),
        "elements": _agreements(told.elements),
        "all_elements": _agreement(told.all_elements),
        "integrity": _hits(told.integrity),
        "evidence": {name: _share(share) for name, share in told.evidence.items()},
        "all_evidence": _share(told.all_evidence),
    }
    if show:
        data["disagreements"] = [asdict(one) for note in scored.notes for one in disagreements(note)]
    return data


def _agreements(agreements: Mapping[str, Agreement]) -> dict[str, Data]:
    return {name: _agreement(agreement) for name, agreement in agreements.items()}


def _agreement(agreement: Agreement) -> Data:
    return {**_share(agreement.exact), **_hits(agreement.hits)}


def _share(share: Share) -> Data:
    return {"right": share.right, "of": share.of, "share": share.value}


def _hits(hits: Hits) -> dict[str, Any]:
    return {"precision": hits.precision, "recall": hits.recall, "f1": hits.f1, **asdict(hits)}
