"""The vessels that a sentence names: which, and is each an artery or a vein.

A name ("superior thyroid") and a noun ("artery", "venae comitantes") make a vessel; either may be missing.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct
from msgspec.structs import replace

from notelint.case.scene import once_a_sentence
from notelint.discreet import discreet
from notelint.packs.vocabulary import phrase

if TYPE_CHECKING:
    from notelint.case.scene import Scene
    from notelint.reading.model import Mention, MentionStatus, Sentence

_NOUN_FOLLOWS = phrase("vessel.noun-follows")
_NOUN_PRECEDES = phrase("vessel.noun-precedes")
_OTHER_NOUN = phrase("vessel.other-noun")
_AND_ITS_VEIN = phrase("vessel.and-its-vein")
_OF_ANOTHER_PLACE = phrase("vessel.of-another-place")
_GOES_ON = phrase("vessel.goes-on")
_BUNDLE_PARTS = phrase("vessel.bundle-parts")
_SHARES_NOUN = phrase("vessel.shares-noun")
_OF_FLAP = phrase("vessel.of-flap")
_IN_FLAP = phrase("vessel.in-flap")
_OF_REGION = phrase("vessel.of-region")
_JOINED_TO = phrase("vessel.joined-to")
_ARRIVED_AT = phrase("vessel.arrived-at")
_JOINED_ONWARD = phrase("vessel.joined-onward")
_SAYS_BOTH = phrase("vessel.says-both")
_ACRONYM_ARTERY = phrase("vessel.acronym-artery")
_ACRONYM_VEIN = phrase("vessel.acronym-vein")
_SAYS_ARTERY = phrase("vessel.says-artery")
_SAYS_VEIN = phrase("vessel.says-vein")
_NOUN_REACH = 40  # characters from a name's end to its noun's, beyond which the vessel's words end with the name


@discreet()
class Vessel(Struct, frozen=True):
    """A vessel as a sentence names it: ``name`` is an id of the vocabulary, ``type`` artery, vein or both, where known.

    ``receives`` where another vessel is joined to it, ``loose`` where "vessels" are not distinguished, ``soft`` where it
    feeds a flap without bone or another organ.
    """

    start: int
    end: int
    name: str | None
    type: str | None
    feeds: tuple[str, ...]
    receives: bool
    of_flap: bool
    minor: bool
    loose: bool
    comitans: bool
    soft: bool
    status: MentionStatus

    @property
    def kinds(self) -> tuple[str, ...]:
        """``("artery",)``, ``("vein",)``, both or none."""
        if self.type == "both":
            return ("artery", "vein")
        return (self.type,) if self.type else ()


@once_a_sentence
def vessels_in(scene: Scene, sentence: Sentence) -> tuple[Vessel, ...]:
    """The vessels of a sentence, in order."""
    mentions = scene.reading.mentions_in(sentence, "vessel")
    head_mentions = scene.reading.mentions_in(sentence, "vessel_head")
    if not mentions and not head_mentions:
        return ()
    names = tuple(name for name in mentions if not _OTHER_NOUN.match(scene.after(name)))
    heads = (head for head in head_mentions if not _is_within(head, names))
    nouns = tuple(part for head in heads for part in _parted(scene, head))
    used: set[int] = set()
    found: list[Vessel] = []
    for index, name in enumerate(names):
        free = tuple(noun for noun in nouns if noun.start not in used)
        noun = _noun_of(scene.text, name, names[index + 1 :], nouns) or _noun_before(scene.text, name, free)
        if noun is not None and (noun.start < name.start or _stands_by(scene.text, name, noun)):
            used.add(noun.start)
        type_ = _type(name, noun)
        if type_ is not None or noun is not None or "needs_head" not in name.attributes or _joined_bare(scene, name):
            found.append(_named(scene, name, noun, type_))
    for noun in nouns:
        if noun.start not in used and noun.attributes["type"] != "pedicle":
            found.append(_unnamed(scene, noun, found))
    return tuple(sorted(found, key=lambda vessel: vessel.start))


def _is_within(noun: Mention, names: tuple[Mention, ...]) -> bool:
    return any(name.start <= noun.start and noun.end <= name.end for name in names)


def _parted(scene: Scene, noun: Mention) -> tuple[Mention, ...]:
    """The noun; an artery, and a vein, where the words go on with the vein alone ("to the facial artery and one vein to")."""
    parts = _BUNDLE_PARTS.match(noun.text)
    if parts is None or not _GOES_ON.match(scene.after(noun)):
        return (noun,)
    artery = replace(noun, end=noun.start + parts.end("artery"), text=parts["artery"], attributes={"type": "artery"})
    start = noun.start + parts.start("vein")
    return artery, replace(noun, start=start, text=noun.text[parts.start("vein") :], attributes={"type": "vein"})


def _joined_bare(scene: Scene, name: Mention) -> bool:
    """A name without its noun is a vessel's where it is joined: "peroneal to facial, end-to-end"."""
    return _receives(scene, name) or _JOINED_ONWARD.match(scene.after(name)) is not None


def _stands_by(text: str, name: Mention, noun: Mention) -> bool:
    return _NOUN_FOLLOWS.match(text[name.end : noun.start]) is not None


def _noun_of(text: str, name: Mention, following: tuple[Mention, ...], nouns: tuple[Mention, ...]) -> Mention | None:
    """The noun right after the name, or the plural one it shares with the next ("facial and lingual arteries")."""
    noun = next((noun for noun in nouns if noun.start >= name.end), None)
    if noun is None or _stands_by(text, name, noun):
        return noun
    return noun if following and _share_noun(text, name, following[0], noun) else None


def _share_noun(text: str, name: Mention, following: Mention, noun: Mention) -> bool:
    if following.end > noun.start or not noun.text.endswith("s"):
        return False
    return _SHARES_NOUN.match(text[name.end : following.start]) is not None and _stands_by(text, following, noun)


def _noun_before(text: str, name: Mention, nouns: tuple[Mention, ...]) -> Mention | None:
    """The noun of "a vena comitans of the anterior tibial", "artery: peroneal"."""
    before = (noun for noun in reversed(nouns) if noun.end <= name.start and noun.attributes["type"] != "pedicle")
    noun = next(before, None)
    return noun if noun is not None and _NOUN_PRECEDES.match(text[noun.end : name.start]) else None


def _type(name: Mention, noun: Mention | None) -> str | None:
    """What the noun says, else what the name means without one."""
    if noun is not None and noun.attributes["type"] != "pedicle":
        return noun.attributes["type"]
    declared = name.attributes.get("type")
    return _type_in(name.text) if declared == "in_phrase" else _type_of_acronym(name.text) or declared


def _type_of_acronym(words: str) -> str | None:
    """What the last letter of TCA and TCV says."""
    if _ACRONYM_ARTERY.match(words):
        return "artery"
    return "vein" if _ACRONYM_VEIN.match(words) else None


def _type_in(words: str) -> str | None:
    artery, vein = _SAYS_ARTERY.search(words), _SAYS_VEIN.search(words)
    if _SAYS_BOTH.search(words) or (artery and vein):
        return "both"
    if artery:
        return "artery"
    return "vein" if vein else None


def _receives(scene: Scene, mention: Mention) -> bool:
    """Whether another vessel is joined to the one named, rather than followed or cleared as far as it."""
    before = scene.before(mention, 70)
    return _JOINED_TO.search(before) is not None and _ARRIVED_AT.search(before) is None


def _named(scene: Scene, name: Mention, noun: Mention | None, type_: str | None) -> Vessel:
    first = noun if noun is not None and noun.start < name.start else name
    return Vessel(
        first.start,
        noun.end if noun is not None and 0 < noun.end - name.end < _NOUN_REACH else name.end,
        name.attributes.get("same_as", name.id),
        type_,
        tuple(name.attributes.get("feeds", "").split()),
        receives=_receives(scene, first),
        of_flap=_OF_FLAP.search(scene.before(first, 70)) is not None,
        minor=name.attributes.get("minor") == "yes",
        loose=False,
        comitans=noun is not None and noun.attributes.get("comitans") == "yes",
        soft=name.attributes.get("soft") == "yes",
        status=name.status,
    )


def _unnamed(scene: Scene, noun: Mention, named: list[Vessel]) -> Vessel:
    """A noun alone; a vein belongs to the artery it is named along with, a vena comitans else to one named before it."""
    receives = _receives(scene, noun)
    comitans = noun.attributes.get("comitans") == "yes"
    owner = beside = _along_with(scene.text, noun, named)
    if owner is None and comitans:
        owner = _owner(noun, named, receives=receives)
    return Vessel(
        noun.start,
        noun.end,
        owner.name if owner else None,
        noun.attributes["type"],
        owner.feeds if owner else (),
        receives=receives or (beside is not None and beside.receives),
        of_flap=owner.of_flap if owner else _is_of_flap(scene, noun),
        minor=False,
        loose=noun.id == "vessels",
        comitans=comitans,
        soft=owner.soft if owner else False,
        status=noun.status,
    )


def _is_of_flap(scene: Scene, noun: Mention) -> bool:
    return _OF_FLAP.search(scene.before(noun, 70)) is not None or _IN_FLAP.match(scene.after(noun)) is not None


def _owner(comitans: Mention, named: list[Vessel], *, receives: bool) -> Vessel | None:
    """The artery last named before a vena comitans: at the same end of the joining, where both ends are named."""
    before = [vessel for vessel in reversed(named) if vessel.start < comitans.start and "artery" in vessel.kinds]
    same_end = (vessel for vessel in before if vessel.receives == receives)
    return next(same_end, before[0] if before and receives else None)


def _along_with(text: str, vein: Mention, named: list[Vessel]) -> Vessel | None:
    """The artery of "the circumflex scapular artery (2 mm) and both of its veins"."""
    artery = next((vessel for vessel in reversed(named) if vessel.end <= vein.start), None)
    if artery is None or vein.attributes["type"] != "vein" or "artery" not in artery.kinds:
        return None
    if _OF_ANOTHER_PLACE.match(text[vein.end :]) or (artery.receives and _GOES_ON.match(text[vein.end :])):
        return None
    return artery if _AND_ITS_VEIN.match(text[artery.end : vein.start]) else None


def is_generic_place(scene: Scene, vessel: Vessel, sentence: Sentence) -> bool:
    """Whether a vessel without a name is named by its region alone ("a neck vein", "recipient vessels")."""
    before = scene.text[max(sentence.start, vessel.start - 30) : vessel.start]
    return _OF_REGION.search(before) is not None
