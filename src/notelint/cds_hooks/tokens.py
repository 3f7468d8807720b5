"""Verify the JWT with which an EHR shows who it is. Source: CDS Hooks 2.0, "Trusting CDS Clients"."""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import dataclass, field
from threading import Lock
from typing import TYPE_CHECKING, Any

from notelint.discreet import discreet

if TYPE_CHECKING:
    from collections.abc import Mapping

ALGORITHMS = frozenset({"ES256", "ES384", "ES512", "RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "EdDSA"})
"""Algorithms with a public and a private key. The specification forbids ``none`` and all with a shared key."""
_MOST_REMEMBERED = 100_000
_REQUIRED = ("iss", "aud", "exp", "iat", "jti")
_LONGEST = 16_384
_LONGEST_ID = 500


class TokenError(ValueError):
    """A token that is not accepted: HTTP status 401. ``str`` says why in one line, without a part of the token."""

    status = 401


class Seen:
    """The ids of tokens that were used, up to their end, so that none is used twice. Threads may share it."""

    def __init__(self, most: int = _MOST_REMEMBERED) -> None:
        self._most = most
        self._ends: OrderedDict[tuple[str, str], float] = OrderedDict()
        self._lock = Lock()

    def is_new(self, issuer: str, name: str, end: float, now: float) -> bool:
        """Whether the id was not used before; from now on it was."""
        with self._lock:
            for key in [key for key, ends in self._ends.items() if ends < now]:
                del self._ends[key]
            if (issuer, name) in self._ends:
                return False
            if len(self._ends) >= self._most:
                return False  # to forget one would let it be used again
            self._ends[issuer, name] = end
            return True


@discreet("algorithms", "leeway", "longest")
@dataclass(frozen=True, slots=True)
class Trust:
    """Whom to trust: the public keys of each issuer (``iss``) by their ``kid``, each a JWK as plain data.

    ``algorithms`` are those that are accepted, ``leeway`` the seconds by which clocks may differ, ``longest`` the seconds for
    which a token may hold. ``seen`` remembers the tokens that were used. Raises ``ValueError`` for an algorithm that the
    specification forbids.
    """

    keys: Mapping[str, Mapping[str, Mapping[str, Any]]]
    algorithms: frozenset[str] = frozenset({"ES384", "RS384"})
    leeway: float = 30.0
    longest: float = 3600.0
    seen: Seen = field(default_factory=Seen)

    def __post_init__(self) -> None:
        if not self.algorithms or not self.algorithms <= ALGORITHMS:
            raise ValueError("CDS Hooks allows only algorithms with a public and a private key")


def verify(authorization: str | None, audience: str, trust: Trust) -> str:
    """The issuer of the token in the header ``Authorization``. Raises ``TokenError``.

    ``audience`` is the address of the service that is called. The keys are those of ``trust``: a ``jku`` in the token is never
    fetched.
    """
    import jwt

    token = _token(authorization)
    try:
        key, issuer = _key(jwt, token, trust)
        claims = jwt.decode(
            token, key, algorithms=sorted(trust.algorithms), audience=audience, issuer=issuer, leeway=trust.leeway,
            options={"require": list(_REQUIRED)},
        )  # fmt: skip
        _check_use(claims, issuer, trust)
    except jwt.ExpiredSignatureError:
        raise TokenError("the token has expired") from None
    except jwt.InvalidAudienceError:
        raise TokenError("the token is for another service (aud)") from None
    except jwt.InvalidAlgorithmError:
        raise TokenError("the token is signed with an algorithm that is not accepted") from None
    except jwt.MissingRequiredClaimError:
        raise TokenError(f"the token lacks one of {', '.join(_REQUIRED)}") from None
    except (jwt.PyJWTError, ValueError, TypeError, OverflowError) as error:
        if isinstance(error, TokenError):
            raise
        raise TokenError("the token is not valid") from None
    return issuer


def _token(authorization: str | None) -> str:
    scheme, _, token = (authorization or "").strip().partition(" ")
    if scheme.lower() != "bearer" or not token.strip() or len(token) > _LONGEST:
        raise TokenError("no token; send it as Authorization: Bearer TOKEN")
    return token.strip()


def _key(jwt: Any, token: str, trust: Trust) -> tuple[Any, str]:
    """The key that the token names, and the issuer it belongs to; nothing of the token is believed yet."""
    head = jwt.get_unverified_header(token)
    algorithm = head.get("alg")
    if algorithm not in trust.algorithms:
        raise TokenError("the token is signed with an algorithm that is not accepted")
    issuer = jwt.decode(token, options={"verify_signature": False}).get("iss")
    known = trust.keys.get(issuer) if isinstance(issuer, str) else None
    if known is None:
        raise TokenError("the issuer of the token (iss) is not trusted")
    data = known.get(head.get("kid")) if isinstance(head.get("kid"), str) else None
    if data is None:
        raise TokenError("the token names no key of its issuer (kid)")
    if data.get("alg", algorithm) != algorithm:
        raise TokenError("the token is signed with an algorithm that is not accepted")
    return jwt.PyJWK(dict(data), algorithm=algorithm).key, issuer


def _check_use(claims: Mapping[str, Any], issuer: str, trust: Trust) -> None:
    from time import time

    name, begun, end = claims["jti"], float(claims["iat"]), float(claims["exp"])
    if not isinstance(name, str) or not 0 < len(name) <= _LONGEST_ID:
        raise TokenError("the token has no id (jti)")
    if end - begun > trust.longest:
        raise TokenError(f"the token holds for longer than {trust.longest:g} s")
    if not trust.seen.is_new(issuer, name, end + trust.leeway, time()):
        raise TokenError("the token was used before (jti)")
