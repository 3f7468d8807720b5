"""Read a file of claims that was made for a payer: X12 837P, or FHIR Claim resources in JSON.

A claim that cannot be read keeps its place with its error, and the others are read. Errors never quote the file.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from notelint.inputs.submitted import ClaimFileError
from notelint.inputs.x12.segments import X12Error, is_x12

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from notelint.inputs.submitted import SubmittedClaim
    from notelint.inputs.x12.transactions import Transaction

_LONGEST = 50_000_000  # bytes
_HEAD = 4096
_MARK = b"\xef\xbb\xbf"
_LINES_FOR_SEGMENTS = 2
_USE_DENIALS = "use: notelint denials"
Kind = Literal["x12", "fhir"]


def kind_of(path: Path) -> Kind | None:
    """Whether a file holds X12 or JSON, by its first bytes; ``None`` for anything else, and for what cannot be read."""
    try:
        with path.open("rb") as file:
            head = file.read(_HEAD)
    except OSError:
        return None
    if is_x12(head):
        return "x12"
    return "fhir" if head.removeprefix(_MARK).lstrip()[:1] in {b"{", b"["} else None


def read_claims(path: Path) -> list[SubmittedClaim]:
    """The claims in the file at ``path``. Raises ``ClaimFileError``: what is wrong and what to do, without the file's name."""
    data = content(path)
    try:
        if is_x12(data):
            return list(_professional(data))
    except X12Error as error:
        raise ClaimFileError(str(error)) from None
    from notelint.inputs.fhir_claim import fhir_claims

    return fhir_claims(data)


def content(path: Path) -> bytes:
    """The bytes of a file. Raises ``ClaimFileError``."""
    try:
        if not path.is_file():
            problem = "it is not a regular file" if path.exists() else "no such file"
            raise ClaimFileError(f"{problem}; check the path")
        if path.stat().st_size > _LONGEST:
            raise ClaimFileError(f"it is longer than {_LONGEST:,} bytes; split it")
        return path.read_bytes()
    except OSError as error:
        raise ClaimFileError(f"it cannot be read: {error.strerror or type(error).__name__}; check the path") from None


def _professional(data: bytes) -> Iterator[SubmittedClaim]:
    from notelint.inputs.x12.professional import professional_claims
    from notelint.inputs.x12.transactions import transactions

    found = list(transactions(data))
    read = [transaction for transaction in found if is_read(transaction, "claims")]
    if not read:
        raise ClaimFileError(refusal(found))
    has_lines = data.count(b"\n") * _LINES_FOR_SEGMENTS > sum(len(transaction.segments) for transaction in read)
    count = 0
    for transaction in read:
        for claim in professional_claims(transaction.segments, count + 1, has_lines=has_lines):
            count = claim.number
            yield claim


def is_read(transaction: Transaction, what: str) -> bool:
    """Whether a transaction is of the kind ``what``; an 837 that names no guide counts as professional claims."""
    if transaction.guide is None:
        return what == "claims" and not transaction.named and transaction.start.element(1) == "837"
    return transaction.guide.reads == what


def refusal(found: list[Transaction]) -> str:
    """Why no transaction of a file is read: what the first one holds, and what to do."""
    if not found:
        return "it has no transaction (ST); give the file as it was sent"
    first = found[0]
    if first.guide is None:
        return f"it follows no guide that notelint knows ({first.start.place}); give professional claims (837P) of version 5010"
    advice = {"claims": "use: notelint review", "remittance": _USE_DENIALS, "acknowledgement": _USE_DENIALS}
    return f"it holds {first.guide.title}; {advice.get(first.guide.reads, first.guide.advice)}"
