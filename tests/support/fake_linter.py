"""A linter without any medicine in it: what the note says of itself decides the report."""

from __future__ import annotations

import os
import time
import warnings
from pathlib import Path
from typing import TYPE_CHECKING

from notelint.packs.loader import load_catalogue, shipped_packs
from notelint.policy import EVERYTHING
from notelint.report import Decision, Element, Finding, Report, Step
from support.reports import ELEMENTS, NO_FACTS, evidence

if TYPE_CHECKING:
    from notelint.note import Note

SEVERITIES = ("error", "warning", "info")
RULE = "ischemia-time-missing"


class FakeLinter:
    """Finds the words ``error``, ``warning`` and ``info``; the words ``raise``, ``warn`` and ``sleep`` make it do so.

    A note that is ``slowly`` read takes a hundredth of a second, one that is ``deadly`` ends the process.
    """

    def __init__(
        self,
        *,
        packs=(),
        names=(),
        profile=None,
        select=(),
        ignore=(),
        policy=EVERYTHING,
        screen=True,
        max_seconds=None,
        reader="both",
        model=None,
        context_rules=None,
        stage="final",
    ):
        self.made_with = {"packs": packs, "select": select, "ignore": ignore, "max_seconds": max_seconds}
        self.profile = profile
        self.catalogues = tuple(load_catalogue(folder) for folder in shipped_packs(names))
        self.policy = policy
        self.screen = screen
        FakeLinter.latest = self

    def lint(self, note: Note) -> Report:
        if "warn " in note.text:
            warnings.warn(note.text, stacklevel=2)
        if "raise" in note.text:
            raise ValueError(note.text)
        if "slowly" in note.text:
            time.sleep(0.01)
        if "deadly" in note.text:
            os._exit(9)
        if "sleep" in note.text:
            _sleep_through_everything()
        place = evidence(note, note.text.split()[0])
        return Report(
            note=note,
            decision=Decision("supported", codes=("20955",), trace=(Step("donor_site", "fibula", "It is named.", (place,)),)),
            facts={**NO_FACTS, "donor_site": "fibula"},
            elements={**dict.fromkeys(ELEMENTS, Element("missing")), "donor_site_named": Element("met", (place,))},
            findings=tuple(_finding(note, severity) for severity in SEVERITIES if severity in note.text),
        )


def _finding(note: Note, severity: str) -> Finding:
    place = evidence(note, severity)
    line, column = note.position(place.start)
    return Finding(RULE, severity, "No ischemia time is given.", place.start, place.end, line, column)  # type: ignore[arg-type]


def _sleep_through_everything() -> None:
    Path("asleep").touch()
    for _ in range(600):
        try:
            time.sleep(0.1)
        except BaseException:  # noqa: BLE001 -- as a careless library would
            continue
