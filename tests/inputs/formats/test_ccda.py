"""Clinical documents (CDA R2, C-CDA): exact texts, places, embedded bodies, headers, and what is refused."""

from __future__ import annotations

import gzip
import re
import sys
import zlib
from base64 import b64encode
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from support.documents.ccda import document, non_xml, sections, text_as_read, write_ccda
from support.documents.hostile import LIMITS, changed, read_or_refuse, refused
from support.growth import grows_linearly

from notelint.inputs.formats.ccda import read
from notelint.inputs.formats.model import Document, Limits, Metadata, RefusedError
from notelint.places import Place, PlaceMap

ROOT = Path(__file__).parents[3]
NOTES = sorted((ROOT / "sample_notes").glob("*.txt"))
SAMPLES = ROOT.parent / "shared" / "samples" / "ccda"
SECRET = "Zanzibar"


def inner(data, media_type=""):
    """Reads a document within: what it was called, and its text."""
    if media_type.startswith("image/"):
        raise RefusedError("an image; send the text of the note")
    if media_type == "application/pdf":
        return [
            Document(
                data.decode(errors="replace"), PlaceMap((0, 3), (Place(page=1), Place(page=2))), warnings=("1 picture not read",)
            )
        ]
    return [Document(f"{media_type}: {data.decode(errors='replace')}")]


def note_of(data, limits=LIMITS):
    (note,) = read(data, limits, inner)
    return note


def text_of(narrative, attributes=""):
    return note_of(document(sections(f"<text{attributes}>{narrative}</text>"))).text


def placed(note, word):
    return note.places.at(note.text.index(word))


# Narratives


@pytest.mark.parametrize("path", NOTES, ids=lambda path: path.stem)
def test_note_comes_back(path):
    text = path.read_text("utf-8")
    note = note_of(write_ccda(text))
    assert note.text == text_as_read(text)
    assert note.warnings == ()


@pytest.mark.parametrize("path", NOTES[:6], ids=lambda path: path.stem)
def test_place_of_a_word_leads_back_to_it(path):
    data = write_ccda(path.read_text("utf-8").replace("&", "+").replace("<", "("))
    note = note_of(data)
    source = data.decode().split("\n")
    words = list(re.finditer(r"\S+", note.text))
    assert len(words) > 20
    for word in words:
        assert word[0] in source[note.places.at(word.start()).line - 1] or re.fullmatch(r"\d+\.", word[0])


@pytest.mark.parametrize(
    ("narrative", "text"),
    [
        ("a", "a"),
        ("\n  a <content>b</content>\n    c.\n", "a b c."),
        ("<paragraph>a</paragraph><paragraph>b</paragraph>", "a\n\nb"),
        ("<paragraph>a\n      b</paragraph>\n  <list><item>c</item></list>", "a b\n• c"),
        ("<paragraph>a</paragraph><br/><paragraph>b</paragraph>", "a\n\nb"),
        ("a<br/>b<br/><br/>c<br/>", "a\nb\n\nc"),
        ("a<sub>2</sub> 6 cm<sup>2</sup>, 1<sup>st</sup>", "a2 6 cm², 1st"),
        ("<linkHtml href='x'>a</linkHtml> b", "a b"),
        ("<div>a</div><p>b</p><ul><li>c</li></ul><ol><li>d</li></ol>", "a\nb\n• c\n1. d"),
        ("<list><caption>Steps</caption><item>a</item><item><caption>b</caption>c</item></list>", "Steps\n• a\n• b\nc"),
        (
            "<list listType='ordered'><item>a</item><item>b<list><item>c</item></list></item><item>d</item></list>",
            "1. a\n2. b\n• c\n3. d",
        ),
        ("<list listType='ordered' styleCode='LittleRoman'><item>a</item><item>b</item></list>", "i. a\nii. b"),
        ("<list><item/><item>a</item></list>b", "• a\nb"),
        ("a<![CDATA[<b>]]><!-- no -->c", "a<b>c"),
        ("a\u00a0b", "a\u00a0b"),
        ("Left:  [x]   Right: [ ]", "Left:  [x]   Right: [ ]"),
    ],
)
def test_narratives(narrative, text):
    assert text_of(narrative) == text


@pytest.mark.parametrize(
    ("narrative", "text"),
    [
        ("Findings:\nnormal.\n\nNext", "Findings:\nnormal.\n\nNext"),
        ("induced by Dr.\n        Smith", "induced by Dr. Smith"),
        ("stable\n\n        condition", "stable condition"),
        ("Steps:\n        1. one\n        - two", "Steps:\n1. one\n- two"),
        ("a\r\nb", "a\nb"),
    ],
)
def test_line_breaks_in_text(narrative, text):
    assert text_of(narrative) == text


@pytest.mark.parametrize("attributes", [' xml:space="preserve"', ' mediaType="text/plain"'])
def test_kept_white_space(attributes):
    assert text_of("a\n        b\n\n    c", attributes) == "a\n        b\n\n    c"
    assert text_of("<pre>a\n    b</pre>c") == "a\n    b\nc"


def test_table():
    head = "<caption>Vessels</caption><thead><tr><th>Artery</th><th>size</th><th/></tr></thead>"
    rows = "<tr><td>facial</td><td><paragraph>2</paragraph><paragraph>mm</paragraph></td></tr><tr><td/><td/></tr>"
    body = "<tbody>\n<tr>\n<td/>\n<td>a<br/>b<br/></td>\n<td>c</td>\n</tr>\n</tbody>"
    assert text_of(f"<table>{head}{body}{rows}</table>after") == "Vessels\nArtery\tsize\n\ta\nb\tc\nfacial\t2\nmm\nafter"


def test_nested_table():
    nested = "<table><tr><td>1</td><td>2</td></tr><tr><td>3</td></tr></table>"
    assert text_of(f"<table><tr><td>a{nested}</td><td>b</td></tr></table>") == "a\n1\t2\n3\tb"


def test_footnotes_follow_their_narrative():
    note = note_of(document(sections("<text>left<footnote ID='f'>of two</footnote> fibula<footnoteRef IDREF='f'/>.</text>")))
    assert note.text == "left fibula.\nof two"
    assert placed(note, "of two").steps == ("section[1]", "footnote")


def test_deleted_text_and_pictures_are_set_aside():
    gone = "<content revised='delete'>right <list><item>x</item></list></content>"
    narrative = f"<text>{gone}<content revised='insert'>left</content> side<renderMultiMedia referencedObject='M'/> .</text>"
    note = note_of(document(sections(narrative)))
    assert note.text == "left side ."
    assert note.warnings == ("1 deletion, 1 picture not read",)


def test_sections_in_sections():
    laterality = "<title>Laterality</title><text><list><item>Right</item></list></text>"
    procedure = f"<title>Flap\n  harvest</title><component><section>{laterality}</section></component>"
    coded = '<code code="10223-6" displayName="Procedure"/><text>Fibula flap</text>'
    outer = f"<title>Operation</title><text>intro</text><component><section>{procedure}</section></component>"
    last = f"<component><section>{coded}</section></component><component><section><title>Bare</title></section></component>"
    note = note_of(document(sections("<title>First</title>", outer + last)))
    assert note.text == "First\n\nOperation\nintro\n\nFlap harvest\nLaterality\n• Right\n\nProcedure\nFibula flap\n\nBare"
    assert placed(note, "Right").steps == ("section[2]", "section[1]", "section[1]")
    assert placed(note, "Fibula").steps == ("section[2]", "section[2] 10223-6")


def test_code_of_a_section_is_shown_only_if_it_is_one():
    note = note_of(document(sections(f'<code code="{SECRET}"/><text>a</text>')))
    assert str(placed(note, "a")).startswith("section[1] line ")


def test_entries_are_not_read():
    entry = "<entry><act><text>not this</text><section><text>nor this</text></section></act></entry>"
    assert note_of(document(sections(f"<title>T</title><text>a</text>{entry}"))).text == "T\na"


def test_elements_without_namespace():
    data = document(sections("<title>T</title><text><list><item>a</item></list></text>")).replace(b'xmlns="urn:hl7-org:v3"', b"")
    other = document(
        sections("<text><list xmlns=''><item>b</item></list><x:list xmlns:x='urn:x'><x:item>c</x:item></x:list></text>")
    )
    assert note_of(data).text == "T\n• a"
    assert note_of(other).text == "• b\n• c"


@pytest.mark.parametrize(
    "fragment",
    [
        "<section><title>T</title><text>a</text></section>",
        "<component><section><title>T</title><text>a</text></section></component>",
        "<structuredBody><component><section><title>T</title><text>a</text></section></component></structuredBody>",
        "<text><paragraph>T</paragraph>a</text>",
    ],
)
def test_fragments(fragment):
    note = note_of(fragment.encode())
    assert note.text == "T\na"
    assert note.metadata == Metadata()


# Other bodies


@pytest.mark.parametrize(
    ("media_type", "text"),
    [("text/rtf", "text/rtf: a note"), ("application/pdf; x=y", "a note"), ("text/plain", "text/plain: a note")],
)
def test_bodies_that_are_no_xml(media_type, text):
    note = note_of(document(non_xml(b"a note", media_type), title="T"))
    assert note.text == text
    assert note.metadata.title == "T"
    assert note.places.at(0).steps == ("nonXMLBody",)


def test_pages_of_a_body():
    note = note_of(document(non_xml(b"one two", "application/pdf")))
    assert str(placed(note, "two")) == "nonXMLBody p.2"
    assert note.warnings == ("1 picture not read",)


def test_plain_text_body_and_fragment():
    body = '<nonXMLBody><text mediaType="text/plain">a &amp; b</text></nonXMLBody>'
    assert note_of(document(body)).text == "text/plain: a & b"
    assert note_of(f"<component>{body}</component>".encode()).metadata == Metadata()


def deflate(data):
    packer = zlib.compressobj(wbits=-15)
    return packer.compress(data) + packer.flush()


@pytest.mark.parametrize(("name", "pack"), [("DF", deflate), ("ZL", zlib.compress), ("GZ", gzip.compress)])
def test_compressed_bodies(name, pack):
    packed = f' compression="{name}"'
    assert note_of(document(non_xml(pack(b"a note"), "text/rtf", packed))).text == "text/rtf: a note"
    assert "damaged (compressed data)" in refused(read, document(non_xml(pack(b"a note")[:-4], "text/rtf", packed)), inner)
    assert "damaged (compressed data)" in refused(read, document(non_xml(b"no", "text/rtf", packed)), inner)
    bomb = document(non_xml(pack(bytes(30_000_000)), "text/rtf", packed))
    assert "too large when unpacked" in refused(read, bomb, inner)


@pytest.mark.parametrize(
    ("body", "message"),
    [
        (non_xml(b"a", "image/png"), "an image; send the text of the note"),
        (non_xml(b"a", "text/rtf", ' compression="Z"'), "compressed in a way that is not read"),
        ('<nonXMLBody><text representation="B64">%%%</text></nonXMLBody>', "damaged (no base64)"),
        ('<nonXMLBody><text representation="B64">äö</text></nonXMLBody>', "damaged (no base64)"),
        ('<nonXMLBody><text representation="B64"/></nonXMLBody>', "damaged (no base64)"),
        (
            '<nonXMLBody><text mediaType="application/pdf"><reference value="note.pdf"/></text></nonXMLBody>',
            "in a file of its own",
        ),
        ("<nonXMLBody/>", "no text of a note"),
        (sections(), "no text of a note"),
        (sections("<text/>"), "no text of a note"),
    ],
)
def test_bodies_that_are_refused(body, message):
    assert message in refused(read, document(body), inner)


def test_embedded_narrative():
    text = f'<text mediaType="text/rtf" representation="B64">{b64encode(b"in rtf").decode()}</text>'
    broken = '<text mediaType="text/rtf" representation="B64">%</text>'
    note = note_of(document(sections(f"<title>A</title>{text}", f"<title>B</title>{broken}", "<text>c</text>")))
    assert note.text == "A\ntext/rtf: in rtf\n\nB\n\nc"
    assert note.warnings == ("1 embedded document not read",)
    assert placed(note, "in rtf").steps == ("section[1]", "embedded document")


def test_base64_without_its_end():
    body = '<nonXMLBody><text mediaType="text/plain" representation="B64">YSBub3\n RlcyE</text></nonXMLBody>'
    assert note_of(document(body)).text == "text/plain: a notes!"


def test_note_in_an_entry_is_read_where_there_is_no_narrative():
    text = f'<text mediaType="application/pdf" representation="B64">{b64encode(b"in pdf").decode()}</text>'
    note = note_of(document(sections(f"<title>T</title><text> </text><entry><act>{text}</act></entry>")))
    assert note.text == "T\n\nin pdf"
    assert note_of(document(sections(f"<entry><act>{text}</act></entry>"))).text == "in pdf"
    assert placed(note, "pdf").steps == ("entry", "embedded document")


# Headers


def test_metadata():
    note = note_of(write_ccda("a", title="Operative  Note", author="Dr. B"))
    codes = ("LOINC|11504-8", "CDA|2.16.840.1.113883.10.20.22.1.1", "CDA|2.16.840.1.113883.10.20.22.1.7")
    assert note.metadata == Metadata("Operative Note", codes, date(2024, 5, 1), "Dr. B", "legally authenticated")


@pytest.mark.parametrize(
    ("header", "status"),
    [
        ("", "unauthenticated"),
        ('<authenticator><signatureCode code="S"/></authenticator>', "authenticated"),
        ('<legalAuthenticator><signatureCode code="X"/></legalAuthenticator>', "unauthenticated"),
        ("<legalAuthenticator/>", "legally authenticated"),
        ('<sdtc:statusCode code="active"/><legalAuthenticator/>', "active"),
        ('<sdtc:statusCode code="completed"/>', "unauthenticated"),
        (f'<sdtc:statusCode code="{SECRET}"/>', "unauthenticated"),
    ],
)
def test_status(header, status):
    assert note_of(document(sections("<text>a</text>"), signed=False, header=header)).metadata.status == status


@pytest.mark.parametrize(
    ("stamps", "kind", "day"),
    [
        (("20240501093000-0500", "20240502"), "PROC", date(2024, 5, 1)),
        (("20240501", "20240501"), "PCPR", date(2024, 5, 1)),
        (("20240501", ""), "PROC", date(2024, 5, 1)),
        (("19600501", ""), "PCPR", date(2024, 5, 2)),
        (("19600501", "20240501"), "PCPR", date(2024, 5, 2)),
        (("", ""), "PROC", date(2024, 5, 2)),
        (("20240231", "yesterday"), "PROC", date(2024, 5, 2)),
        (("202405", ""), "PROC", date(2024, 5, 2)),
    ],
)
def test_date_is_that_of_the_procedure_or_the_document(stamps, kind, day):
    low, high = (f"<{name} value='{stamp}'/>" if stamp else "" for name, stamp in zip(("low", "high"), stamps, strict=True))
    data = document(sections("<text>a</text>")).decode()
    data = re.sub(
        '<serviceEvent classCode="PROC">.*?</effectiveTime>',
        f'<serviceEvent classCode="{kind}"><effectiveTime>{low}{high}</effectiveTime>',
        data,
    )
    assert note_of(data.encode()).metadata.date == day


def test_codes_hold_no_words():
    data = (
        document(sections("<text>a</text>"))
        .replace(b"11504-8", f"{SECRET} {SECRET}".encode())
        .replace(b"22.1.1", SECRET.encode())
    )
    note = note_of(data)
    assert note.metadata.codes == ("CDA|2.16.840.1.113883.10.20.22.1.7",)
    assert SECRET not in repr(note)


# Encodings

UMLAUTS = document(sections("<text>äöü – Σ</text>")).decode()


@pytest.mark.parametrize(
    ("encoding", "name"),
    [("utf-8", "utf-8"), ("utf-8-sig", "utf-8"), ("utf-16", "utf-16-le"), ("utf-16-be", "utf-16-be"), ("iso8859-7", "iso8859-7")],
)
def test_encodings(encoding, name):
    text = UMLAUTS.replace("äöü", "abc") if encoding == "iso8859-7" else UMLAUTS
    text = text.replace("–", "-").replace("UTF-8", encoding.removesuffix("-sig"))
    note = note_of(text.encode(encoding))
    assert note.text == re.search("<text>(.*)</text>", text)[1]
    assert note.encoding == name


def test_windows_text_that_calls_itself_utf_8():
    note = note_of(document(sections("<text>caf\u00e9 \u2013 \u2019</text>")).decode().encode("cp1252"))
    assert note.text == "caf\u00e9 \u2013 \u2019"
    assert note.encoding == "cp1252"


def test_controls_and_blank_lines_before_the_declaration():
    data = b"\n\n" + document(sections("<text>a\x0bb\x1f</text>"))
    note = note_of(data)
    assert note.text == "a b"
    assert "<text>" in data.decode().split("\n")[placed(note, "a").line - 1]


@pytest.mark.parametrize("name", ["utf-7", "idna", "rot13", "unicode_escape", "nowhere", "utf_32"])
def test_other_encodings_are_refused(name):
    assert "encoding that is not read" in refused(
        read, document(sections("<text>a</text>")).replace(b"UTF-8", name.encode()), inner
    )


# Refusals

BILLION = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"", "damaged XML"),
        (b"a note", "damaged XML"),
        (b"<a>", "damaged XML near line 1"),
        (f"<section>\n<text>{SECRET}</wrong></section>".encode(), "damaged XML near line 2"),
        (f"<section><text>&{SECRET};</text></section>".encode(), "damaged XML"),
        (b"<section><text>&#x1F;</text></section>", "damaged XML"),
        (b"<html><body>a</body></html>", "no text of a note"),
        (b"<!DOCTYPE a><a/>", "document type declaration"),
        (b' \n<?xml version="1.0"?><!-- - --><?p?><!DOCTYPE a SYSTEM "http://example.org/x"><a/>', "document type declaration"),
        (f'<!DOCTYPE a [<!ENTITY l0 "x">{BILLION}]><section><text>&l9;</text></section>'.encode(), "document type declaration"),
        (f'<!DOCTYPE a [<!ENTITY l0 "x">{BILLION}]><section title="&l9;"/>'.encode("utf-16"), "document type declaration"),
        (
            b'<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><section><text>&x;</text></section>',
            "document type declaration",
        ),
        (b"<section>" * 600 + b"</section>" * 600, "more than 512 deep"),
        (b"<a>" * 5000 + b"</a>" * 5000, "damaged XML"),
        (b"<section><text>" + b"<b/>" * 1_500_001 + b"</text></section>", "too many elements"),
        (b"<section><text>" + b"<br/>" * 1000 + b"a" * 1_000_001 + b"</text></section>", "more than 1,000,000 characters"),
        (b"<section><text>a" + b"<br/>" * 1_000_000 + b"b</text></section>", "more than 1,000,000 characters"),
        (b"<section><text>" + b"<p>a</p>" * 50_001 + b"</text></section>", "more than 50,000 paragraphs"),
    ],
    ids=lambda value: "" if isinstance(value, bytes) else value,
)
def test_refusals(data, message):
    reason = refused(read, data, inner)
    assert message in reason
    assert SECRET not in reason


def test_larger_than_the_limit():
    assert "larger than what is read" in refused(read, write_ccda("a"), inner, Limits(bytes=1000))


def test_doctype_in_text_is_text():
    assert text_of("<![CDATA[<!DOCTYPE html>]]>") == "<!DOCTYPE html>"


def test_missing_lxml(monkeypatch):
    monkeypatch.setitem(sys.modules, "lxml", None)
    assert refused(read, write_ccda("a"), inner) == "needs C-CDA support; install notelint[documents]"


# Hostile documents

FULL = write_ccda(
    f"{SECRET}, seen.\n\nFINDINGS:\n1. Fibula\n2. Skin\n\nArtery\tsize\nperoneal\t2 mm", title=SECRET, author=SECRET
)
BODY = document(non_xml(f"{SECRET}".encode(), "text/plain"), author=SECRET)


@settings(max_examples=200, deadline=None)
@given(st.one_of(changed(FULL), changed(BODY)))
def test_changed_documents_are_read_or_refused(data):
    read_or_refuse(read, data, inner, SECRET)


TAGS = st.sampled_from(
    [
        "section",
        "component",
        "text",
        "title",
        "list",
        "item",
        "table",
        "tr",
        "td",
        "content",
        "br",
        "footnote",
        "paragraph",
        "entry",
    ]
)
ATTRIBUTES = st.sampled_from(["", ' revised="delete"', ' listType="ordered"', ' representation="B64"', ' xml:space="preserve"'])
TREES = st.recursive(
    st.tuples(TAGS, ATTRIBUTES, st.just(())),
    lambda inside: st.tuples(TAGS, ATTRIBUTES, st.lists(inside, max_size=5)),
    max_leaves=40,
)


def _xml(tree):
    tag, attributes, inside = tree
    return f"<{tag}{attributes}>x\n{'y'.join(map(_xml, inside))}</{tag}>"


@settings(max_examples=150, deadline=None)
@given(TREES)
def test_elements_anywhere_are_read_or_refused(tree):
    read_or_refuse(read, f"<section><text>{_xml(tree)}</text>{_xml(tree)}</section>".encode(), inner, SECRET)


def _cells(size):
    return document(sections(f"<text><table><tr>{'<td/>' * size}</tr></table>{'<br/>' * size}a</text>"))


def _items(size):
    return document(sections(f"<text><list listType='ordered'>{'<item>a<br/>b</item>' * size}</list></text>"))


def _sections(size):
    return document(sections(*["<title>T</title><text>a <content>b</content>\n  c</text>"] * size))


def _lines(size):
    return document(sections(f"<text>{'a  b' + chr(10)}{(' ' * 40 + chr(10)) * size}{'c' + chr(10)}</text>" * 3))


def _attributes(size):
    return document(sections(f"<text {' '.join(f'a{n}=' + chr(39) + chr(39) for n in range(size))}>a</text>"))


@pytest.mark.parametrize("make", [_cells, _items, _sections, _lines, _attributes])
def test_time_grows_as_the_document_does(make):
    assert grows_linearly(lambda data: read(data, LIMITS, None), make, 2000)


# Real documents

EXPECTED = {
    "cdex_structured_cda": (440, "FINDINGS\nSee below."),
    "hl7_OpNote.sample": (165, "A 6 mm sessile polyp was found in the ascending colon and removed by snare, no cautery."),
    "hl7ex_Note_on_Procedure_fragment": (32, "Patient repositioned with arms extended on arm boards..."),
    "hl7ex_Operative_Note": (163, "PREOPERATIVE DIAGNOSIS\nAppendicitis\n"),
    "hl7ex_Procedure_Note": (222, "2. Internal hemorrhoids\n3. Colon polyp, 6mm, ascending colon"),
    "hl7ex_RTF_Note_fragment": (148, "• Nursing Note written by Nick Nurse\n0700-1900 Nursing Note: Patient’s vital signs"),
    "jddamore_ATG_CCD": (136, "Total Quantity: 75\nSig: 0.09 MG/ACTUAT inhalant powder, 2 puffs"),
    "mtuitive_breast_surgery": (401, "Date of surgery\n• Tuesday, June 25, 2013"),
    "mtuitive_cataract": (441, "Surgeon\n• Ophthalmology Surgery, MD"),
    "mtuitive_colonoscopy": (314, "Specimen\n• None"),
    "mtuitive_knee": (595, "Laterality\n• Right"),
}
samples = pytest.mark.skipif(not SAMPLES.is_dir(), reason="needs the sample documents in ../shared/samples/ccda")


@samples
@pytest.mark.parametrize("name", sorted(EXPECTED))
def test_real_documents(name):
    data = (SAMPLES / f"{name}.xml").read_bytes()
    note = note_of(data)
    words, passage = EXPECTED[name]
    assert len(note.text.split()) == words
    assert passage in note.text
    source = data.decode(note.encoding).split("\n")
    lost = [
        word[0]
        for word in re.finditer(r"[A-Za-z]{4,}", note.text)
        if word[0] not in source[note.places.at(word.start()).line - 1]
    ]
    assert lost == []


@samples
def test_real_document_with_a_damaged_body():
    assert "damaged (no base64)" in refused(read, (SAMPLES / "hl7ex_nonXMLBody_compressed_fragment.xml").read_bytes(), inner)


@samples
def test_every_real_document_is_tested():
    assert {path.stem for path in SAMPLES.iterdir()} == set(EXPECTED) | {"hl7ex_nonXMLBody_compressed_fragment"}
