"""Which vessels were joined, how, and to what: every documented anastomosis, and the recipient vessels it prepared."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from notelint.case.donors import UNSPECIFIED
from notelint.case.joins import NOT_DONE, giver_of, joined_vessels, receiver_of
from notelint.case.vessels import Vessel, is_generic_place, vessels_in
from notelint.packs.vocabulary import phrase, words_of
from notelint.report import Element, Evidence

if TYPE_CHECKING:
    from notelint.case.events import Events
    from notelint.case.scene import Scene
    from notelint.case.subject import GraftSubject
    from notelint.reading.model import Mention, Sentence

_FINE_SUTURE = phrase("anastomosis.fine-suture")
_UNUSABLE = phrase("recipient.unusable")
_CLAUSE_END = phrase("recipient.clause-end")
_PREPARED = phrase("recipient.prepared")
_SAID_RECIPIENT = phrase("recipient.said")
_HAS_VERB = phrase("recipient.verb")
_CLOSED_OFF = phrase("anastomosis.closed-off")
_DONOR_OR_RECIPIENT = words_of("vessel.donor-or-recipient")
_NEVER_RECIPIENT = words_of("vessel.never-recipient")
_DONOR_VESSELS = words_of("vessel.tells-donor")
_TECHNIQUES = frozenset({"end_to_end", "end_to_side", "coupler"})
_OF_A_JOIN = frozenset({"stitch_pattern", "into_side"})


@dataclass(slots=True)
class Joining:
    """What the note documents of the anastomosis of one graft."""

    sentences: list[Sentence] = field(default_factory=list)
    arteries: list[Evidence] = field(default_factory=list)
    veins: list[Evidence] = field(default_factory=list)
    generic: list[Evidence] = field(default_factory=list)
    recipient_arteries: list[Evidence] = field(default_factory=list)
    recipient_veins: list[Evidence] = field(default_factory=list)
    generic_recipients: list[Evidence] = field(default_factory=list)
    grafts_own: set[str] = field(default_factory=set)

    @property
    def documented(self) -> bool:
        """Whether at least one vessel is said to have been joined."""
        return bool(self.arteries or self.veins or self.generic)

    @property
    def evidence(self) -> tuple[Evidence, ...]:
        """The words that document it."""
        return tuple([*self.arteries[:1], *self.veins[:1]] or self.generic[:1])


def joining(scene: Scene, events: Events, sentences: tuple[Sentence, ...], site: str) -> Joining:
    """What ``sentences`` (those that speak of one graft) say of joining its vessels to the recipient's."""
    anastomosis = Joining([sentence for sentence in sentences if sentence.index in events.joined])
    for sentence in anastomosis.sentences:
        _take_joined(scene, sentence, site, anastomosis)
    for sentence in sentences:
        if sentence.index not in events.joined and vessels_in(scene, sentence) and _prepares(scene, sentence):
            _take_prepared(scene, sentence, site, anastomosis)
    return anastomosis


# -- which vessels ----------------------------------------------------------------------------------------------------


def _take_joined(scene: Scene, sentence: Sentence, site: str, anastomosis: Joining) -> None:
    vessels = tuple(
        vessel for vessel in joined_vessels(scene, sentence) if not vessel.minor and not _is_closed_off(sentence, vessel)
    )
    words = [scene.reading.evidence(vessel.start, vessel.end) for vessel in vessels]
    unclear = _leave_kind_open(vessels)
    for vessel, evidence in zip(vessels, words, strict=True):
        if not unclear and (vessel.name or not vessel.loose):
            _put(evidence, vessel, anastomosis.arteries, anastomosis.veins)
        if _is_grafts(vessels, vessel, site):
            anastomosis.grafts_own.update({vessel.name} if vessel.name else ())
        else:
            _take_recipient(scene, sentence, vessel, evidence, anastomosis)
    if unclear:
        anastomosis.generic.append(scene.reading.evidence(sentence.start, sentence.end))
        anastomosis.generic_recipients += words


def _is_closed_off(sentence: Sentence, vessel: Vessel) -> bool:
    """Whether the sentence says that this vessel was tied: "to the facial artery, and the second vein was clipped"."""
    return not vessel.receives and _CLOSED_OFF.search(sentence.text[vessel.end - sentence.start :]) is not None


def _leave_kind_open(vessels: tuple[Vessel, ...]) -> bool:
    """Whether neither an artery nor a vein is named as joined: "anastomosis to the neck vessels"."""
    return not any(vessel.kinds for vessel in vessels if vessel.name or not vessel.loose)


def _put(words: Evidence, vessel: Vessel, arteries: list[Evidence], veins: list[Evidence]) -> None:
    if "artery" in vessel.kinds:
        arteries.append(words)
    if "vein" in vessel.kinds:
        veins.append(words)


def _is_grafts(vessels: tuple[Vessel, ...], vessel: Vessel, site: str) -> bool:
    """Whether a joined vessel is the graft's own, not the one at the recipient site that the graft's is joined to."""
    if vessel.of_flap:
        return True
    if not vessel.receives:
        return _feeds(vessel, site) or _is_brought(vessels, vessel, site)
    giver = giver_of(vessels, vessel)
    if not _feeds(vessel, site) or vessel.name in _DONOR_OR_RECIPIENT:
        return False
    return giver is None or not (giver.name is None or _feeds(giver, site))


def _is_brought(vessels: tuple[Vessel, ...], vessel: Vessel, site: str) -> bool:
    """Whether a vessel comes with the graft, since it is joined to one that has a name and is not the graft's."""
    receiver = receiver_of(vessels, vessel)
    return receiver is not None and receiver.name is not None and not (receiver.of_flap or _feeds(receiver, site))


def _feeds(vessel: Vessel, site: str) -> bool:
    """Whether a vessel feeds the donor bone; where that is not known, whether it is one that gives a donor away."""
    return site in vessel.feeds or (site == UNSPECIFIED and vessel.name in _DONOR_VESSELS)


def _take_recipient(scene: Scene, sentence: Sentence, vessel: Vessel, words: Evidence, anastomosis: Joining) -> None:
    if vessel.name is not None:
        if vessel.kinds:
            _put(words, vessel, anastomosis.recipient_arteries, anastomosis.recipient_veins)
        else:
            anastomosis.generic_recipients.append(words)
    elif vessel.comitans and vessel.receives and anastomosis.recipient_arteries:
        anastomosis.recipient_veins.append(words)
    elif vessel.kinds and (vessel.receives or is_generic_place(scene, vessel, sentence)):
        anastomosis.generic_recipients.append(words)


def _prepares(scene: Scene, sentence: Sentence) -> bool:
    """Whether vessels are made ready in a sentence, or just listed: "Left facial artery, left internal jugular vein"."""
    if _PREPARED.search(sentence.text):
        return True
    return not _HAS_VERB.search(sentence.text) and not scene.reading.mentions_in(sentence, "imaging", "perfusion")


def _take_prepared(scene: Scene, sentence: Sentence, site: str, anastomosis: Joining) -> None:
    for vessel in vessels_in(scene, sentence):
        if vessel.minor or vessel.status != "performed" or _is_unusable(sentence, vessel):
            continue
        if vessel.of_flap or (_feeds(vessel, site) and not _is_said_recipient(scene, sentence, vessel)):
            continue
        words = scene.reading.evidence(vessel.start, vessel.end)
        if vessel.name is not None and vessel.name not in _NEVER_RECIPIENT:
            _put(words, vessel, anastomosis.recipient_arteries, anastomosis.recipient_veins)
        elif vessel.kinds and is_generic_place(scene, vessel, sentence):
            anastomosis.generic_recipients.append(words)


def _is_said_recipient(scene: Scene, sentence: Sentence, vessel: Vessel) -> bool:
    return _SAID_RECIPIENT.search(scene.text[sentence.start : vessel.start]) is not None


def _is_unusable(sentence: Sentence, vessel: Vessel) -> bool:
    """Whether the vessel's clause goes on to say that it was no use."""
    clause = _CLAUSE_END.split(sentence.text[vessel.start - sentence.start :], maxsplit=1)[0]
    return _UNUSABLE.search(clause) is not None


# -- elements ---------------------------------------------------------------------------------------------------------


def performed_element(of: GraftSubject) -> Element:
    """ANNOTATION's ``anastomosis_performed``: an artery and a vein, one of the two, or only the word."""
    anastomosis = of.flap.joined
    if anastomosis.arteries and anastomosis.veins:
        return Element("met", (anastomosis.arteries[0], anastomosis.veins[0]))
    return Element("partial", anastomosis.evidence) if anastomosis.documented else Element("missing")


def recipients_element(of: GraftSubject) -> Element:
    """ANNOTATION's ``recipient_vessels``."""
    anastomosis = of.flap.joined
    named = (*anastomosis.recipient_arteries[:1], *anastomosis.recipient_veins[:1])
    if anastomosis.recipient_arteries and anastomosis.recipient_veins:
        return Element("met", named)
    if not anastomosis.documented and not named:
        return Element("missing")
    some = (*named, *anastomosis.generic_recipients[:1])
    return Element("partial", some) if some else Element("missing")


def technique_element(of: GraftSubject) -> Element:
    """ANNOTATION's ``anastomosis_technique``: end to end or side, coupler, stitch pattern; the suture's size alone is partial."""
    scene, anastomosis, sentences = of.scene, of.flap.joined, of.flap.zone
    joined = {sentence.index for sentence in anastomosis.sentences}
    size: Evidence | None = None
    for sentence in sentences:
        if joined.isdisjoint(range(sentence.index - 1, sentence.index + 2)):
            continue
        for mention in scene.reading.mentions_in(sentence, "microsurgery"):
            if mention.status in NOT_DONE:
                continue
            if _is_technique(mention, sentence, joins=sentence.index in joined):
                return Element("met", (scene.evidence(mention),), {"technique": mention.id})
            if mention.id == "suture_size" and size is None:
                size = scene.evidence(mention)
    return Element("partial", (size,)) if size is not None else Element("missing")


def _is_technique(mention: Mention, sentence: Sentence, *, joins: bool) -> bool:
    """A stitch pattern or "into the side" counts where vessels are joined, the pattern also beside a microsurgeon's suture."""
    if mention.id in _OF_A_JOIN:
        return joins or (mention.id == "stitch_pattern" and _FINE_SUTURE.search(sentence.text) is not None)
    return mention.id in _TECHNIQUES
