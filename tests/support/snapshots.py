"""Exact output, kept as plain files under tests/snapshots. UPDATE_SNAPSHOTS=1 rewrites them."""

from __future__ import annotations

import os
from pathlib import Path

FOLDER = Path(__file__).parents[1] / "snapshots"


def assert_matches(name: str, output: str) -> None:
    """Fail unless ``output`` is what the file ``name`` holds."""
    file = FOLDER / name
    if os.environ.get("UPDATE_SNAPSHOTS"):
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(output.encode())
    assert file.is_file(), f"no snapshot {name}: run UPDATE_SNAPSHOTS=1 pytest once and read it"
    assert output == file.read_bytes().decode()
