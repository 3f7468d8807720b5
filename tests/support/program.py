"""Runs notelint command lines given as JSON on the command line, one after the other, the way a user's own process would.

    python program.py [--fake] [--raise] [--debug] '[["check", "note.txt"], ["codes"]]'

The workers of a batch are made as this one is: they import this file, and find the flags in the environment.

``--fake`` puts the fake linter in place, ``--raise`` makes linting fail with the note's text in the exception, ``--debug`` turns
every log on.
"""

from __future__ import annotations

import json
import logging
import os
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

import notelint.linter
from notelint.cli import linting
from notelint.cli.main import main
from support import shared_linter

LINES = sys.argv[-1]
FLAGS = os.environ.setdefault("NOTELINT_TEST_FLAGS", " ".join(sys.argv[1:-1])).split()

if "--fake" in FLAGS:
    from support.fake_linter import FakeLinter

    notelint.linter.Linter = FakeLinter
if "--raise" in FLAGS:

    def fail(_linter, note):
        try:
            int(note.text)
        except ValueError as error:
            raise RuntimeError(note.text) from error

    notelint.linter.Linter.lint = notelint.linter.Linter.lint_for_claim = fail
if "--debug" in FLAGS:
    logging.basicConfig(level=logging.DEBUG)


def run_all():
    statuses = []
    for arguments in json.loads(LINES):
        sys.argv = ["notelint", *arguments]
        try:
            main()
        except SystemExit as end:
            statuses.append(end.code or 0)
    sys.exit(max(statuses))


if __name__ == "__main__":
    linting.make_linter = shared_linter.make_linter
    run_all()
