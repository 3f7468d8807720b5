"""Write docs/coverage.md from docs/coverage.yaml: which rules cover each statement of the five source documents.

python scripts/write_coverage.py
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Literal

from notelint.packs.decode import decode
from notelint.packs.loader import builtin_packs, load_catalogue
from notelint.packs.record import Record

if TYPE_CHECKING:
    from collections.abc import Iterator

DOCS = Path(__file__).parents[1] / "docs"
DATA = DOCS / "coverage.yaml"
PAGE = DOCS / "coverage.md"

_INTRODUCTION = """\
# Coverage of the sources

Written by `scripts/write_coverage.py` from `docs/coverage.yaml`. It lists every documentation requirement, modifier row, denial
reason and question of the five source documents, and other statements about coding, in our own words. The second column lists
the rules that fire if the statement is violated, then the commands that answer it. If a source is wrong, says nothing or is
contradicted by one that ranks higher, the ruling says what governs."""
_TITLES = {
    "requirement": "Documentation requirements",
    "modifier": "Modifiers",
    "denial": "Denial reasons",
    "question": "Questions",
    "place": "Place of service",
    "fee": "Fees",
    "related_code": "Related codes",
    "workflow": "Clinical workflow",
    "definition": "Definitions",
}


class Statement(Record):
    """One statement of a source: what it says in our own words, the rules that cover it, what else answers it, the ruling."""

    source: str
    kind: Literal["requirement", "modifier", "denial", "question", "place", "fee", "related_code", "workflow", "definition"]
    says: str
    rules: tuple[str, ...]
    answered_by: tuple[str, ...] = ()
    ruling: str = ""


def read() -> tuple[Statement, ...]:
    """Every statement, in the order of the file."""
    return decode(DATA.read_text("utf8"), tuple[Statement, ...], DATA.name)


def page() -> str:
    """The page."""
    sources = {key: text for folder in builtin_packs() for key, text in load_catalogue(folder).info.sources.items()}
    return "\n\n".join(_parts(sources)) + "\n"


def _parts(sources: dict[str, str]) -> Iterator[str]:
    statements = read()
    yield _INTRODUCTION
    for source in dict.fromkeys(statement.source for statement in statements):
        yield f"## {source}: {sources[source]}"
        for kind, title in _TITLES.items():
            rows = [_row(statement) for statement in statements if (statement.source, statement.kind) == (source, kind)]
            if rows:
                yield "\n".join((f"### {title}", "", "| statement | covered by | ruling |", "| --- | --- | --- |", *rows))


def _row(statement: Statement) -> str:
    links = [f"[{rule}](rules/{rule}.md)" for rule in statement.rules]
    cells = (statement.says, ", ".join([*links, *statement.answered_by]), statement.ruling)
    return "| " + " | ".join(" ".join(cell.replace("|", "\\|").split()) for cell in cells) + " |"


def main() -> None:
    """Write the page."""
    PAGE.write_text(page(), "utf-8")
    print(f"{len(read())} statements in {PAGE.name}")


if __name__ == "__main__":
    main()
