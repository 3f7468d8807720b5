"""A note's text to the second reader's opinion: spaCy tokens, sentences, scores."""

from __future__ import annotations

import re
from itertools import chain
from typing import TYPE_CHECKING

import msgspec
import numpy as np
import spacy

from notelint.second_reader import sentences
from notelint.second_reader.features import features, note_features, pieces, words_of
from notelint.second_reader.model import Learned, Opinion, Part, Said
from notelint.second_reader.scoring import PIECES_WEIGHT, GateScorer, Scorer, sigmoid, softmax, summed_up
from notelint.watch import check

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from spacy.language import Language
    from spacy.tokens import Doc

    from notelint.second_reader.context import Context
    from notelint.second_reader.model import Place
    from notelint.second_reader.scoring import Floats

VERSION = 1
HARVEST, AGAINST = "harvest", "not_because"
"""Outputs of the sentences' model beside those of the elements: the harvest, and what speaks against a graft."""
_ENDLESS = re.compile(r"\S{500}")
_HARVEST_SENTENCES = 3  # sentences in which the donor is looked for


class ModelError(ValueError):
    """A model file that cannot be used; ``str`` is one line."""


def load(data: bytes) -> Learned:
    """What a model file holds. Raises ``ModelError``."""
    try:
        learned = msgspec.msgpack.decode(data, type=Learned)
    except msgspec.MsgspecError as error:
        raise ModelError("this is no model of notelint; make one with notelint train") from error
    if learned.version != VERSION:
        raise ModelError(f"a model of version {learned.version}, not {VERSION}; train it again with notelint train")
    return learned


def tokenizer() -> Language:
    """The spaCy pipeline that cuts a text into tokens and sentences."""
    nlp = spacy.blank("en")
    nlp.max_length = 10_000_000
    nlp.add_pipe(sentences.NAME)
    return nlp


def parts_of(doc: Doc) -> list[Part]:
    """The sentences of a document that hold words."""
    parts: list[Part] = []
    before: list[str] = []
    for span, heading in sentences.sentences_of(doc):
        words = words_of(span)
        parts.append(Part((span.start_char, span.end_char), words, heading, before))
        before = words
    return parts


class SecondReader:
    """Reads notes by what was learned. Costly to build (spaCy), so keep it; holds nothing of a note."""

    def __init__(self, learned: Learned, judge: Callable[[Language], Context] | None = None) -> None:
        """``judge`` makes the ConText that leaves out sentences, from the pipeline; without it none is left out."""
        self.learned = learned
        self._nlp = tokenizer()
        self._context = judge(self._nlp) if judge is not None else None
        self._sentences = Scorer(learned.sentences)
        self._places = {name: place for place, name in enumerate(learned.sentences.outputs)}
        self._family, self._skin = GateScorer(learned.family), GateScorer(learned.skin)
        self._donor = Scorer(learned.donor)

    def read(self, text: str) -> Opinion | None:
        """The opinion on the text of a note; ``None`` where it holds no word, or a run of signs without end.

        spaCy's tokenizer takes time that grows with the square of such a run.
        """
        if _ENDLESS.search(text):
            return None
        return self.opinion_on(self._nlp(text))

    def opinion_on(self, doc: Doc) -> Opinion | None:
        """The opinion on a document that the pipeline of ``tokenizer`` has cut into sentences."""
        parts = parts_of(doc)
        if not parts:
            return None
        scores = np.stack([self._scores(part) for part in parts])
        if self._context is not None:
            scores = without(scores, self._context.set_aside(doc, parts))
        summary = summed_up(scores)
        words = list(note_features(chain.from_iterable([(part.words, part.heading)] for part in parts)))
        return Opinion(
            of_family=self._family.probability(summary, words),
            with_skin=self._skin.probability(summary, words),
            donors=self._donors(parts, scores),
            elements={name: self._element(name, parts, scores, summary) for name in self.learned.calibration},
            for_it=self._best(HARVEST, parts, scores),
            against_it=self._best(AGAINST, parts, scores),
        )

    def _scores(self, part: Part) -> Floats:
        check()
        return self._sentences.scores((features(part.words, part.heading, part.before), 1.0), (pieces(part.words), PIECES_WEIGHT))

    def _best(self, output: str, parts: Sequence[Part], scores: Floats) -> Place:
        return parts[int(scores[:, self._places[output]].argmax())].place

    def _donors(self, parts: Sequence[Part], scores: Floats) -> dict[str, float]:
        words = donor_words(parts, scores[:, self._places[HARVEST]], scores[:, self._places["donor_site_named.met"]])
        shares = softmax(self._donor.scores((words, WORDS_OF_DONOR)))
        return {site: float(share) for site, share in zip(self.learned.donor.outputs, shares, strict=True)}

    def _element(self, name: str, parts: Sequence[Part], scores: Floats, summary: Floats) -> Said:
        met, partial = self._places[f"{name}.met"], self._places[f"{name}.partial"]
        inputs = (summary[met], summary[partial], summary[2 * len(self._places) + met], 1.0)
        score = float(np.dot(inputs, self.learned.calibration[name]))
        return Said(sigmoid(score), parts[int(scores[:, met].argmax())].place)


WORDS_OF_DONOR = 3.0
_LEFT_OUT = -8.0  # score of a sentence that ConText leaves out


def without(scores: Floats, left_out: Sequence[bool]) -> Floats:
    """The scores with those of sentences that are left out as low as can be."""
    kept: Floats = np.where(np.asarray(left_out)[:, None], np.minimum(scores, np.float32(_LEFT_OUT)), scores)
    return kept


def donor_words(parts: Sequence[Part], harvest: Floats, named: Floats) -> list[str]:
    """The words and pairs of words of the sentences that say most of a harvest and of the donor's name."""
    best = {*np.argsort(-harvest)[:_HARVEST_SENTENCES].tolist(), *np.argsort(-named)[:_HARVEST_SENTENCES].tolist()}
    return list(note_features((parts[place].words, "") for place in sorted(best)))
