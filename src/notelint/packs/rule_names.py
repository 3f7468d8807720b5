"""Names of rules: the earlier names that are still accepted, and the names in use now."""

from __future__ import annotations

from typing import TYPE_CHECKING

from notelint.packs.claims import claim_rules
from notelint.packs.rules import rule_error

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from importlib.resources.abc import Traversable

    from notelint.packs.claims import ClaimRule
    from notelint.packs.schema import Catalogue, Rule


def rule_aliases(catalogues: Iterable[Catalogue]) -> dict[str, str]:
    """Each earlier name of a rule, with the name that replaced it. A name in use is never an alias. Raises ``PackError``."""
    rules = {rule.name: rule for rule in _all_rules(catalogues)}
    return {alias: rule.name for rule in rules.values() for alias in rule.aliases if alias not in rules}


def check_rule_names(loaded: Iterable[tuple[Traversable, Catalogue]]) -> None:
    """Raise ``PackError`` where rules of two packs have one name and are not the same rule."""
    known: dict[str, tuple[Rule, str]] = {}
    for folder, catalogue in loaded:
        for rule in catalogue.rules.values():
            first, pack = known.setdefault(rule.name, (rule, catalogue.info.id))
            if first != rule:
                problem = f"{rule.name} is another rule in the pack {pack}"
                raise rule_error(folder, rule, problem, "give it another name")


def current_names(names: Iterable[str], aliases: Mapping[str, str]) -> tuple[str, ...]:
    """The names with each alias replaced by the name in use, in their order, once each. Unknown names stay as they are."""
    return tuple(dict.fromkeys(aliases.get(name, name) for name in names))


def _all_rules(catalogues: Iterable[Catalogue]) -> Iterator[Rule | ClaimRule]:
    for catalogue in catalogues:
        yield from catalogue.rules.values()
    yield from claim_rules().values()
