"""Score notelint on folders of labelled notes and print docs/accuracy.md.

    python scripts/measure_accuracy.py NAME=DIR [NAME=DIR ...] > docs/accuracy.md

DIR holds ID.txt with ID.gold.json beside it, labelled by the scheme that the sample notes follow. `met` is scored as
precision and recall over the elements of all notes of a set; codes count when they are exactly the labelled ones.
"""

from __future__ import annotations

import json
import sys
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from notelint import Linter, Note

FACTS = ("donor_site", "donor_laterality", "metatarsal_ray", "transfer", "skin_paddle")


@dataclass
class Tally:
    """Agreements and disagreements of one set of notes."""

    notes: int = 0
    codes_right: int = 0
    wrong_codes: int = 0
    codes_where_none_fits: int = 0
    facts_right: int = 0
    exact: int = 0
    graded: int = 0
    met: dict[str, list[int]] = field(default_factory=dict)

    def f1(self, element: str | None = None) -> float:
        """The F1 of ``met`` for one element, or over all of them."""
        chosen = [self.met[element]] if element else list(self.met.values())
        both, extra, missed = (sum(counts[i] for counts in chosen) for i in range(3))
        return 2 * both / (2 * both + extra + missed) if both + extra + missed else 1.0


def score(folder: Path, linter: Linter, tally: Tally) -> None:
    """Add the notes of ``folder`` to ``tally``."""
    for path in sorted(folder.glob("*.gold.json")):
        gold = json.loads(path.read_text("utf8"))
        report = linter.lint(Note(path.with_name(path.name.replace(".gold.json", ".txt")).read_text("utf8")))
        _add(tally, gold, report)


def _add(tally: Tally, gold: dict[str, Any], report: Any) -> None:
    wanted, given = sorted(gold["decision"]["codes"]), sorted(report.decision.codes)
    tally.notes += 1
    tally.codes_right += wanted == given
    tally.wrong_codes += bool(given and wanted and wanted != given)
    tally.codes_where_none_fits += bool(given and not wanted)
    tally.facts_right += sum(report.facts[fact] == gold["facts"][fact] for fact in FACTS)
    for element, status in gold["elements"].items():
        counts = tally.met.setdefault(element, [0, 0, 0])
        have = report.elements[element].status
        tally.graded += 1
        tally.exact += have == status
        if "met" in (have, status):
            counts[0 if have == status else 1 if have == "met" else 2] += 1


def main() -> None:
    """Print the page."""
    linter = Linter()
    sets: dict[str, Tally] = {}
    for argument in sys.argv[1:]:
        name, _, folder = argument.partition("=")
        score(Path(folder), linter, sets.setdefault(name, Tally()))
    print("# Accuracy\n")
    print(
        "Printed by `scripts/measure_accuracy.py` over the labelled notes in this repository. All of them were at hand while the"
    )
    print("rules were written, so expect less on notes by other writers; validate on your own before you rely on a figure.\n")
    print(
        "| set | notes | codes exactly right | wrong code | code where none fits | facts | elements, F1 of met | exact status |"
    )
    print("| --- | --- | --- | --- | --- | --- | --- | --- |")
    for name, tally in sets.items():
        print(
            f"| {name} | {tally.notes} | {tally.codes_right} | {tally.wrong_codes} | {tally.codes_where_none_fits} "
            f"| {tally.facts_right / (tally.notes * len(FACTS)):.3f} | {tally.f1():.3f} | {tally.exact / tally.graded:.3f} |"
        )
    print("\nF1 of `met` for each element:\n")
    print("| element | " + " | ".join(sets) + " |")
    print("| --- |" + " --- |" * len(sets))
    for element in next(iter(sets.values())).met:
        print(f"| {element} | " + " | ".join(f"{tally.f1(element):.2f}" for tally in sets.values()) + " |")


if __name__ == "__main__":
    main()
