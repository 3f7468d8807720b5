"""The lists of what notelint knows: its codes and its rules, as data for JSON and as plain text."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from notelint.nearest import did_you_mean
from notelint.outputs.claim_rules import claim_rules_data, claim_rules_text
from notelint.outputs.layout import entries, entry, join, listing, paragraph, section, usd
from notelint.packs.stages import kind_of, stages

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from decimal import Decimal

    from notelint.packs.schema import Catalogue, Code, Fee, Rule

Data = dict[str, Any]

_GROUPS = {
    "decision": "Undecided code",
    "element": "Documentation of an element",
    "integrity": "Integrity of the note",
    "reading": "Reading the file",
}


class UnknownName(LookupError):  # noqa: N818 - it is an answer to a user, not a fault
    """A name that no pack knows. ``str`` is one line, with what was probably meant among ``known``."""

    def __init__(self, name: str, known: Iterable[str]) -> None:
        self.name = name
        hint = did_you_mean(name.strip().lower().replace("_", "-"), known, "see: notelint codes, notelint rules")
        super().__init__(f"no code, rule or element is called {name!r}; {hint}")


def codes_data(catalogues: Sequence[Catalogue]) -> Data:
    """Every code of the packs, with its fees, ready for JSON. Amounts are numbers in USD."""
    packs = [
        {**_pack(catalogue), "codes": [code_data(catalogue, code) for code in catalogue.codes.values()]}
        for catalogue in catalogues
    ]
    return {"schema": "notelint.codes/1", "packs": packs}


def codes_text(catalogues: Sequence[Catalogue], width: int = 80) -> str:
    """Every code of the packs in two or three lines."""
    blocks = []
    for pack in codes_data(catalogues)["packs"]:
        blocks.append(paragraph(f"{pack['title']} ({pack['id']} {pack['version']})", width))
        blocks.extend(_code_lines(code, width) for code in pack["codes"])
    return join(*blocks)


def rules_data(catalogues: Sequence[Catalogue]) -> Data:
    """Every rule of the packs and every rule about claims, ready for JSON."""
    packs = [
        {**_pack(catalogue), "rules": [rule_data(catalogue, rule) for rule in catalogue.rules.values()]}
        for catalogue in catalogues
    ]
    return {"schema": "notelint.rules/1", "packs": packs, "claims": claim_rules_data(catalogues)}


def rules_text(catalogues: Sequence[Catalogue], width: int = 80) -> str:
    """Every rule, grouped by what it looks at: name, severity, what it finds."""
    blocks = []
    data = rules_data(catalogues)
    for pack in data["packs"]:
        blocks.append(paragraph(f"{pack['title']} ({pack['id']} {pack['version']})", width))
        for group, title in _GROUPS.items():
            rows = ((rule["name"], f"{rule['severity']}: {rule['summary']}") for rule in pack["rules"] if rule["group"] == group)
            blocks.append(section(title, entries(rows, width)))
    blocks.append(paragraph("Claims (notelint review, notelint check --code)", width))
    return join(*blocks, *claim_rules_text(data["claims"], width))


def code_data(catalogue: Catalogue, code: Code) -> Data:
    """One code with its checklist, neighbours and fees."""
    return {
        "code": code.code,
        "title": code.title,
        "donor": code.donor,
        "components": list(code.components),
        "description": code.description,
        "global_days": code.global_days,
        "places_of_service": [
            {"place": place, "name": catalogue.info.places_of_service[place], "plausibility": word}
            for place, word in code.places_of_service.items()
        ],
        "neighbours": [{"code": neighbour.code, "difference": neighbour.difference} for neighbour in code.neighbours],
        "checklist": [
            {
                "element": asked.element,
                "severity": asked.severity,
                "met": catalogue.elements[asked.element].met,
                "source_key": asked.source,
                "source": cite(catalogue, asked.source),
            }
            for asked in code.checklist
        ],
        "fees": fee_data(catalogue.fees[code.code]) if code.code in catalogue.fees else None,
        "source": cite(catalogue, code.source),
    }


def rule_data(catalogue: Catalogue, rule: Rule) -> Data:
    """One rule; ``severity`` is its default, ``codes`` gives the severity it has for each code that asks for its element.

    ``profiles`` gives that for each profile of a checklist that asks for it.
    """
    return {
        "name": rule.name,
        "group": kind_of(rule, catalogue),
        "draft": stages().draft.treatment(rule, catalogue),
        "severity": rule.severity,
        "summary": rule.summary,
        "why": rule.why,
        "fires": rule.fires,
        "silent": rule.silent,
        "message": rule.message,
        "element": rule.element,
        "when": rule.when,
        "integrity": rule.integrity,
        "codes": _severities(catalogue, rule),
        **({"profiles": _of_profiles(catalogue, rule)} if catalogue.info.profiles else {}),
        "source": cite(catalogue, rule.source),
    }


def fee_data(fee: Fee) -> Data:
    """A row of the fee schedule with its amounts as numbers."""
    values = {name: getattr(fee, name) for name in fee.__struct_fields__ if name != "code"}
    return {name: value if isinstance(value, (str, int)) else _number(value) for name, value in values.items()}


def cite(catalogue: Catalogue, key: str) -> str:
    """The citation that a source key stands for."""
    return catalogue.info.sources[key]


_MILDER = {"error": "warning", "warning": "info", "info": "info"}


def _severities(catalogue: Catalogue, rule: Rule) -> dict[str, str]:
    asked = {
        code.code: requirement.severity
        for code in catalogue.codes.values()
        for requirement in code.checklist
        if requirement.element == rule.element
    }
    return _milder(rule, asked)


def _of_profiles(catalogue: Catalogue, rule: Rule) -> dict[str, str]:
    element = catalogue.elements.get(rule.element or "")
    return {} if element is None else _milder(rule, element.profiles)


def _milder(rule: Rule, asked: Mapping[str, str]) -> dict[str, str]:
    """The severities of the rule where its element is asked for with these: one step milder for an incomplete element."""
    return {where: _MILDER[severity] if rule.when == "partial" else severity for where, severity in asked.items()}


def _pack(catalogue: Catalogue) -> Data:
    return {"id": catalogue.info.id, "version": catalogue.info.version, "title": catalogue.info.title}


def _number(value: Decimal) -> float:
    return float(value)


def _code_lines(code: Data, width: int) -> str:
    lines = [entry(code["code"], f"{code['title']}.", width, 7)]
    facts = f"Donor: {code['donor']}. Tissue: {listing(code['components'])}. Global period {code['global_days']} days."
    lines.append(entry("", facts, width, 7))
    fees = code["fees"]
    if fees:
        amounts = (
            f"{fees['total_rvu_facility']:.2f} RVU, {usd(fees['national_rate_usd'])} surgeon, "
            f"{usd(fees['hopd_rate_usd'])} hospital outpatient, {usd(fees['asc_rate_usd'])} surgery center."
        )
        lines.append(entry("", amounts, width, 7))
    return "\n".join(lines)
