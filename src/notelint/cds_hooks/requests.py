"""Check a request against the specification. Source: CDS Hooks 2.0, "Calling a CDS Service"."""

from __future__ import annotations

import re
from typing import Any

from notelint.cds_hooks.model import Data, HookRequest, ProtocolError
from notelint.packs.cds_hooks import hook_book

_LONGEST = 2_000
_HALF = re.compile(r"[\ud800-\udfff]")
"""Half of a character of UTF-16, which JSON can write and nothing can store."""
_MALFORMED = 400
_NOT_FOUND = 404


def hook_request(service_id: str, data: Any) -> HookRequest:
    """The request that ``data``, parsed JSON, makes to a service. Raises ``ProtocolError``.

    Of the context only the user is needed: notes come with the request, and nothing is fetched.
    """
    service = hook_book().service(service_id)
    if service is None:
        raise ProtocolError(_NOT_FOUND, "no service has this id; see the discovery document")
    request = _object(data, "the request")
    hook = text_at(request, "hook")
    if hook != service.hook:
        raise ProtocolError(_MALFORMED, f"hook: this service is for {service.hook}")
    instance = text_at(request, "hookInstance")
    if "fhirAuthorization" in request:
        _object(request["fhirAuthorization"], "fhirAuthorization")
        text_at(request, "fhirServer")
    context = _object(request.get("context"), "context")
    user = text_at(context, "userId", "context.") if "userId" in context else ""
    return HookRequest(service.id, hook, instance, user, _prefetch(request.get("prefetch")))


def text_at(data: Data, key: str, before: str = "") -> str:
    """The text at ``key``. Raises ``ProtocolError`` where it is missing, blank, too long or no text (of Unicode)."""
    value = data.get(key)
    if not isinstance(value, str) or not value.strip() or len(value) > _LONGEST or _HALF.search(value):
        raise ProtocolError(_MALFORMED, f"{before}{key}: give a text of at most {_LONGEST:,} characters")
    return value


def _prefetch(value: Any) -> Data:
    """What was sent along; a key whose search found nothing is null and left out."""
    if value is None:
        return {}
    found = {key: resource for key, resource in _object(value, "prefetch").items() if resource is not None}
    for resource in found.values():
        _object(resource, "prefetch: each key")
    return found


def _object(value: Any, name: str) -> Data:
    if not isinstance(value, dict):
        raise ProtocolError(_MALFORMED, f"{name}: must be an object")
    return value
