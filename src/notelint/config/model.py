"""The records of a configuration: values with the place they come from."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from notelint.config.errors import ConfigError

if TYPE_CHECKING:
    from collections.abc import Mapping


@dataclass(frozen=True, slots=True)
class Setting:
    """A value, the key that sets it as an error spells it, and where: ``file`` as shown, ``line`` from 1."""

    value: Any
    key: str
    file: str
    line: int

    def error(self, problem: str, advice: str) -> ConfigError:
        """The error to raise about the value."""
        return ConfigError(self.file, problem, advice, line=self.line, key=self.key)


@dataclass(frozen=True, slots=True)
class RuleTable:
    """What one table of a file says about rules.

    ``command`` is the command that it holds for, ``paths`` are the patterns of the files, from ``folder`` on; without them it
    holds for all. ``severity`` are the levels by the names of rules.
    """

    command: str | None = None
    paths: tuple[str, ...] = ()
    folder: str = ""
    select: tuple[Setting, ...] = ()
    ignore: tuple[Setting, ...] = ()
    severity: Mapping[str, Setting] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class ProfileTable:
    """A profile of a hospital: the profile of a checklist that it ``extends``, and the levels that differ, by their elements."""

    extends: Setting
    severity: Mapping[str, Setting]


@dataclass(frozen=True, slots=True)
class Config:
    """A configuration.

    ``files`` are its files as shown, the nearest first, then those that it extends. ``shared`` are the values for every
    command, ``commands`` those of one command. ``rules`` are in the order in which they are laid over each other.
    ``profiles`` are those of the hospital by their names.
    """

    files: tuple[str, ...] = ()
    shared: Mapping[str, Setting] = field(default_factory=dict)
    commands: Mapping[str, Mapping[str, Setting]] = field(default_factory=dict)
    rules: tuple[RuleTable, ...] = ()
    profiles: Mapping[str, ProfileTable] = field(default_factory=dict)

    def values(self, command: str) -> dict[str, Setting]:
        """The values of options for one command by their keys; those that the command has no option for are among them."""
        return {**self.shared, **self.commands.get(command, {})}

    def rules_of(self, command: str) -> tuple[RuleTable, ...]:
        """What holds about rules for one command, in the order in which it is laid over each other."""
        return tuple(table for table in self.rules if table.command in {None, command})


EMPTY = Config()
