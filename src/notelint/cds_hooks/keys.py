"""The public keys of EHRs, from files with a JSON Web Key Set (RFC 7517). No address is ever fetched."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

from notelint.cds_hooks.tokens import Trust

if TYPE_CHECKING:
    from collections.abc import Iterable

_PRIVATE = frozenset({"d", "k", "p", "q", "dp", "dq", "qi", "oth"})
_PUBLIC_TYPES = frozenset({"RSA", "EC", "OKP"})
_ADVICE = "give the EHR's JSON Web Key Set with public keys only"


class KeysError(ValueError):
    """A file of keys that cannot be used. ``str`` is one line: the file, what is wrong, what to do."""


def read_trust(issuers: Iterable[tuple[str, str]]) -> Trust:
    """Whom to trust: for each issuer (``iss``) the keys of the file at a path. Raises ``KeysError``.

    An issuer may have several files.
    """
    keys: dict[str, dict[str, dict[str, Any]]] = {}
    for issuer, path in issuers:
        keys.setdefault(issuer, {}).update(_keys(Path(path)))
    return Trust(keys)


def _keys(path: Path) -> dict[str, dict[str, Any]]:
    try:
        data = json.loads(path.read_bytes())
    except OSError as error:
        raise KeysError(f"{path}: {error.strerror or type(error).__name__}; {_ADVICE}") from None
    except (ValueError, RecursionError):
        raise KeysError(f"{path}: not valid JSON; {_ADVICE}") from None
    found = data.get("keys") if isinstance(data, dict) else None
    if not isinstance(found, list) or not found:
        raise KeysError(f"{path}: keys: no list of keys; {_ADVICE}")
    return dict(_key(path, index, key) for index, key in enumerate(found))


def _key(path: Path, index: int, key: Any) -> tuple[str, dict[str, Any]]:
    import jwt

    where = f"{path}: keys[{index}]"
    if not isinstance(key, dict) or not isinstance(key.get("kid"), str) or not key["kid"]:
        raise KeysError(f"{where}: kid: a text is missing; {_ADVICE}")
    if key.get("kty") not in _PUBLIC_TYPES or _PRIVATE & key.keys():
        raise KeysError(f"{where}: not a public key; {_ADVICE}")
    try:
        jwt.PyJWK(dict(key))
    except (jwt.PyJWTError, ValueError, TypeError):
        raise KeysError(f"{where}: not a valid key; {_ADVICE}") from None
    return key["kid"], key
