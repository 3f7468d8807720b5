"""A claim beside its notes: the ``claim.yaml`` of a note's folder, or a claim of a file for a payer; and the list of those."""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from starlette.exceptions import HTTPException

from notelint.outputs.html.marks import Mark, Ref
from notelint.outputs.html.note_text import marked
from notelint.outputs.layout import counted
from notelint.server.claims import claim_of
from notelint.server.pages.filters import filter_of, in_address, page_number
from notelint.server.pages.review import PREFIX, opened
from notelint.server.pages.work_list import verdict_of
from notelint.server.rendering import page
from notelint.server.site import route
from notelint.server.store import claims, log
from notelint.server.store.reports import from_json

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from sqlite3 import Row

    from markupsafe import Markup
    from starlette.responses import Response
    from starlette.routing import BaseRoute

    from notelint.note import Note
    from notelint.server.site import Site, Visit

_SECONDS = 60.0


class Beside(NamedTuple):
    """A note beside a claim: the id of its place on the page, its number and path, and its text with what findings rest on."""

    prefix: str
    number: int
    path: str
    text: Markup


class NoteLink(NamedTuple):
    """A note of a claim in the list: its number, path, decision and what that is in words."""

    number: int
    path: str
    decision: str
    verdict: str


@dataclass(frozen=True, slots=True)
class Listed:
    """A claim as the list shows it. Amounts are USD; ``None`` where none is known."""

    row: Row
    source: str
    day: str
    codes: tuple[str, ...]
    notes: tuple[NoteLink, ...]
    counts: tuple[tuple[str, str], ...]
    billed: Decimal | None
    supported: Decimal | None


def routes(site: Site) -> list[BaseRoute]:
    """The routes of claims."""
    return [
        route(site, "/notes/{number:int}/claim", claim_of_note),
        route(site, "/claims", claim_list),
        route(site, "/claims/{number:int}", claim),
    ]


def claim_of_note(visit: Visit) -> Response:
    """The findings and money of the claim in the note's folder on one side, the text of the note on the other."""
    note = opened(visit)
    path = claim_of(Path(note.row["file"]))
    if path is None:
        raise HTTPException(404, "There is no claim.yaml in the folder of this note.")
    log.record(visit.site.store, visit.person.name, "saw the claim", visit.number)
    answer, error = visit.site.workers.ask("review_file", str(path), "json", seconds=_SECONDS)
    reviewed: dict[str, Any] = {} if error else next(iter(json.loads(answer)["encounters"]), {})
    own = _sources(reviewed).get(note.report.note.source)
    shown = note.shown.note
    beside = Beside(PREFIX, note.row["id"], shown.source, marked(shown, _marks(reviewed, own, shown), PREFIX))
    back = f"/notes/{note.row['id']}{in_address(filter_of(visit))}"
    return _page(visit, shown.source, error, reviewed, {own: beside}, (back, "Back to the review"))


def claim_list(visit: Visit) -> Response:
    """The claims of files for a payer in the folder, with their notes, findings and money."""
    site, number = visit.site, page_number(visit)
    errors = visit.request.query_params.get("errors") == "1"
    rows, total = claims.found(site.store, errors=errors, page=number)
    log.record(site.store, visit.person.name, "saw the claims", claims=[row["id"] for row in rows])
    listed = [_listed(site, row) for row in rows]
    return page(visit, "claims", rows=listed, total=total, errors=errors, number=number, pages=claims.pages(total))


def claim(visit: Visit) -> Response:
    """A claim with its findings and money on one side, the texts of its notes on the other."""
    site = visit.site
    row = claims.claim(site.store, visit.number)
    if row is None:
        raise HTTPException(404, "There is no claim of this number.")
    log.record(site.store, visit.person.name, "saw a claim", claim=row["id"])
    reviewed = json.loads(row["review"])
    indices = _sources(reviewed)
    beside: dict[int | None, Beside] = {}
    for place, kept in enumerate(claims.notes_of(site.store, row["id"]), 1):
        note = from_json(kept["report"]).note
        index, prefix = indices.get(note.source), f"n{place}"
        shown = replace(note, source=_path(site, kept))
        text = marked(shown, _marks(reviewed, index, shown), prefix)
        beside[index if index is not None else -place] = Beside(prefix, kept["id"], shown.source, text)
    title = f"{site.shown_path(str(Path(row['file']).parent / reviewed['source']))}"
    return _page(visit, title, row["error"], reviewed, beside, ("/claims", "Back to the claims"))


def _page(  # noqa: PLR0913, PLR0917 -- what a page of a claim is
    visit: Visit, title: str, error: str, reviewed: Mapping[str, Any], beside: Mapping[int | None, Beside], back: tuple[str, str]
) -> Response:
    """The page; ``beside`` are the notes by their position among those of the review."""
    shown = reviewed if reviewed.get("claim") else {}
    notes = list(beside.values())
    return page(visit, "claim", title=title, error=error, review=shown, notes=notes, by_index=beside, back=back)


def _sources(reviewed: Mapping[str, Any]) -> dict[str, int]:
    """Which of the claim's notes has which source."""
    return {one["report"]["source"]: index for index, one in enumerate(reviewed.get("notes", ()))}


def _marks(reviewed: Mapping[str, Any], own: int | None, note: Note) -> Iterator[Mark]:
    """The words of this note that findings on the claim rest on, each linked to its finding.

    A note that has changed since the review has no marks where its words are others now.
    """
    for number, finding in enumerate(reviewed.get("findings", ()), 1):
        ref = Ref(f"C{number}", f"c{number}", f"Claim: {finding['severity']}, {finding['rule'].replace('-', ' ')}")
        for words in finding["words"]:
            if words["note"] == own and note.text[words["start"] : words["end"]] == words["text"]:
                yield Mark(words["start"], words["end"], ("evidence",), (ref,))


def _listed(site: Site, row: Row) -> Listed:
    reviewed = json.loads(row["review"])
    billed = reviewed["claim"] or {"date_of_service": None, "lines": []}
    notes = tuple(
        NoteLink(one["id"], _path(site, one), one["decision"], verdict_of(one)) for one in claims.notes_of(site.store, row["id"])
    )
    severities = (("error", row["errors"]), ("warning", row["warnings"]), ("info", row["infos"]))
    payments = reviewed.get("payments", ())
    return Listed(
        row,
        site.shown_path(str(Path(row["file"]).parent / reviewed["source"])),
        billed["date_of_service"] or "",
        tuple("-".join((line["code"], *line["modifiers"])) for line in billed["lines"]),
        notes,
        tuple((name, counted(count, name)) for name, count in severities if count),
        _sum(payments, "billed"),
        _sum(payments, "supported"),
    )


def _path(site: Site, row: Row) -> str:
    return f"{site.shown_path(row['file'])}{' ' if row['name'] else ''}{row['name']}"


def _sum(payments: Sequence[Mapping[str, Any]], name: str) -> Decimal | None:
    """The sum of the amounts that are known; ``None`` where one is not."""
    amounts = [one[name] for one in payments]
    return sum(map(Decimal, amounts), Decimal(0)) if amounts and all(amounts) else None
