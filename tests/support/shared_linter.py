"""A linter is dear to build: commands of one process that ask for the same one share it."""

from __future__ import annotations

import notelint.linter
from notelint.cli import linting

_made = {}
_make_linter = linting.make_linter


def make_linter(**arguments):
    """As ``linting.make_linter``, built once for each choice of packs and rules and each class of linter."""
    wanted = repr(
        [notelint.linter.Linter, *(arguments.get(name) for name in ("packs", "select", "ignore", "screen", "max_seconds"))]
    )
    if wanted not in _made:
        _made[wanted] = _make_linter(**arguments)
    else:
        arguments["say"]("linter ready after 0.00 s")
    return _made[wanted]
