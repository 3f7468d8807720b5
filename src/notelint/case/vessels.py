"""The vessels that a sentence names: which, and is each an artery or a vein.

A name ("superior thyroid") and a noun ("artery", "venae comitantes") make a vessel; either may be missing.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from notelint.packs.vocabulary import phrase

if TYPE_CHECKING:
    from notelint.case.scene import Scene
    from notelint.reading.model import Mention, MentionStatus, Sentence

_NOUN_FOLLOWS = phrase("vessel.noun-follows")
_SHARES_NOUN = phrase("vessel.shares-noun")
_OF_FLAP = phrase("vessel.of-flap")
_OF_REGION = phrase("vessel.of-region")
_JOINED_TO = phrase("vessel.joined-to")
_JOINED_ONWARD = phrase("vessel.joined-onward")
_SAYS_BOTH = phrase("vessel.says-both")
_SAYS_ARTERY = phrase("vessel.says-artery")
_SAYS_VEIN = phrase("vessel.says-vein")
_NOUN_REACH = 40  # characters from a name's end to its noun's, beyond which the vessel's words end with the name


@dataclass(frozen=True, slots=True)
class Vessel:
    """A vessel as a sentence names it: ``name`` is an id of the vocabulary, ``type`` artery, vein or both, where told."""

    start: int
    end: int
    name: str | None
    type: str | None
    feeds: tuple[str, ...]
    receives: bool
    of_flap: bool
    minor: bool
    status: MentionStatus

    @property
    def kinds(self) -> tuple[str, ...]:
        """``("artery",)``, ``("vein",)``, both or none."""
        if self.type == "both":
            return ("artery", "vein")
        return (self.type,) if self.type else ()


def vessels_in(scene: Scene, sentence: Sentence) -> tuple[Vessel, ...]:
    """The vessels of a sentence, in order."""
    names = scene.reading.mentions_in(sentence, "vessel")
    nouns = tuple(noun for noun in scene.reading.mentions_in(sentence, "vessel_head") if not _is_within(noun, names))
    used: set[int] = set()
    found: list[Vessel] = []
    for index, name in enumerate(names):
        noun = _noun_of(scene.text, name, names[index + 1 :], nouns)
        if noun is not None and _stands_by(scene.text, name, noun):
            used.add(noun.start)
        type_ = _type(name, noun)
        if type_ is not None or "needs_head" not in name.attributes or _joined_bare(scene, name):
            found.append(_named(scene, name, noun, type_))
    for noun in nouns:
        if noun.start not in used and noun.attributes["type"] != "pedicle":
            found.append(_unnamed(scene, noun, found))
    return tuple(sorted(found, key=lambda vessel: vessel.start))


def _is_within(noun: Mention, names: tuple[Mention, ...]) -> bool:
    return any(name.start <= noun.start and noun.end <= name.end for name in names)


def _joined_bare(scene: Scene, name: Mention) -> bool:
    """A name without its noun is a vessel's where it is joined: "peroneal to facial, end-to-end"."""
    return _JOINED_TO.search(scene.before(name)) is not None or _JOINED_ONWARD.match(scene.after(name)) is not None


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


def _type(name: Mention, noun: Mention | None) -> str | None:
    """What the noun says, else what the name means without one."""
    if noun is not None and noun.attributes["type"] != "pedicle":
        return noun.attributes["type"]
    declared = name.attributes.get("type")
    return _type_in(name.text) if declared == "in_phrase" else declared


def _type_in(words: str) -> str | None:
    artery, vein = _SAYS_ARTERY.search(words), _SAYS_VEIN.search(words)
    if _SAYS_BOTH.search(words) or (artery and vein):
        return "both"
    if artery:
        return "artery"
    return "vein" if vein else None


def _named(scene: Scene, name: Mention, noun: Mention | None, type_: str | None) -> Vessel:
    before = scene.before(name, 70)
    return Vessel(
        name.start,
        noun.end if noun is not None and noun.end - name.end < _NOUN_REACH else name.end,
        name.attributes.get("same_as", name.id),
        type_,
        tuple(name.attributes.get("feeds", "").split()),
        receives=_JOINED_TO.search(before) is not None,
        of_flap=_OF_FLAP.search(before) is not None,
        minor=name.attributes.get("minor") == "yes",
        status=name.status,
    )


def _unnamed(scene: Scene, noun: Mention, named: list[Vessel]) -> Vessel:
    """A noun alone. A vena comitans belongs to the artery named last before it."""
    owner = _owner(noun, named) if noun.attributes.get("comitans") == "yes" else None
    before = scene.before(noun, 70)
    return Vessel(
        noun.start,
        noun.end,
        owner.name if owner else None,
        noun.attributes["type"],
        owner.feeds if owner else (),
        receives=_JOINED_TO.search(before) is not None,
        of_flap=_OF_FLAP.search(before) is not None,
        minor=False,
        status=noun.status,
    )


def _owner(comitans: Mention, named: list[Vessel]) -> Vessel | None:
    return next((vessel for vessel in reversed(named) if vessel.start < comitans.start and "artery" in vessel.kinds), None)


def is_generic_place(scene: Scene, vessel: Vessel, sentence: Sentence) -> bool:
    """Whether a vessel without a name is told by its region alone ("a neck vein", "recipient vessels")."""
    before = scene.text[max(sentence.start, vessel.start - 30) : vessel.start]
    return _OF_REGION.search(before) is not None
