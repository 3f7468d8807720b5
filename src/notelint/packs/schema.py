"""The typed shape of a knowledge pack. Every record refuses keys it does not know.

A pack is a folder. ``pack.yaml`` says what it is; ``elements/*.yaml``, ``questions.yaml``, ``codes.yaml``, ``rules.yaml``,
``facts.yaml``, ``decision.yaml`` and ``fees.csv`` are its *catalogue* (elements, codes, rules, how facts decide the code);
``vocabulary/*.yaml`` is what the reader looks for. The catalogue loads in milliseconds, so ``notelint codes`` does not wait
for the vocabulary.
``ncci_ptp.tsv`` and ``unit_limits.csv`` are read by ``notelint.cms``.
"""

from __future__ import annotations

import re
from collections.abc import Mapping  # noqa: TC003 - msgspec reads the annotations when the program runs
from datetime import date  # noqa: TC003 - likewise
from decimal import Decimal  # noqa: TC003 - likewise
from typing import Literal

import msgspec

from notelint.packs.elements import ElementInfo, PackQuestions, RuleTexts
from notelint.packs.facts import FactInfo  # noqa: TC001 - msgspec reads the annotations when the program runs
from notelint.packs.record import Record, Severity

_BRACED = re.compile(r"\{(\w+)\}")


class EveryCode(Record):
    """What the fee schedule says in the same way about every code of ``fees.csv``.

    ``effective`` is the first day of the schedule's release, ``status`` its status code; ``office_rare`` is the flag NA of the
    office's practice expense (the procedure is rarely or never done in an office). ``pre``, ``intra`` and ``post`` are the
    shares of the global fee for the care before, during and after the operation; they add up to 1.
    """

    effective: date
    status: str
    office_rare: bool
    pre: Decimal
    intra: Decimal
    post: Decimal
    source: str


class FeeBasis(Record):
    """The basis of the figures of ``fees.csv``: the year of the schedule, its conversion factor (USD per RVU) and its source.

    ``indicators`` gives the meaning of the payment indicators: column of ``fees.csv`` -> value -> meaning. ``hopd_source`` and
    ``asc_source`` are the sources of what the hospital's outpatient department and the surgery center are paid.
    """

    year: int
    conversion_factor: Decimal
    source: str
    indicators: dict[str, dict[str, str]] = {}  # noqa: RUF012 - msgspec copies the default
    every_code: EveryCode | None = None
    hopd_source: str | None = None
    asc_source: str | None = None


class Published(Record):
    """The edition of a table that CMS publishes: the first day on which it is in force, and its source."""

    effective: date
    source: str


class NcciBasis(Record):
    """The editions of the pack's NCCI tables: ``ncci_ptp.tsv``, and ``unit_limits.csv`` with ``mue`` of ``fees.csv``."""

    edits: Published
    unit_limits: Published


class PackInfo(Record):
    """``pack.yaml``: identity of the pack and the citations its other files refer to by key.

    ``elements`` are the elements in their order, each with its file in the folder ``elements``. ``outside`` names, in our own
    words, the codes of other families that the pack's codes have as neighbours; ``places_of_service`` names the place-of-service
    codes. ``profiles`` are those of a checklist that no code asks for, each in a few words; ``default_profile`` is the one that
    is used unless another is chosen.
    """

    id: str
    version: str
    title: str
    sources: dict[str, str]
    elements: tuple[str, ...]
    profiles: dict[str, str] = {}  # noqa: RUF012 - msgspec copies the default
    default_profile: str = ""
    outside: dict[str, str] = {}  # noqa: RUF012 - msgspec copies the default
    places_of_service: dict[str, str] = {}  # noqa: RUF012 - msgspec copies the default
    fee_basis: FeeBasis | None = None
    ncci: NcciBasis | None = None


class Requirement(Record):
    """One element in the checklist of a code: its severity if it is not documented, and its source."""

    element: str
    severity: Severity
    source: str


class Neighbour(Record):
    """A code that coders confuse with this one, and the difference."""

    code: str
    difference: str


class Code(Record):
    """One procedure code, described in our own words (CPT descriptors belong to the AMA)."""

    code: str
    title: str
    donor: str
    components: tuple[str, ...]
    description: str
    global_days: int
    places_of_service: dict[str, str]
    neighbours: tuple[Neighbour, ...]
    checklist: tuple[Requirement, ...]
    source: str


class Fee(Record):
    """A code's row of the CMS Physician Fee Schedule and facility payment, amounts in USD, RVUs as published."""

    code: str
    work_rvu: Decimal
    pe_rvu_facility: Decimal
    mp_rvu: Decimal
    total_rvu_facility: Decimal
    national_rate_usd: Decimal
    global_days: str
    hopd_apc: str
    hopd_rate_usd: Decimal
    asc_indicator: str
    asc_rate_usd: Decimal
    mult_proc: str
    bilat_surg: str
    asst_surg: str
    co_surg: str
    team_surg: str
    mue: int
    mue_adjudication: str


class OtherRule(RuleTexts):
    """A rule of ``rules.yaml``: of a question of the decision, of a kind of ``integrity``, or of the document."""

    integrity: str | None = None


class Rule(RuleTexts):
    """One rule of a pack. ``element`` and ``when`` say about which element it speaks, and in which status of it."""

    element: str | None = None
    when: Literal["missing", "partial"] | None = None
    integrity: str | None = None


class Question(Record):
    """One question of the decision, asked in order.

    ``fact`` is looked up in the case; ``answers`` are the values it can have (any, when empty). ``ends`` are the answers with
    which no code of the pack applies; ``open`` are the answers that leave the code undecided. They fire ``rule``; ``need``
    says what the note would have to document. ``belongs`` is the element at whose place an open answer is reported that has no
    words of its own. ``short`` has the words of an answer for the one-line reason of a decision; an
    answer that is not among them stands for itself.
    """

    id: str
    fact: str
    ask: str
    answers: tuple[str, ...] = ()
    ends: tuple[str, ...] = ()
    open: tuple[str, ...] = ()
    need: str = ""
    rule: str | None = None
    belongs: str | None = None
    short: dict[str, str] = {}  # noqa: RUF012 - msgspec copies the default


def facts_in(says: str) -> list[str]:
    """The names in braces in ``says``."""
    return _BRACED.findall(says)


class ReasonPart(Record):
    """A part of the one-line reason: ``says`` is a text with facts in braces; the place of the fact ``at`` is given with it."""

    says: str
    at: str | None = None


class Row(Record):
    """One row of the code table: the code that applies if every fact named in ``when`` has one of the listed values.

    ``says`` gives, for each fact, what a note would have to document for this code; it replaces the ``need`` of the question.
    """

    code: str
    when: dict[str, tuple[str, ...]]
    says: dict[str, str] = {}  # noqa: RUF012 - msgspec copies the default


class DecisionTable(Record):
    """``decision.yaml``: the questions in their order, the table from facts to codes, and how the reason is said in one line."""

    questions: tuple[Question, ...]
    table: tuple[Row, ...]
    reason: tuple[ReasonPart, ...] = ()


class Range(Record):
    """The plausible range of a figure, in ``unit``. A figure outside it is reported, never corrected."""

    id: str
    what: str
    unit: str
    low: float
    high: float
    source: str


class Catalogue(msgspec.Struct, frozen=True):
    """A pack without its vocabulary: codes, fees, facts, elements, rules and ranges by their id, in the order of the pack.

    A pack that is a checklist alone has no codes, no facts, and no questions in its ``decision``.
    """

    info: PackInfo
    codes: Mapping[str, Code]
    fees: Mapping[str, Fee]
    facts: Mapping[str, FactInfo]
    elements: Mapping[str, ElementInfo]
    questions: PackQuestions
    rules: Mapping[str, Rule]
    decision: DecisionTable
    ranges: Mapping[str, Range]

    @property
    def decides(self) -> bool:
        """Whether the pack decides codes; a checklist does not."""
        return bool(self.decision.questions)
