"""Errors about packs, in one line."""

from __future__ import annotations


class PackError(Exception):
    """A pack that cannot be used. ``str`` is one line: ``file:line: key: what is wrong; what to do``.

    ``file`` is the file's name as the reader was given it, ``line`` counts from 1 and is ``None`` where the whole file (or its
    absence) is meant, ``key`` is the path of keys inside the file, such as ``[2].checklist[0].element``. ``value`` is what the
    file has there, where the problem quotes it; ``bare`` is the line without any value or key that the file's author chose.
    """

    def __init__(  # noqa: PLR0913 -- the parts of an error
        self,
        file: str,
        problem: str,
        advice: str,
        *,
        line: int | None = None,
        key: str = "",
        value: str = "",
        bare_advice: str | None = None,
    ) -> None:
        self.file = file
        self.line = line
        self.key = key
        place = file if line is None else f"{file}:{line}"
        quoted = f"{value} {problem}" if value else problem
        bare = f"the value {problem}" if value else problem
        self.bare = _one_line(f"{place}: {bare}; {advice if bare_advice is None else bare_advice}")
        super().__init__(_one_line(f"{place}: {key}: {quoted}; {advice}" if key else f"{place}: {quoted}; {advice}"))


def _one_line(text: str) -> str:
    return " ".join(text.split())
