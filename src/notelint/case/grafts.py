"""Which bone grafts were done, with or without their own blood supply: the claims of a note weighed bone by bone."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from notelint.case.bone import NAME_STRENGTH
from notelint.case.donor import Donor
from notelint.case.donors import UNSPECIFIED, Claim
from notelint.case.linking import gives, linked
from notelint.case.outcome import was_done, was_meant
from notelint.case.scene import DONE
from notelint.case.vessel_donors import block_by_vessels, donor_by_vessels, is_followed, sites_by_vessels
from notelint.case.vessels import vessels_in
from notelint.discreet import discreet
from notelint.packs.vocabulary import phrase, words_of

if TYPE_CHECKING:
    import re
    from collections.abc import Iterable, Iterator, Mapping

    from notelint.case.events import Events
    from notelint.case.model import Site
    from notelint.case.scene import Scene
    from notelint.case.vessels import Vessel
    from notelint.reading.model import Sentence
    from notelint.report import Evidence

_OWN_PEDICLE = words_of("donor.own-pedicle")
_GROWING_END = "_physis"
"""Ends the site of a vessel that feeds a bone only where it grows."""
_NEAR = 3  # sentences between a bone and its pedicle
_SIDES = frozenset({"left", "right"})
_BONE_UNNAMED = phrase("graft.bone-unnamed")
_SKULL_OPENED = phrase("graft.skull-opened")
_SKULL_ENTERED = phrase("graft.skull-entered")
_LID_OF_BONE = phrase("graft.lid-of-bone")
_BONE_UNNAMED_IN_TITLE = phrase("graft.bone-unnamed-in-title")


@discreet()
@dataclass(frozen=True, slots=True)
class Donors:
    """The donors of a note.

    ``vascular`` were done with their blood supply, ``plain`` without, ``header_only`` stand in a title alone. ``left`` were meant
    to be flaps, but what the body says of them came to nothing. ``aside`` are the claims of what was not done, ``vague`` the
    words that claim a bone flap without its bone's name; ``known`` are the donor sites that the pack knows.
    """

    vascular: tuple[Donor, ...]
    plain: tuple[Donor, ...]
    aside: tuple[Claim, ...]
    header_only: tuple[Donor, ...]
    left: tuple[Donor, ...]
    vague: Evidence | None
    known: frozenset[str] = frozenset()


def find_donors(scene: Scene, events: Events, sites: Mapping[str, Site]) -> Donors:
    """Weigh every claim and say which bones were donors in this operation; ``sites`` are those that the pack knows."""
    claims = events.claims
    donors = _by_site(scene, events)
    aside = tuple(claim for claim in claims if not claim.done and claim.beside_graft)
    if not scene.document.reports_operation:
        return Donors((), (), aside, (), (), None)
    if _says_no_bone_taken(scene, donors):
        return Donors((), (), aside, tuple(donor for donor in donors if donor.claimed_in_title), (), None)
    revision = _is_revision(scene)
    anew = frozenset(title.index for title in scene.header if scene.idiom("revision.title", title) is None)
    taken = [donor for donor in donors if was_done(donor, revision=revision, anew=anew)]
    done = _of_family(_without_shadows(taken, sites), donors)
    lost = any(donor.losses for donor in donors if donor not in done) or _lost_unnamed(events)
    vague = None if revision or lost else _vague_claim(scene)
    vascular = _principal(_with_blood(done)) or _meant_by(scene, events, vague, _surely_taken(scene, events, done, sites))
    if not vascular and not done and vague is not None and events.joined:
        vascular = _named_beforehand(scene, donors, min(events.joined))
    if all(donor.site == UNSPECIFIED for donor in vascular) and not revision:
        given_up = frozenset(donor.site for donor in donors if donor.losses and donor not in done)
        named = donor_by_vessels(scene, events, given_up)
        if named is not None:
            named.claims += [claim for donor in vascular for claim in donor.claims]
            vascular = [named]
        elif not vascular and (generic := _generic_by_vessels(scene, events, done)):
            generic.joined = True
            vascular = [generic]
        elif not vascular and vague is None and not lost:
            vague = block_by_vessels(scene, events, given_up)
            done = [donor for donor in done if donor.site != UNSPECIFIED] if vague else done
    header_only = [donor for donor in donors if donor.claimed_in_title and donor not in vascular]
    plain = [donor for donor in done if donor.beside_graft and donor not in vascular and donor not in header_only]
    return Donors(
        vascular=tuple(sorted(vascular, key=_first_mention)),
        plain=tuple(plain),
        aside=aside,
        header_only=tuple(header_only),
        left=tuple(donor for donor in donors if donor not in done and donor.site != UNSPECIFIED and was_meant(donor)),
        vague=vague,
        known=frozenset(sites) - {UNSPECIFIED},
    )


def _lost_unnamed(events: Events) -> bool:
    """Whether a flap was given up whose bone no word names."""
    return any(event.graft is None and event.status == "abandoned" for event in events.of("transfer"))


def _says_no_bone_taken(scene: Scene, donors: Iterable[Donor]) -> bool:
    """Whether the note says that no bone was taken, and documents no harvest against it."""
    return any(scene.find("graft.no-bone-taken", scene.operative)) and not any(donor.harvested for donor in donors)


def _by_site(scene: Scene, events: Events) -> list[Donor]:
    donors = _with_claims(events)
    for event in events.of("transfer"):
        if event.claim is None and event.status == "abandoned":
            for donor in donors:
                if donor.site == event.graft:
                    donor.losses.append(event)
    for site, vessel, sentence in _pedicles(scene):
        for donor in donors:
            alone = not any(other.done() and other is not donor and other.site in vessel.feeds for other in donors)
            if donor.site == site and _feeds(scene, vessel, donor, sentence, alone=alone):
                donor.pedicle.append(scene.reading.evidence(vessel.start, vessel.end))
                donor.joined |= site in _OWN_PEDICLE and sentence.index in events.joined and vessel.feeds[:1] == (site,)
    return donors


def _with_claims(events: Events) -> list[Donor]:
    """Each bone with its claims.

    Where a title makes flaps of one bone on both sides, each side is a donor; a claim without a side goes to the side named last.
    """
    twins = _twins(events.claims)
    donors: dict[tuple[str, str | None], Donor] = {}
    last: dict[str, str] = {}
    for claim in events.claims:
        side = None
        if claim.site in twins:
            side = claim.side if claim.side in _SIDES else last.get(claim.site, twins[claim.site])
            last[claim.site] = side
        donors.setdefault((claim.site, side), Donor(claim.site, side)).claims.append(claim)
    return list(donors.values())


def _twins(claims: Iterable[Claim]) -> dict[str, str]:
    """The bones of which titles make a flap on either side, with the side that is named first."""
    sides: dict[str, dict[str, int]] = {}
    for claim in claims:
        if claim.in_header and claim.blood and claim.done and claim.side in _SIDES:
            sides.setdefault(claim.site, {}).setdefault(str(claim.side), claim.mention.sentence)
    return {
        site: min(by_side, key=lambda side: by_side[side]) for site, by_side in sides.items() if len(set(by_side.values())) > 1
    }


def _pedicles(scene: Scene) -> Iterator[tuple[str, Vessel, Sentence]]:
    """The sites fed by each pedicle that was dissected in the operation."""
    for sentence in scene.operative:
        for vessel in vessels_in(scene, sentence):
            is_pedicle = is_followed(sentence, vessel) and not vessel.minor
            for site in vessel.feeds if is_pedicle else ():
                if not site.endswith(_GROWING_END):
                    yield site, vessel, sentence
                elif any(scene.find("donor.growing-end", scene.operative)):
                    yield site.removesuffix(_GROWING_END), vessel, sentence


def _feeds(scene: Scene, vessel: Vessel, donor: Donor, sentence: Sentence, *, alone: bool) -> bool:
    """Whether the pedicle speaks for this bone: it feeds no other, or stands near the words that claim the bone.

    ``alone`` says that of the bones it can feed the note claims this one only.
    """
    if not donor.done():
        return False
    sentences = [scene.reading.sentences[claim.mention.sentence] for claim in donor.done(header=False)]
    near = any(abs(claimed.index - sentence.index) <= _NEAR for claimed in sentences)
    graft = (claim for claim in donor.done(header=True) if claim.beside_graft and claim.how != "source of the bone")
    titled = any(claim.strength >= NAME_STRENGTH and claim.blood is not False for claim in graft)
    beside = titled or any(claimed.section is sentence.section for claimed in sentences)
    return donor.site in _OWN_PEDICLE or len(vessel.feeds) == 1 or near or (alone and beside)


def _is_revision(scene: Scene) -> bool:
    """Whether the operation revises an earlier flap rather than making one, or making another in its place."""
    titles = (*scene.header, *scene.reading.sentences[:4])
    return any(scene.find("revision.title", titles)) and not any(scene.find("revision.new-flap", scene.header))


# -- which of them count ----------------------------------------------------------------------------------------------


def _without_shadows(done: list[Donor], sites: Mapping[str, Site]) -> list[Donor]:
    """Drop a vague donor where a specific one is known, and a bone that is cut to bring another (a great toe's metatarsal)."""
    specific = any(donor.blood for donor in done if donor.site != UNSPECIFIED)
    kept = [donor for donor in done if donor.site != UNSPECIFIED or not specific]
    cut = {sites[donor.site].cuts for donor in kept if donor.site in sites and _is_certain(donor)}
    return [donor for donor in kept if donor.site not in cut or _names_flap(donor)]


def _of_family(done: list[Donor], donors: Iterable[Donor]) -> list[Donor]:
    """Without the transfers that have codes of their own: another toe, or a toe's skin wrapped around a separate bone graft."""
    sites = {donor.site for donor in donors if donor.done() and donor.site != UNSPECIFIED}
    outside = {"always", "over_graft"} if len(sites) > 1 else {"always"}
    within = [donor for donor in done if not any(claim.mention.attributes.get("outside") in outside for claim in donor.done())]
    return within if len(within) == len(done) else [donor for donor in within if _stands_alone(donor)]


def _is_certain(donor: Donor) -> bool:
    return donor.weight >= NAME_STRENGTH or bool(donor.done(header=True))


def _names_flap(donor: Donor) -> bool:
    return any(claim.how == "graft's name" and claim.blood for claim in donor.done())


def _with_blood(done: list[Donor]) -> list[Donor]:
    """Those that the body describes, else those that a title names."""
    vascular = [donor for donor in done if donor.blood]
    return [donor for donor in vascular if donor.harvested or donor.pedicle] or vascular


def _principal(vascular: list[Donor]) -> list[Donor]:
    """One flap is the rule: another counts when it is a flap of its own."""
    if not vascular:
        return []
    best = max(vascular, key=lambda donor: donor.weight)
    return [donor for donor in vascular if donor is best or (_stands_alone(donor) and not _is_replaced(donor, best))]


def _is_replaced(donor: Donor, best: Donor) -> bool:
    """Whether a title names the bone, and the body takes another one instead: the body governs over the title."""
    return not donor.harvested and bool(best.harvested) and not best.done(header=True)


def _stands_alone(donor: Donor) -> bool:
    """The title or the body calls it a flap, or its vessels were joined; and the body documents its harvest and its pedicle."""
    if donor.claimed_in_title and (donor.harvested or donor.pedicle):
        return True
    return (donor.claimed or donor.joined) and bool(donor.harvested) and bool(donor.pedicle)


def _first_mention(donor: Donor) -> int:
    """Where the note first documents the flap: in a title, else at its harvest."""
    titles = [claim.mention.start for claim in donor.done(header=True)]
    harvests = [claim.mention.start for claim in donor.harvested]
    return min(titles or harvests or [claim.mention.start for claim in donor.done()])


def _generic_by_vessels(scene: Scene, events: Events, done: list[Donor]) -> Donor | None:
    """The donor in general terms ("hip bone") that could be the bone whose vessels were followed and joined."""
    fed = sites_by_vessels(scene, events)
    generic = (donor for donor in done if donor.site == UNSPECIFIED)
    return next((donor for donor in generic if any(fed & set(claim.could_be) for claim in donor.done())), None)


# -- a bone flap without its bone's name ------------------------------------------------------------------------------


def _vague_claim(scene: Scene) -> Evidence | None:
    skull = any(_SKULL_ENTERED.search(sentence.text) for sentence in scene.operative)
    for sentence in (*scene.header, *scene.operative):
        in_title = sentence.section.context == "header"
        if _SKULL_OPENED.search(sentence.text) or (skull and _LID_OF_BONE.search(sentence.text)):
            continue
        for pattern in (_BONE_UNNAMED, _BONE_UNNAMED_IN_TITLE) if in_title else (_BONE_UNNAMED,):
            match = next((match for match in pattern.finditer(sentence.text) if _is_done(scene, sentence, match)), None)
            if match is not None:
                return scene.matched(sentence, match)
    return None


def _surely_taken(scene: Scene, events: Events, done: list[Donor], sites: Mapping[str, Site]) -> list[Donor]:
    """The bones that were harvested and not called plain.

    One that is as often mended as taken needs more than a weak verb: its name as a graft, or a vessel of its own that was joined.
    """
    living = [donor for donor in done if donor.harvested and not any(claim.blood is False for claim in donor.done())]
    joined = {site for index in events.joined for site in gives(scene, scene.reading.sentences[index])} if living else set()
    return [
        donor
        for donor in living
        if donor.sure or donor.site in joined or donor.site not in sites or not sites[donor.site].often_host
    ]


def _meant_by(scene: Scene, events: Events, vague: Evidence | None, harvested: list[Donor]) -> list[Donor]:
    """The one bone that was harvested, where the note claims a flap of bone, or joins vessels, without naming its bone there."""
    if len(harvested) != 1:
        return []
    other = any(flap.attributes.get("bone") != harvested[0].site for flap in scene.reading.of_kind("other_flap"))
    other = other or any(claim.mention.attributes.get("outside") for claim in events.claims)
    joins = [scene.reading.sentences[index] for index in sorted(events.joined)]
    lives = harvested[0].site == UNSPECIFIED and any(scene.find("region.lives", scene.operative))
    joined = not other and bool(linked(scene, harvested[0].site, joins, has_pedicle=lives or bool(harvested[0].pedicle)))
    harvested[0].joined |= joined and lives
    return harvested if vague is not None or joined else []


def _named_beforehand(scene: Scene, donors: list[Donor], joined: int) -> list[Donor]:
    """The one flap of bone that was decided on, where the operation then speaks of "the flap" and never of its bone again.

    ``joined`` is the first sentence that joins vessels: what is documented behind it is thought of for later.
    """
    if scene.reading.of_kind("other_flap"):
        return []
    meant = [donor for donor in donors if any(_was_decided_on(claim, joined) for claim in donor.claims)]
    if len(meant) != 1:
        return []
    decided = tuple(claim for claim in meant[0].claims if claim.blood and not claim.done)
    return [replace(meant[0], claims=[claim for claim in meant[0].claims if claim.blood], carried_out=decided)]


def _was_decided_on(claim: Claim, joined: int) -> bool:
    """Called living bone where the reasons are given, as planned, and not in a plan for another day."""
    beforehand = claim.mention.sentence < joined and not claim.later
    return bool(claim.blood) and claim.mention.status in {"background", "planned"} and beforehand


def _is_done(scene: Scene, sentence: Sentence, match: re.Match[str]) -> bool:
    """Whether the words for a flap in the match are all documented as done."""
    start, end = sentence.start + match.start(), sentence.start + match.end()
    words = [mention for mention in scene.reading.mentions_in(sentence, "flap_word") if start <= mention.start < end]
    return bool(words) and all(mention.status in DONE for mention in words)
