"""A linter is dear to build: commands of one process that ask for the same one share it."""

from __future__ import annotations

from copy import copy

import notelint.linter
from notelint.cli import linting
from notelint.cli.pack_choice import chosen_packs
from notelint.cli.readers import chosen
from notelint.pack_names import ALL_PACKS
from notelint.packs.rule_names import rule_aliases
from notelint.policy import EVERYTHING

_made = {}
_make_linter = linting.make_linter
_REAL = notelint.linter.Linter


def make_linter(*, select=(), ignore=(), policy=EVERYTHING, **arguments):
    """As ``linting.make_linter``, built once for each choice of packs and readers; what is said of rules is put in afterwards."""
    if notelint.linter.Linter is not _REAL:
        return _make_linter(select=select, ignore=ignore, policy=policy, **arguments)
    packs = chosen_packs(arguments.get("default_packs", ALL_PACKS))
    wanted = repr([chosen(), packs, *(arguments.get(name) for name in ("packs", "screen", "max_seconds", "stage"))])
    if wanted not in _made:
        _made[wanted] = _make_linter(select=(), ignore=(), **arguments)
    else:
        arguments["say"]("linter ready after 0.00 s")
    linter = copy(_made[wanted])
    linter.policy = policy.then(select, ignore).renamed(rule_aliases(linter.catalogues))
    return linter
