"""Load a pack beside those that ship and run the cases of its elements and the examples of its rules.

Printed are those that fail, statuses that no case has, and how many cases there are.

python scripts/check_pack.py my-pack/

Exit status: 0 every case and every example is as it says, 1 one is not, 2 the pack cannot be used.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

from notelint.linter import Linter
from notelint.note import Note
from notelint.pack_names import ALL_PACKS, CODING_PACKS
from notelint.packs.errors import PackError
from notelint.packs.loader import builtin_packs

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


def wrong_examples(linter: Linter, element: ElementInfo) -> Iterator[str]:
    """One line for each example of a rule of a checklist on which it fires where it should be silent, or the other way round."""
    for status, rule in (("missing", element.rules.missing), ("partial", element.rules.partial)):
        for key in ("fires", "silent") if rule else ():
            found = linter.assumed(Note(getattr(rule, key)))[0].elements[element.id].status
            if (found == status) != (key == "fires"):
                yield f"{element.id}, rules.{status}.{key}: the element is {found}"


def untried(element: ElementInfo) -> Iterator[str]:
    """The statuses that an element can have and that no case of it has."""
    possible = {"met": True, "missing": True, "partial": element.partial is not None}
    possible["n/a"] = any(way.status == "n/a" for way in element.ways)
    tried = {case.status for case in element.cases}
    return (status for status, can_be in possible.items() if can_be and status not in tried)


def main(folder: Path) -> int:
    """Run the cases of the pack in ``folder``; the exit status."""
    try:
        linter = Linter(names=(), packs=[folder], reader="rules")
        pack = linter.catalogues[-1]
        if folder.resolve() not in builtin_packs():
            Linter(names=ALL_PACKS, packs=[folder])  # no two packs give one name to different rules
            if pack.decides:
                linter = Linter(names=CODING_PACKS, packs=[folder], reader="rules")
    except PackError as error:
        print(f"Error: {error}", file=sys.stderr)
        return 2
    found = [line for name, one in pack.elements.items() for line in failures(linter, name, one.cases)]
    examples = [] if pack.decides else [line for one in pack.elements.values() for line in wrong_examples(linter, one)]
    for line in (*found, *examples):
        print(line)
    for name, one in pack.elements.items():
        for status in untried(one):
            print(f"{name}: no case is {status}")
    total = sum(len(element.cases) for element in pack.elements.values())
    print(f"{pack.info.id}: {total - len(found)} of {total} cases as they say")
    return int(bool(found or examples))


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
