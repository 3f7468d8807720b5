"""A run: what it leaves behind, when it is continued, when it is refused."""

from __future__ import annotations

import json
import os
from pathlib import Path

import duckdb
import pyarrow.parquet as pq
import pytest
from support.archives import OneProcess, results, rows_of, write_archive

from notelint.batch.model import Columns
from notelint.batch.record import record_of
from notelint.batch.run import ResumeError, Run
from notelint.batch.settings import Settings
from notelint.batch.shards import InUseError, ShardFolder
from notelint.batch.sources import open_sources
from notelint.batch.summary import NotOursError, summary, write_database

DEFAULT = Columns()


class Nobody:
    def moved(self, done, kept, read):
        assert 0 <= read <= 1


@pytest.fixture(autouse=True)
def one_process(monkeypatch, fake_linter):
    monkeypatch.setattr("notelint.batch.run.Workers", OneProcess)


@pytest.fixture
def archive(tmp_path):
    return write_archive(tmp_path / "archive.jsonl", rows_of(25))


@pytest.fixture
def run(tmp_path, archive):
    """Makes a run over the archive into ``out``, shards of 4."""

    def run(*paths, resume=False, size=4, query=None, out="out", columns=DEFAULT, **settings):
        how = Settings(**settings)
        sources = open_sources([str(path) for path in paths or (archive,)], columns, query, how.max_chars)
        record = record_of(how, columns, query, size, [source.fingerprint for source in sources])
        made = Run(ShardFolder(tmp_path / out, size), sources, how, record, size, 1, Nobody())
        made.go(resume=resume)
        return made

    return run


@pytest.fixture
def stopped(run, monkeypatch):
    """Interrupts a run after so many chunks."""

    def stopped(chunks, **options):
        monkeypatch.setattr(OneProcess, "stop_after", chunks)
        with pytest.raises(OSError, match="No space left"):
            run(**options)
        monkeypatch.setattr(OneProcess, "stop_after", None)

    return stopped


def state(folder):
    return json.loads((folder / "run.json").read_text())["state"]


class TestResults:
    def test_are_numbered_by_the_place_in_the_input(self, run, tmp_path):
        run()
        assert [path.name for path in sorted((tmp_path / "out").glob("*.parquet"))] == [
            f"{kind}-{number:05d}.parquet" for kind in ("findings", "notes") for number in range(7)
        ]
        rows = results(tmp_path / "out")
        assert [(row["position"], row["id"]) for row in rows] == [(number, f"n{number}") for number in range(25)]
        assert {row["position"] % 4 for row in results(tmp_path / "out", "findings")} == {0, 1}

    def test_have_no_other_columns_where_a_shard_has_no_finding(self, run, tmp_path):
        run(write_archive(tmp_path / "plain.jsonl", [{"text": "A note"}] * 5))
        shards = [pq.read_schema(path) for path in (tmp_path / "out").glob("findings-*.parquet")]
        assert len(shards) == 2
        assert shards[0] == shards[1]

    def test_of_several_inputs_stand_one_after_the_other(self, run, archive, tmp_path):
        more = write_archive(tmp_path / "more.csv", [{"id": "m", "text": "A"}])
        run(archive, more)
        assert [row["id"] for row in results(tmp_path / "out")][-2:] == ["n24", "m"]

    def test_of_an_empty_input_are_none(self, run, tmp_path):
        empty = tmp_path / "empty.csv"
        empty.write_text("id,text\n")
        assert summary(run(empty).folder)["notes"] == 0


class TestResumed:
    @pytest.mark.parametrize("chunks", [0, 1, 3, 6])
    def test_nothing_is_lost_and_nothing_repeated(self, run, stopped, tmp_path, chunks):
        run(out="whole")
        stopped(chunks)
        kept = {path.name: path.stat().st_mtime_ns for path in (tmp_path / "out").glob("*.parquet")}
        assert (state(tmp_path / "out"), len(kept)) == ("unfinished", 2 * max(chunks - 1, 0))
        run(resume=True)
        assert state(tmp_path / "out") == "done"
        for kind in ("notes", "findings"):
            assert results(tmp_path / "out", kind) == results(tmp_path / "whole", kind)
        assert kept == {name: (tmp_path / "out" / name).stat().st_mtime_ns for name in kept}

    def test_a_shard_that_is_damaged_or_gone_is_made_again(self, run, tmp_path):
        run()
        whole = results(tmp_path / "out")
        (tmp_path / "out" / "notes-00002.parquet").write_bytes(b"PAR1")
        (tmp_path / "out" / "findings-00004.parquet").unlink()
        run(resume=True)
        assert results(tmp_path / "out") == whole

    def test_half_written_files_are_taken_away(self, run, stopped, tmp_path):
        stopped(2)
        (tmp_path / "out" / ".notes-00001.parquet.part").write_bytes(b"PAR1")
        run(resume=True)
        assert not [path for path in (tmp_path / "out").iterdir() if path.name.endswith(".part")]

    def test_into_an_empty_folder_it_begins(self, run, tmp_path):
        (tmp_path / "out").mkdir()
        run(resume=True)
        assert len(results(tmp_path / "out")) == 25


class TestRefused:
    def test_without_resume_where_something_is(self, run, tmp_path):
        run()
        with pytest.raises(ResumeError, match="not empty; give --resume"):
            run()

    def test_where_no_run_is(self, run, tmp_path):
        (tmp_path / "out").mkdir()
        (tmp_path / "out" / "thesis.txt").touch()
        with pytest.raises(ResumeError, match="holds no run of notelint"):
            run(resume=True)

    @pytest.mark.parametrize(
        ("options", "message"),
        [
            ({"max_chars": 9}, "max_chars was 1000000, is 9"),
            ({"size": 5}, "shard_size was 4, is 5"),
            ({"excerpt": True}, "excerpt was False, is True"),
            ({"ignore": ("microscope-missing",)}, r"ignore was \[\], is \['microscope-missing'\]"),
            ({"columns": Columns("text", "id")}, "id_column was not set, is id"),
        ],
    )
    def test_with_other_settings(self, run, stopped, options, message):
        stopped(2)
        with pytest.raises(ResumeError, match=f"run.json: {message}; resume with the same"):
            run(resume=True, **options)

    def test_with_another_version_or_other_patterns(self, run, stopped, tmp_path):
        stopped(2)
        file = tmp_path / "out" / "run.json"
        record = json.loads(file.read_text())
        file.write_text(
            json.dumps(record | {"versions": {**record["versions"], "rapidfuzz": "2.0"}, "knowledge": "x", "packs": []})
        )
        with pytest.raises(ResumeError, match=r"the patterns .* have changed; the packs are others; rapidfuzz was 2\.0, is 3"):
            run(resume=True)

    def test_with_a_changed_input(self, run, stopped, archive):
        stopped(2)
        os.utime(archive, ns=(1, 1))
        with pytest.raises(ResumeError, match=r"archive\.jsonl has changed"):
            run(resume=True)

    def test_with_another_input(self, run, stopped, tmp_path):
        stopped(2)
        with pytest.raises(ResumeError, match="the inputs are others"):
            run(write_archive(tmp_path / "b.jsonl", rows_of(25)), resume=True)

    def test_where_a_query_gives_its_rows_in_another_order(self, run, tmp_path):
        database = write_archive(tmp_path / "a.duckdb", rows_of(9))
        query = "SELECT * FROM archive ORDER BY id"
        run(database, query=query)
        (tmp_path / "out" / "notes-00001.parquet").unlink()
        stat = database.stat()
        with duckdb.connect(str(database)) as connection:
            connection.execute("UPDATE archive SET id = 'a' || id WHERE id = 'n8'")
        os.utime(database, ns=(stat.st_atime_ns, stat.st_mtime_ns))
        record = json.loads((tmp_path / "out" / "run.json").read_text())
        record["inputs"][0]["size"] = database.stat().st_size
        (tmp_path / "out" / "run.json").write_text(json.dumps(record))
        with pytest.raises(ResumeError, match="shard 0 is not of the notes that the input now has there"):
            run(database, query=query, resume=True)

    def test_while_another_run_writes_there(self, run, tmp_path):
        pytest.importorskip("fcntl", reason="locks as POSIX has them")
        with ShardFolder(tmp_path / "out", 4).locked(), pytest.raises(InUseError):
            run()


class TestSummary:
    def test_counts_what_the_tables_hold(self, run):
        data = summary(run().folder)
        assert data["notes"] == 25
        assert data["by_status"] == [{"status": "supported", "notes": 19}, {"status": "error", "notes": 6}]
        assert data["by_code"] == [{"code": "20955", "supported": 19, "candidate": 0}]
        assert {"element": "donor_site_named", "met": 19, "partial": 0, "missing": 0} in data["by_element"]
        assert {"element": "microscope", "met": 0, "partial": 0, "missing": 19} in data["by_element"]
        assert [(row["severity"], row["notes"]) for row in data["by_rule"]] == [("error", 7), ("info", 6), ("warning", 6)]
        assert data["errors"] == [{"error": "internal error (ValueError)", "notes": 6}]

    def test_stands_in_the_database_as_views(self, run, tmp_path):
        folder, target = run().folder, tmp_path / "results.duckdb"
        write_database(folder, target)
        write_database(folder, target)
        with duckdb.connect(str(target), read_only=True) as connection:
            assert connection.execute("SELECT count(*) FROM notes").fetchone() == (25,)
            assert connection.execute("SELECT supported FROM by_code").fetchall() == [(19,)]
            assert connection.execute("SELECT missing FROM by_element WHERE element = 'microscope'").fetchone() == (19,)
            assert len(connection.execute("SELECT id FROM unreadable").fetchall()) == 6
            assert len(connection.execute("SELECT * FROM by_rule").fetchall()) == 3
        assert [path.name for path in tmp_path.glob("*results*")] + [path.name for path in tmp_path.glob(".*")] == [target.name]

    def test_never_takes_the_place_of_another_file(self, run, tmp_path):
        folder = run().folder
        for target in (tmp_path / "thesis.txt", write_archive(tmp_path / "lake.duckdb", rows_of(2))):
            Path(target).touch()
            before = target.read_bytes()
            with pytest.raises(NotOursError, match="is there already"):
                write_database(folder, target)
            assert target.read_bytes() == before
