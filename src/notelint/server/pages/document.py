"""A page of the PDF that a note came from, drawn, with the box of each piece of evidence on it."""

from __future__ import annotations

from dataclasses import fields, is_dataclass
from typing import TYPE_CHECKING, Any

from starlette.exceptions import HTTPException
from starlette.responses import Response

from notelint.outputs.html.build import note_view
from notelint.outputs.html.view import WordsView
from notelint.server.drawing import is_drawn
from notelint.server.pages.review import PREFIX, opened
from notelint.server.rendering import page
from notelint.server.site import route
from notelint.server.store import log

if TYPE_CHECKING:
    from collections.abc import Iterator

    from starlette.routing import BaseRoute

    from notelint.inputs.formats.pdf_drawing import DrawnPage
    from notelint.server.pages.review import Opened
    from notelint.server.site import Site, Visit

_SECONDS = 60.0
_KEPT = 20  # pages that are kept


def routes(site: Site) -> list[BaseRoute]:
    """The routes of drawn pages."""
    where = "/notes/{number:int}/page/{page:int}"
    return [route(site, where, show), route(site, f"{where}/picture.png", picture)]


def show(visit: Visit) -> Response:
    """The page with the boxes of what findings, checklist and decision rest on."""
    note = opened(visit)
    drawn = _drawn(visit, note)
    log.record(visit.site.store, visit.person.name, "saw a page", visit.number, page=drawn.page)
    places = {place.target: place for place in _places(note_view(note.shown, PREFIX, visit.site.options))}
    on_page = [place for place in places.values() if place.box is not None and (place.page or 1) == drawn.page]
    others = sorted({place.page or 1 for place in places.values() if place.box is not None})
    return page(visit, "document", row=note.row, title=note.shown.note.source, drawn=drawn, places=on_page, others=others)


def picture(visit: Visit) -> Response:
    """The picture of the page."""
    return Response(_drawn(visit, opened(visit)).png, media_type="image/png")


def _drawn(visit: Visit, note: Opened) -> DrawnPage:
    """The page as a picture; the latest few are kept, because the page and its picture are asked for one after the other."""
    if not is_drawn(note.row["file"], note.report.note):
        raise HTTPException(404, "The pages of this document cannot be drawn. The review gives page and place of the evidence.")
    number: int = visit.request.path_params["page"]
    kept = visit.site.pictures
    key = (note.row["id"], note.row["checked_at"], number)
    made = kept.get(key)
    if made is None:
        answered, error = visit.site.workers.ask("draw", note.row["file"], number, seconds=_SECONDS)
        if error:
            raise HTTPException(404, f"This page is not shown: {error}.")
        while len(kept) >= _KEPT:
            kept.pop(next(iter(kept)), None)
        made = kept[key] = answered
    return made


def _places(shown: Any) -> Iterator[WordsView]:
    """Every place in the records of a note's page."""
    if isinstance(shown, WordsView):
        yield shown
    elif isinstance(shown, tuple | list):
        for one in shown:
            yield from _places(one)
    elif is_dataclass(shown):
        for part in fields(shown):
            yield from _places(getattr(shown, part.name))
