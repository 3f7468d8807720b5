"""What the header of a CDA document says of it: type, date, author, whether it is signed."""

from __future__ import annotations

import re
from datetime import date, timedelta
from typing import TYPE_CHECKING

from notelint.inputs.formats.model import Metadata
from notelint.inputs.formats.xml_tree import child, children

if TYPE_CHECKING:
    from collections.abc import Iterator

    from notelint.inputs.formats.xml_tree import Element

_SYSTEMS = {"2.16.840.1.113883.6.1": "LOINC", "2.16.840.1.113883.6.96": "SNOMED"}
_CODE = re.compile(r"[A-Za-z0-9.-]{1,40}")
_OID = re.compile(r"[0-9.]{3,100}")
_DATE = re.compile(r"([0-9]{4})([0-9]{2})([0-9]{2})")
_ONE_OPERATION = timedelta(days=2)
_CARE = "PCPR"
"""The class of a service that may last for years. Some programs give it to operations too."""


def metadata(root: Element) -> Metadata:
    """The header's metadata; empty where ``root`` is no whole document.

    ``date`` is that of the procedure if it is given, else that of the document. ``status`` is ``legally authenticated``,
    ``authenticated`` or ``unauthenticated``, or a state other than ``completed`` that the document gives itself.
    """
    codes = (*_document_codes(root), *_templates(root))
    days = [*_days_of_procedures(root), *_days(child(root, "effectiveTime"))]
    status = _status(root) if child(root, "recordTarget") is not None or codes else ""
    return Metadata(title_of(root), codes, days[0] if days else None, _author(root), status)


def title_of(element: Element) -> str:
    """The title of a document or section in one line; empty where it has none."""
    title = child(element, "title")
    return "" if title is None else words_of(title)


def words_of(element: Element) -> str:
    """All words in an element, in one line."""
    parts = ((inner.text or "", inner.tail or "" if inner is not element else "") for inner in element.iter())
    return " ".join(" ".join(part for both in parts for part in both).split())


def _document_codes(root: Element) -> Iterator[str]:
    code = child(root, "code")
    for coded in [] if code is None else [code, *children(code, "translation")]:
        system, value = coded.get("codeSystem") or "", coded.get("code") or ""
        if _OID.fullmatch(system) and _CODE.fullmatch(value):
            yield f"{_SYSTEMS.get(system, system)}|{value}"


def _templates(root: Element) -> Iterator[str]:
    roots = (template.get("root") or "" for template in children(root, "templateId"))
    return (f"CDA|{name}" for name in dict.fromkeys(roots) if _OID.fullmatch(name))


def _days_of_procedures(root: Element) -> Iterator[date]:
    for documented in children(root, "documentationOf"):
        event = child(documented, "serviceEvent")
        days = [] if event is None else _days(child(event, "effectiveTime"))
        lasts = days[-1] - days[0] if len(days) > 1 else timedelta()
        is_care = event is not None and event.get("classCode") == _CARE
        if days and lasts <= _ONE_OPERATION and (len(days) > 1 or not is_care):
            yield days[0]


def _days(time: Element | None) -> list[date]:
    """The days that a time names: its value, or beginning, middle and end."""
    if time is None:
        return []
    values = (time, *(part for name in ("low", "center", "high") for part in children(time, name)))
    return [day for value in values if (day := _day(value.get("value") or "")) is not None]


def _day(stamp: str) -> date | None:
    match = _DATE.match(stamp)
    try:
        return date(int(match[1]), int(match[2]), int(match[3])) if match else None
    except ValueError:
        return None


def _author(root: Element) -> str:
    names = (child(author, "assignedAuthor", "assignedPerson", "name") for author in children(root, "author"))
    return next((words for name in names if name is not None and (words := words_of(name))), "")


def _status(root: Element) -> str:
    given = child(root, "statusCode")
    own = "" if given is None else given.get("code") or ""
    if own in {"active", "aborted", "cancelled", "held", "suspended", "nullified", "obsolete"}:
        return own
    for name, status in (("legalAuthenticator", "legally authenticated"), ("authenticator", "authenticated")):
        if any(_has_signed(signer) for signer in children(root, name)):
            return status
    return "unauthenticated"


def _has_signed(signer: Element) -> bool:
    """Whether a signature is there: ``S``, not ``X`` (required) or ``I`` (intended); older files leave the code out."""
    code = child(signer, "signatureCode")
    return code is None or code.get("code") in {None, "S"}
