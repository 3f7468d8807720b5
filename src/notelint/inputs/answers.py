"""Read a payer's answers to claims: a remittance (835) or an acknowledgement (277CA). Errors never quote the file."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from notelint.inputs.claim_files import content, is_read, refusal
from notelint.inputs.submitted import ClaimFileError
from notelint.inputs.x12.acknowledgement import acknowledged_answers
from notelint.inputs.x12.remittance import remittance_answers
from notelint.inputs.x12.segments import X12Error
from notelint.inputs.x12.transactions import transactions

if TYPE_CHECKING:
    from pathlib import Path

    from notelint.denials.model import Answer

AnswerKind = Literal["remittance", "acknowledgement"]
_READERS = {"remittance": remittance_answers, "acknowledgement": acknowledged_answers}


def read_answers(path: Path) -> tuple[AnswerKind, list[Answer]]:
    """The kind of a file and its answers in their order. Raises ``ClaimFileError``: what is wrong, without the file's name."""
    data = content(path)
    try:
        found = list(transactions(data))
    except X12Error as error:
        raise ClaimFileError(str(error)) from None
    kinds: tuple[AnswerKind, ...] = ("remittance", "acknowledgement")
    kind = next((kind for kind in kinds if any(is_read(one, kind) for one in found)), None)
    if kind is None:
        raise ClaimFileError(refusal(found))
    answers: list[Answer] = []
    for transaction in found:
        if is_read(transaction, kind):
            answers += _READERS[kind](transaction.segments, len(answers) + 1)
    return kind, answers
