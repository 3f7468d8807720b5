"""Print the first two parts of tests/robustness/known_misses.yaml anew: ``cd tests && python -m support.list_misses``.

Every note is read after every change with every number, which takes some minutes. What is said of a miss that is known is
kept; a new one is printed with a question mark, for someone to find out and say what happens.
"""

from __future__ import annotations

import sys
import textwrap
from collections import defaultdict
from itertools import groupby
from typing import TYPE_CHECKING

from support.changed_notes import DEV, NOTES, fallen, known_misses, missed, read_together
from support.mutations import FIXED, RANGES

if TYPE_CHECKING:
    from collections.abc import Iterator


def answers_part() -> Iterator[str]:
    """The entries of notes that are decided otherwise."""
    said = {(entry["note"], entry["change"]): entry["happens"] for entry in known_misses()["answers"]}
    for change, numbers in RANGES.items():
        misses = defaultdict(list)
        for at in numbers:
            read_together((change, at), NOTES)
            for note in sorted(missed((change, at), NOTES)):
                misses[note].append(at)
        for note, at in sorted(misses.items()):
            yield f"  - note: {note}\n    change: {change}{_numbers(change, at)}\n    happens: >-"
            yield _wrapped(said.get((note, change), "?"), "      ")


def figures_part() -> Iterator[str]:
    """The entries of figures that fall."""
    alike = defaultdict(list)
    for change, at in FIXED:
        if what := fallen((change, at)):
            alike[change, tuple(sorted(what))].append(at)
    for (change, what), at in alike.items():
        yield f"  - change: {change}{_numbers(change, at)}"
        yield _wrapped(f"fall: [{', '.join(what)}]", "    ", "      ")


def _numbers(change: str, at: list[int]) -> str:
    return "" if len(RANGES[change]) == 1 else f"\n    at: [{', '.join(_runs(at))}]"


def _runs(numbers: list[int]) -> Iterator[str]:
    for _, run in groupby(enumerate(numbers), lambda pair: pair[1] - pair[0]):
        first, *rest = [number for _, number in run]
        yield f"{first}-{rest[-1]}" if rest else str(first)


def _wrapped(words: str, indent: str, more: str | None = None) -> str:
    options = {"break_long_words": False, "break_on_hyphens": False}
    return textwrap.fill(words, 118, initial_indent=indent, subsequent_indent=more or indent, **options)


if __name__ == "__main__":
    assert DEV, "needs the labelled notes in ../shared/notes/dev"
    for title, part in (("answers", answers_part()), ("figures", figures_part())):
        sys.stdout.write("\n".join((f"{title}:", *part)) + "\n")
