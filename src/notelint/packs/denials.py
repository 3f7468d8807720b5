"""``claims/denials.yaml``: codes of denials in our own words, and the rules that would have caught what they deny."""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Literal

from notelint.nearest import did_you_mean
from notelint.packs.claims import claim_rules
from notelint.packs.decode import parse
from notelint.packs.record import Record

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from notelint.packs.decode import Document, Path

CodeList = Literal["carc", "rarc", "status", "category"]
"""X12's lists: adjustment reasons and remarks of a remittance, status and its category of an acknowledgement."""
Confidence = Literal["stated", "fits", "possible"]
_FILE = "denials.yaml"


class Codes(Record):
    """The codes of one list with their meanings in our own words."""

    source: str
    codes: dict[str, str]


class Categories(Record):
    """The categories of a claim's status, and those that reject it."""

    source: str
    rejected: frozenset[str]
    codes: dict[str, str]


class Ordinary(Record):
    """The adjustments that are no denials."""

    source: str
    carc: frozenset[str]


class DeniedStatus(Record):
    """The values of CLP02 that say that a claim is denied."""

    source: str
    status: frozenset[str]


class RuleCodes(Record):
    """Codes that a payer is likely to use for what some rules find, and why we think so.

    ``source`` is that of what is stated; the source of any other code is the list that it is of.
    """

    rules: tuple[str, ...]
    confidence: Confidence
    source: str = ""
    carc: tuple[str, ...] = ()
    rarc: tuple[str, ...] = ()
    status: tuple[str, ...] = ()

    def lists(self) -> Iterator[tuple[CodeList, tuple[str, ...]]]:
        """The codes with the list that each is of."""
        yield "carc", self.carc
        yield "rarc", self.rarc
        yield "status", self.status


class Applies(Record):
    """The lines that a rule can be about: with a code of a group, and with one of some modifiers, if any are named."""

    group: str = ""
    modifiers: tuple[str, ...] = ()


class DenialBook(Record):
    """The file. ``not_denied`` are rules about what no payer denies, with the reason; ``applies`` names the lines of a rule."""

    sources: dict[str, str]
    ordinary: Ordinary
    denied_status: DeniedStatus
    carc: Codes
    rarc: Codes
    categories: Categories
    status: Codes
    rules: tuple[RuleCodes, ...]
    not_denied: dict[str, str]
    applies: dict[str, Applies]

    def meaning(self, kind: CodeList, code: str) -> str:
        """The meaning of a code in our own words; empty for one that is not among those that matter here."""
        known = {
            "carc": self.carc.codes,
            "rarc": self.rarc.codes,
            "status": self.status.codes,
            "category": self.categories.codes,
        }
        return known[kind].get(code, "")

    def source(self, entry: RuleCodes, kind: CodeList) -> str:
        """The key of the source of an entry for its codes of one list."""
        lists = {"carc": self.carc.source, "rarc": self.rarc.source, "status": self.status.source}
        return entry.source or lists.get(kind, self.categories.source)

    def entries(self, kind: CodeList, code: str) -> Iterator[RuleCodes]:
        """The entries of rules that have this code."""
        return (entry for entry in self.rules if any(own == kind and code in codes for own, codes in entry.lists()))


@cache
def denial_book() -> DenialBook:
    """The shipped file, with every reference checked. Raises ``PackError``."""
    return parse_denials((files("notelint.patterns") / "claims" / _FILE).read_text("utf8"), claim_rules())


def parse_denials(text: str, rules: Iterable[str]) -> DenialBook:
    """The file in ``text``; ``rules`` are the names of all rules about claims. Raises ``PackError``."""
    document = parse(text, DenialBook, _FILE)
    book, known = document.value, tuple(rules)
    cited: list[tuple[Path, str]] = [
        (("ordinary", "source"), book.ordinary.source),
        (("denied_status", "source"), book.denied_status.source),
        *(((key, "source"), getattr(book, key).source) for key in ("carc", "rarc", "categories", "status")),
    ]
    for path, source in cited:
        _refer(document, path, source, book.sources, "a source of sources")
    for index in range(len(book.rules)):
        _check_entry(document, index, known)
    for key, names in (("not_denied", book.not_denied), ("applies", book.applies)):
        for name in names:
            _refer(document, (key, name), name, known, "a rule about claims")
    return book


def _check_entry(document: Document[DenialBook], index: int, known: tuple[str, ...]) -> None:
    book = document.value
    entry = book.rules[index]
    if (entry.confidence == "stated") != bool(entry.source):
        problem, advice = "only what is stated has a source, and all of it", "add source or remove it"
        raise document.error(("rules", index), problem, advice)
    if entry.source:
        _refer(document, ("rules", index, "source"), entry.source, book.sources, "a source of sources")
    for place, name in enumerate(entry.rules):
        _refer(document, ("rules", index, "rules", place), name, known, "a rule about claims")
    for kind, codes in entry.lists():
        for place, code in enumerate(codes):
            _refer(document, ("rules", index, kind, place), code, getattr(book, kind).codes, f"a code of {kind}")


def _refer(document: Document[DenialBook], path: Path, name: str, known: Iterable[str], what: str) -> None:
    choices = tuple(known)
    if name not in choices:
        raise document.error(path, f"{name} is not {what}", did_you_mean(name, choices, "add it there or use another"))
