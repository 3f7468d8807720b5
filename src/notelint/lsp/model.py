"""The records of the language server."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from notelint.discreet import discreet

if TYPE_CHECKING:
    from notelint.lsp.positions import Lines
    from notelint.lsp.settings import Settings
    from notelint.packs.schema import Catalogue
    from notelint.report import Finding, Report, SectionPlace


@discreet("uri", "version")
@dataclass(slots=True)
class Document:
    """A document that the client has open. ``language`` is its name for the kind of the text."""

    uri: str
    version: int | None
    text: str
    language: str = ""


@discreet("name", "severity")
@dataclass(frozen=True, slots=True)
class Shown:
    """A finding that is reported, and its fingerprint."""

    finding: Finding
    name: str


@discreet("uri", "version", "problem")
@dataclass(frozen=True, slots=True)
class Checked:
    """What was found in one version of a document.

    ``report`` has every finding, ``shown`` those that the configuration reports, with acknowledgements and baseline marked.
    ``problem`` says why the document could not be checked, without a word of it; ``config_problem`` what is wrong with the
    configuration, in place of which the defaults hold.
    """

    uri: str
    version: int | None
    lines: Lines
    settings: Settings
    report: Report | None = None
    shown: tuple[Shown, ...] = ()
    sections: tuple[SectionPlace, ...] = ()
    catalogues: tuple[Catalogue, ...] = ()
    problem: str = ""
    config_problem: str = ""
    remarks: tuple[str, ...] = field(default=())
