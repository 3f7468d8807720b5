"""Read the labels of a note (``ID.gold.json``) as answers; docs/labelling.md describes the file.

Errors name file, line, key and remedy, never a value: a wrong label may contain words of the note.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeVar, get_args

from notelint.evaluation.answers import Answers
from notelint.nearest import did_you_mean
from notelint.packs.decode import Document, parse
from notelint.packs.errors import PackError
from notelint.packs.fact_files import labelled_facts
from notelint.packs.record import Record
from notelint.report import ElementStatus, Status

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence

    from notelint.packs.schema import Catalogue
    from notelint.report import FactValue

T = TypeVar("T")

_PAIR = re.compile(r"\\u[dD][89abAB][0-9a-fA-F]{2}\\u[dD][c-fC-F][0-9a-fA-F]{2}")
_STATUS_WITH = {"codes": "supported", "candidates": "unsupported"}


class LabelError(ValueError):
    """Labels that cannot be used; ``str`` is one line: ``file:line: key: what is wrong; what to do``."""


class _Decision(Record):
    status: str
    codes: tuple[str, ...]
    candidates: tuple[str, ...]


class _Labels(Record):
    decision: _Decision
    facts: dict[str, str | int | None]
    elements: dict[str, str]
    integrity: tuple[str, ...]
    id: str = ""
    style: str = ""
    trap: str = ""


@dataclass(frozen=True, slots=True)
class Scheme:
    """The names that labels use. ``facts`` and ``elements`` have those of each pack; the labels of a note are for one pack."""

    codes: Collection[str]
    facts: Sequence[Mapping[str, Collection[FactValue]]]
    elements: Sequence[Collection[str]]
    integrity: Collection[str]


def scheme_of(catalogues: Sequence[Catalogue]) -> Scheme:
    """The labelling scheme of the packs. A fact for which the packs list no values may have any value."""
    return Scheme(
        codes=[code for catalogue in catalogues for code in catalogue.codes],
        facts=[{name: fact.values for name, fact in labelled_facts([catalogue]).items()} for catalogue in catalogues],
        elements=[list(catalogue.elements) for catalogue in catalogues],
        integrity=[rule.integrity for catalogue in catalogues for rule in catalogue.rules.values() if rule.integrity],
    )


def read_labels(text: str, file: str, scheme: Scheme) -> Answers:
    """The answers in the JSON ``text``; ``file`` is the name that errors give. Raises ``LabelError``."""
    try:
        document = parse_json(text, _Labels, file)
        _check(document, scheme)
    except PackError as error:
        raise LabelError(str(error)) from None
    labels = document.value
    return Answers(
        status=labels.decision.status,
        codes=tuple(sorted(labels.decision.codes)),
        candidates=tuple(sorted(labels.decision.candidates)),
        facts={name: labels.facts[name] for name in scheme.facts[_pack(labels, scheme)]},
        elements=labels.elements,
        integrity=tuple(sorted(set(labels.integrity))),
    )


def parse_json(text: str, kind: type[T], file: str) -> Document[T]:
    """The JSON ``text`` as a record that knows its lines. Raises ``LabelError`` for other text, ``PackError`` for other keys."""
    _refuse_other_than_json(text, file)
    return parse(_PAIR.sub(_character, text), kind, file)


def _refuse_other_than_json(text: str, file: str) -> None:
    try:
        json.loads(text)
    except (ValueError, RecursionError) as error:
        line = getattr(error, "lineno", 1)
        raise LabelError(f"{file}:{line}: not JSON; correct the syntax at or just above this line") from None


def _character(pair: re.Match[str]) -> str:
    """The character of a surrogate pair: JSON writes it as two escapes, which YAML (used to find lines) does not know."""
    return str(json.loads(f'"{pair[0]}"'))


def _check(document: Document[_Labels], scheme: Scheme) -> None:
    """Raise ``PackError`` for the first name that the scheme does not have."""
    labels = document.value
    choose(document, ("decision", "status"), labels.decision.status, get_args(Status))
    for key, status in _STATUS_WITH.items():
        names = getattr(labels.decision, key)
        _choose_all(document, ("decision", key), names, scheme.codes)
        if bool(names) != (labels.decision.status == status):
            problem = f"{key} go with the status {status}, and only with it"
            raise document.error(("decision", key), problem, "correct the status or this list")
    pack = _pack(labels, scheme)
    _check_facts(document, scheme.facts[pack])
    check_elements(document, labels.elements, scheme.elements[pack])
    _choose_all(document, ("integrity",), labels.integrity, scheme.integrity)


def _pack(labels: _Labels, scheme: Scheme) -> int:
    """Which pack the labels are for: that with the most similar elements."""
    return min(range(len(scheme.elements)), key=lambda pack: len(labels.elements.keys() ^ set(scheme.elements[pack])))


def _check_facts(document: Document[_Labels], facts: Mapping[str, Collection[FactValue]]) -> None:
    labelled = document.value.facts
    for name in labelled:
        if name not in facts:
            otherwise = f"remove it or use one of: {', '.join(facts)}" if facts else "remove it"
            raise document.error(("facts", name), "unknown key", did_you_mean(name, facts, otherwise))
    for name, values in facts.items():
        if name not in labelled:
            raise document.error(("facts",), f"the key {name} is missing", "add it")
        if values:
            choose(document, ("facts", name), labelled[name], (None, *values))


def check_elements(document: Document[T], labelled: Mapping[str, str], names: Collection[str]) -> None:
    """Raise ``PackError`` unless ``labelled``, the document's ``elements``, has a status for each of ``names`` and no other."""
    for name, status in labelled.items():
        if name not in names:
            raise document.error(("elements", name), "unknown element", did_you_mean(name, names, "remove it"))
        choose(document, ("elements", name), status, get_args(ElementStatus))
    for name in names:
        if name not in labelled:
            raise document.error(("elements", name), "the element is missing", "add it with its status")


def _choose_all(
    document: Document[_Labels], path: tuple[str, ...], values: Iterable[FactValue], choices: Collection[FactValue]
) -> None:
    for index, value in enumerate(values):
        choose(document, (*path, index), value, choices)


def choose(document: Document[T], path: tuple[str | int, ...], value: FactValue, choices: Collection[FactValue]) -> None:
    """Raise ``PackError`` where the value at ``path`` is none of the ``choices``."""
    if value not in choices:
        listed = ", ".join("null" if choice is None else str(choice) for choice in dict.fromkeys(choices))
        raise document.error(path, "not one of the choices", f"use one of: {listed}")
