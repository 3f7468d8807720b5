"""Sign in and out: with the one-time address, or with name and password."""

from __future__ import annotations

from typing import TYPE_CHECKING

from starlette.concurrency import run_in_threadpool
from starlette.responses import RedirectResponse
from starlette.routing import Route

from notelint.server.access import COOKIE
from notelint.server.rendering import open_page
from notelint.server.site import route, with_cookie
from notelint.server.store import people

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response
    from starlette.routing import BaseRoute

    from notelint.server.site import Site, Visit

_WRONG = "Name and password do not belong together."
_TOO_MANY = "Too many tries. Wait five minutes, then try again."
_USED = "This address was used already, or is not the one that notelint serve printed. Start notelint serve again for a new one."


def routes(site: Site) -> list[BaseRoute]:
    """The routes of signing in and out."""

    def form(_request: Request) -> Response:
        return _form(site)

    def enter(request: Request) -> Response:
        cookie = site.access.enter(request.query_params.get("token", ""))
        if cookie is None:
            return open_page(site, "problem", 403, title="Not signed in", why=_USED, again="")
        # A page and no redirect: only a request that a page of this server makes carries a cookie that is SameSite=Strict.
        return with_cookie(open_page(site, "entered"), cookie, secure=site.settings.secure)

    async def sign_in(request: Request) -> Response:
        given = await request.form(max_files=0, max_fields=5)
        name, password = (str(given.get(field, "")) for field in ("name", "password"))
        return await run_in_threadpool(_sign_in, site, request, name, password)

    return [
        Route("/sign-in", form, methods=["GET"]),
        Route("/sign-in", sign_in, methods=["POST"]),
        Route("/enter", enter, methods=["GET"]),
        route(site, "/sign-out", sign_out, methods=["POST"]),
    ]


def sign_out(visit: Visit) -> Response:
    """End the session."""
    people.end(visit.site.store, visit.request.cookies.get(COOKIE, ""), visit.person.name)
    return with_cookie(RedirectResponse("/sign-in", 303), "", secure=visit.site.settings.secure)


def _sign_in(site: Site, request: Request, name: str, password: str) -> Response:
    if site.settings.access != "users":
        return _form(site, status=403)
    address = request.client.host if request.client else ""
    if not site.access.may_try(name, address):
        return _form(site, _TOO_MANY, status=429)
    cookie = site.access.sign_in(name, password)
    if cookie is None:
        return _form(site, _WRONG, status=403)
    site.access.forget_tries(name, address)
    return with_cookie(RedirectResponse("/", 303), cookie, secure=site.settings.secure)


def _form(site: Site, problem: str = "", status: int = 200) -> Response:
    return open_page(site, "sign_in", status, access=site.settings.access, wrong=problem)
