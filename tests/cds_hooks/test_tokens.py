"""The EHR's JWT: a good one is accepted once; expired, foreign, unsigned and differently signed ones are not."""

from __future__ import annotations

import base64
import hmac
import json
import time

import jwt
import pytest
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from hypothesis import given, settings
from hypothesis import strategies as st

from notelint.cds_hooks.tokens import Seen, TokenError, Trust, verify

ISSUER = "https://ehr.example/"
AUDIENCE = "https://notes.example/cds-services/notelint-patient-view"
CURVE = ec.generate_private_key(ec.SECP384R1())
OTHER = ec.generate_private_key(ec.SECP384R1())
RSA = rsa.generate_private_key(65537, 2048)


def jwk(key, algorithm, kid):
    return json.loads(jwt.get_algorithm_by_name(algorithm).to_jwk(key.public_key())) | {
        "kid": kid,
        "use": "sig",
        "alg": algorithm,
    }


KEYS = {ISSUER: {"k1": jwk(CURVE, "ES384", "k1"), "k2": jwk(RSA, "RS384", "k2")}}


def token(key=CURVE, algorithm="ES384", kid="k1", **changed):
    now = int(time.time())
    claims = {"iss": ISSUER, "aud": AUDIENCE, "iat": now, "exp": now + 300, "jti": f"{time.perf_counter_ns()}"} | changed
    claims = {name: value for name, value in claims.items() if value is not None}
    return "Bearer " + jwt.encode(claims, key, algorithm=algorithm, headers={"kid": kid} if kid else {})


def test_a_good_token():
    assert verify(token(), AUDIENCE, Trust(KEYS)) == ISSUER
    assert verify(token(RSA, "RS384", "k2"), AUDIENCE, Trust(KEYS)) == ISSUER
    assert verify(token(aud=["https://x.example", AUDIENCE]), AUDIENCE, Trust(KEYS)) == ISSUER


def test_a_token_is_used_once():
    trust, one = Trust(KEYS), token()
    assert verify(one, AUDIENCE, trust) == ISSUER
    with pytest.raises(TokenError, match="used before"):
        verify(one, AUDIENCE, trust)


def encoded(part):
    data = part if isinstance(part, bytes) else json.dumps(part).encode()
    return base64.urlsafe_b64encode(data).decode().rstrip("=")


def by_hand(algorithm, sign=lambda _signed: b"", **changed):
    """A token that the library would not make."""
    claims = {"iss": ISSUER, "aud": AUDIENCE, "exp": time.time() + 60, "iat": time.time(), "jti": "1"} | changed
    signed = f"{encoded({'alg': algorithm, 'typ': 'JWT', 'kid': 'k1'})}.{encoded(claims)}"
    return f"Bearer {signed}.{encoded(sign(signed.encode()))}"


def shared_key():
    """A token signed with the public key as if it were a shared one: the confusion of algorithms."""
    public = CURVE.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)
    return by_hand("HS256", lambda signed: hmac.new(public, signed, "sha256").digest())


BAD = {
    "none at all": (lambda: None, "no token"),
    "another scheme": (lambda: "Basic dTpw", "no token"),
    "no JWT": (lambda: "Bearer abc.def", "not valid"),
    "too long": (lambda: "Bearer " + "a" * 20_000, "no token"),
    "expired": (lambda: token(exp=int(time.time()) - 60, iat=int(time.time()) - 300), "expired"),
    "issued in the future": (lambda: token(iat=int(time.time()) + 3_000, exp=int(time.time()) + 3_100), "not valid"),
    "holds too long": (lambda: token(exp=int(time.time()) + 90_000), "holds for longer"),
    "another audience": (lambda: token(aud="https://notes.example/cds-services"), "another service"),
    "another issuer": (lambda: token(iss="https://elsewhere.example/"), "not trusted"),
    "an issuer that is no text": (lambda: by_hand("ES384", iss=[ISSUER]), "not trusted|not valid"),
    "another key": (lambda: token(OTHER), "not valid"),
    "an unknown key": (lambda: token(kid="k9"), "names no key"),
    "no key": (lambda: token(kid=None), "names no key"),
    "unsigned": (lambda: by_hand("none"), "algorithm"),
    "a signature of nothing": (lambda: by_hand("ES384"), "not valid"),
    "a shared key": (shared_key, "algorithm"),
    "an algorithm that was not chosen": (lambda: token(RSA, "RS256", "k2"), "algorithm"),
    "a key for another algorithm": (lambda: token(RSA, "RS384", "k1"), "algorithm"),
    "no id": (lambda: token(jti=None), "lacks one of"),
    "no audience": (lambda: token(aud=None), "lacks one of|another service"),
    "no end": (lambda: token(exp=None), "lacks one of"),
}


@pytest.mark.parametrize("name", BAD)
def test_what_is_not_accepted(name):
    make, message = BAD[name]
    made = make()
    with pytest.raises(TokenError, match=message) as caught:
        verify(made, AUDIENCE, Trust(KEYS))
    assert caught.value.status == 401
    assert (made or "-")[-30:] not in str(caught.value)


@given(st.text(max_size=60) | st.binary(max_size=40).map(lambda data: base64.urlsafe_b64encode(data).decode()))
@settings(max_examples=200, deadline=None)
def test_any_text(text):
    for made in (text, f"Bearer {text}", f"Bearer {text}.{text}.{text}"):
        with pytest.raises(TokenError):
            verify(made, AUDIENCE, Trust(KEYS))


def test_no_address_in_a_token_is_fetched(monkeypatch):
    monkeypatch.setattr("socket.socket", None)
    made = jwt.encode({"iss": ISSUER}, OTHER, algorithm="ES384", headers={"kid": "k9", "jku": "https://elsewhere.example/keys"})
    with pytest.raises(TokenError, match="names no key"):
        verify(f"Bearer {made}", AUDIENCE, Trust(KEYS))


@pytest.mark.parametrize("algorithm", ["none", "HS256", "HS384", "nonsense"])
def test_forbidden_algorithms(algorithm):
    with pytest.raises(ValueError, match="public and a private key"):
        Trust(KEYS, frozenset({algorithm}))


def test_ids_are_forgotten_after_their_end_and_never_before():
    seen = Seen(2)
    assert seen.is_new("a", "1", 10, 0)
    assert seen.is_new("a", "2", 20, 0)
    assert not seen.is_new("a", "3", 20, 5)
    assert seen.is_new("a", "3", 20, 11)
    assert not seen.is_new("a", "2", 20, 11)
