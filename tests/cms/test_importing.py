"""Files of CMS's imported: what is then told of codes, pairs and places, what changed, and what is refused."""

from __future__ import annotations

import csv
import io
import os
import subprocess
import sys
import time
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from support import cms_files
from support.cms_files import ILIAC_CREST, OFFICE, gpci, mue, pprrvu, ptp, relative_value_file

from notelint.cms.amounts import rate
from notelint.cms.errors import TableError
from notelint.cms.importing import Import, _counted
from notelint.cms.store import path_of

TODAY = date(2026, 11, 21)
NOW = datetime(2026, 11, 21, 12, tzinfo=UTC)
EDIT = cms_files.EDITS[0]


def test_progress_counts_the_rows_of_all_files_together():
    counts = []
    for before in (0, 12_000):
        list(_counted(iter([(1, ["20956"])] * 12_000), before, counts.append))
    assert counts == [5_000, 10_000, 17_000, 22_000]


class TestEdits:
    @pytest.mark.parametrize("delimiter", ["\t", ","])
    @pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
    def test_are_those_of_the_file(self, bring, tables, delimiter, encoding):
        bring({"f1.txt": ptp(delimiter=delimiter).encode(encoding)})
        edit = tables().edit("20956", "69990", TODAY)
        assert (edit.indicator, edit.effective, edit.deleted) == ("0", date(2010, 1, 1), None)
        assert edit.rationale == "Misuse of Column Two code with Column One code"
        assert tables().edit("20956", "20900", TODAY) is None

    def test_hold_from_their_first_day_to_their_last(self, bring, tables):
        bring({"f1.txt": ptp()})
        days = ("2019-12-31", "2020-01-01", "2023-12-31", "2024-01-01", "2024-04-01")
        found = [tables().edit("12001", "20956", date.fromisoformat(day)) for day in days]
        assert [edit and edit.indicator for edit in found] == [None, "1", "1", None, "0"]

    def test_taken_back_on_their_first_day_never_held(self, bring, tables):
        bring({"f1.txt": ptp()})
        assert tables().edit("17000", "17004", date(2025, 1, 1)) is None

    def test_come_from_several_files_together(self, bring, tables):
        first, second = ptp(*cms_files.EDITS[:3]), ptp(*cms_files.EDITS[3:])
        (changes,) = bring({"f1.txt": first, "f2.txt": second})
        edition = tables().edition("edits")
        assert (edition.rows, edition.source, edition.imported) == (6, "f1.txt, f2.txt", True)
        assert (edition.effective, changes.after) == (date(2026, 7, 1), edition)

    def test_what_changed_against_those_that_ship(self, bring):
        (changes,) = bring({"f1.txt": ptp()})
        assert (changes.before.rows, changes.before.imported, changes.after.rows) == (1912, False, 6)
        # 12001 with 20956 is new as it stands (column 1), 17000 is no code of ours; 20956 with 69990 and 20970 were there.
        assert (changes.added, changes.removed, changes.changed) == (2, 1910, 1)
        differences = {one.key: (one.before, one.after) for one in changes.touching}
        assert differences["20956 20970"] == ("indicator 0", "indicator 1")
        assert differences["12001 20956"] == (None, "indicator 0")
        assert differences["20956 20900"] == ("indicator 1", None)
        assert "17000 17003" not in differences
        assert "20956 69990" not in differences

    def test_what_changed_against_an_earlier_import(self, bring):
        bring({"f1.txt": ptp()})
        rows = [row.replace("\t*\t0\tMisuse", "\t20260930\t0\tMisuse") for row in cms_files.EDITS]
        (changes,) = bring({"f2.txt": ptp(*rows, "17000\t17110\t\t20261001\t*\t1\tAnything")})
        assert (changes.added, changes.removed, changes.changed) == (1, 1, 0)
        assert [(one.key, one.before, one.after) for one in changes.touching] == [("20956 69990", "indicator 0", None)]

    @pytest.mark.skipif(sys.platform != "linux", reason="file names that are no text")
    def test_from_a_file_whose_name_is_no_text(self, bring, tables):
        bring({os.fsdecode(b"f\xff.txt"): ptp()})
        assert tables().edition("edits").source == "f?.txt"


class TestUnitLimits:
    def test_are_those_of_the_file(self, bring, tables):
        (changes,) = bring({"mue.csv": mue()})
        limit = tables().unit_limit("20956")
        assert (limit.units, limit.adjudication, limit.rationale) == (2, "3", "Clinical: Data")
        assert tables().unit_limit("0054T").adjudication == "2"
        assert tables().unit_limit("20969") is None
        assert ("20956", "1 a day", "2 a day") in [(one.key, one.before, one.after) for one in changes.touching]

    @pytest.mark.parametrize(
        ("name", "heading", "day"),
        [
            ("mue.csv", "Effective July 1, 2026", date(2026, 7, 1)),
            ("MCR_MUE_PractitionerServices_Eff_10-01-2026.csv", "", date(2026, 10, 1)),
            ("ncci-2026q4-mue.csv", "", date(2026, 10, 1)),
            ("mue-2026-01-01.csv", "", date(2026, 1, 1)),
        ],
    )
    def test_are_in_force_from_the_day_in_the_file_or_its_name(self, bring, tables, name, heading, day):
        bring({name: mue(heading=heading)})
        assert tables().edition("unit_limits").effective == day

    def test_a_file_without_a_day_needs_one(self, bring, tables):
        with pytest.raises(TableError) as refused:
            bring({"mue.csv": mue(heading="")})
        assert str(refused.value) == "mue.csv: it does not say from which day it is in force; give --effective YYYY-MM-DD"
        bring({"mue.csv": mue(heading="")}, effective=date(2026, 7, 1))
        assert tables().edition("unit_limits").effective == date(2026, 7, 1)


class TestFees:
    def test_are_those_of_the_file_without_modifier(self, bring, tables):
        bring({"PPRRVU2026_Jul_nonQPP.csv": pprrvu()})
        row = tables().fee("20956")
        assert (row.office_rare, row.pe_rvu_nonfacility, row.global_days) == (True, None, "090")
        assert (row.pre, row.intra, row.post) == (Decimal("0.10"), Decimal("0.69"), Decimal("0.21"))
        assert (row.mult_proc, row.bilat_surg, row.asst_surg, row.co_surg, row.team_surg) == ("2", "0", "2", "1", "0")
        assert rate(row) == Decimal("2355.43")
        office = tables().fee("17999")
        assert (office.office_rare, office.pe_rvu_nonfacility, office.pe_rvu_facility) == (False, Decimal("2.5"), Decimal("0.8"))
        assert (tables().edition("fees").effective, tables().edition("fees").rows) == (date(2026, 7, 1), 2)

    def test_the_file_and_the_shipped_table_agree_on_the_family(self, bring):
        (changes,) = bring({"PPRRVU2026_Jul_nonQPP.csv": pprrvu()})
        assert changes.changed == 0
        (changes,) = bring({"PPRRVU2026_Jul_nonQPP.csv": pprrvu(ILIAC_CREST.replace("33.4009", "33.5675"), OFFICE)})
        assert [(one.before, one.after) for one in changes.touching] == [
            ("40.15 + 21.79 + 8.58 RVU x 33.4009", "40.15 + 21.79 + 8.58 RVU x 33.5675")
        ]

    def test_the_file_of_july_2026_with_all_its_rows(self, bring, tables):
        text = relative_value_file()
        assert len(text.splitlines()) == 9 + 17_095
        (changes,) = bring({"PPRRVU2026_Jul_nonQPP.csv": text})
        assert changes.after.rows == 17_094  # one row has a modifier
        assert (tables().fee("GXXX1").status, tables().fee("GXXX1").global_days) == ("X", "XXX")
        assert rate(tables().fee("20969")) == Decimal("2322.36")
        assert tables().edition("fees").effective == date(2026, 7, 1)

    def test_the_headings_of_2025_have_one_column_less(self, bring, tables):
        lines = list(csv.reader(io.StringIO(pprrvu().replace("2026 National", "2025 National").replace("July", "January"))))
        without = [[cell for place, cell in enumerate(line) if place != 23] for line in lines]
        bring({"PPRRVU25_JAN.csv": as_csv(without)})
        assert tables().fee("20956").conversion_factor == Decimal("33.4009")
        assert tables().edition("fees").effective == date(2025, 1, 1)


class TestLocalities:
    def test_are_those_of_the_file(self, bring, tables):
        bring({"GPCI2026.csv": gpci()})
        place = tables().locality("FL-04")
        assert (place.mac, place.name, place.work, place.pe, place.mp) == (
            *("09102", "MIAMI"),
            *(Decimal(1), Decimal("1.047"), Decimal("2.552")),
        )
        assert tables().locality("alaska").name == "ALASKA"
        assert tables().edition("localities").effective == date(2026, 1, 1)
        assert tables().edition("localities").rows == 109

    def test_fewer_than_cms_has_are_refused(self, bring, tables):
        with pytest.raises(TableError) as refused:
            bring({"GPCI2026.csv": gpci(others=93)})
        message = (
            "GPCI2026.csv: localities: 98, and CMS has 109; take the GPCI file from CMS's archive of the year, or --allow-fewer"
        )
        assert str(refused.value) == message
        assert tables().edition("localities") is None
        bring({"GPCI2026.csv": gpci(others=93)}, allow_fewer=True)
        assert tables().edition("localities").rows == 98

    def test_one_index_for_a_whole_state_is_refused(self, bring):
        alike = cms_files.LOCALITIES.replace("1.876", "1.285").replace("2.552", "1.285").replace("1.367", "1.285")
        with pytest.raises(TableError) as refused:
            bring({"GPCI2026.csv": gpci(alike)})
        message = (
            "GPCI2026.csv: MP GPCI: one value for all localities of FL; take the GPCI file from CMS's archive of the year, or "
        )
        assert str(refused.value) == f"{message}--allow-repeated"
        bring({"GPCI2026.csv": gpci(alike)}, allow_repeated=True)

    def test_of_two_work_indices_the_one_with_the_floor_is_taken(self, bring, tables):
        headings = "MAC,State,Locality Number,Locality Name,2026 PW GPCI (without 1.0 Floor),2026 PW GPCI (with 1.0 Floor),"
        bring(
            {"GPCI2026.csv": f"{headings}2026 PE GPCI,2026 MP GPCI\n10112,AL,00,ALABAMA,0.982,1.000,0.869,0.575\n"},
            allow_fewer=True,
        )
        assert tables().locality("AL-00").work == 1

    def test_both_files_of_the_fee_schedule_come_together(self, bring, tables):
        changes = bring({"GPCI2026.csv": gpci(), "PPRRVU2026_Jul_nonQPP.csv": pprrvu()})
        assert [one.what for one in changes] == ["localities", "fees"]
        miami = tables().locality("Miami")
        assert rate(tables().fee("20956"), miami) == Decimal("2834.41")


REFUSED = [
    ({"a": ""}, "a: no table of CMS's that notelint knows by its columns; give one of: NCCI practitioner PTP edits, "),
    ({"a": "Operative report\nFibula flap\n"}, "a: no table of CMS's that notelint knows by its columns; "),
    ({"a": b"PK\x03\x04..."}, "a: a zip archive or an Excel workbook, not a table as text; unpack the archive, or save"),
    ({"a": b"%PDF-1.4"}, "a: a PDF file, not a table as text; give the CSV or"),
    ({"a": "x" * 70_000}, "a:1: the line is far too long for a table of CMS's; give the CSV or"),
    (
        {"a": ptp().replace("Modifier", "").replace("Deletion", "")},
        "a:3: of the columns of NCCI practitioner PTP edits these are ",
    ),
    (
        {"a": mue().replace("Practitioner", "Outpatient Hospital")},
        "a:5: of the columns of NCCI practitioner MUE these are missing: ",
    ),
    ({"a": ptp().partition("20956")[0]}, "a: no row below the headings; give the file as CMS publishes it"),
    ({"a": ptp(), "b": ptp().partition("20956")[0]}, "b: no row below the headings; give the file as CMS publishes it"),
    ({"a": ptp(cms_files.EDITS[4])}, "a: no code of the loaded packs is in it; give all files of the table together"),
    ({"a": ptp(EDIT, EDIT)}, "a:8: the row stands twice (first in a:7); keep one of the two"),
    ({"a": ptp(EDIT), "b": ptp(EDIT)}, "b:7: the row stands twice (first in a:7); keep one of the two"),
    ({"a": ptp(EDIT.replace("20956", "2O956"))}, "a:7: Column 1: not a procedure code of five characters; correct the cell"),
    ({"a": ptp(EDIT.replace("69990", ""))}, "a:7: Column 2: not a procedure code of five characters; correct the cell"),
    (
        {"a": ptp(EDIT.replace("20100101", "20100231"))},
        "a:7: Effective Date: not a date; write the year, month and day in eight ",
    ),
    (
        {"a": ptp(EDIT.replace("20100101", "09991231"))},
        "a:7: Effective Date: not a date; write the year, month and day in eight ",
    ),
    ({"a": ptp(EDIT.replace("*", "20091231"))}, "a:7: Deletion Date: the edit would end before it begins; correct one of "),
    ({"a": ptp(EDIT.replace("\t0\t", "\t2\t"))}, "a:7: Modifier: none of 0, 1, 9; correct the cell"),
    ({"a": ptp(EDIT, "20956\t69991")}, "a:8: fewer cells than columns; give the file as CMS publishes it"),
    ({"a": ptp(EDIT, "20956")}, "a:8: fewer cells than columns; give the file as CMS publishes it"),
    ({"a": mue("20956,some,3,x")}, "a:6: Practitioner Services MUE Values: not a whole number; correct the cell"),
    ({"a": mue("20956,1,4,x")}, "a:6: MUE Adjudication Indicator: none of 1, 2, 3; correct the cell"),
    (
        {"a": pprrvu(ILIAC_CREST.replace("40.15", "40.25"))},
        "a:10: Facility Total: work, practice expense and malpractice do not ",
    ),
    ({"a": pprrvu(ILIAC_CREST.replace("40.15", "forty"))}, "a:10: Work RVU: not a figure; correct the cell"),
    (
        {"a": pprrvu(ILIAC_CREST.replace("090", "90 days"))},
        "a:10: Glob Days: neither three figures nor MMM, XXX, YYY, ZZZ; correct",
    ),
    ({"a": pprrvu().replace("CONV,", ",")}, "a:9: of the columns of Relative Value File PPRRVU these are missing: Conv Factor; "),
    ({"a": gpci("09102,Florida,04,MIAMI,1,1,1\n")}, "a:4: State: not the two letters of a state; correct the cell"),
    ({"a": gpci(cms_files.LOCALITIES * 2)}, "a:9: the row stands twice (first in a:4); keep one of the two"),
]


class TestRefused:
    @pytest.mark.parametrize(
        ("files", "message"), REFUSED, ids=[f"{number} {message[:40]}" for number, (_, message) in enumerate(REFUSED)]
    )
    def test_an_error_is_one_line_and_nothing_is_imported(self, bring, tables, folder, files, message):
        with pytest.raises(TableError) as refused:
            bring(files)
        assert str(refused.value).startswith(message)
        assert "\n" not in str(refused.value)
        assert not folder.exists() or not list(folder.iterdir())

    def test_a_file_of_the_other_kind(self, bring):
        with pytest.raises(
            TableError, match="its columns are those of NCCI practitioner PTP edits; use: notelint data import ncci"
        ):
            bring({"f1.txt": ptp()}, wanted=("fees", "localities"))

    def test_one_wrong_file_keeps_the_others_out(self, bring, tables):
        with pytest.raises(TableError):
            bring({"f1.txt": ptp(), "mue.csv": mue("20956,some,3,x")})
        assert not tables().edition("edits").imported

    def test_far_fewer_rows_than_in_use(self, bring, tables):
        bring({"f1.txt": ptp()})
        with pytest.raises(TableError) as refused:
            bring({"f2.txt": ptp(EDIT)})
        message = "f2.txt: rows: 1, less than half of the 6 in use; give all files of the table together, or --allow-fewer"
        assert str(refused.value) == message
        assert tables().edition("edits").rows == 6
        bring({"f2.txt": ptp(EDIT)}, allow_fewer=True)
        assert tables().edition("edits").rows == 1

    def test_a_folder_that_cannot_be_written(self, bring, folder):
        folder.write_text("a file")
        with pytest.raises(TableError, match="cannot be written: File exists; choose another folder"):
            bring({"f1.txt": ptp()})

    def test_a_file_that_is_none(self, tmp_path, tables, folder):
        incoming = Import(folder, tables(), shown=lambda path: path.name, began=lambda _part: None)
        with pytest.raises(TableError, match=r"no.txt: cannot be read: No such file or directory; give a file that can be"):
            incoming.run([tmp_path / "no.txt"], ("edits",), NOW, effective=None, allow_fewer=False)
        with pytest.raises(TableError, match="cannot be read: Is a directory; give a file that can be"):
            incoming.run([tmp_path], ("edits",), NOW, effective=None, allow_fewer=False)


class TestDamaged:
    def test_a_damaged_table_is_reported_and_replaced_by_an_import(self, bring, tables, folder):
        bring({"f1.txt": ptp()})
        path_of(folder, "edits").write_bytes(b"no database at all" * 100)
        with pytest.raises(TableError, match="damaged, or not a table of notelint's; delete it or import the table again"):
            tables().edit("20956", "69990", TODAY)
        bring({"f1.txt": ptp()})
        assert tables().edition("edits").rows == 6

    def test_a_truncated_table_is_reported(self, bring, tables, folder):
        bring({"f1.txt": ptp()})
        path = path_of(folder, "edits")
        path.write_bytes(path.read_bytes()[:5000])
        with pytest.raises(TableError, match="damaged"):
            tables().edits(("20956", "69990", "20970"), TODAY)


VALID = (ptp(), mue(), pprrvu(), gpci())


@st.composite
def spoiled(draw):
    """A valid file with a stretch replaced by anything."""
    data = draw(st.sampled_from(VALID)).encode()
    start = draw(st.integers(0, len(data)))
    return data[:start] + draw(st.binary(max_size=20)) + data[start + draw(st.integers(0, 40)) :]


def as_csv(rows):
    text = io.StringIO()
    csv.writer(text).writerows(rows)
    return text.getvalue().encode()


ANY_TABLE = st.lists(st.lists(st.text(max_size=8), max_size=8), max_size=8).map(as_csv)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.one_of(st.binary(max_size=400), spoiled(), ANY_TABLE))
def test_no_bytes_do_more_than_be_refused(bring, tables, folder, data):
    if not folder.exists():
        bring({"f1.txt": ptp(), "mue.csv": mue(), "p.csv": pprrvu(), "g.csv": gpci()})
    before = contents(folder)
    message = refusal_of(bring, data)
    assert "\n" not in message
    assert not message or contents(folder) == before
    assert len(tables().editions) == 4


def contents(folder):
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def refusal_of(bring, data):
    """Why the data were refused, nothing where they were not."""
    try:
        bring({"any": data}, allow_fewer=True)
    except TableError as refused:
        return str(refused)
    return ""


KILLED = """
import sys
from datetime import datetime, UTC
from pathlib import Path
from notelint.cms.importing import Import
from notelint.cms.tables import open_tables
folder = Path(sys.argv[1])
began = lambda part: print(part, flush=True)
Import(folder, open_tables(folder), shown=str, began=began).run(
    [Path("/dev/stdin")], ("edits",), datetime.now(UTC), effective=None, allow_fewer=True
)
"""


@pytest.mark.skipif(os.name != "posix", reason="kills a process as POSIX does")
def test_a_kill_in_the_middle_leaves_the_old_table(bring, tables, folder):
    bring({"f1.txt": ptp()})
    process = subprocess.Popen(
        [sys.executable, "-c", KILLED, str(folder)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, encoding="utf8"
    )
    rows = "".join(f"{10000 + number}\t69990\t\t20200101\t*\t0\tAnything\r\n" for number in range(20_000))
    process.stdin.write(ptp(EDIT) + rows)
    process.stdin.flush()
    part = process.stdout.readline().strip()
    process.kill()
    process.communicate()
    assert [path.name for path in folder.iterdir() if path.name != "edits.sqlite"] == [Path(part).name]
    assert (tables().edition("edits").rows, tables().edit("20956", "69990", TODAY).indicator) == (6, "0")
    long_ago = time.time() - 100_000
    os.utime(part, (long_ago, long_ago))
    bring({"f1.txt": ptp()})
    assert [path.name for path in folder.iterdir()] == ["edits.sqlite"]
