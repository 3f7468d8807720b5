"""Fitting of the second reader's parts with scikit-learn, and their conversion to the records of a model file."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
from scipy.sparse import csr_matrix, hstack
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression

from notelint.second_reader.model import Gate, Linear
from notelint.second_reader.scoring import PIECES_WEIGHT, SUMMARY_WEIGHT, WORDS_WEIGHT

if TYPE_CHECKING:
    from collections.abc import Sequence

    from notelint.training.targets import Array, Targets

Texts = list[list[str]]

SEED = 7
MOST_WORDS, MOST_PIECES, MOST_NOTE_WORDS = 40_000, 10_000, 20_000
_LEAST_SENTENCES = 5  # that show an output, else it is not learned
_NEVER = -8.0
_STRENGTH = 8.0  # inverse regularisation of the sentences' model
_POSITIVE = 3.0  # weight of the sentences that show an output
_GATE_STRENGTH = 0.5
_DONOR_STRENGTH = 5.0


def vectorizer(most: int, least: int) -> TfidfVectorizer:
    """A vectorizer of texts that are lists of features already: damped counts times rarity, of length 1."""
    return TfidfVectorizer(analyzer=_same, min_df=least, max_features=most, sublinear_tf=True, dtype=np.float32)


def _same(features: list[str]) -> list[str]:
    return features


def fit_sentences(words: Texts, pieces: Texts, targets: Targets, names: Sequence[str]) -> Linear:
    """The model of the sentences: one logistic regression for each output."""
    by_words, by_pieces = vectorizer(MOST_WORDS, 2), vectorizer(MOST_PIECES, 3)
    table = hstack([by_words.fit_transform(words), by_pieces.fit_transform(pieces) * PIECES_WEIGHT]).tocsr()
    weights = np.zeros((table.shape[1], len(names)), np.float32)
    bias = np.full(len(names), _NEVER, np.float32)
    for column in range(len(names)):
        known = targets.shows[:, column] >= 0
        shows = targets.shows[known, column]
        if shows.sum() < _LEAST_SENTENCES or shows.all():
            continue
        counts = targets.weight[known, column] * np.where(shows == 1, _POSITIVE, 1.0)
        fitted = _logistic(_STRENGTH, solver="liblinear").fit(table[known], shows, sample_weight=counts)
        weights[:, column], bias[column] = fitted.coef_[0], fitted.intercept_[0]
    features = [*by_words.get_feature_names_out(), *by_pieces.get_feature_names_out()]
    return linear(tuple(names), features, np.concatenate([by_words.idf_, by_pieces.idf_]), weights, bias)


def fit_gate(summaries: Array, words: Texts, answers: Array) -> Gate:
    """A yes-or-no question of whole notes: ``summaries`` (notes x summed-up scores), their words, the labelled answers."""
    by_words = vectorizer(MOST_NOTE_WORDS, 3)
    mean, deviation = summaries.mean(axis=0), summaries.std(axis=0) + 1e-6
    inputs = csr_matrix(SUMMARY_WEIGHT * (summaries - mean) / deviation)
    table = hstack([inputs, by_words.fit_transform(words) * WORDS_WEIGHT]).tocsr()
    fitted = _logistic(_GATE_STRENGTH).fit(table, answers)
    of_summary, of_words = fitted.coef_[0][: inputs.shape[1]], fitted.coef_[0][inputs.shape[1] :]
    names = by_words.get_feature_names_out()
    model = linear(("yes",), names, by_words.idf_, of_words[:, None], fitted.intercept_)
    return Gate(_bytes(mean), _bytes(deviation), _bytes(of_summary), model)


def fit_donor(words: Texts, sites: Sequence[str]) -> Linear:
    """The model of the donor site, from the words of the sentences that describe the harvest."""
    by_words = vectorizer(MOST_NOTE_WORDS, 2)
    fitted = _logistic(_DONOR_STRENGTH).fit(by_words.fit_transform(words) * WORDS_WEIGHT, sites)
    names = tuple(str(name) for name in fitted.classes_)
    return linear(names, by_words.get_feature_names_out(), by_words.idf_, fitted.coef_.T, fitted.intercept_)


def fit_weights(inputs: Array, answers: Array) -> tuple[float, ...]:
    """The weights and the bias of a small logistic regression; all of one answer gives a bias alone."""
    if len(set(answers.tolist())) < 2:
        return (*[0.0] * inputs.shape[1], 5.0 if answers.all() else -5.0)
    fitted = _logistic(1.0).fit(inputs, answers)
    return (*map(float, fitted.coef_[0]), float(fitted.intercept_[0]))


def linear(outputs: tuple[str, ...], features: Sequence[str], idf: Array, weights: Array, bias: Array) -> Linear:
    """The record of a linear model, its weights as whole numbers from -127 to 127."""
    scale = np.maximum(np.abs(weights).max(axis=0), 1e-9) / 127
    whole = np.round(weights / scale).astype(np.int8)
    return Linear(outputs, "\n".join(features), _bytes(idf), whole.tobytes(), _bytes(scale), _bytes(bias))


def _logistic(strength: float, **options: Any) -> LogisticRegression:
    return LogisticRegression(C=strength, max_iter=2000, random_state=SEED, **options)


def _bytes(values: Array) -> bytes:
    return np.asarray(values, np.float32).tobytes()
