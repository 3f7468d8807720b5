"""Errors about packs, in one line."""

from __future__ import annotations


class PackError(Exception):
    """A pack that cannot be used. ``str`` is one line: ``file:line: key: what is wrong; what to do``.

    ``file`` is the file's name as the reader was given it, ``line`` counts from 1 and is ``None`` where the whole file (or its
    absence) is meant, ``key`` is the path of keys inside the file, such as ``[2].checklist[0].element``.
    """

    def __init__(self, file: str, problem: str, advice: str, *, line: int | None = None, key: str = "") -> None:
        self.file = file
        self.line = line
        self.key = key
        place = file if line is None else f"{file}:{line}"
        told = f"{place}: {key}: {problem}; {advice}" if key else f"{place}: {problem}; {advice}"
        super().__init__(" ".join(told.split()))
