"""Load a configuration: a file, the files it extends, and all checks that need no pack. Imported where there is a file."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any

from notelint.config.document import read, shown, spelled
from notelint.config.model import Config, ProfileTable, RuleTable, Setting
from notelint.config.validation import EXTENDS, OWN_FILE, PATH_TO, PROFILES, TABLES_OF_COMMANDS, schema, validate
from notelint.nearest import did_you_mean

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from notelint.config.document import Document
    from notelint.config.positions import Path

_RULES = ("select", "ignore", "severity")
_PACK = "pack.yaml"


def load(document: Document) -> Config:
    """The configuration that begins with this file, checked. Raises ``ConfigError``."""
    return _combined(list(_chain(document)))


def _chain(document: Document) -> Iterator[Document]:
    """The file and the files that it extends, checked, the nearest first."""
    seen: list[Document] = []
    while True:
        validate(document)
        _check_paths(document)
        yield document
        seen.append(document)
        if "extend" not in document.data:
            return
        target = _absolute(document, document.data["extend"])
        if any(os.path.realpath(target) == os.path.realpath(one.path) for one in seen):
            chain = " extends ".join([*(one.file for one in seen), shown(target)])
            raise document.error(("extend",), f"the files extend each other: {chain}", "remove one of them")
        if not os.path.isfile(target):
            raise document.error(("extend",), f"there is no file {shown(target)}", "check the path")
        document = read(target)


def _combined(documents: Sequence[Document]) -> Config:
    """The files as one: a value or a profile of a nearer file replaces that of a farther one; rules are laid over each other."""
    tables: Sequence[str] = schema()[TABLES_OF_COMMANDS]
    shared: dict[str, Setting] = {}
    commands: dict[str, dict[str, Setting]] = {}
    profiles: dict[str, ProfileTable] = {}
    for document in reversed(documents):
        shared |= _values(document, document.data, ())
        profiles |= _profiles(document)
        for name in tables:
            commands.setdefault(name, {}).update(_values(document, document.data.get(name, {}), (name,)))
    return Config(tuple(one.file for one in documents), shared, commands, tuple(_rules(documents[::-1], tables)), profiles)


def _values(document: Document, table: Mapping[str, Any], at: Path) -> dict[str, Setting]:
    """The values of options in the table at the path ``at``; paths among them are made absolute."""
    known = _schema_at(at)["properties"]
    return {
        key: Setting(_resolved(document, value, known[key]), spelled((*at, key)), document.file, document.line((*at, key)))
        for key, value in table.items()
        if known[key].get("x-option")
    }


def _profiles(document: Document) -> dict[str, ProfileTable]:
    """The profiles that a file defines by their names."""
    found: dict[str, ProfileTable] = {}
    for name, table in document.data.get(PROFILES, {}).items():
        at = (PROFILES, name)
        settings = {
            key: Setting(value, spelled((*at, key)), document.file, document.line((*at, key))) for key, value in table.items()
        }
        found[name] = ProfileTable(settings.pop(EXTENDS), settings)
    return found


def _rules(documents: Sequence[Document], commands: Sequence[str]) -> Iterator[RuleTable]:
    """For all commands, for one, for some paths: in this order, of each the farthest file first."""
    for document in documents:
        yield from _rules_at(document, (), document.data)
    for document in documents:
        for command in commands:
            yield from _rules_at(document, (command,), document.data.get(command, {}), command=command)
    for document in documents:
        for index, table in enumerate(document.data.get("per-path", ())):
            yield from _rules_at(document, ("per-path", index), table, paths=tuple(table["paths"]))


def _rules_at(
    document: Document, at: Path, table: Mapping[str, Any], *, command: str | None = None, paths: tuple[str, ...] = ()
) -> Iterator[RuleTable]:
    def names(key: str) -> tuple[Setting, ...]:
        return tuple(setting((*at, key, index), name) for index, name in enumerate(table.get(key, ())))

    def setting(path: Path, value: str) -> Setting:
        return Setting(value, spelled(path), document.file, document.line(path))

    if any(table.get(key) for key in _RULES):
        severity = {rule: setting((*at, "severity", rule), level) for rule, level in table.get("severity", {}).items()}
        yield RuleTable(command, paths, document.folder, names("select"), names("ignore"), severity)


def _schema_at(at: Path) -> Mapping[str, Any]:
    """The schema of the table for all commands, or for one."""
    whole = schema()
    found: Mapping[str, Any] = whole["properties"][at[0]] if at else whole
    return found


def _absolute(document: Document, path: str) -> str:
    return os.path.normpath(os.path.join(document.folder, os.path.expanduser(path)))


def _resolved(document: Document, value: Any, wanted: Mapping[str, Any]) -> Any:
    if wanted["type"] == "array":
        return tuple(_resolved(document, item, wanted["items"]) for item in value)
    return shown(_absolute(document, value)) if PATH_TO in wanted else value


def _check_paths(document: Document) -> None:
    """Raise ``ConfigError`` for a path in the file at which there is not what should be there."""
    for at in ((), *((name,) for name in schema()[TABLES_OF_COMMANDS])):
        table = document.data.get(at[0], {}) if at else document.data
        for key, wanted in _schema_at(at)["properties"].items():
            if key in table and key != "extend":
                _check_path(document, (*at, key), table[key], wanted)


def _check_path(document: Document, at: Path, value: Any, wanted: Mapping[str, Any]) -> None:
    if wanted["type"] == "array":
        for index, item in enumerate(value):
            _check_path(document, (*at, index), item, wanted["items"])
        return
    kind = wanted.get(PATH_TO)
    if kind is None:
        return
    path = _absolute(document, value)
    if kind == "pack" and not os.path.isfile(os.path.join(path, _PACK)):
        advice = did_you_mean(os.path.basename(path), _packs_beside(path), f"give the folder that holds the pack's {_PACK}")
        raise document.error(at, f"there is no pack in {shown(path)}", advice)
    if kind == OWN_FILE and os.path.relpath(path, document.folder).startswith(os.pardir):
        raise document.error(at, f"{shown(path)} is not below the folder of this file", "name a file in this folder")
    if kind == "folder" and not os.path.isdir(path):
        raise document.error(at, f"there is no folder {shown(path)}", "check the path")
    if kind == "file" and not os.path.isfile(path):
        raise document.error(at, f"there is no file {shown(path)}", "check the path")


def _packs_beside(path: str) -> list[str]:
    """The names of the packs in the folder that ``path`` stands in."""
    folder = os.path.dirname(path)
    try:
        names = sorted(os.listdir(folder))
    except OSError:
        return []
    return [name for name in names if os.path.isfile(os.path.join(folder, name, _PACK))]
