"""The tables of an audit as CSV files."""

from __future__ import annotations

from typing import TYPE_CHECKING

from notelint.outputs.audit.page import tables
from notelint.outputs.audit.table import as_csv

if TYPE_CHECKING:
    from notelint.audit.audit import Audit


def csv_files(audit: Audit) -> dict[str, str]:
    """The text of each file, by its name."""
    return {f"{table.id}.csv": as_csv(table) for table in tables(audit)}
