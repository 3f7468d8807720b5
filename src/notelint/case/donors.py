"""From which bone? Every mention of a bone that may be a donor, weighed: as a flap's name, as a harvest's object, as a source."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct
from msgspec.structs import replace

from notelint.case.bone import HARVEST_STRENGTH, NAME_STRENGTH, DonorWording, is_host, wording_of_bone, wording_of_flap
from notelint.case.coreference import taken_of_two, toe_meant
from notelint.case.joins import joining_statements
from notelint.case.region_donors import bones_of_regions
from notelint.case.scene import DONE
from notelint.case.sides import Side, side_near
from notelint.discreet import discreet
from notelint.packs.vocabulary import phrase

if TYPE_CHECKING:
    from collections.abc import Iterator

    from notelint.case.bone import How
    from notelint.case.scene import Scene
    from notelint.reading.model import Mention, Sentence

_WITH_BLOOD = phrase("donor.with-blood")
_NOT_VASCULAR = phrase("donor.not-vascular")
_FREE_GRAFT = phrase("donor.free-bone-graft")
_BLOOD_BESIDE_FREE = phrase("donor.blood-beside-free")
_FREE_APPOSITION = phrase("donor.free-apposition")
_PLAIN = phrase("donor.plain")
_WITH_SKIN = phrase("donor.with-skin")
_GRAFT_BESIDE = phrase("donor.graft-beside")
_GRAFT_ANYWHERE = phrase("donor.graft-anywhere")
_FLAP_ANYWHERE = phrase("donor.flap-anywhere")
_DISCARDED = phrase("donor.bone-discarded")
_SOON = 3  # sentences, with the one that cuts bone, within which it is thrown away
_BESIDE = 45  # characters on either side of a bone

UNSPECIFIED = "unspecified"
"""The site of a donor that is named only in general terms."""


@discreet()
class Claim(Struct, frozen=True):
    """One place where the note speaks of a bone as a donor.

    ``blood`` is True where the words make it vascularised, False where they make it a plain graft, None where they leave it open;
    ``skin`` is True where its name holds skin. ``strength`` orders how directly the words say so; ``beside_graft`` says that a
    word for a graft or a harvest stands beside the bone. ``in_operation`` marks the story of the operation, ``later`` a plan's or
    a consent's section, ``amends`` an addendum's.
    """

    mention: Mention
    site: str
    could_be: tuple[str, ...]
    ray: int | None
    side: Side | None
    how: How
    strength: int
    beside_graft: bool
    blood: bool | None
    skin: bool
    in_header: bool
    in_operation: bool
    later: bool
    amends: bool

    @property
    def done(self) -> bool:
        """Whether the words say that something was done, in the body or as the title's claim."""
        return self.mention.status in DONE

    @property
    def takes_bone(self) -> bool:
        """Whether the words say that the bone was taken, not merely what the graft is called."""
        return self.how in {"harvest", "source of the bone"}


def donor_claims(scene: Scene) -> tuple[Claim, ...]:
    """Every claim of the note about a donor bone, in order, whatever its status."""
    return tuple(_claims(scene))


def claim_of_source(scene: Scene, mention: Mention) -> Claim:
    """The claim that a bone gave the graft, where its vessels say so and no word around the bone does."""
    return _claim(scene, mention, DonorWording("source of the bone", NAME_STRENGTH, mention.text))


def _claims(scene: Scene) -> Iterator[Claim]:
    claims = []
    for sentence in scene.reading.sentences:
        for mention in named_bones(scene, sentence):
            wording = wording_of_flap(scene, mention) if mention.kind == "named_flap" else wording_of_bone(scene, mention)
            if wording is not None:
                claims.append(_claim(scene, mention, wording))
    for words, named in taken_of_two(scene):
        claim = _claim(scene, words, DonorWording("source of the bone", NAME_STRENGTH, words.text))
        claims.append(replace(claim, side=side_near(scene, named).side))
    claims += [
        _claim(scene, region, DonorWording("harvest", HARVEST_STRENGTH, words)) for region, words in bones_of_regions(scene)
    ]
    flaps = {claim.site for claim in claims if claim.blood}
    hosts = {(site, side) for site, side in _hosts(scene) if site not in flaps}
    if _FLAP_ANYWHERE.search(scene.text) is None:
        claims = [claim for claim in claims if not _left_the_body(scene, claim)]
    names_grafts = _GRAFT_ANYWHERE.search(scene.text) is not None or _joins_vessels(scene)
    grafts = {claim.site for claim in claims if claim.beside_graft}
    yield from (claim for claim in claims if (names_grafts or claim.site in grafts) and not _works_on_host(claim, hosts))


def _left_the_body(scene: Scene, claim: Claim) -> bool:
    """Whether bone that was cut out is thrown away or sent off in the same sentence or one of the next two."""
    at = claim.mention.sentence
    return any(_DISCARDED.search(sentence.text) for sentence in scene.reading.sentences[at : at + _SOON])


def _joins_vessels(scene: Scene) -> bool:
    """Whether the operation joins vessels, in whatever words."""
    return any(status == "performed" for _, _, status, _ in joining_statements(scene))


def _is_beside_graft(scene: Scene, mention: Mention) -> bool:
    """Whether the words around a bone speak of a graft or of a harvest: bone that is only cut or removed is no graft."""
    if mention.kind == "named_flap":
        return True
    return _GRAFT_BESIDE.search(scene.text[max(0, mention.start - _BESIDE) : mention.end + _BESIDE]) is not None


def _hosts(scene: Scene) -> set[tuple[str, Side | None]]:
    """The bones, with their sides, that titles and diagnoses name as the place of the defect."""
    diagnoses = (sentence for sentence in scene.own if sentence.section.kind == "diagnosis")
    return {
        (mention.attributes["site"], side_near(scene, mention).side)
        for sentence in (*scene.header, *diagnoses)
        for mention in named_bones(scene, sentence)
        if mention.kind == "bone" and is_host(scene, mention)
    }


def _works_on_host(claim: Claim, hosts: set[tuple[str, Side | None]]) -> bool:
    """Whether a bone is cut, removed or exposed in the body where the defect is: that takes it out, and takes no graft."""
    if claim.in_header or claim.strength >= HARVEST_STRENGTH or claim.how == "graft's name":
        return False
    sides = {side for site, side in hosts if site == claim.site}
    return bool(sides) and (claim.side is None or claim.side in sides or None in sides)


def named_bones(scene: Scene, sentence: Sentence) -> Iterator[Mention]:
    """The bones and flaps of bone that a sentence names, but those inside the name of a vessel or of another flap."""
    named = scene.reading.mentions_in(sentence, "bone", "named_flap")
    if not named:
        return
    longer = scene.reading.mentions_in(sentence, "vessel", "other_flap")
    flaps = scene.reading.mentions_in(sentence, "named_flap")
    for mention in named:
        if not _inside(mention, longer if mention.kind == "named_flap" else (*longer, *flaps)):
            yield _by_name(scene, mention)


def _by_name(scene: Scene, mention: Mention) -> Mention:
    """The mention, or "the toe" as the toe that it stands for."""
    if mention.attributes.get("toe") != "yes" or mention.attributes.get("generic") != "yes" or mention.text != "toe":
        return mention
    meant = toe_meant(scene)
    return mention if meant is None else replace(mention, attributes=meant.attributes)


def _inside(mention: Mention, others: tuple[Mention, ...]) -> bool:
    return any(other.start <= mention.start and mention.end <= other.end for other in others)


def _claim(scene: Scene, mention: Mention, wording: DonorWording) -> Claim:
    sentence = scene.sentence_of(mention)
    section = sentence.section
    ray = mention.attributes.get("ray")
    return Claim(
        mention=mention,
        site=mention.attributes["site"],
        could_be=tuple(mention.attributes.get("could_be", "").split()),
        ray=int(ray) if ray else None,
        side=side_near(scene, mention).side,
        how=wording.how,
        strength=wording.strength,
        beside_graft=_is_beside_graft(scene, mention),
        blood=_blood_in_title(sentence, wording) if section.context == "header" else _blood(wording),
        skin=mention.attributes.get("skin") == "yes" or _WITH_SKIN.search(wording.words) is not None,
        in_header=section.context == "header",
        in_operation=section.context == "performed",
        later=section.context in {"planned", "consent"},
        amends=section.kind == "addendum",
    )


def _blood_in_title(sentence: Sentence, wording: DonorWording) -> bool | None:
    """The same in a title, whose last words may say it of the whole: "transfer of a metatarsal, free, to the jaw"."""
    if _NOT_VASCULAR.search(sentence.text):
        return False
    blood = _blood(wording)
    return True if blood is None and _FREE_APPOSITION.search(sentence.text) else blood


def _blood(wording: DonorWording) -> bool | None:
    """Whether words make a graft vascularised (True), plain (False), or neither; a flap by its own name has blood supply.

    A "free bone graft" is neither: surgeons have long called the conventional graft so.
    """
    if _FREE_GRAFT.search(wording.words) and not _BLOOD_BESIDE_FREE.search(wording.words):
        return None
    if (wording.how == "named flap" or _WITH_BLOOD.search(wording.words)) and not _NOT_VASCULAR.search(wording.words):
        return True
    return False if _PLAIN.search(wording.words) else None
