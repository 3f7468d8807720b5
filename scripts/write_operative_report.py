"""Write the list of elements in docs/operative-report.md, below its marker, from the pack ``operative-report``.

python scripts/write_operative_report.py
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from notelint.packs.loader import load_catalogue, shipped_packs

if TYPE_CHECKING:
    from collections.abc import Iterator

    from notelint.packs.elements import ElementInfo
    from notelint.packs.schema import Catalogue

PAGE = Path(__file__).parents[1] / "docs" / "operative-report.md"
_MARKER = "<!-- written by scripts/write_operative_report.py -->\n"
_HEADINGS = "| element | met by | incomplete | asked for by | sources |\n| --- | --- | --- | --- | --- |"


def page() -> str:
    """The page with its list of elements and sources."""
    above, marker, _ = PAGE.read_text("utf-8").partition(_MARKER)
    if not marker:
        raise SystemExit(f"{PAGE.name} has no line {_MARKER.strip()}")
    (folder,) = shipped_packs(["operative-report"])
    catalogue = load_catalogue(folder)
    elements = "\n".join((_HEADINGS, *map(_row, catalogue.elements.values())))
    return f"{above}{marker}\n{elements}\n\n" + "\n".join(_sources(catalogue)) + "\n"


def _row(element: ElementInfo) -> str:
    profiles = ", ".join(f"{name}: {severity}" for name, severity in element.profiles.items())
    cells = (f"`{element.id}`", element.met, element.partial or "", profiles, ", ".join((element.source, *element.also)))
    return f"| {' | '.join(cells)} |"


def _sources(catalogue: Catalogue) -> Iterator[str]:
    yield "| source | what it is |\n| --- | --- |"
    for key, citation in catalogue.info.sources.items():
        yield f"| {key} | {citation} |"


if __name__ == "__main__":
    PAGE.write_text(page(), "utf-8")
    print(f"wrote {PAGE.name}")
