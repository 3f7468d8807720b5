"""A department of surgeons over several months: reports as ``notelint check`` prints them, and a table."""

from __future__ import annotations

import json
import random

from support.reports import ELEMENTS, NO_FACTS

SURGEONS = (
    "Dr. Abara", "Dr. Castellan", "Dr. Delacroix", "Dr. Ekström", "Dr. Fontaine", "Dr. Grieve",
    "Dr. Hallward", "Dr. Imai", "Dr. Jorvik", "Dr. Kestrel", "Dr. Lind", "Dr. Marchetti",
)  # fmt: skip
CODES = ("20955", "20956", "20962", "20969", "20970")
_OPEN = ("free-transfer-undocumented", "donor-site-undetermined", "skin-paddle-undetermined")
_CANDIDATES = {_OPEN[0]: ["20955"], _OPEN[1]: ["20956", "20962"], _OPEN[2]: ["20955", "20969"]}


def entry(source, codes=("20955",), candidates=(), elements=None, rules=(), *, document=None):
    """The report on one note as plain data; elements that are not given are documented."""
    statuses = dict.fromkeys(ELEMENTS, "met") | (elements or {})
    status = "supported" if codes else "unsupported" if candidates else "not_applicable"
    return {
        "source": source,
        "encoding": "utf-8",
        **({"document": {"codes": [], "status": "", **document}} if document else {}),
        "decision": {"status": status, "codes": list(codes), "candidates": list(candidates), "needs": [], "trace": []},
        "facts": NO_FACTS,
        "elements": {name: {"status": one, "evidence": [], "values": {}} for name, one in statuses.items()},
        "integrity": [],
        "findings": [{"rule": rule} for rule in rules],
        "set_aside": [],
        "events": [],
        "timelines": [],
        "error": None,
    }


def unreadable(source):
    """The report on a note that could not be read."""
    empty = {"facts": {}, "elements": {}, "integrity": [], "findings": [], "set_aside": [], "events": [], "timelines": []}
    return {
        "source": source,
        "encoding": None,
        "decision": None,
        **empty,
        "error": "empty; give a file that holds the note's text",
    }


def lines(entries):
    """The entries as JSON Lines."""
    return "".join(json.dumps(one) + "\n" for one in entries)


def document(entries, packs=(("microvascular_bone", "1"),), schema="notelint.report/1"):
    """The entries as a JSON document."""
    tool = {"name": "notelint", "version": "0.1.0", "packs": [{"id": name, "version": version} for name, version in packs]}
    return json.dumps({"schema": schema, "tool": tool, "notes": list(entries), "summary": {}})


def department(months=18, elements=ELEMENTS, seed=20955):
    """The entries and the rows of the table (a header first) of twelve surgeons. A new template comes with the tenth month.

    Other ``elements`` do not concern the notes: pictures of few elements are drawn faster.
    """
    source = random.Random(seed)
    habits = {name: min(0.97, max(0.45, source.gauss(0.8, 0.11))) for name in SURGEONS}
    easy = {name: source.uniform(0.55, 1.45) for name in ELEMENTS}
    entries, rows = [], [("id", "surgeon", "service", "template", "date")]
    for month in range(months):
        for number, surgeon in enumerate(SURGEONS):
            for _ in range(source.choice((1, 2, 3, 5) if number % 4 else (4, 6, 8)) if number != 11 else month % 5 == 0):
                name = f"op-{len(entries):04d}"
                new = month >= 9
                entries.append(_note(source, f"notes/{name}.txt", habits[surgeon] + 0.09 * new, easy, elements))
                day = f"{2024 + (6 + month) // 12}-{(6 + month) % 12 + 1:02d}-{source.randint(1, 28):02d}"
                service = ("Plastic surgery", "Head and neck", "Orthopedics")[number % 3]
                rows.append((name, surgeon, service, "structured 2025" if new and source.random() < 0.8 else "free text", day))
    return entries, rows


def _note(source, name, habit, easy, concerned):
    chance = {element: min(0.995, habit * (0.6 + 0.4 * easy[element])) for element in ELEMENTS}
    elements = {element: _status(source, chance[element]) for element in ELEMENTS}
    elements |= {} if source.random() < 0.3 else {"metatarsal_level": "n/a", "cosurgeon_roles": "n/a"}
    elements = {element: status if element in concerned else "n/a" for element, status in elements.items()}
    if source.random() > 0.55 + 0.45 * habit:
        rule = source.choice(_OPEN)
        return entry(name, (), _CANDIDATES[rule], elements, [rule])
    return entry(name, [source.choice(CODES)], (), elements)


def _status(source, chance):
    if source.random() < chance:
        return "met"
    return "partial" if source.random() < 0.3 else "missing"


def csv_text(rows):
    """Rows as CSV."""
    return "".join(",".join(row) + "\n" for row in rows)
