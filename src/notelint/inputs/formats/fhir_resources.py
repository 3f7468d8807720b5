"""The JSON of FHIR to its resources in their order, each with its path, and references to the resources of the same file."""

from __future__ import annotations

import io
import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import msgspec

from notelint.discreet import discreet
from notelint.inputs.decoding import NotTextError, decode
from notelint.inputs.formats.model import RefusedError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from notelint.inputs.formats.model import Limits

Json = dict[str, Any]
_MARK = b"\xef\xbb\xbf"
_MOST_VALUES = 3_000_000  # commas and brackets in the file: JSON of 50 MB without any text would take a gigabyte when decoded
_MOST_BAD_LINES = 1_000
_MOST_RESOURCES = 40  # and entries, for each note that is allowed
_DEEPEST = 64  # levels of entries and resources: 32 Bundles in one another
_KEY = re.compile(r"[A-Za-z][\w-]{0,63}", re.ASCII)
_HOLDERS = ("entry", "contained", "parameter", "part")
_GUESSES = {"entry": "Bundle", "section": "Composition", "presentedForm": "DiagnosticReport", "content": "DocumentReference"}
_FILE = -1  # the scope that holds all of a file


@discreet("steps", "path", "bundle")
@dataclass(frozen=True, slots=True)
class Resource:
    """A resource or what holds one, and where it stands.

    ``path`` leads to it in the JSON (``Bundle.entry[3].resource``), ``steps`` to that JSON in the file (a line of NDJSON).
    ``bundle`` names the Bundle around it, ``container`` the resource that contains it (itself, where it is not contained).
    """

    content: Json
    path: str
    steps: tuple[str, ...] = ()
    bundle: int = _FILE
    container: int = 0
    full_url: str = ""
    depth: int = 0

    @property
    def kind(self) -> str:
        """The resource's type, guessed where it is missing; empty for what is no resource."""
        stated = text_of(self.content.get("resourceType"))
        return stated or next((kind for key, kind in _GUESSES.items() if listed(self.content.get(key))), "")

    @property
    def name(self) -> str:
        """What tells the notes of this resource from others: ``Bundle.entry[3]``, ``line 2``."""
        short = self.path.removesuffix(".resource")
        return " ".join((*self.steps, *([short] if "." in short or not self.steps else [])))


@discreet("roots", "bad_lines")
@dataclass(slots=True)
class Found:
    """All resources of a file in their order. ``bad_lines`` are lines of NDJSON that are no JSON."""

    roots: int = 0
    bad_lines: int = 0
    resources: list[Resource] = field(default_factory=list)
    _by_key: dict[tuple[int, str], Resource | None] = field(default_factory=dict)

    def resolve(self, reference: str, origin: Resource) -> Resource | None:
        """The resource of the same file that ``reference`` in ``origin`` leads to: contained, in the same Bundle, or alone."""
        if reference.startswith("#"):
            return self._by_key.get((origin.container, reference[1:]))
        key = reference.partition("/_history/")[0]
        return self._by_key.get((origin.bundle, key)) or self._by_key.get((_FILE, key))

    def add(self, resource: Resource) -> None:
        """Keep ``resource`` under all that may refer to it. A key that leads to two resources leads to none."""
        self.resources.append(resource)
        identity = text_of(resource.content.get("id"))
        if resource.container != id(resource.content):
            self._key(resource.container, identity, resource)
            return
        for key in {resource.full_url, f"{resource.kind}/{identity}" if identity else ""} - {""}:
            for scope in {resource.bundle, _FILE}:
                self._key(scope, key, resource)

    def _key(self, scope: int, key: str, resource: Resource) -> None:
        known = self._by_key.setdefault((scope, key), resource)
        if known is not None and known.content is not resource.content:
            self._by_key[scope, key] = None


def text_of(value: Any) -> str:
    """``value`` where it is a text with more than space in it, else an empty text."""
    return value if isinstance(value, str) and not value.isspace() else ""


def listed(value: Any) -> list[Any]:
    """``value`` as a list: one object instead of a list is tolerated, anything else is an empty one."""
    if isinstance(value, list):
        return value
    return [value] if isinstance(value, dict) else []


def objects(value: Any) -> Iterator[tuple[int, Json]]:
    """The objects in a list with their indices from 0."""
    return ((index, item) for index, item in enumerate(listed(value)) if isinstance(item, dict))


def part(value: Any, *keys: str) -> Any:
    """What stands under ``keys`` one below the other; of a list on the way its first item. ``None`` where nothing does."""
    for key in keys:
        first = value[0] if isinstance(value, list) and value else value
        value = first.get(key) if isinstance(first, dict) else None
    return value


def find_resources(data: bytes, limits: Limits) -> Found:
    """The resources in ``data``: JSON or NDJSON. Raises ``RefusedError``."""
    if sum(map(data.count, (b",", b"[", b"{"))) > _MOST_VALUES:
        raise RefusedError(f"more than {_MOST_VALUES:,} values in the JSON; split the file")
    found = Found()
    serial = 0
    most = _MOST_RESOURCES * limits.notes
    waiting = list(_roots(data, found))[::-1]
    found.roots = len(waiting)
    while waiting:
        holder = waiting.pop()
        if holder.depth > min(_DEEPEST, limits.depth):
            raise RefusedError("Bundles nested too deep; export the notes one by one")
        if holder.kind:
            found.add(holder)
        serial += 1
        if serial + len(waiting) + _count_of_children(holder) > most:
            raise RefusedError(f"more than {most:,} resources and entries; split the file")
        waiting.extend(_children(holder, serial)[::-1])
    return found


def _count_of_children(holder: Resource) -> int:
    return 1 + sum(len(listed(holder.content.get(key))) for key in _HOLDERS)


def _children(holder: Resource, serial: int) -> list[Resource]:
    """What ``holder`` holds: entries, their resources, contained resources, parameters."""
    bundle = serial if holder.kind == "Bundle" else holder.bundle
    inside: list[tuple[Json, str, bool]] = []
    if isinstance(resource := holder.content.get("resource"), dict):
        inside.append((resource, ".resource", False))
    for key in _HOLDERS:
        inside += [(item, f".{key}[{index}]", key == "contained") for index, item in objects(holder.content.get(key))]
    full_url = text_of(holder.content.get("fullUrl"))
    return [
        Resource(
            item,
            holder.path + path,
            holder.steps,
            bundle,
            holder.container if contained else id(item),
            full_url if path == ".resource" else "",
            holder.depth + 1,
        )
        for item, path, contained in inside
    ]


def _roots(data: bytes, found: Found) -> Iterator[Resource]:
    """What stands at the top of the JSON: one object, or a list, the lines of NDJSON, the ``prefetch`` of CDS Hooks."""
    value = _decoded(data)
    if isinstance(value, dict):
        yield from _of_object(value, ())
    elif isinstance(value, list):
        yield from (_root(item, f"[{index}]", ()) for index, item in objects(value))
    elif value is None:
        yield from _of_lines(data, found)
    else:
        raise RefusedError("JSON without an object; give a FHIR resource")


def _of_object(value: Json, steps: tuple[str, ...]) -> Iterator[Resource]:
    prefetch = value.get("prefetch")
    if "resourceType" in value or not isinstance(prefetch, dict):
        root = _root(value, "", steps)
        yield Resource(value, root.kind or "resource", steps, container=id(value))
        return
    for index, (key, item) in enumerate(prefetch.items()):
        if isinstance(item, dict):
            path = f"prefetch.{key}" if _KEY.fullmatch(key) else f"prefetch[{index}]"
            yield _root(item, path, steps)


def _root(value: Json, path: str, steps: tuple[str, ...]) -> Resource:
    return Resource(value, path, steps, container=id(value))


def _of_lines(data: bytes, found: Found) -> Iterator[Resource]:
    good = False
    for number, line in enumerate(io.BytesIO(data.removeprefix(_MARK)), 1):
        if line.isspace():
            continue
        value = _decoded(line)
        if isinstance(value, dict):
            good = True
            yield from _of_object(value, (f"line {number}",))
        else:
            found.bad_lines += 1
        if found.bad_lines > _MOST_BAD_LINES:
            raise RefusedError(f"more than {_MOST_BAD_LINES:,} lines are not valid JSON; export the file again")
    if not good:
        raise RefusedError("not valid JSON; export the file again")


def _decoded(data: bytes) -> Any:
    """The value of JSON; ``None`` where it is none (or ``null``). Other encodings than UTF-8 are tolerated."""
    decoder = msgspec.json.Decoder(float_hook=str)  # a number beyond the range of floats does not spoil the file
    try:
        return decoder.decode(data.removeprefix(_MARK))
    except RecursionError:
        raise RefusedError("JSON nested too deep; export the notes one by one") from None
    except UnicodeDecodeError:
        pass
    except (msgspec.DecodeError, msgspec.ValidationError):
        if not data.startswith((b"\xff\xfe", b"\xfe\xff")):
            return None
    try:
        return decoder.decode(decode(data)[0])
    except RecursionError:
        raise RefusedError("JSON nested too deep; export the notes one by one") from None
    except (msgspec.DecodeError, NotTextError, UnicodeEncodeError):
        return None
