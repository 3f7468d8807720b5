"""The knowledge for reviewing claims, as typed data: rules with their texts, modifiers, and neighbouring codes.

``patterns/claims/`` has what all families share: the files of rules and examples, ``modifiers.yaml``, ``codes.yaml``,
``sources.yaml``. The ``claims.yaml`` of a pack describes neighbouring codes. ``schema.py`` describes the files of a pack.
"""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any, Literal, TypeVar

from notelint.packs.circumstances import circumstances
from notelint.packs.decode import Document, parse
from notelint.packs.diagnoses import DiagnosisBook
from notelint.packs.files import is_there, shown, text_of
from notelint.packs.record import Record, Severity

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from importlib.resources.abc import Traversable

    from notelint.packs.companion_work import FamilyWork, WorkCodes
    from notelint.packs.diagnoses import DiagnosisFile
    from notelint.packs.schema import Catalogue

T = TypeVar("T")
_RULES = ("rules.yaml", "diagnosis_rules.yaml")
_EXAMPLES = ("examples.yaml", "diagnosis_examples.yaml")
Kind = Literal[
    "unusual_work", "unrelated_visit", "separate_visit", "decision_visit", "both_sides", "several_procedures", "reduced", "side",
    "discontinued", "staged", "distinct", "two_surgeons", "team", "facility", "repeat", "return", "unrelated", "assistant",
    "operation_only", "care_after", "care_before", "anesthesia", "teaching", "toe",
]  # fmt: skip
"""What a modifier states."""
_SECTION = "surgery"
Topic = Literal["form", "code", "diagnosis", "modifier", "two_surgeons", "bundling", "place", "time"]


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


class Asks(Record):
    """``asks.yaml``: the rules whose findings the surgeon settles."""

    source: str
    ask: tuple[str, ...]


class Example(Record):
    """A small encounter: ``lines`` such as ``20956-62-RT`` (``x2`` for units, ``@b`` for the second surgeon), and its notes.

    ``notes`` name files of ``examples/`` (``@b`` for the second surgeon's, `` visit`` for a visit's); ``add`` are sentences added
    after the narrative of the first, ``change`` replaces words in all, ``claim`` sets other keys of the encounter's file.
    """

    lines: tuple[str, ...]
    says: str = ""
    notes: tuple[str, ...] = ("fibula",)
    add: str = ""
    change: dict[str, str] = {}  # noqa: RUF012 -- msgspec copies the default
    claim: dict[str, Any] = {}  # noqa: RUF012 -- likewise


class RuleExamples(Record):
    """The examples of a rule: an encounter that fires it, one that does not, and a near miss."""

    fires: Example
    silent: Example
    near_miss: Example


class Indicator(Record):
    """A payment indicator that decides whether a modifier is payable: its column, the payable values, the rule."""

    column: str
    payable: frozenset[str]
    rule: str


class Need(Record):
    """Circumstances of which the note must document ``any`` one for a modifier, and the rule that fires if it documents none."""

    any: tuple[str, ...]
    rule: str


class Modifier(Record):
    """A modifier, in our own words.

    ``kind`` is what it states, and checks use it; ``fits`` the kind of line it can be used on; ``excludes`` what cannot be used
    with it on one line. ``by`` says whose modifier it is, ``side`` the side it names, ``toe`` the toe, ``share`` what is paid.
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
    toe: Literal["great", "second", "third", "fourth", "fifth"] | None = None
    share: str | None = None


class CodeLetters(Record):
    """The letters that a code of HCPCS level II may begin with, and that a code of CPT may end with."""

    first: str
    last: str


class CodeGroups(Record):
    """Groups of codes for the checks. An entry is a code, or the first and last of a range: ``12001-13153``.

    ``sections`` are the ranges of numbers that CPT uses; ``letters`` the letters that a code may begin with (HCPCS) and end with
    (CPT). ``numeric_modifiers`` is the closed list of CPT, ``lettered_modifiers`` the list of HCPCS level II.
    """

    source: str
    groups: dict[str, tuple[str, ...]]
    sections: tuple[str, ...]
    letters: CodeLetters
    numeric_modifiers: frozenset[str]
    lettered_modifiers: frozenset[str]


class PayableFrom(Record):
    """The first day on which Medicare pays the family at a place of service, and the codes that it paid before.

    ``inferred`` says that no source states it explicitly.
    """

    date: str
    before: frozenset[str] = frozenset()
    source: str = ""
    inferred: bool = False


class FamilyClaims(Record):
    """``claims.yaml`` of a pack: its neighbouring codes.

    ``groups`` as in ``CodeGroups``; ``deleted`` maps codes that no longer exist to those that took their place; ``instead``
    gives, by kind of transfer, the codes that a note supports instead of the codes of the family; ``payable_from`` the first
    day (``date``) on which a place of service is payable. ``incomplete`` are the elements whose incomplete answer does not
    have what a code requires, each with the circumstances that document it in other words.
    """

    source: str
    groups: dict[str, tuple[str, ...]]
    deleted: dict[str, tuple[str, ...]]
    instead: dict[str, tuple[str, ...]]
    payable_from: dict[str, PayableFrom]
    incomplete: dict[str, tuple[str, ...]] = {}  # noqa: RUF012 -- msgspec copies the default


class ClaimBook:
    """The knowledge for reviewing claims with some packs: rules, modifiers and groups of codes."""

    def __init__(
        self,
        catalogues: Sequence[Catalogue],
        families: Sequence[FamilyClaims],
        diagnoses: Sequence[DiagnosisFile] = (),
        work: Sequence[FamilyWork] = (),
    ) -> None:
        shared = files("notelint.patterns") / "claims"
        self.catalogues = tuple(catalogues)
        self.families = tuple(families)
        self.rules: Mapping[str, ClaimRule] = claim_rules()
        self.modifiers = {entry.modifier: entry for entry in read(shared / "modifiers.yaml", tuple[Modifier, ...]).value}
        self.places = read(shared / "places.yaml", dict[str, tuple[str, ...]]).value
        self.diagnoses = DiagnosisBook(diagnoses)
        self.work: dict[str, WorkCodes] = {name: codes for family in work for name, codes in family.works.items()}
        self.sources: dict[str, str] = sources(catalogues)
        self._circumstances = {entry.id: entry.title for entry in circumstances().circumstances}
        self._groups = [_codes().groups, *(family.groups for family in families)]

    def circumstance(self, name: str) -> str:
        """The title of a circumstance."""
        return self._circumstances[name]

    def is_in(self, code: str, group: str) -> bool:
        """Whether a code belongs to a group of codes."""
        return any(self.covers(groups.get(group, ()), code) for groups in self._groups)

    @staticmethod
    def covers(entries: Iterable[str], code: str) -> bool:
        """Whether one of the entries is the code, or a range that has it."""
        return any(_covers(entry, code) for entry in entries)

    def names(self, code: str) -> bool:
        """Whether a group of codes, other than whole sections of CPT, has this code, or it is deleted."""
        listed = (group for groups in self._groups for group in groups if group != _SECTION)
        return any(self.is_in(code, group) for group in listed) or any(code in family.deleted for family in self.families)

    def may_exist(self, code: str) -> bool:
        """Whether a code has a number or letters that CPT and HCPCS level II use."""
        if code.isdecimal():
            return any(_covers(entry, code) for entry in _codes().sections)
        return code[0] in _codes().letters.first or code[-1] in _codes().letters.last

    def is_modifier(self, name: str) -> bool:
        """Whether CPT or HCPCS level II has this modifier."""
        return name in self.modifiers or name in _codes().numeric_modifiers or name in _codes().lettered_modifiers


@cache
def _codes() -> CodeGroups:
    return read(files("notelint.patterns") / "claims" / "codes.yaml", CodeGroups).value


def numeric_modifiers() -> frozenset[str]:
    """All modifiers of two digits. Raises ``PackError``."""
    return _codes().numeric_modifiers


def _covers(entry: str, code: str) -> bool:
    first, _, last = entry.partition("-")
    return first <= code <= (last or first) and len(code) == len(first)


def read(path: Traversable, kind: type[T]) -> Document[T]:
    """The YAML file at ``path`` as ``kind``. Raises ``PackError``."""
    return parse(path.read_text("utf8"), kind, path.name)


@cache
def claim_rules() -> dict[str, ClaimRule]:
    """The rules about claims by their names, in the order of the files. Raises ``PackError``."""
    folder = files("notelint.patterns") / "claims"
    return {rule.name: rule for name in _RULES for rule in read(folder / name, tuple[ClaimRule, ...]).value}


@cache
def asking_rules() -> frozenset[str]:
    """The rules that the surgeon settles, with an addendum or the answer to a query. Raises ``PackError``."""
    return frozenset(read(files("notelint.patterns") / "claims" / "asks.yaml", Asks).value.ask)


def rule_examples() -> dict[str, RuleExamples]:
    """The examples of the rules about claims, by the rules' names. Raises ``PackError``."""
    folder = files("notelint.patterns") / "claims"
    return {rule: examples for name in _EXAMPLES for rule, examples in read(folder / name, dict[str, RuleExamples]).value.items()}


def sources(catalogues: Sequence[Catalogue]) -> dict[str, str]:
    """All citations by their keys: those for claims, and those of the packs."""
    known = dict(read(files("notelint.patterns") / "claims" / "sources.yaml", dict[str, str]).value)
    for catalogue in catalogues:
        known |= catalogue.info.sources
    return known


def family_claims(folder: Traversable) -> FamilyClaims | None:
    """The ``claims.yaml`` of a pack; ``None`` if it has none. Raises ``PackError``."""
    name = "claims.yaml"
    return parse(text_of(folder, name), FamilyClaims, shown(folder, name)).value if is_there(folder, name) else None
