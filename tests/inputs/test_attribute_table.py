"""The user's table of surgeons and dates: CSV, TSV, Parquet, whole and broken."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from notelint.audit.model import Attributes
from notelint.inputs.attribute_table import BadTableError, Columns, read_table

BOTH = Columns("id", surgeon="surgeon", date="day")


@pytest.fixture
def read(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)

    def read(text, columns=BOTH, name="table.csv"):
        (tmp_path / name).write_bytes(text if isinstance(text, bytes) else text.encode())
        return read_table(name, columns)

    return read


def test_csv(read):
    table = read('day,other,id, surgeon\n2026-01-31,x,1,Dr. Lind\n2026-02-01T10:00,y,2,"Abara, K."\n')
    assert table.rows == {
        "1": Attributes("Dr. Lind", day=date(2026, 1, 31)),
        "2": Attributes("Abara, K.", day=date(2026, 2, 1)),
    }
    assert (table.problems, table.left_out, table.dateless) == ([], 0, 0)


@pytest.mark.parametrize("encoding", ["utf-8-sig", "cp1252", "utf-16"])
def test_encodings(read, encoding):
    table = read("id,surgeon,day\n1,Dr. Ekström,2026-01-31\n".encode(encoding))
    assert table.rows["1"].surgeon == "Dr. Ekström"


def test_tsv(read):
    assert read("id\tsurgeon\n1\tLind, A.\n", Columns("id", surgeon="surgeon"), "t.tsv").rows["1"].surgeon == "Lind, A."


def test_parquet(read, tmp_path):
    cells = {
        "id": [1, 2, 3],
        "surgeon": ["A", None, "C"],
        "day": [datetime(2026, 1, 31, tzinfo=UTC), None, datetime(2026, 2, 1, 8, tzinfo=UTC)],
    }
    pq.write_table(pa.table(cells), tmp_path / "t.parquet")
    table = read_table("t.parquet", BOTH)
    assert table.rows["1"] == Attributes("A", day=date(2026, 1, 31))
    assert table.rows["3"].day == date(2026, 2, 1)
    assert table.problems == ["t.parquet: row 2: column 'day': is empty; the note counts without a date"]


def test_a_date_in_another_format(read):
    columns = Columns("id", date="day", date_format="%m/%d/%Y")
    table = read("id,day\n1,3/31/2026\n2,2026-03-31\n", columns)
    assert table.rows["1"].day == date(2026, 3, 31)
    assert table.problems == ["table.csv:3: column 'day': is no date, the format is %m/%d/%Y; the note counts without a date"]


def test_rows_that_cannot_be_used_are_named_and_the_others_count(read):
    table = read("id,surgeon,day\n1,A,soon\n,B,2026-01-01\n1,C,2026-01-01\n4,D\n5,E,2026-02-30\n6,F,2026-01-06\n")
    assert {name: (row.surgeon, row.day) for name, row in table.rows.items()} == {
        "1": ("A", None),
        "5": ("E", None),
        "6": ("F", date(2026, 1, 6)),
    }
    assert (table.left_out, table.dateless) == (3, 2)
    assert table.problems == [
        "table.csv:2: column 'day': is no date, write it YYYY-MM-DD or give --date-format; the note counts without a date",
        "table.csv:3: column 'id': the id is empty; the row is left out",
        "table.csv:4: column 'id': the id stands there twice, the first row counts; the row is left out",
        "table.csv:5: has 2 cells and the first line 3; the row is left out",
        "table.csv:6: column 'day': is no date, write it YYYY-MM-DD or give --date-format; the note counts without a date",
    ]


@pytest.mark.parametrize(
    ("text", "columns", "message"),
    [
        (
            "id,surgeons\n",
            Columns("id", surgeon="surgeon"),
            "table.csv:1: there is no column 'surgeon' (--surgeon); did you mean surgeons?",
        ),
        (
            "x,y\n",
            Columns("id", surgeon="y"),
            "table.csv:1: there is no column 'id' (--id); name one of its columns with --id: x, y",
        ),
        ("id,y,y\n", Columns("id", surgeon="y"), "table.csv:1: the column 'y' stands there twice; name one of them otherwise"),
        ("", Columns("id", surgeon="y"), "table.csv:1: has no row of column names; write them into the first line"),
        (b"PK\x03\x04", Columns("id", surgeon="y"), "table.csv: a Word document or another zip archive, not plain text; "),
    ],
)
def test_a_table_that_cannot_be_used(read, text, columns, message):
    with pytest.raises(BadTableError) as refused:
        read(text, columns)
    assert str(refused.value).startswith(message)


def test_no_parquet(read):
    with pytest.raises(BadTableError, match=r"t\.parquet: is no Parquet file, or damaged"):
        read("id,surgeon,day\n", name="t.parquet")


def test_no_file(read):
    with pytest.raises(BadTableError, match=r"none\.csv: cannot be read: No such file"):
        read_table("none.csv", BOTH)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60)
@given(st.text(st.characters(exclude_categories=["Cc", "Cs"]), max_size=200))
def test_whatever_stands_in_it_no_cell_is_told(read, text):
    secret = "zebrafish"
    table = read(f"id,surgeon,day\n{secret},{secret},{secret}\n{text}\n7,G,2026-01-07\n".encode("utf-8", "replace"))
    assert secret not in " ".join(table.problems)
    assert secret not in repr(table)
    assert table.rows[secret].day is None
