from __future__ import annotations

import pytest
from support.fake_linter import FakeLinter


@pytest.fixture
def fake_linter(monkeypatch):
    monkeypatch.setattr("notelint.linter.Linter", FakeLinter)
