"""The report of a note as a file, in the formats of the command line."""

from __future__ import annotations

from typing import TYPE_CHECKING

from starlette.exceptions import HTTPException
from starlette.responses import Response

from notelint.server.pages.review import opened
from notelint.server.site import route
from notelint.server.store import log
from notelint.server.store.reports import to_json

if TYPE_CHECKING:
    from starlette.routing import BaseRoute

    from notelint.server.site import Site, Visit

_SECONDS = 60.0
FORMS = {
    "html": ("html", "text/html; charset=utf-8"),
    "json": ("json", "application/json"),
    "sarif": ("sarif", "application/sarif+json"),
    "csv": ("csv", "text/csv; charset=utf-8"),
    "md": ("markdown", "text/markdown; charset=utf-8"),
    "txt": ("text", "text/plain; charset=utf-8"),
}


def routes(site: Site) -> list[BaseRoute]:
    """The route of exports."""
    return [route(site, "/notes/{number:int}/report.{form}", report)]


def report(visit: Visit) -> Response:
    """The report as a file."""
    form = visit.request.path_params["form"]
    if form not in FORMS:
        raise HTTPException(404, f"A report can be had as {', '.join(FORMS)}.")
    note = opened(visit)
    log.record(visit.site.store, visit.person.name, "exported the report", visit.number, form=form)
    name, media_type = FORMS[form]
    content = visit.site.workers.ask("render", [to_json(note.shown)], name, seconds=_SECONDS)
    file = f"report-{visit.number}.{form}"
    headers = {"content-disposition": f'attachment; filename="{file}"'}
    return Response(content, media_type=media_type, headers=headers)
