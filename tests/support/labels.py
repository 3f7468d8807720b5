"""Labels of notes made by hand, as the fake linter reads every note unless told otherwise."""

from __future__ import annotations

import json

from support.reports import ELEMENTS, NO_FACTS


def labels(*, status="supported", codes=("20955",), candidates=(), facts=None, elements=None, integrity=()):
    """The labels of one note as plain data; ``facts`` and ``elements`` are what differs from what the fake linter reads."""
    return {
        "decision": {"status": status, "codes": list(codes), "candidates": list(candidates)},
        "facts": {**NO_FACTS, "donor_site": "fibula", **(facts or {})},
        "elements": {**dict.fromkeys(ELEMENTS, "missing"), "donor_site_named": "met", **(elements or {})},
        "integrity": list(integrity),
    }


def labels_text(**more):
    """The same as the text of a file."""
    return json.dumps(labels(**more), indent=1)


NOT_APPLICABLE = {
    "status": "not_applicable",
    "codes": (),
    "facts": {"donor_site": None},
    "elements": dict.fromkeys(ELEMENTS, "n/a"),
}
