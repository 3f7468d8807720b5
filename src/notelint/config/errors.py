"""Errors about a configuration file, in one line."""

from __future__ import annotations


class ConfigError(Exception):
    """A configuration that cannot be used. ``str`` is one line: ``file:line: key: what is wrong; what to do``.

    ``line`` counts from 1 and is ``None`` where the whole file is meant; ``key`` is the path of keys in the file.
    """

    def __init__(self, file: str, problem: str, advice: str, *, line: int | None = None, key: str = "") -> None:
        self.file, self.line, self.key = file, line, key
        place = file if line is None else f"{file}:{line}"
        message = f"{place}: {key}: {problem}; {advice}" if key else f"{place}: {problem}; {advice}"
        super().__init__(" ".join("".join(sign if sign.isprintable() else "?" for sign in message.replace("\n", " ")).split()))
