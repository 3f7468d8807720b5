"""Runs notelint command lines given as JSON on the command line, one after the other, the way a user's own process would.

    python program.py [--fake] [--raise] [--debug] '[["check", "note.txt"], ["codes"]]'

``--fake`` puts the fake linter in place, ``--raise`` makes linting fail with the note's text in the exception, ``--debug`` turns
every log on.
"""

from __future__ import annotations

import json
import logging
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

import notelint.linter
from notelint.cli import linting
from notelint.cli.main import main

if "--fake" in sys.argv:
    from support.fake_linter import FakeLinter

    notelint.linter.Linter = FakeLinter
if "--raise" in sys.argv:

    def fail(_linter, note):
        try:
            int(note.text)
        except ValueError as error:
            raise RuntimeError(note.text) from error

    notelint.linter.Linter.lint = notelint.linter.Linter.lint_for_claim = fail
if "--debug" in sys.argv:
    logging.basicConfig(level=logging.DEBUG)

made = {}
make_linter = linting.make_linter


def make_linter_once(**arguments):
    """A linter is dear; command lines that ask for the same one share it."""
    wanted = repr([arguments.get(name) for name in ("packs", "select", "ignore", "screen")])
    if wanted not in made:
        made[wanted] = make_linter(**arguments)
    return made[wanted]


linting.make_linter = make_linter_once
statuses = []
for arguments in json.loads(sys.argv[-1]):
    sys.argv = ["notelint", *arguments]
    try:
        main()
    except SystemExit as end:
        statuses.append(end.code or 0)
sys.exit(max(statuses))
