"""What the note documents of the operation, in its order, from harvest to closure.

Bone and skin are raised, the pedicle is cut, the graft moved, its vessels joined, blood let in, the graft set in place, wounds
closed: each is an event with its status, its cue and its graft. The decision reads events: a bone that is merely
named takes part in none, and one that was raised and thrown away has an event that says so. What the note calls "the graft", "the
flap" or "it" is the graft of which it spoke last.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from msgspec import Struct
from msgspec.structs import replace

from notelint.case.donors import donor_claims
from notelint.case.joins import joining_statements
from notelint.case.scene import DONE
from notelint.case.skin import skin_statements
from notelint.discreet import discreet
from notelint.packs.vocabulary import phrase

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from notelint.case.donors import Claim
    from notelint.case.scene import Scene
    from notelint.packs.wording import Wording
    from notelint.reading.model import Mention, MentionStatus, Sentence
    from notelint.report import EventKind, Evidence

_PEDICLE: tuple[tuple[Wording, EventKind, MentionStatus], ...] = (
    (phrase("pedicle.undivided"), "division", "negated"),
    (phrase("pedicle.divided"), "division", "performed"),
    (phrase("graft.lost-in-operation"), "transfer", "abandoned"),
)
_REMOVED_AGAIN = phrase("graft.removed-again")
_UNREAL = phrase("graft.loss-unreal")
_ACTS: dict[str, EventKind] = {"reperfuse": "reperfusion", "inset": "inset", "close": "closure"}
_TOUCHED_BY: dict[EventKind, tuple[str, ...]] = {
    "inset": ("flap_word", "bone", "named_flap", "skin"),
    "closure": ("place", "donor_region"),
}
"""What a sentence must name for such an act to be an event of the operation rather than of a suture or a plate."""


@discreet()
class Event(Struct, frozen=True):
    """One thing that the note documents. ``words`` are those that say it, ``cue`` those that set it aside.

    ``graft`` is the donor site it speaks of, where one is known, and ``part`` what of the graft it moves; ``claim`` is the claim
    of a donor bone that it stands for.
    """

    kind: EventKind
    status: MentionStatus
    sentence: Sentence
    words: Evidence
    cue: Evidence | None = None
    part: str = "graft"
    graft: str | None = None
    claim: Claim | None = None

    @property
    def done(self) -> bool:
        """Whether it is documented as done, in the body or by a title."""
        return self.status in DONE


@discreet()
@dataclass(frozen=True)
class Events:
    """The events of a note, in its order."""

    entries: tuple[Event, ...]

    def of(self, *kinds: EventKind) -> Iterator[Event]:
        """The events of these kinds."""
        return (event for event in self.entries if event.kind in kinds)

    @cached_property
    def claims(self) -> tuple[Claim, ...]:
        """Every claim of a donor bone, whatever its status."""
        return tuple(event.claim for event in self.entries if event.claim is not None)

    @cached_property
    def joined(self) -> frozenset[int]:
        """The indices of the sentences that say that vessels were joined in this operation."""
        sentences = (event.sentence for event in self.of("anastomosis") if event.status == "performed")
        return frozenset(sentence.index for sentence in sentences if sentence.section.context == "performed")

    def within(self, sentences: Iterable[Sentence]) -> Events:
        """The events that ``sentences`` document."""
        indices = {sentence.index for sentence in sentences}
        return Events(tuple(event for event in self.entries if event.sentence.index in indices))

    def of_skin(self) -> list[Event]:
        """The events of the graft's skin."""
        return [event for event in self.entries if event.part == "skin"]


def find_events(scene: Scene) -> Events:
    """Every event of the note, whatever its status."""
    claims = donor_claims(scene)
    found = [_of_claim(scene, claim) for claim in claims]
    found += [
        Event("harvest", status, sentence, words, part="skin") for sentence, words, status in skin_statements(scene, claims)
    ]
    joined = [Event("anastomosis", status, sentence, words, cue) for sentence, words, status, cue in joining_statements(scene)]
    found += [*joined, *_removed_again(scene, joined)]
    for sentence in (*scene.header, *scene.operative):
        found += _of_pedicle(scene, sentence)
    for sentence in scene.own:
        found += _of_acts(scene, sentence)
    return Events(tuple(_with_grafts(sorted(found, key=lambda event: (event.words.start, event.words.end)))))


def _of_claim(scene: Scene, claim: Claim) -> Event:
    """A bone that is taken, or a graft that is named: in a title that is the transfer it claims."""
    mention = claim.mention
    kind: EventKind = "harvest" if claim.takes_bone else "transfer"
    return Event(
        kind, mention.status, scene.sentence_of(mention), scene.evidence(mention), _cue(scene, mention), "bone", claim.site, claim
    )


def _cue(scene: Scene, mention: Mention) -> Evidence | None:
    return scene.reading.evidence(*mention.cue) if mention.cue else None


def _of_pedicle(scene: Scene, sentence: Sentence) -> Iterator[Event]:
    """The pedicle cut, or said never to have been; and the flap lost on the table."""
    for pattern, kind, status in _PEDICLE:
        match = pattern.search(sentence.text)
        if match is not None and not (status == "abandoned" and _UNREAL.search(sentence.text, 0, match.start())):
            yield Event(kind, status, sentence, scene.matched(sentence, match))


def _removed_again(scene: Scene, joined: Iterable[Event]) -> Iterator[Event]:
    """The flap taken out again once vessels were joined: before that, the same words describe its harvest."""
    first = min((event.sentence.index for event in joined if event.status == "performed"), default=len(scene.reading.sentences))
    for sentence in scene.operative:
        match = _REMOVED_AGAIN.search(sentence.text) if sentence.index > first else None
        if match is not None and not _UNREAL.search(sentence.text, 0, match.start()):
            yield Event("transfer", "abandoned", sentence, scene.matched(sentence, match))


def _of_acts(scene: Scene, sentence: Sentence) -> Iterator[Event]:
    """The first act of each kind that a sentence documents for a graft or a wound."""
    kinds: set[EventKind] = set()
    for act in scene.reading.mentions_in(sentence, "act"):
        kind = _ACTS.get(act.id)
        if kind is None or kind in kinds or not _touches(scene, sentence, kind):
            continue
        kinds.add(kind)
        yield Event(kind, act.status, sentence, scene.evidence(act), _cue(scene, act))


def _touches(scene: Scene, sentence: Sentence, kind: EventKind) -> bool:
    wanted = _TOUCHED_BY.get(kind)
    return wanted is None or bool(scene.reading.mentions_in(sentence, *wanted))


def _with_grafts(events: Iterable[Event]) -> Iterator[Event]:
    """Each event with its graft: its own, else the one that was last documented as done before it."""
    current: str | None = None
    for event in events:
        if event.claim is not None and event.done:
            current = event.graft
        yield event if event.graft is not None else replace(event, graft=current)
