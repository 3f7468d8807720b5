"""Which sentences say that vessels were joined: with a word for it, or in notes that leave the verb out ("DCIA to facial").

A sentence that makes vessels ready "for the anastomosis", looks back at it, or joins bowel or nerve, does not.
"""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from msgspec.structs import replace

from notelint.case.vessels import vessels_in
from notelint.packs.vocabulary import phrase, words_of
from notelint.reading.model import SECTION_STATUS

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from notelint.case.scene import Scene
    from notelint.case.vessels import Vessel
    from notelint.reading.model import Mention, MentionStatus, Sentence
    from notelint.report import Evidence

_SURE = phrase("anastomosis.sure")
_JOINED = phrase("anastomosis.joined")
_STITCHED = phrase("anastomosis.stitched")
_END_JOINED = phrase("anastomosis.end-joined")
_AFTERWARDS = phrase("anastomosis.afterwards")
_PERFORMED = phrase("anastomosis.performed")
_NOT_VASCULAR = phrase("anastomosis.not-vascular")
_MADE_READY = phrase("anastomosis.made-ready")
_TO_COME = phrase("anastomosis.to-come")
_REACHES = phrase("anastomosis.reaches")
_DIRECTLY = phrase("anastomosis.directly")
_OPENS_CLAUSE = phrase("anastomosis.opens-clause")
_LIKEWISE = phrase("anastomosis.likewise")
_COUNTED = phrase("anastomosis.counted")
_BROUGHT_NEAR = phrase("anastomosis.brought-near")
_NEVER_RECIPIENT = words_of("vessel.never-recipient")
_ACTS_OF_JOINING = frozenset({"join", "end_to_end", "end_to_side", "coupler"})
NOT_DONE = frozenset({"negated", "planned", "considered", "abandoned", "historical", "quoted", "background"})
_CARRIES_ON = 2  # sentences after a joining within which "the vein likewise" still speaks of it


def joining_statements(scene: Scene) -> Iterator[tuple[Sentence, Evidence, MentionStatus, Evidence | None]]:
    """The sentences that say that vessels were joined, the words that do, and their status with its cue."""
    last = -_CARRIES_ON - 1
    for sentence in scene.own:
        vessels = vessels_in(scene, sentence)
        likewise = sentence.index - last <= _CARRIES_ON and bool(vessels) and _carries_on(sentence, vessels)
        if not (likewise or _speaks_of_joining(sentence, vessels)) or _of_bowel(scene, sentence, vessels):
            continue
        aside = _set_aside(scene, sentence)
        if aside is not None:
            cue = scene.reading.evidence(*aside.cue) if aside.cue else None
            yield sentence, scene.evidence(aside), aside.status, cue
        elif likewise or _joins_vessels(sentence, vessels):
            last = sentence.index
            yield sentence, _joining_words(scene, sentence), SECTION_STATUS[sentence.section.context], None


def _carries_on(sentence: Sentence, vessels: tuple[Vessel, ...]) -> bool:
    """Whether the sentence continues the joining before it: "the vein likewise", "the vein into the jugular"."""
    if _LIKEWISE.search(sentence.text) or _BROUGHT_NEAR.search(sentence.text):
        return _LIKEWISE.search(sentence.text) is not None
    done = [vessel for vessel in vessels if vessel.status not in NOT_DONE and not vessel.minor]
    return _pairs(sentence, tuple(done)) or (len(done) > 1 and all(vessel.receives and vessel.name for vessel in done))


def _joining_words(scene: Scene, sentence: Sentence) -> Evidence:
    match = _SURE.search(sentence.text) or _JOINED.search(sentence.text) or _STITCHED.search(sentence.text)
    return scene.matched(sentence, match) if match else scene.reading.evidence(sentence.start, sentence.end)


def _speaks_of_joining(sentence: Sentence, vessels: tuple[Vessel, ...]) -> bool:
    if _sure(sentence.text):
        return True
    if not vessels:
        return False
    if _joined_directly(sentence, vessels) or _verb_reaches(sentence, vessels) or _gives_to(sentence, vessels):
        return True
    return _pairs(sentence, vessels) and (_JOINED.search(sentence.text) or _STITCHED.search(sentence.text)) is not None


def _sure(text: str) -> bool:
    """Whether a word for joining stands in the sentence, but not only for what vessels are made ready for."""
    if _COUNTED.search(text):
        return True
    if _MADE_READY.search(text) and not _PERFORMED.search(text):
        text = _TO_COME.sub(" ", text)
    return _SURE.search(text) is not None


def _pairs(sentence: Sentence, vessels: tuple[Vessel, ...]) -> bool:
    """Whether a vessel is joined *to* another one that is named before it in the same part of the sentence."""
    between = (sentence.text[first.end - sentence.start : second.start - sentence.start] for first, second in pairwise(vessels))
    return any(second.receives and ";" not in words for second, words in zip(vessels[1:], between, strict=True))


def _gives_to(sentence: Sentence, vessels: tuple[Vessel, ...]) -> bool:
    """Whether a vessel of a graft is joined to a recipient vessel by any verb: "let into", "married to", "went into"."""
    if _BROUGHT_NEAR.search(sentence.text):
        return False
    return any(_may_give_to(sentence, first, second) for first, second in pairwise(vessels))


def _may_give_to(sentence: Sentence, first: Vessel, second: Vessel) -> bool:
    if first.receives or not second.receives or second.minor or second.soft or second.name in _NEVER_RECIPIENT:
        return False
    if not (first.feeds or first.of_flap) or set(first.feeds) & set(second.feeds) or not second.kinds:
        return False
    return ";" not in sentence.text[first.end - sentence.start : second.start - sentence.start]


def _joined_directly(sentence: Sentence, vessels: tuple[Vessel, ...]) -> bool:
    """Whether a clause is no more than one vessel "to" another: "dorsalis pedis to radial artery; saphenous to cephalic"."""
    return any(_are_joined_directly(sentence, first, second) for first, second in pairwise(vessels))


def _are_joined_directly(sentence: Sentence, first: Vessel, second: Vessel) -> bool:
    if not second.receives or second.minor or second.name in _NEVER_RECIPIENT or not (first.kinds or second.kinds):
        return False
    if set(first.feeds) & set(second.feeds):
        return False
    between = sentence.text[first.end - sentence.start : second.start - sentence.start]
    before = sentence.text[: first.start - sentence.start]
    return _DIRECTLY.match(between) is not None and _OPENS_CLAUSE.search(before) is not None


def _verb_reaches(sentence: Sentence, vessels: tuple[Vessel, ...]) -> bool:
    """Whether a verb of joining leads straight to the vessel: "joining them to the lingual artery and vein"."""
    joined = (vessel for vessel in vessels if vessel.receives and vessel.kinds)
    return any(_REACHES.search(sentence.text[: vessel.start - sentence.start]) for vessel in joined)


def _of_bowel(scene: Scene, sentence: Sentence, vessels: tuple[Vessel, ...]) -> bool:
    if any(vessel.name for vessel in vessels):
        return False
    return any(mention.id == "bowel" for mention in scene.reading.mentions_in(sentence, "microsurgery"))


def _set_aside(scene: Scene, sentence: Sentence) -> Mention | None:
    """The act of joining, where cues make every such act a plan, a history, a thing not done."""
    mentions = scene.reading.mentions_in(sentence, "act", "microsurgery")
    acts = [mention for mention in mentions if mention.id in _ACTS_OF_JOINING]
    sure = _SURE.search(sentence.text)
    if sure is not None:
        at = sentence.start + sure.start()
        acts = [mention for mention in acts if mention.start <= at < mention.end] or acts
    return acts[0] if acts and all(mention.status in NOT_DONE for mention in acts) else None


def _joins_vessels(sentence: Sentence, vessels: tuple[Vessel, ...]) -> bool:
    """Whether it is vessels that are joined, now, rather than other tissue, or a joining that is looked back on."""
    text = sentence.text
    joins = _gives_to(sentence, vessels) or _pairs(sentence, vessels) or _verb_reaches(sentence, vessels)
    if joins or _PERFORMED.search(text) or _COUNTED.search(text):
        return bool(vessels) or not _NOT_VASCULAR.search(text)
    if _AFTERWARDS.search(text):
        return False
    return bool(vessels) or (_END_JOINED.search(text) is not None and not _NOT_VASCULAR.search(text))


# -- artery to artery, vein to vein -----------------------------------------------------------------------------------


def joined_vessels(scene: Scene, sentence: Sentence) -> tuple[Vessel, ...]:
    """The vessels of a sentence that joins them: what one end of a join leaves open, artery or vein, the other end decides."""
    vessels = list(vessels_in(scene, sentence))
    for index in range(1, len(vessels)):
        receiver = vessels[index]
        given = _giver(vessels, index)
        if not receiver.receives or given is None:
            continue
        giver = vessels[given]
        if receiver.type is None and receiver.name is not None:
            vessels[index] = replace(receiver, type=giver.type if giver.type in {"artery", "vein"} else "artery")
        if giver.type is None and given == index - 1:
            vessels[given] = replace(giver, type=vessels[index].type)
    return tuple(vessels)


def _giver(vessels: Sequence[Vessel], receiver: int) -> int | None:
    """The place of the vessel that is joined to the one at ``receiver``: the nearest before it that receives none."""
    return next((index for index in range(receiver - 1, -1, -1) if not vessels[index].receives), None)


def giver_of(vessels: tuple[Vessel, ...], receiver: Vessel) -> Vessel | None:
    """The vessel of the sentence that is joined to ``receiver``."""
    given = _giver(vessels, vessels.index(receiver))
    return vessels[given] if given is not None else None


def receiver_of(vessels: tuple[Vessel, ...], giver: Vessel) -> Vessel | None:
    """The vessel of the sentence that ``giver`` is joined to."""
    return next((vessel for vessel in vessels if vessel.receives and giver_of(vessels, vessel) == giver), None)
