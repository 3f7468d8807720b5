"""``run.json``: what a run was made with, so that it can be continued with the same and with nothing else."""

from __future__ import annotations

import platform
from hashlib import blake2b
from importlib.metadata import version
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, Any

from notelint import __version__
from notelint.packs.loader import builtin_packs, load_catalogue, shipped_packs
from notelint.packs.profiles import profile_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from importlib.resources.abc import Traversable

    from notelint.batch.model import Columns, Fingerprint
    from notelint.batch.settings import Settings
    from notelint.packs.profiles import Profile

SCHEMA = "notelint.batch/1"
UNFINISHED, DONE = "unfinished", "done"
_LIBRARIES = ("ahocorasick-rs", "rapidfuzz", "pyarrow")


def record_of(
    settings: Settings, columns: Columns, query: str | None, shard_size: int, inputs: Sequence[Fingerprint]
) -> dict[str, Any]:
    """The record of a run that has not ended: its versions, packs, settings and inputs. Raises ``PackError``."""
    return {
        "schema": SCHEMA,
        "state": UNFINISHED,
        "versions": {
            "python": platform.python_version(),
            "notelint": __version__,
            **{name: version(name) for name in _LIBRARIES},
        },
        "packs": [_pack(folder, settings.profile) for folder in (*shipped_packs(settings.names), *map(Path, settings.packs))],
        "knowledge": _digest(files("notelint.patterns")),
        "tables": _tables(settings) if columns.codes else [],
        "settings": {
            "text_column": columns.text,
            "id_column": columns.id,
            "code_column": columns.codes,
            "text_format": columns.form,
            "query": query,
            "select": list(settings.select),
            "ignore": list(settings.ignore),
            "policy": settings.policy.data(),
            "excerpt": settings.excerpt,
            "max_chars": settings.max_chars,
            "max_seconds": settings.max_seconds,
            "shard_size": shard_size,
        },
        "inputs": [one.data() for one in inputs],
    }


def differences(before: dict[str, Any], now: dict[str, Any]) -> Iterator[str]:
    """What is not as it was, each in a few words."""
    if before.get("schema") != now["schema"]:
        yield f"it is of {before.get('schema')}, this notelint writes {now['schema']}"
    if before.get("knowledge") != now["knowledge"]:
        yield "the patterns that ship with notelint have changed"
    for part in ("packs", "tables", "inputs"):
        yield from _in_list(part, before.get(part), now[part])
    for part in ("versions", "settings"):
        found = before.get(part)
        was = found if isinstance(found, dict) else {}
        for name, value in now[part].items():
            if was.get(name) != value:
                yield f"{name} was {_shown(was.get(name))}, is {_shown(value)}"


def _in_list(part: str, before: Any, now: list[Any]) -> Iterator[str]:
    if not isinstance(before, list) or list(map(_name, before)) != list(map(_name, now)):
        yield f"the {part} are others"
        return
    for was, one in zip(before, now, strict=True):
        if was != one:
            yield _changed(was, one)


def _name(one: Any) -> str:
    return str(one.get("path") or one.get("id") or one.get("what")) if isinstance(one, dict) else ""


def _shown(value: Any) -> str:
    return "not set" if value is None else str(value)


def checklists_in(record: dict[str, Any] | None) -> dict[str, tuple[str, ...]]:
    """The checklists of a run by the ids of their packs, each with the elements that its profile asked for."""
    packs = record.get("packs") if record else None
    listed = [one for one in packs if isinstance(one, dict)] if isinstance(packs, list) else []
    return {_name(one): tuple(one["asks"]) for one in listed if isinstance(one.get("asks"), dict)}


def _changed(was: dict[str, Any], one: dict[str, Any]) -> str:
    """What of a pack, a table or an input is not as it was."""
    of_profile: dict[str, Any] = {key: one[key] for key in ("profile", "asks") if key in one}
    if was | of_profile != one:
        return f"{_name(one)} has changed"
    if was.get("profile") != one["profile"]:
        return f"the profile of {_name(one)} was {_shown(was.get('profile'))}, is {one['profile']}"
    return f"the profile {one['profile']} of {_name(one)} asks for other elements"


def _pack(folder: Traversable, profile: Profile | str | None) -> dict[str, Any]:
    catalogue = load_catalogue(folder)
    entry: dict[str, Any] = {"id": catalogue.info.id, "version": catalogue.info.version, "digest": _digest(folder)}
    if catalogue.decides:
        return entry
    own = profile_of(catalogue, profile)
    return entry | {"profile": own.name, "asks": dict(own.severities)}


def _tables(settings: Settings) -> list[dict[str, str]]:
    from notelint.cms.store import data_folder
    from notelint.cms.tables import open_tables

    folder = Path(settings.tables) if settings.tables else data_folder()
    tables = open_tables(folder, (*builtin_packs(), *map(Path, settings.packs)))
    return [
        {"what": one.what, "effective": str(one.effective), "imported": str(one.imported_at), "source": one.source}
        for one in tables.editions
    ]


def _digest(folder: Traversable) -> str:
    """That of every file of knowledge below the folder: a pack can change without a new version."""
    digest = blake2b(digest_size=16)
    for name, file in sorted(_files(folder, "")):
        data = file.read_bytes()
        digest.update(f"{name} {len(data)}\n".encode())
        digest.update(data)
    return digest.hexdigest()


def _files(folder: Traversable, before: str) -> Iterator[tuple[str, Traversable]]:
    for found in folder.iterdir():
        if found.is_dir():
            yield from _files(found, f"{before}{found.name}/")
        elif found.name.endswith((".yaml", ".csv", ".tsv", ".txt")):
            yield before + found.name, found
