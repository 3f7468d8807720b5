"""Reports as JSON and back."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

import msgspec

from notelint.report import ChecklistReport, Decision, Report

if TYPE_CHECKING:
    from collections.abc import Mapping


def to_json(report: Report) -> str:
    """The whole report, the note's text in it, as JSON."""
    return msgspec.json.encode(report).decode()


def from_json(data: str) -> Report:
    """The report that ``to_json`` was given. Raises ``msgspec.ValidationError`` for what is none."""
    return _decoder().decode(data)


def decision_to_json(decision: Decision) -> str:
    """A decision as JSON."""
    return msgspec.json.encode(decision).decode()


def decision_from_json(data: str) -> Decision:
    """The decision that ``decision_to_json`` was given."""
    return msgspec.json.decode(data, type=Decision)


def packs_from_json(data: str | None) -> Mapping[str, ChecklistReport]:
    """The checklists of a report, of which only this part is given."""
    return {} if data is None else msgspec.json.decode(data, type=dict[str, ChecklistReport])


@cache
def _decoder() -> msgspec.json.Decoder[Report]:
    return msgspec.json.Decoder(Report)
