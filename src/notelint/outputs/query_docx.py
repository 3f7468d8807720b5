"""A query as a Word document, to be filled in and sent."""

from __future__ import annotations

import io
import re
import zipfile
from typing import TYPE_CHECKING
from xml.sax.saxutils import escape

from notelint.outputs.query_sheet import ANSWER, BLANK, nothing_asked, sheet

if TYPE_CHECKING:
    from collections.abc import Iterator

    from notelint.outputs.formats import Options
    from notelint.outputs.query_sheet import Entry
    from notelint.queries.model import Query

_W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_TYPES = "http://schemas.openxmlformats.org/package/2006/content-types"
_RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml"
_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_NOT_IN_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_MARGIN = 1134  # twentieths of a point: 2 cm
_ALWAYS = (1980, 1, 1, 0, 0, 0)
"""The time of each part, so that equal queries give equal files."""
_STYLES = (
    ("Normal", "Normal", '<w:pPr><w:spacing w:after="120"/></w:pPr><w:rPr><w:sz w:val="22"/></w:rPr>'),
    ("Title", "Title", '<w:pPr><w:spacing w:after="160"/></w:pPr><w:rPr><w:b/><w:sz w:val="34"/></w:rPr>'),
    (
        "Heading1", "heading 1",
        '<w:pPr><w:keepNext/><w:spacing w:before="320"/><w:outlineLvl w:val="0"/></w:pPr><w:rPr><w:b/><w:sz w:val="26"/></w:rPr>',
    ),
    (
        "Heading2", "heading 2",
        '<w:pPr><w:keepNext/><w:spacing w:before="200" w:after="60"/><w:outlineLvl w:val="1"/></w:pPr><w:rPr><w:b/></w:rPr>',
    ),
    ("Quote", "Quote", '<w:pPr><w:ind w:left="360"/></w:pPr><w:rPr><w:i/></w:rPr>'),
    ("Answer", "Answer", '<w:pPr><w:ind w:left="720" w:hanging="360"/><w:spacing w:after="60"/></w:pPr>'),
)  # fmt: skip


def render(query: Query, options: Options) -> bytes:
    """The document; one line where no query is drafted. The text is that of the other formats."""
    body = "".join(_paragraph(style, text) for style, text in _paragraphs(query, options))
    edges = " ".join(f'w:{edge}="{_MARGIN}"' for edge in ("top", "right", "bottom", "left"))
    page = f'<w:sectPr><w:pgMar {edges} w:header="567" w:footer="567" w:gutter="0"/></w:sectPr>'
    parts = {
        "[Content_Types].xml": _content_types(),
        "_rels/.rels": _relations(("officeDocument", "word/document.xml")),
        "word/document.xml": f'{_HEAD}<w:document xmlns:w="{_W}"><w:body>{body}{page}</w:body></w:document>',
        "word/_rels/document.xml.rels": _relations(("styles", "styles.xml")),
        "word/styles.xml": _styles(),
    }
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(zipfile.ZipInfo(name, _ALWAYS), content, zipfile.ZIP_DEFLATED)
    return file.getvalue()


def _paragraphs(query: Query, options: Options) -> Iterator[tuple[str, str]]:
    """The style and the text of each paragraph."""
    if not query.questions:
        yield "Normal", nothing_asked(query, str)
        return
    drawn = sheet(query, options, str)
    yield "Title", drawn.title
    yield from (("Normal", f"{label}: {value or BLANK}") for label, value in drawn.fields)
    yield "Normal", drawn.opening
    for heading, questions in drawn.groups:
        yield "Heading1", heading
        for question in questions:
            yield from _question(question)
    yield "Normal", drawn.closing


def _question(question: Entry) -> Iterator[tuple[str, str]]:
    yield "Heading2", question.heading
    yield from (("Normal", text) for text in (question.not_found, question.lead) if text)
    yield from (("Quote", cited) for cited in question.cited)
    yield "Normal", question.ask
    if question.is_open:
        yield "Normal", f"{ANSWER}: {BLANK}"
    yield from (("Answer", f"\u2610 {answer}") for answer in question.answers)


def _paragraph(style: str, text: str) -> str:
    xml_text = escape(_NOT_IN_XML.sub("\ufffd", text))
    return f'<w:p><w:pPr><w:pStyle w:val="{style}"/></w:pPr><w:r><w:t xml:space="preserve">{xml_text}</w:t></w:r></w:p>'


def _styles() -> str:
    styles = "".join(_style(*style) for style in _STYLES)
    return f'{_HEAD}<w:styles xmlns:w="{_W}">{styles}</w:styles>'


def _style(style: str, name: str, properties: str) -> str:
    is_normal = style == "Normal"
    default = ' w:default="1"' if is_normal else ""
    based = "" if is_normal else '<w:basedOn w:val="Normal"/>'
    named = f'<w:name w:val="{name}"/>{based}'
    return f'<w:style w:type="paragraph"{default} w:styleId="{style}">{named}{properties}</w:style>'


def _relations(*targets: tuple[str, str]) -> str:
    relations = "".join(
        f'<Relationship Id="r{number}" Type="{_OFFICE}/{kind}" Target="{target}"/>'
        for number, (kind, target) in enumerate(targets, 1)
    )
    return f'{_HEAD}<Relationships xmlns="{_RELATIONS}">{relations}</Relationships>'


def _content_types() -> str:
    return (
        f'{_HEAD}<Types xmlns="{_TYPES}">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Override PartName="/word/document.xml" ContentType="{_WORD}.document.main+xml"/>'
        f'<Override PartName="/word/styles.xml" ContentType="{_WORD}.styles+xml"/></Types>'
    )
