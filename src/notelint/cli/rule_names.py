"""Names of rules on the command line: earlier names are accepted with a note, unknown names end the command."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from notelint.cli.refused import Refused

if TYPE_CHECKING:
    from collections.abc import Sequence

    from notelint.packs.schema import Catalogue


def current_rules(names: Sequence[str], catalogues: Sequence[Catalogue]) -> tuple[str, ...]:
    """The names of rules as they are now. Prints one line on standard error for each earlier name. Raises ``Refused``."""
    if not names:
        return ()
    from notelint.packs.rule_names import current_names, rule_aliases

    aliases = rule_aliases(catalogues)
    current = current_names(names, aliases)
    _refuse_unknown(current, catalogues)
    for name in dict.fromkeys(names):
        if name in aliases:
            click.echo(renamed(name, aliases[name]), err=True)
    return current


def _refuse_unknown(names: Sequence[str], catalogues: Sequence[Catalogue]) -> None:
    """End with a suggestion where no rule has one of these names."""
    from notelint.nearest import did_you_mean
    from notelint.packs.claims import claim_rules

    known = [name for catalogue in catalogues for name in catalogue.rules] + list(claim_rules())
    for name in names:
        if name not in known:
            raise Refused(f"no rule is called {name!r}; {did_you_mean(name, known, 'see notelint rules')}")


def renamed(name: str, current: str) -> str:
    """The deprecation note for an earlier name of a rule."""
    return f"notelint: rule {name} is deprecated; use {current}"
