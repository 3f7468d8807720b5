"""Run a server until it is stopped."""

from __future__ import annotations

import logging
import os
import socket
from typing import TYPE_CHECKING

from notelint.server.app import make_app
from notelint.server.site import Site

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from notelint.packs.schema import Catalogue
    from notelint.server.settings import Settings

API_TOKEN = "api-token"  # noqa: S105 -- the name of a file
_WAITING = 128
_AT_ONCE = 200
_KEEP_ALIVE = 10
_PATIENCE = 5


class AddressError(Exception):
    """The server cannot listen there. ``str`` is one line."""


def run(settings: Settings, catalogues: Sequence[Catalogue], say: Callable[[str], None], announce: Callable[[str], None]) -> None:
    """Serve until Ctrl-C. ``say`` gets what goes wrong, ``announce`` the address to open.

    Raises ``AddressError`` and ``StoreError``.
    """
    import uvicorn

    listening = _listening(settings)
    site = Site(settings, catalogues, say)
    site.prepare()
    if site.access.api_token:
        _write_token(site)
    announce(_address(settings, listening, site.access.entry))
    logging.disable(logging.CRITICAL)  # libraries would log requests and tracebacks
    config = uvicorn.Config(
        make_app(site), log_config=None, access_log=False, server_header=False, date_header=True, proxy_headers=False,
        limit_concurrency=_AT_ONCE, timeout_keep_alive=_KEEP_ALIVE, timeout_graceful_shutdown=_PATIENCE, ws="none",
        h11_max_incomplete_event_size=32_768,
    )  # fmt: skip
    uvicorn.Server(config).run(sockets=[listening])


def _listening(settings: Settings) -> socket.socket:
    """The socket, which is bound before anything is said, so that the port that is said is the server's."""
    try:
        found = socket.getaddrinfo(settings.host, settings.port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE)[0]
        listening = socket.socket(found[0], socket.SOCK_STREAM)
        listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listening.bind(found[4])
        listening.listen(_WAITING)
    except OSError as error:
        reason = error.strerror or type(error).__name__
        raise AddressError(f"cannot listen on {settings.host} port {settings.port}: {reason}; name another with --port") from None
    return listening


def _address(settings: Settings, listening: socket.socket, entry: str) -> str:
    host = f"[{settings.host}]" if ":" in settings.host else settings.host
    address = f"http://{host}:{listening.getsockname()[1]}/"
    return f"{address}enter?token={entry}" if entry else address


def _write_token(site: Site) -> None:
    """Keep the API's token of this run in a file that the user alone can read."""
    path = site.settings.data / API_TOKEN
    path.unlink(missing_ok=True)
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
        file.write(f"{site.access.api_token}\n")
