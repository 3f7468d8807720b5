"""The application: its routes, and what is answered where a page cannot do what was asked."""

from __future__ import annotations

from contextlib import asynccontextmanager
from typing import TYPE_CHECKING, Any

from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.middleware.exceptions import ExceptionMiddleware
from starlette.responses import JSONResponse, Response
from starlette.routing import Route, Router

from notelint.server.guard import Guard, is_for_programs
from notelint.server.hooks import routes as hooks
from notelint.server.pages import api, claim, dashboard, document, export, log, query, review, sign_in, upload, work_list
from notelint.server.rendering import open_page, static
from notelint.server.store.actions import RefusedActionError
from notelint.server.store.database import StoreError
from notelint.server.workers import WorkerError

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from starlette.requests import Request
    from starlette.types import ASGIApp, Receive, Scope, Send

    from notelint.server.site import Site

_PAGES = (work_list, review, query, claim, dashboard, document, export, upload, log, sign_in, api, hooks)
_WHY = {400: "The form is damaged, so nothing was done. Send it again.", 405: "This method is not used here."}
"""In place of what a library says."""
_TITLES = {
    400: "Not understood", 401: "Signed out", 403: "Not allowed", 404: "Not found", 405: "Not allowed", 409: "Not saved",
    413: "Too large", 429: "Too many tries", 503: "Not done now",
}  # fmt: skip


def make_app(site: Site, *, watching: bool = True) -> ASGIApp:
    """The application of a site. ``watching``: it looks into the folder while it runs."""

    @asynccontextmanager
    async def lifespan(_app: Any) -> AsyncIterator[None]:
        if watching:
            await run_in_threadpool(site.start)
        yield
        await run_in_threadpool(site.stop)

    routes = [Route("/static/{name}", static), *(route for module in _PAGES for route in module.routes(site))]
    router = Router(routes, lifespan=lifespan, default=_missing)
    handlers = {HTTPException: _Problem(site, 500), RefusedActionError: _Problem(site, 409)}
    handlers |= {StoreError: _Problem(site, 503), WorkerError: _Problem(site, 503)}
    return Guard(ExceptionMiddleware(router, handlers=handlers), site.settings, site.say)


async def _missing(_scope: Scope, _receive: Receive, _send: Send) -> None:
    raise HTTPException(404, "There is no such page.")


class _Problem:
    """Answers with a page, or for the API with JSON, that says why something was not done."""

    def __init__(self, site: Site, status: int) -> None:
        self._site, self._status = site, status

    def __call__(self, request: Request, error: Exception) -> Response:
        """The answer. No error that is handled here has a word of a note."""
        status, why = self._status, str(error)
        if isinstance(error, HTTPException):
            status, why = error.status_code, _WHY.get(error.status_code, error.detail)
        if status >= 500:
            self._site.say(f"{request.method} {getattr(request.scope.get('route'), 'path', '')}: {why}")
        if is_for_programs(request.url.path):
            return JSONResponse({"error": why}, status)
        number = request.path_params.get("number")
        again = "/" if number is None else f"/notes/{number}"
        return open_page(self._site, "problem", status, title=_TITLES.get(status, "Not done"), why=why, again=again)
