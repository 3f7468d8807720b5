"""Measure the pack operative-report alone; write benchmarks/checklist.json and the page docs/performance.md.

    python benchmarks/checklist.py            on the 1,166 notes of ../shared/notes/mtsamples-dev.jsonl, in about half a minute
    python benchmarks/checklist.py --quick    one round, nothing written

Every note is read. Rates are compared with tokenising alone in the same run, a note a hundred times as long against a hundred
notes.
Without those notes nothing is measured.
"""

from __future__ import annotations

import argparse
import json
import statistics
import time
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import corpora
import run
from contenders import tokenizer
from measure import rates

if TYPE_CHECKING:
    from collections.abc import Callable

PACK = "operative-report"
_LONG = 100  # times
_EVERY = 40  # note of the corpus that is made long
_ROUNDS = 7


def reader() -> Callable[[str], object]:
    """A linter with this pack alone."""
    from notelint import Linter, Note

    linter = Linter(names=(PACK,), max_seconds=None)
    return lambda text: linter.lint(Note(text))


def measured(rounds: int) -> dict[str, Any]:
    """Notes per second of the pack and of tokenising alone, and the seconds of notes as they are and a hundred times as long."""
    texts = corpora.others()
    found = rates({PACK: reader(), "tokenizing alone": tokenizer()}, texts, rounds, {})
    return {
        "date": datetime.now(UTC).date().isoformat(),
        "notes": len(texts),
        "rates": found,
        "length": _length(texts[::_EVERY], min(rounds, 3)),
    }


def _length(texts: list[str], rounds: int) -> dict[str, float]:
    read = reader()
    for text in texts:
        read(text)
    spent: dict[int, list[float]] = {1: [], _LONG: []}
    for _ in range(rounds):
        for times, seconds in spent.items():
            long = ["\n\n".join([text] * times) for text in texts]
            started = time.perf_counter()
            for text in long:
                read(text)
            seconds.append(time.perf_counter() - started)
    return {str(times): statistics.median(seconds) for times, seconds in spent.items()}


def main() -> None:
    """Measure, print, write."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--quick", action="store_true", help="one round, nothing written")
    quick = options.parse_args().quick
    if not corpora.MTSAMPLES.is_file():
        print(f"skipped: there is no {corpora.MTSAMPLES.name} in ../shared/notes beside the project")
        return
    found = measured(1 if quick else _ROUNDS)
    for what, ratio, wanted, met in run.checklist_ratios(found):
        print(f"{what:70} {ratio:8.3f}  {wanted:14} {'reached' if met else 'NOT reached'}")
    if not quick:
        run.CHECKLIST.write_text(json.dumps(found, indent=1) + "\n", "utf8")
        run.PAGE.write_text(run.page(json.loads(run.RESULTS.read_text("utf8"))), "utf8")


if __name__ == "__main__":
    main()
