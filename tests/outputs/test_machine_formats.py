"""SARIF, JUnit XML, GitHub annotations, CSV and Markdown: exact output, their schemas, and no report that breaks their syntax."""

from __future__ import annotations

import csv
import io
import json
import re
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from urllib.parse import unquote_to_bytes

import jsonschema
import pytest
from hypothesis import given, settings
from lxml import etree
from markdown_it import MarkdownIt
from support import reports
from support.odd_reports import RUNS
from support.snapshots import assert_matches

from notelint.fingerprint import fingerprints
from notelint.note import Note
from notelint.outputs.excerpt import printable
from notelint.outputs.formats import FORMATS, Options, Tool, renderer
from notelint.outputs.markdown_text import code, escaped
from notelint.outputs.sarif_run import artifact_location
from notelint.outputs.table import COLUMNS
from notelint.packs.claims import claim_rules
from notelint.packs.loader import builtin_packs, load_catalogue
from notelint.places import Place, PlaceMap
from notelint.report import Acknowledgement

SCHEMAS = Path(__file__).parents[1] / "data" / "schemas"
SARIF = jsonschema.Draft4Validator(json.loads((SCHEMAS / "sarif-2.1.0.json").read_text("utf8")))
JUNIT = etree.XMLSchema(etree.parse(SCHEMAS / "junit.xsd"))
CATALOGUES = [load_catalogue(folder) for folder in builtin_packs()]
OPTIONS = Options(Tool("1.2.3", [("some-pack", "2026.1")]), CATALOGUES)
BARE = replace(OPTIONS, excerpt=False)
MACHINE = ["sarif", "junit", "github", "csv", "markdown"]
_TIMESTAMP = re.compile(r'timestamp="[^"]*"')


def rendered(form, found, options=OPTIONS):
    """The output as a program reads it from the file."""
    return "".join(renderer(form)(found, options)).encode("utf8", errors="replace").decode("utf8")


def accepted():
    """A note with an acknowledged finding and one of the baseline, read from a document."""
    report = reports.supported("notes/op.docx")
    first, second, third = report.findings
    by = Acknowledgement(
        "A. Reviewer", datetime(2026, 3, 2, 8, 30, tzinfo=UTC), "addendum", "see the addendum of March 2", date(2026, 12, 31)
    )
    places = PlaceMap((0, 100), (Place(("PDF",), page=1), Place(("PDF",), page=2, paragraph=5)))
    note = replace(report.note, places=places)
    findings = (replace(first, acknowledged=by), replace(second, in_baseline=True), third)
    return replace(report, note=note, findings=findings)


def every_kind():
    return [*reports.every_kind(), accepted()]


class TestExactly:
    @pytest.mark.parametrize("form", MACHINE)
    def test_reports(self, form):
        told = rendered(form, every_kind(), replace(OPTIONS, baseline=True))
        assert_matches(f"check/report-{form}.txt", _TIMESTAMP.sub('timestamp="NOW"', told))

    @pytest.mark.parametrize("form", MACHINE)
    def test_no_reports(self, form):
        assert_matches(f"check/none-{form}.txt", rendered(form, []))

    @pytest.mark.parametrize("form", MACHINE)
    def test_without_excerpts_no_word_of_the_note(self, form):
        report = accepted()
        told = rendered(form, [report], BARE)
        words = {word for word in re.findall(r"\w{6,}", report.note.text) if word not in str(report.findings[0].message)}
        assert not [word for word in words & {"considered", "chosen", "circumflex", "island", "facial", "bled"} if word in told]
        assert "A. Reviewer" not in told
        assert "see the addendum" not in told

    def test_quiet_markdown_has_only_findings(self):
        told = rendered("markdown", every_kind(), replace(OPTIONS, quiet=True))
        assert "Summary" not in told
        assert "appendix.txt" not in told
        assert "mandible.txt" in told


class TestSarif:
    @given(RUNS)
    @settings(max_examples=80, deadline=None)
    def test_odd_reports(self, found):
        document = json.loads(rendered("sarif", found, replace(OPTIONS, baseline=True)))
        SARIF.validate(document)
        (run,) = document["runs"]
        told = [finding for report in found for finding in report.findings]
        assert [result["message"]["text"] for result in run["results"]] == [shown(finding.message) for finding in told]
        rules = run["tool"]["driver"]["rules"]
        for result, finding in zip(run["results"], told, strict=True):
            (location,) = result["locations"]
            place = location["physicalLocation"]
            assert place["artifactLocation"]["uri"] == run["artifacts"][place["artifactLocation"]["index"]]["location"]["uri"]
            assert (place["region"]["charOffset"], place["region"]["startLine"]) == (finding.start, finding.line)
            assert rules[result["ruleIndex"]]["id"] == result["ruleId"] == finding.rule
            assert ("suppressions" in result) == (finding.acknowledged is not None)
            assert result["baselineState"] == ("unchanged" if finding.in_baseline else "new")
        (invocation,) = run["invocations"]
        failed = [report for report in found if report.error is not None]
        assert invocation["executionSuccessful"] == (not failed)
        assert len(invocation["toolExecutionNotifications"]) == len(failed)

    @pytest.mark.parametrize("text", ["a\nbc\nd", "a\r\nbc\r\nd", "a\rbc\rd", "𝄞\nbc\nd"])
    def test_regions_count_code_points_and_lines_as_the_note_does(self, text):
        note = Note(text, "a.txt")
        report = replace(reports.not_applicable(), note=note, findings=(reports.finding(note, "x", "error", "m", "bc"),))
        (run,) = json.loads(rendered("sarif", [report]))["runs"]
        (result,) = run["results"]
        region = result["locations"][0]["physicalLocation"]["region"]
        assert region == {
            "startLine": 2, "startColumn": 1, "endLine": 2, "endColumn": 3, "charOffset": text.index("bc"), "charLength": 2,
            "snippet": {"text": "bc"},
        }  # fmt: skip
        assert run["columnKind"] == "unicodeCodePoints"

    def test_every_rule_is_described(self):
        note = reports.supported().note
        names = [*(name for catalogue in CATALOGUES for name in catalogue.rules), *claim_rules()]
        findings = tuple(reports.finding(note, name, "error", "m", "skin") for name in names)
        document = json.loads(rendered("sarif", [replace(reports.supported(), findings=findings)]))
        SARIF.validate(document)
        rules = document["runs"][0]["tool"]["driver"]["rules"]
        assert [rule["id"] for rule in rules] == names
        for rule in rules:
            assert rule["shortDescription"]["text"]
            assert rule["defaultConfiguration"]["level"] in {"error", "warning", "note"}
            assert all(part in rule["help"]["text"] for part in ("Why it matters: ", "Fires: ", "Stays silent: ", "Source: "))
            assert rule["properties"]["tags"][0] in {"note", "claim"}

    def test_fingerprints(self):
        report = reports.supported()
        (run,) = json.loads(rendered("sarif", [report]))["runs"]
        assert [result["partialFingerprints"]["notelint/v1"] for result in run["results"]] == fingerprints(report.findings)

    def test_notes_of_one_file_share_it(self):
        note = reports.supported().note
        found = [
            replace(reports.supported(), note=replace(note, source=f"b.json entry[{n}]", name=f"entry[{n}]")) for n in range(2)
        ]
        (run,) = json.loads(rendered("sarif", found))["runs"]
        assert [artifact["location"]["uri"] for artifact in run["artifacts"]] == ["b.json"]
        assert [result["properties"]["note"] for result in run["results"]] == ["entry[0]"] * 3 + ["entry[1]"] * 3

    def test_a_run_without_a_baseline_says_nothing_of_it(self):
        assert '"baselineState"' not in rendered("sarif", [accepted()])

    @pytest.mark.parametrize(
        ("source", "location"),
        [
            ("notes/a b.txt", {"uri": "notes/a%20b.txt", "uriBaseId": "%SRCROOT%"}),
            ("./a:b%.txt", {"uri": "a%3Ab%25.txt", "uriBaseId": "%SRCROOT%"}),
            ("é.txt", {"uri": "%C3%A9.txt", "uriBaseId": "%SRCROOT%"}),
            ("a\udcff.txt", {"uri": "a%FF.txt", "uriBaseId": "%SRCROOT%"}),
            ("../a.txt", {"uri": "../a.txt"}),
            ("/tmp/a b.txt", {"uri": "file:///tmp/a%20b.txt"}),
            ("-", {"uri": "-", "uriBaseId": "%SRCROOT%"}),
        ],
    )
    def test_a_path_as_uri(self, source, location):
        assert artifact_location(source) == location
        assert unquote_to_bytes(location["uri"].removeprefix("file://")).endswith(source.encode("utf8", "surrogateescape")[-5:])


class TestJUnit:
    @given(RUNS)
    @settings(max_examples=80, deadline=None)
    def test_odd_reports(self, found):
        root = etree.fromstring(rendered("junit", found).encode())
        JUNIT.assertValid(root)
        suites = root.findall("testsuite")
        assert [suite.get("id") for suite in suites] == [str(number) for number in range(len(found))]
        for suite, report in zip(suites, found, strict=True):
            cases = suite.findall("testcase")
            assert [case.get("name") for case in cases] == ["read", *sorted({finding.rule for finding in report.findings})]
            assert int(suite.get("tests")) == len(cases)
            for count, kind in (("failures", "failure"), ("errors", "error"), ("skipped", "skipped")):
                assert int(suite.get(count)) == len(suite.findall(f"testcase/{kind}"))

    @pytest.mark.parametrize(
        ("fail_on", "outcomes"),
        [
            ("error", {"ischemia-time-missing": "failure"}),
            ("warning", {"ischemia-time-missing": "failure", "laterality-conflict": "failure"}),
            ("never", {}),
        ],
    )
    def test_fails_as_the_run_does(self, fail_on, outcomes):
        note = reports.supported().note
        findings = (
            reports.finding(note, "ischemia-time-missing", "error", "m", "skin"),
            reports.finding(note, "laterality-conflict", "warning", "m", "skin"),
        )
        report = replace(reports.supported(), findings=findings)
        root = etree.fromstring(rendered("junit", [report], replace(OPTIONS, fail_on=fail_on)).encode())
        assert {case.get("name"): child.tag for case in root.iter("testcase") for child in case} == outcomes

    def test_an_acknowledged_finding_is_skipped(self):
        root = etree.fromstring(rendered("junit", [accepted()], replace(OPTIONS, fail_on="info")).encode())
        told = {case.get("name"): [(child.tag, child.get("message")) for child in case] for case in root.iter("testcase")}
        first, second, third = accepted().findings
        assert told == {
            "read": [],
            first.rule: [("skipped", "acknowledged")],
            second.rule: [("skipped", "baseline")],
            third.rule: [("failure", third.message)],
        }


_COMMAND = re.compile(r"::(?P<name>error|warning|notice) (?P<properties>[^\n]*?)::(?P<message>[^\n\r]*)")


def commands(told):
    """The workflow commands as the runner reads them: line by line, then split, then unescaped."""
    for line in re.split(r"\r?\n|\r", told)[:-1]:
        command = _COMMAND.fullmatch(line)
        values = dict(pair.split("=", 1) for pair in command["properties"].split(","))
        yield command["name"], {key: unescaped(value) for key, value in values.items()}, unescaped(command["message"])


def unescaped(told):
    for code_, char in (("%3A", ":"), ("%2C", ","), ("%0D", "\r"), ("%0A", "\n"), ("%25", "%")):
        told = told.replace(code_, char)
    return told


class TestGitHub:
    @given(RUNS)
    @settings(max_examples=80, deadline=None)
    def test_odd_reports(self, found):
        told = list(commands(rendered("github", found)))
        expected = []
        for report in found:
            expected += [report.error] if report.error is not None else []
            expected += [finding.message for finding in report.findings if not finding.in_baseline]
        assert len(told) == len(expected)
        assert all(message.startswith(shown(start)) for (_, _, message), start in zip(told, expected, strict=True))
        assert all({"file", "title"} <= values.keys() for _, values, _ in told)

    def test_exactly(self):
        note = Note("The skin\nis pink", "a,b:c%.txt")
        report = replace(
            reports.not_applicable(), note=note, findings=(reports.finding(note, "r", "info", "50 %:\na, b", "skin"),)
        )
        assert rendered("github", [report]) == (
            "::notice file=a%2Cb%3Ac%25.txt,line=1,endLine=1,col=5,endColumn=9,title=r::50 %25:%0Aa, b\n"
        )

    def test_a_document_has_its_place_in_the_message_and_no_line_of_its_bytes(self):
        note = Note("The skin\nis pink", "op.pdf", places=PlaceMap((0,), (Place(("PDF",), page=2, paragraph=5),)))
        report = replace(reports.not_applicable(), note=note, findings=(reports.finding(note, "r", "error", "no skin", "pink"),))
        assert rendered("github", [report]) == "::error file=op.pdf,title=r::no skin (PDF p.2 ¶5)\n"


class TestCsv:
    @given(RUNS)
    @settings(max_examples=80, deadline=None)
    def test_odd_reports(self, found):
        header, *rows = csv.reader(io.StringIO(rendered("csv", found), newline=""))
        assert tuple(header) == COLUMNS
        expected = []
        for report in found:
            expected += [report.error] if report.error is not None else []
            expected += [finding.message for finding in report.findings]
        assert [row[COLUMNS.index("message")].removeprefix("'") for row in rows] == [
            shown(printable(told)).removeprefix("'") for told in expected
        ]
        assert {len(row) for row in rows} <= {len(COLUMNS)}
        cells = [cell for row in rows for cell in row]
        assert not [cell for cell in cells if cell.lstrip()[:1] in ("=", "+", "-", "@", "＝", "＋", "－", "＠")]
        assert not [cell for cell in cells if re.search(r"[\t\r\n]", cell)]

    @pytest.mark.parametrize("told", ["=cmd|' /C calc'!A0", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "＝1"])
    def test_a_formula_is_text(self, told):
        note = Note("words", told)
        report = replace(reports.not_applicable(), note=note, findings=(reports.finding(note, "r", "info", told, "words"),))
        (row,) = csv.DictReader(io.StringIO(rendered("csv", [report])))
        assert row["note"] == row["message"] == f"'{printable(told)}"


def items(told):
    """The kinds of what a Markdown reader sees, and its texts."""
    tokens = MarkdownIt("commonmark").enable(["table", "strikethrough"]).parse(told)
    inline = [child for token in tokens for child in token.children or ()]
    return [token.type for token in tokens], [child.type for child in inline], "".join(child.content for child in inline)


class TestMarkdown:
    @given(RUNS)
    @settings(max_examples=80, deadline=None)
    def test_odd_reports(self, found):
        blocks, inline, _ = items(rendered("markdown", found))
        assert blocks.count("heading_open") == len(found) + 2
        assert blocks.count("list_item_open") == sum(len(report.findings) for report in found)
        assert set(blocks) <= {
            "heading_open", "heading_close", "inline", "paragraph_open", "paragraph_close", "bullet_list_open",
            "bullet_list_close", "list_item_open", "list_item_close", "table_open", "table_close", "thead_open", "thead_close",
            "tbody_open", "tbody_close", "tr_open", "tr_close", "th_open", "th_close", "td_open", "td_close",
        }  # fmt: skip
        assert set(inline) <= {
            "text", "text_special", "code_inline", "strong_open", "strong_close", "em_open", "em_close", "hardbreak", "softbreak"
        }  # fmt: skip

    @pytest.mark.parametrize(
        "told",
        [
            "a * b_c [d](e) <i> | `f` ~~g~~ $h$ {i} \\j &amp; __k__ @l #12", "`", "``a`", " ` ", "[x]: y", "http://x.y/z",
        ],
    )  # fmt: skip
    def test_is_shown_as_it_is(self, told):
        _, kinds, text = items(f"- {escaped(told)}")
        assert text.replace("\u2060", "") == told.strip()
        assert set(kinds) <= {"text", "text_special"}
        _, kinds, text = items(f"- {code(told)}")
        assert (kinds, text.strip()) == (["code_inline"], told.strip())


def shown(text):
    """What is left of a text in UTF-8."""
    return text.encode("utf8", errors="replace").decode("utf8")


def test_every_format_gives_its_output_note_by_note():
    alive = []

    def notes():
        for number in range(20):
            alive.append(number)
            yield reports.supported(f"{number}.txt")

    for form in FORMATS.keys() - {"html"}:  # a page of many notes begins with their index
        alive.clear()
        pieces = renderer(form)(notes(), OPTIONS)
        before = [len(alive) for piece in pieces if piece]
        assert len(set(before)) >= 19, form
