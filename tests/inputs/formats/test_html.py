"""HTML: exact texts, places, and pages that are damaged or meant to do harm."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from support.documents.html import page, write_html
from support.documents.rough import GENEROUS, assert_linear, assert_read_or_refused, assert_sound, mangled, no_inner, refusal
from support.notes import SAMPLES, text_of

from notelint.inputs.formats import html as reader
from notelint.inputs.formats.html import read, read_page
from notelint.inputs.formats.model import Limits
from notelint.places import Place

SHARED = Path(__file__).parents[4] / "shared" / "samples" / "html"
samples = pytest.mark.skipif(not SHARED.is_dir(), reason="needs the documents in ../shared/samples/html")
CALM = settings(deadline=None, max_examples=100, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])


def read_one(data, limits=Limits()):  # noqa: B008 -- it is frozen
    (found,) = read(data, limits, no_inner)
    assert_sound(found)
    return found


def read_body(body):
    return read_one(f"<body>{body}".encode())


# Texts.


@pytest.mark.parametrize("path", SAMPLES, ids=lambda path: path.stem)
def test_a_written_note_is_read_back(path):
    text = (
        text_of(path).replace("\r\n", "\n").strip("\n") + "\n\nVessel\tDiameter\nPeroneal artery\t2 mm\n- home\n- a & b < c\nEnd"
    )
    found = read_one(write_html(text))
    assert found.text == text
    assert found.warnings == ()
    assert found.encoding == "utf-8"
    assert (found.metadata.title, found.metadata.author, found.metadata.date) == (
        "Operative report",
        "A. Surgeon",
        date(2026, 3, 14),
    )


@CALM
@given(st.text(st.characters(exclude_categories=["Cs", "Cc"], include_characters="\t\n"), max_size=200))
def test_any_text_is_read_back(text):
    assert read_one(write_html(text)).text == text.strip("\n")


@pytest.mark.parametrize(
    ("body", "text"),
    [
        ("<h1>Procedure</h1><p>Free <b>fib</b>ula\n  flap</p>\n\n<p>EBL", "Procedure\nFree fibula flap\nEBL"),
        ("one <b> two</b> <i>three </i> four", "one two three four"),
        ("<p>one<p>two<div>three</div>four", "one\ntwo\nthree\nfour"),
        ("<p>one</p><p></p><div> </div><p>two", "one\ntwo"),
        ("one<br>two<br/>three</br>four", "one\ntwo\nthree\nfour"),
        ("<p>one<br></p><p>two", "one\ntwo"),
        ("<p>one<p><br><p>two", "one\n\ntwo"),
        ("<p>one</p><br>two<br><br>three", "one\n\ntwo\n\nthree"),
        ("one<hr>two", "one\ntwo"),
        ("a&nbsp;&nbsp;b &amp; c &lt;5 &#8211; &#xd7; &eacute; &copy d", "a\u00a0\u00a0b & c <5 – × é © d"),
        ("a &unknown; &; & &#; &#0; &#55296; b", "a &unknown; &; & &#; \ufffd \ufffd b"),
        ("EBL < 50 mL, a<5, b <> c </> d", "EBL < 50 mL, a<5, b <> c d"),
        ("<pre>\n  a   b\n\n c</pre>d", "  a   b\n\n c\nd"),
        ("<div style='white-space: pre-wrap'>a  b\nc<b> \td</b></div>e  f", "a  b\nc \td\ne f"),
        ("<textarea>\na\n  b</textarea>", "a\n  b"),
        ("cm<sup>2</sup>", "cm2"),
        ("<dl><dt>Vein<dd>2 mm<dt>Artery<dd>1 mm</dl>", "Vein\n2 mm\nArtery\n1 mm"),
        ("<details><summary>More</summary>text</details>", "More\ntext"),
    ],
)
def test_text(body, text):
    assert read_body(body).text == text


@pytest.mark.parametrize(
    ("body", "text"),
    [
        ("a<script>if (1</p>2) '<p>no'</script >b", "ab"),
        ("a<STYLE>p > q {}</Style>b", "ab"),
        ("a<template><p>no</p></template><noscript>no</noscript><svg><title>no</title><text>no</text></svg>b", "ab"),
        ("a<!-- no -- > <p>no -->b<!-->c<!--->d<!--x--!>e", "abcde"),
        ("a<![if !supportLists]>b<![endif]><?xml:namespace prefix=o />c<!DOCTYPE no></ no>d", "abcd"),
        ("<!--[if gte mso 9]><xml><p>no</p></xml><![endif]-->a", "a"),
        ("<iframe>no</iframe><button>Print</button>a", "a"),
        ("<p title='>no' class=x>a</p>", "a"),
        ("<p title=don't>a</p><p title='no'>b", "a\nb"),
        ('<p title="never closed>a</p>b', "a\nb"),
        ("<p/class=x / y=z>a", "a"),
    ],
)
def test_what_is_no_text(body, text):
    assert read_body(body).text == text


@pytest.mark.parametrize(
    ("body", "text", "kind"),
    [
        ("a<p hidden>no</p>b", "ab", "hidden"),
        ("a<p hidden>no<p>b", "a\nb", "hidden"),
        ("a<span style='color: red; DISPLAY : NONE'>no<b>no</span>b", "ab", "hidden"),
        ("a<div style='visibility:hidden'><div>no</div>no</div>b", "ab", "hidden"),
        ("a<span style='mso-hide:all'>no</span>b", "ab", "hidden"),
        ("a<dialog>no</dialog>b<dialog open>c</dialog>", "ab\nc", "hidden"),
        ("<ul><li hidden>no<li>b</ul>", "- b", "hidden"),
        ("<table><tr hidden><td>no<tr><td>b", "b", "hidden"),
        ("<table><tr><td hidden>no<td>b<td>c", "b\tc", "hidden"),
        ("<table hidden><tr><td>no</table>b", "b", "hidden"),
        ("<dl><dt hidden>no<dd>b", "b", "hidden"),
        ("<div hidden><span>no</div></span>b", "b", "hidden"),
        ("<div hidden><p>no</p>no</span>no</td>no</div>b", "b", "hidden"),  # end tags without a start
        ("<span hidden><div>no</span>no</div>no</span>b", "b", "hidden"),  # an end tag does not reach out of a block
        ("<div hidden><ul><li>no</div>b", "b", "hidden"),
        ("<ul><li hidden>no<ul><li>no</ul>no</ul>b", "b", "hidden"),
        ("<div hidden><table><tr><td>no</div>no</table>no</div>b", "b", "hidden"),  # nor out of a cell
        ("<b hidden>no<p>no</b>b", "b", "hidden"),
        ("a<del>no</del><ins>b</ins>", "ab", "deleted"),
        ("a<s>no</s><strike>no</strike>b", "ab", "deleted"),
        ("a<span style='text-decoration: underline line-through'>no</span>b", "ab", "deleted"),
        ("<p><s>no</p><p>no</s>b", "b", "deleted"),  # formatting goes on in the next paragraph
        ("<table><tr><td><s>no<td>b</table>c", "\tb\nc", "deleted"),  # but not in the next cell
        ("<table><tr><td><s>no</table>c", "c", "deleted"),
        ("<s>no<s>no</s>no</s>b", "b", "deleted"),
    ],
)
def test_hidden_and_deleted_text_is_set_aside(body, text, kind):
    found = read_body(body)
    assert found.text == text
    assert found.warnings == (f"{kind} text not read",)


@pytest.mark.parametrize(
    "body",
    [
        "<p style='display:block; visibility:visible'>a</p>", "<p class='hidden'>a", "<p data-hidden style='x-display:none'>a",
        "<p aria-hidden=true>a", "a<p hidden> &nbsp; </p>", "a<del> </del>", "<p style='white-space:nowrap'>a", "</del>a</s>",
    ],
)  # fmt: skip
def test_what_is_not_hidden(body):
    found = read_body(body)
    assert found.text == "a"
    assert found.warnings == ()


@pytest.mark.parametrize(
    ("body", "text"),
    [
        ("<ul><li>a</li><li>b</li></ul>c", "- a\n- b\nc"),
        ("<ul><li>a<li><p>b</p><p>c</p></ul>", "- a\n- b\nc"),
        ("<ol><li>a<li>b<ul><li>c</ul><li>d</ol>", "1. a\n2. b\n- c\n3. d"),
        ("<ol start=4><li>a<li value=9>b<li value=x>c</ol>", "4. a\n9. b\n10. c"),
        ("<ol start=-1><li>a<li>b</ol><ol start=99999999999><li>c", "-1. a\n0. b\n999999. c"),
        ("<li>a", "- a"),
        ("<ol><li></ol>a", "a"),
        ("<ol><li><table><tr><td>a<td>b</table></ol>", "1. a\tb"),
    ],
)
def test_lists(body, text):
    assert read_body(body).text == text


@pytest.mark.parametrize(
    ("body", "text"),
    [
        ("<table><tr><th>a</th><td>b</td></tr><tr><td>c<td>d</table>e", "a\tb\nc\td\ne"),
        ("x<table><caption>t</caption><thead><tr><td>a</thead><tbody><tr><td>b</tbody></table>", "x\nt\na\nb"),
        ("<table><tr><td>a<td><td>c<td></table>d", "a\t\tc\nd"),
        ("<table><tr><td>a<tr><td><td>b</table>", "a\n\tb"),
        ("<table><tr><td><p>a</p></td><td><p>b</p><p>c</p></td><td><div>d</div></table>", "a\tb\nc\td"),
        ("<table><tr><td>a<td><table><tr><td>b<td>c<tr><td>d</table><td>e</table>f", "a\nb\tc\nd\n\te\nf"),
        ("<table><tr><td>a<br>b<td>c</table>", "a\nb\tc"),
        ("<table><td>a<td>b</table><td>c<td>d", "a\tb\nc\td"),
        ("<table><tr><td>a</td> <!-- x --> </tr>\n</table>", "a"),
        ("<table><tr><td><ul><li>a<li>b</ul><td>c</table>", "- a\n- b\tc"),
        ("<p>a<table><tr><td>b</p>c</table>", "a\nb\nc"),
    ],
)
def test_tables(body, text):
    assert read_body(body).text == text


@pytest.mark.parametrize(
    ("body", "text"),
    [
        ("<input type=checkbox checked>fibula <input type=CHECKBOX> iliac", "[x] fibula [ ] iliac"),
        ("Side<input type=radio>left<input type=radio checked=checked>right", "Side [ ] left [x] right"),
        ("Name <input value='A &amp; B'>, <input type=number value=3> cm", "Name A & B , 3 cm"),
        ("<input type=hidden value=no><input type=submit value=no><input type=password value=no>a", "a"),
        ("<select><option>no<option selected>fibula<option>no</select> flap", "fibula flap"),
        ("<datalist><option selected>no</datalist>a", "a"),
    ],
)
def test_forms(body, text):
    assert read_body(body).text == text


@pytest.mark.parametrize(
    ("body", "warnings"),
    [
        ("<img src=x>", ("1 picture not read",)),
        ("<img src=x width=1 height=1><img style='display:none'><div hidden><img></div>", ()),
        ("<img width=10%><canvas></canvas><svg></svg>", ("3 pictures not read",)),
        ("<iframe src=x></iframe><object data=x>no</object><embed><video></video>", ("4 embedded parts not read",)),
        ("<!-- never closed", ("a tag or a comment does not end; what follows it not read",)),
        ("<p class=", ("a tag or a comment does not end; what follows it not read",)),
        ("<script>never closed", ("a tag or a comment does not end; what follows it not read",)),
    ],
)
def test_content_that_is_not_read_is_told(body, warnings):
    found = read_body(f"a{body}")
    assert found.text == "a"
    assert found.warnings == warnings


def test_xhtml_has_empty_elements():
    body = "<html><head><title/><script src='x'/></head><body><p hidden='hidden'/>a<a name='x'/>b</body></html>"
    assert read_one(f"<?xml version='1.0'?>{body}".encode()).text == "ab"
    assert read_body("<p hidden/>no").text == ""


def test_metadata():
    head = "<title> Op\n report &amp; more</title><title>no</title><meta name=Author content=' X '>"
    head += "<meta property=dcterms.created content=2025-02-03T10:00>"
    found = read_one(f"<head>{head}</head><body>a<svg><title>no</title></svg>".encode())
    assert (found.metadata.title, found.metadata.author, found.metadata.date) == ("Op report & more", "X", date(2025, 2, 3))
    assert found.text == "a"
    assert read_body("<meta name=date content=yesterday><meta name=date>a").metadata.date is None


# Encodings.


@pytest.mark.parametrize(
    ("data", "text", "encoding"),
    [
        ("<p>8 × 4".encode(), "8 × 4", "utf-8"),
        ("<p>8 × 4".encode("utf-8-sig"), "8 × 4", "utf-8"),
        ("<p>8 × 4 cm".encode("utf-16"), "8 × 4 cm", "utf-16"),
        ("<p>8 × 4 cm of the fibula".encode("utf-16-le"), "8 × 4 cm of the fibula", "utf-16-le"),
        ("<p>8 × 4 cm – 37°".encode("cp1252"), "8 × 4 cm – 37°", "windows-1252"),
        ("<meta charset=windows-1251><p>кость".encode("cp1251"), "кость", "windows-1251"),
        (
            '<META http-equiv="Content-Type" content="text/html; charset=ISO-8859-1"><p>8 × 4 –'.encode("cp1252"),
            "8 × 4 –", "windows-1252",
        ),
        ("<meta charset='shift_jis'><p>骨".encode("cp932"), "骨", "cp932"),
        ("<meta charset=iso-2022-jp><p>骨".encode("iso-2022-jp"), "骨", "iso-2022-jp"),
        ("<?xml version='1.0' encoding='koi8-r'?><p>кость".encode("koi8-r"), "кость", "koi8-r"),
        ("<meta charset=windows-1252><p>8 × 4".encode(), "8 × 4", "utf-8"),  # it says what it is not
        ("<meta charset=utf-8><p>8 × 4 cm".encode("cp1252"), "8 × 4 cm", "windows-1252"),
        (b"<meta charset=rot13><p>a", "a", "utf-8"),
        (b"<meta charset=unicode_escape><p>\\x41", "\\x41", "utf-8"),
        ("<meta charset=windows-874><p>ก".encode("cp874"), "ก", "windows-874"),
    ],
)  # fmt: skip
def test_encodings(data, text, encoding):
    found = read_one(data)
    assert found.text == text
    assert found.encoding == encoding


def test_the_container_may_say_the_encoding():
    data = "<meta charset=windows-1252><p>кость".encode("cp1251")
    assert read_page(data, Limits(), "windows-1251").text == "кость"


# Places.


def test_each_word_is_on_its_line():
    source = (
        "<body>\n<h1>Procedure</h1>\n<p>Free\n  fibula <b>flap\n</b>raised</p><p>EBL</p>\n<pre>\na\nb</pre>\n<ul><li>one\n<li>two"
    )
    found = read_one(source.encode())
    assert found.text == "Procedure\nFree fibula flap raised\nEBL\na\nb\n- one\n- two"
    for word in re.findall(r"\w+", found.text):
        place = found.places.at(found.text.index(word))
        assert word in source.split("\n")[place.line - 1]
    words = ("Proc", "Free", "raised", "EBL", "b\n", "one", "two")
    assert [found.places.at(found.text.index(word)).paragraph for word in words] == [1, 2, 2, 3, 4, 5, 6]


@pytest.mark.parametrize("line_break", ["\n", "\r\n", "\r"])
def test_each_kind_of_line_break_counts(line_break):
    found = read_one(line_break.join(["<p>a", "b", "", "<p", " class=x>c<!--", "-->d&#10;e"]).encode())
    assert found.text == "a b\ncd e"
    assert [found.places.at(offset) for offset in (0, 2, 4, 5, 7)] == [
        Place(paragraph=1, line=1), Place(paragraph=1, line=2), Place(paragraph=2, line=5), Place(paragraph=2, line=6),
        Place(paragraph=2, line=6),
    ]  # fmt: skip


def test_cells_are_paragraphs():
    found = read_body("<table><tr><td>a<td>b<tr><td><p>c<p>d</table>e")
    assert [found.places.at(found.text.index(word)).paragraph for word in "abcde"] == [1, 2, 3, 4, 5]


@pytest.mark.parametrize("path", SAMPLES[:4], ids=lambda path: path.stem)
def test_places_in_written_notes_lead_back(path):
    data = write_html(text_of(path).replace("\r\n", "\n"))
    found = read_one(data)
    source = data.decode().split("\n")
    words = list(re.finditer(r"\w+", found.text))
    assert len(words) > 100
    assert all(word[0] in source[found.places.at(word.start()).line - 1] for word in words)


# Damaged pages, and such as are meant to do harm.


@pytest.mark.parametrize(
    ("data", "limits", "reason"),
    [
        (b"", Limits(), "no HTML: there is no tag in it"),
        (b"Fibula < 5 cm", Limits(), "no HTML: there is no tag in it"),
        (b"%PDF-1.7 <p>", Limits(), "no HTML: a PDF file"),
        (b"<p>\0\1\2\3" * 100, Limits(), "no HTML: binary"),
        (b"<p>" + b"Fibula " * 20, Limits(chars=100), "more than 100 characters"),
        (b"<p>" + b"<br>" * 200 + b"x", Limits(chars=100), "more than 100 characters"),
        (b"<pre>" + b"x\n" * 200, Limits(chars=100), "more than 100 characters"),
        (b"<p>x" * 20, Limits(paragraphs=10), "more than 10 paragraphs"),
        (b"<td>x" * 20, Limits(paragraphs=10), "more than 10 paragraphs"),
        (b"<p>Fibula", Limits(bytes=5), "an HTML file of more than 5 bytes"),
        (b"<p>Fibula", Limits(part_bytes=5), "an HTML file of more than 5 bytes"),
    ],
)
def test_what_is_past_a_limit_is_refused(data, limits, reason):
    assert refusal(read, data, limits).startswith(reason)


def test_a_bomb_of_tags_is_refused(monkeypatch):
    monkeypatch.setattr(reader, "_MOST_TOKENS", 50_000)
    assert refusal(read, b"<p>" * 60_000, GENEROUS).startswith("more than 50,000 tags")


@pytest.mark.parametrize(
    ("name", "times"),
    [("div", 100_000), ("table", 20_000), ("b", 20_000), ("s", 20_000), ("td", 20_000), ("ul", 20_000), ("span hidden", 20_000)],
)
def test_tags_nested_deep_hold(name, times):
    nested = f"<{name}>" * times + f"</{name.split()[0]}>" * times
    assert read_body(f"<p>before</p>{nested}<p>after").text.split() == ["before", "after"]


@pytest.mark.parametrize(
    "unit",
    [
        "<!--", "<", "</", "<a ", '<a b="', "<a b='", "<a b=", "<!a", "<?a", "</a", "<![CDATA[", "<script>", "<script></scrip",
        "<title>", "&", "&a", "&#", "<a/", "<b>", "</b>", "<s><td>", "<div hidden>", "<table>", "<td>x", "<ul><li>x", "<p>x",
        "<br>", "<div></p>", "<span></div>", "<ol><li>x<td>", "<dl><dt>x<dd>", '<a b="c" ', "x\n", "<object><table></object>",
        "<select><option>", "<meta charset=", "<!-->", "<a b c=d>",
    ],
)  # fmt: skip
def test_time_is_linear(unit):
    assert_linear(read, lambda size: b"<p>" + unit.encode() * (size // len(unit)), 8_000)


@pytest.mark.parametrize("text", ["&#" + "9" * 5000 + ";", "&#x" + "f" * 100_000 + ";", "&#" + "9" * 100_000])
def test_a_reference_of_many_digits_is_no_character(text):
    assert read_body(f"a{text}b").text == "a\ufffdb"
    assert read_body(f"<p title='{text}'>a").text == "a"


PIECES = [
    b"<", b">", b"</", b"<!--", b"-->", b"<p hidden>", b"</p>", b"<table>", b"</table>", b"<td>", b"<tr>", b"<li>",
    b"<ol start=x>",
    b"<s>", b"</s>", b"<br>", b"<pre>\n", b"</pre>", b"<script>", b"<title>", b"<textarea>", b"<template>", b"&", b"&#",
    b"&#x110000;",
    b"&nbsp;", b"<meta charset=utf-16>", b"<meta charset=big5>", b"\xff\xfe", b"\0", b'"', b"'", b"=", b"<select><option>",
    b"</div>",
    b"<input type=checkbox>", b"<?xml ", b"/>", b"<img>", b"\xe9", b"<span style='white-space:pre'>", b"<object>",
]  # fmt: skip
SECRET = ("Tollefsen", "Quillfeather", "fibula")
DOCUMENTS = [
    write_html(
        "PROCEDURE:\nMargit Tollefsen\n\nDr. Quillfeather raised the  fibula φ – 8 × 4 cm.\nArtery\t2 mm\nVein\t3 mm\n- one\n"
    ),
    page(
        "<div hidden>Tollefsen</div><ol><li>fibula<ul><li>x</ul></ol><table><tr><td><s>Quillfeather"
        "<td><table><tr><td>y</table></table>"
        "<pre>\n a\n</pre><dl><dt>a<dd>b</dl><select><option selected>c</select><input type=checkbox checked>d<img src=x>"
    ),
    "<meta charset=windows-1252><p>Tollefsen 8 × 4 cm".encode("cp1252"),
]


@settings(CALM, max_examples=200)
@given(mangled(DOCUMENTS, PIECES))
def test_a_damaged_file_is_read_or_refused(data):
    assert_read_or_refused(read, data, secret=SECRET)


@pytest.mark.parametrize("data", DOCUMENTS, ids=["note", "constructs", "encoding"])
def test_a_file_cut_anywhere_is_read_or_refused(data):
    for end in range(len(data)):
        assert_read_or_refused(read, data[:end], secret=SECRET)


# Real documents.

REAL = {
    "docling_html_description_list.html": (105, (), "Sub-term A\nDetail for sub-term A.\nSub-term B\n"),
    "docling_html_rich_table_cells.html": (
        130, ("1 picture not read", "deleted text not read"), "\nType\tSound\nShort\t“quak”\nLong\t“quaaaaaack”\n",
    ),
    "docling_kvp_data_example.html": (65, (), "Nr.\tItem Description\tQuantity\nI\tCoffee\t1\n"),
    "unstructured_cp1252.html": (143, (), "L'été était très chaud cette année. J'ai acheté un café au lait pour 3,50 €."),
}  # fmt: skip


@samples
def test_all_real_documents_are_tested():
    assert {path.name for path in SHARED.iterdir()} == set(REAL)


@samples
@pytest.mark.parametrize(("name", "expected"), REAL.items())
def test_a_real_document_is_read(name, expected):
    found = read_one((SHARED / name).read_bytes())
    words, warnings, piece = expected
    assert len(found.text.split()) == words
    assert found.warnings == warnings
    assert piece in found.text
    assert found.text.count(piece) == 1
