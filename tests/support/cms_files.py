"""Small files in the layouts in which CMS publishes its tables, with rows of our own."""

from __future__ import annotations

_COPYRIGHT = "CPT only copyright 2026 American Medical Association.  All rights reserved."
_PTP = (
    ("Column 1", "Column 2", "*=in existence", "Effective", "Deletion", "Modifier", "PTP Edit Rationale"),
    ("", "", "prior to 1996", "Date", "Date", "0=not allowed", ""),
    ("", "", "", "", "*=no data", "1=allowed", ""),
    ("", "", "", "", "", "9=not applicable", ""),
)
_MUE = ('"HCPCS/\nCPT Code"', "Practitioner Services MUE Values", "MUE Adjudication Indicator", "MUE Rationale")
# The headings of the Relative Value File of July 2026, line for line.
_PPRRVU = """\
,,2026 National Physician Fee Schedule Relative Value File July Release,,,,,,,,,,,,,,,,,,,,,,,,,,,,,
,,CPT codes and descriptions only are copyright 2026 American Medical Association. All Rights Reserved.,,,,,,,,,,,,,,,,,,,,,,,,,,,,,
,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,
,,RELEASED 06/30/2026,,,,,,,,,,,,,,,,,,,,,,,,,,,,,
,,,,,,,,,,,,,,,,,,,,,,,,,,,,,NON-FACILITY,FACILITY,
,,,,NOT USED,,,,,,,,,,,,,,,,,,,,,,PHYSICIAN,,DIAGNOSTIC,PE USED,PE USED,MP USED
,,,,FOR,,,NON-FAC,,FACILITY,,,,,,,,,,,,,,,,,SUPERVISION OF,,IMAGING,FOR OPPS,FOR OPPS,FOR OPPS
,,,STATUS,MEDICARE,WORK,NON-FAC,NA,FACILITY,NA,MP,NON-FACILITY,FACILITY,PCTC,GLOB,PRE,INTRA,POST,MULT,BILAT,ASST,CO-,TEAM,PRIC,\
ENDO,CONV,DIAGNOSTIC,CALCULATION,FAMILY,PAYMENT,PAYMENT,PAYMENT
HCPCS,MOD,DESCRIPTION,CODE,PAYMENT,RVU,PE RVU,INDICATOR,PE RVU,INDICATOR,RVU,TOTAL,TOTAL,IND,DAYS,OP,OP,OP,PROC,SURG,SURG,SURG,SURG,\
IND,BASE,FACTOR,PROCEDURES,FLAG,INDICATOR,AMOUNT,AMOUNT,AMOUNT
"""  # noqa: E501 -- as CMS writes them
FAMILY = "{0},,ours,A,,{1},{2},NA,{2},,{3},{4},{4},0,090,0.10,0.69,0.21,2,0,2,1,0,0"
_TAIL = ",,33.4009,09,0,99,0.00,0.00,0.00"
ILIAC_CREST = f"20956,,ours,A,,40.15,21.79,NA,21.79,,8.58,70.52,70.52,0,090,0.10,0.69,0.21,2,0,2,1,0,0{_TAIL}"
OFFICE = f"17999,,ours,A,,1.00,2.50,,0.80,,0.20,3.70,2.00,0,010,0.10,0.80,0.10,2,1,1,9,0,0{_TAIL}"
PART = f"17999,26,ours,A,,x,x,,x,,x,x,x,0,010,0,0,0,2,1,1,9,0,0{_TAIL}"
_GPCI = """\
ADDENDUM E. FINAL CY 2026 GEOGRAPHIC PRACTICE COST INDICES (GPCIs) BY STATE AND MEDICARE LOCALITY,,,,,,
,,,,,,
Medicare Administrative Contractor (MAC),State,Locality Number,Locality Name,2026 PW GPCI (with 1.0 Floor)***,2026 PE GPCI,2026 MP GPCI
"""  # noqa: E501 -- likewise
LOCALITIES = """\
09102,FL,04,MIAMI,1.000,1.047,2.552
09102,FL,03,FORT LAUDERDALE,1.000,1.012,1.876
09102,FL,99,REST OF FLORIDA,1.000,0.954,1.367
02102,AK,01,ALASKA*,1.500,1.081,0.592
13102,CT,00,CONNECTICUT,1.018,1.110,1.102
"""
_FAMILY = {
    "20955": ("39.25", "21.35", "7.30", "67.90"),
    "20956": ("40.15", "21.79", "8.58", "70.52"),
    "20969": ("44.29", "18.42", "6.82", "69.53"),
}
_FOOTNOTES = "*Work GPCI reflects a 1.5 floor in Alaska established by law.,,,,,,\n\x1a\n"

EDITS = (
    "20956\t69990\t\t20100101\t*\t0\tMisuse of Column Two code with Column One code",
    "20956\t20970\t\t19960101\t*\t1\tMutually exclusive procedures",
    "12001\t20956\t\t20200101\t20231231\t1\tStandards of medical/surgical practice",
    "12001\t20956\t\t20240401\t*\t0\tStandards of medical/surgical practice",
    "17000\t17003\t\t20260701\t*\t0\tStandards of medical/surgical practice",
    "17000\t17004\t\t20250101\t20250101\t9\tStandards of medical/surgical practice",
)
UNIT_LIMITS = (
    "20956,2,3 Date of Service Edit: Clinical,Clinical: Data",
    "0054T,1,2 Date of Service Edit: Policy,Anatomic Consideration",
)


def ptp(*rows: str, delimiter: str = "\t") -> str:
    """A PTP file; CMS publishes it tab-delimited, and a spreadsheet saves it with commas."""
    head = [_COPYRIGHT, "Column1/Column2 Edits", *("\t".join(row) for row in _PTP)]
    return "".join(f"{line}\r\n" for line in [*head, *(rows or EDITS)]).replace("\t", delimiter)


def mue(*rows: str, heading: str = "Effective July 1, 2026") -> str:
    """An MUE file: a cell of several lines, headings, rows."""
    return "\r\n".join((f'"{_COPYRIGHT}\nNo fee schedules.\n{heading}",,,', ",".join(_MUE), *(rows or UNIT_LIMITS), ""))


def pprrvu(*rows: str) -> str:
    """A Relative Value File."""
    return "\n".join((_PPRRVU.rstrip("\n"), *(rows or (ILIAC_CREST, OFFICE, PART)), ""))


def gpci(localities: str = LOCALITIES, others: int = 104) -> str:
    """A GPCI file with its footnotes: these localities and ``others`` of our own, for CMS has 109."""
    states = (f"X{chr(65 + number % 26)}" for number in range(others))
    rows = (
        f"99999,{state},{number // 26 + 1:02},LOCALITY {number},1.000,0.{900 - number},1.{100 + number}\n"
        for number, state in enumerate(states)
    )
    return _GPCI + localities + "".join(rows) + _FOOTNOTES


def relative_value_file(rows: int = 17_095) -> str:
    """A Relative Value File of as many rows as CMS's of July 2026, in its layout: codes of every kind, a modifier, GXXX1."""
    lines = [FAMILY.format(code, *values) + _TAIL for code, values in _FAMILY.items()]
    lines += [
        OFFICE,
        PART,
        f'GXXX1,,"Ours, of two words",X,,0.00,0.00,,0.00,,0.00,0.00,0.00,9,XXX,0.00,0.00,0.00,9,9,9,9,9,9{_TAIL}',
    ]
    kinds = (
        ("{:05}", "A", "090", "NA"),
        ("{:04}T", "C", "YYY", ""),
        ("J{:04}", "E", "XXX", ""),
        ("G{:04}", "M", "XXX", ""),
        ("H{:04}", "I", "XXX", ""),
        ("P{:04}", "X", "XXX", ""),
        ("Q{:04}", "R", "ZZZ", "NA"),
    )
    for number in range(rows - len(lines)):
        shape, status, days, office = kinds[number % len(kinds)]
        code = shape.format(30_000 + number if shape == "{:05}" else 1 + number // len(kinds))
        values = f"1.25,0.75,{office},0.75,,0.10,2.10,2.10,0" if status in "AR" else "0.00,0.00,,0.00,,0.00,0.00,0.00,9"
        lines.append(f"{code},,Ours,{status},,{values},{days},0.10,0.69,0.21,2,0,1,0,0,0{_TAIL}")
    return "\n".join((_PPRRVU.rstrip("\n"), *lines, ""))
