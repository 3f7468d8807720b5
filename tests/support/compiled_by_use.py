"""Prints, as JSON, each expression that notelint compiles while it reads the sample notes, reviews claims and asks queries.

An idiom is printed as its name, with the methods that were asked of it. Run in a process of its own, since ``re``
keeps what it compiled.
"""

from __future__ import annotations

import json
import re
import sys
from pathlib import Path
from re import _compiler

from click.testing import CliRunner

_OURS = f"{Path('src', 'notelint')}"
_ROOT = Path(__file__).parents[2]
_METHODS = ("search", "match", "fullmatch", "finditer", "findall", "split", "sub")
_found: set[tuple[str, int]] = set()
_used: dict[str, set[str]] = {}
_compile = _compiler.compile


def _recording(pattern, flags=0):
    """As ``re._compiler.compile``; keeps what our own code asks for."""
    frame = sys._getframe(1)
    while frame is not None and ("functools" in frame.f_code.co_filename or Path(frame.f_code.co_filename).parent.name == "re"):
        frame = frame.f_back
    compiled = _compile(pattern, flags)
    if frame is not None and _OURS in frame.f_code.co_filename and isinstance(pattern, str):
        idiom = getattr(frame.f_locals.get("self"), "_name", None)  # some hold words that are known at run time only
        if idiom is not None and idiom.startswith("="):  # an expression of a way, which has no name
            idiom = None
        _found.add((f"idiom {idiom}" if idiom else pattern, 0 if idiom else compiled.flags & ~int(re.UNICODE)))
    return compiled


def _noted(method, plain):
    """The method of an idiom, which keeps that it was used."""

    def used(self, *arguments, **named):
        _used.setdefault(self._name, set()).add(method)
        return plain(self, *arguments, **named)

    return used


def main() -> None:
    """Run the commands and print what they compiled."""
    _compiler.compile = _recording
    from notelint.cli.app import notelint
    from notelint.packs.wording import Wording

    for method in _METHODS:
        setattr(Wording, method, _noted(method, getattr(Wording, method)))
    for command in (
        ("check", _ROOT / "sample_notes", "--format", "json"),
        ("review", _ROOT / "sample_encounters"),
        ("query", _ROOT / "sample_notes" / "10-generic-pelvic-bone-donor.txt"),
    ):
        result = CliRunner().invoke(notelint, [str(part) for part in command])
        assert result.exit_code < 2, (command[0], result.exit_code, result.output[-400:])
    print(json.dumps({"expressions": sorted(_found), "methods": {name: sorted(used) for name, used in _used.items()}}))  # noqa: T201


if __name__ == "__main__":
    main()
