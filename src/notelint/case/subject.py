"""What the answer to a documentation element is about: one graft, with what the note documents of it."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from notelint.case.answers import answer_of
from notelint.case.sizes import graft_lengths

if TYPE_CHECKING:
    from notelint.case.figures import Figure
    from notelint.case.flaps import Flap
    from notelint.case.grafts import Donors
    from notelint.case.model import Graft
    from notelint.case.scene import Scene
    from notelint.report import Element


class GraftSubject:
    """One graft of a note. Each element is answered once, also where the answer to another one needs it."""

    def __init__(self, scene: Scene, flap: Flap, graft: Graft, donors: Donors) -> None:
        self.scene, self.flap, self.graft, self.donors = scene, flap, graft, donors
        self._answered: dict[str, Element] = {}

    @cached_property
    def lengths(self) -> list[Figure]:
        """Every length documented for the graft, with its owner."""
        return graft_lengths(self.scene, self.flap.zone, self.flap.donor.site)

    @property
    def with_skin(self) -> bool:
        """Whether skin was taken with the bone."""
        return self.graft.facts["skin_paddle"].value == "yes"

    def element(self, name: str) -> Element:
        """The answer to an element. Raises ``KeyError`` for one that nothing answers."""
        if name not in self._answered:
            self._answered[name] = answer_of(name)(self)
        return self._answered[name]
