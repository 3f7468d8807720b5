"""Reports of a check as results of an audit, whole and broken."""

from __future__ import annotations

import json
from collections import Counter
from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from support.audits import document, entry, lines, unreadable
from support.essentials import LETTER, REPORT, SHORT
from support.reports import ELEMENTS, every_kind, supported

from notelint.audit.model import Known, Results, add_report
from notelint.inputs.results import NoResultsError, results_in
from notelint.linter import Linter
from notelint.note import Note
from notelint.outputs.formats import Options, Tool, renderer
from notelint.pack_names import ALL_PACKS

PACKS = [("microvascular_bone", "1")]
KNOWN = Known(frozenset({"20955", "20956", "20969", "20970"}), frozenset(ELEMENTS))


@pytest.fixture
def read(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)

    def read(text, name="report.json"):
        (tmp_path / name).write_bytes(text if isinstance(text, bytes) else text.encode())
        return results_in(name, KNOWN, PACKS)

    return read


@pytest.mark.parametrize("form", [document, lines])
def test_decisions(read, form):
    entries = [
        entry("a"),
        entry("b", (), ("20955", "20969"), rules=["skin-paddle-undetermined"]),
        entry("c", ()),
        unreadable("d"),
    ]
    found = read(form(entries))
    assert [(note.id, note.status, note.codes, note.candidates) for note in found.notes] == [
        ("a", "supported", ("20955",), ()),
        ("b", "unsupported", (), ("20955", "20969")),
    ]
    assert found.notes[1].rules == {"skin-paddle-undetermined"}
    assert found.counts == Counter(not_applicable=1, unreadable=1)
    assert (found.problems, found.total) == ([], 4)


@pytest.mark.parametrize("form", ["json", "jsonl"])
def test_what_check_prints_gives_what_checking_gives(read, form):
    reports = every_kind()
    printed = read("".join(renderer(form)(reports, Options(Tool("0.1.0", PACKS)))))
    now = Results()
    for report in reports:
        add_report(now, report, KNOWN)
    assert printed.notes == now.notes
    assert printed.counts == now.counts
    assert [note.id for note in now.notes] == ["notes/mandible.txt", "notes/unclear.txt"]


@pytest.mark.parametrize("form", ["json", "jsonl"])
def test_a_checklist_takes_its_own_answers_and_counts_what_was_checked_without_it(tmp_path, form):
    linter = Linter(names=ALL_PACKS)
    reports = [linter.lint(Note(text, name)) for name, text in (("full", REPORT), ("short", SHORT), ("letter", LETTER))]
    known = Known(frozenset(), frozenset(linter.catalogues[1].elements), "operative-report", frozenset({"blood_loss", "counts"}))
    path = tmp_path / "report.json"
    path.write_text("".join(renderer(form)([*reports, supported()], Options(Tool("0.1.0", PACKS)))), "utf8")
    found = results_in(str(path), known, PACKS)
    now = Results()
    for report in reports:
        add_report(now, report, known)
    assert found.notes == now.notes
    assert [(note.kind, note.elements) for note in found.notes] == [
        ("operative_report", {"blood_loss": "met", "counts": "missing"}),
        ("operative_report", {"blood_loss": "missing", "counts": "missing"}),
    ]
    assert found.counts == {"not_applicable": 1, "unusable": 1}
    (problem,) = found.problems
    assert problem.endswith("4: it was checked without operative-report; the note is left out, check it again with this version")


def test_what_a_document_says_of_itself(read):
    document = {"title": "Operative report", "author": "Dr.\nLind", "date": "2026-02-03"}
    (note,) = read(lines([entry("a", document=document)])).notes
    assert (note.about.surgeon, note.about.template, note.about.day) == ("Dr. Lind", "Operative report", date(2026, 2, 3))


def test_an_entry_of_another_version_is_left_out_and_the_others_count(read):
    odd = entry("b", elements={"microscope": "perhaps"})
    found = read(document([entry("a"), odd, entry("c", ("99999",)), entry("d", elements={"robot": "met"}), entry("e")]))
    assert [note.id for note in found.notes] == ["a", "e"]
    assert found.counts == Counter(unusable=3)
    again = "the note is left out, check it again with this version"
    assert found.problems == [
        f"report.json: note 2: elements: is not what this version writes; {again}",
        f"report.json: note 3: a code of it is in no pack; {again}",
        f"report.json: note 4: an element of it is in no pack; {again}",
    ]


def test_a_broken_line_is_left_out_and_the_others_count(read):
    found = read(lines([entry("a")]) + '{"source": "b"\n' + lines([entry("c")]), "report.jsonl")
    assert [note.id for note in found.notes] == ["a", "c"]
    assert found.problems == [
        "report.jsonl:2: is not what this version writes; the note is left out, check it again with this version"
    ]


def test_other_packs_are_named(read):
    found = read(document([entry("a")], packs=[("microvascular_bone", "0.9")]))
    assert len(found.notes) == 1
    assert found.problems == ["report.json: was made with microvascular_bone 0.9; its figures are those of that version"]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (
            document([], schema="notelint.report/9"),
            "report.json: schema: is a report of another version, not notelint.report/1; check ",
        ),
        ("", "report.json: is no report of notelint check; make one with --format json or jsonl"),
        ("[1, 2]", "report.json: is no report of notelint check"),
        ('{"schema": "notelint.review/1"}', "report.json: is no report of notelint check"),
        (b"\xff\xfe\0{", "report.json: is no report of notelint check"),
    ],
)
def test_what_is_no_report_is_refused(read, text, message):
    with pytest.raises(NoResultsError) as refused:
        read(text)
    assert str(refused.value).startswith(message)


def _read_or_refused(read, data):
    try:
        found = read(data)
    except NoResultsError as error:
        return 0, [str(error)]
    return found.total, found.problems


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60)
@given(st.data())
def test_a_damaged_report_never_ends_in_anything_else(read, data):
    text = document([entry("a"), unreadable("b")])
    at, size = data.draw(st.integers(0, len(text))), data.draw(st.integers(0, 40))
    damaged = text[:at] + data.draw(st.text(max_size=5)) + text[at + size :]
    total, problems = _read_or_refused(read, damaged.encode("utf-8", "replace"))
    assert total <= 2
    assert "\n" not in "".join(problems)


def test_a_report_without_words_is_read_as_well(read):
    reports = every_kind()
    printed = read("".join(renderer("json")(reports, Options(Tool("0.1.0", PACKS), excerpt=False))))
    assert len(printed.notes) == 2


def test_a_large_number_of_lines(read):
    assert read(lines([entry(str(number)) for number in range(500)])).total == 500


def test_the_schema_is_that_of_the_report(read):
    whole = json.loads("".join(renderer("json")(every_kind(), Options(Tool("0.1.0", PACKS)))))
    assert read(json.dumps(whole)).total == 4
