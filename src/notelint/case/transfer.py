"""How was bone moved: free, on its pedicle, or without its vessels? First for one flap, then for the operation."""

from __future__ import annotations

from typing import TYPE_CHECKING

from notelint.case.model import NOTHING_MOVED, Fact
from notelint.case.scene import DONE
from notelint.case.timeline import is_merely_unjoined, is_undone, undivided
from notelint.case.vessels import vessels_in
from notelint.packs.vocabulary import phrase, words_of

if TYPE_CHECKING:
    import re
    from collections.abc import Sequence

    from notelint.case.events import Events
    from notelint.case.flaps import Flap
    from notelint.case.grafts import Donors
    from notelint.case.scene import Scene
    from notelint.reading.model import Sentence
    from notelint.report import Evidence, Stage, StageKind

_PLAIN_BONE = phrase("graft.plain-bone")
_NOT_BONE = phrase("graft.not-bone")
_PEDICLED_VESSELS = words_of("vessel.of-pedicled-graft")
_MOST_VASCULAR_FIRST = ("free", "pedicled", "nonvascularized")


# -- one flap ---------------------------------------------------------------------------------------------------------

_AGAINST_FREE: tuple[tuple[StageKind, str, str], ...] = (
    ("joining given up", "nonvascularized", "no anastomosis was done, and the bone was used without its vessels"),
    ("taken without vessels", "nonvascularized", "the bone was taken without its vessels"),
    ("pedicle not divided", "pedicled", "the pedicle of the bone was not divided"),
    ("no vessels joined", "nonvascularized", "no vessels were joined"),
)
"""What the stages of a flap make of its transfer where no joining is documented, the first that it has."""


def flap_transfer(scene: Scene, flap: Flap, stages: Sequence[Stage]) -> Fact:
    """How one flap was transferred: what was done with its vessels decides before what it is called."""
    if flap.joined.documented and not is_undone(scene, flap):
        return Fact("free", "an anastomosis at the recipient site is documented", flap.joined.evidence)
    for kind, value, because in _AGAINST_FREE:
        words = _stage(stages, kind)
        if words is not None:
            return Fact(value, because, (words,))
    claimed = _called_free(scene)
    if claimed is not None:
        return Fact("free", "the note names a free transfer", (claimed,))
    return _unclaimed_transfer(scene, flap, stages)


def _unclaimed_transfer(scene: Scene, flap: Flap, stages: Sequence[Stage]) -> Fact:
    """How a flap was transferred that the note neither joins nor calls free."""
    moved = next((words for _, words in scene.find("pedicle.moved-nearby", flap.zone)), None)
    if moved is not None:
        return Fact("pedicled", "the bone was moved on its vessels, and none was joined", (moved,))
    divided = _stage(stages, "pedicle divided")
    if divided is not None:
        return Fact("free", "the pedicle was divided", (divided,))
    if _is_on_local_vessels(scene, flap):
        return Fact("pedicled", "the bone stayed on its local vessels", _first_claim(scene, flap))
    return Fact("free", "the note names a vascularised bone graft as done", _first_claim(scene, flap))


def _stage(stages: Sequence[Stage], kind: StageKind) -> Evidence | None:
    return next((stage.evidence for stage in stages if stage.kind == kind), None)


def _called_free(scene: Scene) -> Evidence | None:
    for sentence, words in scene.find("graft.free-claimed", (*scene.header, *scene.operative)):
        if scene.statuses(sentence, words, "flap_word", "bone", "named_flap", "act") <= DONE:
            return words
    return None


def _is_on_local_vessels(scene: Scene, flap: Flap) -> bool:
    sentences = (*scene.header, *flap.zone)
    named = {vessel.name for sentence in sentences for vessel in vessels_in(scene, sentence)}
    return not _PEDICLED_VESSELS.isdisjoint(named)


def _first_claim(scene: Scene, flap: Flap) -> tuple[Evidence, ...]:
    return tuple(scene.evidence(claim.mention) for claim in flap.donor.done()[:1])


# -- the operation ----------------------------------------------------------------------------------------------------


def operation_transfer(scene: Scene, events: Events, donors: Donors, flaps: Sequence[Fact]) -> Fact:
    """What was done with bone, the most vascularised where several; ``flaps`` are the answers for each flap."""
    for wanted in _MOST_VASCULAR_FIRST:
        for fact in flaps:
            if fact.value == wanted:
                return fact
    words = _plain_donor(scene, donors) or _plain_graft(scene)
    attached = _undivided_bone(scene, events) if words is not None else None
    if attached is not None:
        return Fact("pedicled", "the pedicle of the bone was not divided", (attached,))
    if words is not None:
        return Fact("nonvascularized", "bone was grafted without its own vessels", (words,))
    return NOTHING_MOVED


def _undivided_bone(scene: Scene, events: Events) -> Evidence | None:
    """Where the bone is said to have kept its vessels, and none was joined."""
    if events.joined:
        return None
    statements = undivided(scene, events, scene.reading.sentences)
    return next((words for words in statements if not is_merely_unjoined(words)), None)


def _plain_donor(scene: Scene, donors: Donors) -> Evidence | None:
    """A bone grafted without its vessels, unless a title names it as what an earlier operation left."""
    claims = (claim for donor in (*donors.plain, *donors.vascular) for claim in donor.done())
    return next((scene.evidence(claim.mention) for claim in claims if not _is_revised(scene, claim.mention.sentence)), None)


def _is_revised(scene: Scene, index: int) -> bool:
    sentence = scene.reading.sentences[index]
    return sentence.section.context == "header" and scene.idiom("revision.title", sentence) is not None


def _plain_graft(scene: Scene) -> Evidence | None:
    """Words for a plain bone graft, documented as done."""
    for sentence in (*scene.header, *scene.operative):
        match = _PLAIN_BONE.search(sentence.text)
        if match is not None and not _NOT_BONE.search(sentence.text) and _is_done(scene, sentence, match):
            return scene.matched(sentence, match)
    return None


def _is_done(scene: Scene, sentence: Sentence, match: re.Match[str]) -> bool:
    """Whether the words for a graft that the match touches are all documented as done."""
    start, end = sentence.start + match.start(), sentence.start + match.end()
    words = [word for word in scene.reading.mentions_in(sentence, "flap_word") if word.start < end and start < word.end]
    return bool(words) and all(word.status in DONE for word in words)


def vessel_work_given_up(scene: Scene) -> Evidence | None:
    """Where the note says that the vessels were not joined after all."""
    return next((words for _, words in scene.find("vessel-work.given-up", scene.operative)), None)
