from __future__ import annotations

import base64
import hashlib
import re
from dataclasses import replace
from datetime import UTC, date, datetime
from itertools import pairwise

import pytest
from hypothesis import HealthCheck, given, settings
from support.pages import TOOL, document_note, note_texts, page_of, parsed, reports, without_styles
from support.reports import TEXT, every_kind, evidence, finding, not_applicable, supported, unreadable, unsupported
from support.snapshots import assert_matches

from notelint.note import Note
from notelint.outputs.formats import Options, folder_renderer
from notelint.outputs.html.note_text import shown
from notelint.outputs.html.page import file_name
from notelint.report import Acknowledgement, Related, Report, Stage, Timeline

KNOWN_TAGS = {
    "a", "article", "b", "body", "code", "dd", "div", "dl", "dt", "footer", "h1", "h2", "h3", "h4", "head", "header",
    "html", "li", "main", "mark", "meta", "nav", "ol", "p", "rect", "s", "section", "span", "style", "svg", "table",
    "tbody", "td", "th", "thead", "title", "tr",
}  # fmt: skip
SOME = settings(deadline=None, max_examples=30, suppress_health_check=[HealthCheck.too_slow])


def ids(tree):
    return tree.xpath("//@id")


def with_timeline(report):
    stages = tuple(Stage(kind, evidence(report.note, words)) for kind, words in (("raised", "harvested"), ("joined", "joined")))
    return replace(report, timelines=(Timeline("iliac_crest", "free", stages),))


@pytest.mark.parametrize(
    ("name", "made", "options"),
    [
        ("one", [with_timeline(supported())], {}),
        ("unsupported", [unsupported()], {}),
        ("no-excerpt", [with_timeline(supported())], {"excerpt": False}),
        ("many", every_kind(), {}),
        ("none", [], {}),
    ],
)
def test_page(name, made, options):
    assert_matches(f"check/html-{name}.txt", without_styles(page_of(*made, **options)))


@SOME
@given(reports())
def test_the_text_on_the_page_is_the_text_of_the_note(report):
    assert note_texts(parsed(page_of(report))) == [shown(report.note.text)]


@pytest.mark.parametrize("text", [TEXT, "a\r\nb\rc\n", "\n\n x", "", "<b>&amp;</b>\n", "骨移植\u2028𝔣 \ufeffe\u0301"])
def test_text_that_a_page_can_hold_is_not_changed(text):
    assert note_texts(parsed(page_of(Report(Note(text), not_applicable().decision)))) == [text]


def test_what_a_page_cannot_hold_is_one_visible_sign_each():
    assert shown("a\0b\x1bc\x7fd\u202ee\ud800f") == "a␀b␛c␡d\ufffde\ufffdf"
    page = page_of(Report(Note("a\u202eb"), not_applicable().decision))
    assert parsed(page).xpath('//span[@class="hidden"]/@title') == ["U+202E"]
    assert "\u202e" not in page


@SOME
@given(reports(), reports())
def test_nothing_breaks_out_of_its_place(first, second):
    for made in ([first], [first, second]):
        page = page_of(*made)
        assert not set(page) & set("\0\x1b\x0c\x85\u202e\u2066\ud800\uffff")
        tree = parsed(page)
        assert {element.tag for element in tree.iter()} <= KNOWN_TAGS
        assert {name for element in tree.iter() for name in element.attrib if name.startswith("on") or name == "style"} == set()
        assert len(tree.xpath("//style")) == len(tree.xpath("//main")) == len(tree.xpath("//h1")) == 1
        assert len(tree.xpath("//article")) == len(made)


@SOME
@given(reports(), reports())
def test_ids_are_unique_and_every_link_has_its_target(first, second):
    for made in ([first], [first, second]):
        tree = parsed(page_of(*made))
        assert len(ids(tree)) == len(set(ids(tree)))
        targets = {link.removeprefix("#") for link in tree.xpath("//@href")}
        assert targets - set(ids(tree)) == set()
        assert {name for named in tree.xpath("//@aria-labelledby") for name in named.split()} <= set(ids(tree))


@SOME
@given(reports())
def test_evidence_is_linked_both_ways(report):
    tree = parsed(page_of(report))
    forth = set()
    for entry in tree.xpath('//*[contains(@class, "report")]//li[@id] | //*[contains(@class, "decision")][@id]'):
        links = entry.xpath('.//span[@class="place"]/a/@href')
        forth |= {(entry.get("id"), link.removeprefix("#")) for link in links}
    back = set()
    for mark in tree.xpath("//mark"):
        for ref in mark.xpath('./a[@class="ref"] | ./s/a[@class="ref"]'):
            assert ref.get("aria-label")
            back.add((ref.get("href").removeprefix("#"), mark.get("id")))
    with_id = {pair for pair in back if pair[1]}
    assert with_id <= forth
    assert {source for source, _ in back} == {source for source, _ in forth}  # a split mark has its id on another piece
    assert len(forth) >= 10


def test_each_piece_of_evidence_leads_to_its_words():
    tree = parsed(page_of(with_timeline(supported())))
    words = {}
    for entry in tree.xpath('//li[contains(@class, "entry")] | //ol[@class="timeline"]/li'):
        for link in entry.xpath('.//span[@class="place"]/a/@href'):
            words.setdefault(entry.get("id"), []).append(tree.get_element_by_id(link[1:]).text_content())
    assert words["n1-f1"] == ["DESCRIPTION"]
    assert words["n1-t1"] == ["harvested"]
    assert words["n1-d1"] == ["iliac crest"]  # of "iliac crest was", which crosses the end of "left iliac crest"
    assert words["n1-s1"] == ["fibula flap", "considered"]
    assert ["pink", "bled", "edges"] in words.values()


def test_words_that_do_not_count_are_struck_through_with_the_reason():
    tree = parsed(page_of(supported()))
    struck = [(element.text_content(), element.get("title")) for element in tree.xpath("//s")]
    assert struck[1][0] == "fibula flap"
    assert struck[1][1].startswith("set aside: donor: fibula, considered, not done, by “")
    assert struck[0] == ("Vascularized iliac crest bone graft", "set aside: header procedure, said in the header alone")


def test_without_excerpt_no_word_of_the_note_is_on_the_page():
    page = page_of(with_timeline(supported()), unsupported(), excerpt=False)
    shown_text = parsed(page).text_content()
    for words in ("operating microscope", "facial artery", "skin island", "Right mandibular", "bled", "pink", "250 mL"):
        assert words in TEXT
        assert words not in page
    assert "pelvic bone" not in page
    assert "4:1" in shown_text
    assert parsed(page).xpath('//mark | //s | //div[@class="text"] | //a[contains(@href, "-w")]') == []


def test_places_in_the_document_are_given_and_pages_begin_with_a_line():
    report = replace(supported(), note=document_note(TEXT))
    tree = parsed(page_of(report))
    assert tree.xpath('//span[@class="page"]/@data-page') == ["page 1", "page 2"]
    assert any(" p.1" in place for place in tree.xpath('//span[@class="place"]/a/text()'))
    assert note_texts(tree) == [TEXT]


def test_findings_that_fail_no_run_stand_apart_and_say_why():
    record = Acknowledgement(
        "Dr. Quill", datetime(2026, 3, 1, 9, tzinfo=UTC), "not-recorded", "no clock in the room", date(2027, 1, 1)
    )
    note = Note(TEXT)
    found = (
        finding(note, "ischemia-time-missing", "error", "No ischemia time.", "DESCRIPTION", acknowledged=record),
        finding(note, "laterality-conflict", "error", "Sides differ.", "left iliac crest", in_baseline=True),
        finding(note, "blood-loss-missing", "warning", "No blood loss.", "EBL"),
    )
    tree = parsed(page_of(replace(supported(), findings=found)))
    groups = [group.xpath("./li//code/text()") for group in tree.xpath('//section[.//h2="Findings"]/ol')]
    assert groups == [["blood-loss-missing"], ["ischemia-time-missing", "laterality-conflict"]]
    assert tree.xpath('//p[@class="accepted"]/text()') == [
        "Acknowledged by Dr. Quill on 2026-03-01 (not-recorded, until 2027-01-01): no clock in the room",
        "In the baseline: known before, counted, does not fail a run",
    ]
    bare = page_of(replace(supported(), findings=found), excerpt=False)
    assert "Dr. Quill" not in bare
    assert "Acknowledged on 2026-03-01 (not-recorded, until 2027-01-01)" in bare


def test_of_many_other_places_that_are_alike_the_first_are_quoted():
    note = Note("*** mL\n" * 9)
    others = tuple(Related(at, at + 3, "another blank") for at in range(7, 63, 7))
    found = finding(note, "unfilled", "error", "Unfilled.", "***", related=others)
    tree = parsed(page_of(Report(note, not_applicable().decision, findings=(found,))))
    (line,) = tree.xpath('//p[@class="related"]')
    assert (len(line.xpath(".//a")), len(line.xpath('.//span[@class="quote"]'))) == (8, 3)
    assert line.text_content().endswith("8:1, 9:1: another blank")


def test_the_next_finding_is_one_link_away():
    tree = parsed(page_of(supported()))
    assert tree.xpath('//a[text()="Next finding"]/@href') == ["#n1-f2", "#n1-f3"]


@pytest.mark.parametrize("made", [every_kind(), [supported()], [unreadable()], [not_applicable()], []], ids=len)
def test_headings_go_down_one_level_at_a_time(made):
    levels = [int(heading.tag[1]) for heading in parsed(page_of(*made)).xpath("//h1 | //h2 | //h3 | //h4 | //h5")]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))


@pytest.mark.parametrize("made", [every_kind(), [supported()]], ids=["many", "one"])
def test_landmarks_language_and_names(made):
    tree = parsed(page_of(*made))
    assert (tree.get("lang"), tree.get("translate")) == ("en", "no")
    assert [len(tree.xpath(f"//{name}")) for name in ("main", "footer", "nav")] == [1, 1, 1]
    assert tree.xpath("//nav/a")[0].get("href").removeprefix("#") in ids(tree)
    for scrolls in tree.xpath("//*[@tabindex]"):
        assert scrolls.get("tabindex") == "0"
        assert scrolls.get("aria-label") or scrolls.get("aria-labelledby")
    for one in tree.xpath("//a"):
        assert one.text_content().strip() or one.get("aria-label")


def test_nothing_is_fetched_and_no_script_is_allowed():
    page = page_of(supported())
    tree = parsed(page)
    policy = tree.xpath('//meta[@http-equiv="Content-Security-Policy"]/@content')[0]
    style = re.search(r"<style>(.*?)</style>", page, re.DOTALL)[1]
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    assert policy == f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'"
    assert not re.search(r"@import|url\(|https?:", style)
    assert tree.xpath("//script | //link | //img | //iframe | //object | //*[@src] | //form") == []
    assert [link for link in tree.xpath("//@href") if not link.startswith("#")] == []


def test_a_folder_has_a_page_for_each_note_and_an_index_that_links_them():
    files = dict(folder_renderer("html")(every_kind(), Options(TOOL)))
    assert list(files) == ["0001-mandible.html", "0002-unclear.html", "0003-appendix.html", "0004-scan.html", "index.html"]
    assert parsed(files["index.html"]).xpath("//tbody//a/@href") == list(files)[:-1]
    for name, text in list(files.items())[:-1]:
        assert parsed(text).xpath('//header[@class="top"]//a/@href') == ["index.html"], name
    assert "No note was checked." in dict(folder_renderer("html")([], Options(TOOL)))["index.html"]


def test_a_folder_is_written_note_by_note():
    def coming():
        yield supported()
        raise AssertionError

    assert next(folder_renderer("html")(coming(), Options(TOOL)))[0] == "0001-mandible.html"


@pytest.mark.parametrize(
    ("source", "name"),
    [
        ("notes/A b.txt", "0007-A-b.html"),
        ("-", "0007-note.html"),
        ("../../etc/passwd", "0007-passwd.html"),
        ("CON", "0007-CON.html"),
        ("a/骨.txt", "0007-note.html"),
        ("x" * 300, f"0007-{'x' * 60}.html"),
        ("b.json Bundle.entry[3]", "0007-b-json-Bundle.html"),
        ('<img src="x">\0.txt', "0007-img-src-x.html"),
        (".hidden", "0007-hidden.html"),
    ],
)
def test_file_names_are_valid_everywhere(source, name):
    assert file_name(7, source) == name


def colours():
    """The colours of both schemes by their name."""
    style = re.search(r"<style>(.*?)</style>", page_of(), re.DOTALL)[1]
    light, dark = (
        dict(re.findall(r"--([\w-]+): (#[0-9a-f]{6})", block)) for block in re.findall(r":root \{(.*?)\}", style, re.DOTALL)
    )
    assert set(light) == set(dark)
    return {"light": light, "dark": dark}


def luminance(colour):
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one, other):
    lower, upper = sorted((luminance(one), luminance(other)))
    return (upper + 0.05) / (lower + 0.05)


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize(
    ("text", "backs", "least"),
    [
        ("ink", ("page", "sheet", "words", "target"), 7),
        ("muted", ("page", "sheet", "words"), 4.5),
        ("link", ("page", "sheet", "words", "target"), 4.5),
        ("error", ("page", "sheet", "error-back"), 4.5),
        ("warning", ("sheet", "warning-back"), 4.5),
        ("info", ("sheet", "info-back"), 4.5),
        ("good", ("page", "sheet"), 4.5),
        ("target-line", ("sheet",), 3),
    ],
)
def test_contrast(scheme, text, backs, least):
    found = colours()[scheme]
    for back in backs:
        assert contrast(found[text], found[back]) >= least, (text, back)
