"""Checks of the diagnoses: given and pointed at, complete, and in agreement with cause, side and site in the notes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from notelint.packs.diagnoses import UNSPECIFIED
from notelint.packs.diagnosis_causes import cause_file
from notelint.review.documented import documented_in
from notelint.review.model import Hit
from notelint.review.seventh_character import seventh_character

if TYPE_CHECKING:
    from collections.abc import Iterator

    from notelint.packs.diagnoses import Diagnosis
    from notelint.review.chart import BilledLine, Chart
    from notelint.review.documented import Documented, Said

_OPPOSITE = {"left": "right", "right": "left"}
_MALIGNANT = frozenset({"malignant_tumor"})
_LATE = frozenset({"radiation_necrosis", "drug_necrosis", "avascular_necrosis", "osteomyelitis", "nonunion"})
"""Causes for which a bone is grafted after a tumor was treated."""
_STEM = 7
"""Characters of a code without its seventh: six, and the dot."""


def check(chart: Chart) -> Iterator[Hit]:
    """All hits about the diagnoses of a claim. A quick check without a date of service has none."""
    if chart.encounter.date is None:
        return
    yield from _given(chart)
    yield from _unrelated(chart)
    targets = _of_grafts(chart)
    known = {index: chart.book.diagnoses.describe(code) for index, code in enumerate(chart.encounter.diagnoses)}
    for index, diagnosis in known.items():
        if diagnosis is not None and not diagnosis.complete:
            yield _hit("diagnosis-code-incomplete", index, diagnosis)
    if not targets or not chart.operative:
        return
    documented = documented_in(chart.operative)
    compared = {index: known[index] for index in targets}
    for index, diagnosis in compared.items():
        if diagnosis is not None and diagnosis.complete:
            yield from _against_notes(chart, documented, index, diagnosis)
    yield from _not_compared(documented, compared)


def _given(chart: Chart) -> Iterator[Hit]:
    """Hits about a claim without a diagnosis, and about lines without a pointer; one diagnosis needs no pointer."""
    diagnoses = chart.encounter.diagnoses
    if not diagnoses:
        yield Hit("diagnosis-missing", ("diagnoses",))
    elif len(diagnoses) > 1 or any(line.line.pointers for line in chart.lines):
        for line in chart.lines:
            if not line.line.pointers:
                yield line.hit("diagnosis-pointer-missing")


def _of_grafts(chart: Chart) -> list[int]:
    """The diagnoses at which the lines of grafts point, by position; all of them if no line of the claim points at any."""
    pointers = [pointer - 1 for line in chart.grafts for pointer in line.line.pointers]
    if not pointers and chart.grafts and not any(line.line.pointers for line in chart.lines):
        return list(range(len(chart.encounter.diagnoses)))
    return list(dict.fromkeys(pointers))


def _hit(rule: str, index: int, diagnosis: Diagnosis, *said: Said, **fills: str) -> Hit:
    words = tuple(one.words for one in said)
    return Hit(rule, ("diagnoses", index), words, {"code": diagnosis.code, "title": diagnosis.category.title} | fills)


# -- against the notes ------------------------------------------------------------------------------------------------


def _against_notes(chart: Chart, documented: Documented, index: int, diagnosis: Diagnosis) -> Iterator[Hit]:
    cause = _cause(documented, index, diagnosis)
    if cause is not None:
        yield cause
    yield from _side(documented, index, diagnosis)
    yield from _site(chart, documented, index, diagnosis)
    if cause is None:
        yield from seventh_character(chart, documented, index, diagnosis)


def _cause(documented: Documented, index: int, diagnosis: Diagnosis) -> Hit | None:
    """A hit where the notes name causes, and none that the category is for; or where they name its cause as history only."""
    supporting = diagnosis.category.causes
    if not supporting:
        return None
    file = cause_file()
    present = documented.present
    if present and not documented.has(*supporting):
        titles = " and ".join(file.title(name) for name in list(present)[:2])
        return _hit("diagnosis-cause-contradicted", index, diagnosis, *list(present.values())[:2], causes=titles)
    past = [said for name, said in documented.causes.items() if name in supporting]
    late = {name: said for name, said in present.items() if name in _LATE and said.in_diagnosis}
    if past and late and supporting >= _MALIGNANT and not any(said.present for said in past):
        titles = " and ".join(file.title(name) for name in late)
        return _hit("diagnosis-cause-is-history", index, diagnosis, *past[:1], *list(late.values())[:1], causes=titles)
    return None


def _side(documented: Documented, index: int, diagnosis: Diagnosis) -> Iterator[Hit]:
    sides = documented.sides
    fills = {"code": diagnosis.code, "title": diagnosis.category.title}
    where = ("diagnoses", index)
    if len(sides) != 1:
        return
    ((side, words),) = sides.items()
    if diagnosis.side == UNSPECIFIED:
        yield Hit("diagnosis-side-unspecified", where, (words,), fills | {"side": side})
    elif diagnosis.side is not None and side == _OPPOSITE[diagnosis.side]:
        yield Hit("diagnosis-side-contradicted", where, (words,), fills | {"side": side, "other": diagnosis.side})


def _site(chart: Chart, documented: Documented, index: int, diagnosis: Diagnosis) -> Iterator[Hit]:
    places = documented.places
    fills = {"code": diagnosis.code, "title": diagnosis.category.title}
    words = tuple(places.values())[:2]
    site = chart.book.diagnoses.site(diagnosis.site)
    if places and diagnosis.site == UNSPECIFIED:
        yield Hit("diagnosis-site-unspecified", ("diagnoses", index), words[:1], fills)
    elif places and site is not None and site.places.isdisjoint(places):
        yield Hit("diagnosis-site-contradicted", ("diagnoses", index), words, fills | {"site": site.title})


def _not_compared(documented: Documented, compared: dict[int, Diagnosis | None]) -> Iterator[Hit]:
    """A hit where no diagnosis of a graft could be held against the notes, with the reason."""
    judged = [diagnosis for diagnosis in compared.values() if diagnosis is not None and diagnosis.category.causes]
    where = ("diagnoses", next(iter(compared)))
    if not judged and not any(compared.values()):
        yield Hit("diagnosis-not-compared", where, (), {"reason": "none is of a category that notelint knows for this family"})
    elif judged and not documented.causes:
        yield Hit("diagnosis-not-compared", where, (), {"reason": "the notes name no cause of the defect"})


# -- 24 and 79 --------------------------------------------------------------------------------------------------------


def _unrelated(chart: Chart) -> Iterator[Hit]:
    """Hits about 24 and 79 on a line whose diagnoses are those of the earlier operation, or of its complications."""
    for line in chart.lines:
        own = _codes(chart, line)
        earlier = _earlier(chart, line)
        for place, _ in line.kind("unrelated_visit", "unrelated") if own else ():
            same = [code for code in own if code[:_STEM] in earlier]
            complications = [code for code in own if chart.book.diagnoses.is_complication(code)]
            if complications:
                reason = f"{complications[0]} is a complication of an operation or a graft"
                yield line.hit_modifier("unrelated-but-same-diagnosis", place, reason=reason)
            elif len(same) == len(own):
                reason = f"{' and '.join(same)} is also a diagnosis of {earlier[same[0][:_STEM]]}"
                yield line.hit_modifier("unrelated-but-same-diagnosis", place, reason=reason)


def _codes(chart: Chart, line: BilledLine) -> list[str]:
    """The diagnoses of a line; those of the claim if no line points at any."""
    diagnoses = chart.encounter.diagnoses
    if not any(other.line.pointers for other in chart.lines):
        return list(diagnoses)
    return [diagnoses[pointer - 1] for pointer in line.line.pointers]


def _earlier(chart: Chart, line: BilledLine) -> dict[str, str]:
    """The stems of the diagnoses of earlier procedures and of other lines of the claim that are grafts, with their codes."""
    stems = {code[:_STEM]: earlier.code for earlier in chart.encounter.earlier for code in earlier.diagnoses}
    if any(other.line.pointers for other in chart.lines):
        for graft in chart.grafts:
            if graft is not line:
                stems |= {code[:_STEM]: graft.code for code in _codes(chart, graft)}
    return stems
