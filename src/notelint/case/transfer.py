"""How was bone moved: free, on its pedicle, or without its vessels? First for one flap, then for the operation."""

from __future__ import annotations

from typing import TYPE_CHECKING

from notelint.case.model import NOTHING_MOVED, Fact
from notelint.case.scene import DONE
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
    from notelint.report import Evidence

_PLAIN_BONE = phrase("graft.plain-bone")
_NOT_BONE = phrase("graft.not-bone")
_ANASTOMOSIS = phrase("anastomosis.word")
_PEDICLED_VESSELS = words_of("vessel.of-pedicled-graft")
_MOST_VASCULAR_FIRST = ("free", "pedicled", "nonvascularized")


# -- one flap ---------------------------------------------------------------------------------------------------------


def flap_transfer(scene: Scene, events: Events, flap: Flap) -> Fact:
    """How one flap was transferred: what was done with its vessels decides before what it is called."""
    for answer in (_joined, _given_up, _undivided, _unjoined, _called_free, _divided, _on_local_vessels):
        fact = answer(scene, events, flap)
        if fact is not None:
            return fact
    return Fact("free", "the note names a vascularised bone graft as done", _first_claim(scene, flap))


def _joined(scene: Scene, _events: Events, flap: Flap) -> Fact | None:
    if not flap.joined.documented or _undone(scene, flap):
        return None
    return Fact("free", "an anastomosis at the recipient site is documented", flap.joined.evidence)


def _undone(scene: Scene, flap: Flap) -> bool:
    """Whether the note goes on, after the last joining, to say that the vessels were not joined after all."""
    last = max((sentence.index for sentence in flap.joined.sentences), default=-1)
    return any(sentence.index > last for sentence, _ in scene.find("vessel-work.given-up", flap.zone))


def _given_up(scene: Scene, _events: Events, flap: Flap) -> Fact | None:
    words = vessel_work_given_up(scene)
    if words is not None:
        return Fact("nonvascularized", "no anastomosis was done, and the bone was used without its vessels", (words,))
    left = next((words for _, words in scene.find("graft.vessels-left", flap.zone)), None)
    return Fact("nonvascularized", "the bone was taken without its vessels", (left,)) if left is not None else None


def _undivided(scene: Scene, events: Events, flap: Flap) -> Fact | None:
    for event in events.told_in((*scene.header, *flap.zone)).of("division"):
        if event.status == "negated" and not _names_other_flap(scene, event.sentence):
            return Fact("pedicled", "the pedicle of the bone was not divided", (event.words,))
    return None


def _unjoined(scene: Scene, _events: Events, flap: Flap) -> Fact | None:
    words = next((words for _, words in scene.find("graft.no-vessels-joined", flap.zone)), None)
    return Fact("nonvascularized", "no vessels were joined", (words,)) if words is not None else None


def _names_other_flap(scene: Scene, sentence: Sentence) -> bool:
    """A pedicled flap without bone (a pectoralis) says nothing of the bone."""
    return bool(scene.reading.mentions_in(sentence, "other_flap"))


def _called_free(scene: Scene, _events: Events, _flap: Flap) -> Fact | None:
    for sentence, words in scene.find("graft.free-claimed", (*scene.header, *scene.operative)):
        if scene.statuses(sentence, words, "flap_word", "bone", "named_flap", "act") <= DONE:
            return Fact("free", "the note names a free transfer", (words,))
    return None


def _divided(_scene: Scene, events: Events, flap: Flap) -> Fact | None:
    for event in events.told_in(flap.zone).of("division"):
        if event.status == "performed":
            return Fact("free", "the pedicle was divided", (event.words,))
    return None


def _on_local_vessels(scene: Scene, _events: Events, flap: Flap) -> Fact | None:
    names = {vessel.name for sentence in flap.zone for vessel in vessels_in(scene, sentence)}
    if names.isdisjoint(_PEDICLED_VESSELS):
        return None
    return Fact("pedicled", "the bone stayed on its local vessels", _first_claim(scene, flap))


def _first_claim(scene: Scene, flap: Flap) -> tuple[Evidence, ...]:
    return tuple(scene.evidence(claim.mention) for claim in flap.donor.done()[:1])


def vessel_work_given_up(scene: Scene) -> Evidence | None:
    """Where the note says that the vessels were not joined after all."""
    return next((words for _, words in scene.find("vessel-work.given-up", scene.operative)), None)


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
    for event in events.of("division"):
        merely_unjoined = _ANASTOMOSIS.search(event.words.text.lower()) is not None  # true of a plain graft as well
        if event.status == "negated" and not merely_unjoined and not _names_other_flap(scene, event.sentence):
            return event.words
    return None


def _plain_donor(scene: Scene, donors: Donors) -> Evidence | None:
    """A bone grafted without its vessels, unless a title names it as what an earlier operation left."""
    claims = (claim for donor in (*donors.plain, *donors.vascular) for claim in donor.done())
    return next((scene.evidence(claim.mention) for claim in claims if not _is_revised(scene, claim.mention.sentence)), None)


def _is_revised(scene: Scene, index: int) -> bool:
    sentence = scene.reading.sentences[index]
    return sentence.section.context == "header" and scene.idiom("revision.title", sentence) is not None


def _plain_graft(scene: Scene) -> Evidence | None:
    """Words for a plain bone graft, told as done."""
    for sentence in (*scene.header, *scene.operative):
        match = _PLAIN_BONE.search(sentence.text)
        if match is not None and not _NOT_BONE.search(sentence.text) and _is_done(scene, sentence, match):
            return scene.matched(sentence, match)
    return None


def _is_done(scene: Scene, sentence: Sentence, match: re.Match[str]) -> bool:
    """Whether the words for a graft that the match touches are all told as done."""
    start, end = sentence.start + match.start(), sentence.start + match.end()
    words = [word for word in scene.reading.mentions_in(sentence, "flap_word") if word.start < end and start < word.end]
    return bool(words) and all(word.status in DONE for word in words)
