"""Load a pack and run the cases of its elements; print those that fail, statuses that no case has, and how many there are.

python scripts/check_pack.py my-pack/

Exit status: 0 every case is as it says, 1 one is not, 2 the pack cannot be used.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

from notelint.linter import Linter
from notelint.note import Note
from notelint.pack_names import CODING_PACKS
from notelint.packs.errors import PackError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from notelint.packs.elements import Case, ElementInfo


def failures(linter: Linter, element: str, cases: tuple[Case, ...]) -> Iterator[str]:
    """One line for each case of an element that the pack answers otherwise than the case says."""
    for number, case in enumerate(cases, start=1):
        found = linter.lint(Note(case.note)).elements[element]
        shown = [words.text for words in found.evidence]
        if found.status != case.status:
            yield f"{element}, case {number}: {found.status} instead of {case.status}; shown: {shown}"
        elif case.shows and not any(case.shows in words for words in shown):
            yield f"{element}, case {number}: {case.shows!r} is not among the words shown: {shown}"


def untried(element: ElementInfo) -> Iterator[str]:
    """The statuses that an element can have and that no case of it has."""
    possible = {"met": True, "missing": True, "partial": element.partial is not None}
    possible["n/a"] = any(way.status == "n/a" for way in element.ways)
    tried = {case.status for case in element.cases}
    return (status for status, can_be in possible.items() if can_be and status not in tried)


def main(folder: Path) -> int:
    """Run the cases of the pack in ``folder``; the exit status."""
    try:
        alone = Linter(names=(), packs=[folder])
        pack = alone.catalogues[-1]
        linter = Linter(names=CODING_PACKS, packs=[folder]) if pack.decides else alone
    except PackError as error:
        print(f"Error: {error}", file=sys.stderr)
        return 2
    found = [line for name, one in pack.elements.items() for line in failures(linter, name, one.cases)]
    print(*found, sep="\n", end="\n" if found else "")
    for name, one in pack.elements.items():
        for status in untried(one):
            print(f"{name}: no case is {status}")
    total = sum(len(element.cases) for element in pack.elements.values())
    print(f"{pack.info.id}: {total - len(found)} of {total} cases as they say")
    return int(bool(found))


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
