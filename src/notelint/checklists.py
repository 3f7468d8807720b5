"""One pack at work that decides no code: a checklist with its profile, and what it adds to the report on a note."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING

from notelint.checklist.answers import Checklist
from notelint.discreet import discreet
from notelint.packs.profiles import profile_of
from notelint.packs.ranking import read_ranking
from notelint.packs.ways import read_grounds, read_kinds, read_words
from notelint.report import ChecklistReport
from notelint.rules.builder import in_order
from notelint.rules.checklist import judge_checklist
from notelint.underline import underliner_of
from notelint.watch import stage

if TYPE_CHECKING:
    from collections.abc import Mapping
    from importlib.resources.abc import Traversable

    from notelint.checklist.answers import Answered
    from notelint.packs.profiles import Profile
    from notelint.packs.schema import Catalogue
    from notelint.reading.model import Reading
    from notelint.report import Element, Evidence, Report


@discreet()
@dataclass(frozen=True, slots=True)
class Assumed:
    """The elements of a text that is taken for a report; ``headed`` is what stands under the headings of each."""

    catalogue: Catalogue
    profile: Profile
    elements: Mapping[str, Element]
    headed: Mapping[str, tuple[Evidence, ...]]


class ChecklistPack:
    """The checklist in ``folder`` with one of its profiles: its default one, if none is given or one of another checklist."""

    def __init__(self, folder: Traversable, catalogue: Catalogue, profile: Profile | str | None = None) -> None:
        self._folder = folder
        self.catalogue = catalogue
        self.profile = profile_of(catalogue, profile)

    @cached_property
    def _checklist(self) -> Checklist:
        folder = self._folder
        return Checklist(
            self.catalogue.elements,
            read_grounds(folder),
            read_kinds(folder),
            read_words(folder),
            read_ranking(folder, self.catalogue.elements),
        )

    def added_to(self, report: Report, reading: Reading) -> Report:
        """The report with what the checklist says of the note, and with the findings of what its profile asks for."""
        stage("checklist")
        answered = self.answer(reading)
        found = judge_checklist(answered, self.profile, report.note, self.catalogue, report.findings)
        elements = underliner_of(reading).elements(answered.elements)
        asked = dict(self.profile.severities)
        own = ChecklistReport(answered.kind, self.profile.name, elements, asked, answered.signs, answered.enough)
        return replace(report, findings=in_order((*report.findings, *found)), packs={**report.packs, self.catalogue.info.id: own})

    def assume(self, reading: Reading) -> Assumed:
        """What the checklist says of a text that is taken for a report of an operation, whatever it looks like: a template."""
        answered = self._checklist.answer(reading, "operative_report")
        elements = underliner_of(reading).elements(answered.elements)
        return Assumed(self.catalogue, self.profile, elements, self._checklist.headed(reading))

    def answer(self, reading: Reading) -> Answered:
        """What the checklist says of a note, whatever its profile asks for."""
        return self._checklist.answer(reading)
