"""Acknowledgements with their states, and the counts of an audit."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from notelint.acknowledgements.matching import REOPENED

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from notelint.acknowledgements.matching import State
    from notelint.acknowledgements.model import Acknowledged, Entry


@dataclass(frozen=True, slots=True)
class Listed:
    """An acknowledgement and what became of it. ``other_version``: its rule has another version now."""

    entry: Entry
    state: State
    other_version: bool = False

    @property
    def note(self) -> str:
        """The path of the note, which the record gives from the folder of its file."""
        folder = self.entry.file.replace("\\", "/").rpartition("/")[0]
        return f"{folder}/{self.entry.record.note}" if folder else self.entry.record.note

    @property
    def is_reopened(self) -> bool:
        """Whether its finding counts again although nobody withdrew it."""
        return self.state in REOPENED


@dataclass(frozen=True, slots=True)
class Audit:
    """Counts of acknowledgements, each by state: of all, and by person, by coded reason and by rule.

    ``repeated`` are the findings that were acknowledged more than once, ``endless`` the acknowledgements in force without a last
    day, ``other_versions`` those in force whose rule has another version now.
    """

    states: Counter[State]
    by: Mapping[str, Counter[State]] = field(default_factory=dict)
    codes: Mapping[str, Counter[State]] = field(default_factory=dict)
    rules: Mapping[str, Counter[State]] = field(default_factory=dict)
    repeated: int = 0
    endless: int = 0
    other_versions: int = 0


def audit_of(listed: Iterable[Listed]) -> Audit:
    """The counts of an audit of these acknowledgements; groups are sorted by size, then by name."""
    rows = list(listed)
    findings = Counter((row.note, row.entry.record.finding) for row in rows)
    in_force = [row for row in rows if row.state == "in force"]
    return Audit(
        states=Counter(row.state for row in rows),
        by=_grouped(rows, lambda record: record.by),
        codes=_grouped(rows, lambda record: record.code),
        rules=_grouped(rows, lambda record: record.rule),
        repeated=sum(count > 1 for count in findings.values()),
        endless=sum(row.entry.record.until is None for row in in_force),
        other_versions=sum(row.other_version for row in in_force),
    )


def _grouped(rows: Iterable[Listed], key: Callable[[Acknowledged], str]) -> dict[str, Counter[State]]:
    groups: dict[str, Counter[State]] = {}
    for row in rows:
        groups.setdefault(key(row.entry.record), Counter())[row.state] += 1
    return dict(sorted(groups.items(), key=lambda pair: (-pair[1].total(), pair[0])))
