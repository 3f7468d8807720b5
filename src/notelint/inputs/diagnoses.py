"""Checks of the diagnoses of an encounter's file: the shape of ICD-10-CM codes, and pointers that point at one of them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Sequence

    from notelint.packs.decode import Document

DIAGNOSIS = re.compile(r"[A-Z]\d[0-9A-Z](?:\.[0-9A-Z]{1,4})?")
"""The shape of a code: a letter, a digit, a digit or letter, and up to four more behind a dot."""
_MOST_DIAGNOSES = 12  # a claim has room for no more
_MOST_POINTERS = 4  # likewise a line
_QUOTED = 'write a code with its dot, in quotes, such as "M27.2" or "S82.201N"'


def diagnosis_problem(code: str) -> str | None:
    """What is wrong with something given as an ICD-10-CM code, without the code; ``None`` where nothing is."""
    return None if DIAGNOSIS.fullmatch(code) else "is no ICD-10-CM code"


def check_diagnoses(document: Document[Any], where: tuple[str | int, ...], codes: Sequence[str]) -> None:
    """Raise ``PackError`` for a code without the shape of one, for one that stands twice, and for too many."""
    if len(codes) > _MOST_DIAGNOSES:
        advice = "keep those that the lines point at"
        raise document.error((*where, _MOST_DIAGNOSES), f"a claim has at most {_MOST_DIAGNOSES} diagnoses", advice)
    for place, code in enumerate(codes):
        if problem := diagnosis_problem(code):
            raise document.error((*where, place), problem, _QUOTED, value=repr(code))
        if code in codes[:place]:
            raise document.error((*where, place), "stands twice on the claim", "keep one", value=code)


def check_pointers(document: Document[Any], index: int, pointers: Sequence[int], known: int) -> None:
    """Raise ``PackError`` for a pointer of line ``index`` that points at none of the ``known`` diagnoses, or stands twice."""
    if len(pointers) > _MOST_POINTERS:
        where = ("lines", index, "pointers", _MOST_POINTERS)
        raise document.error(where, f"a line has at most {_MOST_POINTERS} pointers", "keep those that matter most")
    for place, pointer in enumerate(pointers):
        where = ("lines", index, "pointers", place)
        if not 1 <= pointer <= known:
            advice = f"write 1 to {known}" if known else "name the codes under diagnoses"
            raise document.error(where, "points at no diagnosis of the claim", advice, value=str(pointer))
        if pointer in pointers[:place]:
            raise document.error(where, "stands twice on the line", "keep one", value=str(pointer))
