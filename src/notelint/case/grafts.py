"""Which bone grafts were done, with or without their own blood supply: the claims of a note weighed bone by bone."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from notelint.case.bone import HARVEST_STRENGTH, NAME_STRENGTH
from notelint.case.donors import UNSPECIFIED, Claim
from notelint.case.scene import DONE
from notelint.case.vessels import vessels_in
from notelint.packs.vocabulary import phrase, words_of

if TYPE_CHECKING:
    import re
    from collections.abc import Iterable, Iterator

    from notelint.case.events import Event, Events
    from notelint.case.scene import Scene
    from notelint.case.vessels import Vessel
    from notelint.reading.model import Sentence
    from notelint.report import Evidence

_OWN_PEDICLE = words_of("donor.own-pedicle")
_TOLD_OF = frozenset({"performed", "abandoned"})
_HEAD = 160  # characters of a note in which its title stands
_BONE_UNNAMED = phrase("graft.bone-unnamed")
_BONE_UNNAMED_IN_TITLE = phrase("graft.bone-unnamed-in-title")


@dataclass(slots=True)
class Donor:
    """Everything the note claims of one bone as a donor.

    ``losses`` are the events in which its flap was given up; ``joined`` says that its own vessels were joined.
    """

    site: str
    claims: list[Claim] = field(default_factory=list)
    losses: list[Event] = field(default_factory=list)
    joined: bool = False
    pedicle: list[Evidence] = field(default_factory=list)

    def done(self, *, header: bool | None = None) -> list[Claim]:
        """The claims of something done; ``header`` picks those of the title or of the body."""
        return [claim for claim in self.claims if claim.done and (header is None or claim.in_header == header)]

    @property
    def harvested(self) -> list[Claim]:
        """Claims of the body that the bone was taken."""
        return [claim for claim in self.done(header=False) if claim.takes_bone]

    @property
    def claimed(self) -> bool:
        """Whether the note's own words call it vascularised, free or a flap."""
        return any(claim.blood for claim in self.done())

    @property
    def claimed_in_title(self) -> bool:
        """Whether a title calls it so."""
        return any(claim.blood for claim in self.done(header=True))

    @property
    def blood(self) -> bool:
        """Whether the bone came with its blood supply, by any words or by its pedicle."""
        called_plain = any(claim.blood is False for claim in self.done())
        return self.claimed or (bool(self.pedicle) and (not called_plain or bool(self.harvested)))

    @property
    def weight(self) -> int:
        """How directly the body says it was done."""
        return sum(claim.strength for claim in self.done(header=False)) + 2 * bool(self.pedicle)


@dataclass(frozen=True, slots=True)
class Donors:
    """The donors of a note.

    ``vascular`` were done with their blood supply, ``plain`` without, ``header_only`` stand in a title alone. ``left`` were meant
    to be flaps, but what the body tells of them came to nothing. ``aside`` are the claims of what was not done, ``vague`` the
    words that claim a bone flap without its bone's name.
    """

    vascular: tuple[Donor, ...]
    plain: tuple[Donor, ...]
    aside: tuple[Claim, ...]
    header_only: tuple[Donor, ...]
    left: tuple[Donor, ...]
    vague: Evidence | None


def find_donors(scene: Scene, events: Events) -> Donors:
    """Weigh every claim and say which bones were donors in this operation."""
    claims = events.claims
    donors = _by_site(scene, events)
    if not _reports_operation(scene) or _says_no_bone_taken(scene, donors):
        return Donors((), (), claims, (), (), None)
    revision = _is_revision(scene)
    done = _of_family(_without_shadows([donor for donor in donors if _was_done(donor, revision=revision)]), donors)
    vague = None if revision else _vague_claim(scene)
    vascular = _principal(_with_blood(done)) or _meant_by(scene, events, vague, done)
    if not vascular and not done and vague is not None and events.joined:
        vascular = _named_beforehand(scene, donors, min(events.joined))
    header_only = [donor for donor in donors if donor.claimed_in_title and donor not in vascular]
    plain = [donor for donor in done if donor not in vascular and donor not in header_only]
    return Donors(
        vascular=tuple(sorted(vascular, key=_first_told)),
        plain=tuple(plain),
        aside=tuple(claim for claim in claims if not claim.done),
        header_only=tuple(header_only),
        left=tuple(donor for donor in donors if donor not in done and _was_meant(donor)),
        vague=vague,
    )


def _says_no_bone_taken(scene: Scene, donors: Iterable[Donor]) -> bool:
    """Whether the operation is told to have taken no bone, and no harvest is told against it."""
    return any(scene.find("graft.no-bone-taken", scene.operative)) and not any(donor.harvested for donor in donors)


def _by_site(scene: Scene, events: Events) -> list[Donor]:
    sites: dict[str, Donor] = {}
    for claim in events.claims:
        sites.setdefault(claim.site, Donor(claim.site)).claims.append(claim)
    for event in events.of("transfer"):
        if event.claim is None and event.status == "abandoned" and event.graft in sites:
            sites[event.graft].losses.append(event)
    for site, vessel, sentence in _pedicles(scene):
        donor = sites.get(site)
        if donor is not None and _feeds(vessel, donor, sentence):
            donor.pedicle.append(scene.reading.evidence(vessel.start, vessel.end))
            donor.joined |= site in _OWN_PEDICLE and sentence.index in events.joined and vessel.feeds[:1] == (site,)
    return list(sites.values())


def _pedicles(scene: Scene) -> Iterator[tuple[str, Vessel, Sentence]]:
    """The sites fed by each pedicle that was dissected in the operation."""
    for sentence in scene.operative:
        for vessel in vessels_in(scene, sentence):
            is_pedicle = vessel.status == "performed" and not vessel.receives and not vessel.minor and vessel.type != "vein"
            for site in vessel.feeds if is_pedicle else ():
                yield site, vessel, sentence


def _feeds(vessel: Vessel, donor: Donor, sentence: Sentence) -> bool:
    """Whether the pedicle speaks for this bone: it feeds no other, or stands near the words that claim the bone."""
    if not donor.done():
        return False
    near = any(abs(claim.mention.sentence - sentence.index) <= 3 for claim in donor.done(header=False))
    return donor.site in _OWN_PEDICLE or len(vessel.feeds) == 1 or near


def _reports_operation(scene: Scene) -> bool:
    """Whether the note reports an operation, and is not a clinic note or an anaesthesia record by its first lines."""
    head = scene.text[:_HEAD]
    return phrase("note.of-another-kind").search(head) is None or phrase("note.of-operation").search(head) is not None


def _is_revision(scene: Scene) -> bool:
    """Whether the operation revises an earlier flap rather than making one."""
    return any(scene.find("revision.title", (*scene.header, *scene.reading.sentences[:4])))


# -- was it done ------------------------------------------------------------------------------------------------------


def _was_done(donor: Donor, *, revision: bool) -> bool:
    if _was_abandoned(donor) or (revision and _was_there_before(donor)):
        return False
    if donor.harvested:
        return True
    if revision or _refused(donor):
        return False
    return _named_in_title(donor) or _named_in_body(donor)


def _was_abandoned(donor: Donor) -> bool:
    """Given up, and not harvested for sure afterwards."""
    abandoned = (claim for claim in donor.claims if claim.mention.status == "abandoned")
    given_up = [_place(claim) for claim in abandoned if claim.strength >= NAME_STRENGTH]
    given_up += [(event.sentence.index, event.sentence.end) for event in donor.losses]
    harvests = [_place(claim) for claim in donor.harvested if claim.strength >= HARVEST_STRENGTH]
    return bool(given_up) and max(harvests, default=(-1, -1)) <= max(given_up)


def _was_meant(donor: Donor) -> bool:
    """Meant or begun as a flap, and told of in the body."""
    meant = donor.losses or any(claim.blood or claim.mention.status == "abandoned" for claim in donor.claims)
    return bool(meant) and any(not claim.in_header and claim.mention.status in _TOLD_OF for claim in donor.claims)


def _place(claim: Claim) -> tuple[int, int]:
    """The sentence of a claim, and its place."""
    return claim.mention.sentence, claim.mention.start


def _was_there_before(donor: Donor) -> bool:
    """In a revision: the flap is the patient's already, or nothing but the title claims it."""
    history = any(claim.mention.status in {"historical", "background", "quoted"} for claim in donor.claims)
    return history or not (donor.harvested and donor.pedicle)


def _refused(donor: Donor) -> bool:
    """The body says that this bone was not taken."""
    return any(claim.mention.status == "negated" and claim.how == "harvest" and not claim.in_header for claim in donor.claims)


def _named_in_title(donor: Donor) -> bool:
    return any(claim.strength >= NAME_STRENGTH for claim in donor.done(header=True))


def _named_in_body(donor: Donor) -> bool:
    """Named more than once, or beside its pedicle; in general terms ("pelvic bone flap") once is enough."""
    named = [claim for claim in donor.done(header=False) if claim.strength >= NAME_STRENGTH]
    if donor.site == UNSPECIFIED:
        return any(claim.blood for claim in named)
    return bool(named) and (bool(donor.pedicle) or len(named) > 1)


# -- which of them count ----------------------------------------------------------------------------------------------


def _without_shadows(done: list[Donor]) -> list[Donor]:
    """Drop a vague donor where a specific one is known, and the metatarsal cut to bring a great toe."""
    specific = any(donor.blood for donor in done if donor.site != UNSPECIFIED)
    kept = [donor for donor in done if donor.site != UNSPECIFIED or not specific]
    if any(donor.site == "great_toe" and _is_certain(donor) for donor in kept):
        kept = [donor for donor in kept if donor.site != "metatarsal" or _names_flap(donor)]
    return kept


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
    """Those that the body tells of, else those that a title names."""
    vascular = [donor for donor in done if donor.blood]
    return [donor for donor in vascular if donor.harvested or donor.pedicle] or vascular


def _principal(vascular: list[Donor]) -> list[Donor]:
    """One flap is the rule: another counts when it is a flap of its own."""
    if not vascular:
        return []
    best = max(vascular, key=lambda donor: donor.weight)
    return [donor for donor in vascular if donor is best or _stands_alone(donor)]


def _stands_alone(donor: Donor) -> bool:
    """The title or the body calls it a flap, or its vessels were joined; and the body tells of its harvest and its pedicle."""
    if donor.claimed_in_title and (donor.harvested or donor.pedicle):
        return True
    return (donor.claimed or donor.joined) and bool(donor.harvested) and bool(donor.pedicle)


def _first_told(donor: Donor) -> int:
    """Where the note first tells of the flap: in a title, else at its harvest."""
    titles = [claim.mention.start for claim in donor.done(header=True)]
    harvests = [claim.mention.start for claim in donor.harvested]
    return min(titles or harvests or [claim.mention.start for claim in donor.done()])


# -- a bone flap without its bone's name ------------------------------------------------------------------------------


def _vague_claim(scene: Scene) -> Evidence | None:
    for sentence in (*scene.header, *scene.operative):
        in_title = sentence.section.context == "header"
        for pattern in (_BONE_UNNAMED, _BONE_UNNAMED_IN_TITLE) if in_title else (_BONE_UNNAMED,):
            match = next((match for match in pattern.finditer(sentence.text) if _is_done(scene, sentence, match)), None)
            if match is not None:
                return scene.matched(sentence, match)
    return None


def _meant_by(scene: Scene, events: Events, vague: Evidence | None, done: list[Donor]) -> list[Donor]:
    """The one bone that was harvested, where the note claims a flap of bone, or joins vessels, without naming its bone there."""
    harvested = [donor for donor in done if donor.harvested and not any(claim.blood is False for claim in donor.done())]
    if len(harvested) != 1:
        return []
    joined = not scene.reading.of_kind("other_flap") and bool(events.joined)
    return harvested if vague is not None or joined else []


def _named_beforehand(scene: Scene, donors: list[Donor], joined: int) -> list[Donor]:
    """The one flap of bone that was decided on, where the operation then speaks of "the flap" and never of its bone again.

    ``joined`` is the first sentence that joins vessels: what is told behind it is thought of for later.
    """
    if scene.reading.of_kind("other_flap"):
        return []
    meant = [donor for donor in donors if any(_was_decided_on(claim, joined) for claim in donor.claims)]
    if len(meant) != 1:
        return []
    claims = [replace(claim, mention=replace(claim.mention, status="performed")) for claim in meant[0].claims]
    return [replace(meant[0], claims=[claim for claim in claims if claim.blood])]


def _was_decided_on(claim: Claim, joined: int) -> bool:
    """Called living bone where the reasons are told, as planned, and not in a plan for another day."""
    told_before = claim.mention.sentence < joined and not claim.later
    return bool(claim.blood) and claim.mention.status in {"background", "planned"} and told_before


def _is_done(scene: Scene, sentence: Sentence, match: re.Match[str]) -> bool:
    """Whether the words for a flap in the match are all told as done."""
    start, end = sentence.start + match.start(), sentence.start + match.end()
    words = [mention for mention in scene.reading.mentions_in(sentence, "flap_word") if start <= mention.start < end]
    return bool(words) and all(mention.status in DONE for mention in words)
