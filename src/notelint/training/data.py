"""The labelled notes as training data: labels, underlined words, and what the rules answered before they were tuned."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from notelint.inputs.decoding import NotTextError, decode
from notelint.inputs.labelled import labelled_folder

if TYPE_CHECKING:
    from pathlib import Path

REPORT = "report-before.json"
"""What the rules reported of a set before anyone had opened it: the only outputs of the rules from which weights are learned."""


@dataclass(frozen=True)
class LabelledNote:
    """One labelled note.

    ``labels`` are those of ``ID.gold.json``; ``underlined`` the pieces of the note that show each answer, by the name of an
    element, of ``harvest``, ``anastomosis``, ``skin`` or ``not_because`` (empty where nobody underlined); ``rules`` is what the
    rules reported before they were tuned on the note, ``None`` where nobody recorded it.
    """

    name: str
    set: str
    text: str
    labels: dict[str, Any]
    underlined: dict[str, list[str]] = field(default_factory=dict)
    rules: dict[str, Any] | None = None

    @property
    def of_family(self) -> bool:
        """Whether a graft of the family was done, or is claimed as done, in the operation of this note."""
        return str(self.labels["decision"]["status"]) != "not_applicable"


def read_set(folder: Path) -> list[LabelledNote]:
    """The labelled notes of a folder, in the order of their names. Notes that are not plain text are left out."""
    labelled = labelled_folder(folder)
    reports = _reports(folder)
    notes = []
    for name in labelled.labelled:
        try:
            text, _ = decode(labelled.note(name).read_bytes())
        except (NotTextError, FileNotFoundError):
            continue
        labels = json.loads(labelled.labels(name).read_text("utf-8"))
        notes.append(LabelledNote(name, folder.name, text, labels, _underlined(labelled.spans(name)), reports.get(f"{name}.txt")))
    return notes


def read_sets(root: Path) -> dict[str, list[LabelledNote]]:
    """The labelled notes of each folder of ``root`` that holds any, by the name of the folder."""
    sets = {folder.name: read_set(folder) for folder in sorted(root.iterdir()) if folder.is_dir()}
    return {name: notes for name, notes in sets.items() if notes}


def _reports(folder: Path) -> dict[str, Any]:
    path = folder / REPORT
    if not path.is_file():
        return {}
    return {note["source"]: note for note in json.loads(path.read_text("utf-8"))["notes"]}


def _underlined(path: Path) -> dict[str, list[str]]:
    if not path.is_file():
        return {}
    spans = json.loads(path.read_text("utf-8"))
    found: dict[str, list[str]] = {**spans.get("decision", {}), **spans.get("elements", {})}
    if spans.get("not_because"):
        found["not_because"] = spans["not_because"]
    return found
