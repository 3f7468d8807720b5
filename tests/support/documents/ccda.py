"""Clinical documents (C-CDA) for tests: of plain notes, and of bare sections."""

from __future__ import annotations

from base64 import b64encode
from xml.sax.saxutils import escape

from support.documents.plain_blocks import blocks, item

_LOINC = "2.16.840.1.113883.6.1"
_SECTIONS = {
    "PREOPERATIVE DIAGNOSIS": "10219-4",
    "POSTOPERATIVE DIAGNOSIS": "10218-6",
    "PROCEDURE": "10223-6",
    "PROCEDURES PERFORMED": "10223-6",
    "ANESTHESIA": "59774-0",
    "INDICATIONS": "59768-2",
    "FINDINGS": "59776-5",
    "DESCRIPTION OF PROCEDURE": "29554-3",
    "COMPLICATIONS": "55109-3",
    "ESTIMATED BLOOD LOSS": "59770-8",
    "SPECIMENS": "59773-2",
    "DRAINS": "11537-8",
    "DISPOSITION": "59775-7",
}
_SIGNED = """<legalAuthenticator><time value="20240502"/><signatureCode code="S"/><assignedEntity><id nullFlavor="NI"/>
</assignedEntity></legalAuthenticator>"""


def write_ccda(text, *, title="Operative Note", author="", date="20240501", signed=True):
    """A note as an electronic record exports it: a section for each heading, with paragraphs, lists and tables.

    Reading it gives ``text_as_read(text)``.
    """
    parts = [[]]
    for block in blocks(text):
        if block.kind == "heading":
            parts += [[block._replace(lines=[line])] for line in block.lines]
        elif block.kind != "blank":
            parts[-1].append(block)
    inside = "\n".join(_section(part) for part in parts if part)
    return document(f"<structuredBody>\n{inside}\n</structuredBody>", title=title, author=author, date=date, signed=signed)


def document(body, *, title="Operative Note", author="", date="20240501", signed=True, header=""):
    """A whole document around ``structuredBody`` or ``nonXMLBody``, as UTF-8."""
    xml = f"""<?xml version="1.0" encoding="UTF-8"?>
<ClinicalDocument xmlns="urn:hl7-org:v3" xmlns:sdtc="urn:hl7-org:sdtc" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">
<typeId root="2.16.840.1.113883.1.3" extension="POCD_HD000040"/>
<templateId root="2.16.840.1.113883.10.20.22.1.1" extension="2015-08-01"/>
<templateId root="2.16.840.1.113883.10.20.22.1.7" extension="2015-08-01"/>
<id root="2.16.840.1.113883.19.5.99999.1"/>
<code code="11504-8" codeSystem="{_LOINC}" displayName="Surgical operation note"/>
<title>{escape(title)}</title>
<effectiveTime value="20240502101500-0500"/>
<recordTarget><patientRole><id nullFlavor="NI"/></patientRole></recordTarget>
<author><time value="20240502"/><assignedAuthor><assignedPerson><name><given>{escape(author)}</given></name></assignedPerson>
</assignedAuthor></author>
{_SIGNED if signed else ""}{header}
<documentationOf><serviceEvent classCode="PROC"><effectiveTime><low value="{date}"/><high value="{date}"/></effectiveTime>
</serviceEvent></documentationOf>
<component>
{body}
</component>
</ClinicalDocument>
"""
    return xml.encode()


def sections(*inside):
    """A ``structuredBody`` of sections, each the XML inside ``section``."""
    every = "".join(f"<component><section>{one}</section></component>\n" for one in inside)
    return f"<structuredBody>\n{every}</structuredBody>"


def non_xml(data, media_type, attributes=""):
    """A body that is not XML."""
    return f'<nonXMLBody><text mediaType="{media_type}" representation="B64"{attributes}>\n{_folded(data)}</text></nonXMLBody>'


def _folded(data):
    text = b64encode(data).decode()
    return "".join(f"{text[at : at + 76]}\n" for at in range(0, len(text), 76))


def _section(part):
    heading = part[0].lines[0] if part[0].kind == "heading" else ""
    code = _SECTIONS.get(heading.rstrip(":").upper())
    coded = f'<code code="{code}" codeSystem="{_LOINC}"/>\n' if code else ""
    titled = f"<title>{escape(heading)}</title>\n" if heading else ""
    inside = "\n".join(xml for block in part[bool(heading) :] for xml in _block(block))
    return f"<component>\n<section>\n{coded}{titled}<text>\n{inside}\n</text>\n</section>\n</component>"


def _block(block):
    if block.kind == "table":
        rows = ("".join(f"<td>{escape(cell)}</td>" for cell in line.split("\t")) for line in block.lines)
        return ["<table><tbody>", *(f"<tr>{row}</tr>" for row in rows), "</tbody></table>"]
    if block.kind == "numbered":
        return ['<list listType="ordered">', *(f"<item>{escape(item(line))}</item>" for line in block.lines), "</list>"]
    return [f"<paragraph>{'<br/>'.join(escape(line) for line in block.lines)}</paragraph>"]


def text_as_read(text):
    """What reading ``write_ccda(text)`` gives: blank lines before headings and between paragraphs, and no others."""
    lines, before = [], None
    for block in blocks(text):
        for place, line in enumerate(block.lines if block.kind != "blank" else ()):
            parted = block.kind == "heading" or (block.kind == before == "paragraph" and not place)
            lines += [""] * (parted and before is not None) + ["\t".join(cell.strip() for cell in line.split("\t"))]
            before = block.kind
    return "\n".join(lines)
