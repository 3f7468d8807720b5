"""Compare ``diagnoses.yaml`` of the packs with the tabular list of ICD-10-CM, code by code.

    python scripts/check_diagnoses.py icd10cm-tabular-2026.xml

The file is CDC/NCHS's tabular list as XML. Each code of a category must be complete exactly where the list says so, and its side
must be that of its title. Prints each difference; the exit status is 1 if there is one.
"""

from __future__ import annotations

import re
import sys
from pathlib import Path
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

from notelint.packs.diagnoses import DiagnosisBook, family_diagnoses
from notelint.packs.loader import builtin_packs

if TYPE_CHECKING:
    from collections.abc import Iterator

_CHARACTERS = 7
_SIDES = ("right", "left")


def listed(root: ET.Element) -> Iterator[tuple[str, str, bool]]:
    """Each code of the list with its title, and whether it is complete; with every seventh character where it has one."""
    for category in root.iter("diag"):
        if len(category.findtext("name", "")) == len("S82"):
            yield from _below(category, ())


def _below(entry: ET.Element, sevenths: tuple[str, ...]) -> Iterator[tuple[str, str, bool]]:
    own = entry.find("sevenChrDef")
    sevenths = sevenths if own is None else tuple(letter.attrib["char"] for letter in own if letter.get("char"))
    code, title = entry.findtext("name", ""), entry.findtext("desc", "")
    inner = entry.findall("diag")
    yield code, title, not inner and not sevenths
    for other in inner:
        yield from _below(other, sevenths)
    for letter in sevenths if not inner else ():
        dotted = code if "." in code else f"{code}."
        yield dotted.ljust(_CHARACTERS, "X") + letter, title, True


def problems(root: ET.Element) -> Iterator[str]:
    """The differences, as lines."""
    book = DiagnosisBook([file for folder in builtin_packs() if (file := family_diagnoses(folder)) is not None])
    compared = 0
    for code, title, complete in listed(root):
        said = book.describe(code)
        if said is None or not code.startswith(said.category.begins):
            continue
        compared += 1
        if said.complete != complete:
            yield f"{code} ({title}): complete is {complete}, notelint says {said.complete}"
        elif complete and (side := _side(title)) != (said.side if said.side in _SIDES else None):
            yield f"{code} ({title}): the side is {side}, notelint says {said.side}"
    print(f"{compared:,} codes compared")


def _side(title: str) -> str | None:
    named = [side for side in _SIDES if re.search(rf"\b{side}\b", title.lower())]
    return named[0] if len(named) == 1 else None


if __name__ == "__main__":
    found = list(problems(ET.parse(Path(sys.argv[1])).getroot()))  # noqa: S314 -- a file of CDC's, given by the maintainer
    print("\n".join(found))
    sys.exit(1 if found else 0)
