"""Whole notes of operations of no family, and the linter that reads them with all packs."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from notelint.linter import Linter
from notelint.note import Note
from notelint.pack_names import ALL_PACKS

if TYPE_CHECKING:
    from notelint.report import Report

HERNIA = """OPERATIVE REPORT

PREOPERATIVE DIAGNOSIS: Umbilical hernia.
PROCEDURE: Open repair of an umbilical hernia.
ESTIMATED BLOOD LOSS: *** mL

DESCRIPTION OF PROCEDURE: The abdomen was prepped and draped. A curved incision was made below the navel and carried down to the
fascia. The sac was dissected free and reduced, and the fascia was closed with sutures. A piece of mesh was placed. The skin was
closed.
"""
"""A report that lacks a good deal, with a blank."""

VISIT = """OFFICE VISIT

Reason for visit: swelling at the navel.
Assessment: umbilical hernia, no pain. We discussed repair. She will think about it and come back in a month.
"""
"""A document of another kind."""


@cache
def all_packs(profile: str | None = None, names: tuple[str, ...] = ALL_PACKS) -> Linter:
    """The linter with every pack that ships."""
    return Linter(names=names, profile=profile, reader="rules")


@cache
def report_of(text: str, source: str = "hernia.txt", profile: str | None = None, names: tuple[str, ...] = ALL_PACKS) -> Report:
    """The report of all packs on a text."""
    return all_packs(profile, names).lint(Note(text, source))
