"""From labelled notes to a model: sentences first, then whole notes, then the rules beside them.

What is learned of whole notes rests on scores of sentences that a model gave which had not seen the note's set: the sets are cut
into folds, and each fold is scored by a model of the others.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from itertools import chain
from typing import TYPE_CHECKING

import msgspec
import numpy as np

from notelint.family import context_targets
from notelint.linter import Linter
from notelint.note import Note
from notelint.packs.loader import builtin_packs
from notelint.second_reader.context import Context
from notelint.second_reader.features import features, pieces
from notelint.second_reader.merge import answers_of_rules
from notelint.second_reader.model import Gate, Learned, Linear, Opinion, Said
from notelint.second_reader.reader import HARVEST, VERSION, WORDS_OF_DONOR, donor_words, parts_of, tokenizer, without
from notelint.second_reader.scoring import PIECES_WEIGHT, GateScorer, Scorer, logit, sigmoid, softmax, summed_up
from notelint.training.fitting import fit_donor, fit_gate, fit_sentences, fit_weights
from notelint.training.model import UNTRIED, LeftOut, Prepared
from notelint.training.report import threshold_search
from notelint.training.targets import Targets, outputs, targets_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from notelint.training.data import LabelledNote
    from notelint.training.targets import Array


_LEAST_SETS, _LEAST_NOTES = 2, 15


class TooFewError(ValueError):
    """Too few labelled notes to learn from; ``str`` is one line."""


@cache
def elements() -> tuple[str, ...]:
    """The elements of the shipped pack, in its order."""
    return tuple(Linter().catalogues[0].elements)


def prepare(sets: Sequence[Sequence[LabelledNote]], *, with_context: bool = False) -> list[Prepared]:
    """The notes of all folds, ready to be learned from; each item of ``sets`` is a fold. Notes without a word are left out.

    ``with_context`` asks ConText which sentences it leaves out, to measure what that is worth.
    """
    nlp, linter, names = tokenizer(), Linter(screen=False, reader="rules"), outputs(elements())
    context = Context(nlp, context_targets(builtin_packs()[0])) if with_context else None
    prepared = []
    for fold, notes in enumerate(sets):
        for note in notes:
            doc = nlp(note.text)
            parts = parts_of(doc)
            if parts:
                targets = targets_of(note, parts, linter.lint(Note(note.text)), names)
                left_out = tuple(context.set_aside(doc, parts)) if context is not None else ()
                prepared.append(Prepared(note, parts, targets, fold, left_out))
    return prepared


def learn(notes: Sequence[Prepared]) -> tuple[Learned, list[LeftOut]]:
    """The model of all ``notes``, and what models of the other folds say of each."""
    folds = sorted({note.fold for note in notes})
    scores: dict[int, Array] = {}
    for fold in folds:
        model = Scorer(_fit_sentences([note for note in notes if note.fold != fold]))
        scores |= {id(note): _scored(model, note) for note in notes if note.fold == fold}
    left_out: list[LeftOut] = []
    for fold in folds:
        gates = _gates([note for note in notes if note.fold != fold], scores)
        left_out += [_left_out(gates, note, scores[id(note)]) for note in notes if note.fold == fold]
    final, trained_on = _gates(notes, scores), tuple(sorted({note.note.set for note in notes}))
    learned = Learned(
        VERSION, trained_on, _fit_sentences(notes), final.family, final.skin, final.donor, final.calibration,
        _weigh_rules(left_out), UNTRIED,
    )  # fmt: skip
    return learned, left_out


def _left_out(gates: _Gates, note: Prepared, scores: Array) -> LeftOut:
    in_context = gates.opinion(note, without(scores, note.left_out)) if note.left_out else None
    return LeftOut(note, gates.opinion(note, scores), in_context)


def _fit_sentences(notes: Sequence[Prepared]) -> Linear:
    parts = list(chain.from_iterable(note.parts for note in notes))
    words = [list(features(part.words, part.heading, part.before)) for part in parts]
    targets = Targets(
        np.concatenate([note.targets.shows for note in notes]), np.concatenate([note.targets.weight for note in notes])
    )
    return fit_sentences(words, [list(pieces(part.words)) for part in parts], targets, outputs(elements()))


def _scored(model: Scorer, note: Prepared) -> Array:
    return np.stack(
        [
            model.scores((features(part.words, part.heading, part.before), 1.0), (pieces(part.words), PIECES_WEIGHT))
            for part in note.parts
        ]
    )


@dataclass(frozen=True)
class _Gates:
    """What was learned of whole notes."""

    family: Gate
    skin: Gate
    donor: Linear
    calibration: dict[str, tuple[float, float, float, float]]

    def opinion(self, note: Prepared, scores: Array) -> Opinion:
        """The opinion on a note whose sentences have these scores."""
        summary = summed_up(scores)
        shares = softmax(Scorer(self.donor).scores((_donor_words(note, scores), WORDS_OF_DONOR)))
        said = {name: sigmoid(float(np.dot(_inputs(name, summary), weights))) for name, weights in self.calibration.items()}
        return Opinion(
            GateScorer(self.family).probability(summary, note.words),
            GateScorer(self.skin).probability(summary, note.words),
            dict(zip(self.donor.outputs, map(float, shares), strict=True)),
            {name: Said(probability, (0, 0)) for name, probability in said.items()},
            (0, 0),
            (0, 0),
        )


def _gates(notes: Sequence[Prepared], scores: dict[int, Array]) -> _Gates:
    summaries = np.stack([summed_up(scores[id(note)]) for note in notes])
    family = np.array([note.note.of_family for note in notes])
    words = [note.words for note in notes]
    own = [place for place, is_own in enumerate(family) if is_own]
    skin = np.array([notes[place].note.labels["facts"]["skin_paddle"] == "yes" for place in own])
    donors = [_donor_words(notes[place], scores[id(notes[place])]) for place in own]
    return _Gates(
        fit_gate(summaries, words, family.astype(int)),
        fit_gate(summaries[own], [words[place] for place in own], skin.astype(int)),
        fit_donor(donors, [notes[place].note.labels["facts"]["donor_site"] for place in own]),
        {name: _calibrate(name, [notes[place].note for place in own], summaries[own]) for name in elements()},
    )


def _donor_words(note: Prepared, scores: Array) -> list[str]:
    names = outputs(elements())
    return donor_words(note.parts, scores[:, names.index(HARVEST)], scores[:, names.index("donor_site_named.met")])


def _inputs(name: str, summary: Array) -> tuple[float, ...]:
    names = outputs(elements())
    met, partial = names.index(f"{name}.met"), names.index(f"{name}.partial")
    return (summary[met], summary[partial], summary[2 * len(names) + met], 1.0)


def _calibrate(name: str, notes: Sequence[LabelledNote], summaries: Array) -> tuple[float, float, float, float]:
    inputs = np.array([_inputs(name, summary)[:3] for summary in summaries])
    answers = np.array([note.labels["elements"][name] == "met" for note in notes]).astype(int)
    best, partial, high, bias = fit_weights(inputs, answers)
    return best, partial, high, bias


def _weigh_rules(left_out: Iterable[LeftOut]) -> tuple[float, ...]:
    """The weights of the family gate and of the rules' answers, from what the rules said before they were tuned on the note."""
    honest = [one for one in left_out if one.prepared.note.rules is not None]
    inputs = [(logit(one.opinion.of_family), *answers_of_rules(_decision(one), _facts(one))) for one in honest]
    return fit_weights(np.array(inputs), np.array([one.prepared.note.of_family for one in honest]).astype(int))


def _decision(one: LeftOut) -> str:
    rules = one.prepared.note.rules
    assert rules is not None
    return str(rules["decision"]["status"])


def _facts(one: LeftOut) -> str | None:
    rules = one.prepared.note.rules
    assert rules is not None
    transfer: str | None = rules["facts"]["transfer"]
    return transfer


FOLDS = 8


def folds_of(sets: Mapping[str, Sequence[LabelledNote]]) -> list[list[LabelledNote]]:
    """The sets, shared out among the folds: the largest first, each to the fold that has the fewest notes so far."""
    folds: list[list[LabelledNote]] = [[] for _ in range(min(FOLDS, len(sets)))]
    for _, notes in sorted(sets.items(), key=lambda item: (-len(item[1]), item[0])):
        min(folds, key=len).extend(notes)
    return folds


def train(sets: Mapping[str, Sequence[LabelledNote]], *, with_context: bool = False) -> tuple[bytes, Learned, list[LeftOut]]:
    """The content of a model file for the notes of ``sets``, what it holds, and the notes as models that had not seen them judge.

    Raises ``TooFewError`` where the notes are too few or too much alike to learn from.
    """
    notes = [note for some in sets.values() for note in some]
    family = sum(note.of_family for note in notes)
    if len(sets) < _LEAST_SETS or family < _LEAST_NOTES or len(notes) - family < _LEAST_NOTES:
        raise TooFewError(
            f"{len(notes)} notes in {len(sets)} folders, {family} of them of the family, are too few; "
            f"give at least {_LEAST_SETS} folders with {_LEAST_NOTES} notes of the family and {_LEAST_NOTES} others"
        )
    learned, left_out = learn(prepare(folds_of(sets), with_context=with_context))
    learned = msgspec.structs.replace(learned, thresholds=threshold_search(learned, left_out))
    return msgspec.msgpack.encode(learned), learned, left_out
