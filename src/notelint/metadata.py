"""What a document says of itself outside its text: its kind, date, author and status."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date  # noqa: TC003 -- msgspec reads the annotations when the program runs

from notelint.discreet import discreet

LOW_CONFIDENCE = "recognised with low confidence"
"""Words in the warning of a reader about a page whose text was recognised without certainty."""


@discreet("codes", "date", "status")
@dataclass(frozen=True, slots=True)
class Metadata:
    """What a document says of itself outside its text.

    ``codes`` are the codes of its type as ``SYSTEM|CODE`` (``LOINC|11504-8``, ``TXA-2|OP``,
    ``CDA|2.16.840.1.113883.10.20.22.1.7``), ``date`` is that of the document or its procedure, ``status`` the format's own word
    (``final``, ``preliminary``, ``unauthenticated``).
    """

    title: str = ""
    codes: tuple[str, ...] = ()
    date: date | None = None
    author: str = ""
    status: str = ""
