"""The JSON Schema of a configuration, made from the options of the commands, so that keys and options cannot differ."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import click

from notelint.cli.app import ENTRIES, notelint
from notelint.cli.configurable import IN_TABLES, RULES, kept_options
from notelint.config.validation import (
    EXTENDS,
    LATER_FILE,
    ONLY_ON_THE_COMMAND_LINE,
    OWN_FILE,
    PATH_TO,
    PROFILES,
    TABLES_OF_COMMANDS,
)
from notelint.pack_names import ALL_PACKS
from notelint.policy import LEVELS

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

_OF_THE_COMMAND_LINE = re.compile(r" ?\((?:repeat, or a,b|may be repeated)\)")
_PATHS = {
    "acknowledgements": OWN_FILE,
    "baseline": LATER_FILE,
    "context-rules": "file",
    "model": "file",
    "packs": "pack",
    "tables": "folder",
}
_CHOICES = {"pack": ALL_PACKS}
_NAMES = {"type": "array", "items": {"type": "string", "minLength": 1}, "minItems": 1}
_SEVERITY = {
    "description": 'The severity of rules: RULE = "error", "warning", "info" or "off", which does not report it.',
    "type": "object",
    "additionalProperties": {"type": "string", "enum": list(LEVELS)},
}
_RULES = {
    "select": {"description": "Report only these rules.", **_NAMES},
    "ignore": {"description": "Do not report these rules.", **_NAMES},
    "severity": _SEVERITY,
}
_PER_PATH = {
    "description": "What holds for the rules of some files only.",
    "type": "array",
    "items": {
        "type": "object",
        "additionalProperties": False,
        "required": ["paths"],
        "properties": {
            "paths": {"description": "Patterns of names, or of paths from the folder of this file.", **_NAMES},
            **_RULES,
        },
    },
}
_PROFILES = {
    "description": "Profiles of your own for a checklist: what it asks for, and how severe it is if that is missing.",
    "type": "object",
    "additionalProperties": {
        "description": 'What differs from the profile that it extends: ELEMENT = "error", "warning", "info" or "off".',
        "type": "object",
        "required": [EXTENDS],
        "properties": {EXTENDS: {"description": "The profile from which it differs.", "type": "string", "minLength": 1}},
        "additionalProperties": {"type": "string", "enum": list(LEVELS)},
    },
}
_EXTEND = {
    "description": "Another configuration file, whose keys hold where this file does not set them.",
    "type": "string",
    "minLength": 1,
    PATH_TO: "file",
}
_FLOORS = {"type": "object", "additionalProperties": {"type": "number", "minimum": 0, "maximum": 1}}


def schema() -> dict[str, Any]:
    """The JSON Schema (2020-12) of ``.notelint.toml`` and of ``[tool.notelint]`` in pyproject.toml."""
    commands = commands_with_keys()
    tables = {
        name: {key: _described(key, one) for key, one in kept_options(command).items()} for name, command in commands.items()
    }
    shared: dict[str, Any] = {}
    for keys in tables.values():
        shared = {**{key: option for key, option in keys.items() if key not in IN_TABLES}, **shared}
    of_commands = {
        name: _table(f"What holds for notelint {name} only.", {**keys, **_about_rules(commands[name])})
        for name, keys in tables.items()
        if name not in shared  # an option has this name
    }
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "Configuration of notelint",
        **_table(
            "Options of notelint for a folder: the file .notelint.toml, or the table [tool.notelint] of pyproject.toml.",
            {
                "extend": _EXTEND,
                **_RULES,
                "per-path": _PER_PATH,
                PROFILES: _PROFILES,
                **dict(sorted(shared.items())),
                **of_commands,
            },
        ),
        TABLES_OF_COMMANDS: list(of_commands),
        ONLY_ON_THE_COMMAND_LINE: sorted(_others(commands.values())),
    }


def commands_with_keys() -> Mapping[str, click.Command]:
    """The commands with an option that a file may set, by their names."""
    context = click.Context(notelint)
    commands = {name: notelint.get_command(context, name) for name in ENTRIES}
    return {name: command for name, command in commands.items() if command is not None and kept_options(command)}


def _table(description: str, properties: Mapping[str, Any]) -> dict[str, Any]:
    return {"description": description, "type": "object", "additionalProperties": False, "properties": dict(properties)}


def _about_rules(command: click.Command) -> dict[str, Any]:
    names = {parameter.name for parameter in command.params}
    return _RULES if names.issuperset(RULES) else {}


def _described(key: str, option: click.Option) -> dict[str, Any]:
    described = {"description": _OF_THE_COMMAND_LINE.sub("", option.help or ""), **_typed(key, option), "x-option": True}
    default = option.to_info_dict().get("default")
    return {**described, "default": default} if isinstance(default, (bool, int, float, str)) else described


def _typed(key: str, option: click.Option) -> dict[str, Any]:
    if key == "fail-under":
        return _FLOORS
    if option.is_flag:
        return {"type": "boolean"}
    item = _scalar(key, option.type)
    return {"type": "array", "items": item} if option.multiple else item


def _scalar(key: str, kind: click.ParamType[Any]) -> dict[str, Any]:
    if isinstance(kind, click.Choice) or key in _CHOICES:
        return {"type": "string", "enum": list(kind.choices if isinstance(kind, click.Choice) else _CHOICES[key])}
    if isinstance(kind, click.IntRange):
        bounds = {"minimum": kind.min, "maximum": kind.max}
        return {"type": "integer", **{name: bound for name, bound in bounds.items() if bound is not None}}
    if isinstance(kind, click.FloatRange):
        return {"type": "number", "exclusiveMinimum": kind.min}
    return {"type": "string", "minLength": 1, **({PATH_TO: _PATHS[key]} if key in _PATHS else {})}


def _others(commands: Iterable[click.Command]) -> set[str]:
    """The names of the options that no file can set."""
    found = set()
    for command in commands:
        if isinstance(command, click.Group):
            found |= _others(command.commands.values())
        kept = list(kept_options(command).values())
        others = (one for one in command.params if isinstance(one, click.Option) and one not in kept and one.name not in RULES)
        found |= {name.removeprefix("--") for one in others for name in one.opts if name.startswith("--")}
    return found
