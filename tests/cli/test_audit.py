"""``notelint audit``: from notes, reports and runs to the page; what it refuses and what it leaves out."""

from __future__ import annotations

import random
import string
import sys
from pathlib import Path

import pytest
from lxml import html
from support import needs
from support.audits import csv_text, department, document, entry, lines, unreadable
from support.essentials import LETTER, REPORT, SHORT
from support.snapshots import assert_matches

FEW = ("microscope", "defect_size", "blood_loss")
FIBULA = """OPERATION: Free fibula flap to the left tibia.
SURGEON: {surgeon}
DESCRIPTION: {word} A length of 12 cm of the right fibula was harvested with the peroneal artery and its veins. Under the
operating microscope the peroneal artery was anastomosed end to end to the posterior tibial artery, and the vein to its vein. The
flap bled.
"""


@pytest.fixture
def month(write):
    """A small department: report and table."""
    entries, rows = department(months=3, elements=FEW)
    write(lines(entries), "report.jsonl")
    write(csv_text(rows), "table.csv")
    return entries


TABLE = ["--table", "table.csv", "--surgeon", "surgeon", "--service", "service", "--template", "template", "--date", "date"]


def sections(path="audit.html"):
    return [heading.get("id") for heading in html.parse(str(path)).getroot().iter("h2")]


def text(path="audit.html"):
    return " ".join(html.parse(str(path)).getroot().text_content().split())


class TestPage:
    def test_of_a_report_with_a_table(self, run, month):
        done = run("audit", "report.jsonl", "--output", "audit.html", *TABLE, "--split", "2024-08-15", "--csv", "out")
        assert (done.exit_code, done.stderr) == (0, "")
        assert done.stdout == f"audit.html: {len(month)} notes, of which {len(month)} support or may support a code\n"
        assert sections() == [
            "decisions", "elements", "by-code", "by-surgeon", "funnel", "by-service", "by-template", "trend", "before-after",
            "money", "left-out", "method",
        ]  # fmt: skip

    def test_csv(self, run, write, tmp_path):
        write(document([entry("a"), entry("b", elements={"microscope": "missing"}), entry("c", ())]), "r.json")
        run("audit", "r.json", "--output", "audit.html", "--csv", "out")
        assert (tmp_path / "out" / "decisions.csv").read_text("utf8").splitlines()[:3] == [
            "decision,notes",
            "Supports a code,2",
            '"May support a code, undecided",0',
        ]
        rows = (tmp_path / "out" / "elements.csv").read_text("utf8").splitlines()
        assert rows[1] == "Operating microscope,1,0,1,2,0.5000,0.0945,0.9055"

    @pytest.mark.usefixtures("month")
    def test_chosen_funnels_and_pseudonyms(self, run):
        done = run("audit", "report.jsonl", "--output", "audit.html", *TABLE, "--measure", "microscope", "--pseudonyms")
        assert done.exit_code == 0
        (picture,) = html.parse("audit.html").getroot().xpath("//*[@id='funnel-picture']")
        assert "1 funnel." in picture.text_content()
        assert "Operating microscope" in picture.text_content()
        assert "Dr." not in text()

    def test_two_periods(self, run, month):
        periods = ["--before", "2024-07-01..2024-07-31", "--after", "2024-08-01..2024-08-31"]
        assert run("audit", "report.jsonl", "--output", "audit.html", *TABLE, *periods).exit_code == 0
        assert "Before: 2024-07-01 to 2024-07-31" in text()
        assert f"of {len(month)} notes" not in text()
        assert "notes of neither period or without a date" in text()

    def test_what_documents_say_of_themselves(self, run, write):
        told = {"author": "Dr. Lind", "title": "Operative report", "date": "2026-02-03"}
        write(lines([*(entry(str(number), document=told) for number in range(5)), entry("x")]), "r.jsonl")
        assert run("audit", "r.jsonl", "--output", "audit.html").exit_code == 0
        assert [name for name in sections() if name in {"by-surgeon", "by-template", "trend"}] == [
            "by-surgeon",
            "by-template",
            "trend",
        ]
        assert "Left out here: 1 note without a surgeon." in text()

    @needs.linter
    def test_of_a_folder_of_notes(self, run, write):
        source = random.Random(4)
        secrets = ["".join(source.choices(string.ascii_lowercase, k=11)) for _ in range(4)]
        for number, word in enumerate(secrets):
            write(FIBULA.format(surgeon=word, word=word), f"notes/{number}.txt")
        write(b"\1\2\3\0" * 40, "notes/odd.txt")
        done = run("audit", "notes", "--output", "audit.html", "--csv", "out")
        assert done.exit_code == 1
        assert done.stdout == "audit.html: 5 notes, of which 4 support or may support a code\n"
        assert done.stderr == "notelint: notes/odd.txt: binary, not plain text; save the note as plain text (UTF-8)\n"
        assert "Notes that could not be read: 1" in text()
        assert not [word for word in secrets if word in done.output or word in Path("audit.html").read_text("utf8")]

    @needs.linter
    def test_of_a_run_of_batch(self, run, write):
        for number in range(3):
            write(FIBULA.format(surgeon="x", word=""), f"notes/{number}.txt")
        write("id,who\n0,A\n1,A\nnotes/2.txt,B\n", "table.csv")
        assert run("batch", "notes", "--output", "results", "--workers", "1", "-q").exit_code == 0
        done = run("audit", "results", "--output", "audit.html", "--table", "table.csv", "--surgeon", "who")
        assert (done.exit_code, done.stdout) == (0, "audit.html: 3 notes, of which 3 support or may support a code\n")
        cells = html.parse("audit.html").getroot().xpath("//table[@id='table-by_surgeon']//tbody//th/text()")
        assert cells == ["A", "B"]


CHECKLIST = ("--pack", "operative-report")


class TestTheChecklist:
    """``--pack operative-report``: every report of an operation, whatever was operated on."""

    @pytest.fixture
    def notes(self, write):
        for number, note in enumerate((REPORT, REPORT, SHORT, SHORT.replace("PROCEDURE: ", "OPERATION: "), LETTER)):
            write(note, f"notes/{number}.txt")
        rows = [
            "id,who,ward,day",
            *(f"{number},{'AB'[number % 2]},{'XY'[number % 2]},2026-0{1 + number}-10" for number in range(5)),
        ]
        write("\n".join(rows) + "\n", "table.csv")
        return "notes"

    def test_of_a_folder_of_notes_by_surgeon_service_and_month(self, run, notes):
        table = ["--table", "table.csv", "--surgeon", "who", "--service", "ward", "--date", "day"]
        done = run("audit", notes, "--output", "audit.html", "--csv", "out", *CHECKLIST, *table, "--split", "2026-03-01")
        assert (done.exit_code, done.stderr) == (0, "")
        assert done.stdout == "audit.html: 5 notes, of which 4 report an operation or a procedure\n"
        assert sections() == [
            "decisions", "elements", "by-kind", "by-surgeon", "funnel", "by-service", "trend", "before-after",
            "left-out", "method",
        ]  # fmt: skip
        assert "Held against operative-report (what every operative report must document), profile us-hospital." in text()
        assert "4 report an operation or a procedure" in text()
        assert "code" not in text()
        assert not [word for word in ("Feddersen", "Haugland") if word in Path("audit.html").read_text("utf8")]
        kinds = Path("out/kinds.csv").read_text("utf8").splitlines()
        assert kinds[1:4] == ["Report of an operation,4", "Note of a procedure,0", "Document of another kind,1"]
        elements = Path("out/elements.csv").read_text("utf8").splitlines()
        assert "Estimated blood loss,2,0,2,4,0.5000,0.1500,0.8500" in elements
        months = Path("out/elements_by_month.csv").read_text("utf8").splitlines()
        assert [row.split(",")[:5] for row in months if "Estimated blood loss" in row] == [
            ["2026-01", "Estimated blood loss", "1", "0", "0"],
            ["2026-02", "Estimated blood loss", "1", "0", "0"],
            ["2026-03", "Estimated blood loss", "0", "0", "1"],
            ["2026-04", "Estimated blood loss", "0", "0", "1"],
        ]

    def test_a_run_of_batch_and_a_report_of_a_check_give_the_same(self, run, notes):
        both = (*CHECKLIST, "--pack", "microvascular-bone")
        assert run("batch", notes, "--output", "results", "--workers", "1", "-q", *both).exit_code == 0
        run("check", notes, "--format", "json", "--output", "report.json")
        found = []
        for one in (notes, "results", "report.json"):
            done = run("audit", one, "--output", "audit.html", "--csv", "out", *CHECKLIST, "--profile", "uk-rcs")
            assert (done.exit_code, done.stderr) == (0, ""), one
            found.append((done.stdout, Path("out/elements.csv").read_text("utf8"), Path("out/kinds.csv").read_text("utf8")))
        assert found[0] == found[1] == found[2]
        assert "Anesthetist by name,0,0,4,4" in found[0][1]

    def test_the_family_is_audited_as_before_where_both_packs_read_the_notes(self, run, write):
        write(FIBULA.format(surgeon="x", word=""), "one/0.txt")
        run("check", "one", "--format", "json", "--output", "report.json")
        done = run("audit", "report.json", "--output", "audit.html")
        assert (done.exit_code, done.stderr) == (0, "")
        assert "money" in sections()
        assert "Held against" not in text()

    @pytest.mark.parametrize(
        ("options", "told"),
        [
            (
                [*CHECKLIST, "--pack", "microvascular-bone"],
                "--pack: microvascular-bone, operative-report: these cannot be counted together; name one checklist, or packs",
            ),
            ([*CHECKLIST, "--locality", "AK"], "--locality: fees are those of codes, and operative-report has no codes"),
            ([*CHECKLIST, "--measure", "supported"], "--measure: nothing is called 'supported'; use complete or an element that"),
            ([*CHECKLIST, "--measure", "urgncy", "--profile", "uk-rcs"], "nothing is called 'urgncy'; did you mean urgency?"),
            (["--profile", "uk-rcs"], "--profile: no pack at work has profiles"),
        ],
    )
    def test_what_does_not_fit_is_refused(self, run, notes, options, told):
        done = run("audit", notes, "--output", "audit.html", *options)
        assert (done.exit_code, told in " ".join(done.stderr.split())) == (2, True), done.stderr

    def test_a_run_without_the_checklist_is_refused(self, run, notes):
        run("batch", notes, "--output", "results", "--workers", "1", "-q")
        done = run("audit", "results", "--output", "audit.html", *CHECKLIST)
        told = "results: the run was made without operative-report; run notelint batch again with --pack operative-report"
        assert (done.exit_code, told in " ".join(done.stderr.split())) == (2, True), done.stderr


class TestLeftOut:
    def test_bad_rows_are_named_and_counted(self, run, write):
        write(lines([*(entry(f"{number}.txt") for number in range(6)), unreadable("x.txt")]), "r.jsonl")
        write("id,who,day\n0,A,2026-01-05\n1,A,soon\n1,B,2026-01-06\n2,A\n3,B,2026-02-01\n", "t.csv")
        done = run("audit", "r.jsonl", "--output", "audit.html", "--table", "t.csv", "--surgeon", "who", "--date", "day")
        assert done.exit_code == 1
        assert_matches("audit/left-out.txt", done.stderr)
        section = html.parse("audit.html").getroot().xpath("//h2[@id='left-out']/..//li")
        assert [item.text_content() for item in section] == [
            "Notes that could not be read: 1",
            "Notes without a row in the table (they count, but not by what the table says): 3",
            "Rows of the table that cannot be used: 2",
            "Rows of the table without a valid date (their notes count, but in no month or period): 1",
        ]

    def test_many_lines_are_cut_short(self, run, write):
        write(lines([entry("a")]) + "{}\n" * 40, "r.jsonl")
        done = run("audit", "r.jsonl", "--output", "audit.html")
        assert done.exit_code == 1
        assert len(done.stderr.splitlines()) == 6
        assert done.stderr.endswith("notelint: and 35 more such lines\n")
        assert "Notes from a report of another version: 40" in text()


class TestRefused:
    @pytest.mark.parametrize(
        ("options", "message"),
        [
            (["none"], "none: no such file or folder; check the path"),
            (
                ["table.csv"],
                "table.csv: is no folder of notes, no report of notelint check (.json, .jsonl) and no folder of notelint batch",
            ),
            (["report.jsonl", "--surgeon", "x"], "--surgeon names a column of a table; give the table too, with --table FILE"),
            (
                ["report.jsonl", "--table", "table.csv"],
                "--table: no column of it is named; give --surgeon, --service, --template or --date",
            ),
            (
                ["report.jsonl", "--table", "table.csv", "--surgeon", "surgeons"],
                "table.csv:1: there is no column 'surgeons' (--surgeon); did you mean surgeon?",
            ),
            (
                ["report.jsonl", "--split", "2026-01-01"],
                "no note has a date, so periods cannot be compared; give --table FILE and --date COLUMN",
            ),
            (["report.jsonl", "--measure", "microscop"], "--measure: nothing is called 'microscop'; did you mean microscope?"),
            (
                ["report.jsonl", "--before", "2026-01-01..2026-01-31"],
                "--before and --after are two periods to compare; give both, or --split DATE",
            ),
            (
                ["report.jsonl", "--before", "2026-01-01..2026-01-31", "--after", "2026-01-31..2026-02-02"],
                "--before must end before --after begins; a note cannot be in both periods",
            ),
            (
                ["report.jsonl", "--split", "2026-01-01", "--after", "2026-01-31..2026-02-02"],
                "--split and --before with --after ask for the same comparison; give one of them",
            ),
            (["report.jsonl", "--locality", "FL"], "no localities are known, because none ship with notelint; download CMS's"),
        ],
    )
    @pytest.mark.usefixtures("month")
    def test_in_one_line(self, run, options, message, tmp_path):
        done = run("audit", *options, "--output", "audit.html")
        assert done.exit_code == 2
        assert done.stderr.startswith(f"Error: {message}")
        assert done.stderr.count("\n") == 1
        assert not (tmp_path / "audit.html").exists()

    @pytest.mark.parametrize("period", ["2026-01-01", "2026-02-30..2026-03-01", "2026-02-01..2026-01-01", "..2026-01-01"])
    @pytest.mark.usefixtures("month")
    def test_a_period_that_is_none(self, run, period):
        done = run("audit", "report.jsonl", "--output", "audit.html", "--before", period)
        assert done.exit_code == 2
        assert "Invalid value for '--before'" in done.stderr

    def test_a_report_of_another_version(self, run, write):
        write(document([], schema="notelint.report/2"), "r.json")
        done = run("audit", "r.json", "--output", "audit.html")
        problem = "is a report of another version, not notelint.report/1; check the notes again with this version"
        assert (done.exit_code, done.stderr) == (2, f"Error: r.json: schema: {problem}\n")

    @pytest.mark.parametrize("name", ["report.jsonl", "table.csv"])
    @pytest.mark.usefixtures("month")
    def test_what_is_read_is_not_overwritten(self, run, name, tmp_path):
        before = (tmp_path / name).read_bytes()
        done = run("audit", "report.jsonl", *TABLE, "--output", name)
        assert done.exit_code == 2
        assert (tmp_path / name).read_bytes() == before

    def test_a_page_that_would_be_read_as_a_note_is_refused(self, run, write):
        write("Fibula flap.\n", "notes/a.txt")
        done = run("audit", "notes", "--output", "notes/audit.html")
        told = "lies in a folder of notes and would be read as a note; write it to another folder"
        assert (done.exit_code, done.stderr) == (2, f"Error: notes/audit.html: {told}\n")

    @pytest.mark.parametrize("missing", ["matplotlib", "scipy"])
    @pytest.mark.usefixtures("month")
    def test_without_the_extra(self, run, missing, monkeypatch):
        monkeypatch.setitem(sys.modules, missing, None)
        done = run("audit", "report.jsonl", "--output", "audit.html")
        advice = "run pip install '.[audit]' in the clone of notelint"
        assert done.exit_code == 2
        assert done.stderr == f"Error: audit needs matplotlib and scipy, which are not installed; {advice}\n"


class TestStatistics:
    def test_other_formats_have_none(self, run, write):
        done = run("check", write("x"), "--statistics", "--format", "concise")
        assert (done.exit_code, done.stderr) == (2, "Error: --statistics is for --format text and json\n")

    @needs.linter
    def test_at_the_end_of_a_check(self, run, write):
        done = run("check", write(FIBULA.format(surgeon="x", word="")), "--statistics", "-q", "--select", "blood-loss-missing")
        assert (
            "Rules\n  rule                severity  findings  notes\n  blood-loss-missing  warning          1      1\n"
            in done.stdout
        )
        assert "  blood loss                       0           0               1      1\n" in done.stdout
