"""What a resource of FHIR says of the document in it: title, codes of its type, date, author, status."""

from __future__ import annotations

import re
from datetime import date, timedelta
from itertools import islice
from typing import TYPE_CHECKING, Any

from notelint.inputs.formats.fhir_resources import objects, part, text_of
from notelint.inputs.formats.model import Metadata

if TYPE_CHECKING:
    from collections.abc import Iterator

    from notelint.inputs.formats.fhir_resources import Found, Json, Resource

_SYSTEMS = {
    "http://loinc.org": "LOINC",
    "https://loinc.org": "LOINC",
    "urn:oid:2.16.840.1.113883.6.1": "LOINC",
    "http://snomed.info/sct": "SNOMED",
    "urn:oid:2.16.840.1.113883.6.96": "SNOMED",
    "http://www.ama-assn.org/go/cpt": "CPT",
}
_OTHER = "local"
_CODE = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,39}")
_STATUS = re.compile(r"[a-z][a-z-]{0,39}")
_LONGEST = 200  # characters of a title or a name
_MOST_CODES = 20
_TYPES = {"DiagnosticReport": "code"}
_AUTHORS = {"DiagnosticReport": ("resultsInterpreter", "performer")}


def metadata(resource: Resource, found: Found, attachment: Json | None = None) -> Metadata:
    """What ``resource`` says of the document in its ``attachment``; of a Binary nothing. Dirty values are left out."""
    content = resource.content
    kind = content.get(_TYPES.get(resource.kind, "type"))
    titles = (
        part(attachment, "title"),
        content.get("title"),
        content.get("description"),
        part(kind, "text"),
        part(kind, "coding", "display"),
    )
    states = (text_of(content.get(key)) for key in ("docStatus", "status"))
    return Metadata(
        title=next(filter(None, map(line_of, titles)), ""),
        codes=tuple(dict.fromkeys(_codes(kind))),
        date=_date(content, attachment),
        author=next(filter(None, _authors(resource, found)), ""),
        status=next((state for state in states if _STATUS.fullmatch(state)), ""),
    )


def line_of(value: Any) -> str:
    """A text on one line, at most 200 characters of it; empty where ``value`` is none."""
    return " ".join(text_of(value)[: 2 * _LONGEST].split())[:_LONGEST]


def _codes(kind: Any) -> Iterator[str]:
    for _, coding in islice(objects(part(kind, "coding")), _MOST_CODES):
        code = text_of(coding.get("code"))
        if _CODE.fullmatch(code):
            yield f"{_SYSTEMS.get(text_of(coding.get('system')), _OTHER)}|{code}"


def _date(content: Json, attachment: Json | None) -> date | None:
    """The day of the service where it is given, else that of the document.

    A period of several days is a stay in hospital, of which the first day is not the document's.
    """
    periods = (content.get("effectivePeriod"), part(content, "context", "period"), part(content, "event", "period"))
    days = (
        _day(content.get("effectiveDateTime")),
        *map(_day_of_period, periods),
        *(_day(content.get(key)) for key in ("date", "issued", "indexed")),
        _day(part(attachment, "creation")),
    )
    return next(filter(None, days), None)


def _day_of_period(period: Any) -> date | None:
    start, end = _day(part(period, "start")), _day(part(period, "end"))
    return start if start and (end or start) - start <= timedelta(days=1) else None


def _day(value: Any) -> date | None:
    try:
        return date.fromisoformat(text_of(value)[:10])
    except ValueError:
        return None


def _authors(resource: Resource, found: Found) -> Iterator[str]:
    for key in _AUTHORS.get(resource.kind, ("author",)):
        for _, author in islice(objects(resource.content.get(key)), _MOST_CODES):
            yield line_of(author.get("display")) or _name(found.resolve(text_of(author.get("reference")), resource))


def _name(person: Resource | None) -> str:
    """The name of a Practitioner or an Organization."""
    name = person.content.get("name") if person is not None else None
    if isinstance(name, str):
        return line_of(name)
    whole = line_of(part(name, "text"))
    given = part(name, "given")
    first = given if isinstance(given, list) else [given]
    return whole or " ".join(filter(None, map(line_of, (*first[:3], part(name, "family")))))
