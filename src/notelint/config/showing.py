"""What ``notelint config`` prints: the values in effect with their origin, as text and as JSON."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from notelint.outputs.layout import join, section, table

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from notelint.config.model import RuleTable, Setting


@dataclass(frozen=True, slots=True)
class Row:
    """A value in effect.

    ``source`` is ``default``, ``environment``, ``file`` or ``command line``; ``setting`` has the place in a file. For a rule
    ``key`` is ``select``, ``ignore`` or ``severity``, and ``paths`` are the patterns of the files that it holds for.
    """

    key: str
    value: Any
    source: str
    setting: Setting | None
    paths: tuple[str, ...] = ()

    @property
    def origin(self) -> str:
        """Where the value comes from, in words: the place in a file, else the source."""
        return self.source if self.setting is None else f"{self.setting.file}:{self.setting.line}"


def rows_of(tables: Iterable[RuleTable]) -> Iterator[Row]:
    """What the tables say about rules, one name a row."""
    for one in tables:
        for key, settings in (("select", one.select), ("ignore", one.ignore)):
            for setting in settings:
                yield Row(key, setting.value, "file", setting, one.paths)
        for rule, setting in one.severity.items():
            yield Row("severity", f"{rule} = {setting.value}", "file", setting, one.paths)


def text(files: Sequence[str], command: str, values: Sequence[Row], rules: Sequence[Row], width: int) -> str:
    """The configuration for a reader."""
    value_rows = [(row.key, _written(row.value), row.origin) for row in values]
    rule_rows = [(" ".join((row.key, _written(row.value))), ", ".join(row.paths) or "all", row.origin) for row in rules]
    return join(
        f"configuration: {', which extends '.join(files) or 'no file'}",
        section(f"notelint {command}", table(("key", "value", "from"), value_rows, width, (0, 1, 2))),
        section(
            "Rules, in the order in which they are applied",
            table(("rule", "files", "from"), rule_rows, width, (0, 1, 2)) if rule_rows else "",
        ),
    )


def data(files: Sequence[str], command: str, values: Sequence[Row], rules: Sequence[Row]) -> dict[str, Any]:
    """The configuration for a program."""
    return {
        "schema": "notelint.config/1",
        "command": command,
        "files": list(files),
        "values": [{"key": row.key, "value": _plain(row.value), **_place(row)} for row in values],
        "rules": [{"key": row.key, "value": row.value, "paths": list(row.paths), **_place(row)} for row in rules],
    }


def _place(row: Row) -> dict[str, Any]:
    setting = row.setting
    return {"from": row.source, "file": setting and setting.file, "line": setting and setting.line}


def _plain(value: Any) -> Any:
    return list(value) if isinstance(value, tuple) else value


def _written(value: Any) -> str:
    """A value as a reader expects it: as it is written in a file, ``not set`` for none."""
    if value is None or value in ((), ""):
        return "not set"
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, tuple):
        return ", ".join(map(str, value))
    if isinstance(value, dict):
        return ", ".join(f"{name} = {number}" for name, number in value.items())
    return str(value)
