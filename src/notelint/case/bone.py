"""A bone among its words: whether the grammar makes it the graft's name, the source of bone, or the object of a harvest.

A bone is a donor by its grammar, not by its name: "second metatarsal graft" and "13 cm of fibula was cut" give, "to the second
metatarsal" and "resection of the fibula" receive.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from msgspec import Struct

from notelint.case.vessels import vessels_in
from notelint.discreet import discreet
from notelint.packs.vocabulary import phrase, words_of

if TYPE_CHECKING:
    import re

    from notelint.case.scene import Scene
    from notelint.reading.model import Mention

_LEFT_PART = phrase("phrase.left-part")
_RIGHT_PART = phrase("phrase.right-part")
_GRAFT_NOUN = phrase("donor.graft-noun")
_OTHER_FLAP_BEHIND = phrase("donor.other-flap-behind")
_CALLED_LIVING = phrase("donor.called-living")
_RECEIVES = phrase("donor.receives")
_RESECTED = phrase("donor.resected")
_RECIPIENT_AFTER = phrase("donor.recipient-after")
_NOT_BONE_AFTER = phrase("donor.not-bone-after")
_TITLE_APPOSITION = phrase("donor.title-apposition")
_TITLE_BEGINS = phrase("donor.title-begins")
_TITLE_GOES_TO = phrase("donor.title-goes-to")
_ALTERNATIVE = phrase("donor.alternative")
_PART_OF = phrase("donor.part-of")
_PLACE_OF_PIECE = phrase("donor.place-of-piece")
_GRAFT_OF = phrase("donor.graft-of")
_GRAFTED = words_of("donor.grafted-bone")
_PERIOSTEUM_ALONE = phrase("donor.periosteum-alone")
_HEADS_SENTENCE = phrase("donor.heads-sentence")
_HEADED_BY = phrase("donor.headed-by")
_LABEL = phrase("donor.label")
_SPANS = phrase("donor.spans")
_FROM = phrase("donor.from")
_TAKEN_FROM = phrase("donor.taken-from")
_TAKEN_AFTER = phrase("donor.taken-after")
_MARGIN_LEFT = phrase("donor.margin-left")
_WAS_HARVESTED = phrase("donor.was-harvested")
_HARVESTED = phrase("donor.harvested")
_HARVESTS = phrase("donor.harvests")
_HARVEST_STEM = phrase("donor.harvest-stem")
_BOUNDARY = phrase("donor.boundary")
_LEFT_BEHIND = phrase("donor.left-behind")
_WITH_BONE = phrase("donor.with-bone")
_IS_THE_BONE = phrase("donor.is-the-bone")
_DONE_WITH = phrase("donor.done-with")
_LISTED_WITH = phrase("donor.listed-with")
_OUT_OF_THE_WAY = phrase("donor.out-of-the-way")
_FOR_ROOM = phrase("donor.for-room")
_PEDICLE = phrase("pedicle.word")
_STRETCH = phrase("donor.stretch")
_TAKEN_BY = phrase("donor.taken-by")
_BY_WHOM = phrase("donor.by-whom")
_TAKES = phrase("donor.takes")
_MOVED_OVER = phrase("donor.moved-over")
_GIVES = phrase("donor.gives")
_END_TAKEN = phrase("donor.end-taken")
_WITH_ITS_PARTS = phrase("donor.with-its-parts")
_FOLLOWS = 4  # sentences, with the one that a bone heads, within which a vessel that feeds it is named
_NAME = 20  # characters that may stand before the name of a place: its side, its part
_APPROACHED = phrase("donor.approached")

HARVEST_STRENGTH = 4
NAME_STRENGTH = 3
_WEAK_STRENGTH = 1

How = Literal["named flap", "graft's name", "source of the bone", "harvest", "approach"]


@discreet()
class DonorWording(Struct, frozen=True):
    """How words say that a bone is a donor: ``strength`` orders how directly; ``words`` are those that say what kind of graft."""

    how: How
    strength: int
    words: str


@discreet()
class Bone(Struct, frozen=True):
    """A bone and all ``before`` and ``after`` it; ``left`` and ``right`` are those parts of them that are its noun phrase.

    ``around`` is what stands near enough to say that the bone was left where it is.
    """

    name: str
    generic: bool
    before: str
    after: str
    left: str
    right: str
    around: str

    @property
    def phrase(self) -> str:
        """Its noun phrase."""
        return f"{self.left}{self.name}{self.right}"

    @property
    def recipient_follows(self) -> bool:
        """Whether what comes after makes it the place where a graft goes ("fibula nonunion")."""
        return _RECIPIENT_AFTER.match(self.after) is not None

    @property
    def receives(self) -> bool:
        """Whether something was done to it, or brought to it, rather than taken from it."""
        return bool(_RECEIVES.search(self.before) or _RESECTED.search(self.before)) or self.recipient_follows


def wording_of_flap(scene: Scene, mention: Mention) -> DonorWording | None:
    """How a flap's own name says that a bone is a donor; ``None`` where it is what was not chosen."""
    before, after = scene.before(mention), scene.after(mention)
    if _ALTERNATIVE.search(before):
        return None
    words = f"{_left(before)} {mention.text} {_right(after)}"
    if _WAS_HARVESTED.match(after) or _HARVESTS.search(before):
        return DonorWording("harvest", HARVEST_STRENGTH, words)
    return DonorWording("named flap", HARVEST_STRENGTH if _DONE_WITH.search(before) else NAME_STRENGTH, words)


def wording_of_bone(scene: Scene, mention: Mention) -> DonorWording | None:
    """How the words around a bone say that it is a donor; ``None`` where they do not."""
    bone = _among_words(scene, mention)
    if _is_no_donor(scene, mention, bone):
        return None
    if _names_graft(bone):
        return _named(bone)
    if scene.sentence_of(mention).section.context == "header" and not bone.recipient_follows:
        titled = _titled(scene, mention, bone)
        if titled is not None:
            return DonorWording("graft's name", NAME_STRENGTH, titled)
    if _SPANS.search(bone.before) or (mention.attributes["site"] in _GRAFTED and _GRAFT_OF.search(bone.before)):
        return None
    source = None if _is_end_of_stretch(scene, mention, bone) else _source(bone)
    wording = DonorWording("source of the bone", NAME_STRENGTH, source) if source is not None else None
    if wording is None and not bone.receives:
        wording = _taken(bone) or _on_its_vessels(scene, mention, bone) or _heads_harvest(scene, mention, bone)
    weak = wording is not None and wording.strength < HARVEST_STRENGTH
    return None if weak and _made_way(scene, mention) else wording


def _is_no_donor(scene: Scene, mention: Mention, bone: Bone) -> bool:
    """Whether the words are part of another name, of what was not chosen, or of periosteum that was taken alone."""
    if mention.attributes.get("toe") == "yes" and _MOVED_OVER.match(bone.after):
        return True
    if _NOT_BONE_AFTER.match(bone.after) or _ALTERNATIVE.search(bone.before):
        return True
    return not bone.generic and _PERIOSTEUM_ALONE.search(scene.sentence_of(mention).text) is not None


def _is_end_of_stretch(scene: Scene, mention: Mention, bone: Bone) -> bool:
    """Whether "from" the bone "to" something that is no bone and no part of the body says how far something was freed."""
    match = _STRETCH.match(bone.after)
    if match is None or not _FROM.search(bone.before):
        return False
    sentence, end = scene.sentence_of(mention), mention.end + match.end()
    places = scene.reading.mentions_in(sentence, "place", "bone", "donor_region")
    return sentence.section.context != "header" and not any(end <= place.start <= end + _NAME for place in places)


def _on_its_vessels(scene: Scene, mention: Mention, bone: Bone) -> DonorWording | None:
    """A bone that is listed with the vessels that feed it: "second metatarsal 4.5 cm on the first dorsal metatarsal artery"."""
    site = mention.attributes["site"]
    sentence = scene.sentence_of(mention)
    if bone.generic or sentence.section.context != "performed":
        return None
    for vessel in vessels_in(scene, sentence):
        between = scene.text[mention.end : vessel.start] if vessel.start > mention.end else ""
        if site in vessel.feeds and not vessel.receives and _LISTED_WITH.fullmatch(between):
            return DonorWording("harvest", NAME_STRENGTH, bone.phrase)
    return None


def _heads_harvest(scene: Scene, mention: Mention, bone: Bone) -> DonorWording | None:
    """A bone that heads a sentence without a verb, below a label of the donor or before a vessel that feeds it.

    "Flap 1. Fibula of the right leg.", "Left fibula, 14 cm, through a lateral incision. The peroneal artery was followed".
    """
    sentence = scene.sentence_of(mention)
    performed = mention.status == "performed" and sentence.section.context == "performed"
    if bone.generic or not performed or not _HEADED_BY.match(scene.after(mention, 60)):
        return None
    start = scene.text[sentence.start : mention.start]
    label = _LABEL.search(scene.heading_opened(sentence)) or _LABEL.match(start.lstrip())
    if not _HEADS_SENTENCE.match(start):
        return None
    if label is not None:
        return DonorWording("harvest", NAME_STRENGTH, f"{label[0]} {bone.phrase}")
    site = mention.attributes["site"]
    behind = scene.reading.sentences[sentence.index : sentence.index + _FOLLOWS]
    fed = any(site in vessel.feeds and not vessel.receives for near in behind for vessel in vessels_in(scene, near))
    return DonorWording("harvest", NAME_STRENGTH, bone.phrase) if fed else None


def _made_way(scene: Scene, mention: Mention) -> bool:
    """Whether the sentence takes the bone away to make room, or sends it away: no graft comes of it."""
    text = scene.sentence_of(mention).text
    return (_OUT_OF_THE_WAY.search(text) or _FOR_ROOM.search(text)) is not None and not _PEDICLE.search(text)


def _titled(scene: Scene, mention: Mention, bone: Bone) -> str | None:
    """The words of a title that make the bone its flap's: "transfer, left great toe", "left great toe to the thumb, free"."""
    if _TITLE_APPOSITION.search(bone.before):
        return bone.before + bone.phrase
    if _TITLE_BEGINS.search(bone.before) and _TITLE_GOES_TO.match(bone.after):
        return scene.sentence_of(mention).text
    return None


def is_host(scene: Scene, mention: Mention) -> bool:
    """Whether a title or a diagnosis makes the bone the place of the defect: resected, diseased, or brought a graft."""
    bone = _among_words(scene, mention)
    if _names_graft(bone) or _PART_OF.search(bone.before):
        return False
    return bone.receives or scene.sentence_of(mention).section.kind == "diagnosis"


def _among_words(scene: Scene, mention: Mention) -> Bone:
    before, after = scene.before(mention, 110), scene.after(mention, 110)
    return Bone(
        name=mention.text,
        generic=mention.attributes.get("generic") == "yes",
        before=before,
        after=after,
        left=_left(before),
        right=_right(after),
        around=f"{before[-60:]}{scene.text[mention.start : mention.end]}{after[:30]}",
    )


def _left(before: str) -> str:
    match = _LEFT_PART.search(before)
    return match[0] if match else ""


def _right(after: str) -> str:
    match = _RIGHT_PART.match(after)
    return _OTHER_FLAP_BEHIND.sub("", match[0]) if match else ""


def _named(bone: Bone) -> DonorWording:
    """What the name of a graft says of its bone: "fibula flap was raised" also says that it was taken."""
    if _WAS_HARVESTED.match(bone.after):
        return DonorWording("harvest", HARVEST_STRENGTH, bone.phrase)
    return DonorWording("graft's name", HARVEST_STRENGTH if _DONE_WITH.search(bone.before) else NAME_STRENGTH, bone.phrase)


def _names_graft(bone: Bone) -> bool:
    """Whether the bone's name is the graft's: "fibula flap", "free fibula"."""
    if _GRAFT_NOUN.search(bone.right) and not bone.recipient_follows:
        return True
    outside = bone.before[: len(bone.before) - len(bone.left)]
    return _CALLED_LIVING.search(bone.left) is not None and not _RECEIVES.search(outside)


def _gives_end(bone: Bone) -> bool:
    """Whether an end of the bone was taken together with what grows or feeds it, as no surgeon does with a tumor."""
    return _END_TAKEN.search(bone.before) is not None and _WITH_ITS_PARTS.match(bone.after) is not None


def _source(bone: Bone) -> str | None:
    """The words that make the bone a source: "13 cm of fibula", "a block was taken from the iliac crest"."""
    if _gives_end(bone):
        return f"{bone.left}{bone.name}{bone.right}"
    part = _PART_OF.search(bone.before)
    if part and _PLACE_OF_PIECE.search(bone.before[: part.start()]):
        part = None
    if part and not _MARGIN_LEFT.search(bone.around) and not _RESECTED.search(bone.before[: part.start() + 12]):
        return f"{_same_item(bone.before[max(0, part.start() - 40) :])}{bone.name}{bone.right}"
    if _FROM.search(bone.before) and _TAKEN_FROM.search(bone.before):
        return _same_item(bone.before) + bone.name
    taken = (_TAKEN_AFTER.match(bone.after) or _taken_by(bone)) if _FROM.search(bone.before) else None
    if taken is not None:
        return bone.before + bone.name + taken[0]
    return None


def _taken_by(bone: Bone) -> re.Match[str] | None:
    """The words behind "from the crest" for what somebody took: "I cut a block", or after "I detached": "a bar of 8 cm"."""
    match = _TAKEN_BY.match(bone.after)
    if match is None or (not _BY_WHOM.search(match[0]) and not _TAKES.search(bone.before)):
        return None
    return match


def _same_item(before: str) -> str:
    """What stands before a bone in its own item: a semicolon ends the one before."""
    return before.rpartition(";")[2]


def _taken(bone: Bone) -> DonorWording | None:
    """How the bone was taken."""
    verb = None if bone.generic else _harvest_verb(bone)
    if verb is not None:
        return DonorWording("harvest", HARVEST_STRENGTH if _HARVEST_STEM.search(verb) else NAME_STRENGTH, bone.phrase)
    if _IS_THE_BONE.search(bone.before) or _GIVES.match(bone.after) or (not bone.generic and _carries_bone(bone)):
        return DonorWording("harvest", HARVEST_STRENGTH, bone.phrase)
    if _APPROACHED.match(bone.after) and not bone.generic:
        return DonorWording("approach", _WEAK_STRENGTH, bone.phrase)
    return None


def _harvest_verb(bone: Bone) -> str | None:
    """The verb whose object the bone is, unless the words only say where a cut lay or what stayed behind."""
    match = _WAS_HARVESTED.match(bone.after) or _HARVESTED.match(bone.after) or _HARVESTS.search(bone.before)
    if match is None or _BOUNDARY.search(bone.before) or _LEFT_BEHIND.match(bone.after):
        return None
    return match[1]


def _carries_bone(bone: Bone) -> bool:
    """Whether skin or muscle was raised with the bone: "the skin was lifted with a strip of crest"."""
    return _WITH_BONE.search(bone.before) is not None and not bone.recipient_follows
