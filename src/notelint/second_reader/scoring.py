"""The arithmetic of the second reader: features of texts to scores. NumPy, no training code."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, TypeAlias

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from notelint.second_reader.model import Gate, Linear

Floats: TypeAlias = NDArray[np.float32]

PIECES_WEIGHT = 0.7
"""How much the pieces of words count beside the words."""
WORDS_WEIGHT = 3.0
SUMMARY_WEIGHT = 0.3
"""How a gate weighs the words of a note and the scores of its sentences against each other while it is trained."""


class Scorer:
    """Scores texts by a linear model. A text is one or more groups of features, each of which is weighed by itself."""

    def __init__(self, model: Linear) -> None:
        self._index = {name: place for place, name in enumerate(model.features.split("\n"))}
        self._idf = np.frombuffer(model.idf, np.float32)
        self._weights = np.frombuffer(model.weights, np.int8).reshape(len(self._idf), len(model.outputs))
        self._scale = np.frombuffer(model.scale, np.float32)
        self._bias = np.frombuffer(model.bias, np.float32)

    def scores(self, *groups: tuple[Iterable[str], float]) -> Floats:
        """The scores of one text, shape ``(outputs,)``: each group comes with its weight."""
        total = np.zeros(len(self._scale), np.float32)
        for names, weight in groups:
            places, values = self._values(names)
            if len(places):
                total += weight * (values @ self._weights[places].astype(np.float32))
        scored: Floats = self._bias + self._scale * total
        return scored

    def _values(self, names: Iterable[str]) -> tuple[list[int], Floats]:
        """The places of the known features, and their values: damped counts times rarity, of length 1 together."""
        index = self._index
        counts = Counter(place for name in names if (place := index.get(name)) is not None)
        places = list(counts)
        values = (1.0 + np.log(np.fromiter(counts.values(), np.float32, len(counts)))) * self._idf[places]
        length = float(np.sqrt(values @ values))
        return places, (values / length).astype(np.float32) if length else values.astype(np.float32)


class GateScorer:
    """Answers a yes-or-no question of a whole note."""

    def __init__(self, gate: Gate) -> None:
        self._mean = np.frombuffer(gate.mean, np.float32)
        self._deviation = np.frombuffer(gate.deviation, np.float32)
        self._weights = np.frombuffer(gate.weights, np.float32)
        self._words = Scorer(gate.words)

    def probability(self, summary: Floats, words: Iterable[str]) -> float:
        """The probability of "yes" for a note, from the ``summary`` of its sentences' scores and its own ``words``."""
        scaled = SUMMARY_WEIGHT * (summary - self._mean) / self._deviation
        return sigmoid(float(scaled @ self._weights + self._words.scores((words, WORDS_WEIGHT))[0]))


def summed_up(scores: Floats) -> Floats:
    """Scores of a note's sentences (sentences x outputs) summed up: best, second best, how many are high, of each output."""
    ordered = np.sort(scores, axis=0)
    second = ordered[-2] if len(ordered) > 1 else ordered[-1]
    high = np.log1p(np.logaddexp(0, scores).sum(axis=0))
    summary: Floats = np.concatenate([ordered[-1], second, high]).astype(np.float32)
    return summary


def sigmoid(score: float) -> float:
    """The probability of a logit."""
    return float(1.0 / (1.0 + np.exp(-np.clip(score, -30, 30))))


def logit(probability: float) -> float:
    """The logit of a probability, at most that of 0.999."""
    held = min(max(probability, 0.001), 0.999)
    return float(np.log(held / (1 - held)))


def softmax(scores: Sequence[float] | Floats) -> Floats:
    """The probabilities of outputs of which one is right."""
    raised = np.exp(np.asarray(scores, np.float32) - np.max(scores))
    shares: Floats = raised / raised.sum()
    return shares
