"""``--format fhir``: resources that are valid by FHIR R4's own schema and by a library, whatever the report is."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import jsonschema
import pytest
from fhir.resources.R4B import get_fhir_model_class
from hypothesis import given, settings
from support import reports
from support.fhir_invariants import broken, unresolved
from support.odd_reports import RUNS
from support.snapshots import assert_matches

from notelint.linter import lint
from notelint.note import Note
from notelint.outputs.fhir.bundle import outcome, render
from notelint.outputs.formats import Options, Tool
from notelint.packs.loader import builtin_packs, load_catalogue
from notelint.report import Acknowledgement, Related

ROOT = Path(__file__).parents[2]
SAMPLES = ROOT.parent / "shared" / "samples" / "fhir_out"
SCHEMA = json.loads((ROOT / "tests" / "data" / "schemas" / "fhir-r4.json").read_text("utf8"))
NOW = datetime(2026, 3, 2, 8, 30, tzinfo=UTC)
CATALOGUES = [load_catalogue(folder) for folder in builtin_packs()]
OPTIONS = Options(Tool("1.2.3", [("some-pack", "2026.1")]), CATALOGUES, time=NOW)
BARE = replace(OPTIONS, excerpt=False)
# Codes whose binding is required in R4 and that the schema leaves open. Source: the pages of the resources, hl7.org/fhir/R4.
BOUND = {
    "DetectedIssue": {"status": {"registered", "preliminary", "final", "amended"}},
    "DocumentReference": {"status": {"current", "superseded", "entered-in-error"}},
}


def validate(resource):
    """Fail unless the resource is valid: its shape by the schema of R4, what must be there by the library (R4B).

    Of R4B the resources of these types are those of R4: it changed others (evidence, medication definitions, subscriptions).
    """
    kind = resource["resourceType"]
    jsonschema.Draft6Validator({**SCHEMA, "oneOf": [{"$ref": f"#/definitions/{kind}"}]}).validate(resource)
    get_fhir_model_class(kind).model_validate(resource)
    assert broken(resource) == []
    for key, codes in BOUND.get(kind, {}).items():
        assert resource[key] in codes


def bundle_of(found, options=OPTIONS):
    told = "".join(render(found, options)).encode("utf8", errors="replace").decode("utf8")
    bundle = json.loads(told)
    get_fhir_model_class("Bundle").model_validate(bundle)
    assert broken(bundle) == []
    assert unresolved(bundle) == []
    for entry in bundle["entry"]:
        validate(entry["resource"])
    return bundle


def of_kind(bundle, kind):
    return [entry["resource"] for entry in bundle["entry"] if entry["resource"]["resourceType"] == kind]


def accepted():
    report = reports.supported()
    first, second, third = report.findings
    by = Acknowledgement("A. Reviewer", NOW, "query-sent", "see the addendum of March 2")
    related = (Related(0, 12, "the title"),)
    return replace(report, findings=(replace(first, acknowledged=by, related=related), replace(second, in_baseline=True), third))


class TestExactly:
    def test_reports(self):
        assert_matches("check/report-fhir.txt", "".join(render([*reports.every_kind(), accepted()], OPTIONS)))

    def test_no_reports(self):
        assert_matches("check/none-fhir.txt", "".join(render([], OPTIONS)))


class TestValid:
    @given(RUNS)
    @settings(max_examples=60, deadline=None)
    def test_odd_reports(self, found):
        bundle = bundle_of(found)
        assert len(of_kind(bundle, "DetectedIssue")) == sum(len(report.findings) for report in found)
        assert len(of_kind(bundle, "OperationOutcome")) == len(of_kind(bundle, "Provenance")) == len(found)

    def test_the_schema_refuses_what_is_wrong(self):
        (issue, *_) = of_kind(bundle_of([accepted()]), "DetectedIssue")
        for wrong in ({"severity": "grave"}, {"identifiedDateTime": "yesterday"}, {"offset": 3}, {"evidence": {}}):
            with pytest.raises(jsonschema.ValidationError):
                validate(issue | wrong)
        with pytest.raises(ValueError, match="status"):
            validate({key: value for key, value in issue.items() if key != "status"})

    @pytest.mark.parametrize(
        ("kind", "change", "key"),
        [
            ("Bundle", lambda one: one.update(total=1), "bdl-1"),
            ("Bundle", lambda one: one["entry"][0].update(search={"mode": "match"}), "bdl-2"),
            ("Bundle", lambda one: one["entry"][0].update(request={"method": "PUT", "url": "x"}), "bdl-3"),
            ("Bundle", lambda one: one["entry"][0].update(response={"status": "200"}), "bdl-4"),
            ("Bundle", lambda one: one["entry"][0].pop("resource"), "bdl-5"),
            ("Bundle", lambda one: one["entry"].append(one["entry"][0]), "bdl-7"),
            ("Bundle", lambda one: one["entry"][0].update(fullUrl="http://x/Device/1/_history/2"), "bdl-8"),
            ("Bundle", lambda one: one.update(type="document"), "bdl-11"),
            ("Bundle", lambda one: one.update(type="message"), "bdl-12"),
            ("Task", lambda one: one.update(lastModified="2020-01-01"), "inv-1"),
            ("Task", lambda one: one.update(restriction={"repetitions": 1}), "tsk-1"),
            ("Task", lambda one: one.pop("text"), "dom-6"),
            ("Task", lambda one: one["text"].update(div="<div><script>x</script></div>"), "txt-1"),
            ("Task", lambda one: one["text"].update(div="<div> </div>"), "txt-2"),
            ("DetectedIssue", lambda one: one["implicated"][0].update(reference="#a"), "ref-1"),
            ("DetectedIssue", lambda one: one["code"].update(coding=[]), "ele-1"),
            ("OperationOutcome", lambda one: one["issue"][0].update(details={}), "ele-1"),
            ("Provenance", lambda one: one.update(contained=[{"resourceType": "Device", "id": "d"}]), "dom-3"),
            ("Provenance", lambda one: one.update(contained=[{"resourceType": "Device", "id": "d", "contained": []}]), "dom-2"),
            ("DocumentReference", lambda one: one["content"][0]["attachment"].update(data="QQ==", contentType=None), "ele-1"),
        ],
    )  # fmt: skip
    def test_the_invariants_refuse_what_is_wrong(self, kind, change, key):
        path = ROOT / "sample_notes" / "09-fibula-to-humerus-loupes-no-ischemia-time.txt"
        bundle = bundle_of([lint(path.read_text("utf8"))])
        resource = bundle if kind == "Bundle" else of_kind(bundle, kind)[0]
        change(resource)
        assert key in broken(resource)

    @pytest.mark.parametrize("path", sorted((ROOT / "sample_notes").glob("*.txt"))[::4], ids=lambda path: path.stem[:2])
    def test_samples(self, path):
        report = lint(path.read_text("utf8"))
        for options in (OPTIONS, BARE):
            bundle_of([replace(report, note=replace(report.note, source=path.name))], options)

    @pytest.mark.skipif(not SAMPLES.is_dir(), reason="needs ../shared/samples/fhir_out beside the project")
    def test_ours_have_what_the_published_examples_have(self):
        ours = {entry["resource"]["resourceType"]: entry["resource"] for entry in bundle_of([accepted()])["entry"]}
        examples = [json.loads(path.read_text("utf8")) for path in sorted(SAMPLES.glob("*.json"))]
        assert {example["resourceType"] for example in examples} == {"DetectedIssue", "OperationOutcome", "Task"}
        shared = {
            "DetectedIssue": {"status", "code", "severity", "identifiedDateTime", "author", "implicated", "detail"},
            "OperationOutcome": {"issue"},
            "Task": {"status", "intent", "code", "authoredOn", "requester"},
        }
        for example in examples:
            keys = shared[example["resourceType"]]
            assert keys & example.keys()
            assert keys <= ours[example["resourceType"]].keys()


class TestContent:
    def test_references_lead_to_entries(self):
        bundle = bundle_of([*reports.every_kind(), accepted()])
        names = [entry["fullUrl"] for entry in bundle["entry"]]
        assert len(names) == len(set(names))
        found = json.dumps(bundle).split('"reference": "')[1:]
        assert found
        assert {reference.partition('"')[0] for reference in found} <= set(names)

    def test_evidence_is_a_range_of_characters_by_rfc_5147(self):
        note = Note("a\r\nbc\r\nskin island", "a.txt")
        report = replace(reports.not_applicable(), note=note, findings=(reports.finding(note, "x", "error", "m", "skin"),))
        bundle = bundle_of([report])
        (issue,), (document,) = of_kind(bundle, "DetectedIssue"), of_kind(bundle, "DocumentReference")
        (evidence,) = issue["evidence"]
        assert evidence["detail"][0]["identifier"]["value"] == f"{document['identifier'][0]['value']}#char=5,9"
        assert evidence["code"] == [{"text": "line 3, column 1: \u201cskin\u201d"}]

    def test_acknowledged_and_baseline(self):
        bundle = bundle_of([accepted()])
        first, second, third = of_kind(bundle, "DetectedIssue")
        (mitigation,) = first["mitigation"]
        assert mitigation["action"]["coding"][0]["code"] == "query-sent"
        assert mitigation["author"] == {"display": "A. Reviewer"}
        assert second["meta"]["tag"][0]["code"] == "baseline"
        assert "mitigation" not in third
        issues = of_kind(bundle, "OperationOutcome")[0]["issue"]
        assert [issue["severity"] for issue in issues[1:3]] == ["information", "information"]

    def test_the_task_has_the_query_and_nobody_has_sent_it(self):
        path = ROOT / "sample_notes" / "09-fibula-to-humerus-loupes-no-ischemia-time.txt"
        (task,) = of_kind(bundle_of([lint(path.read_text("utf8"))]), "Task")
        assert (task["status"], task["intent"]) == ("draft", "proposal")
        (query,) = task["input"]
        assert query["type"] == {"text": "query"}
        assert "ischemia time" in query["valueMarkdown"]
        assert "20955" not in query["valueMarkdown"]

    def test_what_made_it(self):
        bundle = bundle_of([accepted()])
        (device,), (provenance,) = of_kind(bundle, "Device"), of_kind(bundle, "Provenance")
        assert [one["value"] for one in device["version"]] == ["1.2.3", "2026.1"]
        assert provenance["agent"][0]["who"]["display"] == "notelint 1.2.3; packs: some-pack 2026.1"
        made = {entry["fullUrl"] for entry in bundle["entry"]} - {one["reference"] for one in provenance["target"]}
        assert len(made) == 3  # the device, the note, and the provenance itself

    def test_no_word_of_the_note_without_excerpts(self):
        told = "".join(render([accepted()], BARE))
        assert "A. Reviewer" not in told
        assert "the addendum of March" not in told
        assert not [word for word in ("considered", "circumflex", "bled", "inset") if word in told]
        assert "line 4, column" in told

    def test_the_answer_alone(self):
        alone = outcome([accepted()], OPTIONS)
        validate(alone)
        assert [issue["severity"] for issue in alone["issue"]] == ["information", "information", "information", "information"]

    def test_the_answer_alone_about_several_notes_and_about_none(self):
        both = outcome([accepted(), accepted()], OPTIONS)
        validate(both)
        assert len(both["issue"]) == 8
        validate(outcome([], OPTIONS))

    def test_a_note_that_cannot_be_read(self):
        report = next(one for one in reports.every_kind() if one.error is not None)
        alone = outcome([report], OPTIONS)
        assert [(issue["severity"], issue["details"]["text"]) for issue in alone["issue"]] == [("fatal", report.error)]
