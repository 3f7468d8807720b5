"""837P: the professional claims of a transaction.

What is read: CLM01, CLM02, CLM05; HI; SV1 with modifiers, charge, units, place and pointers; DTP*472; NM1*82 and PRV of the claim
and of the line; NM1*85; REF*G1 and REF*D9; SBR09 and NM1*PR. Nothing of the subscriber or patient is read.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from decimal import Decimal
from typing import TYPE_CHECKING, Literal

from notelint.claim import Line, Surgeon
from notelint.inputs.submitted import BilledService, ClaimData, submitted
from notelint.inputs.x12.values import amount, day, icd10, procedure, whole
from notelint.packs.claim_files import claim_files

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from datetime import date

    from notelint.inputs.submitted import SubmittedClaim
    from notelint.inputs.x12.segments import Segment

_CODE_OF_SERVICE = "HC"
_UNITS = "UN"
_BILLING, _SUBSCRIBER = "20", "22"  # levels of HL
_UNBALANCED = "the charge of the claim (CLM02) is not the sum of its lines"
_NO_CLAIM = "lines without the claim (CLM) that they belong to"


@dataclass(slots=True)
class _Provider:
    """A billing or rendering provider: a key that tells it from others, a name to show, a taxonomy code."""

    key: str
    name: str
    shown: str
    taxonomy: str = ""


@dataclass(slots=True)
class _Service:
    """A line while it is being read."""

    segment: Segment
    day: date | None = None
    rendering: _Provider | None = None


class ProfessionalClaims:
    """Reads the segments of one transaction. A segment with a problem makes its claim unreadable, and no other."""

    def __init__(self, lines_of_file: bool) -> None:  # noqa: FBT001 -- whether lines of the file say where something is
        self._has_lines = lines_of_file
        self._billing: _Provider | None = None
        self._filing = ""
        self._payer = ""
        self._claim: ClaimData | None = None
        self._total: Decimal | None = None
        self._place = ""
        self._rendering: _Provider | None = None
        self._services: list[_Service] = []
        self._loop: Literal["header", "claim", "other payer", "line"] = "header"
        self._latest: _Provider | None = None
        self._done: list[ClaimData] = []
        self._before: list[str] = []  # broken segments before a claim
        self._behind: list[str] = []  # broken segments behind a line: of its claim, or what is left of the next one's CLM
        self._actions: dict[str, Callable[[Segment], None]] = {
            "HL": self._hl,
            "SBR": self._sbr,
            "NM1": self._nm1,
            "PRV": self._prv,
            "CLM": self._clm,
            "DTP": self._dtp,
            "REF": self._ref,
            "HI": self._hi,
            "LX": self._lx,
            "SV1": self._sv1,
        }

    def read(self, segments: Iterable[Segment]) -> list[ClaimData]:
        """The claims in their order."""
        for segment in segments:
            if segment.problem:
                self._broken(segment)
            action = self._actions.get(segment.name)
            if action is not None:
                action(segment)
        self._finish()
        return self._done

    def _broken(self, segment: Segment) -> None:
        problem = f"a segment is broken: {segment.problem} ({segment.place})"
        if self._claim is None:
            self._before.append(problem)
        elif self._services:
            self._behind.append(problem)
        else:
            self._claim.problems.append(problem)

    def _open(self) -> ClaimData:
        self._finish()
        self._claim = ClaimData()
        self._total, self._place, self._rendering, self._services, self._loop = None, "", None, [], "claim"
        return self._claim

    # -- segments ------------------------------------------------------------------------------------------------------

    def _hl(self, segment: Segment) -> None:
        self._finish()
        level = segment.element(3)
        if level == _BILLING:
            self._billing = None
        if level in {_BILLING, _SUBSCRIBER}:  # a patient has the payer of the subscriber
            self._filing = self._payer = ""

    def _sbr(self, segment: Segment) -> None:
        if self._claim is None:
            self._filing = segment.element(9)
        else:
            self._loop = "other payer"

    def _nm1(self, segment: Segment) -> None:
        what, provider = segment.element(1), _provider(segment)
        self._latest = None
        if what == "85" and self._loop == "header":
            self._billing = self._latest = provider
        elif what == "PR" and self._loop == "header":
            self._payer = segment.element(3)
        elif what == "82" and self._loop == "claim":
            self._rendering = self._latest = provider
        elif what == "82" and self._loop == "line" and self._services:
            self._services[-1].rendering = self._latest = provider

    def _prv(self, segment: Segment) -> None:
        provider = self._billing if segment.element(1) == "BI" else self._latest
        if provider is not None:
            provider.taxonomy = segment.element(3)

    def _clm(self, segment: Segment) -> None:
        claim = self._open()
        claim.remarks += self._before
        self._before = []
        claim.identifiers.append(segment.element(1))
        claim.payer = claim_files().payer(self._filing, self._payer)
        self._total = amount(segment.element(2))
        self._place = segment.parts(5)[0]
        if self._total is None:
            claim.problems.append(f"its charge (CLM02) is no amount ({segment.place})")

    def _ref(self, segment: Segment) -> None:
        if self._claim is None or self._loop == "other payer":
            return
        if segment.element(1) == "G1":
            self._claim.authorization = segment.element(2)
        elif segment.element(1) == "D9":
            self._claim.identifiers.append(segment.element(2))

    def _hi(self, segment: Segment) -> None:
        if self._claim is None:
            return
        known = claim_files()
        for number in range(1, len(segment.elements)):
            qualifier, *codes = segment.parts(number)
            if qualifier in known.icd9:
                self._claim.remarks.append("its diagnoses are of ICD-9-CM and were not read")
            elif qualifier in known.icd10:
                code = icd10(codes[0]) if codes else None
                self._claim.diagnoses.append(code or "")
                if code is None:
                    self._claim.remarks.append(f"a diagnosis has not the shape of ICD-10-CM ({segment.place})")

    def _lx(self, segment: Segment) -> None:
        if self._claim is None or (self._behind and self._services and segment.element(1) == "1"):
            self._orphaned(segment)
        self._loop = "line"

    def _orphaned(self, segment: Segment) -> None:
        """Open a claim for lines whose CLM is missing or broken."""
        problems, self._before, self._behind = [*self._before, *self._behind], [], []
        self._open().problems += [*problems, f"{_NO_CLAIM} ({segment.place})"]

    def _sv1(self, segment: Segment) -> None:
        if self._claim is None:
            self._orphaned(segment)
        self._loop = "line"
        self._services.append(_Service(segment))

    def _dtp(self, segment: Segment) -> None:
        if segment.element(1) == "472" and self._loop == "line" and self._services:
            self._services[-1].day = day(segment.element(3))

    # -- the claim -----------------------------------------------------------------------------------------------------

    def _finish(self) -> None:
        claim, self._claim, self._loop = self._claim, None, "header"
        if claim is None:
            return
        claim.problems += self._behind
        self._behind = []
        for service in self._services:
            surgeon = self._surgeon(claim, service.rendering or self._rendering or self._billing)
            claim.services.append(self._service(service, surgeon, claim))
        charges = [service.line.charge for service in claim.services]
        if self._total is not None and None not in charges and sum(filter(None, charges), Decimal(0)) != self._total:
            claim.remarks.append(_UNBALANCED)
        self._services = []
        self._done.append(claim)

    def _service(self, service: _Service, surgeon: str, claim: ClaimData) -> BilledService:
        segment = service.segment
        qualifier, code, modifiers = procedure(segment, 1)
        charge = amount(segment.element(2))
        if qualifier != _CODE_OF_SERVICE:
            claim.problems.append(f"the code of a line is neither CPT nor HCPCS ({segment.place})")
        if charge is None or charge < 0:
            claim.problems.append(f"the charge of a line is no amount ({segment.place})")
        if segment.element(3) not in {_UNITS, ""}:
            claim.problems.append(f"a line counts something other than units ({segment.place})")
        line = Line(
            code,
            surgeon,
            modifiers,
            whole(segment.element(4)) if segment.element(4) else 1,
            charge,
            tuple(number for number in map(whole, segment.parts(7)) if number),
        )
        place = segment.element(5) or self._place
        return BilledService(line, service.day, place, segment.place, segment.line if self._has_lines else None)

    def _surgeon(self, claim: ClaimData, provider: _Provider | None) -> str:
        """The id of the surgeon who renders a line: the name, with a number if two have the same."""
        if provider is None:
            provider = _Provider("", "", "provider")
        known = claim.surgeons.get(provider.key)
        if known is None:
            is_physician = not provider.taxonomy.startswith(claim_files().non_physicians)
            surgeon = Surgeon("", provider.name, provider.taxonomy, "physician" if is_physician else "non-physician")
            known = claim.add_surgeon(provider.key, provider.shown, surgeon)
        elif provider.taxonomy and not known.specialty:
            claim.surgeons[provider.key] = replace(known, specialty=provider.taxonomy)
        return known.id


def _provider(segment: Segment) -> _Provider:
    last, first, key = segment.element(3), segment.element(4), segment.element(9)
    name = f"{first} {last}".strip()
    return _Provider(key or name, name, last.lower() or "provider")


def professional_claims(segments: Iterable[Segment], first: int, *, has_lines: bool) -> Iterator[SubmittedClaim]:
    """The claims of a transaction, numbered from ``first``. ``has_lines`` says whether the file has a line for each segment."""
    for number, claim in enumerate(ProfessionalClaims(has_lines).read(segments), first):
        yield submitted(number, claim)
