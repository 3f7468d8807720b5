"""What decides the result of a run, apart from the notes: plain data that any process can be given."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from notelint.inputs.reading import MAX_CHARS
from notelint.pack_names import CODING_PACKS
from notelint.policy import EVERYTHING, Policy
from notelint.watch import MAX_SECONDS

if TYPE_CHECKING:
    from notelint.packs.profiles import Profile


@dataclass(frozen=True, slots=True)
class Settings:
    """How notes are checked.

    ``names`` are the ids of the packs that ship and are to be used, ``packs`` folders of packs beside them, ``profile`` is that
    of the checklists among them, as ``Linter`` takes it; ``select`` and ``ignore`` are names of rules, as ``Linter`` takes them,
    and ``policy`` what they are laid over. ``tables`` is the folder of imported tables (``None``: the user's).
    With ``excerpt`` each finding carries the note's words it stands at; without it no word of a note is in any result.
    ``max_chars`` is the longest note that is read, in code points; ``max_seconds`` the processor time of a note. With ``debug``
    the row of an internal error also has the file and line of notelint's code. ``reader``, ``model`` and ``context_rules``
    are as ``Linter`` takes them, files by their paths.
    """

    packs: tuple[str, ...] = ()
    select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    excerpt: bool = False
    max_chars: int = MAX_CHARS
    max_seconds: float = MAX_SECONDS
    debug: bool = False
    reader: str = "both"
    model: str | None = None
    context_rules: str | None = None
    policy: Policy = EVERYTHING
    tables: str | None = None
    names: tuple[str, ...] = CODING_PACKS
    profile: Profile | str | None = None
