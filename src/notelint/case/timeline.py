"""What became of one graft in the operation, stage by stage in the order of the note, from harvest to its last state."""

from __future__ import annotations

from typing import TYPE_CHECKING

from notelint.packs.vocabulary import phrase
from notelint.report import Stage

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from notelint.case.donor import Donor
    from notelint.case.events import Events
    from notelint.case.flaps import Flap
    from notelint.case.scene import Scene
    from notelint.reading.model import Sentence
    from notelint.report import Evidence, StageKind

_GIVEN_UP = "vessel-work.given-up"
_STATED: tuple[tuple[str, StageKind], ...] = (
    ("graft.vessels-left", "taken without vessels"),
    ("graft.no-vessels-joined", "no vessels joined"),
)
_ANASTOMOSIS = phrase("anastomosis.word")


def stages_of(scene: Scene, events: Events, flap: Flap) -> tuple[Stage, ...]:
    """The stages of a flap of bone, in the order in which the note describes them."""
    in_zone = events.within(flap.zone)
    stages = [*_raised(scene, flap.donor), *_divided(events, scene, flap.zone)]
    stages += [Stage("joined", words) for words in flap.joined.evidence]
    stages += _first(Stage("joining given up", words) for _, words in scene.find(_GIVEN_UP, scene.operative))
    for name, kind in _STATED:
        stages += _first(Stage(kind, words) for _, words in scene.find(name, flap.zone))
    stages += _first(Stage("blood flow restored", event.words) for event in in_zone.of("reperfusion") if event.done)
    stages += _first(Stage("set in place", event.words) for event in in_zone.of("inset") if event.status == "performed")
    return _in_order(stages)


def stages_of_left(scene: Scene, donor: Donor) -> tuple[Stage, ...]:
    """The stages of a bone that was meant as a flap and given up."""
    given_up = [event.words for event in donor.losses]
    given_up += [scene.evidence(claim.mention) for claim in donor.claims if claim.mention.status == "abandoned"]
    return _in_order([*_raised(scene, donor), *_first(Stage("given up", words) for words in given_up)])


def is_undone(scene: Scene, flap: Flap) -> bool:
    """Whether the note goes on, after the last joining, to say that the vessels were not joined after all."""
    last = max((sentence.index for sentence in flap.joined.sentences), default=-1)
    return any(sentence.index > last for sentence, _ in scene.find(_GIVEN_UP, flap.zone))


def undivided(scene: Scene, events: Events, sentences: Iterable[Sentence]) -> Iterator[Evidence]:
    """Where ``sentences`` say that the pedicle was not divided; a pedicled flap without bone says nothing of the bone."""
    for event in events.within(sentences).of("division"):
        if event.status == "negated" and not scene.reading.mentions_in(event.sentence, "other_flap"):
            yield event.words


def is_merely_unjoined(words: Evidence) -> bool:
    """Whether the words say no more than that nothing was anastomosed, which is true of a conventional graft as well."""
    return _ANASTOMOSIS.search(words.text.lower()) is not None


def _raised(scene: Scene, donor: Donor) -> list[Stage]:
    return _first(Stage("raised", scene.evidence(claim.mention)) for claim in donor.harvested)


def _divided(events: Events, scene: Scene, zone: tuple[Sentence, ...]) -> Iterator[Stage]:
    yield from _first(Stage("pedicle not divided", words) for words in undivided(scene, events, (*scene.header, *zone)))
    divisions = events.within(zone).of("division")
    yield from _first(Stage("pedicle divided", event.words) for event in divisions if event.status == "performed")


def _first(stages: Iterable[Stage]) -> list[Stage]:
    return [stage for stage, _ in zip(stages, range(1), strict=False)]


def _in_order(stages: Iterable[Stage]) -> tuple[Stage, ...]:
    return tuple(sorted(stages, key=lambda stage: (stage.evidence.start, stage.evidence.end)))
