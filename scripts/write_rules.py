"""Write docs/rules/, one page for each rule and an index, from the data that ``notelint rules`` and ``explain`` print.

python scripts/write_rules.py
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from notelint.outputs.catalogue import rules_data
from notelint.outputs.claim_rules import TOPICS, claim_rule_data
from notelint.packs.loader import builtin_packs, load_catalogue
from notelint.packs.rule_names import rule_aliases

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from notelint.packs.schema import Catalogue

FOLDER = Path(__file__).parents[1] / "docs" / "rules"
INDEX = "README.md"
_GROUPS = {
    "decision": "Undecided code",
    "element": "Documentation of an element",
    "integrity": "Integrity of the note",
    "reading": "Reading the file",
}
_INTRODUCTION = """\
# Rules

Written by `scripts/write_rules.py` from the data that `notelint rules` and `notelint explain NAME` print. `notelint check`
applies the rules for notes; `notelint review`, and `notelint check --code`, apply the rules for claims. The notes of the examples
are in `patterns/claims/examples/`; the tests run every one of them. CPT is a trademark of the American Medical Association."""
_EARLIER = """\
## Earlier names

These names are deprecated. `--select`, `--ignore` and `notelint explain` still accept them.

| earlier name | name now |
| --- | --- |
"""
_DRAFT = {
    "open": "With `--stage draft` always an info: what the rule finds is how a draft is.",
    "at blank": "With `--stage draft` an info where a field of the template asks for it, or where it stands on a field.",
    "as final": "With `--stage draft` as in a final report.",
}
_EXAMPLES = {"fires": "Fires", "silent": "Stays silent", "near_miss": "Near miss"}


def pages() -> dict[str, str]:
    """Every page by its file's name."""
    catalogues = [load_catalogue(folder) for folder in builtin_packs()]
    data = rules_data(catalogues)
    of_notes = [rule for pack in data["packs"] for rule in pack["rules"]]
    found = {
        f"{rule['name']}.md": "\n\n".join(_note_rule(rule, catalogue)) + "\n"
        for catalogue, pack in zip(catalogues, data["packs"], strict=True)
        for rule in pack["rules"]
    }
    found |= {f"{rule['name']}.md": "\n\n".join(_claim_rule(catalogues, rule)) + "\n" for rule in data["claims"]}
    index = [*_index(of_notes, data["claims"]), _earlier_names(catalogues)]
    return {INDEX: "\n\n".join(index) + "\n", **found}


def _earlier_names(catalogues: list[Catalogue]) -> str:
    return _EARLIER + "\n".join(f"| {old} | [{new}]({new}.md) |" for old, new in sorted(rule_aliases(catalogues).items()))


def _index(of_notes: list[dict[str, Any]], of_claims: list[dict[str, Any]]) -> Iterator[str]:
    yield _INTRODUCTION
    yield f"## Of a note ({len(of_notes)})"
    yield from _groups(of_notes, _GROUPS)
    yield f"## Of a claim ({len(of_claims)})"
    yield from _groups(of_claims, TOPICS)


def _groups(rules: list[dict[str, Any]], titles: Mapping[str, str]) -> Iterator[str]:
    for group, title in titles.items():
        rows = [f"| [{r['name']}]({r['name']}.md) | {r['severity']} | {r['summary']} |" for r in rules if r["group"] == group]
        yield "\n".join((f"### {title}", "", "| rule | severity | finds that |", "| --- | --- | --- |", *rows))


def _note_rule(rule: dict[str, Any], catalogue: Catalogue) -> Iterator[str]:
    element = catalogue.elements.get(rule["element"])
    yield f"# {rule['name']}"
    yield f"**{rule['severity']}**, of a note: {rule['summary']}."
    yield f"## Why it matters\n\n{rule['why']}"
    if rule["codes"]:
        codes = ", ".join(f"{code} ({severity})" for code, severity in rule["codes"].items())
        yield f"Element `{rule['element']}`, when {rule['when']}. Asked for by {codes}."
    if element is not None and element.profiles:
        profiles = ", ".join(f"`{profile}` ({severity})" for profile, severity in element.profiles.items())
        milder = "; the finding is one step milder, since something is documented" if rule["when"] == "partial" else ""
        yield f"Element `{rule['element']}`, when {rule['when']}. Asked for by the profiles {profiles}{milder}."
    yield f"## Fires\n\n> {rule['fires']}"
    yield f"## Stays silent\n\n> {rule['silent']}"
    yield f"## Message\n\n{rule['message'].format(codes='CODE', encoding='ENCODING', told='WHAT')}"
    yield f"## In a draft\n\n{_DRAFT[rule['draft']]}"
    yield f"## Source\n\n{rule['source']}"
    if element is not None and element.also:
        yield "Also:\n\n" + "\n".join(f"- {catalogue.info.sources[key]}" for key in element.also)


def _claim_rule(catalogues: list[Catalogue], rule: dict[str, Any]) -> Iterator[str]:
    yield f"# {rule['name']}"
    whose = " For a payer other than Medicare and Medicaid it is an info: the contract decides." if rule["medicare_only"] else ""
    yield f"**{rule['severity']}**, of a claim: {rule['summary']}.{whose}"
    yield f"## Why it matters\n\n{rule['why']}"
    for kind, text in claim_rule_data(catalogues, rule["name"])["examples"].items():
        yield f"## {_EXAMPLES[kind]}\n\n{text[:1].upper()}{text[1:]}."
    yield f"## Message\n\n{rule['message']}"
    yield f"## What would settle it\n\n{rule['settle']}"
    yield "## Sources\n\n" + "\n".join(f"- {source}" for source in rule["sources"])
    if rule["disagreement"]:
        against = "\n".join(f"- {source}" for source in rule["against"])
        yield f"## Where sources disagree\n\n{rule['disagreement']}\n\nSources that say otherwise:\n\n{against}"


def main() -> None:
    """Write every page, and delete the pages of rules that no longer exist."""
    FOLDER.mkdir(exist_ok=True)
    wanted = pages()
    for path in FOLDER.glob("*.md"):
        if path.name not in wanted:
            path.unlink()
    for name, text in wanted.items():
        (FOLDER / name).write_text(text, "utf-8")
    print(f"{len(wanted)} pages in {FOLDER.name}/")


if __name__ == "__main__":
    main()
