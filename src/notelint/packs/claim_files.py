"""``claims/claim_files.yaml``: what codes in files of claims, remittances and acknowledgements mean, as typed data."""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from typing import Literal

from notelint.packs.claims import read
from notelint.packs.record import Record

Payer = Literal["medicare", "medicaid", "commercial"]


class Guide(Record):
    """An implementation guide: what notelint reads of it, what it is called, and what to give instead if it reads nothing."""

    reads: Literal["claims", "remittance", "acknowledgement", "nothing"]
    title: str
    advice: str = ""


class ClaimFiles(Record):
    """The file. ``guides`` are by the beginning of their name, ``transactions`` name the guide of one that names none.

    ``payers`` are by claim filing indicator, ``payer_words`` by a word of the payer's name. ``icd10`` and ``icd9`` are
    qualifiers of diagnoses; ``non_physicians`` beginnings of taxonomy codes.
    """

    guides: dict[str, Guide]
    transactions: dict[str, str]
    payers: dict[str, Payer]
    payer_words: dict[str, Payer]
    icd10: frozenset[str]
    icd9: frozenset[str]
    non_physicians: tuple[str, ...]

    def guide(self, name: str) -> Guide | None:
        """The guide with this name, whatever its edition (``005010X222A1``); ``None`` for one that is not known."""
        return next((guide for start, guide in self.guides.items() if name.startswith(start)), None)

    def payer(self, indicator: str, name: str) -> Payer | None:
        """Who pays, by the claim filing indicator, else by a word of the payer's name; ``None`` if neither says it."""
        if indicator:
            return self.payers.get(indicator, "commercial")
        by_name = (payer for word, payer in self.payer_words.items() if word in name.upper())
        return next(by_name, "commercial" if name else None)


@cache
def claim_files() -> ClaimFiles:
    """The shipped file. Raises ``PackError``."""
    return read(files("notelint.patterns") / "claims" / "claim_files.yaml", ClaimFiles).value
