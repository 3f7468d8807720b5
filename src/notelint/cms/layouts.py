"""The layouts in which CMS publishes its tables: names of the columns, and the meaning of a row.

Column names as in the NCCI practitioner PTP and MUE files of 2024 to 2026, the Relative Value Files of 2025 and 2026 and their
GPCI files. Columns are found by their headings, which can span several lines; descriptions (the AMA's) are not read.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from notelint.cms.cells import CellError, choice, code, day, figure, units, words

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from notelint.cms.records import What

Converted = tuple[Any, ...] | None
"""A row in the form of the store, or ``None`` for a row that is skipped."""


@dataclass(frozen=True, slots=True)
class Layout:
    """A layout: its table, its name, its columns, and the function that reads a row.

    A column is found by the words of its heading (regular expressions over lower-case words, best first); ``keys`` are the
    columns that a row must have.
    """

    what: What
    called: str
    columns: dict[str, tuple[str, ...]]
    keys: int
    convert: Callable[[Sequence[str]], Converted]


def _edit(cells: Sequence[str]) -> Converted:
    column_1, column_2, effective, deletion, indicator, rationale = cells
    begins = day(effective, "Effective Date")
    ends = None if deletion in {"", "*"} else day(deletion, "Deletion Date")
    if ends is not None and ends < begins:
        raise CellError("Deletion Date", "the edit would end before it begins", "correct one of the two dates")
    return (
        code(column_1, "Column 1"),
        code(column_2, "Column 2"),
        choice(indicator, "Modifier", "019"),
        words(rationale, "PTP Edit Rationale") if rationale else "",
        begins,
        ends,
    )


def _unit_limit(cells: Sequence[str]) -> Converted:
    procedure, limit, adjudication, rationale = cells
    return (
        code(procedure, "HCPCS/CPT Code"),
        units(limit, "Practitioner Services MUE Values"),
        choice(adjudication[:1], "MUE Adjudication Indicator", "123"),
        words(rationale, "MUE Rationale") if rationale else "",
    )


_TOTAL_OFF = Decimal("0.02")  # the total can be rounded differently from its parts


def _fee(cells: Sequence[str]) -> Converted:
    procedure, modifier, status, work, office, flag, facility, mp, total, *rest = cells
    if modifier:
        return None
    rare = choice(flag.upper().replace("NA", "N") or "-", "Non-Facility NA Indicator", "N-") == "N"
    work, facility, mp = figure(work, "Work RVU"), figure(facility, "Facility PE RVU"), figure(mp, "MP RVU")
    given = Decimal(figure(total, "Facility Total"))
    if abs(sum(map(Decimal, (work, facility, mp))) - given) > _TOTAL_OFF:
        raise CellError(
            "Facility Total", "work, practice expense and malpractice do not add up to it", "take CMS's file as it is"
        )
    global_days, pre, intra, post, mult, bilat, asst, co, team, factor = rest
    return (
        code(procedure, "HCPCS"),
        choice(status.upper(), "Status Code", "ABCDEFGHIJLMNPQRTX"),
        work,
        facility,
        None if rare else figure(office, "Non-Facility PE RVU"),
        int(rare),
        mp,
        figure(factor, "Conv Factor"),
        _global_days(global_days),
        figure(pre, "Pre Op"),
        figure(intra, "Intra Op"),
        figure(post, "Post Op"),
        choice(mult, "Mult Proc", "012345679"),
        choice(bilat, "Bilat Surg", "01239"),
        choice(asst, "Asst Surg", "0129"),
        choice(co, "Co-Surg", "0129"),
        choice(team, "Team Surg", "0129"),
    )


def _global_days(cell: str) -> str:
    if not re.fullmatch(r"[0-9]{3}|MMM|XXX|YYY|ZZZ", cell):
        raise CellError("Glob Days", "neither three figures nor MMM, XXX, YYY, ZZZ", "correct the cell")
    return cell


def _locality(cells: Sequence[str]) -> Converted:
    mac, state, number, name, work, pe, mp = cells
    if not re.fullmatch(r"[A-Z]{2}", state):
        raise CellError("State", "not the two letters of a state", "correct the cell")
    if not (re.fullmatch(r"[0-9]{1,2}", number) and re.fullmatch(r"[0-9]{1,5}", mac)):
        raise CellError("Locality Number", "not a locality's number, or its contractor's is not", "correct the cell")
    return (
        mac.zfill(5),
        state,
        number.zfill(2),
        words(name, "Locality Name").rstrip("* "),
        figure(work, "PW GPCI"),
        figure(pe, "PE GPCI"),
        figure(mp, "MP GPCI"),
    )


_YEAR = r"(\d{4} )?"
LAYOUTS = (
    Layout(
        "edits",
        "NCCI practitioner PTP edits",
        {
            "Column 1": (r"column ?1( code)?",),
            "Column 2": (r"column ?2( code)?",),
            "Effective Date": (r"effective( .*)?",),
            "Deletion Date": (r"deletion( .*)?",),
            "Modifier": (r"modifier( .*)?",),
            "PTP Edit Rationale": (r"(ptp edit )?rationale",),
        },
        2,
        _edit,
    ),
    Layout(
        "unit_limits",
        "NCCI practitioner MUE",
        {
            "HCPCS/CPT Code": (r"hcpcs( cpt)?( code)?",),
            "Practitioner Services MUE Values": (r"practitioner( services)? mue values?",),
            "MUE Adjudication Indicator": (r"(practitioner services )?mue adjudication indicator",),
            "MUE Rationale": (r"mue rationale",),
        },
        1,
        _unit_limit,
    ),
    Layout(
        "fees",
        "Relative Value File PPRRVU",
        {
            "HCPCS": (r"hcpcs",),
            "MOD": (r"mod",),
            "Status Code": (r"status code",),
            "Work RVU": (r"(physician )?work rvu",),
            "Non-Fac PE RVU": (r"non fac(ility)? pe rvu",),
            "Non-Fac NA Indicator": (r"non fac(ility)? na indicator",),
            "Facility PE RVU": (r"facility pe rvu",),
            "MP RVU": (r"mp rvu",),
            "Facility Total": (r"facility total",),
            "Glob Days": (r"glob days",),
            "Pre Op": (r"pre op",),
            "Intra Op": (r"intra op",),
            "Post Op": (r"post op",),
            "Mult Proc": (r"mult proc",),
            "Bilat Surg": (r"bilat surg",),
            "Asst Surg": (r"asst surg",),
            "Co-Surg": (r"co surg",),
            "Team Surg": (r"team surg",),
            "Conv Factor": (r"conv factor",),
        },
        1,
        _fee,
    ),
    Layout(
        "localities",
        "GPCI by locality",
        {
            "Medicare Administrative Contractor (MAC)": (r"medicare admini?strative contractor( mac)?", r"mac"),
            "State": (r"state",),
            "Locality Number": (r"locality number", r"locality"),
            "Locality Name": (r"locality name", r"name"),
            # The law sets a floor for the work index. If CMS prints both values, it pays by the one with the floor.
            "PW GPCI": (_YEAR + r"pw gpci with 1 0 floor", _YEAR + r"pw gpci", _YEAR + r"pw gpci without 1 0 floor"),
            "PE GPCI": (_YEAR + r"pe gpci",),
            "MP GPCI": (_YEAR + r"mp gpci",),
        },
        4,
        _locality,
    ),
)
