"""Templates to answers."""

from __future__ import annotations

import hashlib
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any

from starlette.responses import HTMLResponse, Response

from notelint.outputs.audit.page import content_style
from notelint.outputs.html.engine import environment

if TYPE_CHECKING:
    from starlette.requests import Request

    from notelint.server.site import Site, Visit
    from notelint.server.store.people import Person

_STATIC = {
    "report.css": ("notelint.outputs.html", "report.css", "text/css"),
    "audit.css": ("notelint.outputs.audit", "content.css", "text/css"),  # with the colours of its pictures
    "serve.css": ("notelint.server", "static/serve.css", "text/css"),
    "serve.js": ("notelint.server", "static/serve.js", "text/javascript"),
    "icon.svg": ("notelint.server", "static/icon.svg", "image/svg+xml"),
}
_A_YEAR = 365 * 24 * 60 * 60


def page(visit: Visit, template: str, status: int = 200, **values: Any) -> Response:
    """The page that a template makes for a signed-in person."""
    return _page(visit.site, template, status, visit.person, **values)


def open_page(site: Site, template: str, status: int = 200, **values: Any) -> Response:
    """A page for nobody in particular."""
    return _page(site, template, status, None, **values)


def fragment(template: str, **values: Any) -> str:
    """What a template makes, without a page around it."""
    return environment("notelint.server").get_template(f"{template}.html.jinja").render(**values)


def static(request: Request) -> Response:
    """A style sheet, the script or the icon."""
    name = request.path_params["name"]
    if name not in _STATIC:
        return Response("there is no such file", 404, media_type="text/plain")
    content, _ = _file(name)
    return Response(content, media_type=_STATIC[name][2], headers={"cache-control": f"private, max-age={_A_YEAR}, immutable"})


def _page(site: Site, template: str, status: int, person: Person | None, **values: Any) -> Response:
    shared = {
        "person": person,
        "asset": _asset,
        "tool": site.tool,
        "problem": site.folder.problem,
        "waiting": site.folder.waiting,
    }
    return HTMLResponse(fragment(template, **{**shared, **values}), status)


def _asset(name: str) -> str:
    """The address of a static file; it changes with the content, so that a browser may keep it."""
    return f"/static/{name}?v={_file(name)[1]}"


@cache
def _file(name: str) -> tuple[bytes, str]:
    package, path, _ = _STATIC[name]
    content = content_style().encode() if name == "audit.css" else files(package).joinpath(path).read_bytes()
    return content, hashlib.sha256(content).hexdigest()[:12]
