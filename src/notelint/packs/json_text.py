"""JSON to typed records, where every error knows its file, line and key."""

from __future__ import annotations

import json
from typing import Any, TypeVar

import msgspec

from notelint.packs.decode import parse
from notelint.packs.errors import PackError

T = TypeVar("T")


def decode_json(text: str, kind: type[T], file: str, line: int = 1) -> T:
    """The JSON ``text`` as ``kind``; ``file`` is the name that errors give, ``line`` the line on which ``text`` begins in it.

    Raises ``PackError`` for broken JSON, unknown or missing keys, and values of another type.
    """
    try:
        return msgspec.json.decode(text, type=kind)
    except msgspec.ValidationError as error:
        # JSON is YAML too, and the parser of YAML knows the line of each key; it is slow, so it reads only what is wrong.
        parse("\n" * (line - 1) + text, kind, file)
        raise PackError(file, str(error), "correct the value", line=line) from None
    except (msgspec.DecodeError, UnicodeError, RecursionError):
        raise PackError(
            file, "not JSON", "correct the syntax at or just above this line", line=_line_of_error(text, line)
        ) from None


def _line_of_error(text: str, line: int) -> int:
    try:
        json.loads(text)
    except json.JSONDecodeError as error:
        return line + error.lineno - 1
    except (ValueError, RecursionError):
        return line
    return line


def member(text: str, name: str) -> Any:
    """The value of the key ``name`` of the JSON object ``text``; ``None`` where the text is no object or has no such key."""
    try:
        found = json.loads(text)
    except (ValueError, RecursionError):
        return None
    return found.get(name) if isinstance(found, dict) else None
