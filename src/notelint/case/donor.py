"""One bone as a donor: everything the note claims of it, weighed."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from notelint.case.bone import HARVEST_STRENGTH

if TYPE_CHECKING:
    from notelint.case.donors import Claim
    from notelint.case.events import Event
    from notelint.report import Evidence

_NOT_YET = frozenset({"planned", "considered"})


@dataclass(slots=True)
class Donor:
    """Everything the note claims of one bone as a donor.

    ``carried_out`` are claims of what was decided on before, which the operation then does to "the flap" without naming its bone
    again. ``losses`` are the events in which its flap was given up; ``joined`` says that its own vessels were joined. ``twin`` is
    the side that distinguishes it from a flap of the same bone of the other side, where both were done.
    """

    site: str
    twin: str | None = None
    claims: list[Claim] = field(default_factory=list)
    carried_out: tuple[Claim, ...] = ()
    losses: list[Event] = field(default_factory=list)
    joined: bool = False
    pedicle: list[Evidence] = field(default_factory=list)

    def done(self, *, header: bool | None = None) -> list[Claim]:
        """The claims of something done; ``header`` picks those of the title or of the body."""
        done = (claim for claim in self.claims if claim.done or claim in self.carried_out)
        return [claim for claim in done if header is None or claim.in_header == header]

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
    def beside_graft(self) -> bool:
        """Whether a word for a graft or a harvest stands beside one of its mentions."""
        return any(claim.beside_graft for claim in self.claims)

    @property
    def sure(self) -> bool:
        """Whether it is called a flap, was harvested or a piece of it taken in so many words, or its pedicle is documented."""
        taken = any(claim.strength >= HARVEST_STRENGTH or claim.how == "source of the bone" for claim in self.harvested)
        return taken or self.claimed or bool(self.pedicle)

    @property
    def merely_planned(self) -> bool:
        """Whether the operation's own words about taking it are all of something that could be or is still to be done."""
        claims = [claim for claim in self.claims if claim.takes_bone and claim.in_operation]
        return bool(claims) and not self.harvested and all(claim.mention.status in _NOT_YET for claim in claims)

    @property
    def weight(self) -> int:
        """How directly the body says it was done."""
        return sum(claim.strength for claim in self.done(header=False)) + 2 * bool(self.pedicle)
