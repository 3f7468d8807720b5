"""Which files of a folder are labelled notes: ``ID.txt`` or a document, ``ID.gold.json``, perhaps ``ID.spans.json`` beside it.

The labels for a checklist are ``ID.essentials.json``, which has its evidence too.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from notelint.inputs.folders import BY_CONTENT, DOCUMENTS, NO_NOTES, TEXT, is_note
from notelint.inputs.reading import Unreadable

if TYPE_CHECKING:
    from pathlib import Path

NOTE = TEXT
_ENDINGS = (TEXT, *sorted(DOCUMENTS), *sorted(BY_CONTENT))
LABELS = ".gold.json"
SPANS = ".spans.json"
ESSENTIALS = ".essentials.json"


@dataclass(frozen=True, slots=True)
class LabelledFolder:
    """A folder, the ids it has labels for, and those of its notes that have none; both in their order.

    ``ending`` is that of the labels.
    """

    path: Path
    labelled: tuple[str, ...]
    unlabelled: tuple[str, ...]
    ending: str = LABELS

    def note(self, name: str) -> Path:
        """Where the note with this id is, or should be: its text, else the document."""
        paths = (self.path / f"{name}{ending}" for ending in _ENDINGS)
        return next((path for path in paths if path.is_file()), self.path / f"{name}{NOTE}")

    def labels(self, name: str) -> Path:
        """Where the labels of the note with this id are."""
        return self.path / f"{name}{self.ending}"

    def spans(self, name: str) -> Path:
        """Where the labelled evidence of the note with this id is, if it has any."""
        return self.path / f"{name}{SPANS}"


def labelled_folder(folder: Path, ending: str = LABELS) -> LabelledFolder:
    """What has labels of this ``ending`` in ``folder`` itself; folders in it and hidden files are passed over.

    Raises ``OSError``.
    """
    names = sorted(path.name for path in folder.iterdir() if not path.name.startswith("."))
    labelled = tuple(name.removesuffix(ending) for name in names if name.endswith(ending))
    known = set(labelled)
    notes = (folder / name for name in names if not name.endswith(NO_NOTES))
    unlabelled = dict.fromkeys(path.stem for path in notes if path.stem not in known and is_note(path))
    return LabelledFolder(folder, labelled, tuple(unlabelled), ending)


def labels_of(folder: LabelledFolder, name: str) -> str | Unreadable:
    """The text of the labels with this id, where their note is there too."""
    path = folder.labels(name)
    if not folder.note(name).is_file():
        return Unreadable(str(path), f"there is no {name}{NOTE} beside it; add the note or remove the labels")
    return _text(path)


def spans_of(folder: LabelledFolder, name: str) -> str | Unreadable | None:
    """The text of the labelled evidence of the note with this id; ``None`` where there is none."""
    path = folder.spans(name)
    return _text(path) if path.exists() else None


def _text(path: Path) -> str | Unreadable:
    try:
        return path.read_text("utf-8-sig")
    except UnicodeDecodeError:
        return Unreadable(str(path), "not UTF-8; save it as UTF-8")
    except OSError as error:
        return Unreadable(str(path), f"cannot be read: {error.strerror or type(error).__name__}; check the file")
