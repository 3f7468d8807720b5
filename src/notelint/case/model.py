"""The case: what was done in this operation, as plain facts, each with the words it rests on."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

from notelint.discreet import discreet

if TYPE_CHECKING:
    from notelint.report import Element, Event, Evidence, FactValue, SetAside, Step, Timeline

Transfer = Literal["free", "pedicled", "nonvascularized", "none"]


@discreet("value", "possible")
@dataclass(frozen=True, slots=True)
class Fact:
    """An answer, why it is the answer, and its words. ``possible`` are the answers a clarification could give."""

    value: str
    because: str
    evidence: tuple[Evidence, ...] = ()
    possible: tuple[str, ...] = ()

    @property
    def values(self) -> tuple[str, ...]:
        """What the fact may turn out to be: ``possible`` where it is open, else its value."""
        return self.possible or (self.value,)


NOTHING_MOVED = Fact("none", "no transfer of bone is documented in this operation")
"""What is answered about the transfer where no bone was moved."""


@dataclass(frozen=True, slots=True)
class Site:
    """A donor site as a pack knows it.

    ``region`` are the words for its part of the body. ``numbered`` marks a bone that is named by number, ``own_skin`` one that is
    never taken without its skin, ``often_host`` one that is as often mended as taken; ``cuts`` is the site of another bone that
    is cut to take it.
    """

    region: frozenset[str] = frozenset()
    numbered: bool = False
    own_skin: bool = False
    often_host: bool = False
    cuts: str | None = None


@discreet("side")
@dataclass(frozen=True, slots=True)
class Graft:
    """One bone graft done in this operation. ``side_words`` are the words that give its donor site its side."""

    facts: dict[str, Fact]
    side: Literal["left", "right", "bilateral"] | None
    ray: int | None
    side_words: Evidence | None = None


@discreet()
@dataclass(frozen=True, slots=True)
class Statement:
    """A place of the note that a conflict rests on; ``says`` names in general terms, not in the note's, what stands there."""

    words: Evidence
    says: str


Conflicts = dict[str, tuple[Statement, ...]]
"""The kinds of ANNOTATION's integrity that a note shows, each with the places that do not agree."""


@discreet()
@dataclass(frozen=True, slots=True)
class Case:
    """Everything that the note documents of the operation.

    ``grafts`` are the vascularised grafts in the order in which the note does them; ``transfer`` is what was done with bone,
    the most vascularised where several. ``elements`` are the documentation elements, ``conflicts`` the kinds of integrity
    with their places; ``events`` is all that was read, in the note's order, ``timelines`` what became of each graft and of each
    bone that was given up. ``document`` are the steps of the trace about the
    document and its passages; ``reports`` says whether the document can report an operation.
    """

    grafts: tuple[Graft, ...]
    transfer: Fact
    elements: dict[str, Element] = field(default_factory=dict)
    conflicts: Conflicts = field(default_factory=dict)
    set_aside: tuple[SetAside, ...] = ()
    events: tuple[Event, ...] = ()
    timelines: tuple[Timeline, ...] = ()
    document: tuple[Step, ...] = ()
    reports: bool = True

    @property
    def facts(self) -> dict[str, FactValue]:
        """The facts of the first graft by their ids; without a graft, what was done with bone."""
        if not self.grafts:
            return {"transfer": self.transfer.value}
        first = self.grafts[0]
        answers: dict[str, FactValue] = {name: fact.value for name, fact in first.facts.items()}
        return {**answers, "donor_laterality": first.side, "metatarsal_ray": first.ray}
