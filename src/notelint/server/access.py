"""Who a request is from: the session's cookie, a token for the API, or the name that a proxy gives."""

from __future__ import annotations

import hmac
import secrets
import threading
import time
from typing import TYPE_CHECKING

from notelint.server.store import people
from notelint.server.store.people import Person

if TYPE_CHECKING:
    from starlette.requests import Request

    from notelint.server.settings import Settings
    from notelint.server.store.database import Database

COOKIE = "notelint"
FORM_TOKEN = "form_token"  # noqa: S105 -- the name of a field
HEADER_TOKEN = "x-form-token"  # noqa: S105 -- likewise
_BEARER = "Bearer "
_TRIES = 5
_TRIES_WITHIN = 300.0
_MOST_KNOWN = 10_000


class Access:
    """Tells who a request is from. ``entry`` is the one-time token of a server for one person."""

    def __init__(self, store: Database, settings: Settings) -> None:
        self._store, self._settings = store, settings
        self._entering = threading.Lock()
        self.entry = secrets.token_urlsafe(32) if settings.access == "one person" else ""
        self.api_token = secrets.token_urlsafe(32) if settings.access == "one person" else ""
        self._tries: dict[str, list[float]] = {}
        self._proxy_forms = secrets.token_bytes(32)

    @property
    def alone(self) -> bool:
        """Whether the server is for one person."""
        return self._settings.access == "one person"

    def who(self, request: Request) -> Person | None:
        """The person; ``None`` for nobody."""
        given = request.headers.get("authorization", "")
        if given.startswith(_BEARER):
            return self._by_token(given.removeprefix(_BEARER))
        if self._settings.access == "proxy":
            return self._by_proxy(request)
        cookie = request.cookies.get(COOKIE, "")
        return people.signed_in(self._store, cookie, alone=self.alone) if cookie else None

    def enter(self, token: str) -> str | None:
        """The cookie of a session for the one-time token, which is used up; ``None`` for another token."""
        with self._entering:
            if not self.entry or not hmac.compare_digest(token.encode(), self.entry.encode()):
                return None
            cookie = people.begin(self._store, Person(self._settings.name, "administrator"), alone=True)
            self.entry = ""  # only now: where the session cannot be saved, the token stays good
            return cookie

    def sign_in(self, name: str, password: str) -> str | None:
        """The cookie of a session for a name and a password; ``None`` where they do not belong together."""
        who = people.with_password(self._store, name, password)
        return None if who is None else people.begin(self._store, who)

    def may_try(self, name: str, address: str) -> bool:
        """Whether a name or an address may try a password: at most five times in five minutes. Counts the try."""
        now = time.monotonic()
        if len(self._tries) > _MOST_KNOWN:
            self._tries.clear()
        allowed = True
        for key in (f"name {name.casefold()}", f"address {address}"):
            tries = [moment for moment in self._tries.get(key, ()) if now - moment < _TRIES_WITHIN]
            most = _TRIES if key.startswith("name") else 4 * _TRIES
            allowed = allowed and len(tries) < most
            self._tries[key] = [*tries, now][-most:]
        return allowed

    def forget_tries(self, name: str, address: str) -> None:
        """A try that succeeded counts neither against the name nor against the address."""
        self._tries.pop(f"name {name.casefold()}", None)
        self._tries.get(f"address {address}", [])[-1:] = []

    def _by_token(self, token: str) -> Person | None:
        if self.api_token:
            same = hmac.compare_digest(token.encode(), self.api_token.encode())
            return Person(self._settings.name, "administrator") if same else None
        return people.with_api_token(self._store, token)

    def _by_proxy(self, request: Request) -> Person | None:
        """The person whose name the proxy gives; a request from elsewhere is nobody's."""
        address = request.client.host if request.client else ""
        names = request.headers.getlist(self._settings.header)
        if address not in self._settings.proxies or len(names) != 1:
            return None
        who = people.person(self._store, names[0])
        return None if who is None else Person(who.name, who.role, self._proxy_form_token(who.name))

    def _proxy_form_token(self, name: str) -> str:
        return hmac.new(self._proxy_forms, name.encode(), "sha256").hexdigest()
