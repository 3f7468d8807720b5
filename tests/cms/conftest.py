from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from notelint.cms.importing import Import
from notelint.cms.tables import open_tables

NOW = datetime(2026, 11, 21, 12, tzinfo=UTC)
ALL = ("edits", "unit_limits", "fees", "localities")


@pytest.fixture
def folder(tmp_path):
    return tmp_path / "data"


@pytest.fixture
def bring(tmp_path, folder):
    """Imports files, given by name and text or bytes, and returns what changed."""

    def bring(files, *, wanted=ALL, effective=None, allow_fewer=False, allow_repeated=False, began=lambda _part: None):
        paths = [tmp_path / name for name in files]
        for path, content in zip(paths, files.values(), strict=True):
            path.write_bytes(content if isinstance(content, bytes) else content.encode())
        incoming = Import(folder, open_tables(folder), shown=lambda path: Path(path).name, began=began)
        return incoming.run(paths, wanted, NOW, effective=effective, allow_fewer=allow_fewer, allow_repeated=allow_repeated)

    return bring


@pytest.fixture
def tables(folder):
    """The tables in use after what has been imported."""
    return lambda: open_tables(folder)
