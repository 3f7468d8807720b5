"""Word documents for tests: of plain notes, and of bare WordprocessingML."""

from __future__ import annotations

import zipfile
from io import BytesIO
from xml.sax.saxutils import escape, quoteattr

from support.documents.plain_blocks import blocks, item

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
STRICT = "http://purl.oclc.org/ooxml/wordprocessingml/main"
RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
STRICT_RELATIONS = "http://purl.oclc.org/ooxml/officeDocument/relationships"
_NAMES = {
    "w": W,
    "r": RELATIONS,
    "mc": "http://schemas.openxmlformats.org/markup-compatibility/2006",
    "w14": "http://schemas.microsoft.com/office/word/2010/wordml",
    "wp": "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing",
    "a": "http://schemas.openxmlformats.org/drawingml/2006/main",
    "wps": "http://schemas.microsoft.com/office/word/2010/wordprocessingShape",
    "pic": "http://schemas.openxmlformats.org/drawingml/2006/picture",
    "v": "urn:schemas-microsoft-com:vml",
    "o": "urn:schemas-microsoft-com:office:office",
    "m": "http://schemas.openxmlformats.org/officeDocument/2006/math",
}
_TYPES = """<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">
<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>
<Default Extension="xml" ContentType="application/xml"/>
<Default Extension="html" ContentType="text/html"/><Default Extension="rtf" ContentType="application/rtf"/>
<Default Extension="txt" ContentType="text/plain; charset=utf-8"/><Default Extension="mht" ContentType="message/rfc822"/>
<Override PartName="/word/document.xml"
 ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>"""
_STYLES = """<w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/></w:style>
<w:style w:type="paragraph" w:styleId="Heading1"><w:name w:val="heading 1"/><w:basedOn w:val="Normal"/>
<w:rPr><w:b/></w:rPr></w:style>"""
_DECIMAL = '<w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:lvlText w:val="%1."/></w:lvl>'
_SECTION = '<w:sectPr>{}<w:pgSz w:w="12240" w:h="15840"/></w:sectPr>'


def write_docx(text, *, header="", footer="", text_box="", tracked=False, strict=False, title="", author="", created=""):
    """A note as Word would save it: reading it gives ``text`` again.

    ``header``, ``footer`` and ``text_box`` (in the last paragraph) are further texts. With ``tracked``, changes are
    marked in each paragraph: the last word inserted, other words deleted.
    """
    lists = _Lists()
    body = [xml for block in blocks(text) for xml in _block(block, lists, tracked=tracked)]
    if text_box:
        body[-1] = body[-1].replace("</w:p>", f"{box(text_box)}</w:p>", 1)
    references, parts, relations = "", {}, {}
    for kind, words in (("header", header), ("footer", footer)):
        if words:
            references += f'<w:{kind}Reference w:type="default" r:id="{kind}1"/>'
            relations[f"{kind}1"] = (kind, f"{kind}1.xml")
            parts[f"word/{kind}1.xml"] = part({"header": "hdr", "footer": "ftr"}[kind], _lines(words))
    xml = "".join(body) + _SECTION.format(references)
    parts |= {
        "word/styles.xml": part("styles", _STYLES),
        "word/numbering.xml": lists.part(),
        "docProps/core.xml": core(title, author, created),
    }
    relations |= {"styles": ("styles", "styles.xml"), "numbering": ("numbering", "numbering.xml")}
    return docx(xml, parts, relations, strict=strict)


def docx(body, parts=None, relations=None, *, strict=False, deflated=True):
    """A Word document of the inside of ``w:body``; ``relations`` are kinds and targets by ids."""
    kinds = {"rId1": ("officeDocument", "word/document.xml"), "rId2": ("core-properties", "docProps/core.xml")}
    every = {
        "[Content_Types].xml": _TYPES,
        "_rels/.rels": _relations(kinds),
        "word/_rels/document.xml.rels": _relations(relations or {}),
        "word/document.xml": part("document", f"<w:body>{body}</w:body>"),
        **(parts or {}),
    }
    if strict:
        every = {name: xml.replace(W, STRICT).replace(RELATIONS, STRICT_RELATIONS) for name, xml in every.items()}
    return archive(every, deflated=deflated)


def archive(parts, *, deflated=True):
    """A zip archive of texts or bytes by their names."""
    file = BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED if deflated else zipfile.ZIP_STORED) as zipped:
        for name, content in parts.items():
            zipped.writestr(name, content)
    return file.getvalue()


def part(root, inside):
    """A part with ``w:root`` around ``inside``."""
    names = " ".join(f'xmlns:{prefix}="{name}"' for prefix, name in _NAMES.items())
    return f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<w:{root} {names}>{inside}</w:{root}>'


def numbering(*levels, nums=""):
    """A numbering part with one list (``w:numId`` 1) of these levels, each a number form and a text."""
    inside = "".join(
        f'<w:lvl w:ilvl="{at}"><w:start w:val="1"/><w:numFmt w:val="{form}"/><w:lvlText w:val={quoteattr(text)}/></w:lvl>'
        for at, (form, text) in enumerate(levels)
    )
    abstract = f'<w:abstractNum w:abstractNumId="7">{inside}</w:abstractNum>'
    return part("numbering", f'{abstract}<w:num w:numId="1"><w:abstractNumId w:val="7"/></w:num>{nums}')


def paragraph(text, properties=""):
    """A paragraph of one run."""
    return f"<w:p>{f'<w:pPr>{properties}</w:pPr>' if properties else ''}{run(text) if text else ''}</w:p>"


def listed(text, level=0, number=1):
    """A paragraph in a list."""
    return paragraph(text, f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{number}"/></w:numPr>')


def run(text, properties=""):
    """A run of one text."""
    space = ' xml:space="preserve"' if text != text.strip() else ""
    return f"<w:r>{f'<w:rPr>{properties}</w:rPr>' if properties else ''}<w:t{space}>{escape(text)}</w:t></w:r>"


def table(*rows):
    """A table of rows of cells, each the XML inside or a plain text."""
    cells = (
        "".join(f"<w:tc><w:tcPr/>{cell if cell.startswith('<') else paragraph(cell)}</w:tc>" for cell in row) for row in rows
    )
    return f"<w:tbl><w:tblPr/><w:tblGrid/>{''.join(f'<w:tr><w:trPr/>{row}</w:tr>' for row in cells)}</w:tbl>"


def box(text):
    """A run with a text box, twice, as Word writes it for itself and for older programs."""
    inside = f"<w:txbxContent>{_lines(text)}</w:txbxContent>"
    new = f"<wps:wsp><wps:txbx>{inside}</wps:txbx></wps:wsp>"
    new = f"<w:drawing><wp:anchor><a:graphic><a:graphicData>{new}</a:graphicData></a:graphic></wp:anchor></w:drawing>"
    old = f"<w:pict><v:shape><v:textbox>{inside}</v:textbox></v:shape></w:pict>"
    choice = f'<mc:Choice Requires="wps">{new}</mc:Choice><mc:Fallback>{old}</mc:Fallback>'
    return f"<w:r><mc:AlternateContent>{choice}</mc:AlternateContent></w:r>"


def core(title, author, created):
    """The part with a document's title, author and date."""
    made = f"<dcterms:created>{created}</dcterms:created>"
    return f"""<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties"
 xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/">
<dc:title>{escape(title)}</dc:title><dc:creator>{escape(author)}</dc:creator>{made}</cp:coreProperties>"""


class _Lists:
    """One list of the numbering part for each list of a note."""

    def __init__(self):
        self.count = 0

    def part(self):
        anew = '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/></w:lvlOverride>'
        one = f'<w:num w:numId="{{}}"><w:abstractNumId w:val="0"/>{anew}</w:num>'
        nums = "".join(one.format(number) for number in range(1, self.count + 1))
        return part("numbering", f'<w:abstractNum w:abstractNumId="0">{_DECIMAL}</w:abstractNum>{nums}')


def _block(block, lists, *, tracked):
    if block.kind == "blank":
        return ["<w:p/>" for _ in block.lines]
    if block.kind == "table":
        return [table(*(line.split("\t") for line in block.lines))]
    if block.kind == "numbered":
        lists.count += 1
        return [listed(item(line), number=lists.count) for line in block.lines]
    properties = '<w:pPr><w:pStyle w:val="Heading1"/></w:pPr>' if block.kind == "heading" else ""
    return [f"<w:p>{properties}{_runs(line, tracked=tracked)}</w:p>" for line in block.lines]


def _runs(line, *, tracked):
    """The line in two runs, as after a correction in Word."""
    words, space, last = line.rpartition(" ")
    if not tracked:
        return run(words + space) * bool(words) + run(last)
    change = 'w:id="1" w:author="A" w:date="2024-01-01T00:00:00Z"'
    gone = f'<w:del {change}><w:r><w:delText xml:space="preserve">struck words </w:delText></w:r></w:del>'
    return f"{run(words + space) if words else ''}{gone}<w:ins {change}>{run(last)}</w:ins>"


def _lines(text):
    return "".join(paragraph(line) for line in text.split("\n"))


def _relations(relations):
    inside = "".join(
        f'<Relationship Id="{name}" Type="{RELATIONS}/{kind}" Target={quoteattr(target)}'
        f"{' TargetMode=' + chr(34) + 'External' + chr(34) if '://' in target else ''}/>"
        for name, (kind, target) in relations.items()
    )
    return f'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{inside}</Relationships>'
