"""A checklist without codes in every format: its elements and their words, beside the family's and alone."""

from __future__ import annotations

import csv
import io
import json
import re
from xml.etree import ElementTree as ET

import pytest
from support.notes import SAMPLES, text_of
from support.reports_of_operations import HERNIA, VISIT, all_packs, report_of
from support.snapshots import assert_matches

from notelint.outputs.explain import explain_data, explain_text
from notelint.outputs.formats import Options, Tool, renderer
from notelint.packs.loader import builtin_packs, load_catalogue

SAMPLE_9 = text_of(next(path for path in SAMPLES if path.name.startswith("09")))
PACKS = [load_catalogue(folder) for folder in builtin_packs()]
ALONE = ("operative-report",)


def shown(form, *texts, names=None, **options):
    given = {"names": names} if names else {}
    reports = [report_of(text, **given) for text in texts]
    catalogues = all_packs(**given).catalogues
    tool = Tool("0.1.0", [(one.info.id, one.info.version) for one in catalogues])
    return "".join(renderer(form)(reports, Options(tool, catalogues, **options)))


def entry(page, title):
    """The text of the entry of an element on a page."""
    (found,) = re.findall(rf'<li class="entry [^>]*id="n1-p\d+">(?:(?!</li>).)*> {title}(?:(?!</li>).)*</li>', page, re.DOTALL)
    return " ".join(re.sub("<[^>]+>", " ", found).split())


class TestPage:
    def test_elements_with_status_and_words_under_their_own_title(self):
        page = shown("html", HERNIA)
        assert '<h2 id="n1-pack1">Operative report (us-hospital)</h2>' in page
        assert "P14 ~ Implants and grafts" in entry(page, "Implants and grafts")
        assert "“A piece of mesh was placed”" in entry(page, "Implants and grafts")
        assert "To document: implants, grafts and devices" in entry(page, "Implants and grafts")
        assert "Not applicable: Side of the operation, Specimens, Drains, tubes and packs." in page
        assert "Not asked for: Anesthetist by name, Elective or emergency." in page
        assert '<b>5</b> of 19 documented <span class="muted">Operative report (us-hospital)</span>' in page

    def test_each_pack_has_its_own_texts_for_an_element_of_one_name(self):
        page = shown("html", SAMPLE_9)
        hints = re.findall("Estimated blood loss.*?To document: ([^<]*)<", page, re.DOTALL)
        assert [hint.replace("&#34;", '"') for hint in hints] == ["a figure, or minimal", 'a figure, "minimal" or none']
        ids = re.findall(' id="([^"]*)"', page)
        assert len(ids) == len(set(ids))

    def test_a_document_of_another_kind_is_named_and_left_alone(self):
        page = shown("html", VISIT)
        assert "Not asked, this is no operative report." in page
        assert 'class="figures"' not in page or "of 0 documented" not in page
        assert 'id="n1-p1"' not in page

    def test_alone_it_says_nothing_of_codes(self):
        page = shown("html", HERNIA, names=ALONE)
        assert "not applicable</span>" not in page
        assert page.count("documented <span") == 1
        assert 'id="n1-checklist"' not in page

    def test_the_index_has_both(self):
        page = shown("html", SAMPLE_9, HERNIA, VISIT)
        cells = [re.sub("<[^>]+>", " ", cell).split() for cell in re.findall('<td class="figure">(.*?)</td>', page)]
        assert [" ".join(words) for words in cells] == [
            "18 of 21 13 of 21 operative report (us-hospital)", "5 of 19 operative report (us-hospital)", "–",
        ]  # fmt: skip


@pytest.mark.parametrize(("name", "text"), [("hernia", HERNIA), ("visit", VISIT)])
def test_the_text_in_full(name, text):
    assert_matches(f"check/checklist-{name}-full.txt", shown("text", text, full=True))


def test_no_words_of_another_matter_stand_under_what_is_missing():
    """The place of a finding on something missing is a heading: it is shown by its line and column alone."""
    told = shown("text", HERNIA)
    assert "warning[essential-postoperative-diagnosis-missing] 3:1" in told
    assert "“PREOPERATIVE DIAGNOSIS" not in told


def test_markdown_has_a_line_for_it():
    told = shown("markdown", HERNIA, VISIT)
    assert "\noperative report (us-hospital): 5 of 19 documented; incomplete: indication, implants; not documented: date" in told
    assert "\noperative report (us-hospital): not asked, this is no operative report\n" in told


def test_sarif_explains_the_rules_from_the_pack_that_has_them():
    (run,) = json.loads(shown("sarif", HERNIA))["runs"]
    rules = {rule["id"]: rule for rule in run["tool"]["driver"]["rules"]}
    assert "42 CFR 482.51" in rules["essential-anesthesia-type-missing"]["help"]["text"]
    assert {result["ruleId"] for result in run["results"]} == set(rules)


@pytest.mark.parametrize("form", ["concise", "github", "csv", "junit"])
def test_its_findings_stand_in_every_list(form):
    told = shown(form, HERNIA)
    assert "essential-findings-missing" in told
    assert "no findings are documented" in told


@pytest.mark.parametrize(("names", "decision"), [(None, "not_applicable"), (ALONE, None)], ids=["both", "alone"])
def test_a_decision_is_told_only_where_a_pack_decides(names, decision):
    suite = ET.fromstring(shown("junit", HERNIA, names=names)).find("testsuite")
    properties = {one.get("name"): one.get("value") for one in suite.iter("property")}
    assert properties == ({"decision": decision} if decision else {}) | {"operative-report": "operative_report"}
    rows = list(csv.DictReader(io.StringIO(shown("csv", HERNIA, names=names))))
    assert {row["decision"] for row in rows} == {decision or ""}


def test_fhir_has_what_it_found_and_the_query():
    resources = [one["resource"] for one in json.loads(shown("fhir", HERNIA))["entry"]]
    (outcome,) = (one for one in resources if one["resourceType"] == "OperationOutcome")
    told = [issue["details"]["text"] for issue in outcome["issue"]]
    assert told[1].startswith("operative report (us-hospital): 5 of 19 documented; incomplete: indication, implants;")
    (task,) = (one for one in resources if one["resourceType"] == "Task")
    assert "Postoperative diagnosis" in task["input"][0]["valueMarkdown"]


class TestExplain:
    def test_a_rule_with_its_severity_in_each_profile(self):
        told = explain_text(PACKS, "essential-blood-loss-missing", 200)
        assert "severity        warning for us-hospital and uk-rcs; info for us-asc\n" in told
        assert explain_data(PACKS, "essential-implants-incomplete")["profiles"] == dict.fromkeys(
            ("us-hospital", "us-asc", "uk-rcs"), "info"
        )

    @pytest.mark.parametrize("name", ["blood_loss", "Blood-Loss"])
    def test_an_element_of_two_packs_in_both(self, name):
        told = explain_text(PACKS, name, 100)
        first, second = told.index("In the pack microvascular-bone:\n"), told.index("In the pack operative-report:\n")
        assert first < told.index("\n  blood-loss-missing") < second < told.index("\n  essential-blood-loss-missing")
        data = explain_data(PACKS, name)
        assert (data["pack"], [one["pack"] for one in data["also"]]) == ("microvascular-bone", ["operative-report"])

    def test_an_element_of_one_pack_has_no_others(self):
        assert "also" not in explain_data(PACKS, "ischemia_time")
