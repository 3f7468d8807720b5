"""The claim beside a note: the claim.yaml of the note's folder, reviewed with its notes."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

from starlette.exceptions import HTTPException

from notelint.outputs.html.marks import Mark, Ref
from notelint.outputs.html.note_text import marked
from notelint.server.claims import claim_of
from notelint.server.pages.filters import filter_of, in_address
from notelint.server.pages.review import PREFIX, Opened, opened
from notelint.server.rendering import page
from notelint.server.site import route
from notelint.server.store import log

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from starlette.responses import Response
    from starlette.routing import BaseRoute

    from notelint.server.site import Site, Visit

_SECONDS = 60.0


def routes(site: Site) -> list[BaseRoute]:
    """The route of the claim."""
    return [route(site, "/notes/{number:int}/claim", claim)]


def claim(visit: Visit) -> Response:
    """The claim's findings and money on one side, the text of the note on the other."""
    note = opened(visit)
    path = claim_of(Path(note.row["file"]))
    if path is None:
        raise HTTPException(404, "There is no claim.yaml in the folder of this note.")
    log.record(visit.site.store, visit.person.name, "saw the claim", visit.number)
    told, error = visit.site.workers.ask("review_file", str(path), "json", seconds=_SECONDS)
    reviewed: dict[str, Any] = {} if error else next(iter(json.loads(told)["encounters"]), {})
    return page(
        visit, "claim", row=note.row, title=note.shown.note.source, error=error, review=reviewed,
        text=marked(note.shown.note, _marks(reviewed, note), PREFIX), prefix=PREFIX, own=_own(reviewed, note),
        address=in_address(filter_of(visit)),
    )  # fmt: skip


def _own(reviewed: Mapping[str, Any], note: Opened) -> int | None:
    """Which of the claim's notes this one is; ``None`` where it is none of them."""
    sources = [one["report"]["source"] for one in reviewed.get("notes", ())]
    return sources.index(note.report.note.source) if note.report.note.source in sources else None


def _marks(reviewed: Mapping[str, Any], note: Opened) -> Iterator[Mark]:
    """The words of this note that findings on the claim rest on, each linked to its finding."""
    own = _own(reviewed, note)
    for number, finding in enumerate(reviewed.get("findings", ()), 1):
        ref = Ref(f"C{number}", f"c{number}", f"Claim: {finding['severity']}, {finding['rule'].replace('-', ' ')}")
        for words in finding["words"]:
            if words["note"] == own:
                yield Mark(words["start"], words["end"], ("evidence",), (ref,))
