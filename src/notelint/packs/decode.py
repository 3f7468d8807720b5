"""YAML to typed records, where every error knows its file, line and key.

The text is composed once into YAML nodes, which carry their line; plain objects are made from the nodes and checked by msgspec.
Plain scalars follow the YAML 1.2 core schema: ``yes``, ``no``, ``on`` and ``off`` are words, not truth values, and mapping keys
are always text.
"""

from __future__ import annotations

import re
from types import UnionType
from typing import Any, Generic, Literal, NamedTuple, TypeVar, Union, cast, get_args, get_origin, get_type_hints

import msgspec
import yaml

from notelint.discreet import discreet
from notelint.nearest import did_you_mean
from notelint.packs.errors import PackError

T = TypeVar("T")
Path = tuple[str | int, ...]

_MOST_NODES = 200_000
_DEEPEST = 10_000  # libyaml's composer calls itself for each level, and past some ten thousand it overflows the stack of C
_BASE: Any = getattr(yaml, "CBaseLoader", yaml.BaseLoader)
_INTEGER = re.compile(r"[-+]?[0-9]{1,18}")
_FLOAT = re.compile(r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?")
_WORDS: dict[str, bool | None] = {
    "": None,
    "~": None,
    "null": None,
    "Null": None,
    "NULL": None,
    "true": True,
    "True": True,
    "TRUE": True,
    "false": False,
    "False": False,
    "FALSE": False,
}


class _Loader(_BASE):  # type: ignore[misc]  # PyYAML's classes have no types
    """PyYAML's, without tags: what a node is, its class and text say, and to look each tag up takes a fifth of the time."""

    def resolve(self, _kind: object, _value: object, _implicit: object) -> str:
        return ""


@discreet()
class Document(msgspec.Struct, Generic[T], frozen=True):
    """A decoded file that still knows the line of each of its values."""

    value: T
    file: str
    root: Any

    def line(self, path: Path) -> int:
        """The line on which the value at ``path`` stands, counted from 1; of the nearest thing around it where there is none."""
        return _line(self.root, path)

    def error(self, path: Path, problem: str, advice: str, *, value: str = "", bare_advice: str | None = None) -> PackError:
        """The error to raise about the value at ``path`` (mapping keys and sequence indices from the root)."""
        line = self.line(path)
        return PackError(self.file, problem, advice, line=line, key=spell(path), value=value, bare_advice=bare_advice)


def decode(text: str, kind: type[T], file: str) -> T:
    """The YAML ``text`` as ``kind``, a record or a collection of records; ``file`` is the name that errors give.

    Raises ``PackError`` for broken YAML, duplicate or unknown or missing keys, and values of another type.
    """
    return parse(text, kind, file).value


def parse(text: str, kind: type[T], file: str) -> Document[T]:
    """As ``decode``, with the places kept for checks that come later."""
    try:
        root = _compose(text, file)
        if "&" in text or len(text) > _MOST_NODES:  # & begins an anchor; without one there are fewer values than characters
            _refuse_too_many(root, file)
        value = msgspec.convert(_plain(root, file), kind)
    except msgspec.ValidationError as error:
        raise _located(str(error), root, kind, file) from None
    except RecursionError:
        raise PackError(file, "nested too deep, or an alias refers to itself", "write it flatter", line=1) from None
    return Document(value, file, root)


def _refuse_too_many(root: Any, file: str) -> None:
    """Aliases can make a few lines stand for billions of values; no pack needs that."""
    pending, seen = [root], 0
    while pending:
        node = pending.pop()
        seen += 1
        if seen > _MOST_NODES:
            raise PackError(file, f"stands for more than {_MOST_NODES} values", "write it without nested aliases", line=1)
        if isinstance(node, yaml.SequenceNode):
            pending += node.value
        elif isinstance(node, yaml.MappingNode):
            pending += (value for _, value in node.value)


def _refuse_too_deep(text: str) -> None:
    """Raise ``RecursionError`` where ``text`` has too many levels. Few texts have so many signs that open one."""
    if sum(map(text.count, "[{-?")) <= _DEEPEST:
        return
    depth = 0
    for event in yaml.parse(text, Loader=_Loader):
        if isinstance(event, yaml.CollectionStartEvent):
            depth += 1
        elif isinstance(event, yaml.CollectionEndEvent):
            depth -= 1
        if depth > _DEEPEST:
            raise RecursionError


def _compose(text: str, file: str) -> Any:
    try:
        _refuse_too_deep(text)
        root = yaml.compose(text, Loader=_Loader)
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        raise PackError(file, f"not YAML: {error.problem}", "correct the syntax at or just above this line", line=line) from None
    except yaml.reader.ReaderError as error:
        line = text.count("\n", 0, error.position) + 1
        raise PackError(file, f"not YAML: {error.reason}", "remove the character", line=line) from None
    if root is None:
        raise PackError(file, "the file is empty", "fill it or delete it", line=1)
    return root


def _plain(node: Any, file: str) -> Any:
    """The plain object a node stands for."""
    if isinstance(node, yaml.ScalarNode):
        return _scalar(node.value) if not node.style else node.value
    if isinstance(node, yaml.SequenceNode):
        return [_plain(child, file) for child in node.value]
    result = {}
    for key, value in node.value:
        name = key.value
        if not isinstance(name, str):
            raise PackError(file, "a key is not plain text", "use a word as key", line=key.start_mark.line + 1)
        if name in result:
            first = next(other for other, _ in node.value if other.value == name)
            raise PackError(
                file,
                f"the key stands twice (first on line {first.start_mark.line + 1})",
                "keep one of the two",
                line=key.start_mark.line + 1,
                key=name,
            )
        result[name] = _plain(value, file)
    return result


def _scalar(value: str) -> str | int | float | bool | None:
    if value in _WORDS:
        return _WORDS[value]
    if _INTEGER.fullmatch(value):
        return int(value)
    return float(value) if _FLOAT.fullmatch(value) else value


# --- errors -----------------------------------------------------------------------------------------------------------------

_AT = re.compile(r" - at `(?P<path>\$[^`]*)`$")
_STEP = re.compile(r"\[(?P<index>\d+)\]|(?P<any>\[\.\.\.\])|\.(?P<name>[^.\[]+)")
_UNKNOWN = re.compile(r"unknown field `(?P<name>[^`]+)`")
_REQUIRED = re.compile(r"missing required field `(?P<name>[^`]+)`")
_MISMATCH = re.compile(r"Expected `(?P<expected>[^`]+)`, got `(?P<got>[^`]+)`")
_ENUM = re.compile(r"Invalid enum value '?(?P<value>.*?)'?$")
_CALLED = {
    "str": "text",
    "int": "a whole number",
    "float": "a number",
    "bool": "true or false",
    "null": "nothing",
    "object": "a mapping",
    "array": "a list",
    "decimal": "a decimal number",
    "date": "a date such as 2026-03-31",
}


def _located(message: str, root: Any, kind: Any, file: str) -> PackError:
    """The error of msgspec as ours: its path resolved to a line and a key, its words to ours."""
    at = _AT.search(message)
    message = message[: at.start()] if at else message
    path = _resolve(root, at["path"] if at else "$", message)
    worded = _worded(message, _type_at(kind, path))
    if unknown := _UNKNOWN.search(message):
        path = (*path, unknown["name"])
    return PackError(file, worded.problem, worded.advice, line=_line(root, path), key=spell(path), value=worded.value)


class _Worded(NamedTuple):
    """An error in our words; ``value`` is what the problem is about, as it is quoted."""

    problem: str
    advice: str
    value: str = ""


_PLAIN_WORDS = {
    "RFC3339": _Worded("this is no date", "write it as 2026-03-31"),
    "decimal string": _Worded("this is no number", "write digits alone, such as 1250.00"),
}


def _worded(message: str, kind: Any) -> _Worded:
    record = next((member for member in _members(kind) if hasattr(member, "__struct_fields__")), None)
    known: tuple[str, ...] = record.__struct_fields__ if record else ()
    if unknown := _UNKNOWN.search(message):
        otherwise = f"remove it or use one of: {', '.join(known)}"
        return _Worded("unknown key", did_you_mean(unknown["name"], known, otherwise))
    if required := _REQUIRED.search(message):
        return _Worded(f"the key {required['name']} is missing", "add it")
    choices = _choices(kind)
    listed = f"use one of: {', '.join(choices)}" if choices else ""
    if mismatch := _MISMATCH.search(message):
        expected, got = (_called(mismatch[group]) for group in ("expected", "got"))
        quotable = mismatch["expected"].startswith("str") and mismatch["got"] in ("int", "float", "bool")
        advice = "put it in quotes" if quotable else f"write {expected} here"
        return _Worded(f"expected {expected}, found {got}", listed or advice)
    if (enum := _ENUM.search(message)) and choices:
        return _Worded("is not a choice", listed, repr(enum["value"]))
    plain = next((words for part, words in _PLAIN_WORDS.items() if part in message), None)
    return plain or _Worded(message[:1].lower() + message[1:], "correct the value")


def _called(types: str) -> str:
    return " or ".join(_CALLED.get(name, name) for name in types.split(" | "))


def _choices(kind: Any) -> tuple[str, ...]:
    return tuple(str(value) for option in _members(kind) if get_origin(option) is Literal for value in get_args(option))


def _members(kind: Any) -> tuple[Any, ...]:
    """The types of a union; of any other type itself alone."""
    return get_args(kind) if get_origin(kind) in {Union, UnionType} else (kind,)


def _type_at(kind: Any, path: Path) -> Any:
    """The type that stands at ``path`` under ``kind``, as far as annotations say."""
    for step in path:
        kind = next((inner for member in _members(kind) if (inner := _inside(member, step)) is not None), None)
    return kind


def _inside(kind: Any, step: str | int) -> Any:
    """The type of the value at ``step`` of a record, a mapping or a list; ``None`` where there is none."""
    if hasattr(kind, "__struct_fields__"):
        return get_type_hints(kind).get(str(step))
    inner = [option for option in get_args(kind) if option is not Ellipsis]
    return inner[-1] if inner and get_origin(kind) in {dict, list, tuple} else None


def _resolve(root: Any, path: str, message: str) -> Path:
    """The path msgspec gives (``$.a[3].b``) as steps.

    Where it hides a mapping's key (``[...]``), the way to the first value that the message fits.
    """
    steps = list(_STEP.finditer(path))
    found = _descend(root, steps, message)
    return found if found is not None else ()


def _descend(node: Any, steps: list[re.Match[str]], message: str) -> Path | None:
    if not steps:
        return () if _fits(node, message) else None
    here, rest = steps[0], steps[1:]
    for step in _possible(node, here):
        child = _child(node, step)
        below = _descend(child, rest, message) if child is not None else None
        if below is not None:
            return (step, *below)
    return None


def _possible(node: Any, here: re.Match[str]) -> list[str | int]:
    if here["name"]:
        return [here["name"]]
    if here["index"]:
        return [int(here["index"])]
    return [key.value for key, _ in node.value] if isinstance(node, yaml.MappingNode) else list(range(len(node.value)))


def _fits(node: Any, message: str) -> bool:
    keys = [key.value for key, _ in node.value] if isinstance(node, yaml.MappingNode) else []
    if unknown := _UNKNOWN.search(message):
        return unknown["name"] in keys
    if required := _REQUIRED.search(message):
        return bool(keys) and required["name"] not in keys
    if mismatch := _MISMATCH.search(message):
        return _kind_of(node) == mismatch["got"]
    enum = _ENUM.search(message)
    return node.value == enum["value"] if enum else True


def _kind_of(node: Any) -> str:
    if isinstance(node, yaml.MappingNode):
        return "object"
    if isinstance(node, yaml.SequenceNode):
        return "array"
    value = _scalar(node.value) if not node.style else node.value
    return "null" if value is None else type(value).__name__


def _child(node: Any, step: str | int) -> Any:
    if isinstance(step, int):
        inside = isinstance(node, yaml.SequenceNode) and step < len(node.value)
        return node.value[step] if inside else None
    pairs = node.value if isinstance(node, yaml.MappingNode) else []
    return next((value for key, value in pairs if key.value == step), None)


def _line(root: Any, path: Path) -> int:
    """The line of the key (or the sequence's item) at ``path``; of the nearest thing around it where it does not exist."""
    node, mark = root, root.start_mark
    for step in path:
        child = _child(node, step)
        if child is None:
            break
        mark = child.start_mark
        if isinstance(step, str):
            mark = next(key.start_mark for key, _ in node.value if key.value == step)
        node = child
    return cast("int", mark.line) + 1


def spell(path: Path) -> str:
    """A place in a file in readable form: ``("lines", 0, "code")`` -> ``lines[0].code``."""
    return "".join(f"[{step}]" if isinstance(step, int) else f".{step}" for step in path).removeprefix(".")
