"""Whose number it is: each length of a note goes to the thing it measures: bone, skin, pedicle, vessel, defect, or none of these.

Every candidate in the sentence bids with its distance; a phrase that ties it to the figure ("19 cm of fibula", "the gap measured
4 cm", "a 7 x 5 cm island") bids best. Figures of screws, margins left behind and incisions find their own owners and fall away.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from notelint.packs.vocabulary import phrase, words_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from notelint.case.scene import Scene
    from notelint.reading.model import Measure, Mention, Sentence

_CALIBER_LIMIT_CM = 4.0
_CLOSE_WORDS = 3
_SKIN_OWNERS = {"paddle": "skin", "skin_graft": "skin_graft", "skin_plain": "skin", "perforator": "other"}
_FEW_WORDS = 5
_BRIEF = frozenset({"hardware", "incision", "muscle"})  # things whose figure stands close by
_NO_SITE = frozenset({None, "unspecified"})

# What a bid costs: nothing for a phrase that ties thing and figure, else by direction, by words and clauses between.
_FAR = 22.0
_UNTIED_BEFORE = 3.0
_TIED_AFTER = -0.6
_UNTIED_AFTER = 5.0
_LANDMARK = 8.0
_PER_WORD = 0.5
_PER_CLAUSE = 2.5


@dataclass(frozen=True, slots=True)
class Figure:
    """A length and what it measures: ``bone``, ``skin``, ``pedicle``, ``vessel``, ``defect``, ``soft_defect`` … or ``""``."""

    measure: Measure
    of: str
    sentence: Sentence

    @property
    def values(self) -> tuple[float, ...]:
        """In centimetres."""
        return self.measure.values


@dataclass(frozen=True, slots=True)
class _Bidder:
    of: str
    start: int
    end: int


def owned_lengths(scene: Scene, sentence: Sentence, site: str | None) -> list[Figure]:
    """The lengths of a sentence with their owners; ``site`` is the donor bone, whose name owns lengths of bone."""
    lengths = [measure for measure in scene.reading.measures_in(sentence) if measure.quantity == "length"]
    if not lengths:
        return []
    bidders = _bidders(scene, sentence, site)
    figures = [Figure(measure, _owner(scene.text, sentence, measure, bidders), sentence) for measure in lengths]
    return [_resolved(scene, figure, site) for figure in figures]


def _resolved(scene: Scene, figure: Figure, site: str | None) -> Figure:
    """With "it" the first thing of the sentence before; with "segment" the graft where its harvest is told, else the defect."""
    if figure.of == "it":
        figure = replace(figure, of=_first_named(scene, figure, site))
    if figure.of == "segment":
        return replace(figure, of="bone" if _tells_harvest(scene, figure.sentence, site) else "defect")
    return figure


def _first_named(scene: Scene, figure: Figure, site: str | None) -> str:
    """The first thing of the sentence before that the figure can belong to."""
    if figure.sentence.index == 0:
        return ""
    earlier = scene.reading.sentences[figure.sentence.index - 1]
    bidders = sorted(_bidders(scene, earlier, site), key=lambda bidder: bidder.start)
    fitting = (bidder.of for bidder in bidders if bidder.of not in _BRIEF and _plausible(bidder.of, figure.measure, 0))
    return next(fitting, "")


def _tells_harvest(scene: Scene, sentence: Sentence, site: str | None) -> bool:
    """Whether this sentence or the one before names the donor bone, a vessel that feeds it or a pedicle.

    A sentence of a few words ("No skin was taken.") is passed over.
    """
    earlier = reversed(scene.reading.sentences[max(0, sentence.index - 2) : sentence.index])
    told = next((near for near in earlier if len(near.text.split()) > _FEW_WORDS), None)
    around = (sentence, told) if told else (sentence,)
    return any(_of_donor(mention, site) for near in around for mention in scene.reading.mentions_in(near))


def _of_donor(mention: Mention, site: str | None) -> bool:
    if mention.kind == "bone":
        return mention.attributes["site"] == site
    if mention.kind == "vessel":
        return site in mention.attributes.get("feeds", "").split()
    return mention.kind == "vessel_head" and mention.attributes["type"] == "pedicle"


def _bidders(scene: Scene, sentence: Sentence, site: str | None) -> list[_Bidder]:
    """Everything in a sentence that a length can be of."""
    bidders = [
        *_objects(scene, sentence, site),
        *_bones(scene, sentence, site),
        *_of_kind(scene, sentence, "skin", lambda skin: _SKIN_OWNERS[skin.id]),
        *_vessels(scene, sentence),
        *_of_kind(scene, sentence, "vessel_head", _owner_of_head),
        *_of_kind(scene, sentence, "other_flap", lambda _: "other"),
    ]
    places = _of_kind(scene, sentence, "place", lambda _: "defect")
    return _longest([*bidders, *(place for place in places if not _taken(place.start, bidders))])


def _of_kind(scene: Scene, sentence: Sentence, kind: str, owner: Callable[[Mention], str]) -> list[_Bidder]:
    return [_Bidder(owner(mention), mention.start, mention.end) for mention in scene.reading.mentions_in(sentence, kind)]


def _objects(scene: Scene, sentence: Sentence, site: str | None) -> list[_Bidder]:
    objects = scene.reading.mentions_in(sentence, "object")
    donors = {bone.end for bone in scene.reading.mentions_in(sentence, "bone") if _is_donor(bone, site)}
    return [
        _Bidder(_owner_of_object(thing, donors), thing.start, thing.end)
        for thing in objects
        if not scene.before(thing, 4).endswith(" in ")
    ]


def _bones(scene: Scene, sentence: Sentence, site: str | None) -> list[_Bidder]:
    """Bones that are not part of a vessel's name: the donor's is the graft, another the recipient's."""
    vessels = scene.reading.mentions_in(sentence, "vessel")
    bones = [
        bone
        for bone in scene.reading.mentions_in(sentence, "bone")
        if not any(vessel.start <= bone.start < vessel.end for vessel in vessels)
    ]
    return [_Bidder("bone" if _is_donor(bone, site) else "defect", bone.start, bone.end) for bone in bones]


def _is_donor(bone: Mention, site: str | None) -> bool:
    return bone.attributes["site"] == site or site in _NO_SITE or bone.attributes.get("generic") == "yes"


def _vessels(scene: Scene, sentence: Sentence) -> list[_Bidder]:
    vessels = scene.reading.mentions_in(sentence, "vessel")
    adjectives = words_of("figures.also-an-adjective")
    return [_Bidder("vessel", vessel.start, vessel.end) for vessel in vessels if vessel.text not in adjectives]


def _owner_of_object(thing: Mention, donor_ends: set[int]) -> str:
    """What a thing's figure is of; a shaft is the graft's right behind the donor's name, else the recipient's."""
    if thing.attributes["of"] == "shaft":
        return "bone" if thing.start - 1 in donor_ends else "defect"
    return thing.attributes["of"]


def _owner_of_head(head: Mention) -> str:
    return "pedicle" if head.attributes["type"] == "pedicle" else "vessel"


def _taken(start: int, bidders: list[_Bidder]) -> bool:
    return any(bidder.start <= start < bidder.end for bidder in bidders)


def _longest(bidders: list[_Bidder]) -> list[_Bidder]:
    """A longer name hides the shorter one inside it ("skin graft" hides "graft")."""
    return [bidder for bidder in bidders if not any(_hides(other, bidder) for other in bidders)]


def _hides(longer: _Bidder, shorter: _Bidder) -> bool:
    inside = longer.start <= shorter.start and shorter.end <= longer.end
    return inside and longer.end - longer.start > shorter.end - shorter.start


def _owner(text: str, sentence: Sentence, measure: Measure, bidders: list[_Bidder]) -> str:
    """The thing that bids best for a figure, ``it``, ``left_behind`` or nothing."""
    before = text[sentence.start : measure.start]
    if _left_behind(before, text[measure.end : sentence.end]):
        return "left_behind"
    if phrase("figures.pronoun-before").search(before):
        return "it"
    if phrase("figures.of-it").match(text[measure.end : sentence.end]) and any(bidder.of == "bone" for bidder in bidders):
        return "bone"
    bids = [(_cost(text, sentence, measure, bidder), bidder.of) for bidder in bidders if _may_bid(text, measure, bidder)]
    cost, of = min(bids, key=lambda bid: bid[0], default=(_FAR, ""))
    return of if cost < _FAR else ""


def _left_behind(before: str, after: str) -> bool:
    """Bone that stays, or a distance from a landmark: "6 cm above the ankle", "leaving 7 cm"."""
    if phrase("figures.position-after").search(after):
        return True
    return phrase("figures.left-before").search(before) is not None and not phrase("figures.gap-after").search(after)


def _may_bid(text: str, measure: Measure, bidder: _Bidder) -> bool:
    between = text[bidder.end : measure.start] if bidder.end <= measure.start else text[measure.end : bidder.start]
    words = len(between.split()) if bidder.end <= measure.start or bidder.of == "muscle" else 0
    return _plausible(bidder.of, measure, words)


def _plausible(of: str, measure: Measure, words_between: int) -> bool:
    single = len(measure.values) == 1
    if of in _BRIEF:
        return words_between <= _CLOSE_WORDS
    if of == "vessel":
        return single and max(measure.values) <= _CALIBER_LIMIT_CM and measure.unit == "mm"
    if of == "coupler":
        return single and measure.unit == "mm"
    return single or of != "pedicle"


def _cost(text: str, sentence: Sentence, measure: Measure, bidder: _Bidder) -> float:
    if bidder.end <= measure.start:
        landmark = phrase("figures.landmark-before").search(text[sentence.start : bidder.start])
        gap = text[bidder.end : measure.start]
        return _distance(gap, "figures.tied-before", 0.0, _UNTIED_BEFORE) + (_LANDMARK if landmark else 0.0)
    if bidder.start >= measure.end:
        return _distance(text[measure.end : bidder.start], "figures.tied-after", _TIED_AFTER, _UNTIED_AFTER)
    return _FAR


def _distance(gap: str, tie: str, tied: float, untied: float) -> float:
    """What lies between a thing and its figure: nothing but words that tie them (``tied``), or other words and clauses too."""
    words = _PER_WORD * len(gap.split())
    if phrase(tie).search(gap):
        return tied + words
    return untied + words + _PER_CLAUSE * len(phrase("figures.clause-break").findall(gap))
