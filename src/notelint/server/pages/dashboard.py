"""The dashboard: the audit's pictures over the notes in the store, and the queries that wait for an answer."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, NamedTuple

from markupsafe import Markup

from notelint.server.dashboard import Wanted
from notelint.server.rendering import page
from notelint.server.site import route
from notelint.server.store import letters, log
from notelint.server.workers import BusyError

if TYPE_CHECKING:
    from pathlib import Path
    from sqlite3 import Row

    from starlette.responses import Response
    from starlette.routing import BaseRoute

    from notelint.server.site import Site, Visit

_SECONDS = 120.0
_WAIT = 60.0
_PATIENCE = 10.0
_KEPT = 4
_VERSION = (
    "SELECT (SELECT count(*) || ' ' || sum(present) || ' ' || max(checked_at) FROM notes), "
    "(SELECT count(*) || ' ' || max(saved_at) || ' ' || coalesce(max(sent_at), '') || ' ' || coalesce(max(answered_at), '') "
    "|| ' ' || sum(state = 'sent') FROM letters)"
)


class Waiting(NamedTuple):
    """A query that waits: the note's number and path, whose note it is, and the whole days since it was sent."""

    number: int
    path: str
    assigned: str
    days: int


def routes(site: Site) -> list[BaseRoute]:
    """The route of the dashboard."""
    return [route(site, "/dashboard", dashboard)]


def dashboard(visit: Visit) -> Response:
    """The page. Only administrators see surgeons by name."""
    site = visit.site
    log.record(site.store, visit.person.name, "saw the dashboard")
    pseudonyms = not visit.person.may("administrator")
    content, table_problem = _content(site, pseudonyms=pseudonyms)
    waiting = [_waiting(site, row) for row in letters.waiting(site.store)]
    return page(visit, "dashboard", content=Markup(content), table_problem=table_problem, waiting_queries=waiting)  # noqa: S704 -- its template escapes


def _content(site: Site, *, pseudonyms: bool) -> tuple[str, str]:
    """The pictures and tables; drawn again only where notes, queries, the table or the day have changed.

    Raises ``BusyError`` where others have waited for them for long: who waits keeps a thread from other pages.
    """
    if not site.drawing.acquire(timeout=_PATIENCE):
        raise BusyError
    try:
        return _made(site, pseudonyms=pseudonyms)
    finally:
        site.drawing.release()


def _made(site: Site, *, pseudonyms: bool) -> tuple[str, str]:
    settings = site.settings
    version = tuple(site.store.one(_VERSION) or ())
    key = (version, _changed(settings.table), datetime.now().astimezone().date(), pseudonyms)
    made = site.dashboards.get(key)
    if made is None:
        wanted = Wanted(settings.data, settings.notes, settings.table, settings.columns, pseudonyms)
        made = site.workers.ask("dashboard", wanted, seconds=_SECONDS, wait=_WAIT)
        while len(site.dashboards) >= _KEPT:
            site.dashboards.pop(next(iter(site.dashboards)))
        site.dashboards[key] = made
    return made


def _changed(table: Path | None) -> int:
    try:
        return 0 if table is None else table.stat().st_mtime_ns
    except OSError:
        return 0


def _waiting(site: Site, row: Row) -> Waiting:
    sent = datetime.fromisoformat(row["sent_at"]).astimezone().date()
    days = (datetime.now().astimezone().date() - sent).days
    return Waiting(row["id"], site.shown_path(row["file"]), row["assigned"] or "", days)
