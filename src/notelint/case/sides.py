"""Left or right: the side a word is given, the side of a graft's donor site, and the sides of the recipient beside it."""

from __future__ import annotations

from functools import lru_cache
from itertools import chain
from typing import TYPE_CHECKING, Literal, NamedTuple, cast

from notelint.case.donor_region import names_region, opposite
from notelint.case.recipient_side import recipient_sides
from notelint.case.relative_side import relative_side
from notelint.packs.vocabulary import language, phrase
from notelint.report import Element, Evidence

if TYPE_CHECKING:
    import re
    from collections.abc import Iterator

    from notelint.case.donor import Donor
    from notelint.case.donors import Claim
    from notelint.case.scene import Scene
    from notelint.case.subject import GraftSubject
    from notelint.reading.model import Mention, Sentence

Side = Literal["left", "right", "bilateral"]

_BEFORE = phrase("side.before")
_AFTER = phrase("side.after")
_BOTH_DONORS = phrase("side.both-donors")
_ABOUT_DONOR = phrase("side.about-donor")
_OF_DESTINATION = phrase("side.of-destination")
_OF_RECIPIENT = phrase("side.of-recipient")
_ATTENTION_TURNED = phrase("side.attention-turned")
_BEHIND_REGION = phrase("side.behind-region")
_CORRECTED = phrase("side.corrected")
_MISREPORTED = phrase("side.misreported")
_LIMB = phrase("side.limb")
_USED_WITH = phrase("side.other-noun")
_REACH = 60  # characters of the sentence around a mention in which its side is looked for
_NEAR_HARVEST = range(-6, 2)  # sentences before and after the one that describes the harvest


@lru_cache(maxsize=1)
def _words_for_sides() -> dict[str, str]:
    return {word: term.id for kind, term in language().terms if kind == "side" for word in term.phrases}


def _side_called(word: str) -> Side:
    return cast("Side", _words_for_sides()[word])


class NamedSide(NamedTuple):
    """A side and the words that give it; both are ``None`` where no side is given."""

    side: Side | None
    words: Evidence | None


_NO_SIDE = NamedSide(None, None)


def side_near(scene: Scene, mention: Mention) -> NamedSide:
    """The side a mention is given, by the nearest side word in its noun phrase, and the words from the one to the other."""
    before = scene.before(mention, _REACH)
    match = _BEFORE.search(before)
    start = mention.start - len(before) + match.start(1) if match is not None else 0
    if match is not None and not _names_place(scene, mention, start):
        return NamedSide(_side_called(match[1]), scene.reading.evidence(start, mention.end))
    match = _AFTER.match(scene.after(mention, _REACH))
    if match is not None and not _is_of_place(scene, mention, match):
        return NamedSide(_side_called(match[1]), scene.reading.evidence(mention.start, mention.end + match.end(1)))
    return _NO_SIDE


def _names_place(scene: Scene, mention: Mention, side: int) -> bool:
    """Whether another place or bone stands between the word for a side and a mention: the side is that one's."""
    between = scene.reading.mentions_in(scene.sentence_of(mention), "place", "bone")
    return any(
        side < other.start and other.end < mention.start and _USED_WITH.search(scene.text[other.end : mention.start])
        for other in between
    )


def _is_of_place(scene: Scene, mention: Mention, match: re.Match[str]) -> bool:
    """Whether the side behind a mention is that of a place which follows at once: "fibula, left tibia"."""
    at = mention.end + match.end(1) + 1
    places = (place for place in scene.reading.mentions_in(scene.sentence_of(mention), "place") if place.start == at)
    return any(_LIMB.fullmatch(place.text) is None for place in places)


def _named_by(scene: Scene, sentence: Sentence, match: re.Match[str]) -> NamedSide:
    """The side that the one group that took part in a match names."""
    return NamedSide(_side_called(next(group for group in match.groups() if group)), scene.matched(sentence, match))


# -- the donor's side -------------------------------------------------------------------------------------------------


def donor_side(scene: Scene, donor: Donor, zone: tuple[Sentence, ...], regions: frozenset[str]) -> NamedSide:
    """The side of the donor site: as an addendum corrects it, as its bone is called, else its part of the body (``regions``).

    The body of the report governs over its title.
    """
    return (
        side_corrected(scene, donor, regions)
        or _against_another(scene, donor, regions)
        or _side_of_bone(scene, donor)
        or _other_than_title(scene, donor, zone, regions)
        or _side_in_title(scene, donor)
        or _region_side(scene, donor, zone, regions)
        or _NO_SIDE
    )


def side_corrected(scene: Scene, donor: Donor, regions: frozenset[str]) -> NamedSide | None:
    """The last side that an addendum gives to the bone or its part of the body."""
    addenda = [sentence for sentence in scene.own if sentence.section.kind == "addendum"]
    if not any(_names_donor(scene, sentence, donor, regions) for sentence in addenda):
        return None
    speaking = (s for s in addenda if not _MISREPORTED.search(s.text) and not _names_elsewhere(scene, s, regions))
    corrections = [(sentence, match) for sentence in speaking for match in _CORRECTED.finditer(sentence.text)]
    return _named_by(scene, *corrections[-1]) if corrections else None


def _names_elsewhere(scene: Scene, sentence: Sentence, regions: frozenset[str]) -> bool:
    """Whether the sentence names another part of the body than the donor's."""
    return not (regions and names_region(sentence.text, regions)) and bool(scene.reading.mentions_in(sentence, "place"))


def _names_donor(scene: Scene, sentence: Sentence, donor: Donor, regions: frozenset[str]) -> bool:
    bones = scene.reading.mentions_in(sentence, "bone", "named_flap")
    return any(bone.attributes["site"] == donor.site for bone in bones) or (
        bool(regions) and names_region(sentence.text, regions)
    )


def _side_of_bone(scene: Scene, donor: Donor) -> NamedSide | None:
    sided = [claim for claim in donor.done() if claim.side]
    both = next((claim for claim in sided if claim.side == "bilateral"), None)
    body = [claim for claim in sided if not claim.in_header]
    harvested = [claim for claim in body if claim.takes_bone]
    if both is None and _both_taken(scene, harvested):
        return NamedSide("bilateral", None)
    first = both or next(chain(harvested, body), None)
    if first is None:
        return None
    named = side_near(scene, first.mention)
    return named if named.side else NamedSide(first.side, scene.evidence(first.mention))  # named before: "the latter"


def _against_another(scene: Scene, donor: Donor, regions: frozenset[str]) -> NamedSide | None:
    """The side named relative to another, where neither the title nor the harvest names the side of the bone."""
    if not regions or title_side(scene, donor, regions) or any(claim.side for claim in donor.harvested):
        return None
    relative = relative_side(scene, regions)
    return NamedSide(cast("Side", relative.side), relative.words) if relative is not None else None


def _side_in_title(scene: Scene, donor: Donor) -> NamedSide | None:
    """The side that a title gives the bone, or a flap named so generally that the bone is one it could be."""
    named = next((side_near(scene, claim.mention) for claim in donor.done(header=True) if claim.side), None)
    return named or _general_side_in_title(scene, donor)


def _general_side_in_title(scene: Scene, donor: Donor) -> NamedSide | None:
    """The one side that titles give to flaps which could be of the bone ("right DCIA flap" of an iliac crest)."""
    near_flaps = [
        side_near(scene, flap)
        for sentence in scene.header
        for flap in scene.reading.mentions_in(sentence, "named_flap")
        if donor.site in flap.attributes.get("could_be", "").split()
    ]
    sided = [named for named in near_flaps if named.side]
    return sided[0] if len({named.side for named in sided}) == 1 else None


def _other_than_title(scene: Scene, donor: Donor, zone: tuple[Sentence, ...], regions: frozenset[str]) -> NamedSide | None:
    """The one side that the operation gives to the donor's part of the body, where a title gives the other."""
    title = title_side(scene, donor, regions)
    if title is None or title.side is None or not regions:
        return None
    named = _only_side(scene, zone, regions) or _NO_SIDE
    return named if named.side == opposite(title.side) and not recipient_sides(scene, regions) else None


def title_side(scene: Scene, donor: Donor, regions: frozenset[str]) -> NamedSide | None:
    """The side that a title gives the bone or, behind "from", its part of the body."""
    named = _side_in_title(scene, donor)
    if named is not None or not regions:
        return named
    wording = phrase("side.of-source", region=regions)
    for sentence in scene.header:
        match = wording.search(sentence.text)
        if match is not None:
            return _named_by(scene, sentence, match)
    return None


def _both_taken(scene: Scene, harvested: list[Claim]) -> bool:
    return {claim.side for claim in harvested} == {"left", "right"} and _BOTH_DONORS.search(scene.text) is not None


def _region_side(scene: Scene, donor: Donor, zone: tuple[Sentence, ...], regions: frozenset[str]) -> NamedSide | None:
    """The side of the donor's part of the body, in the title or where the harvest is described."""
    if not regions:
        return None
    sided_region = phrase("side.of-region", region=regions)
    for sentence in _about_donor(scene, donor, zone):
        for match in sided_region.finditer(sentence.text):
            if not _is_recipients(sentence, match):
                return _named_by(scene, sentence, match)
    return _under_heading(scene, zone, regions) or _only_side(scene, zone, regions)


def _under_heading(scene: Scene, zone: tuple[Sentence, ...], regions: frozenset[str]) -> NamedSide | None:
    """The side with which a section begins whose heading names the donor's part of the body, or that stands in the heading."""
    for sentence in zone:
        start, end = sentence.section.heading_start, sentence.section.heading_end
        heading = scene.text[start:end]
        if not names_region(heading, regions):
            continue
        match = _BEHIND_REGION.match(sentence.text) if sentence.start - sentence.section.start < 3 else None
        if match is not None:
            return _named_by(scene, sentence, match)
        match = phrase("side.of-region", region=regions).search(heading)
        if match is not None:
            words = scene.reading.evidence(start + match.start(), start + match.end())
            return NamedSide(_side_called(next(group for group in match.groups() if group)), words)
    return None


def _only_side(scene: Scene, zone: tuple[Sentence, ...], regions: frozenset[str]) -> NamedSide | None:
    """The one side that the operation gives to the region anywhere, but for a part that is the recipient's too."""
    sided_region = phrase("side.of-region", region=regions)
    shared = set().union(*recipient_sides(scene, regions).values())
    named = [
        _named_by(scene, sentence, match)
        for sentence in zone
        for match in sided_region.finditer(sentence.text)
        if not _OF_RECIPIENT.search(sentence.text[: match.start()]) or _ATTENTION_TURNED.search(sentence.text[: match.start()])
    ]
    sides = {entry.side for entry in named}
    own = sides - shared
    return next((entry for entry in named if entry.side in own), None) if len(own) == 1 else None


def _about_donor(scene: Scene, donor: Donor, zone: tuple[Sentence, ...]) -> Iterator[Sentence]:
    """The titles, the sentences around the harvest, and those that speak of donor sites; some come twice."""
    near = {claim.mention.sentence + step for claim in donor.done(header=False) for step in _NEAR_HARVEST}
    yield from scene.header
    yield from (sentence for sentence in zone if sentence.index in near)
    yield from (sentence for sentence in zone if _ABOUT_DONOR.search(sentence.text))


def _is_recipients(sentence: Sentence, match: re.Match[str]) -> bool:
    """Whether what stands before makes a side the recipient's."""
    before = sentence.text[max(0, match.start() - 22) : match.start()]
    if sentence.section.context == "header" and _OF_DESTINATION.search(before):
        return True
    return _OF_RECIPIENT.search(before) is not None and not _ATTENTION_TURNED.search(sentence.text[: match.start()])


def laterality_element(of: GraftSubject) -> Element:
    """ANNOTATION's ``donor_laterality``, with the word that names the side."""
    scene, donor, side = of.scene, of.flap.donor, of.graft.side
    return Element("met", _words_for(scene, donor, side)) if side else Element("missing")


def _words_for(scene: Scene, donor: Donor, side: Side) -> tuple[Evidence, ...]:
    claimed = (scene.sentence_of(claim.mention) for claim in donor.done() if claim.side == side)
    first = next(claimed, None)
    found = scene.find(f"side.{side}", (*((first,) if first else ()), *scene.header, *scene.operative))
    return tuple(words for _, words in found)[:1]
