"""What a configuration says about rules, as a policy, with every name checked."""

from __future__ import annotations

from typing import TYPE_CHECKING

from notelint.nearest import did_you_mean
from notelint.policy import Layer, Policy

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Mapping

    from notelint.config.model import RuleTable, Setting

    Deprecated = Callable[[Setting, str, str], None]


def policy_of(
    tables: Iterable[RuleTable], known: Collection[str], aliases: Mapping[str, str], deprecated: Deprecated | None = None
) -> Policy:
    """The policy of ``tables``, with the names of rules in use.

    ``known`` are these names, ``aliases`` the earlier ones; ``deprecated`` is called with the setting, the earlier name and the
    present one. Raises ``ConfigError`` for a name that is neither.
    """

    def current(name: str, setting: Setting) -> str:
        if name in aliases and deprecated is not None:
            deprecated(setting, name, aliases[name])
        now = aliases.get(name, name)
        if now not in known:
            raise setting.error(f"no rule is called {name!r}", did_you_mean(name, known, "see notelint rules"))
        return now

    def names(settings: Iterable[Setting]) -> tuple[str, ...]:
        return tuple(current(setting.value, setting) for setting in settings)

    return Policy(
        tuple(
            Layer(
                names(table.select),
                names(table.ignore),
                tuple((current(rule, level), level.value) for rule, level in table.severity.items()),
                table.paths,
                table.folder,
            )
            for table in tables
        )
    )
