"""``notelint data``: which tables are in use, and new ones in their place."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import time
from datetime import UTC, datetime

import pytest
from support.cms_files import EDITS, gpci, mue, pprrvu, ptp
from support.snapshots import assert_matches

NOW = datetime(2026, 11, 21, 12, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _own_folder(tmp_path, monkeypatch):
    monkeypatch.setenv("NOTELINT_DATA", "data")
    monkeypatch.setenv("COLUMNS", "100")
    monkeypatch.setattr("notelint.cli.data.now", lambda: NOW)


@pytest.fixture
def everything(run, write):
    names = [
        write(ptp(), "f1.txt"),
        write(mue(), "mue.csv"),
        write(pprrvu(), "PPRRVU2026_Jul_nonQPP.csv"),
        write(gpci(), "GPCI2026.csv"),
    ]
    for kind, files in (("ncci", names[:2]), ("fees", names[2:])):
        assert run("data", "import", kind, *files).exit_code == 0


class TestStatus:
    def test_of_what_ships_is_exact(self, run):
        assert_matches("data/status-shipped.txt", run("data", "status").stdout)

    def test_of_what_was_imported_is_exact(self, run, everything):
        assert_matches("data/status-imported.txt", run("data", "status").stdout)

    def test_json_has_the_same(self, run, everything):
        told = json.loads(run("data", "status", "--format", "json").stdout)
        assert (told["schema"], told["folder"]) == ("notelint.data/1", "data")
        assert {what: (one["rows"], one["age_days"]) for what, one in told["tables"].items()} == {
            "edits": (6, 143),
            "unit_limits": (2, 143),
            "fees": (2, 143),
            "localities": (109, 324),
        }

    def test_json_says_what_is_not_there(self, run):
        told = json.loads(run("data", "status", "--format", "json").stdout)["tables"]
        assert told["localities"] is None
        assert (told["edits"]["imported"], told["edits"]["imported_at"]) == (False, None)

    def test_a_damaged_table_is_reported(self, run, everything, tmp_path):
        (tmp_path / "data" / "fees.sqlite").write_bytes(b"nothing")
        done = run("data", "status")
        assert (done.exit_code, done.stdout) == (2, "")
        assert done.stderr.endswith("fees.sqlite: damaged, or not a table of notelint's; delete it or import the table again\n")

    def test_an_edition_that_is_still_to_come(self, run, write):
        run("data", "import", "ncci", write(ptp(EDITS[0].replace("20100101", "20270101")), "f1.txt"))
        assert "2027-01-01, not yet in force" in run("data", "status").stdout


class TestImport:
    def test_says_what_changed(self, run, write):
        run("data", "import", "ncci", write(ptp(), "f1.txt"), write(mue(), "mue.csv"))
        rows = [row.replace("\t1\tMutually", "\t0\tMutually") for row in EDITS[:4]]
        done = run("data", "import", "ncci", write(ptp(*rows), "f2.txt"))
        assert (done.exit_code, done.stderr) == (0, "")
        assert_matches("data/import.txt", done.stdout)

    def test_lists_the_first_of_many_differences_and_all_for_programs(self, run, write):
        done = run("data", "import", "ncci", write(ptp(), "f1.txt"))
        assert "    and 1,872 more; --format json lists them all\n" in done.stdout
        told = json.loads(run("data", "import", "ncci", "f1.txt", "--format", "json").stdout)["tables"]["edits"]
        assert (told["before"]["rows"], told["after"]["rows"], told["touching"]) == (6, 6, [])

    def test_takes_the_day_from_the_user(self, run, write):
        write(mue(heading=""), "mue.csv")
        assert run("data", "import", "ncci", "mue.csv").exit_code == 2
        done = run("data", "import", "ncci", "mue.csv", "--effective", "2026-10-01")
        assert "effective  2026-10-01 (before: 2024-07-01, shipped)" in done.stdout

    @pytest.mark.parametrize(
        ("arguments", "told"),
        [
            (
                ["ncci", "gpci.csv"],
                "Error: gpci.csv: its columns are those of GPCI by locality; use: notelint data import fees\n",
            ),
            (
                ["fees", "f1.txt"],
                "Error: f1.txt: its columns are those of NCCI practitioner PTP edits; use: notelint data import ncci",
            ),
            (["fees", "no.csv"], "Error: no.csv: cannot be read: No such file or directory; give a file that can be\n"),
            (["fees"], "Missing argument 'FILE...'"),
            (["rvu", "f1.txt"], "'rvu' is not one of 'ncci', 'fees'."),
            (
                ["ncci", "f1.txt", "--effective", "2026-13-01"],
                "Invalid value for '--effective': no calendar has this day; write a date YYYY-MM-DD",
            ),
        ],
    )
    def test_wrong_usage(self, run, write, tmp_path, arguments, told):
        write(ptp(), "f1.txt")
        write(gpci(), "gpci.csv")
        done = run("data", "import", *arguments)
        assert (done.exit_code, done.stdout) == (2, "")
        assert told in done.stderr
        assert not (tmp_path / "data").exists()

    def test_a_file_given_twice_is_read_once(self, run, write):
        assert run("data", "import", "ncci", write(ptp(), "f1.txt"), "f1.txt").exit_code == 0


@pytest.mark.skipif(os.name != "posix", reason="signals as POSIX has them")
def test_an_interrupted_import_leaves_nothing_behind(run, write, program, tmp_path):
    run("data", "import", "ncci", write(ptp(), "f1.txt"))
    process = subprocess.Popen(
        program.command([["data", "import", "ncci", "/dev/stdin"]]),
        cwd=tmp_path,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        encoding="utf8",
    )
    process.stdin.write(ptp(*(f"{10000 + number}\t69990\t\t20200101\t*\t0\tAnything" for number in range(10_000))))
    process.stdin.flush()
    for _ in range(600):
        if len(list((tmp_path / "data").iterdir())) > 1:
            break
        time.sleep(0.05)
    process.send_signal(signal.SIGINT)
    out, err = process.communicate(timeout=30)
    assert (process.returncode, out, err) == (130, "", "notelint: interrupted\n")
    assert [path.name for path in (tmp_path / "data").iterdir()] == ["edits.sqlite"]


def test_the_folder_is_the_systems_where_none_is_given(run, monkeypatch, tmp_path):
    monkeypatch.setenv("NOTELINT_DATA", "")
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "home"))
    folder = json.loads(run("data", "status", "--format", "json").stdout)["folder"]
    assert "notelint" in folder
