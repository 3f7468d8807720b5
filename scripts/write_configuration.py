"""Write the list of keys in docs/configuration.md, below its marker, from the JSON Schema of a configuration file.

python scripts/write_configuration.py
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from notelint.config.validation import LATER_FILE, OWN_FILE, PATH_TO, PROFILES, TABLES_OF_COMMANDS, schema

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

PAGE = Path(__file__).parents[1] / "docs" / "configuration.md"
_MARKER = "<!-- written by scripts/write_configuration.py -->\n"
_HEADINGS = "| key | value | default | meaning | in |\n| --- | --- | --- | --- | --- |"
_RULES = "check, batch, review"
_KINDS = {"string": "text", "boolean": "`true` or `false`", "integer": "a whole number", "number": "a number"}


def page() -> str:
    """The page with its list of keys."""
    above, marker, _ = PAGE.read_text("utf-8").partition(_MARKER)
    if not marker:
        raise SystemExit(f"{PAGE.name} has no line {_MARKER.strip()}")
    return f"{above}{marker}\n" + "\n".join((_HEADINGS, *_rows())) + "\n"


def _rows() -> Iterator[str]:
    whole = schema()
    properties, tables = whole["properties"], whole[TABLES_OF_COMMANDS]
    for key, described in properties.items():
        if key in tables:
            continue
        sought = _NEEDED_FOR.get(key, key)
        commands = [name for name in tables if sought in properties[name]["properties"]]
        where = _RULES if key == "per-path" else ", ".join(commands) if described.get("x-option") or commands else "all"
        yield _row(key, described, where)
    for name in tables:
        for key, described in properties[name]["properties"].items():
            if key not in properties:
                yield _row(key, described, f"only in `[{name}]`")


def _row(key: str, described: Mapping[str, Any], where: str) -> str:
    default = f"`{_written(described['default'])}`" if "default" in described else ""
    return f"| `{key}` | {_kind(described)} | {default} | {described['description']} | {where} |"


def _kind(described: Mapping[str, Any]) -> str:
    kind = described["type"]
    if "enum" in described:
        return ", ".join(f'`"{choice}"`' for choice in described["enum"])
    if kind == "array":
        return f"a list of {_plural(described['items'])}"
    if kind == "object":
        return "a table"
    bounds = [f"{word} {described[name]:,}" for name, word in _BOUNDS.items() if name in described]
    noun = f"a path of a {_PATHS.get(described[PATH_TO], described[PATH_TO])}" if PATH_TO in described else _KINDS[kind]
    return " ".join((noun, *bounds))


_NEEDED_FOR = {PROFILES: "profile"}
_PATHS = {OWN_FILE: "file in this folder or below", LATER_FILE: "file"}
_BOUNDS = {"minimum": "from", "exclusiveMinimum": "above", "maximum": "to"}


def _plural(described: Mapping[str, Any]) -> str:
    if described["type"] == "object":
        return "tables"
    if "enum" in described:
        return _kind(described)
    return f"paths of {described[PATH_TO]}s" if PATH_TO in described else "texts"


def _written(value: Any) -> str:
    return str(value).lower() if isinstance(value, bool) else f"{value:,}" if isinstance(value, int | float) else f'"{value}"'


if __name__ == "__main__":
    PAGE.write_text(page(), "utf-8")
    print(f"wrote {PAGE.name}")
