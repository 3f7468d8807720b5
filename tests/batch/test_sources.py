"""Every kind of input gives the same notes, and none that is broken ends more than itself."""

from __future__ import annotations

import csv
from contextlib import suppress

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from support.archives import rows_of, write_archive

from notelint.batch.model import Columns, SourceError
from notelint.batch.rows import Row
from notelint.batch.sources import open_sources

DEFAULT = Columns()
QUERY = "SELECT text, id FROM archive ORDER BY id"


def read(*paths, columns=DEFAULT, query=None, max_chars=1000):
    return [row for source in open_sources(list(map(str, paths)), columns, query, max_chars) for row in source.rows()]


def problems(path, **options):
    return [row.problem for row in read(path, **options)]


class TestEveryKind:
    @pytest.mark.parametrize("kind", ["parquet", "csv", "tsv", "jsonl", "duckdb"])
    def test_gives_the_same_notes(self, tmp_path, kind):
        rows = rows_of(8)
        path = write_archive(tmp_path / f"archive.{kind}", rows)
        expected = [Row(row["id"], row["text"]) for row in rows]
        assert read(path, query=QUERY if kind == "duckdb" else None) == expected

    @pytest.mark.parametrize("kind", ["parquet", "csv", "jsonl"])
    def test_has_its_columns_named(self, tmp_path, kind):
        path = write_archive(tmp_path / f"a.{kind}", [{"body": "A note", "key": "k1", "billed": "20955,69990"}])
        assert read(path, columns=Columns("body", "key", "billed")) == [Row("k1", "A note", "20955,69990")]
        assert [row.id for row in read(path, columns=Columns("body"))] == [f"{path}:1"]
        for columns, option in ((Columns(), "--text-column"), (Columns("body", "no"), "--id-column")):
            with pytest.raises(SourceError, match=f"there is no column .*; name the right one with {option}"):
                read(path, columns=columns)

    @pytest.mark.parametrize("kind", ["parquet", "csv", "jsonl", "duckdb"])
    def test_tells_how_much_was_read(self, tmp_path, kind):
        path = write_archive(tmp_path / f"a.{kind}", rows_of(120))
        (source,) = open_sources([str(path)], Columns(), QUERY if kind == "duckdb" else None, 1000)
        size = source.fingerprint.size
        moving = source.rows()
        shares = [source.consumed / size for _ in moving]
        assert shares == sorted(shares)
        assert (shares[0] < 0.5, source.consumed) == (True, size)

    @pytest.mark.parametrize("kind", ["parquet", "csv", "jsonl", "duckdb"])
    def test_that_is_something_else_is_refused_in_one_line(self, tmp_path, kind):
        path = tmp_path / f"a.{kind}"
        path.write_bytes(bytes(range(256)) * 20)
        with pytest.raises(SourceError) as refused:
            read(path, query=QUERY if kind == "duckdb" else None)
        assert str(refused.value).startswith(str(path))
        assert "\n" not in str(refused.value)

    def test_of_which_notelint_knows_nothing_is_refused(self, tmp_path):
        (tmp_path / "a.xlsx").write_text("x")
        for name, message in (("a.xlsx", "neither notes nor"), ("b.csv", "no such file")):
            with pytest.raises(SourceError, match=message):
                read(tmp_path / name)


class TestFolders:
    def test_of_notes(self, tmp_path):
        (tmp_path / "deep").mkdir()
        (tmp_path / "b.txt").write_text("B")
        (tmp_path / "deep" / "a.txt").write_text("A")
        (tmp_path / "c.txt").write_bytes(b"%PDF-")
        found = read(tmp_path)
        assert [(row.id, row.text) for row in found[:1]] == [(str(tmp_path / "b.txt"), "B")]
        assert [row.problem for row in found] == [None, "a PDF file, not plain text; save the note as plain text (.txt)", None]

    def test_of_parquet_files(self, tmp_path):
        for number in (2, 1):
            write_archive(tmp_path / f"part-{number}.parquet", [{"id": f"n{number}", "text": "A"}])
        assert [row.id for row in read(tmp_path)] == ["n1", "n2"]

    def test_without_notes_are_refused(self, tmp_path):
        with pytest.raises(SourceError, match="no notes in this folder"):
            read(tmp_path)


class TestBrokenRows:
    def test_of_json_lines(self, tmp_path):
        path = tmp_path / "a.jsonl"
        path.write_bytes(
            b'{"id": 1, "text": "A"}\n\n{"id": 2, "te\n[1]\n\xff\n{"id": 3, "text": 5}\n{"text": "\\ud800"}\n{"id": 9}'
        )
        assert [(row.text, row.problem) for row in read(path)] == [
            ("A", None),
            *[(None, "the line is no JSON object")] * 2,
            (None, "the line is not UTF-8"),
            (None, "the text is no text"),
            ("?", None),
            (None, None),
        ]
        assert [row.id for row in read(path)[:2]] == ["1", f"{path}:2"]

    def test_of_csv(self, tmp_path):
        path = tmp_path / "a.csv"
        path.write_bytes(b'\xef\xbb\xbfid,text\n1,A\n2\n3,b,c\n4,"caf\xe9"\n5,')
        assert [(row.text, row.problem) for row in read(path)] == [
            ("A", None),
            (None, "the row has 1 cells and the header 2"),
            (None, "the row has 3 cells and the header 2"),
            ("café", None),
            (None, None),
        ]

    @pytest.mark.parametrize("kind", ["jsonl", "csv"])
    def test_that_never_end_are_not_read_into_memory(self, tmp_path, kind):
        rows = [{"id": "a", "text": "A"}, {"id": "b", "text": "long " * 2_000_000}, {"id": "c", "text": "C"}]
        found = read(write_archive(tmp_path / f"a.{kind}", rows))
        assert [row.text for row in found if row.text] == ["A", "C"]
        assert any(row.problem for row in found)

    def test_with_a_note_that_is_too_long(self, tmp_path):
        path = write_archive(tmp_path / "a.parquet", [{"id": "a", "text": "x" * 21}])
        assert read(path, max_chars=20) == [Row("a", None, None, "longer than 20 characters")]

    def test_with_texts_that_are_numbers_or_nothing(self, tmp_path):
        path = tmp_path / "a.parquet"
        pq.write_table(pa.table({"text": [1, None]}), path)
        assert problems(path) == ["the text is no text", None]

    @settings(max_examples=60, deadline=None)
    @given(st.binary(max_size=300), st.sampled_from(["csv", "jsonl", "tsv"]))
    def test_raise_nothing_else(self, tmp_path_factory, data, kind):
        path = tmp_path_factory.mktemp("hostile") / f"a.{kind}"
        path.write_bytes({"csv": b"text\n", "tsv": b"text\n", "jsonl": b'{"text": "A"}\n'}[kind] + data)
        with suppress(SourceError):
            for row in read(path):
                assert isinstance(row, Row)


class TestQueries:
    @pytest.mark.parametrize(
        ("query", "message"),
        [
            ("SELEC 1", "--query: Parser Error"),
            ("SELECT text FROM nowhere", "--query: Catalog Error"),
            ("SELECT id FROM archive", "there is no column 'text'"),
            ("SELECT CAST(text AS INTEGER) AS text FROM archive", "ConversionException"),
            ("INSERT INTO archive VALUES ('a', 'b')", "--query: Parser Error"),
        ],
    )
    def test_that_fail_are_told_without_a_word_of_the_rows(self, tmp_path, query, message):
        path = write_archive(tmp_path / "a.duckdb", rows_of(3))
        with pytest.raises(SourceError) as refused:
            read(path, query=query)
        assert message in str(refused.value)
        assert "fibula" not in str(refused.value)

    def test_take_one_file(self, tmp_path):
        with pytest.raises(SourceError, match="reads one DuckDB file"):
            read(tmp_path, query=QUERY)


@pytest.mark.parametrize("encoding", ["windows-1252", "cp850", "mac-roman"])
def test_lines_that_are_not_utf_8_are_read_in_the_encoding_of_the_beginning(tmp_path, encoding):
    text = "Jos\u00e9 M\u00fcller na\u00efve fa\u00e7ade \u00e0 la carte caf\u00e9 r\u00e9sum\u00e9"
    (tmp_path / "a.csv").write_bytes(f"text\n{text}\n".encode(encoding) + "37 \u00b0C\n".encode())
    assert [row.text for row in read(tmp_path / "a.csv")] == [text, "37 \u00b0C"]


def test_a_character_that_is_cut_is_no_other_encoding(tmp_path):
    (tmp_path / "a.csv").write_bytes("text\n{}\n".format("\u00e9" * 3000).encode() + b"caf\xe9\n")
    assert [row.text for row in read(tmp_path / "a.csv", max_chars=3000)] == ["\u00e9" * 3000, "caf\u00e9"]


def test_a_line_of_json_that_is_not_utf_8_says_so(tmp_path):
    (tmp_path / "a.jsonl").write_bytes(b'{"text": "a"}\n{"text": "caf\xe9"}\n{"text": "b"}\n')
    assert problems(tmp_path / "a.jsonl") == [None, "the line is not UTF-8", None]


def test_the_limit_of_a_cell_is_left_as_it_was(tmp_path):
    before = csv.field_size_limit()
    (tmp_path / "a.csv").write_text("text\n{}\n".format("x" * 200_000), "utf8")
    assert problems(tmp_path / "a.csv", max_chars=300_000) == [None]
    assert csv.field_size_limit() == before
