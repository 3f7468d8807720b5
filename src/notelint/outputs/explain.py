"""One code, rule or element explained, as data for JSON and as plain text."""

from __future__ import annotations

from typing import TYPE_CHECKING

from notelint.outputs.catalogue import Data, UnknownName, cite, code_data, rule_data
from notelint.outputs.claim_rules import claim_rule_data, claim_rule_text
from notelint.outputs.layout import entries, entry, join, listing, paragraph, section, usd
from notelint.packs.claims import claim_rules
from notelint.packs.rule_names import rule_aliases

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from notelint.packs.elements import ElementInfo
    from notelint.packs.schema import Catalogue

INDICATORS = {
    "mult_proc": "multiple procedures",
    "bilat_surg": "both sides",
    "asst_surg": "assistant",
    "co_surg": "two surgeons",
    "team_surg": "surgical team",
    "asc_indicator": "surgery center",
    "mue_adjudication": "unit limit",
}
_SEVERITIES = {"error": "Must be in the note", "warning": "Should be in the note", "info": "Good to have"}


def explain_data(catalogues: Sequence[Catalogue], name: str) -> Data:
    """What the packs say of ``name``: a code, a rule, an element (``ischemia_time`` or ``ischemia-time``), an earlier rule name.

    Of several packs that know the name, which may each have an element called so, the others stand under ``also``. Raises
    ``UnknownName``.
    """
    asked = name.strip().lower().replace("_", "-")
    dashed = rule_aliases(catalogues).get(asked, asked)
    answers = ((catalogue.info.id, _find(catalogue, dashed)) for catalogue in catalogues)
    found = [{"pack": pack, **data} for pack, data in answers if data]
    if found:
        first, *others = found
        return {"schema": "notelint.explain/1", **first, **({"also": others} if others else {})}
    if dashed in claim_rules():
        return {"schema": "notelint.explain/1", "kind": "claim_rule", **claim_rule_data(catalogues, dashed)}
    raise UnknownName(name, known_names(catalogues))


def explain_text(catalogues: Sequence[Catalogue], name: str, width: int = 80) -> str:
    """As ``explain_data``, wrapped at ``width`` columns."""
    found = explain_data(catalogues, name)
    render = {
        "code": _code_text,
        "rule": _rule_text,
        "claim_rule": claim_rule_text,
        "element": _element_text,
        "outside": _outside_text,
    }
    several = [found, *found.get("also", ())]
    texts = [render[one["kind"]](one, width).removesuffix("\n") for one in several]
    if len(several) > 1:
        texts = [
            join(paragraph(f"In the pack {one['pack']}:", width), text).removesuffix("\n")
            for one, text in zip(several, texts, strict=True)
        ]
    text = join(*texts)
    replaced = _renamed(catalogues, name)
    return join(paragraph(replaced, width), text.removesuffix("\n")) if replaced else text


def _renamed(catalogues: Sequence[Catalogue], name: str) -> str | None:
    """The note that ``name`` is an earlier name of a rule; ``None`` for a name in use."""
    asked = name.strip().lower().replace("_", "-")
    current = rule_aliases(catalogues).get(asked)
    return f"{asked} is a deprecated name of this rule; use {current}." if current else None


def known_names(catalogues: Iterable[Catalogue]) -> list[str]:
    """Everything that can be explained; elements with hyphens."""
    names: list[str] = [*claim_rules()]
    for catalogue in catalogues:
        names += [*catalogue.codes, *catalogue.rules, *catalogue.info.outside]
        names += [element.replace("_", "-") for element in catalogue.elements]
    return names


def _find(catalogue: Catalogue, dashed: str) -> Data | None:
    upper = dashed.upper()
    if upper in catalogue.codes:
        code = catalogue.codes[upper]
        return {"kind": "code", **code_data(catalogue, code), "indicators": indicators(catalogue, upper)}
    if dashed in catalogue.rules:
        return {"kind": "rule", **rule_data(catalogue, catalogue.rules[dashed])}
    for element in catalogue.elements.values():
        if element.id.replace("_", "-") == dashed:
            return {"kind": "element", **_element(catalogue, element)}
    if upper in catalogue.info.outside:
        return {"kind": "outside", **_outside(catalogue, upper)}
    return None


def indicators(catalogue: Catalogue, code: str) -> list[Data]:
    """The payment indicators of a code with their meaning, as far as the pack has it."""
    fee, basis = catalogue.fees.get(code), catalogue.info.fee_basis
    if fee is None or basis is None:
        return []
    values = {column: str(getattr(fee, column)) for column in basis.indicators if column in INDICATORS}
    return [
        {"indicator": column, "value": value, "meaning": basis.indicators[column].get(value, "")}
        for column, value in values.items()
    ]


def _element(catalogue: Catalogue, element: ElementInfo) -> Data:
    return {
        "id": element.id,
        "title": element.title,
        "met": element.met,
        "partial": element.partial,
        "why": element.why,
        "example": element.example,
        "rules": [
            {"name": rule.name, "when": rule.when, "summary": rule.summary}
            for rule in catalogue.rules.values()
            if rule.element == element.id
        ],
        "codes": {
            code.code: asked.severity
            for code in catalogue.codes.values()
            for asked in code.checklist
            if asked.element == element.id
        },
        **({"profiles": dict(element.profiles)} if catalogue.info.profiles else {}),
        "source": cite(catalogue, element.source),
        **({"also_sources": [cite(catalogue, key) for key in element.also]} if element.also else {}),
    }


def _outside(catalogue: Catalogue, name: str) -> Data:
    return {
        "code": name,
        "title": catalogue.info.outside[name],
        "told_apart": [
            {"code": code.code, "difference": neighbour.difference}
            for code in catalogue.codes.values()
            for neighbour in code.neighbours
            if neighbour.code == name
        ],
    }


def _code_text(code: Data, width: int) -> str:
    facts = [
        ("donor", code["donor"]),
        ("tissue", listing(code["components"])),
        ("global period", f"{code['global_days']} days"),
        ("source", code["source"]),
    ]
    return join(
        paragraph(f"{code['code']}: {code['title']}", width),
        paragraph(code["description"], width),
        entries(facts, width),
        *_checklist_text(code["checklist"], width),
        section("Sources of the checklist", entries(_legend(code["checklist"]).items(), width)),
        section("Told apart from", entries(((near["code"], near["difference"]) for near in code["neighbours"]), width)),
        section("Place of service", entries(_places(code), width)),
        section("Fees (national, before adjustment)", _fees_text(code["fees"], width)),
        section("Payment indicators", entries(_indicator_rows(code["indicators"]), width)),
    )


def _checklist_text(checklist: list[Data], width: int) -> list[str]:
    column = 4 + max((len(ask["element"]) for ask in checklist), default=0)
    asked = {severity: [ask for ask in checklist if ask["severity"] == severity] for severity in _SEVERITIES}
    return [
        section(title, "\n".join(_asked_text(ask, width, column) for ask in asked[severity]))
        for severity, title in _SEVERITIES.items()
    ]


def _asked_text(ask: Data, width: int, column: int) -> str:
    return entry(ask["element"].replace("_", "-"), f"{ask['met']} [{ask['source_key']}]", width, column, 2)


def _legend(checklist: list[Data]) -> dict[str, str]:
    return {ask["source_key"]: ask["source"] for ask in checklist}


def _places(code: Data) -> list[tuple[str, str]]:
    return [(f"{place['place']} {place['name']}", place["plausibility"]) for place in code["places_of_service"]]


def _fees_text(fees: Data | None, width: int) -> str:
    if fees is None:
        return ""
    parts = " + ".join(f"{fees[name]:.2f} {what}" for name, what in _COMPONENTS.items())
    rows = [
        ("surgeon", f"{usd(fees['national_rate_usd'])} = {fees['total_rvu_facility']:.2f} RVU ({parts})"),
        ("hospital outpatient", f"{usd(fees['hopd_rate_usd'])}, APC {fees['hopd_apc']}"),
        ("surgery center", f"{usd(fees['asc_rate_usd'])}, indicator {fees['asc_indicator']}"),
        ("units", f"at most {fees['mue']} a day"),
    ]
    return entries(rows, width)


_COMPONENTS = {"work_rvu": "work", "pe_rvu_facility": "practice expense", "mp_rvu": "malpractice"}


def _indicator_rows(rows: list[Data]) -> list[tuple[str, str]]:
    return [(f"{INDICATORS[one['indicator']]} {one['value']}", one["meaning"]) for one in rows]


def _rule_text(rule: Data, width: int) -> str:
    facts = [
        ("severity", _severity_text(rule)),
        ("why it matters", rule["why"]),
        ("fires", rule["fires"]),
        ("stays silent", rule["silent"]),
        ("message", rule["message"].format(codes="CODE", encoding="ENCODING", told="WHAT")),
    ]
    if rule["element"]:
        facts.append(("element", f"{rule['element'].replace('_', '-')}, when {rule['when']}"))
    facts.append(("source", rule["source"]))
    silence = paragraph(f"To leave it out: notelint check --ignore {rule['name']}", width)
    return join(paragraph(f"{rule['name']}: {rule['summary']}", width), entries(facts, width), silence)


def _severity_text(rule: Data) -> str:
    return _by_severity(rule["codes"] or rule.get("profiles", {})) or str(rule["severity"])


def _by_severity(codes: dict[str, str]) -> str:
    groups = [(severity, [code for code, asked in codes.items() if asked == severity]) for severity in _SEVERITIES]
    return "; ".join(f"{severity} for {listing(listed)}" for severity, listed in groups if listed)


def _element_text(element: Data, width: int) -> str:
    facts = [("met", element["met"])]
    if element["partial"]:
        facts.append(("partial", element["partial"]))
    facts += [
        ("why it matters", element["why"]),
        ("example", element["example"]),
        ("asked for", _by_severity(element["codes"] or element.get("profiles", {})) or "by no code"),
        ("source", element["source"]),
        *(("source", source) for source in element.get("also_sources", ())),
    ]
    rules = entries(((rule["name"], rule["summary"]) for rule in element["rules"]), width)
    title = f"{element['id'].replace('_', '-')}: {element['title']}"
    return join(paragraph(title, width), entries(facts, width), section("Rules", rules))


def _outside_text(found: Data, width: int) -> str:
    codes: dict[str, list[str]] = {}
    for near in found["told_apart"]:
        codes.setdefault(near["difference"], []).append(near["code"])
    blocks = (section(paragraph(f"{listing(named)}:", width), paragraph(text, width, 2)) for text, named in codes.items())
    return join(
        paragraph(f"{found['code']}: {found['title']}", width),
        paragraph("This code belongs to another family; notelint knows it only as a neighbour of these:", width),
        *blocks,
    )
