"""Which vessels were joined, how, and to what: every anastomosis the note tells, and the recipient vessels it prepared."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from notelint.case.vessels import Vessel, is_generic_place, vessels_in
from notelint.packs.vocabulary import phrase, words_of
from notelint.reading.model import SECTION_STATUS
from notelint.report import Element, Evidence

if TYPE_CHECKING:
    from collections.abc import Iterator

    from notelint.case.events import Events
    from notelint.case.scene import Scene
    from notelint.reading.model import Mention, MentionStatus, Sentence

_SURE = phrase("anastomosis.sure")
_JOINED = phrase("anastomosis.joined")
_STITCHED = phrase("anastomosis.stitched")
_END_JOINED = phrase("anastomosis.end-joined")
_AFTERWARDS = phrase("anastomosis.afterwards")
_PERFORMED = phrase("anastomosis.performed")
_NOT_VASCULAR = phrase("anastomosis.not-vascular")
_FINE_SUTURE = phrase("anastomosis.fine-suture")
_UNUSABLE = phrase("recipient.unusable")
_CLAUSE_END = phrase("recipient.clause-end")
_PREPARED = phrase("recipient.prepared")
_DONOR_OR_RECIPIENT = words_of("vessel.donor-or-recipient")
_NEVER_RECIPIENT = words_of("vessel.never-recipient")
_ACTS_OF_JOINING = frozenset({"join", "end_to_end", "end_to_side", "coupler"})
_TECHNIQUES = _ACTS_OF_JOINING - {"join"}
_NOT_DONE = frozenset({"negated", "planned", "considered", "abandoned", "historical", "quoted", "background"})


@dataclass(slots=True)
class Joining:
    """What the note tells of joining vessels for one graft."""

    sentences: list[Sentence] = field(default_factory=list)
    arteries: list[Evidence] = field(default_factory=list)
    veins: list[Evidence] = field(default_factory=list)
    generic: list[Evidence] = field(default_factory=list)
    recipient_arteries: list[Evidence] = field(default_factory=list)
    recipient_veins: list[Evidence] = field(default_factory=list)
    generic_recipients: list[Evidence] = field(default_factory=list)

    @property
    def documented(self) -> bool:
        """Whether at least one vessel is said to have been joined."""
        return bool(self.arteries or self.veins or self.generic)

    @property
    def evidence(self) -> tuple[Evidence, ...]:
        """The words that tell of it."""
        return tuple([*self.arteries[:1], *self.veins[:1]] or self.generic[:1])


def joining(scene: Scene, events: Events, sentences: tuple[Sentence, ...], site: str) -> Joining:
    """What ``sentences`` (those that speak of one graft) tell of joining its vessels to the recipient's."""
    told = Joining([sentence for sentence in sentences if sentence.index in events.joined])
    for sentence in told.sentences:
        _take_joined(scene, sentence, site, told)
    for sentence in sentences:
        if sentence not in told.sentences and _PREPARED.search(sentence.text):
            _take_prepared(scene, sentence, site, told)
    return told


# -- does a sentence join vessels -------------------------------------------------------------------------------------


def joining_told(scene: Scene) -> Iterator[tuple[Sentence, Evidence, MentionStatus, Evidence | None]]:
    """The sentences that tell of joining vessels, the words that do, and their status with its cue."""
    for sentence in scene.own:
        vessels = vessels_in(scene, sentence)
        if not _speaks_of_joining(sentence.text, vessels) or _of_bowel(scene, sentence, vessels):
            continue
        aside = _set_aside(scene, sentence)
        if aside is not None:
            cue = scene.reading.evidence(*aside.cue) if aside.cue else None
            yield sentence, scene.evidence(aside), aside.status, cue
        elif _joins_vessels(sentence.text, vessels):
            yield sentence, _joining_words(scene, sentence), _told_in(sentence), None


def _joining_words(scene: Scene, sentence: Sentence) -> Evidence:
    match = _SURE.search(sentence.text) or _JOINED.search(sentence.text) or _STITCHED.search(sentence.text)
    return scene.matched(sentence, match) if match else scene.reading.evidence(sentence.start, sentence.end)


def _told_in(sentence: Sentence) -> MentionStatus:
    """Joined in this operation where the body tells it; elsewhere it is what the section makes of it."""
    return SECTION_STATUS[sentence.section.context]


def _speaks_of_joining(text: str, vessels: tuple[Vessel, ...]) -> bool:
    if _SURE.search(text):
        return True
    return _pairs(vessels) and (_JOINED.search(text) or _STITCHED.search(text)) is not None


def _pairs(vessels: tuple[Vessel, ...]) -> bool:
    """Whether a vessel is joined *to* another one."""
    return any(vessel.receives for vessel in vessels[1:])


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
    return acts[0] if acts and all(mention.status in _NOT_DONE for mention in acts) else None


def _joins_vessels(text: str, vessels: tuple[Vessel, ...]) -> bool:
    """Whether it is vessels that are joined, now, rather than other tissue, or a joining that is looked back on."""
    if _PERFORMED.search(text) or _pairs(vessels):
        return bool(vessels) or not _NOT_VASCULAR.search(text)
    if _AFTERWARDS.search(text):
        return False
    return bool(vessels) or (_END_JOINED.search(text) is not None and not _NOT_VASCULAR.search(text))


# -- which vessels ----------------------------------------------------------------------------------------------------


def _take_joined(scene: Scene, sentence: Sentence, site: str, told: Joining) -> None:
    vessels = _large_vessels(scene, sentence)
    words = [scene.reading.evidence(vessel.start, vessel.end) for vessel in vessels]
    unclear = _leave_kind_open(vessels)
    for vessel, evidence in zip(vessels, words, strict=True):
        if not unclear:
            _put(evidence, vessel, told.arteries, told.veins)
        if not _is_donors(vessel, site):
            _take_recipient(scene, sentence, vessel, evidence, told)
    if unclear:
        told.generic.append(scene.reading.evidence(sentence.start, sentence.end))
        told.generic_recipients += words


def _large_vessels(scene: Scene, sentence: Sentence) -> list[Vessel]:
    return [vessel for vessel in vessels_in(scene, sentence) if not vessel.minor]


def _leave_kind_open(vessels: list[Vessel]) -> bool:
    """Whether neither an artery nor a vein is named as joined: "anastomosis to the neck vessels"."""
    return not any(vessel.kinds for vessel in vessels) or all(vessel.type == "both" and not vessel.name for vessel in vessels)


def _put(words: Evidence, vessel: Vessel, arteries: list[Evidence], veins: list[Evidence]) -> None:
    if "artery" in vessel.kinds:
        arteries.append(words)
    if "vein" in vessel.kinds:
        veins.append(words)


def _is_donors(vessel: Vessel, site: str) -> bool:
    """Whether a vessel is the graft's own, not one at the recipient site."""
    return vessel.of_flap or (site in vessel.feeds and not (vessel.receives and vessel.name in _DONOR_OR_RECIPIENT))


def _take_recipient(scene: Scene, sentence: Sentence, vessel: Vessel, words: Evidence, told: Joining) -> None:
    if vessel.name is None:
        if vessel.kinds and (vessel.receives or is_generic_place(scene, vessel, sentence)):
            told.generic_recipients.append(words)
    elif vessel.kinds:
        _put(words, vessel, told.recipient_arteries, told.recipient_veins)
    else:
        told.generic_recipients.append(words)


def _take_prepared(scene: Scene, sentence: Sentence, site: str, told: Joining) -> None:
    for vessel in _large_vessels(scene, sentence):
        if _is_donors(vessel, site) or vessel.status != "performed" or _is_unusable(sentence, vessel):
            continue
        words = scene.reading.evidence(vessel.start, vessel.end)
        if vessel.name is not None and vessel.name not in _NEVER_RECIPIENT:
            _put(words, vessel, told.recipient_arteries, told.recipient_veins)
        elif vessel.kinds and is_generic_place(scene, vessel, sentence):
            told.generic_recipients.append(words)


def _is_unusable(sentence: Sentence, vessel: Vessel) -> bool:
    """Whether the vessel's clause goes on to say that it was no use."""
    clause = _CLAUSE_END.split(sentence.text[vessel.start - sentence.start :], maxsplit=1)[0]
    return _UNUSABLE.search(clause) is not None


# -- elements ---------------------------------------------------------------------------------------------------------


def performed_element(told: Joining) -> Element:
    """ANNOTATION's ``anastomosis_performed``: an artery and a vein, one of the two, or only the word."""
    if told.arteries and told.veins:
        return Element("met", (told.arteries[0], told.veins[0]))
    return Element("partial", told.evidence) if told.documented else Element("missing")


def recipients_element(told: Joining) -> Element:
    """ANNOTATION's ``recipient_vessels``."""
    named = (*told.recipient_arteries[:1], *told.recipient_veins[:1])
    if told.recipient_arteries and told.recipient_veins:
        return Element("met", named)
    if not told.documented and not named:
        return Element("missing")
    some = (*named, *told.generic_recipients[:1])
    return Element("partial", some) if some else Element("missing")


def technique_element(scene: Scene, told: Joining, sentences: tuple[Sentence, ...]) -> Element:
    """ANNOTATION's ``anastomosis_technique``: end to end or side, coupler, stitch pattern; the suture's size alone is partial."""
    joined = {sentence.index for sentence in told.sentences}
    size: Evidence | None = None
    for sentence in sentences:
        if joined.isdisjoint(range(sentence.index - 1, sentence.index + 2)):
            continue
        for mention in scene.reading.mentions_in(sentence, "microsurgery"):
            if mention.status in _NOT_DONE:
                continue
            if _is_technique(mention, sentence, joins=sentence.index in joined):
                return Element("met", (scene.evidence(mention),), {"technique": mention.id})
            if mention.id == "suture_size" and size is None:
                size = scene.evidence(mention)
    return Element("partial", (size,)) if size is not None else Element("missing")


def _is_technique(mention: Mention, sentence: Sentence, *, joins: bool) -> bool:
    """A stitch pattern counts where vessels are joined, or beside the suture of a microsurgeon."""
    if mention.id == "stitch_pattern":
        return joins or _FINE_SUTURE.search(sentence.text) is not None
    return mention.id in _TECHNIQUES
