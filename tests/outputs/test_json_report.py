from __future__ import annotations

import copy
import json
from importlib.resources import files

import jsonschema
import pytest
from support.reports import TEXT, every_kind, supported, unreadable
from support.snapshots import assert_matches

from notelint.note import Note
from notelint.outputs.formats import Options, Tool, renderer
from notelint.outputs.json_report import note_data, render
from notelint.report import Element, Evidence, Report

SCHEMA = json.loads((files("notelint.outputs") / "report.schema.json").read_text("utf8"))
TOOL = Tool("0.1.0", [("microvascular-bone", "2026.1")])


def document(reports, *, excerpt=True):
    return json.loads("".join(render(reports, Options(TOOL, excerpt=excerpt))))


def printed(form, **options):
    return "".join(renderer(form)(every_kind(), Options(TOOL, **options)))


def test_the_schema_is_a_schema():
    jsonschema.Draft202012Validator.check_schema(SCHEMA)


@pytest.mark.parametrize("excerpt", [True, False])
def test_the_document_follows_the_schema(excerpt):
    jsonschema.validate(json.loads(printed("json", excerpt=excerpt)), SCHEMA)


def test_the_document_of_no_notes_follows_the_schema():
    jsonschema.validate(document([]), SCHEMA)


def test_the_document_is_written_note_by_note():
    linted = []

    def reports():
        for report in every_kind():
            linted.append(report.note.source)
            yield report

    pieces = render(reports(), Options(TOOL))
    told = [(len(linted), piece) for piece in pieces]
    assert [count for count, _ in told] == [0, 1, 2, 3, 4, 4]
    whole = "".join(piece for _, piece in told)
    assert whole == json.dumps(json.loads(whole), indent=2, ensure_ascii=False) + "\n"


def test_a_line_separator_inside_a_note_is_no_line_of_the_document():
    note = Note("a\u2028flap\n", "odd\u2028name\u0085.txt")
    report = Report(note, elements={"microscope": Element("met", (Evidence(0, 6, note.text[0:6]),))})
    (read,) = json.loads("".join(render([report], Options(TOOL))))["notes"]
    assert read == note_data(report)


def test_the_document():
    assert_matches("check/report.json", printed("json"))


def test_a_line_of_jsonl_is_a_note_of_the_document():
    lines = printed("jsonl").splitlines()
    assert [json.loads(line) for line in lines] == json.loads(printed("json"))["notes"]


def test_a_line_of_jsonl_has_no_other_line_break():
    assert printed("jsonl").isascii()


def test_evidence_is_the_words_at_its_offsets():
    note = note_data(supported())
    places = [place for element in note["elements"].values() for place in element["evidence"]]
    assert places
    assert all(place["text"] == TEXT[place["start"] : place["end"]] for place in places)


@pytest.mark.parametrize("form", ["json", "jsonl"])
def test_without_excerpt_evidence_keeps_its_place_and_loses_its_words(form):
    told = printed(form, excerpt=False)
    assert "operating microscope" not in told
    assert "facial artery" not in told
    with_words, without = (document([supported()], excerpt=excerpt)["notes"][0] for excerpt in (True, False))
    assert without["elements"]["microscope"]["evidence"] == [{**with_words["elements"]["microscope"]["evidence"][0], "text": ""}]


def test_a_note_that_could_not_be_read_keeps_its_place():
    told = document([unreadable(), supported()])
    assert told["notes"][0] == {
        "source": "notes/scan.txt",
        "encoding": None,
        "decision": None,
        "facts": {},
        "elements": {},
        "integrity": [],
        "findings": [],
        "set_aside": [],
        "events": [],
        "timelines": [],
        "error": "binary, not plain text; save the note as plain text (UTF-8)",
    }
    marked = {"acknowledged": 0, "in_baseline": 0}
    assert told["summary"] == {"notes": 2, "errors": 1, "warnings": 1, "infos": 1, "unreadable": 1, **marked}


def _drop(*path):
    def change(note):
        for step in path[:-1]:
            note = note[step]
        del note[path[-1]]

    return change


def _put(value, *path):
    def change(note):
        for step in path[:-1]:
            note = note[step]
        note[path[-1]] = value

    return change


@pytest.mark.parametrize(
    "mistake",
    [
        _drop("decision", "trace"),
        _put(None, "decision"),
        _put("maybe", "decision", "status"),
        _put([], "decision", "codes"),
        _put(["20955"], "decision", "candidates"),
        _put([20970], "decision", "codes"),
        _put("not_applicable", "decision", "status"),
        _drop("facts", "transfer"),
        _put(6, "facts", "metatarsal_ray"),
        _drop("elements", "microscope"),
        _put([], "elements", "microscope", "evidence"),
        _put("yes", "elements", "microscope", "status"),
        _put(-1, "elements", "microscope", "evidence", 0, "start"),
        _drop("elements", "microscope", "values"),
        _put("Not A Name", "findings", 0, "rule"),
        _put("fatal", "findings", 0, "severity"),
        _put(0, "findings", 0, "line"),
        _put("two\nlines", "findings", 0, "message"),
        _drop("findings", 0, "source"),
        _put(["laterality_conflict"] * 2, "integrity"),
        _put("an error beside a decision", "error"),
        _drop("set_aside", 0, "evidence"),
    ],
)
def test_the_schema_catches_mistakes(mistake):
    told = copy.deepcopy(document([supported()]))
    jsonschema.validate(told, SCHEMA)
    mistake(told["notes"][0])
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate(told, SCHEMA)


def test_the_schema_lets_keys_be_added():
    told = document([supported()])
    told["notes"][0]["new"] = told["new"] = told["notes"][0]["findings"][0]["new"] = 1
    jsonschema.validate(told, SCHEMA)
