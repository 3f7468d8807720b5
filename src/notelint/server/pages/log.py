"""The log for administrators: who saw and did what, and whether the log is whole."""

from __future__ import annotations

from typing import TYPE_CHECKING

from notelint.server.rendering import page
from notelint.server.site import route
from notelint.server.store import copies, log

if TYPE_CHECKING:
    from starlette.responses import Response
    from starlette.routing import BaseRoute

    from notelint.server.site import Site, Visit

_PAGE = 100


def routes(site: Site) -> list[BaseRoute]:
    """The route of the log."""
    return [route(site, "/log", show, role="administrator")]


def show(visit: Visit) -> Response:
    """The latest rows, or those before a row, and whether the log is whole."""
    store = visit.site.store
    log.record(store, visit.person.name, "saw the log")
    asked = visit.request.query_params.get("before", "")
    before = int(asked) if asked.isdecimal() and len(asked) < 18 else None
    rows = store.read(
        "SELECT * FROM log WHERE :before IS NULL OR seq < :before ORDER BY seq DESC LIMIT :most",
        {"before": before, "most": _PAGE},
    )
    wants_check = visit.request.query_params.get("verify") == "1"
    return page(
        visit,
        "log",
        rows=rows,
        earlier=rows[-1]["seq"] if len(rows) == _PAGE else None,
        verified=copies.verified(store) if wants_check else None,
    )
