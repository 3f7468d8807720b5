"""Which findings are reported and how severe they are: the one place where rules are selected, ignored and given a severity."""

from __future__ import annotations

import os
from dataclasses import dataclass, replace
from fnmatch import fnmatch
from typing import TYPE_CHECKING, Any, Literal, Protocol, TypeVar, cast

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from notelint.report import Severity

Level = Literal["error", "warning", "info", "off"]
LEVELS: tuple[Level, ...] = ("error", "warning", "info", "off")
"""The severities that a user can give a rule; a rule that is ``off`` is not reported."""


class _Found(Protocol):
    """A finding on a note or on a claim: a frozen dataclass with these fields."""

    @property
    def rule(self) -> str: ...
    @property
    def severity(self) -> Severity: ...


F = TypeVar("F", bound=_Found)


@dataclass(frozen=True, slots=True)
class Layer:
    """What one part of a configuration says about rules, by their names.

    With ``select`` only these rules are reported, ``ignore`` are not, ``severity`` replaces that of the finding. With ``paths``
    (patterns as of a shell) the layer holds only for files that match by their name or by their path below ``folder``, small and
    capital letters alike; a pattern that ends in a slash matches every file of that folder.
    """

    select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    severity: tuple[tuple[str, Level], ...] = ()
    paths: tuple[str, ...] = ()
    folder: str = ""

    def covers(self, file: str) -> bool:
        """Whether the layer holds for the note or claim in the file ``file``, a path as the user gave it."""
        if not self.paths:
            return True
        below = _below(self.folder, file).replace(os.sep, "/").lower()
        names = (below.rpartition("/")[2], below)
        patterns = (pattern + "*" if pattern.endswith("/") else pattern for pattern in map(str.lower, self.paths))
        return any(fnmatch(name, pattern) for pattern in patterns for name in names)


@dataclass(frozen=True, slots=True)
class Policy:
    """Layers, each laid over those before it: what a later one says of a rule holds.

    A rule that a later layer selects by its name is reported even if an earlier one ignores it or sets it to ``off``.
    Plain data, which any process can be given.
    """

    layers: tuple[Layer, ...] = ()

    def then(self, select: Sequence[str] = (), ignore: Sequence[str] = ()) -> Policy:
        """The policy with one more layer; the policy itself if there is nothing to add."""
        more = (Layer(tuple(select), tuple(ignore)),) if select or ignore else ()
        return Policy((*self.layers, *more))

    def renamed(self, aliases: Mapping[str, str]) -> Policy:
        """The policy with each earlier name of a rule (a key of ``aliases``) replaced by the name in use."""
        return Policy(tuple(_renamed(layer, aliases) for layer in self.layers))

    def apply(self, findings: Sequence[F], file: str) -> tuple[F, ...]:
        """The findings that are reported of the file ``file``, in their order, with the severity that the policy gives them."""
        if not findings or not self.layers:
            return tuple(findings)
        layers = [layer for layer in self.layers if layer.covers(file)]
        levels = {finding.rule: _level(finding.rule, layers) for finding in findings}
        return tuple(_at(finding, levels[finding.rule]) for finding in findings if levels[finding.rule] != "off")

    def data(self) -> list[dict[str, Any]]:
        """The layers as plain data, what is empty left out."""
        return [
            {name: list(value) if isinstance(value, tuple) else value for name, value in _parts(layer) if value}
            for layer in self.layers
        ]


EVERYTHING = Policy()
"""Every finding is reported with its own severity."""


def _parts(layer: Layer) -> Iterator[tuple[str, Any]]:
    yield "select", layer.select
    yield "ignore", layer.ignore
    yield "severity", [list(pair) for pair in layer.severity]
    yield "paths", layer.paths
    yield "folder", layer.folder


def _renamed(layer: Layer, aliases: Mapping[str, str]) -> Layer:
    def current(names: Iterable[str]) -> tuple[str, ...]:
        return tuple(dict.fromkeys(aliases.get(name, name) for name in names))

    severity = tuple((aliases.get(name, name), level) for name, level in layer.severity)
    return replace(layer, select=current(layer.select), ignore=current(layer.ignore), severity=severity)


def _level(rule: str, layers: Iterable[Layer]) -> Level | None:
    """What the layers say of a rule: ``off``, another severity, or ``None`` for its own."""
    wanted, level = True, None
    for layer in layers:
        if layer.select:
            wanted = rule in layer.select
            level = None if wanted and level == "off" else level
        wanted = wanted and rule not in layer.ignore
        level = dict(layer.severity).get(rule, level)
    return level if wanted else "off"


def _at(finding: F, level: Level | None) -> F:
    if level in {None, finding.severity}:
        return finding
    return cast("F", replace(cast("Any", finding), severity=level))


def _below(folder: str, file: str) -> str:
    """The path of ``file`` from ``folder`` on; ``file`` itself where there is none (another drive, no name)."""
    try:
        return os.path.relpath(file, folder or None)
    except ValueError:
        return file
