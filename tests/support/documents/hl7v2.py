"""HL7 v2 messages as a hospital's system sends a note: MDM with a line an OBX or an attachment, ORU, batches."""

from __future__ import annotations

import base64

HEADER = "MSH|^~\\&|EHR|HOSPITAL|NOTELINT|HOSPITAL|20260302181500||MDM^T02^MDM_T02|1|P|2.5.1"
PATIENT = "PID|1||1^^^HOSPITAL^MR||TEST^CASE||19600101|F"
VISIT = "PV1|1|I|SURG"
ORDER = "OBR|1||77^HOSPITAL|11504-8^Surgical operation note^LN|||20260302073000||||||||||||||||||F"
DOCUMENT = "TXA|1|OP^Operative report|FT|20260302073000||||20260302181500|55^SURGEON^ANN^B|||DOC1|||||AU||AV"
CODE = "11504-8^Surgical operation note^LN"
_ESCAPES = {"\\": "\\E\\", "|": "\\F\\", "^": "\\S\\", "~": "\\R\\", "&": "\\T\\"}


def write_hl7(text: str, *, kind: str = "MDM", data: bytes | None = None, subtype: str = "PDF", end: str = "\r") -> bytes:
    r"""``text`` as a message; ``data`` (a PDF, say) is sent in an ED value in its place.

    ``kind`` is ``MDM`` or ``ORU`` (an OBX for each line), or ``FT`` (one OBX with ``\.br\``). Segments end with ``end``.
    """
    if data is not None:
        results = [ed(data, subtype)]
    elif kind == "FT":
        results = [obx(1, "FT", "\\.br\\".join(map(escaped, text.split("\n"))))]
    else:
        results = [obx(number, "TX", escaped(line)) for number, line in enumerate(text.splitlines(), 1)]
    document = [] if kind == "ORU" else [DOCUMENT]
    return message(PATIENT, VISIT, ORDER, *document, *results, end=end)


def message(*segments: str, header: str = HEADER, end: str = "\r", encoding: str = "utf-8") -> bytes:
    """A message of these segments."""
    return end.join((header, *segments, "")).encode(encoding)


def obx(number: int, kind: str, value: str, code: str = CODE, status: str = "F") -> str:
    """A result."""
    return f"OBX|{number}|{kind}|{code}||{value}||||||{status}"


def ed(data: bytes, subtype: str = "PDF", number: int = 1) -> str:
    """A result that is a document."""
    return obx(number, "ED", f"EHR^application^{subtype}^Base64^{base64.b64encode(data).decode()}")


def escaped(text: str) -> str:
    """``text`` without separators."""
    return "".join(_ESCAPES.get(char, char) for char in text)


def batch(*messages: bytes) -> bytes:
    """A file of several messages."""
    return b"FHS|^~\\&|EHR\rBHS|^~\\&|EHR\r" + b"".join(messages) + f"BTS|{len(messages)}\rFTS|1\r".encode()


def framed(one: bytes) -> bytes:
    """A message in the frame of MLLP."""
    return b"\x0b" + one + b"\x1c\r"
