"""How well the second reader does on sets that it has not seen, alone and beside the rules, and the thresholds from that."""

from __future__ import annotations

from collections import Counter
from functools import cache
from itertools import product
from typing import TYPE_CHECKING, Any

import msgspec
import numpy as np

from notelint.coding.decide import codes_of
from notelint.linter import Linter
from notelint.second_reader.merge import Rules, answer, of_family
from notelint.second_reader.reader import SecondReader, load
from notelint.training.model import UNTRIED

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from notelint.packs.schema import DecisionTable
    from notelint.second_reader.merge import Answer
    from notelint.second_reader.model import Learned, Opinion, Thresholds
    from notelint.training.model import LeftOut
    from notelint.training.targets import Array

_GRID = {
    "veto": (0.1, 0.2, 0.3),
    "doubt": (0.3, 0.4, 0.5),  # a code is never taken away where a graft is likelier than none
    "claim": (0.85, 0.9, 0.95, 0.97),
    "skin": (0.8, 0.9, 0.95, 2.0),
    "donor": (0.5, 0.6, 0.7, 0.8, 2.0),
}
_COST_OF_WRONG = 2.0
"""A wrong code, or one where none fits, costs as much as this many codes that were not given."""
_BINS = 10
_EVEN = 0.5


@cache
def _table() -> DecisionTable:
    return Linter().catalogues[0].decision


def honest(left_out: Iterable[LeftOut]) -> list[LeftOut]:
    """The notes whose answer of the rules was recorded before the rules were tuned on them."""
    return [one for one in left_out if one.prepared.note.rules is not None]


def rules_of(one: LeftOut) -> Rules:
    """What the rules answered before they were tuned on the note."""
    rules = one.prepared.note.rules
    assert rules is not None
    decision = rules["decision"]
    return Rules(decision["status"], tuple(decision["codes"]), tuple(decision["candidates"]), rules["facts"])


def threshold_search(learned: Learned, left_out: Sequence[LeftOut]) -> Thresholds:
    """The thresholds that give the most right codes, a wrong code or one where none fits counting against several right ones."""
    notes = honest(left_out)
    best, best_worth = UNTRIED, -np.inf
    for values in product(*_GRID.values()):
        thresholds = msgspec.structs.replace(UNTRIED, **dict(zip(_GRID, values, strict=True)))
        tried = msgspec.structs.replace(learned, thresholds=thresholds)
        worth = _worth(figures(notes, tried))
        if worth > best_worth:
            best, best_worth = thresholds, worth
    return best


def _worth(counts: dict[str, float]) -> float:
    return counts["codes"] + 0.3 * counts["status"] - _COST_OF_WRONG * (counts["wrong"] + counts["none_fits"])


def figures(notes: Sequence[LeftOut], learned: Learned | None, *, in_context: bool = False) -> dict[str, float]:
    """How often codes and status are right, and how many codes are wrong or given where none fits.

    ``learned`` is ``None`` for the rules alone; ``in_context`` takes the opinions with ConText.
    """
    count: Counter[str] = Counter()
    table = _table()
    for one in notes:
        rules, labels = rules_of(one), one.prepared.note.labels["decision"]
        both: Answer | Rules = rules
        if learned is not None:
            opinion = (one.in_context or one.opinion) if in_context else one.opinion
            both = answer(rules, opinion, learned, lambda site, skin: codes_of(table, site, skin))
        right = sorted(both.codes) == sorted(labels["codes"])
        count["codes"] += right
        count["status"] += both.status == labels["status"]
        count["wrong"] += bool(both.codes) and bool(labels["codes"]) and not right
        count["none_fits"] += bool(both.codes) and not labels["codes"]
        count["alarms"] += both.status == "unsupported" and labels["status"] == "not_applicable"
    return {"notes": len(notes), **{name: count[name] for name in ("codes", "status", "wrong", "none_fits", "alarms")}}


def alone(notes: Sequence[LeftOut]) -> dict[str, float]:
    """The same figures for the second reader alone: it gives the code of the likeliest donor, with skin or without."""
    count: Counter[str] = Counter()
    for one in notes:
        opinion, labels = one.opinion, one.prepared.note.labels["decision"]
        site = max(opinion.donors, key=lambda name: opinion.donors[name])
        codes = codes_of(_table(), site, "yes" if opinion.with_skin > _EVEN else "no") if opinion.of_family > _EVEN else ()
        status = "supported" if codes else "not_applicable"
        right = sorted(codes) == sorted(labels["codes"])
        count["codes"] += right
        count["status"] += status == labels["status"]
        count["wrong"] += bool(codes) and bool(labels["codes"]) and not right
        count["none_fits"] += bool(codes) and not labels["codes"]
    return {"notes": len(notes), **{name: count[name] for name in ("codes", "status", "wrong", "none_fits", "alarms")}}


def report_of(learned: Learned, left_out: Sequence[LeftOut]) -> dict[str, Any]:
    """The figures of the notes left out, by set and together, and the calibration of the family gate."""
    notes = honest(left_out)
    by_set = {
        name: [one for one in notes if one.prepared.note.set == name] for name in sorted({n.prepared.note.set for n in notes})
    }
    gate = np.array([of_family(rules_of(one), one.opinion, learned) for one in notes])
    own = np.array([one.opinion.of_family for one in left_out])
    return {
        "notes": len(left_out),
        "together": {
            "rules": figures(notes, None),
            "second reader": alone(notes),
            "both": figures(notes, learned),
            **({"both, with ConText": figures(notes, learned, in_context=True)} if any(one.in_context for one in notes) else {}),
        },
        "sets": {name: {"rules": figures(some, None), "both": figures(some, learned)} for name, some in by_set.items()},
        "calibration": {
            "gate_alone": calibration(own, np.array([one.prepared.note.of_family for one in left_out])),
            "gate_with_rules": calibration(gate, np.array([one.prepared.note.of_family for one in notes])),
        },
    }


def calibration(probabilities: Array, answers: Array) -> dict[str, Any]:
    """The expected calibration error over ten bins of equal count; for each bin the mean probability and the share of "yes"."""
    bins = np.array_split(np.argsort(probabilities, kind="stable"), _BINS)
    rows = [(float(probabilities[some].mean()), float(answers[some].mean()), len(some)) for some in bins if len(some)]
    error = sum(abs(mean - seen) * count for mean, seen, count in rows) / len(probabilities)
    return {"error": round(error, 4), "bins": [[round(mean, 4), round(seen, 4), count] for mean, seen, count in rows]}


def largest_difference(first: bytes, second: bytes, texts: Iterable[str]) -> float:
    """By how much two models differ at most in a probability that they give to one of ``texts``."""
    readers = [SecondReader(load(model)) for model in (first, second)]
    largest = 0.0
    for text in texts:
        pairs = [_probabilities(reader.read(text)) for reader in readers]
        largest = max([largest, *(abs(one - other) for one, other in zip(*pairs, strict=True))])
    return largest


def _probabilities(opinion: Opinion | None) -> list[float]:
    if opinion is None:
        return []
    elements = (said.probability for said in opinion.elements.values())
    return [opinion.of_family, opinion.with_skin, *opinion.donors.values(), *elements]
