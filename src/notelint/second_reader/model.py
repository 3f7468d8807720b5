"""What the second reader says of a note, and the file of what it has learned: plain records."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from notelint.discreet import discreet

if TYPE_CHECKING:
    from collections.abc import Mapping

Place = tuple[int, int]
"""Where words stand in the note: offsets in code points, the second one excluded."""


@discreet("place")
class Part(msgspec.Struct, frozen=True):
    """A sentence of a note as the second reader has it: its place, its words, its heading, the words of the one before."""

    place: tuple[int, int]
    words: list[str]
    heading: str
    before: list[str]


@discreet("probability")
class Said(msgspec.Struct, frozen=True):
    """A probability (0 to 1) and the sentence that speaks most for it."""

    probability: float
    place: Place


@discreet("of_family", "with_skin", "donors")
class Opinion(msgspec.Struct, frozen=True):
    """What the second reader makes of a note.

    ``of_family`` is the calibrated probability that the operation of this note did, or claims, a graft of the family. The others
    suppose that it did: ``with_skin`` that skin travelled with the bone, ``donors`` the probability of each donor site,
    ``elements`` for each element that it is documented. ``for_it`` and ``against_it`` are the sentences that speak most for a
    graft of this operation, and against it.
    """

    of_family: float
    with_skin: float
    donors: Mapping[str, float]
    elements: Mapping[str, Said]
    for_it: Place
    against_it: Place


class Linear(msgspec.Struct, frozen=True):
    """A linear model of texts: for each feature an inverse document frequency and a weight for each output.

    ``features`` are the names of the features, parted by line breaks. ``idf`` (float32) has one value for each of them,
    ``weights`` (int8) one row; ``scale`` and ``bias`` (float32) have one value for each of the ``outputs``. A score is
    ``bias + scale * (values @ weights)``.
    """

    outputs: tuple[str, ...]
    features: str
    idf: bytes
    weights: bytes
    scale: bytes
    bias: bytes


class Gate(msgspec.Struct, frozen=True):
    """A yes-or-no question of a whole note: scores of its sentences, summed up, and its own words.

    ``mean``, ``deviation`` and ``weights`` (float32) have a value for each summed-up score; ``words`` has one output.
    """

    mean: bytes
    deviation: bytes
    weights: bytes
    words: Linear


class Thresholds(msgspec.Struct, frozen=True):
    """From which probabilities on the second reader changes the answer of the rules (``notelint.second_reader.merge``)."""

    veto: float
    doubt: float
    claim: float
    skin: float
    donor: float
    fill: float


class Learned(msgspec.Struct, frozen=True):
    """Everything that was learned: the content of a model file.

    ``calibration`` has for each element the three weights and the bias that turn scores of its sentences into a probability;
    ``rules`` are the weights of the logit of the family gate and of what the rules answered (``notelint.second_reader.merge``).
    ``trained_on`` names the sets of notes.
    """

    version: int
    trained_on: tuple[str, ...]
    sentences: Linear
    family: Gate
    skin: Gate
    donor: Linear
    calibration: dict[str, tuple[float, float, float, float]]
    rules: tuple[float, ...]
    thresholds: Thresholds
