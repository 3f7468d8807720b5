"""The rules about claims, for ``notelint rules``, ``explain`` and the pages of docs/rules: as data and as plain text."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from notelint.outputs.layout import entries, join, listing, paragraph, section
from notelint.packs.claims import claim_rules, rule_examples, sources

if TYPE_CHECKING:
    from collections.abc import Sequence

    from notelint.packs.claims import ClaimRule, Example
    from notelint.packs.schema import Catalogue

Data = dict[str, Any]

TOPICS = {
    "form": "The claim itself",
    "code": "The code against the notes",
    "diagnosis": "Diagnoses",
    "bundling": "Bundling and units",
    "modifier": "Modifiers",
    "two_surgeons": "Two surgeons",
    "place": "Place and date",
    "time": "The global period",
}
_EXAMPLES = {"fires": "fires", "silent": "stays silent", "near_miss": "near miss"}


def claim_rules_data(catalogues: Sequence[Catalogue]) -> list[Data]:
    """Every rule about claims, ready for JSON, without its examples."""
    known = sources(catalogues)
    return [_data(rule, known) for rule in claim_rules().values()]


def claim_rule_data(catalogues: Sequence[Catalogue], name: str) -> Data:
    """One rule about claims with its examples in words."""
    examples = rule_examples()[name]
    texts = {kind: example_text(getattr(examples, kind)) for kind in _EXAMPLES}
    return {**_data(claim_rules()[name], sources(catalogues)), "examples": texts, "denials": _denials(name)}


def _denials(name: str) -> list[Data]:
    """The codes that a payer is likely to use for what the rule finds, each with how certain that is."""
    from notelint.packs.denials import denial_book

    book = denial_book()
    return [
        {"list": kind, "codes": list(codes), "confidence": entry.confidence, "source": book.sources[book.source(entry, kind)]}
        for entry in book.rules
        if name in entry.rules
        for kind, codes in entry.lists()
        if codes
    ]


def _data(rule: ClaimRule, known: dict[str, str]) -> Data:
    return {
        "name": rule.name,
        "group": rule.topic,
        "severity": rule.severity,
        "summary": rule.summary,
        "why": rule.why,
        "message": rule.message,
        "settle": rule.settle,
        "medicare_only": rule.medicare,
        "sources": [known[key] for key in rule.sources],
        "against": [known[key] for key in rule.against],
        "disagreement": rule.disagreement,
    }


def example_text(example: Example) -> str:
    """An example in words: what is billed, which note, what is changed in it, what else the claim says."""
    notes = [written.replace("@b", " (of the second surgeon)").replace(" visit", " (a visit)") for written in example.notes]
    lines = [line.replace("@b", " by the second surgeon").replace("@c", " by an assistant") for line in example.lines]
    parts = [f"billed {listing(lines)}"]
    parts += [f"{'notes' if len(notes) > 1 else 'note'} {listing(notes)}"]
    parts += [f"to which is added: “{example.add}”"] if example.add else []
    parts += [f"with “{old}” changed to “{new}”" if new else f"without “{old}”" for old, new in example.change.items()]
    parts += [f"with {key.replace('_', ' ')} {_value(value)}" for key, value in example.claim.items()]
    return "; ".join(parts) + (f" ({example.says})" if example.says else "")


def _value(value: Any) -> str:
    if isinstance(value, dict):
        return listing(f"{key}: {_value(inner)}" for key, inner in value.items())
    if isinstance(value, list):
        return listing(_value(inner) for inner in value)
    return str(value)


def _denial_text(denial: Data) -> str:
    return f"{denial['list'].upper()} {', '.join(denial['codes'])} ({denial['confidence']})"


def claim_rules_text(rules: Sequence[Data], width: int) -> list[str]:
    """The rules grouped by topic: name, severity, what each finds."""
    return [
        section(title, entries(((r["name"], f"{r['severity']}: {r['summary']}") for r in rules if r["group"] == topic), width))
        for topic, title in TOPICS.items()
    ]


def claim_rule_text(rule: Data, width: int) -> str:
    """One rule about claims, wrapped."""
    facts = [("severity", rule["severity"] + (" (Medicare's; an info for another payer)" if rule["medicare_only"] else ""))]
    facts += [("why it matters", rule["why"])]
    facts += [(_EXAMPLES[kind], text) for kind, text in rule["examples"].items()]
    facts += [("message", rule["message"]), ("to settle it", rule["settle"])]
    facts += [("denial codes", "; ".join(map(_denial_text, rule["denials"])))] if rule["denials"] else []
    facts += [("source", source) for source in rule["sources"]]
    if rule["disagreement"]:
        facts += [("otherwise", f"{'; '.join(rule['against'])}. {rule['disagreement']}")]
    silence = paragraph(f"To leave it out: notelint review --ignore {rule['name']}", width)
    return join(paragraph(f"{rule['name']}: {rule['summary']}", width), entries(facts, width), silence)
