"""RTF: exact texts, places, and documents that are damaged or meant to do harm."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from support.documents.rough import GENEROUS, assert_linear, assert_read_or_refused, assert_sound, mangled, no_inner, refusal
from support.documents.rtf import document, escaped, write_rtf
from support.notes import SAMPLES, text_of

from notelint.inputs.formats import rtf_groups
from notelint.inputs.formats.model import Limits
from notelint.inputs.formats.rtf import read
from notelint.places import Place

SHARED = Path(__file__).parents[4] / "shared" / "samples"
FILES = sorted((SHARED / "rtf").glob("*.rtf"))
samples = pytest.mark.skipif(not FILES, reason="needs the documents in ../shared/samples/rtf")
CALM = settings(deadline=None, max_examples=100, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])

WORDS = {
    "simhospital_note1": 35, "simhospital_note2": 85, "striprtf_bytes": 448, "striprtf_issue_15": 2220,
    "striprtf_nested_table": 54, "striprtf_nutridoc": 162, "striprtf_simple_table": 4, "tika_testBinControlWord": 0,
    "tika_testRTFJapanese": 26, "tika_testRTFListMicrosoftWord": 33, "tika_testRTFTableCellSeparation": 8,
    "tika_testRTFUnicodeUCNControlWordCharacterDoubling": 4, "tika_testRTFVarious": 132, "tika_testRTFWindowsCodepage1250": 6,
}  # fmt: skip

FONTS = (
    r"{\fonttbl{\f0\fcharset0 Arial;}{\f1\fcharset238 Arial CE;}{\f2\fcharset128 MS Gothic;}{\f3\fcharset2 Symbol;}"
    r"{\f4\fcharset2 Wingdings;}{\f5\fcharset204{\*\fname Arial;}Arial Cyr;}{\f6\fcharset1 Any;}{\f7\cpg1253 Greek;}}"
)
PICTURE = r"{\pict\pngblip 89504e470d0a1a0a" + "\n" + "00" * 40 + "}"
CHECK_BOX = (
    r"{{\field{{\*\fldinst FORMCHECKBOX {{\*\formfield{{\fftype1\ffhps20{{\*\ffname Check1}}\ffdefres{default}{result}}}}}}}"
    r"{{\fldrslt }}}}"
)
CHOICE = (
    r"{\field{\*\fldinst FORMDROPDOWN {\*\formfield{\fftype2\ffres1{\*\ffname D}{\*\ffl fibula}{\*\ffl scapula}}}}"
    r"{\fldrslt scapula}}"
)


def read_one(data, limits=Limits()):  # noqa: B008 -- it is frozen
    (found,) = read(data, limits, no_inner)
    assert_sound(found)
    return found


def read_body(body):
    return read_one(rb"{\rtf1\ansi\ansicpg1252\deff0" + f"{FONTS}{body}}}".encode("latin-1"))


# Texts.


@pytest.mark.parametrize("path", SAMPLES, ids=lambda path: path.stem)
def test_a_written_note_is_read_back(path):
    text = (
        text_of(path).replace("\r\n", "\n").strip("\n") + "\n\nVessel\tDiameter\tSuture\nPeroneal artery\t2 mm\t9-0\nPlan: home"
    )
    found = read_one(write_rtf(text))
    assert found.text == text
    assert found.warnings == ()
    assert (found.metadata.title, found.metadata.author, found.metadata.date) == (
        "Operative report",
        "A. Surgeon",
        date(2026, 3, 14),
    )


@CALM
@given(st.text(st.characters(exclude_categories=["Cs", "Cc"], include_characters="\t\n"), max_size=200))
def test_any_text_is_read_back(text):
    assert read_one(write_rtf(text)).text == text.strip("\n")


@pytest.mark.parametrize(
    ("body", "text"),
    [
        (r"one\par two", "one\ntwo"),
        ("fib\r\nula \r\n12 cm", "fibula 12 cm"),  # line breaks of the file mean nothing
        (r"one\par\par three\par\par", "one\n\nthree"),
        ("one\\\ntwo\\\r\nthree", "one\ntwo\nthree"),
        (r"one\line two\tab three", "one\ntwo\tthree"),
        (r"\{a\\b\}", r"{a\b}"),
        (r"a\~b\_c\-d", "a\u00a0b\u2011cd"),
        (r"\lquote a\rquote  \ldblquote b\rdblquote \endash\emdash \bullet  c", "‘a’ “b”–—• c"),
        (r"8{\i  \'d7 }4 cm, 37\'b0C", "8 × 4 cm, 37°C"),
        (r"{\b Procedure:}{\fs20  free} fibula", "Procedure: free fibula"),
        (r"a\unknownword12 b{\unknown c}", "abc"),
        (r"{\listtext\f3\'b7\tab}first", "•\tfirst"),
        (r"{\pntext\f0 1.\tab}{\*\pn\pnlvlbody{\pntxta .}}first", "1.\tfirst"),
        (r"a{\*\bkmkstart x}b{\*\bkmkend x}{\*\anything {\b no}}c", "abc"),
        (r"{\xe no}{\tc no}a{\*\generator no;}", "a"),
        (r"{\info{\title no}{\doccomm no}}a{\colortbl;\red1;}{\stylesheet{\s1 no;}}", "a"),
        (r'see {\field{\*\fldinst HYPERLINK "http://no"}{\fldrslt {\ul the page}}}.', "see the page."),
        (r"{\upr{no}{\*\ud{\u322?}}}a", "ła"),
        (r"a\'", "a"),
    ],
)
def test_text(body, text):
    assert read_body(body).text == text


@pytest.mark.parametrize(
    ("body", "text"),
    [
        (r"{\f1 \'b3okie\'e6}", "łokieć"),
        (r"{\f5 \'eb\'e5\'e2\'fb\'e9}", "левый"),
        (r"{\f2 \'8d\'9c}\f2 \'94\'4e \'94N", "骨年 年"),  # the second byte in hexadecimal or as a letter
        (r"\f2\'83\'5c\'83\\", "ソソ"),  # a second byte that is a backslash
        ("\\f2\\'94\r\n\\'4e", "年"),
        (r"\f2\'94\plain \'e9", "\ufffdé"),
        (r"{\f3 \'b1\'a3\'b3\'b0\'b7 a m 8}", "±≤≥°• α μ 8"),
        (r"{\f4 \'fe\'a8\'fd\'fc\'01}{\f4\u-3842?\u-3928?}", "☑☐☒✓\ufffd☑☐"),
        (r"{\f6 \'e9}{\f99 \'e9}", "éé"),
        (r"{\f7 \'e1}", "α"),
        (r"\'81\'8d", "\ufffd\ufffd"),  # no characters in Windows-1252
        (r"\plain\f1 \'b3\plain \'b3", "ł³"),
    ],
)
def test_fonts_decide_about_bytes(body, text):
    assert read_body(body).text == text


@pytest.mark.parametrize(
    ("header", "text"),
    [
        (rb"\ansi\ansicpg1250", "ł"), (rb"\ansi\ansicpg1251", "і"), (rb"\ansi", "³"), (rb"\mac", "≥"), (rb"\pc", "│"),
        (rb"\pca", "│"), (rb"\ansi\ansicpg99999", "³"), (rb"\ansi\ansicpg10000", "≥"),
    ],
)  # fmt: skip
def test_code_page_of_the_document(header, text):
    assert read_one(rb"{\rtf1" + header + rb" \'b3}").text == text


@pytest.mark.parametrize(
    ("body", "text"),
    [
        (r"\u966?", "φ"),
        (r"\uc0\u966 x", "φx"),
        (r"\uc2\u966\'94\'4ex", "φx"),
        (r"\uc2\u966?y{x}", "φx"),
        (r"\uc3\u966?}\par x", "φ"),
        (r"\uc1{\uc0\u966}\u967?x", "φχx"),
        (r"\u8211\endash x", "–x"),  # a control word that is a character stands for it
        (r"\u8217\par x", "’\nx"),  # one that is none does not
        (r"\u8217{x}", "’x"),  # nor does it reach beyond its group
        (r"\u8217\'92s", "’s"),
        (r"\u-10188?\u-8930?", "𝄞"),
        (r"\u55348\'3f\u56606\'3f", "𝄞"),
        (r"{\u-10188?}{\u-8930?}", "𝄞"),
        (r"\u-10188?x", "\ufffdx"),
        (r"\u-8930?x", "\ufffdx"),
        (r"\u-10188?\u-10188?\u-8930?", "\ufffd𝄞"),
        (r"x\u-10188?", "x\ufffd"),
        (r"\u128512?", "😀"),
        (r"\u9999999999?\u-99999?", "\ufffd\ufffd"),
        (r"\u0?\u7?x", "x"),
        (r"\u?x", "?x"),
    ],
)
def test_unicode(body, text):
    assert read_body(body).text == text


def test_raw_bytes_are_of_the_code_page_or_utf8():
    assert read_one(b"{\\rtf1\\ansi 37\xb0C}").text == "37°C"
    assert read_one("{\\rtf1\\ansi 37°C \\'b0 ≥ {\\u966?}}".encode()).text == "37°C ° ≥ φ"


def test_binary_data_are_skipped_by_their_length():
    picture = rb"{\pict\wmetafile8\bin10 \par}}}}{{}"
    assert read_one(b"{\\rtf1 a" + picture + b"b}").text == "ab"
    assert read_one(b"{\\rtf1 a{\\*\\blob\\bin4 }}}}}b\\bin3 }}}c}").text == "abc"
    assert read_one(b"{\\rtf1 a\\bin b\\bin-5 c\\bin0 d}").text == "abcd"


@pytest.mark.parametrize(
    ("body", "text"),
    [
        (r"\trowd\cellx1\cellx2\pard\intbl a\cell b\cell\row\intbl c\cell d\cell\row\pard e", "a\tb\nc\td\ne"),
        (r"\trowd a\cell\cell c\cell\cell\row x", "a\t\tc\nx"),
        (r"\trowd a\par b\cell c\cell\row x", "a\nb\tc\nx"),
        (
            (
                r"\trowd a\cell\pard\itap2 b\nestcell c\nestcell{\*\nesttableprops\trowd\nestrow}{\nonesttables\par}"
                r"\pard\intbl d\cell\row x"
            ),
            "a\tb\tc\nd\nx",
        ),
        (r"\trowd\row x", "\nx"),
    ],
)
def test_tables(body, text):
    assert read_body(body).text == text


@pytest.mark.parametrize(
    ("body", "text", "kind"),
    [
        (r"a{\v no}b", "ab", "hidden"),
        (r"a\v no\v0 b", "ab", "hidden"),
        (r"a\v no\plain b", "ab", "hidden"),
        (r"a{\v no\par no}b\par c", "ab\nc", "hidden"),
        (r"a{\deleted no}b", "ab", "deleted"),
        (r"a\deleted no\deleted0 b", "ab", "deleted"),
        (r"a{\deleted\b {no}\par}{\revised b}", "ab", "deleted"),
        (r"a{\v\u966?}b", "ab", "hidden"),
    ],
)
def test_hidden_and_deleted_text_is_set_aside(body, text, kind):
    found = read_body(body)
    assert found.text == text
    assert found.warnings == (f"{kind} text not read",)


def test_spaces_that_are_hidden_are_no_loss():
    assert read_body(r"a{\v  \par}b").warnings == ()


@pytest.mark.parametrize(
    ("body", "warnings"),
    [
        (PICTURE, ("1 picture not read",)),
        (rf"{{\*\shppict{PICTURE}}}{{\nonshppict{PICTURE}}}{PICTURE}", ("2 pictures not read",)),
        (r"{\shp{\*\shpinst{\sp{\sn pib}{\sv " + PICTURE + r"}}}{\shprslt{\*\do no}}}", ("1 picture not read",)),
        (r"{\object\objemb{\*\objclass Word}{\*\objdata 0105}{\result " + PICTURE + r"}}", ("1 embedded object not read",)),
        (r"{\*\annotation no}", ("1 comment not read",)),
        (r"{\*\listpicture" + PICTURE + "}", ()),
    ],
)
def test_content_that_is_not_read_is_told(body, warnings):
    found = read_body(f"a{body}b")
    assert found.text == "ab"
    assert found.warnings == warnings


def test_the_result_of_an_object_is_read():
    assert read_body(r"a {\object\objemb{\*\objdata 01}{\result 12 cm}} b").text == "a 12 cm b"


@pytest.mark.parametrize(
    ("body", "text"),
    [
        (CHECK_BOX.format(default=0, result=r"\ffres1") + " osteocutaneous", "[x] osteocutaneous"),
        (CHECK_BOX.format(default=1, result=r"\ffres25") + " bone", "[x] bone"),
        (CHECK_BOX.format(default=0, result="") + " none", "[ ] none"),
        (f"Donor: {CHOICE} left", "Donor: scapula left"),
        (r"{\field{\*\fldinst FORMTEXT {\*\formfield{\fftype0{\*\ffname T}}}}{\fldrslt 12 cm}}", "12 cm"),
        (CHECK_BOX.format(default=0, result="") + r"{\field{\*\fldinst PAGE}{\fldrslt 2}}", "[ ]2"),
    ],
)
def test_forms(body, text):
    assert read_body(body).text == text


def test_headers_footnotes_and_footers_stand_around_the_body():
    body = (
        r"{\headerf First page}{\header Name\par}{\footer Page {\field{\*\fldinst PAGE}{\fldrslt 1}}}"
        r"Raised{\super\chftn{\footnote {\chftn} as planned}} the flap.\par\sect\sectd{\header Name}End"
    )
    found = read_body(body)
    assert found.text == "First page\nName\nRaised the flap.\nEnd\n as planned\nPage 1"
    assert found.places.at(0) == Place(steps=("header",))
    assert found.places.at(found.text.index("Raised")) == Place(paragraph=1)
    assert found.places.at(found.text.index("End")) == Place(paragraph=2)
    assert found.places.at(found.text.index("as planned")) == Place(steps=("footnote",))
    assert found.places.at(len(found.text) - 1) == Place(steps=("footer",))


def test_a_text_box_follows_its_paragraph():
    box = r"{\shp{\*\shpinst\shpleft0{\sp{\sn shapeType}{\sv 202}}{\shptxt \pard Left leg\par 12 cm\par}}"
    box += r"{\shprslt{\*\do{\dptxbxtext no}}}}"
    found = read_body(rf"One\par The {box}fibula\par Three{box}")
    assert found.text == "One\nThe fibula\nLeft leg\n12 cm\nThree\nLeft leg\n12 cm"
    assert found.places.at(found.text.index("12")) == Place(steps=("text box",), paragraph=2)
    assert read_body(r"One{\*\do\dobxpage{\dptxbxtext Left leg}}\par").text == "One\nLeft leg"


def test_metadata():
    info = r"{\info{\upr{\title no}{\*\ud{\title \u322?okie\u263?}}}{\author  J. \'c9t\'e9 }"
    info += r"{\creatim\yr2025\mo2\dy30}{\revtim\yr1999\mo1\dy1}}"
    found = read_body(rf"{info}{{\title text}}")
    assert (found.metadata.title, found.metadata.author, found.metadata.date) == ("łokieć", "J. Été", None)
    assert found.text == "text"
    assert read_body(r"{\info{\creatim\yr2025\mo2\dy3}}").metadata.date == date(2025, 2, 3)
    assert read_body(r"{\info{\creatim\yr9999999999\mo2\dy3}}").metadata.date is None


# Places.


def test_each_line_is_its_paragraph():
    lines = [f"Line {number} of the note, \u03c6 {'x' * number}" for number in range(1, 60)]
    found = read_one(write_rtf("\n".join(lines)))
    offsets = [found.text.index(line) for line in lines]
    assert [found.places.at(offset).paragraph for offset in offsets] == list(range(1, 60))
    assert [found.places.at(offset + len(line)).paragraph for offset, line in zip(offsets[:-1], lines, strict=False)] == list(
        range(1, 59)
    )


def test_cells_are_paragraphs_and_the_end_of_a_row_belongs_to_the_last():
    found = read_body(r"a\par\trowd b\cell c\cell\row d")
    assert found.text == "a\nb\tc\nd"
    assert [found.places.at(offset).paragraph for offset in range(7)] == [1, 1, 2, 3, 3, 3, 4]


def test_pages_where_they_are_explicit():
    found = read_body(r"{\header H\par}one\par two\page three\par\sect\sectd four\par\sect\sectd\sbknone five")
    assert found.text == "H\none\ntwo\nthree\nfour\nfive"
    pages = {word: found.places.at(found.text.index(word)) for word in found.text.split("\n")}
    assert {word: place.page for word, place in pages.items()} == {
        "H": None,
        "one": 1,
        "two": 1,
        "three": 2,
        "four": 3,
        "five": 3,
    }
    assert {word: place.paragraph for word, place in pages.items()} == {
        "H": None,
        "one": 1,
        "two": 2,
        "three": 2,
        "four": 3,
        "five": 4,
    }
    assert read_body(r"one\par\sect\sectd two\pagebb").places.at(4) == Place(paragraph=2)


# Damaged documents, and such as are meant to do harm.


@pytest.mark.parametrize(
    ("data", "text", "warning"),
    [
        (rb"{\rtf1 a{\b b", "ab", "the file ends inside a group; it may be cut off"),
        (rb"{\rtf1 a}b}{\rtf1 c}", "a", "what follows the end of the document not read"),
        (rb"{\rtf1 a\bin99 }", "a", "the file ends inside a group; it may be cut off"),
    ],
)
def test_a_cut_file_is_read_with_a_warning(data, text, warning):
    found = read_one(data)
    assert found.text == text
    assert found.warnings == (warning,)


@pytest.mark.parametrize("data", [b"\xef\xbb\xbf{\\rtf1 a}", b"\r\n {\\rtf1 a}\0\0\r\n", b"{\\rtf1 a}}\x1a", rb"{\rtf a}"])
def test_what_stands_around_a_file_is_no_loss(data):
    assert read_one(data).text == "a"
    assert read_one(data).warnings == ()


@pytest.mark.parametrize("data", [rb"{\rtf1}", rb"{\rtf1", rb"{\rtf"])
def test_a_file_without_text(data):
    assert read_one(data).text == ""


@pytest.mark.parametrize(
    ("data", "limits", "reason"),
    [
        (b"", Limits(), "no RTF"),
        (b"Fibula {\\rtf1}", Limits(), "no RTF"),
        (b"{\\rtf1 " + b"{" * 600, Limits(), "groups nested deeper than 512"),
        (b"{\\rtf1 " + b"{" * 10 + b"}" * 10 + b"}", Limits(depth=10), "groups nested deeper than 10"),
        (b"{\\rtf1 " + b"Fibula " * 20 + b"}", Limits(chars=100), "more than 100 characters"),
        (b"{\\rtf1 " + rb"\par" * 11 + b"}", Limits(paragraphs=10), "more than 10 paragraphs"),
        (b"{\\rtf1 " + rb"\cell" * 11 + b"}", Limits(paragraphs=10), "more than 10 paragraphs"),
        (b"{\\rtf1 " + rb"{\header x}" * 11 + b"}", Limits(paragraphs=10), "more than 10 paragraphs"),
        (b"{\\rtf1 Fibula}", Limits(bytes=10), "an RTF file of more than 10 bytes"),
    ],
)
def test_what_is_past_a_limit_is_refused(data, limits, reason):
    assert refusal(read, data, limits).startswith(reason)


@pytest.mark.parametrize("unit", [b"{}", rb"\b", rb"\-", rb"\bin ", b"{x}"])
def test_a_bomb_of_groups_is_refused(monkeypatch, unit):
    monkeypatch.setattr(rtf_groups, "_MOST_TOKENS", 50_000)
    assert refusal(read, b"{\\rtf1 " + unit * 60_000, GENEROUS).startswith("more than 50,000 control words and groups")


@pytest.mark.parametrize(
    "unit",
    [
        b"{}", rb"\b\i", rb"\'e9", rb"\u966?", rb"\bin1 x", rb"\-", b"x", b"\\", rb"\cell\row", rb"{\header x}", rb"{\shptxt x}",
        rb"\par", rb"{\v x}", rb"{\fonttbl\f1\fcharset2 Symbol;}", b"9", rb"{\*\x}", rb"\f1\'94", b"\xc3\xa9", rb"\page x",
        rb"{\*\fldinst{\*\formfield\fftype2{\*\ffl x}}}", rb"{\upr{x}{\*\ud{x}}}", rb"\u-10188?",
    ],
)  # fmt: skip
def test_time_is_linear(unit):
    assert_linear(read, lambda size: b"{\\rtf1\\b" + unit * (size // len(unit)) + b"}", 40_000)


PIECES = [
    b"{", b"}", b"\\", rb"\par ", rb"\cell ", rb"\row ", rb"\bin9 ", rb"\bin99999999999 ", rb"\u-10188?", rb"\uc9 ", rb"\'9",
    rb"\'",
    rb"{\*\ud ", rb"{\upr ", rb"{\info{\title ", rb"{\fonttbl ", rb"{\object{\result ", rb"{\*\formfield\fftype2\ffres-1 ",
    rb"{\*\fldinst ", rb"{\fldrslt ", rb"{\*\ffl ", rb"{\shptxt ", rb"{\header ", rb"{\footnote ", rb"\ansicpg65001 ",
    rb"\f-9999999999 ",
    rb"\fcharset128 ", rb"\cpg42 ", rb"\v ", rb"\sect ", rb"\page ", b"\xff\xfe", b"\0",
]  # fmt: skip
SECRET = ("Tollefsen", "Quillfeather", "fibula")
DOCUMENTS = [
    write_rtf("PROCEDURE:\nMargit Tollefsen\nDr. Quillfeather raised the fibula φ – 8 × 4 cm.\nArtery\t2 mm\nVein\t3 mm\n"),
    document(
        rf"{{\header {escaped('Tollefsen')}}}{FONTS}\f2\'94\'4e{{\v Quillfeather}}{PICTURE}{CHOICE}{CHECK_BOX}"
        r"{\shp{\*\shpinst{\shptxt fibula\par}}}\trowd a\cell b\cell\row\page\u-10188?\u-8930?{\footnote x}\sect y"
    ),
]


@settings(CALM, max_examples=200)
@given(mangled(DOCUMENTS, PIECES))
def test_a_damaged_file_is_read_or_refused(data):
    assert_read_or_refused(read, data, secret=SECRET)


@pytest.mark.parametrize("data", DOCUMENTS, ids=["note", "constructs"])
def test_a_file_cut_anywhere_is_read_or_refused(data):
    for end in range(len(data)):
        assert_read_or_refused(read, data[:end], secret=SECRET)


# Real documents.


@samples
def test_all_real_documents_are_tested():
    assert {path.stem for path in FILES} == set(WORDS)


@samples
@pytest.mark.parametrize(("name", "words"), WORDS.items())
def test_a_real_document_is_read(name, words):
    assert len(read_one((SHARED / "rtf" / f"{name}.rtf").read_bytes()).text.split()) == words


@samples
@pytest.mark.parametrize("name", ["bytes", "issue_15", "nested_table", "nutridoc", "simple_table"])
def test_a_real_document_has_the_words_expected(name):
    expected = (SHARED / "rtf_expected" / f"striprtf_{name}.txt").read_text("utf8").replace("|", " ")
    assert read_one((SHARED / "rtf" / f"striprtf_{name}.rtf").read_bytes()).text.split() == expected.split()


@samples
@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("simhospital_note1", "O2 Saturations\t96\t0\nSupp. O2\t-\t-\n"),
        ("simhospital_note2", "Day 3 co-amoxiclav IV and oral clarithromycin for sepsis"),
        ("tika_testRTFJapanese", "ソ連に中立を守らせる"),
        ("tika_testRTFListMicrosoftWord", "A nested list:\n1.\ta\n-\taa\n-\tab\n2.\tb"),
        ("tika_testRTFTableCellSeparation", "a\tb\nc\td\nä\të\nö\tü"),
        ("tika_testRTFUnicodeUCNControlWordCharacterDoubling", "0 年 abc 念"),
        ("tika_testRTFVarious", "And then some Gothic text:\n𐌲𐌿𐍄𐌹𐍃𐌺\n"),
        ("tika_testRTFWindowsCodepage1250", "zażółć gęślą jaźń\nZAŻÓŁĆ GĘŚLĄ JAŹŃ"),
    ],
)
def test_words_of_real_documents(name, words):
    assert words in read_one((SHARED / "rtf" / f"{name}.rtf").read_bytes()).text


@samples
def test_no_control_word_is_left_in_a_real_document():
    for path in FILES:
        assert not re.search(r"\\[a-z]+\d|[{}]|\bfcharset|panose", read_one(path.read_bytes()).text)
