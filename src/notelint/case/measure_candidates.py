"""Everything in a sentence that a length can be of: bone, skin, vessels, defects, and the things whose figures must fall away."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

from notelint.packs.anatomy import anatomy
from notelint.packs.vocabulary import phrase, words_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from notelint.case.scene import Scene
    from notelint.reading.model import Mention, Sentence

_SKIN_OWNERS = {"paddle": "skin", "skin_graft": "skin_graft", "skin_plain": "skin", "perforator": "perforator"}
_NO_SITE = frozenset({None, "unspecified"})
_PLACE = 3.0  # a place is rarely what is measured


class Candidate(Struct, frozen=True):
    """A thing that a figure can be of; ``handicap`` is added to its cost where nothing ties it to the figure."""

    of: str
    start: int
    end: int
    handicap: float = 0.0


def of_donor(mention: Mention, site: str | None) -> bool:
    """Whether a mention names the donor bone, a vessel that feeds it or a pedicle."""
    if mention.kind == "bone":
        return mention.attributes["site"] == site
    if mention.kind == "vessel":
        feeds = mention.attributes.get("feeds", "").split()
        return bool(feeds) if site in _NO_SITE else site in feeds
    return mention.kind == "vessel_head" and mention.attributes["type"] == "pedicle"


def find_candidates(scene: Scene, sentence: Sentence, site: str | None) -> list[Candidate]:
    """Everything in a sentence that a length can be of."""
    candidates = [
        *_objects(scene, sentence, site),
        *_bones(scene, sentence, site),
        *_skin(scene, sentence),
        *_vessels(scene, sentence, site),
        *_of_kind(scene, sentence, "other_flap", lambda _: "other"),
    ]
    places = [
        Candidate("defect", place.start, place.end, _PLACE)
        for place in scene.reading.mentions_in(sentence, "place")
        if not _is_donors(scene, place, site)
    ]
    return _longest([*candidates, *(place for place in places if not _taken(place.start, candidates))])


def _is_donors(scene: Scene, place: Mention, site: str | None) -> bool:
    """Whether a place is only where the donor bone or its skin comes from ("skin of the first web")."""
    bones = scene.reading.mentions_in(scene.sentence_of(place), "bone")
    if any(_is_donor(bone, site) and bone.start < place.end and place.start < bone.end for bone in bones):
        return True
    if place.attributes.get("region") != "head_neck" and phrase("figures.skin-of-before").search(scene.before(place)):
        return True
    around = place.text in anatomy().around_donor.get(site or "", frozenset())
    return around and not phrase("defect.led-to-before").search(scene.before(place, 30))


def _of_kind(scene: Scene, sentence: Sentence, kind: str, owner: Callable[[Mention], str]) -> list[Candidate]:
    return [Candidate(owner(mention), mention.start, mention.end) for mention in scene.reading.mentions_in(sentence, kind)]


def _skin(scene: Scene, sentence: Sentence) -> list[Candidate]:
    """Skin of every kind, but for skin that was not taken ("harvested without skin")."""
    return [
        Candidate(_SKIN_OWNERS[skin.id], skin.start, skin.end)
        for skin in scene.reading.mentions_in(sentence, "skin")
        if not scene.before(skin, 8).endswith((" without ", " no ", "out any "))
    ]


def _objects(scene: Scene, sentence: Sentence, site: str | None) -> list[Candidate]:
    objects = scene.reading.mentions_in(sentence, "object")
    fed = {vessel.start for vessel in scene.reading.mentions_in(sentence, "vessel") if of_donor(vessel, site)}
    donors = [bone for bone in scene.reading.mentions_in(sentence, "bone") if _is_donor(bone, site)]
    others = any(not _is_donor(bone, site) for bone in scene.reading.mentions_in(sentence, "bone")) or any(
        not _is_donors(scene, place, site) for place in scene.reading.mentions_in(sentence, "place")
    )
    return [
        Candidate(_owner_of_object(thing, donors, others=others), thing.start, thing.end)
        for thing in objects
        if not scene.before(thing, 4).endswith(" in ")
        and not (thing.text == "length" and scene.before(thing, 6) == "whose ")
        and thing.start not in fed
    ]


def _bones(scene: Scene, sentence: Sentence, site: str | None) -> list[Candidate]:
    """Bones that are not part of a vessel's name: the donor's is the graft, another the recipient's."""
    vessels = scene.reading.mentions_in(sentence, "vessel")
    bones = [
        bone
        for bone in scene.reading.mentions_in(sentence, "bone")
        if not any(vessel.start <= bone.start < vessel.end for vessel in vessels)
    ]
    return [Candidate("bone" if _is_donor(bone, site) else "defect", bone.start, bone.end) for bone in bones]


def _is_donor(bone: Mention, site: str | None) -> bool:
    return bone.attributes["site"] == site or site in _NO_SITE or bone.attributes.get("generic") == "yes"


def _vessels(scene: Scene, sentence: Sentence, site: str | None) -> list[Candidate]:
    """Vessels by name and the nouns for them; a noun alone is of the vessel named before it, else of the graft."""
    adjectives = words_of("figures.also-an-adjective")
    heads = scene.reading.mentions_in(sentence, "vessel_head")
    nouns = {head.start - 1 for head in heads}
    mentions = scene.reading.mentions_in(sentence, "vessel")
    named = [vessel for vessel in mentions if vessel.text not in adjectives or vessel.end in nouns]
    elsewhere = not any(of_donor(mention, site) for mention in scene.reading.mentions_in(sentence))
    candidates = [Candidate(_owner_of_vessel(vessel, site, elsewhere=elsewhere), vessel.start, vessel.end) for vessel in named]
    for head in heads:
        before = [candidate.of for candidate in candidates if candidate.start < head.start]
        candidates.append(Candidate(_owner_of_head(scene, sentence, head, before), head.start, head.end))
    return candidates


def _owner_of_vessel(vessel: Mention, site: str | None, *, elsewhere: bool) -> str:
    """The graft's own vessel, or where the sentence says nothing of the graft, the recipient's."""
    feeds = vessel.attributes.get("feeds", "").split()
    if site in feeds or (feeds and site in _NO_SITE):
        return "own_vessel"
    return "recipient" if elsewhere and site not in _NO_SITE else "vessel"


def _owner_of_head(scene: Scene, sentence: Sentence, head: Mention, before: list[str]) -> str:
    if head.attributes["type"] == "pedicle":
        return "pedicle"
    if phrase("figures.recipient-before").search(scene.text[sentence.start : head.start]):
        return "recipient"
    return before[-1] if before else "vessel"


def _owner_of_object(thing: Mention, donors: list[Mention], *, others: bool) -> str:
    """What a thing's figure is of: "segment of radius" is the graft where the radius is the donor.

    A shaft is the graft's behind the donor's name, the recipient's where there are ``others``.
    """
    of = thing.attributes["of"]
    if of == "defect" and any(thing.start < bone.start and bone.end <= thing.end for bone in donors):
        return "bone"
    if of != "shaft":
        return of
    if any(thing.start - 1 == bone.end for bone in donors):
        return "bone"
    return "defect" if others else "segment"


def _taken(start: int, candidates: list[Candidate]) -> bool:
    return any(candidate.start <= start < candidate.end for candidate in candidates)


def _longest(candidates: list[Candidate]) -> list[Candidate]:
    """A longer name hides the shorter one inside it ("skin graft" hides "graft")."""
    return [candidate for candidate in candidates if not any(_hides(other, candidate) for other in candidates)]


def _hides(longer: Candidate, shorter: Candidate) -> bool:
    inside = longer.start <= shorter.start and shorter.end <= longer.end
    return inside and longer.end - longer.start > shorter.end - shorter.start
