"""The dashboard: the audit of the notes in the store, and the queries that wait. A process of ``workers.py`` makes it."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import TYPE_CHECKING

from notelint.audit.attributes import joined
from notelint.audit.audit import Wishes, audit
from notelint.audit.model import Known, Results, add_report, known_of
from notelint.audit.open_queries import QueryAges
from notelint.inputs.attribute_table import AttributeTable, BadTableError, Columns, read_table
from notelint.outputs.audit.page import LeftOut, content
from notelint.outputs.audit.queries import open_queries
from notelint.outputs.audit.sections import sections
from notelint.server.store.database import FILE, as_store_errors
from notelint.server.store.reports import from_json

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date
    from pathlib import Path

    from notelint.packs.schema import Catalogue

_LAST = "money"  # the section before which the queries stand
_NO_ROW = "Notes without a row in the table (they count, but not by what the table says)"


@dataclass(frozen=True, slots=True)
class Wanted:
    """The folder of the store and that of the notes, the table that says whose they are, and whether surgeons are named."""

    store: Path
    notes: Path
    table: Path | None = None
    columns: Columns = field(default_factory=lambda: Columns("id"))
    pseudonyms: bool = False


def dashboard(wanted: Wanted, catalogues: Sequence[Catalogue], packs: Sequence[Path]) -> tuple[str, str]:
    """The content of the page as HTML, and what is wrong with a table in a line; empty where nothing is.

    Raises ``StoreError``.
    """
    from notelint.cms.errors import TableError
    from notelint.cms.store import data_folder
    from notelint.cms.tables import open_tables
    from notelint.packs.loader import builtin_packs

    results, ages = _read(wanted, known_of(catalogues))
    problem, left_out = _join(results, wanted)
    try:
        tables = open_tables(data_folder(), (*builtin_packs(), *packs))
        found = audit(results, catalogues, tables, Wishes(pseudonyms=wanted.pseudonyms))
    except TableError as error:
        return "", str(error)
    parts = sections(found)
    at = next((place for place, section in enumerate(parts) if section.id == _LAST), len(parts))
    parts.insert(at, open_queries(ages))
    return content(found, parts, left_out), problem


def _read(wanted: Wanted, known: Known) -> tuple[Results, QueryAges]:
    """The notes of the store that are there now, by their paths from the folder, and the ages of the queries about them."""
    path = wanted.store / FILE
    results = Results()
    with as_store_errors(path), closing(sqlite3.connect(f"{path.as_uri()}?mode=ro", uri=True)) as connection:
        for file, report_json in connection.execute("SELECT file, report FROM notes WHERE present ORDER BY id"):
            report = from_json(report_json)
            prefix = f"{wanted.notes}/"
            add_report(results, replace(report, note=replace(report.note, source=file.removeprefix(prefix))), known)
        letters = connection.execute(
            "SELECT l.state, l.sent_at, l.answered_at FROM letters l JOIN notes n ON n.id = l.note WHERE n.present"
        ).fetchall()
    today = datetime.now().astimezone().date()
    return results, QueryAges(
        waiting=tuple((today - _day(sent)).days for state, sent, _ in letters if state == "sent"),
        answered=tuple((_day(back) - _day(sent)).days for state, sent, back in letters if state == "answered"),
        drafts=sum(state == "draft" for state, _, _ in letters),
    )


def _day(moment: str) -> date:
    """The day of this machine."""
    return datetime.fromisoformat(moment).astimezone().date()


def _join(results: Results, wanted: Wanted) -> tuple[str, list[LeftOut]]:
    """Give the notes what the table says of them; what is wrong with the table, and what is left out."""
    problem, missing, table = "", 0, AttributeTable()
    if wanted.table is not None:
        try:
            table = read_table(str(wanted.table), wanted.columns)
            results.notes, missing = joined(results.notes, table.rows, wanted.columns.named)
        except BadTableError as error:
            problem = f"The table could not be read: {error}."
        except ImportError:
            problem = "The table could not be read: for Parquet, pyarrow must be installed."
    return problem, [
        LeftOut("Notes that could not be read", results.counts["unreadable"]),
        LeftOut(_NO_ROW, missing),
        LeftOut("Rows of the table that cannot be used", table.left_out),
        LeftOut("Rows of the table without a valid date", table.dateless),
    ]
