"""What became of a bone that the note speaks of as a donor: taken, refused, given up, or there from an earlier operation."""

from __future__ import annotations

from typing import TYPE_CHECKING

from notelint.case.bone import HARVEST_STRENGTH, NAME_STRENGTH
from notelint.case.donors import UNSPECIFIED

if TYPE_CHECKING:
    from notelint.case.donor import Donor
    from notelint.case.donors import Claim

_BEGUN = frozenset({"performed", "abandoned"})


def was_done(donor: Donor, *, revision: bool, anew: frozenset[int] = frozenset()) -> bool:
    """Whether the bone was taken in this operation; ``revision`` says that the operation revises an earlier flap.

    ``anew`` are the sentences of titles that revise nothing: what one of them claims and the body takes is a new flap.
    """
    titled_anew = any(claim.blood and claim.mention.sentence in anew for claim in donor.done(header=True))
    revision = revision and not (titled_anew and donor.harvested and donor.pedicle)
    if _was_abandoned(donor) or (revision and _was_there_before(donor)):
        return False
    if donor.harvested:
        return True
    if revision or _refused(donor):
        return False
    return _named_in_title(donor) or _named_in_body(donor)


def _was_abandoned(donor: Donor) -> bool:
    """Given up, by the title or the body, and not harvested for sure afterwards."""
    abandoned = [claim for claim in donor.claims if claim.mention.status == "abandoned"]
    if any(claim.in_header for claim in abandoned):
        return True
    given_up = [_place(claim) for claim in abandoned if claim.strength >= NAME_STRENGTH]
    given_up += [(event.sentence.index, event.sentence.end) for event in donor.losses]
    harvests = [_place(claim) for claim in donor.harvested if claim.strength >= HARVEST_STRENGTH]
    return bool(given_up) and max(harvests, default=(-1, -1)) <= max(given_up)


def was_meant(donor: Donor) -> bool:
    """Meant or begun as a flap, and documented in the body."""
    meant = donor.losses or any(claim.blood or claim.mention.status == "abandoned" for claim in donor.claims)
    return bool(meant) and any(not claim.in_header and claim.mention.status in _BEGUN for claim in donor.claims)


def _place(claim: Claim) -> tuple[int, int]:
    """The sentence of a claim, and its place."""
    return claim.mention.sentence, claim.mention.start


def _was_there_before(donor: Donor) -> bool:
    """In a revision: the flap is the patient's already, or nothing but the title claims it."""
    history = any(claim.mention.status in {"historical", "background", "quoted"} for claim in donor.claims)
    return history or not (donor.harvested and donor.pedicle)


def _refused(donor: Donor) -> bool:
    """The body says that this bone was not taken."""
    return any(claim.mention.status == "negated" and claim.takes_bone and not claim.in_header for claim in donor.claims)


def _named_in_title(donor: Donor) -> bool:
    return any(claim.strength >= NAME_STRENGTH for claim in donor.done(header=True))


def _named_in_body(donor: Donor) -> bool:
    """Named more than once, or beside its pedicle; once is enough in general terms ("pelvic bone flap") or as what was done.

    "Underwent reconstruction by an iliac crest free flap" says that it was done.
    """
    named = [claim for claim in donor.done(header=False) if claim.strength >= NAME_STRENGTH]
    if donor.site == UNSPECIFIED:
        return any(claim.blood for claim in named)
    surely = any(claim.blood and claim.strength >= HARVEST_STRENGTH for claim in named)
    return surely or (bool(named) and (bool(donor.pedicle) or len(named) > 1))
