"""The learning curve: how well the second reader does on the newest sets when it has learned from fewer notes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
from sklearn.metrics import roc_auc_score

from notelint.second_reader.reader import SecondReader, load
from notelint.training.learning import train
from notelint.training.model import LeftOut, Prepared
from notelint.training.report import figures, honest
from notelint.training.targets import Targets

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from notelint.training.data import LabelledNote

_SIZES = (100, 200, 400)
_NOTHING = Targets(np.zeros((0, 0)), np.zeros((0, 0)))


def learning_curve(sets: Mapping[str, Sequence[LabelledNote]], tested: Sequence[str]) -> list[dict[str, Any]]:
    """For each number of notes to learn from (whole sets, none of ``tested``) the figures on the sets ``tested``."""
    learned_from = [name for name in sets if name not in tested]
    curve = []
    for size in _SIZES:
        some = _first(sets, learned_from, size)
        model, learned, _ = train(some)
        reader = SecondReader(load(model))
        judged = [
            LeftOut(Prepared(note, [], _NOTHING, 0), opinion)
            for name in tested
            for note in sets[name]
            if (opinion := reader.read(note.text)) is not None
        ]
        family = [one.prepared.note.of_family for one in judged]
        area = float(roc_auc_score(family, [one.opinion.of_family for one in judged]))
        count = sum(map(len, some.values()))
        curve.append({"learned_from": count, "family_auc": round(area, 4), "both": figures(honest(judged), learned)})
    return curve


def _first(sets: Mapping[str, Sequence[LabelledNote]], names: Sequence[str], size: int) -> dict[str, Sequence[LabelledNote]]:
    some: dict[str, Sequence[LabelledNote]] = {}
    for name in names:
        if sum(map(len, some.values())) < size:
            some[name] = sets[name]
    return some
