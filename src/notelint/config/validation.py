"""Hold a configuration against its JSON Schema, with messages that say what to write.

The schema is the one description of the keys: editors read it, ``notelint config --schema`` prints it, the documentation is
tested against it, and it is made from the options of the commands. The part of JSON Schema that it uses is small; a
validator for all of JSON Schema is a large dependency, and says "is not of type" where a user needs to know what to write.
"""

from __future__ import annotations

import json
import math
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any

from notelint.config.document import spelled
from notelint.nearest import did_you_mean

if TYPE_CHECKING:
    from collections.abc import Mapping

    from notelint.config.document import Document
    from notelint.config.positions import Path

    Schema = Mapping[str, Any]

ONLY_ON_THE_COMMAND_LINE = "x-only-on-the-command-line"
"""The key of the schema that lists the options which no file can set."""
TABLES_OF_COMMANDS = "x-tables-of-commands"
"""The key of the schema that lists the tables that hold for one command."""
PATH_TO = "x-path-to"
"""The key of the schema of a value that is a path from the folder of the file; it says to what: ``file``, ``pack`` ..."""
PROFILES, EXTENDS = "profiles", "extends"
"""The table of the profiles of a hospital, and the key of each that names the profile of a checklist from which it differs."""
OWN_FILE, LATER_FILE = "own file", "file to come"
"""A file that a command may write, in the folder of the configuration or below it; and one that need not be there yet."""

_FOUND = {str: "text", bool: "true or false", int: "a whole number", float: "a number", list: "a list", dict: "a table"}
_WANTED = {
    "string": ("text", "put it in quotes"),
    "boolean": ("true or false", "write true or false, without quotes"),
    "integer": ("a whole number", "write a whole number, without quotes"),
    "number": ("a number", "write a number, without quotes"),
    "array": ("a list", 'write it in brackets: ["..."]'),
    "object": ("a table", ""),
}
_TYPES: dict[str, tuple[type, ...]] = {
    "string": (str,),
    "boolean": (bool,),
    "integer": (int,),
    "number": (int, float),
    "array": (list,),
    "object": (dict,),
}


@cache
def schema() -> Schema:
    """The JSON Schema of a configuration, as it is shipped."""
    shipped: Schema = json.loads((files("notelint.config") / "config.schema.json").read_bytes())
    return shipped


def validate(document: Document) -> None:
    """Raise ``ConfigError`` for the first key of ``document`` that the schema does not allow."""
    _check(document, (), document.data, schema())


def _check(document: Document, path: Path, value: Any, wanted: Schema) -> None:
    _check_type(document, path, value, wanted)
    if isinstance(value, dict):
        _check_keys(document, path, value, wanted)
        more = wanted.get("additionalProperties")
        for key, inner in value.items():
            _check(document, (*path, key), inner, wanted.get("properties", {}).get(key, more))
    elif isinstance(value, list):
        if len(value) < wanted.get("minItems", 0):
            raise document.error(path, "names nothing", "name something, or remove the key")
        for index, item in enumerate(value):
            _check(document, (*path, index), item, wanted["items"])
    else:
        _check_scalar(document, path, value, wanted)


def _check_type(document: Document, path: Path, value: Any, wanted: Schema) -> None:
    kind = wanted["type"]
    if isinstance(value, _TYPES[kind]) and isinstance(value, bool) == (kind == "boolean"):
        return
    expected, advice = _WANTED[kind]
    if kind == "object":
        advice = f"write [{spelled((*document.root, *path))}] above its keys"
    elif kind == "array" and wanted["items"]["type"] == "object":
        expected, advice = "tables", f"write [[{spelled((*document.root, *path))}]] above the keys of each"
    raise document.error(path, f"expected {expected}, found {_FOUND.get(type(value), 'a date or time')}", advice)


def _check_keys(document: Document, path: Path, value: Mapping[str, Any], wanted: Schema) -> None:
    if wanted["additionalProperties"] is False:
        for key in value:
            if key not in wanted["properties"]:
                raise document.error((*path, key), "unknown key", _advice(key, path, wanted["properties"]))
    for key in wanted.get("required", ()):
        if key not in value:
            raise document.error(path, f"the key {key} is missing", "add it")


def _advice(key: str, path: Path, known: Mapping[str, Any]) -> str:
    """What to do about an unknown key in the table at ``path``."""
    whole = schema()
    tables = whole[TABLES_OF_COMMANDS]
    if key in whole[ONLY_ON_THE_COMMAND_LINE]:
        return "this option is given on the command line only"
    if not path:
        having = [table for table in tables if key in whole["properties"][table]["properties"]]
        if having:
            return f"it differs from command to command: put it into a table such as [{having[0]}]"
    otherwise = f"notelint {path[0]} has no such option" if path and path[0] in tables else "see notelint config --schema"
    return did_you_mean(key, known, otherwise)


def _check_scalar(document: Document, path: Path, value: Any, wanted: Schema) -> None:
    choices = wanted.get("enum")
    if choices is not None and value not in choices:
        raise document.error(
            path, f"{value!r} is not a choice", did_you_mean(value, choices, f"use one of: {', '.join(choices)}")
        )
    if isinstance(value, str):
        if len(value.strip()) < wanted.get("minLength", 0):
            raise document.error(path, "is empty", "fill it, or remove the key")
    elif not isinstance(value, bool):
        _check_number(document, path, value, wanted)


def _check_number(document: Document, path: Path, value: float, wanted: Schema) -> None:
    least, most, above = (wanted.get(name) for name in ("minimum", "maximum", "exclusiveMinimum"))
    if not math.isfinite(value):
        raise document.error(path, "is not a finite number", "write a number")
    if least is not None and value < least:
        raise document.error(path, f"{value:,} is too small", f"write {least:,} or more")
    if above is not None and value <= above:
        raise document.error(path, f"{value:,} is too small", f"write a number above {above:,}")
    if most is not None and value > most:
        raise document.error(path, f"{value:,} is too large", f"write {most:,} or less")
