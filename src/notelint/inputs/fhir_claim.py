"""FHIR R4: Claim resources in JSON, alone or in a Bundle, as submitted claims. Nothing of the patient is read."""

from __future__ import annotations

import json
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING, Any

from notelint.claim import Line, Surgeon
from notelint.inputs.submitted import BilledService, ClaimData, ClaimFileError, submitted
from notelint.inputs.x12.values import icd10
from notelint.packs.claim_files import claim_files

if TYPE_CHECKING:
    from collections.abc import Iterator

    from notelint.inputs.submitted import SubmittedClaim

_PROFESSIONAL = "professional"
_MOST_BUNDLES = 3  # a Bundle can hold Bundles
_MOST_DIGITS = 12
_NO_CLAIM = "it holds no FHIR Claim; give a Claim resource, a Bundle with Claims, or an X12 837P file"
_NOT_PROFESSIONAL = "it is not a professional claim; give the professional claim of the surgeon"

Data = dict[str, Any]


def fhir_claims(data: bytes) -> list[SubmittedClaim]:
    """The claims in a JSON file, in their order. Raises ``ClaimFileError`` without a word of the file."""
    try:
        root = json.loads(data.decode("utf-8-sig"), parse_float=_decimal, parse_int=_decimal)
    except (ValueError, RecursionError):
        raise ClaimFileError("it is neither X12 nor JSON that can be read; give the file as it was sent") from None
    found = list(_resources(root, 0))
    if not found:
        raise ClaimFileError(_NO_CLAIM)
    claims = [submitted(number, _claim(resource)) for number, resource in enumerate(found, 1)]
    if all(_kind(resource) not in {"", _PROFESSIONAL} for resource in found):
        raise ClaimFileError(f"none of its claims is professional ({_known_kind(found[0])}); give the claim of the surgeon")
    return claims


def _decimal(text: str) -> Decimal:
    try:
        return Decimal(text)
    except InvalidOperation:
        raise ValueError from None


def _resources(value: Any, depth: int) -> Iterator[Data]:
    resource = _mapping(value)
    if resource.get("resourceType") == "Claim":
        yield resource
    elif resource.get("resourceType") == "Bundle" and depth < _MOST_BUNDLES:
        for entry in _list(resource.get("entry")):
            yield from _resources(entry.get("resource"), depth + 1)


def _kind(resource: Data) -> str:
    return next((_text(coding.get("code")) for coding in _codings(resource.get("type"))), "")


def _known_kind(resource: Data) -> str:
    """The kind of a claim, if it is one of FHIR's; a file's own words are not repeated."""
    kind = _kind(resource)
    return kind if kind in {"institutional", "oral", "pharmacy", "vision"} else "another kind"


def _claim(resource: Data) -> ClaimData:
    claim = ClaimData()
    identifiers = [_text(one.get("value")) for one in _list(resource.get("identifier"))]
    claim.identifiers += [*identifiers, _text(resource.get("id"))]
    if _kind(resource) not in {"", _PROFESSIONAL}:
        claim.problems.append(_NOT_PROFESSIONAL)
        return claim
    claim.payer = claim_files().payer("", _payer(resource))
    claim.authorization = next((_text(one) for one in _references(resource)), "")
    _read_diagnoses(resource, claim)
    _read_items(resource, claim)
    return claim


def _payer(resource: Data) -> str:
    """The name of the insurer: of the claim, or of the coverage that it contains."""
    names = [_text(_mapping(resource.get("insurer")).get("display"))]
    for contained in _list(resource.get("contained")):
        if contained.get("resourceType") == "Coverage":
            names += (_text(payor.get("display")) for payor in _list(contained.get("payor")))
    return next(filter(None, names), "")


def _references(resource: Data) -> Iterator[Any]:
    for insurance in _list(resource.get("insurance")):
        references = insurance.get("preAuthRef")
        yield from references if isinstance(references, list) else []


def _read_diagnoses(resource: Data, claim: ClaimData) -> None:
    """Diagnoses in the order of their sequence; a pointer is a position in that order."""
    for entry in sorted(_list(resource.get("diagnosis")), key=_sequence):
        code = next((_text(coding.get("code")) for coding in _codings(entry.get("diagnosisCodeableConcept"))), "")
        found = icd10(code)
        claim.diagnoses.append(found or "")
        if found is None:
            claim.remarks.append("a diagnosis has not the shape of ICD-10-CM")


def _read_items(resource: Data, claim: ClaimData) -> None:
    team = {_sequence(member): member for member in _list(resource.get("careTeam"))}
    diagnoses = sorted(_list(resource.get("diagnosis")), key=_sequence)
    order = {_sequence(entry): position for position, entry in enumerate(diagnoses, 1)}
    total = _amount(_mapping(resource.get("total")).get("value"))
    for item in sorted(_list(resource.get("item")), key=_sequence):
        members = [team[number] for number in _numbers(item.get("careTeamSequence")) if number in team]
        member = next(iter(members or team.values()), None)
        surgeon = _surgeon(claim, _mapping(member) if member else _provider(resource))
        pointers = tuple(order[number] for number in _numbers(item.get("diagnosisSequence")) if number in order)
        claim.services.append(_service(item, surgeon, pointers))
    charges = [service.line.charge for service in claim.services]
    if total is not None and None not in charges and sum(filter(None, charges), Decimal(0)) != total:
        claim.remarks.append("the total of the claim is not the sum of its items")


def _service(item: Data, surgeon: str, pointers: tuple[int, ...]) -> BilledService:
    code = next((_text(coding.get("code")) for coding in _codings(item.get("productOrService"))), "")
    modifiers = [_text(coding.get("code")) for concept in _list(item.get("modifier")) for coding in _codings(concept)[:1]]
    quantity = _amount(_mapping(item.get("quantity")).get("value"))
    units = 1 if quantity is None else int(quantity) if quantity == quantity.to_integral_value() else 0
    period = _mapping(item.get("servicedPeriod")).get("start")
    place = next((_text(coding.get("code")) for coding in _codings(item.get("locationCodeableConcept"))), "")
    net = _amount(_mapping(item.get("net")).get("value"))
    line = Line(code.upper(), surgeon, tuple(filter(None, map(str.upper, modifiers))), units, net, pointers)
    return BilledService(line, _day(_text(item.get("servicedDate")) or _text(period)), place, "")


def _provider(resource: Data) -> Data:
    return {"provider": resource.get("provider")}


def _surgeon(claim: ClaimData, member: Data) -> str:
    """The id of whoever renders an item: the displayed name, else a number."""
    provider = _mapping(member.get("provider"))
    identifier = _text(_mapping(provider.get("identifier")).get("value"))
    name = _text(provider.get("display"))
    key = _text(provider.get("reference")) or identifier or name
    known = claim.surgeons.get(key)
    if known is None:
        known = claim.add_surgeon(key, name.lower() or "surgeon", Surgeon("", name, _qualification(member)))
    return known.id


def _qualification(member: Data) -> str:
    return next((_text(coding.get("display")) for coding in _codings(member.get("qualification"))), "")


# -- values -----------------------------------------------------------------------------------------------------------


def _mapping(value: Any) -> Data:
    return value if isinstance(value, dict) else {}


def _list(value: Any) -> list[Data]:
    return [one for one in value if isinstance(one, dict)] if isinstance(value, list) else []


def _codings(concept: Any) -> list[Data]:
    return _list(_mapping(concept).get("coding"))


def _text(value: Any) -> str:
    return value.strip() if isinstance(value, str) else ""


def _amount(value: Any) -> Decimal | None:
    return value if isinstance(value, Decimal) and value.is_finite() and abs(value.adjusted()) < _MOST_DIGITS else None


def _sequence(entry: Data) -> int:
    found = _amount(entry.get("sequence"))
    return 0 if found is None else int(found)


def _numbers(value: Any) -> list[int]:
    return [int(one) for one in value if _amount(one) is not None] if isinstance(value, list) else []


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text[:10])
    except ValueError:
        return None
