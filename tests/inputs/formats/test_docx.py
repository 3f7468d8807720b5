"""Word documents: exact texts, places, what is set aside, and what is refused."""

from __future__ import annotations

import re
import sys
import zipfile
from datetime import date
from io import BytesIO
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree
from support.documents.docx import W, archive, box, docx, listed, numbering, paragraph, part, run, table, write_docx
from support.documents.hostile import LIMITS, changed, read_or_refuse, refused
from support.growth import grows_linearly

from notelint.inputs.formats.docx import read
from notelint.inputs.formats.docx_names import short
from notelint.inputs.formats.model import Document, Limits, Metadata, RefusedError
from notelint.places import Place, PlaceMap

ROOT = Path(__file__).parents[3]
NOTES = sorted((ROOT / "sample_notes").glob("*.txt"))
SAMPLES = ROOT.parent / "shared" / "samples" / "docx"
SECRET = "Zanzibar"
NOTE = (
    f"OPERATIVE REPORT\n\n{SECRET}, seen today.\n\nFindings:\n1. Fibula, 9 cm\n2. Skin\n\nArtery\tsize\nperoneal\t2.5 mm\n\nDone."
)


def inner(data, media_type=""):
    """Reads a document within: what it was called, and its text."""
    if media_type == "application/rtf":
        raise RefusedError("damaged RTF")
    text = data.decode(errors="replace")
    return [Document(f"{media_type}: {text}\n", PlaceMap((0, 3), (Place(line=1), Place(line=2))), warnings=("1 frame not read",))]


def note_of(data, limits=LIMITS):
    (note,) = read(data, limits, inner)
    return note


def text_of(body, parts=None, relations=None, **options):
    return note_of(docx(body, parts, relations, **options)).text


def placed(note, word):
    return note.places.at(note.text.index(word))


# Texts


@pytest.mark.parametrize("path", NOTES, ids=lambda path: path.stem)
@pytest.mark.parametrize("options", [{}, {"strict": True}, {"tracked": True}], ids=["plain", "strict", "tracked"])
def test_note_comes_back(path, options):
    text = path.read_text("utf-8").strip("\n")
    assert note_of(write_docx(text, **options)).text == "\n".join(line.rstrip() for line in text.split("\n"))


@pytest.mark.parametrize(
    ("inside", "text"),
    [
        (run("a ") + run(" b"), "a  b"),
        ("<w:r><w:t> a </w:t><w:t>b</w:t></w:r>", "ab"),
        ("<w:r><w:t>a<!-- no --><?no?>b<![CDATA[<c>]]></w:t></w:r>", "ab<c>"),
        ("<w:r><w:t>a\n b</w:t></w:r>", "a  b"),
        ("<w:r><w:t>a</w:t><w:tab/><w:t>b</w:t><w:ptab/><w:t>c</w:t></w:r>", "a\tb\tc"),
        ("<w:r><w:t>a</w:t><w:br/><w:t>b</w:t><w:cr/><w:t>c</w:t></w:r>", "a\nb\nc"),
        ("<w:r><w:t>a</w:t><w:br w:type='page'/><w:t>b</w:t><w:br w:type='column'/></w:r>", "a\nb"),
        ("<w:r><w:t>a</w:t><w:noBreakHyphen/><w:t>b</w:t><w:softHyphen/><w:t>c</w:t></w:r>", "a-bc"),
        ("<w:hyperlink><w:smartTag>" + run("a") + "</w:smartTag></w:hyperlink>" + run("b"), "ab"),
        (
            run("6 x 4 cm") + run("2", '<w:vertAlign w:val="superscript"/>') + run("st", '<w:vertAlign w:val="superscript"/>'),
            "6 x 4 cm²st",
        ),
        ("<m:oMath><m:f><m:num><m:r><m:t>1</m:t></m:r></m:num><m:den><m:r><m:t>3</m:t></m:r></m:den></m:f></m:oMath>", "1/3"),
        ("<m:sSup><m:e><m:r><m:t>cm</m:t></m:r></m:e><m:sup><m:r><m:t>2</m:t></m:r></m:sup></m:sSup>", "cm²"),
        ("<w:r><w:ruby><w:rt>" + run("x") + "</w:rt><w:rubyBase>" + run("a") + "</w:rubyBase></w:ruby></w:r>", "a"),
        (run("&<>\u00a0\U0001f9b4"), "&<>\u00a0\U0001f9b4"),
    ],
)
def test_runs(inside, text):
    assert text_of(f"<w:p>{inside}</w:p>") == text


@pytest.mark.parametrize(
    ("font", "char", "sign"),
    [
        ("Symbol", "F06D", "μ"),
        ("Symbol", "00B0", "°"),
        ("Wingdings", "F0FE", "☑"),
        ("Wingdings", "F0A8", "☐"),
        ("Wingdings 2", "0052", "☑"),
        ("Arial", "2265", "≥"),
        ("Wingdings", "F04C", "\ufffd"),
        ("Arial", "D800", "\ufffd"),
        ("Arial", "110000", "\ufffd"),
        ("Arial", "no", "\ufffd"),
    ],
)
def test_symbols(font, char, sign):
    note = note_of(docx(f'<w:p>{run("a")}<w:r><w:sym w:font="{font}" w:char="{char}"/></w:r></w:p>'))
    assert note.text == f"a{sign}"
    assert note.warnings == (("1 symbol not read",) if sign == "\ufffd" else ())


def test_private_characters_are_those_of_the_font():
    wingdings = run("\uf0fe", '<w:rFonts w:ascii="Wingdings"/>')
    assert text_of(f"<w:p>{run(chr(0xF0B7))}{wingdings}</w:p>") == "•☑"


def test_blank_lines_stand_where_the_document_has_them():
    body = "<w:p/><w:p/>" + paragraph("a") + paragraph("b") + "<w:p/>" + paragraph("c") + "<w:p/>"
    assert text_of(body) == "a\nb\n\nc"


def test_table():
    rows = (("Artery", "facial"), ("", "2 mm", ""), ("", ""), (paragraph("one") + paragraph("two"), "three"))
    assert text_of(paragraph("a") + table(*rows) + paragraph("b")) == "a\nArtery\tfacial\n\t2 mm\n\none\ntwo\tthree\nb"


def test_nested_table():
    nested = paragraph("a") + table(("1", "2"), ("3", "4")) + "<w:p/>"
    assert text_of(table((nested, "b"), ("c", "d"))) == "a\n1\t2\n3\t4\tb\nc\td"


def test_one_cell_around_a_whole_note():
    assert text_of(table((paragraph("a") + "<w:p/>" + paragraph("b"),))) == "a\n\nb"


def test_text_box_once_after_its_paragraph():
    boxed = box("in the\nbox")
    note = note_of(docx(f"<w:p>{run('a ')}{boxed}{run('b')}</w:p>" + paragraph("c")))
    assert note.text == "a b\nin the\nbox\nc"
    assert note.warnings == ()
    assert placed(note, "box") == Place(("text box",), paragraph=1)
    assert placed(note, "c") == Place(paragraph=2)


def test_text_box_alone_in_its_paragraph_and_in_a_box():
    old = f"<w:r><w:pict><v:textbox><w:txbxContent><w:p>{run('a')}{box('b')}</w:p></w:txbxContent></v:textbox></w:pict></w:r>"
    note = note_of(docx(f"<w:p>{old}</w:p>"))
    assert note.text == "a\nb"
    assert placed(note, "b") == Place(("text box", "text box"), paragraph=1)


def test_fallback_is_read_where_it_is_alone():
    only = f"<mc:AlternateContent><mc:Fallback>{run('a')}</mc:Fallback></mc:AlternateContent>"
    first, second = (f'<mc:Choice Requires="{need}">{run(text)}</mc:Choice>' for need, text in (("x", "b"), ("y", "c")))
    two = f"<mc:AlternateContent>{first}{second}</mc:AlternateContent>"
    assert text_of(f"<w:p>{only}{two}</w:p>") == "ab"


# Content controls, form fields, fields


def control(inside, properties=""):
    return f"<w:sdt><w:sdtPr>{properties}</w:sdtPr><w:sdtContent>{inside}</w:sdtContent></w:sdt>"


def tick(state, inside):
    checked = "" if state is None else f'<w14:checked w14:val="{state}"/>'
    return control(inside, f"<w14:checkbox>{checked}</w14:checkbox>")


def test_content_controls_around_everything():
    row = f"<w:tr>{control('<w:tc>' + paragraph('c') + '</w:tc>')}<w:tc>{paragraph('d')}</w:tc></w:tr>"
    assert text_of(control(paragraph("a")) + f"<w:p>{control(run('b'))}</w:p><w:tbl>{control(row)}</w:tbl>") == "a\nb\nc\td"


def test_prompt_of_an_empty_content_control_is_not_read():
    empty = control(run("Choose left or right"), "<w:showingPlcHdr/>")
    note = note_of(docx(f"<w:p>{run('Side: ')}{empty}</w:p>"))
    assert note.text == "Side: "
    assert note.warnings == ("1 empty content control not read",)


@pytest.mark.parametrize(("state", "sign"), [("1", "☒"), ("true", "☒"), ("0", "☐"), (None, "☐")])
def test_check_box(state, sign):
    shown = '<w:r><w:sym w:font="Wingdings" w:char="F0FE"/></w:r>'
    assert text_of(f"<w:p>{tick(state, shown)}{run(' Left')}</w:p>") == f"{sign} Left"
    assert text_of(f"<w:p>{tick(state, '')}{run(' Left')}</w:p>") == f"{sign} Left"
    assert text_of(table((tick(state, paragraph("x")), "Left"))) == f"{sign}\tLeft"


def form(data, kind="FORMCHECKBOX"):
    begin = f'<w:fldChar w:fldCharType="begin"><w:ffData>{data}</w:ffData></w:fldChar>'
    return f'<w:r>{begin}</w:r><w:r><w:instrText>{kind}</w:instrText></w:r><w:r><w:fldChar w:fldCharType="end"/></w:r>'


@pytest.mark.parametrize(
    ("data", "text"),
    [
        ("<w:checkBox><w:default w:val='0'/><w:checked/></w:checkBox>", "☒ Left"),
        ("<w:checkBox><w:default w:val='1'/></w:checkBox>", "☒ Left"),
        ("<w:checkBox><w:default w:val='1'/><w:checked w:val='0'/></w:checkBox>", "☐ Left"),
        ("<w:checkBox/>", "☐ Left"),
        ("<w:ddList><w:result w:val='1'/><w:listEntry w:val='no'/><w:listEntry w:val='yes'/></w:ddList>", "yes Left"),
        ("<w:ddList><w:listEntry w:val='no'/></w:ddList>", "no Left"),
        ("<w:ddList><w:result w:val='7'/></w:ddList>", " Left"),
    ],
)
def test_old_form_fields(data, text):
    assert text_of(f"<w:p>{form(data)}{run(' Left')}</w:p>") == text


def field(instruction, result, end="<w:r><w:fldChar w:fldCharType='end'/></w:r>"):
    begin = "<w:r><w:fldChar w:fldCharType='begin'/></w:r>"
    return f"{begin}{instruction}<w:r><w:fldChar w:fldCharType='separate'/></w:r>{result}{end}"


def test_fields_show_results():
    code = "<w:r><w:instrText>DATE</w:instrText></w:r>"
    nested = field(code + field(code, run("inner")) + run("no"), run("yes ") + field(code, run("and this")))
    simple = f'<w:fldSimple w:instr="DATE">{run(" too")}</w:fldSimple>'
    assert text_of(f"<w:p>{run('a ')}{nested}{simple}{run(' b')}</w:p>") == "a yes and this too b"


def test_field_without_end_is_none():
    stray = "<w:r><w:fldChar w:fldCharType='begin'/></w:r>" + run("a")
    deleted_end = "<w:del w:id='1'><w:r><w:fldChar w:fldCharType='end'/></w:r></w:del>"
    assert text_of(f"<w:p>{stray}{deleted_end}</w:p>{paragraph('b')}") == "a\nb"
    assert text_of(f"<w:p><w:r><w:fldChar w:fldCharType='end'/></w:r>{run('c')}</w:p>") == "c"


# What is set aside


def test_changes_are_read_as_accepted():
    body = (
        f"<w:p>{run('left ')}<w:del><w:r><w:delText>right</w:delText></w:r></w:del><w:ins>{run('fibula')}</w:ins></w:p>"
        f"<w:p><w:moveFrom>{run('gone')}</w:moveFrom><w:moveTo>{run('moved')}</w:moveTo></w:p>"
        f"<w:tbl><w:tr><w:trPr><w:del/></w:trPr><w:tc>{paragraph('row')}</w:tc></w:tr></w:tbl>"
        f"<w:tbl><w:tr><w:tc><w:tcPr><w:cellDel/></w:tcPr>{paragraph('cell')}</w:tc><w:tc>{paragraph('kept')}</w:tc></w:tr></w:tbl>"
    )
    note = note_of(docx(body))
    assert note.text == "left fibula\nmoved\nkept"
    assert note.warnings == ("4 tracked deletions not read",)


def test_paragraph_whose_end_is_deleted_goes_on():
    gone = "<w:rPr><w:del w:id='1'/></w:rPr>"
    body = (
        paragraph("left ", gone)
        + paragraph("fibula")
        + f"<w:p><w:pPr>{gone}</w:pPr><w:del><w:r><w:delText>x</w:delText></w:r></w:del></w:p>"
    )
    assert text_of(body + paragraph("b")) == "left fibula\nb"


def test_hidden_text():
    styles = part(
        "styles",
        "<w:style w:styleId='A'><w:rPr><w:vanish/></w:rPr></w:style><w:style w:styleId='B'><w:basedOn w:val='A'/></w:style>"
        "<w:style w:styleId='C'><w:basedOn w:val='C'/></w:style>",
    )
    hidden = (
        run("h1", "<w:vanish/>")
        + run("h2", "<w:vanish/>")
        + run("a", "<w:vanish w:val='0'/>")
        + run("h3", '<w:rStyle w:val="B"/>')
    )
    body = f"<w:p>{hidden}</w:p>" + paragraph("h4", '<w:pStyle w:val="B"/>') + paragraph("b", '<w:pStyle w:val="C"/>')
    boxed = f"<w:p><w:r><w:rPr><w:vanish/></w:rPr>{box('h5').removeprefix('<w:r>')}</w:p>"
    note = note_of(docx(body + boxed, {"word/styles.xml": styles}, {"s": ("styles", "styles.xml")}))
    assert note.text == "a\nb"
    assert note.warnings == ("4 hidden passages not read",)


def test_style_separator_keeps_heading_and_text_in_a_line():
    body = paragraph("Findings. ", "<w:rPr><w:vanish/><w:specVanish/></w:rPr>") + paragraph("Normal.")
    assert text_of(body) == "Findings. Normal."


def test_comments_pictures_and_objects_are_counted():
    body = (
        f"<w:p>{run('a')}<w:r><w:commentReference w:id='0'/></w:r><w:r><w:commentReference w:id='1'/></w:r>"
        "<w:r><w:drawing><pic:pic/></w:drawing></w:r><w:r><w:object><v:imagedata/></w:object></w:r>"
        "<w:r><w:pict><v:imagedata/></w:pict></w:r><w:subDoc r:id='x'/></w:p>"
    )
    note = note_of(docx(body))
    assert note.text == "a"
    assert note.warnings == ("2 comments, 1 embedded object, 1 linked document, 2 pictures not read",)


def test_struck_text_is_read_with_a_warning():
    note = note_of(docx(f"<w:p>{run('left', '<w:strike/>')}{run(' side', '<w:dstrike/>')}{run(' right')}</w:p>"))
    assert note.text == "left side right"
    assert note.warnings == ("1 struck-through passage read as text",)


# Lists


def num(number, override="", abstract=7):
    inside = f'<w:lvlOverride w:ilvl="0">{override}</w:lvlOverride>' if override else ""
    return f'<w:num w:numId="{number}"><w:abstractNumId w:val="{abstract}"/>{inside}</w:num>'


def start(count):
    return f'<w:startOverride w:val="{count}"/>'


def numbered(*paragraphs, levels=(), nums="", styles=""):
    parts = {"word/numbering.xml": numbering(*levels, nums=nums), "word/styles.xml": part("styles", styles)}
    return text_of("".join(paragraphs), parts, {"n": ("numbering", "numbering.xml"), "s": ("styles", "styles.xml")}).split("\n")


def test_levels():
    levels = (("decimal", "%1."), ("lowerLetter", "%2)"), ("upperRoman", "(%3)"), ("decimal", "%1.%2.%4"))
    items = (listed("a"), listed("b", 1), listed("c", 1), listed("d", 2), listed("e"), listed("f", 1), listed("g", 3))
    assert numbered(*items, levels=levels) == ["1. a", "a) b", "b) c", "(I) d", "2. e", "a) f", "2.a.1 g"]


@pytest.mark.parametrize(
    ("form", "labels"),
    [
        ("decimalZero", {1: "01", 12: "12"}),
        ("lowerLetter", {1: "a", 26: "z", 27: "aa", 105: "105"}),
        ("upperLetter", {28: "BB"}),
        ("lowerRoman", {4: "iv", 1994: "mcmxciv", 4000: "4000"}),
        ("upperRoman", {9: "IX"}),
        ("ordinal", {1: "1st", 2: "2nd", 3: "3rd", 11: "11th", 21: "21st"}),
        ("chicago", {2: "2"}),
    ],
)
def test_forms_of_numbers(form, labels):
    for count, label in labels.items():
        items = numbered(listed("x", 0, 2), levels=((form, "%1."),), nums=num(2, start(count)))
        assert items == [f"{label}. x"]


def test_lists_share_their_numbers_unless_one_starts_anew():
    items = (listed("a"), listed("b", 0, 2), listed("c", 0, 3), listed("d", 0, 3), listed("e"))
    assert numbered(*items, levels=(("decimal", "%1."),), nums=num(2) + num(3, start(5))) == [
        "1. a",
        "2. b",
        "5. c",
        "6. d",
        "7. e",
    ]


@pytest.mark.parametrize(
    ("font", "char", "sign"),
    [
        ("Symbol", "\uf0b7", "•"),
        ("Courier New", "o", "•"),
        ("Wingdings", "\uf0a8", "☐"),
        ("Arial", "-", "-"),
        ("Wingdings", "\uf0e0", "→"),
    ],
)
def test_bullets(font, char, sign):
    shown = f'<w:lvlText w:val="{char}"/><w:rPr><w:rFonts w:ascii="{font}"/></w:rPr>'
    nums = num(2, f'<w:lvl w:ilvl="0"><w:numFmt w:val="bullet"/>{shown}</w:lvl>')
    assert numbered(listed("a", 0, 2), nums=nums) == [f"{sign} a"]


def test_lists_by_style():
    styles = (
        "<w:style w:styleId='L'><w:pPr><w:numPr><w:numId w:val='1'/></w:numPr></w:pPr></w:style>"
        "<w:style w:styleId='M'><w:basedOn w:val='L'/></w:style>"
    )
    none = paragraph("c", "<w:pStyle w:val='M'/><w:numPr><w:numId w:val='0'/></w:numPr>")
    items = (paragraph("a", "<w:pStyle w:val='L'/>"), paragraph("b", "<w:pStyle w:val='M'/>"), none)
    assert numbered(*items, levels=(("decimal", "%1)"),), styles=styles) == ["1) a", "2) b", "c"]


def test_items_that_are_deleted_or_empty():
    gone = "<w:rPr><w:del/></w:rPr><w:numPr><w:numId w:val='1'/></w:numPr>"
    assert numbered(listed("a"), paragraph("", gone), listed(""), listed("c"), levels=(("decimal", "%1."),)) == [
        "1. a",
        "2.",
        "3. c",
    ]


def test_list_that_is_nowhere():
    assert numbered(listed("a", 8, 44), listed("b", 7), levels=(("decimal", "%1."),)) == ["a", "b"]


# Headers, footers, notes, inserted files


def margins(references, settings="", section=""):
    parts = {f"word/h{n}.xml": part("hdr", paragraph(text)) for n, text in enumerate(("first", "even", "usual", "usual"))}
    relations = {f"h{n}": ("header", f"h{n}.xml") for n in range(4)} | {"s": ("settings", "settings.xml")}
    marks = "".join(f'<w:headerReference w:type="{kind}" r:id="{name}"/>' for kind, name in references)
    body = paragraph("a") + f"<w:sectPr>{marks}{section}</w:sectPr>"
    return text_of(body, parts | {"word/settings.xml": part("settings", settings)}, relations)


def test_headers_are_read_where_they_are_shown():
    every = (("first", "h0"), ("even", "h1"), ("default", "h2"), ("default", "h3"), ("default", "nowhere"))
    assert margins(every) == "usual\n\na"
    assert margins(every, section="<w:titlePg/>") == "first\n\nusual\n\na"
    assert margins(every, settings="<w:evenAndOddHeaders/>") == "even\n\nusual\n\na"
    assert margins(()) == "a"


def test_places_of_parts():
    note = note_of(write_docx("body\n\nlast", header="head\ning", footer="foot", text_box="boxed"))
    assert note.text == "head\ning\n\nbody\n\nlast\nboxed\n\nfoot"
    assert placed(note, "ing") == Place(("header",))
    assert placed(note, "foot") == Place(("footer",))
    assert [str(placed(note, word)) for word in ("body", "last", "boxed")] == ["¶1", "¶3", "text box ¶3"]


def test_notes_follow_in_the_order_of_the_text():
    notes = "".join(
        f'<w:footnote w:id="{n}"{kind}>{paragraph(text)}</w:footnote>'
        for n, text, kind in ((0, "line", ' w:type="separator"'), (1, "second", ""), (2, "first", ""), (3, "unused", ""))
    )
    second, first, unused = (f"<w:r><w:footnoteReference w:id='{n}'/></w:r>" for n in (1, 2, 3))
    body = f"<w:p>{run('a')}{first}{second}<w:del>{unused}</w:del></w:p>"
    note = note_of(docx(body, {"word/f.xml": part("footnotes", notes)}, {"f": ("footnotes", "f.xml")}))
    assert note.text == "a\n\nfirst\n\nsecond"
    assert placed(note, "second") == Place(("footnote 2",))


def test_inserted_files():
    names = {"x": "x.html", "y": "/word/y.rtf", "z": "z.mht", "t": "t.txt", "u": "https://example.org/u", "v": "missing.html"}
    relations = {name: ("aFChunk", target) for name, target in names.items()}
    parts = {"word/x.html": "<p>hi</p>", "word/y.rtf": "{}", "word/z.mht": "", "word/t.txt": "plain"}
    body = paragraph("a") + "".join(f'<w:altChunk r:id="{name}"/>' for name in (*names, "w")) + paragraph("b")
    note = note_of(docx(body, parts, relations))
    assert note.text == "a\ntext/html: <p>hi</p>\ntext/plain: plain\nb"
    assert note.warnings == ("3 inserted files, 2 linked documents not read", "1 frame not read", "1 frame not read")
    assert placed(note, "hi") == Place(("inserted file",), line=2)


# Pages and metadata


def test_pages_by_the_breaks_that_word_noted_and_the_author_set():
    noted = "<w:r><w:lastRenderedPageBreak/></w:r>"
    hard = "<w:r><w:br w:type='page'/></w:r>"
    body = (
        f"{paragraph('one')}<w:p>{hard}</w:p><w:p>{noted}{run('two ')}{noted}{run('three')}</w:p>"
        f"<w:p>{hard}{run('four')}</w:p>{paragraph('five', '<w:pageBreakBefore/>')}{paragraph('five too', '<w:sectPr/>')}"
        f"{paragraph('six', '<w:sectPr/>')}{paragraph('six too')}<w:sectPr><w:type w:val='continuous'/></w:sectPr>"
    )
    note = note_of(docx(body))
    pages = {word: placed(note, word).page for word in ("one", "two", "three", "four", "five", "five too", "six", "six too")}
    assert pages == {"one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "five too": 5, "six": 6, "six too": 6}


def test_no_page_is_known_without_breaks():
    assert placed(note_of(docx(paragraph("a") + "<w:sectPr/>")), "a") == Place(paragraph=1)


@pytest.mark.parametrize("path", NOTES[:6], ids=lambda path: path.stem)
def test_place_of_a_word_leads_back_to_it(path):
    data = write_docx(path.read_text("utf-8"))
    note = note_of(data)
    root = etree.fromstring(zipfile.ZipFile(BytesIO(data)).read("word/document.xml"))
    paragraphs = ["".join(t.text for t in p.iter(f"{{{W}}}t")) for p in root.iter(f"{{{W}}}p")]
    words = list(re.finditer(r"[^\t\n]+", note.text))
    assert len(words) > 10
    for word in words:
        found = note.places.at(word.start()).paragraph
        assert word[0].split(". ", 1)[-1] in paragraphs[found - 1]


def test_metadata():
    note = note_of(write_docx("a", title="Operative  note", author="Dr. B", created="2024-05-01T22:00:00Z"))
    assert note.metadata == Metadata("Operative note", date=date(2024, 5, 1), author="Dr. B")
    assert note_of(write_docx("a", created="yesterday")).metadata == Metadata()
    assert note_of(docx(paragraph("a"))).metadata == Metadata()


# Refusals


def ole(stream):
    return b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504) + stream.encode("utf-16-le") + bytes(100)


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (ole("EncryptedPackage"), "is encrypted; open it with its password"),
        (ole("WordDocument"), "an old Word document (.doc); open it in Word and save it as .docx"),
        (ole("Workbook"), "an old Office file"),
        (archive({"xl/workbook.xml": "<x/>"}), "an Excel workbook"),
        (archive({"ppt/presentation.xml": "<x/>"}), "a PowerPoint presentation"),
        (archive({"content.xml": "<x/>"}), "an OpenDocument file"),
        (archive({"a.txt": "a"}), "a zip archive without a Word document"),
        (archive({"word/document.xml": "<a/>"}), "no Word document"),
        (b"", "cut off or damaged"),
        (b"PK\x03\x04", "cut off or damaged"),
        (write_docx(NOTE)[:-200], "cut off or damaged"),
        (docx(""), "no text in the Word document; save the note as text"),
        (docx("<w:p><w:r><w:drawing><pic:pic/></w:drawing></w:r></w:p>"), "no text in the Word document, only 1 picture"),
    ],
)
def test_refusals(data, message):
    assert message in refused(read, data, inner)


@pytest.mark.parametrize(
    "name", ["word/document.xml", "word/styles.xml", "_rels/.rels", "docProps/core.xml", "word/numbering.xml"]
)
@pytest.mark.parametrize(
    ("start", "message"),
    [
        (b'<!DOCTYPE x [<!ENTITY a "b">]>', "document type declaration"),
        (b'<!-- <!DOCTYPE y> -->\n<?p <!DOCTYPE y>?><!DOCTYPE x SYSTEM "file:///etc/passwd">', "document type declaration"),
        (b"<open>", "damaged XML near line"),
    ],
)
def test_every_part_is_parsed_with_care(name, start, message):
    with_start = _changed_part(write_docx(NOTE), name, lambda xml: _after_declaration(xml, start))
    assert message in refused(read, with_start, inner)


def _after_declaration(xml, start):
    declaration, mark, rest = xml.partition(b"?>")
    return declaration + mark + b"\n" + start + rest if mark else b"\n" + start + xml


def _changed_part(data, name, change):
    with zipfile.ZipFile(BytesIO(data)) as file:
        return archive({entry: change(file.read(entry)) if entry == name else file.read(entry) for entry in file.namelist()})


def test_utf_16():
    xml = part("document", f"<w:body>{paragraph('äöü')}</w:body>").replace("UTF-8", "UTF-16")
    assert note_of(_changed_part(docx(""), "word/document.xml", lambda _: xml.encode("utf-16"))).text == "äöü"


def test_names_of_parts_in_other_letters_and_with_backslashes():
    with zipfile.ZipFile(BytesIO(docx(paragraph("a")))) as file:
        parts = {name.replace("word/document", "Word\\Document"): file.read(name) for name in file.namelist()}
    assert note_of(archive(parts)).text == "a"


@pytest.mark.parametrize(
    ("body", "limits", "message"),
    [
        (paragraph("a" * 2000), Limits(chars=1999), "more than 1,999 characters"),
        (paragraph("a") * 11, Limits(paragraphs=10), "more than 10 paragraphs"),
        (paragraph("a") * 100, Limits(part_bytes=2000), "too large when unpacked"),
        ("<w:ins>" * 50 + run("a") + "</w:ins>" * 50, Limits(depth=50), "more than 50 deep"),
        (paragraph("a"), Limits(bytes=800), "larger than what is read"),
        ("<w:ins>" * 3000 + run("a") + "</w:ins>" * 3000, LIMITS, "damaged XML"),
        ("<w:r a='1' b='2'/>" * 550_000, LIMITS, "too many elements"),
        ("<w:p/>" * 150_000, LIMITS, "more than 50,000 paragraphs"),
    ],
    ids=lambda value: value[:12] if isinstance(value, str) else "",
)
def test_limits(body, limits, message):
    assert message in refused(read, docx(body, deflated=False), inner, limits)


@pytest.mark.parametrize(
    "body", ["<w:r/>" * 4_000_000, " " * 19_000_000, "<w:p/>" * 300_000], ids=["runs", "blanks", "paragraphs"]
)
def test_bombs(body):
    assert "too large when unpacked" in refused(read, docx(body), inner)


def test_parts_share_one_limit():
    header = part("hdr", paragraph("a" * 60_000))
    parts = {f"word/h{n}.xml": f"{header}<!--{n}-->" for n in range(40)}
    marks = "".join(f'<w:headerReference w:type="default" r:id="h{n}"/>' for n in range(40))
    relations = {f"h{n}": ("header", f"h{n}.xml") for n in range(40)}
    data = docx(f"<w:sectPr>{marks}</w:sectPr>", parts, relations)
    assert "too large when unpacked" in refused(read, data, inner, Limits(bytes=1_000_000))
    assert "more than 1,000,000 characters" in refused(read, data, inner)


def test_zip_archives_that_are_refused():
    many = {f"a{n}": b"" for n in range(6000)}
    assert "too many entries" in refused(read, archive(many), inner)
    file = BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_BZIP2) as zipped:
        zipped.writestr("word/document.xml", "<a/>")
    assert "cut off or damaged" in refused(read, file.getvalue(), inner)
    locked = bytearray(docx(paragraph("a")))
    at = locked.index(b"PK\x01\x02")
    while at >= 0:
        locked[at + 8] |= 1
        at = locked.find(b"PK\x01\x02", at + 1)
    assert "protected by a password" in refused(read, bytes(locked), inner)


def test_missing_lxml(monkeypatch):
    monkeypatch.setitem(sys.modules, "lxml", None)
    assert refused(read, docx(paragraph("a")), inner) == "needs Word support; install notelint[documents]"


def test_names_with_prefixes():
    assert short(f"{{{W}}}p") == "w:p"
    assert short("{urn:x}p") == short("p") == "p"


# Hostile documents

FULL = write_docx(
    NOTE, header=SECRET, footer="foot", text_box="boxed", tracked=True, title=SECRET, author="A", created="2024-05-01"
)


@settings(max_examples=100, deadline=None)
@given(changed(FULL))
def test_changed_archives_are_read_or_refused(data):
    read_or_refuse(read, data, inner, SECRET)


@settings(max_examples=150, deadline=None)
@given(st.sampled_from(["word/document.xml", "word/numbering.xml", "word/header1.xml", "_rels/.rels"]), st.data())
def test_changed_parts_are_read_or_refused(name, data):
    with zipfile.ZipFile(BytesIO(FULL)) as file:
        other = data.draw(changed(file.read(name)))
    read_or_refuse(read, _changed_part(FULL, name, lambda _: other), inner, SECRET)


TAGS = st.sampled_from([
    "p", "r", "t", "tbl", "tr", "tc", "sdt", "sdtContent", "txbxContent", "br", "tab", "sym", "fldChar", "instrText", "ins",
    "del", "footnoteReference", "altChunk", "pPr", "rPr",
])  # fmt: skip
ATTRIBUTES = st.sampled_from(
    [
        "",
        ' w:type="page"',
        ' w:fldCharType="begin"',
        ' w:fldCharType="separate"',
        ' w:fldCharType="end"',
        ' w:val="1"',
        ' w:id="1"',
    ]
)
TREES = st.recursive(
    st.tuples(TAGS, ATTRIBUTES, st.just(())),
    lambda inside: st.tuples(TAGS, ATTRIBUTES, st.lists(inside, max_size=5)),
    max_leaves=40,
)


def _xml(tree):
    tag, attributes, inside = tree
    return f"<w:{tag}{attributes}>{'x' if tag == 't' else ''}{''.join(map(_xml, inside))}</w:{tag}>"


@settings(max_examples=150, deadline=None)
@given(TREES)
def test_elements_anywhere_are_read_or_refused(tree):
    read_or_refuse(read, docx(_xml(tree)), inner, SECRET)


def _long_table(size):
    return docx(table(*[("a", "", "b")] * size) + "<w:tbl><w:tr>" + "<w:tc/>" * size * 4 + "</w:tr></w:tbl>", deflated=False)


def _long_list(size):
    parts = {"word/numbering.xml": numbering(("decimal", "%1."))}
    return docx("".join(listed("a") for _ in range(size)), parts, {"n": ("numbering", "numbering.xml")}, deflated=False)


def _many_runs(size):
    return docx(f"<w:p>{(run('a', '<w:vanish/>') + field('', run('b'))) * size}</w:p>", deflated=False)


def _open_fields(size):
    return docx(
        f"<w:p>{run('a')}{'<w:r><w:fldChar w:fldCharType=' + chr(34) + 'begin' + chr(34) + '/></w:r>'}</w:p>" * size,
        deflated=False,
    )


def _many_styles(size):
    styles = "".join(f"<w:style w:styleId='s{n}'><w:basedOn w:val='s0'/></w:style>" for n in range(size))
    base = f"<w:style w:styleId='s0'>{'<w:x/>' * size}</w:style>"
    body = "".join(paragraph("a", f"<w:pStyle w:val='s{n}'/>") for n in range(size))
    return docx(body, {"word/styles.xml": part("styles", base + styles)}, {"s": ("styles", "styles.xml")}, deflated=False)


def _many_lists(size):
    nums = "".join(num(n) for n in range(2, size))
    parts = {"word/numbering.xml": numbering(*[("decimal", "%1.")] * size, nums=nums)}
    return docx("".join(listed("a", 0, n) for n in range(size)), parts, {"n": ("numbering", "numbering.xml")}, deflated=False)


@pytest.mark.parametrize("make", [_long_table, _long_list, _many_runs, _open_fields, _many_styles, _many_lists])
def test_time_grows_as_the_document_does(make):
    assert grows_linearly(lambda data: read(data, LIMITS, None), make, 1000)


# Real documents

EXPECTED = {
    "docling_Strict": (2, "Some text"),
    "docling_docx_checkboxes": (70, "☒ Orange juice\n☐ Tea\n☒ Coffee"),
    "docling_word_tables": (198, "Cell 2.0\t\tCell 2.2"),
    "tika_footnotes": (7, "Eto ochen prostoy text so snoskoy\n\n snoska"),
    "tika_testAltChunkHTML": (50, "text/html: <!DOCTYPE html>"),
    "tika_testWORD_missing_text": (10, "Cell0\tRich_text_in_cell\tCell2"),
    "tika_testWORD_numbered_list": (191, "2. A ii 2\n\n3. page break list 3"),
    "tika_testWORD_text_box": (52, "text box in the header"),
    "tika_testWORD_various": (136, "• Bullet 3\nHere is a numbered list:\n1) Number bullet 1"),
    "unstructured_docx-hdrftr": (26, "Table cell1\tTable cell2"),
    "unstructured_page-breaks": (82, "no-break hyphen here:-and hard page-break here>>"),
}
samples = pytest.mark.skipif(not SAMPLES.is_dir(), reason="needs the sample documents in ../shared/samples/docx")


@samples
@pytest.mark.parametrize("name", sorted(EXPECTED))
def test_real_documents(name):
    note = note_of((SAMPLES / f"{name}.docx").read_bytes())
    words, passage = EXPECTED[name]
    assert len(note.text.split()) == words
    assert passage in note.text
    assert note.text.count("text box in the body") <= 1


@samples
def test_pages_of_a_real_document():
    note = note_of((SAMPLES / "unstructured_page-breaks.docx").read_bytes())
    assert [placed(note, word).page for word in ("First page", "<<Text", "<<but", "<<followed", "<<and then")] == [1, 2, 3, 3, 5]


@samples
@pytest.mark.parametrize(("name", "message"), [("protected_passtika", "encrypted"), ("truncated", "cut off or damaged")])
def test_real_documents_that_are_refused(name, message):
    assert message in refused(read, (SAMPLES / f"tika_testWORD_{name}.docx").read_bytes(), inner)


@samples
def test_every_real_document_is_tested():
    refusals = {"tika_testWORD_protected_passtika", "tika_testWORD_truncated"}
    assert {path.stem for path in SAMPLES.iterdir()} == set(EXPECTED) | refusals
