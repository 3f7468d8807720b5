"""``--statistics``: counts at the end of a run, as text and in JSON."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, datetime
from importlib.resources import files

import jsonschema
import pytest
from support.essentials import LETTER, SHORT
from support.reports import every_kind, supported, unsupported
from support.snapshots import assert_matches

from notelint.linter import Linter
from notelint.note import Note
from notelint.outputs.formats import Options, Tool, renderer
from notelint.report import Acknowledgement

SCHEMA = json.loads((files("notelint.outputs") / "report.schema.json").read_text("utf8"))
TOOL = Tool("0.1.0", [("microvascular-bone", "2026.1")])
REVIEWED = Acknowledgement("a.lind", datetime(2026, 3, 1, tzinfo=UTC), "reviewed", "seen")


def printed(form, reports, **options):
    return "".join(renderer(form)(reports, Options(TOOL, statistics=True, **options)))


def statistics(reports):
    document = json.loads(printed("json", reports))
    jsonschema.validate(document, SCHEMA)
    return document["statistics"]


@pytest.mark.parametrize("width", [40, 100])
def test_text(width):
    assert_matches(f"check/statistics-{width}.txt", printed("text", every_kind(), width=width, quiet=True))


def test_of_a_single_note_too():
    told = printed("text", [unsupported()])
    assert told.count("1 note: 0 supported, 1 unsupported, 0 not applicable") == 1
    assert "  donor site named                 0           1               0      1\n" in told


def test_hand_counted():
    found = statistics([supported(), supported("b.txt"), unsupported(), *every_kind()[-1:]])
    assert found["decisions"] == {"supported": 2, "unsupported": 1, "not_applicable": 0, "unreadable": 1}
    assert found["codes"] == [
        {"code": "20956", "supported": 0, "candidate": 1},
        {"code": "20970", "supported": 2, "candidate": 1},
    ]
    elements = {row.pop("element"): row for row in found["elements"]}
    assert elements["donor_site_named"] == {"documented": 2, "incomplete": 1, "not_documented": 0, "notes": 3}
    assert elements["recipient_vessels"] == {"documented": 0, "incomplete": 2, "not_documented": 1, "notes": 3}
    assert elements["metatarsal_level"] == {"documented": 0, "incomplete": 0, "not_documented": 1, "notes": 1}


def test_a_checklist_is_counted_by_itself_and_only_what_it_asks_for():
    linter = Linter(names=("operative-report",), profile="us-asc")
    reports = [linter.lint(Note(text)) for text in (SHORT, LETTER)]
    found = json.loads(printed("json", reports))["statistics"]
    jsonschema.validate(found, SCHEMA["$defs"]["statistics"] | {"$defs": SCHEMA["$defs"]})
    assert found["elements"] == []
    own = found["packs"]["operative-report"]
    assert own["kinds"] == {"operative_report": 1, "procedure_note": 0, "other": 1}
    elements = {row["element"]: (row["documented"], row["not_documented"]) for row in own["elements"]}
    assert (elements["surgeon_named"], elements["blood_loss"], "counts" in elements) == ((1, 0), (0, 1), False)
    told = printed("text", reports, quiet=True)
    assert (
        "operative-report: kinds of documents\n  kind of document  notes\n  operative report      1\n  other                 1\n"
        in told
    )
    assert ["blood", "loss", "0", "0", "1", "1"] in [line.split() for line in told.splitlines()]


def test_the_rule_with_most_findings_comes_first():
    generic = unsupported().findings[0]
    twice = replace(unsupported(), findings=(generic, generic, replace(generic, rule="a-rule")))
    rules = statistics([twice, unsupported()])["rules"]
    assert [(row["rule"], row["findings"], row["notes"]) for row in rules] == [("donor-site-generic", 3, 2), ("a-rule", 1, 1)]


def test_accepted_findings_are_counted_apart():
    found = unsupported().findings[0]
    report = replace(unsupported(), findings=(replace(found, acknowledged=REVIEWED), replace(found, in_baseline=True), found))
    (row,) = statistics([report])["rules"]
    assert (row["findings"], row["acknowledged"], row["baseline"]) == (3, 1, 1)
    told = printed("text", [report])
    assert "rule                severity  findings  notes  acknowledged  baseline" in told
    assert "donor-site-generic  error            3      1             1         1" in told


def test_without_the_option_nothing_is_added():
    document = json.loads("".join(renderer("json")(every_kind(), Options(TOOL))))
    assert "statistics" not in document
    assert "Elements" not in "".join(renderer("text")(every_kind(), Options(TOOL)))


def test_of_no_notes():
    assert statistics([]) == {
        "decisions": dict.fromkeys(("supported", "unsupported", "not_applicable", "unreadable"), 0),
        "codes": [],
        "rules": [],
        "elements": [],
    }
