"""The filter of the work list in an address: no word of a note and no name of a patient can be in it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from notelint.server.store.notes import Filter

if TYPE_CHECKING:
    from collections.abc import Mapping

    from notelint.server.site import Visit

STATES = ("open", "reviewed", "second check", "all")
DECISIONS = ("supported", "unsupported", "not_applicable", "unreadable")
_CODE = re.compile(r"[0-9A-Z]{5}")
_FLAGS = ("errors", "unsigned", "overdue")


def filter_of(visit: Visit) -> Filter:
    """The filter that an address asks for, with the words that the person searches for."""
    asked: Mapping[str, str] = visit.request.query_params
    given = {name: asked.get(name, "") for name in ("state", "decision", "code", "assigned")}
    whose = {"me": visit.person.name, "nobody": "-"}
    return Filter(
        state=given["state"] if given["state"] in STATES else "open",
        decision=given["decision"] if given["decision"] in DECISIONS else "",
        code=given["code"] if _CODE.fullmatch(given["code"]) else "",
        assigned=whose.get(given["assigned"], ""),
        search=visit.site.searches.get(visit.person.name, ""),
        **{flag: asked.get(flag) == "1" for flag in _FLAGS},
    )


def in_address(wanted: Filter) -> str:
    """The filter as the part of an address behind ``?``, with the ``?``; empty where nothing is filtered."""
    pairs = {
        "state": "" if wanted.state == "open" else wanted.state,
        "decision": wanted.decision,
        "code": wanted.code,
        "assigned": "nobody" if wanted.assigned == "-" else "me" if wanted.assigned else "",
        **{flag: "1" if getattr(wanted, flag) else "" for flag in _FLAGS},
    }
    query = urlencode({name: value for name, value in pairs.items() if value})
    return f"?{query}" if query else ""


def page_number(visit: Visit) -> int:
    """The page of a list that an address asks for; 1 where it asks for none."""
    asked = visit.request.query_params.get("page", "1")
    return max(1, int(asked)) if asked.isdecimal() and len(asked) < 7 else 1
