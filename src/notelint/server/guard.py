"""What every request passes before a page sees it: host, origin, rate, size and time; and what every answer carries."""

from __future__ import annotations

import asyncio
import html
import json
import time
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from notelint.failure import described

if TYPE_CHECKING:
    from collections.abc import Callable

    from starlette.types import ASGIApp, Message, Receive, Scope, Send

    from notelint.server.settings import Settings

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; font-src 'self'; connect-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'; object-src 'none'"
)
HEADERS = (
    (b"content-security-policy", POLICY.encode()),
    (b"x-content-type-options", b"nosniff"),
    (b"x-frame-options", b"DENY"),
    (b"referrer-policy", b"same-origin"),  # with no-referrer a browser would send forms with the origin "null"
    (b"cross-origin-opener-policy", b"same-origin"),
    (b"cross-origin-resource-policy", b"same-origin"),
    (b"permissions-policy", b"camera=(), microphone=(), geolocation=()"),
)
_SAFE = frozenset({"GET", "HEAD"})
_HOOKS = "/cds-services"
_METHODS = _SAFE | {"POST"}
_BURST = 3.0  # seconds of a person's rate that may come at once
_MOST_CLIENTS = 10_000


class _TooLargeError(Exception):
    """The request has more bytes than are taken."""


class _TooSlowError(Exception):
    """The request did not arrive in time."""


class Guard:
    """The outermost layer of the server. Nothing that is raised below it gets into a log with its text."""

    def __init__(self, app: ASGIApp, settings: Settings, say: Callable[[str], None]) -> None:
        self._app, self._settings, self._say = app, settings, say
        self._rates: dict[str, tuple[float, float]] = {}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on, or answer it with a page that says why not."""
        if scope["type"] == "lifespan":
            await self._app(scope, receive, send)
            return
        if scope["type"] != "http":
            return
        scope["app"] = self  # so that Starlette raises for what it would answer itself in plain text
        exchange = _Exchange(send, as_json=is_for_programs(scope["path"]))
        refusal = self._refusal(scope)
        if refusal is not None:
            await exchange.refuse(*refusal)
            return
        body = _Body(receive, self._settings.most_bytes, self._settings.seconds)
        try:
            await self._app(scope, body.receive, exchange.send)
        except _TooLargeError:
            await exchange.refuse(
                413, f"This is larger than {self._settings.most_bytes:,} bytes, which is the most that is taken."
            )
        except _TooSlowError:
            await exchange.refuse(408, f"This did not arrive within {self._settings.seconds:g} seconds. Try again.")
        except Exception as error:  # noqa: BLE001 -- its text could hold a note's words
            self._say(f"{scope['method']} {_route(scope)}: {described(error, debug=True)}")
            await exchange.refuse(
                500, "Something went wrong in notelint. Nothing was saved by this request. The log has the place."
            )

    def _refusal(self, scope: Scope) -> tuple[int, str] | None:
        """Status and reason where a request is not let through."""
        headers = {name.lower(): value.decode("latin-1") for name, value in scope["headers"]}
        host = headers.get(b"host", "")
        if _name(host) not in self._settings.host_names:
            return 400, "The server is not known by this name. Use the address that notelint serve printed, or --host-name."
        if scope["method"] not in _METHODS:
            return 405, "This method is not used here."
        if scope["method"] not in _SAFE and not _is_hook(scope["path"]) and not self._is_own(headers, host):
            return 403, "This request does not come from a page of this server, so it was not carried out."
        if not self._is_within_rate(scope):
            return 429, "Too many requests at once. Wait a few seconds."
        return None

    def _is_own(self, headers: dict[bytes, str], host: str) -> bool:
        """Whether an unsafe request comes from a page of this server, or from a program with a token of its own."""
        origin, site = headers.get(b"origin"), headers.get(b"sec-fetch-site", "same-origin")
        if origin is None and headers.get(b"authorization", "").startswith("Bearer "):
            return True
        scheme = "https" if self._settings.secure else "http"
        return origin == f"{scheme}://{host}" and site == "same-origin"

    def _is_within_rate(self, scope: Scope) -> bool:
        """Whether this session, or this address without one, has requests left. What is static does not count."""
        if scope["path"].startswith("/static/"):
            return True
        cookies = next((value for name, value in scope["headers"] if name == b"cookie"), b"")
        key = f"{(scope.get('client') or ('',))[0]} {cookies[-80:]!r}"
        now, rate = time.monotonic(), self._settings.per_second
        if len(self._rates) > _MOST_CLIENTS:
            self._rates.clear()
        left, then = self._rates.get(key, (_BURST * rate, now))
        left = min(_BURST * rate, left + (now - then) * rate)
        self._rates[key] = (max(left - 1, 0.0), now)
        return left >= 1


class _Body:
    """The body of a request, up to its limits of size and time."""

    def __init__(self, receive: Receive, most: int, seconds: float) -> None:
        self._receive, self._left, self._until = receive, most, time.monotonic() + seconds
        self._is_whole = False

    async def receive(self) -> Message:
        """The next message of the body; when it is whole, whatever comes."""
        if self._is_whole:
            return await self._receive()
        try:
            message = await asyncio.wait_for(self._receive(), max(self._until - time.monotonic(), 0.01))
        except TimeoutError:
            raise _TooSlowError from None
        self._left -= len(message.get("body", b""))
        if self._left < 0:
            raise _TooLargeError
        self._is_whole = not message.get("more_body", False)
        return message


class _Exchange:
    """The answer to a request, with the headers that every answer carries."""

    def __init__(self, send: Send, *, as_json: bool) -> None:
        self._send, self._as_json = send, as_json
        self._has_started = False

    async def send(self, message: Message) -> None:
        """Pass a message on; the first one gets the headers."""
        if message["type"] == "http.response.start":
            self._has_started = True
            given = list(message.get("headers", ()))
            names = {name.lower() for name, _ in given}
            given += [header for header in HEADERS if header[0] not in names]
            if b"cache-control" not in names:
                given.append((b"cache-control", b"no-store"))
            message = {**message, "headers": given}
        await self._send(message)

    async def refuse(self, status: int, why: str) -> None:
        """Answer with a plain page, for a program with JSON, where no answer has begun."""
        if self._has_started:
            return
        kind, page = (b"application/json", _json(why)) if self._as_json else (b"text/html; charset=utf-8", _page(why))
        headers = [(b"content-type", kind), (b"content-length", str(len(page)).encode())]
        headers += [(b"connection", b"close")] if status in {408, 413} else []
        await self.send({"type": "http.response.start", "status": status, "headers": headers})
        await self._send({"type": "http.response.body", "body": page})


def _json(why: str) -> bytes:
    return json.dumps({"error": why}).encode()


def is_for_programs(path: str) -> bool:
    """Whether what is at a path answers with JSON, also where something is wrong."""
    return path.startswith("/api/") or _is_hook(path)


def _is_hook(path: str) -> bool:
    """Whether a path is one of CDS Hooks. Only a token opens it, no cookie, so a page of another site can do nothing with it."""
    return path == _HOOKS or path.startswith(f"{_HOOKS}/")


def _page(why: str) -> bytes:
    return (
        '<!doctype html><html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width">'
        f"<title>notelint</title><main><h1>notelint</h1><p>{html.escape(why)}</p>"
        '<p><a href="/">Go to the work list</a></p></main></html>'
    ).encode()


def _name(host: str) -> str:
    """The name in a Host header, without the port."""
    try:
        return urlsplit(f"//{host}").hostname or ""
    except ValueError:
        return ""


def _route(scope: Scope) -> str:
    """The route of a request as the server knows it, with no value of its path."""
    route = scope.get("route")
    return getattr(route, "path", "(no route)")
