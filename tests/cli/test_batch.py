"""``notelint batch``: what the user of an archive sees, and what an interruption costs."""

from __future__ import annotations

import json
import os
import random
import signal
import subprocess
import sys
import time

import duckdb
import pytest
from support.archives import OneProcess, results, rows_of, write_archive
from support.essentials import LETTER, REPORT, SHORT
from support.snapshots import assert_matches

SLOW = [{"id": f"n{number}", "text": f"A fibula flap, slowly, {'error' if number % 3 else ''}"} for number in range(160)]


@pytest.fixture
def archive(tmp_path):
    return write_archive(tmp_path / "archive.jsonl", rows_of(10)).name


class TestTheChecklist:
    """``--pack operative-report``: every note is read, and has the columns of the checklist."""

    @pytest.fixture(autouse=True)
    def one_process(self, monkeypatch):
        monkeypatch.setattr("notelint.batch.run.Workers", OneProcess)

    @pytest.fixture
    def reports(self, tmp_path):
        rows = [{"id": name, "text": text} for name, text in (("full", REPORT), ("short", SHORT), ("letter", LETTER))]
        return write_archive(tmp_path / "reports.jsonl", rows).name

    @pytest.mark.parametrize("form", ["text", "json"])
    def test_the_summary_is_exact(self, run, reports, form):
        done = run("batch", reports, "--output", "out", "--pack", "operative-report", "--format", form)
        assert done.exit_code == 0
        assert_matches(f"batch/checklist-{form}.txt", done.stdout)

    def test_the_database_has_views_that_count_what_is_asked_for(self, run, reports, tmp_path):
        packs = ("--pack", "operative-report", "--pack", "microvascular-bone", "--profile", "us-asc")
        run("batch", reports, "--output", "out", "--database", "out.duckdb", *packs)
        with duckdb.connect(str(tmp_path / "out.duckdb"), read_only=True) as connection:
            kinds = connection.execute("SELECT * FROM operative_report_by_kind").fetchall()
            elements = dict(connection.execute("SELECT element, missing FROM operative_report_by_element").fetchall())
            assert connection.execute("SELECT status, notes FROM by_status").fetchall() == [("not_applicable", 3)]
        assert kinds == [("operative_report", 2), ("other", 1)]
        assert (elements["blood_loss"], elements["procedure_named"], "counts" in elements) == (1, 0, False)

    def test_a_run_goes_on_with_the_same_profile_alone(self, run, reports):
        command = ("batch", reports, "--output", "out", "--pack", "operative-report")
        run(*command)
        assert run(*command, "--resume").exit_code == 0
        done = run(*command, "--resume", "--profile", "uk-rcs")
        assert done.exit_code == 2
        assert "the profile of operative-report was us-hospital, is uk-rcs; resume with the same" in " ".join(done.stderr.split())

    @pytest.mark.parametrize(
        ("options", "told"),
        [
            (["--profile", "uk-rcs"], "--profile: no pack at work has profiles; add one that does, with --pack operative-report"),
            (["--pack", "operative-report", "--profile", "uk-rsc"], "no profile is called 'uk-rsc'; did you mean uk-rcs?"),
            (
                ["--pack", "operative-report", "--code-column", "id"],
                "--code-column: no pack at work decides codes; add one that does, with --pack microvascular-bone",
            ),
        ],
    )
    def test_what_does_not_fit_is_refused(self, run, reports, options, told):
        done = run("batch", reports, "--output", "out", *options)
        assert (done.exit_code, told in " ".join(done.stderr.split())) == (2, True), done.stderr


class TestInOneProcess:
    @pytest.fixture(autouse=True)
    def one_process(self, monkeypatch, fake_linter):
        monkeypatch.setattr("notelint.batch.run.Workers", OneProcess)

    @pytest.mark.parametrize("form", ["text", "json"])
    def test_the_summary_is_exact(self, run, archive, form):
        done = run("batch", archive, "--output", "out", "--format", form)
        assert done.exit_code == 1
        assert done.stderr.startswith("notelint: 10 notes, ")
        assert_matches(f"batch/{form}.txt", done.stdout)

    def test_the_status_is_0_where_every_note_was_read(self, run, tmp_path):
        done = run("batch", write_archive(tmp_path / "a.csv", rows_of(3)).name, "--output", "out", "--quiet")
        assert (done.exit_code, done.output) == (0, "")

    def test_results_also_go_to_a_database(self, run, archive, tmp_path):
        run("batch", archive, "--output", "out", "--database", "out.duckdb")
        with duckdb.connect(str(tmp_path / "out.duckdb"), read_only=True) as connection:
            assert connection.execute("SELECT count(*) FROM notes").fetchone() == (10,)

    def test_the_record_tells_what_the_run_was_made_with(self, run, archive, tmp_path):
        run("batch", archive, "--output", "out", "--ignore", "microscope-missing", "--max-chars", "5000")
        record = json.loads((tmp_path / "out" / "run.json").read_text("utf8"))
        assert record["state"] == "done"
        assert record["settings"]["ignore"] == ["microscope-missing"]
        assert record["settings"]["max_chars"] == 5000
        assert record["packs"][0]["id"] == "microvascular-bone"
        assert record["inputs"][0]["path"] == "archive.jsonl"
        assert {"notelint", "rapidfuzz", "python"} <= record["versions"].keys()

    @pytest.mark.parametrize(
        ("arguments", "told"),
        [
            (["nowhere.csv"], "nowhere.csv: no such file or folder; check the path"),
            (["archive.jsonl", "--text-column", "body"], "archive.jsonl: there is no column 'body'"),
            (["archive.jsonl", "--select", "no-such-rule"], "no rule is called 'no-such-rule'"),
            (["archive.jsonl", "--query", "SELECT 1"], "archive.jsonl: cannot be opened as a DuckDB file"),
            (["archive.jsonl", "--database", "archive.jsonl"], "is one of the files to be read"),
            (["archive.jsonl", "--database", "thesis.txt"], "is there already and no database of notelint batch"),
            (["archive.jsonl", "--output", "full"], "full: not empty; give --resume"),
            (["archive.jsonl", "--output", "full", "--resume"], "full: holds no run of notelint"),
            (
                ["archive.jsonl", "--output", "thesis.txt"],
                "thesis.txt: it is not a folder; give --output an empty or a new one\n",
            ),
            (["archive.jsonl", "--output", "thesis.txt/deep/er"], "thesis.txt is not a folder; give --output an empty or a new"),
            (["archive.jsonl", "--output", os.devnull], "it is not a folder; give --output an empty or a new one\n"),
            (["empty.txt"], "empty.txt: empty; give a file that holds notes\n"),
            (["empty.jsonl"], "empty.jsonl: empty; give a file that holds notes\n"),
            (["empty.csv"], "empty.csv: empty; give a file that holds notes\n"),
            (["hollow"], "hollow: empty; give a file that holds notes\n"),
            (["bare"], "bare: no notes in this folder; put notes there (.txt, .docx, .pdf ...) or name the files\n"),
            ([os.devnull], "not a regular file; give a file or a folder\n"),
            (["-"], "-: standard input is not read here; give a file or a folder\n"),
            (["archive.jsonl", "--pack-dir", "full"], "pack.yaml"),
        ],
    )
    def test_what_cannot_be_done_is_refused_in_one_line(self, run, archive, write, arguments, told):
        write("one", "thesis.txt")
        write("two", "full/other.txt")
        for name in ("empty.txt", "empty.jsonl", "empty.csv", "hollow/a.txt", "bare/picture.gif"):
            write("", name)
        done = run("batch", "--output", "out", *arguments)
        assert (done.exit_code, done.stdout) == (2, "")
        assert told in done.stderr
        assert done.stderr.count("\n") == 1

    def test_an_empty_note_among_others_is_a_row(self, run, write):
        write("PROCEDURE: Excision of a lipoma.", "a.txt")
        write("", "b.txt")
        done = run("batch", "a.txt", "b.txt", "--output", "out", "--workers", "1", "--format", "json")
        assert (done.exit_code, json.loads(done.stdout)["notes"]) == (1, 2)

    @pytest.mark.parametrize(("error", "told"), [(ModuleNotFoundError, "not installed"), (ImportError, "cannot be used")])
    def test_without_its_libraries_it_says_how_to_get_them(self, run, archive, monkeypatch, error, told):
        class Missing:
            def find_spec(self, name, *_):
                if name == "pyarrow":
                    raise error

        for name in [name for name in sys.modules if name.partition(".")[0] == "pyarrow"]:
            monkeypatch.delitem(sys.modules, name)
        monkeypatch.setattr(sys, "meta_path", [Missing(), *sys.meta_path])
        done = run("batch", archive, "--output", "out")
        assert done.exit_code == 2
        assert told in done.stderr
        assert "run pip install '.[batch]' in the clone of notelint" in done.stderr


@pytest.fixture
def started(program, tmp_path):
    """Starts a run of the slow archive in a process of its own, with two workers and the fake linter."""
    write_archive(tmp_path / "slow.jsonl", SLOW)
    processes = []

    def start(*more, output="out"):
        line = ["batch", "slow.jsonl", "--output", output, "--shard-size", "8", "--workers", "2", *more]
        processes.append(
            subprocess.Popen(
                program.command([line], "--fake"), cwd=tmp_path, stdout=subprocess.PIPE, stderr=subprocess.PIPE, encoding="utf8"
            )
        )
        return processes[-1]

    yield start
    for process in processes:
        process.kill()
        process.communicate()


def shards(folder):
    return {path.name: path.stat().st_mtime_ns for path in folder.glob("*.parquet")}


def wait_for_shards(folder, count, process):
    for _ in range(1200):
        if len(shards(folder)) >= count or process.poll() is not None:
            return
        time.sleep(0.02)


@pytest.mark.skipif(os.name != "posix", reason="signals as POSIX has them")
class TestInterrupted:
    def test_killed_at_any_moment_nothing_is_lost_and_nothing_repeated(self, started, tmp_path):
        assert started("--quiet", output="whole").wait(60) == 0
        moments = random.Random(20955)
        out = tmp_path / "out"
        log = []
        for _ in range(3):
            before = shards(out)
            process = started("--resume", "--quiet")
            if moments.random() < 0.75:  # else while it starts
                wait_for_shards(out, len(before) + moments.randrange(1, 8), process)
            time.sleep(moments.random() * 0.1)
            process.send_signal(signal.SIGKILL)
            process.wait(30)
            log.append(len(shards(out)))
        kept = {name: changed for name, changed in shards(out).items() if name.replace("findings", "notes") in shards(out)}
        process = started("--resume", "--quiet")
        assert process.wait(60) == 0, process.stderr.read()
        sys.stdout.write(f"files of shards after each kill: {log}\n")
        assert 0 < len(kept) < len(shards(out)) == 40
        assert kept == {name: shards(out)[name] for name in kept}
        for kind in ("notes", "findings"):
            assert results(out, kind) == results(tmp_path / "whole", kind)
        assert not list(out.glob(".*.part"))

    def test_by_ctrl_c_it_says_how_to_go_on(self, started, tmp_path):
        process = started()
        wait_for_shards(tmp_path / "out", 2, process)
        process.send_signal(signal.SIGINT)
        out, err = process.communicate(timeout=30)
        assert (process.returncode, out) == (130, "")
        assert err == "notelint: interrupted; what is done is kept; the same command with --resume does the rest\n"
        assert started("--resume", "--quiet").wait(60) == 0
        assert [row["id"] for row in results(tmp_path / "out")] == [row["id"] for row in SLOW]


def test_a_note_that_ends_its_reader_is_a_row(program, tmp_path):
    rows = [{"id": "a", "text": "A note"}, {"id": "b", "text": "A deadly note"}, {"id": "c", "text": "A note"}]
    write_archive(tmp_path / "a.parquet", rows)
    done = program([["batch", "a.parquet", "--output", "out", "--workers", "1"]], "--fake")
    assert done.returncode == 1
    assert [row["error"] for row in results(tmp_path / "out")] == [None, "the process that read it died, twice", None]
