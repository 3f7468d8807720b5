"""What claims are judged by: rules with their texts, modifiers, and the codes beside a family's own, as typed data.

``patterns/claims/`` holds what every family shares: ``rules.yaml``, ``examples.yaml``, ``modifiers.yaml``, ``codes.yaml``,
``sources.yaml``. A pack's ``claims.yaml`` tells of the codes beside its own. What a file of a pack may hold is in ``schema.py``.
"""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any, Literal, TypeVar

from notelint.packs.circumstances import circumstances
from notelint.packs.decode import Document, parse
from notelint.packs.schema import Record, Severity

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from importlib.resources.abc import Traversable

    from notelint.packs.schema import Catalogue

T = TypeVar("T")
Kind = Literal[
    "unusual_work", "unrelated_visit", "separate_visit", "decision_visit", "both_sides", "several_procedures", "reduced", "side",
    "discontinued", "staged", "distinct", "two_surgeons", "team", "facility", "repeat", "return", "unrelated", "assistant",
]  # fmt: skip
"""What a modifier says."""
Topic = Literal["code", "modifier", "two_surgeons", "bundling", "place", "time"]


class ClaimRule(Record):
    """One rule about a claim.

    ``settle`` says what would settle it. ``against`` are sources that say otherwise, ``disagreement`` what they say and why
    another governs. ``message`` may use the placeholders that the rule's function fills. ``medicare`` marks a rule of Medicare
    that another payer's contract may set aside. ``effect`` is what becomes of the line's payment as the note stands. ``aliases``
    are earlier names of the rule, which commands still accept.
    """

    name: str
    topic: Topic
    severity: Severity
    summary: str
    why: str
    message: str
    settle: str
    sources: tuple[str, ...]
    against: tuple[str, ...] = ()
    disagreement: str = ""
    medicare: bool = False
    effect: Literal["none", "denied", "replaced"] = "none"
    aliases: tuple[str, ...] = ()


class Example(Record):
    """A small encounter: ``lines`` such as ``20956-62-RT`` (``x2`` for units, ``@b`` for the second surgeon), and its notes.

    ``notes`` name files of ``examples/`` (``@b`` for the second surgeon's, `` visit`` for a visit's); ``add`` are sentences put
    behind the story of the first, ``change`` replaces words in all, ``claim`` sets other keys of the encounter's file.
    """

    lines: tuple[str, ...]
    says: str = ""
    notes: tuple[str, ...] = ("fibula",)
    add: str = ""
    change: dict[str, str] = {}  # noqa: RUF012 -- msgspec copies the default
    claim: dict[str, Any] = {}  # noqa: RUF012 -- likewise


class RuleExamples(Record):
    """For one rule an encounter that fires it, one that does not, and one that nearly does."""

    fires: Example
    silent: Example
    near_miss: Example


class Indicator(Record):
    """A payment indicator that decides whether a modifier is payable: its column, the values with which it is, the rule."""

    column: str
    payable: frozenset[str]
    rule: str


class Need(Record):
    """Circumstances of which the note must tell ``any`` one for a modifier, and the rule where it tells none."""

    any: tuple[str, ...]
    rule: str


class Modifier(Record):
    """A modifier, in our own words.

    ``kind`` is what it says, by which rules know it; ``fits`` on what kind of line it can stand; ``excludes`` what cannot stand
    beside it on the line. ``by`` tells whose modifier it is, ``side`` the side it names, ``share`` what is paid.
    """

    modifier: str
    kind: Kind
    title: str
    source: str
    fits: Literal["procedure", "visit", "any"] = "procedure"
    excludes: frozenset[str] = frozenset()
    indicator: Indicator | None = None
    needs: tuple[Need, ...] = ()
    by: Literal["same", "other", "physician", "non-physician"] | None = None
    side: Literal["left", "right"] | None = None
    share: str | None = None


class CodeGroups(Record):
    """Codes by what a rule has to know of them. An entry is a code, or the first and last of a range: ``12001-13153``.

    ``numeric_modifiers`` is CPT's closed list; level II modifiers, which have a letter, are too many to be held against one.
    """

    source: str
    groups: dict[str, tuple[str, ...]]
    numeric_modifiers: frozenset[str]


class PayableFrom(Record):
    """Since when Medicare pays the family in a place of service, and for which codes it did before.

    ``inferred`` says that no source tells it in so many words.
    """

    date: str
    before: frozenset[str] = frozenset()
    source: str = ""
    inferred: bool = False


class FamilyClaims(Record):
    """A pack's ``claims.yaml``: codes beside its own.

    ``groups`` as in ``CodeGroups``; ``deleted`` maps codes that no longer exist to those that took their place; ``instead``
    gives, by how bone was moved, what a note that does not support the family's codes supports; ``payable_from`` the first
    day (``date``) on which a place of service is payable. ``indicators`` are payment indicators of neighbours, by code and
    column, for whoever has not imported the fee schedule.
    """

    source: str
    groups: dict[str, tuple[str, ...]]
    deleted: dict[str, tuple[str, ...]]
    instead: dict[str, tuple[str, ...]]
    payable_from: dict[str, PayableFrom]
    indicators: dict[str, dict[str, str]]


class ClaimBook:
    """All that claims are judged by, for some packs: rules, modifiers and groups of codes."""

    def __init__(self, catalogues: Sequence[Catalogue], families: Sequence[FamilyClaims]) -> None:
        shared = files("notelint.patterns") / "claims"
        self.catalogues = tuple(catalogues)
        self.families = tuple(families)
        self.rules: Mapping[str, ClaimRule] = claim_rules()
        self.modifiers = {entry.modifier: entry for entry in read(shared / "modifiers.yaml", tuple[Modifier, ...]).value}
        self.places = read(shared / "places.yaml", dict[str, tuple[str, ...]]).value
        self.sources: dict[str, str] = sources(catalogues)
        self._circumstances = {told.id: told.title for told in circumstances().circumstances}
        self._groups = [_codes().groups, *(family.groups for family in families)]

    def circumstance(self, name: str) -> str:
        """What a circumstance is called."""
        return self._circumstances[name]

    def is_in(self, code: str, group: str) -> bool:
        """Whether a code belongs to a group of codes."""
        return any(_covers(entry, code) for groups in self._groups for entry in groups.get(group, ()))


@cache
def _codes() -> CodeGroups:
    return read(files("notelint.patterns") / "claims" / "codes.yaml", CodeGroups).value


def numeric_modifiers() -> frozenset[str]:
    """The modifiers of two digits that there are. Raises ``PackError``."""
    return _codes().numeric_modifiers


def _covers(entry: str, code: str) -> bool:
    first, _, last = entry.partition("-")
    return first <= code <= (last or first) and len(code) == len(first)


def read(path: Traversable, kind: type[T]) -> Document[T]:
    """The YAML file at ``path`` as ``kind``. Raises ``PackError``."""
    return parse(path.read_text("utf8"), kind, path.name)


@cache
def claim_rules() -> dict[str, ClaimRule]:
    """The rules about claims by their names, in the order of the file. Raises ``PackError``."""
    return {rule.name: rule for rule in read(files("notelint.patterns") / "claims" / "rules.yaml", tuple[ClaimRule, ...]).value}


def rule_examples() -> dict[str, RuleExamples]:
    """The examples of the rules about claims, by the rules' names. Raises ``PackError``."""
    return read(files("notelint.patterns") / "claims" / "examples.yaml", dict[str, RuleExamples]).value


def sources(catalogues: Sequence[Catalogue]) -> dict[str, str]:
    """Every citation by its key: those of claims, and those of the packs."""
    known = dict(read(files("notelint.patterns") / "claims" / "sources.yaml", dict[str, str]).value)
    for catalogue in catalogues:
        known |= catalogue.info.sources
    return known


def family_claims(folder: Traversable) -> FamilyClaims | None:
    """A pack's ``claims.yaml``; ``None`` where it has none. Raises ``PackError``."""
    path = folder / "claims.yaml"
    return read(path, FamilyClaims).value if path.is_file() else None
