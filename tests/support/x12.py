"""Small X12 files of our own: claims (837P), remittances (835) and acknowledgements (277CA)."""

from __future__ import annotations

from pathlib import Path

SAMPLES = Path(__file__).parents[3] / "shared" / "samples"

ISA = "ISA*00*          *00*          *ZZ*SENDER         *ZZ*RECEIVER       *260315*1200*^*00501*000000001*0*T*:"
FIRST = (
    "HL*2*1*22*0",
    "SBR*P*18*******MB",
    "NM1*IL*1*ZORBLATT*QUENTILLA****MI*ZQ99887766",
    "N3*14 PLUMWORTH LANE",
    "DMG*D8*19511224*F",
    "NM1*PR*2*MEDICARE*****PI*00001",
    "CLM*ALPHA7788*9800***21:B:1*Y*A*Y*Y",
    "REF*G1*AUTH1",
    "REF*D9*CLEARING42",
    "HI*ABK:M89762*ABF:Z9889",
    "NM1*82*1*MARLOWE*INES****XX*2222222222",
    "PRV*PE*PXC*208200000X",
    "LX*1",
    "SV1*HC:20956:LT*9000*UN*1***1:2",
    "DTP*472*D8*20260302",
    "LX*2",
    "SV1*HC:69990*800*UN*1.00***1",
    "DTP*472*D8*20260302",
)
SECOND = (
    "HL*3*1*22*0",
    "SBR*P*18*******CI",
    "NM1*IL*1*ZORBLATT*OTTOKAR****MI*ZQ11111111",
    "NM1*PR*2*KEY INSURANCE*****PI*2",
    "CLM*BETA4455*9000***22:B:1*Y*A*Y*Y",
    "HI*ABK:M8979",
    "LX*1",
    "SV1*HC:20956*9000*UN*1***1",
    "DTP*472*D8*20260303",
)
HEADER = ("HL*1**20*1", "NM1*85*2*HARROW LAKE SURGEONS*****XX*1111111111")
PERSONAL = (
    "zorblatt",
    "quentilla",
    "ottokar",
    "zq99887766",
    "zq11111111",
    "plumworth",
    "19511224",
    "alpha7788",
    "beta4455",
    "clearing42",
)
"""What tells of the patients of these files, and the numbers of their claims."""
PAID = (
    "BPR*I*2000*C*CHK************20260401",
    "LX*1",
    "CLP*ALPHA7788*1*9800*0**MB*ICN1",
    "NM1*QC*1*ZORBLATT*QUENTILLA****MI*ZQ99887766",
    "SVC*HC:20956:LT*9000*0**1",
    "DTM*472*20260302",
    "CAS*CO*150*9000",
    "LQ*HE*M127",
    "SVC*HC:69990*800*0**1",
    "CAS*CO*97*800",
    "LQ*HE*M15",
    "CLP*BETA4455*4*9000*0**CI*ICN2",
    "NM1*QC*1*ZORBLATT*OTTOKAR****MI*ZQ11111111",
    "SVC*HC:20956*9000*0**1",
    "CAS*CO*197*9000",
    "CLP*GAMMA1212*1*300*120**CI*ICN3",
    "SVC*HC:99213*300*120**1",
    "CAS*CO*45*100**1*80",
)
ACKNOWLEDGED = (
    "HL*1**20*1",
    "NM1*PR*2*PAYER*****PI*1",
    "HL*2*1*21*1",
    "TRN*2*BATCH1",
    "STC*A1:19*20260316*WQ*18800",
    "HL*3*2*19*1",
    "HL*4*3*PT",
    "NM1*QC*1*ZORBLATT*QUENTILLA****MI*ZQ99887766",
    "TRN*2*ALPHA7788",
    "STC*A7:453*20260316*U*9800",
    "HL*5*3*PT",
    "TRN*2*BETA4455",
    "STC*A2:20*20260316*WQ*9000",
)


def envelope(group, kind, guide, *body, end="~\n"):
    """An interchange with one transaction of these segments."""
    segments = (ISA, f"GS*{group}*A*B*20260315*1200*1*X*{guide}", f"ST*{kind}*0001*{guide}", *body)
    return end.join((*segments, f"SE*{len(body) + 2}*0001", "GE*1*1", "IEA*1*000000001", ""))


def claims(*body, end="~\n", guide="005010X222A1"):
    """An 837P with these segments, else with two claims."""
    return envelope("HC", "837", guide, *(body or (*HEADER, *FIRST, *SECOND)), end=end)


def remittance(*body):
    """An 835 with these segments, else with the answers to the two claims and to another."""
    return envelope("HP", "835", "005010X221A1", *(body or PAID))


def acknowledgement(*body):
    """A 277CA with these segments, else with one claim rejected and one accepted."""
    return envelope("HN", "277", "005010X214", *(body or ACKNOWLEDGED))


def other_signs(text):
    """The file with other separators."""
    return text.translate(str.maketrans({"*": "|", ":": ">", "~": "\x1c", "^": "!"}))
