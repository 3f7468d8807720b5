"""People and their sessions. Passwords are kept as argon2id hashes, random tokens as SHA-256 hashes."""

from __future__ import annotations

import hashlib
import secrets
import threading
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cache
from typing import TYPE_CHECKING, Literal, NamedTuple, get_args

from notelint.acknowledgements.wording import WordingError, name_on_a_line
from notelint.discreet import discreet
from notelint.server.store import log
from notelint.server.store.database import now

if TYPE_CHECKING:
    import sqlite3

    from argon2 import PasswordHasher

    from notelint.server.store.database import Database

Role = Literal["reader", "reviewer", "second checker", "administrator"]
ROLES: tuple[Role, ...] = get_args(Role)
"""From the least to the most that a person may do; each may do what the ones before it may."""
SHORTEST_PASSWORD = 12
LONGEST_PASSWORD = 1000
_VERIFYING = threading.BoundedSemaphore(2)  # each verification takes 19 MiB on purpose
HOURS = 12
"""How long a session lasts."""


class PeopleError(Exception):
    """A person that cannot be added or changed. ``str`` says why in one line."""


class Cost(NamedTuple):
    """What a hash of a password costs: passes, memory in KiB, lanes."""

    passes: int
    memory: int
    lanes: int


COST = Cost(2, 19_456, 1)
"""OWASP's minimum for argon2id: 19 MiB, two passes, one lane. Source: OWASP Password Storage Cheat Sheet, Argon2id."""


@discreet("role")
@dataclass(frozen=True, slots=True)
class Person:
    """Who is signed in. ``form_token`` must come back with every form; it is empty for the API's tokens and the proxy's names."""

    name: str
    role: Role
    form_token: str = ""

    def may(self, role: Role) -> bool:
        """Whether the person may do what ``role`` may."""
        return ROLES.index(self.role) >= ROLES.index(role)


def add(store: Database, name: str, role: Role, password: str | None, by: str) -> None:
    """Add a person. Without a password they can only come through the proxy or with a token. Raises ``PeopleError``."""
    checked = _name(name)
    hashed = None if password is None else _hashed(password)
    with store.write() as connection:
        if connection.execute("SELECT 1 FROM people WHERE name = ?", (checked,)).fetchone():
            raise PeopleError("there is a person of this name already; use users role or users password")
        connection.execute(
            "INSERT INTO people (name, role, password, added_at) VALUES (?, ?, ?, ?)", (checked, role, hashed, now())
        )
        log.add(connection, by, "person added", person=checked, role=role)


def remove(store: Database, name: str, by: str) -> None:
    """Remove a person and end their sessions; what they did stays. Raises ``PeopleError``."""
    with store.write() as connection:
        _known(connection, name)
        connection.execute("DELETE FROM people WHERE name = ?", (name,))
        connection.execute("DELETE FROM sessions WHERE person = ?", (name,))
        log.add(connection, by, "person removed", person=name)


def set_role(store: Database, name: str, role: Role, by: str) -> None:
    """Give a person another role. Raises ``PeopleError``."""
    with store.write() as connection:
        _known(connection, name)
        connection.execute("UPDATE people SET role = ? WHERE name = ?", (role, name))
        log.add(connection, by, "role changed", person=name, role=role)


def set_password(store: Database, name: str, password: str, by: str) -> None:
    """Give a person another password, and end their sessions. Raises ``PeopleError``."""
    hashed = _hashed(password)
    with store.write() as connection:
        _known(connection, name)
        connection.execute("UPDATE people SET password = ? WHERE name = ?", (hashed, name))
        connection.execute("DELETE FROM sessions WHERE person = ?", (name,))
        log.add(connection, by, "password changed", person=name)


def new_api_token(store: Database, name: str, by: str) -> str:
    """A new token for the API, which replaces the person's earlier one. It is not stored. Raises ``PeopleError``."""
    token = secrets.token_urlsafe(32)
    with store.write() as connection:
        _known(connection, name)
        connection.execute("UPDATE people SET api_token = ? WHERE name = ?", (_sha256(token), name))
        log.add(connection, by, "API token made", person=name)
    return token


def everybody(store: Database) -> list[sqlite3.Row]:
    """Name, role, whether there is a password and a token, and since when, by name."""
    return store.read(
        "SELECT name, role, password IS NOT NULL AS has_password, api_token IS NOT NULL AS has_token, added_at FROM people "
        "ORDER BY name"
    )


def person(store: Database, name: str) -> Person | None:
    """The person of this name."""
    row = store.one("SELECT name, role FROM people WHERE name = ?", (name,))
    return None if row is None else Person(row["name"], row["role"])


def with_password(store: Database, name: str, password: str) -> Person | None:
    """The person, if the password is theirs. A name that nobody has takes as long."""
    from argon2.exceptions import VerificationError

    row = store.one("SELECT role, password FROM people WHERE name = ?", (name,))
    stored = None if row is None else row["password"]
    try:
        with _VERIFYING:
            _hasher().verify(stored or _nobody(), password[:LONGEST_PASSWORD])
    except VerificationError:
        return None
    return None if row is None or not stored else Person(name, row["role"])


def with_api_token(store: Database, token: str) -> Person | None:
    """The person whose token for the API this is."""
    row = store.one("SELECT name, role FROM people WHERE api_token = ?", (_sha256(token),))
    return None if row is None else Person(row["name"], row["role"])


def begin(store: Database, who: Person, *, alone: bool = False) -> str:
    """Begin a session; the value of its cookie. ``alone``: of the one person of a server without users."""
    cookie = secrets.token_urlsafe(32)
    ends = (datetime.now(UTC) + timedelta(hours=HOURS)).isoformat(timespec="milliseconds")
    with store.write() as connection:
        connection.execute("DELETE FROM sessions WHERE ends_at < ?", (now(),))
        connection.execute(
            "INSERT INTO sessions VALUES (?, ?, ?, ?, ?, ?)",
            (_sha256(cookie), who.name, who.role if alone else None, secrets.token_urlsafe(32), now(), ends),
        )
        log.add(connection, who.name, "signed in")
    return cookie


def signed_in(store: Database, cookie: str, *, alone: bool = False) -> Person | None:
    """The person whose session has this cookie, while it lasts and they are known."""
    row = store.one(
        "SELECT s.person, s.form_token, s.role AS alone, p.role FROM sessions s LEFT JOIN people p ON p.name = s.person "
        "WHERE s.token = ? AND s.ends_at > ?",
        (_sha256(cookie), now()),
    )
    if row is None:
        return None
    role = row["alone"] if alone else row["role"] if row["alone"] is None else None
    return None if role is None else Person(row["person"], role, row["form_token"])


def end(store: Database, cookie: str, name: str) -> None:
    """End a session."""
    with store.write() as connection:
        connection.execute("DELETE FROM sessions WHERE token = ?", (_sha256(cookie),))
        log.add(connection, name, "signed out")


def _name(name: str) -> str:
    try:
        checked = name_on_a_line(name)
    except WordingError as error:
        raise PeopleError(f"the name: {error}") from None
    if checked.startswith("("):
        raise PeopleError("the name: it begins with a bracket, as what nobody did is called in the log; give another")
    return checked


def _known(connection: sqlite3.Connection, name: str) -> None:
    if not connection.execute("SELECT 1 FROM people WHERE name = ?", (name,)).fetchone():
        raise PeopleError("nobody has this name; see notelint serve users list")


def _hashed(password: str) -> str:
    if not SHORTEST_PASSWORD <= len(password) <= LONGEST_PASSWORD:
        raise PeopleError(f"a password has {SHORTEST_PASSWORD} to {LONGEST_PASSWORD} characters")
    return _hasher().hash(password)


def _sha256(token: str) -> str:
    return hashlib.sha256(token.encode("utf-8", errors="replace")).hexdigest()


@cache
def _hasher() -> PasswordHasher:
    from argon2 import PasswordHasher

    return PasswordHasher(*COST)  # argon2id


@cache
def _nobody() -> str:
    return _hasher().hash(secrets.token_urlsafe(16))
