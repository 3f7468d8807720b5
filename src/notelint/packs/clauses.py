"""Where a clause of a note ends: the words of ``clauses.yaml``."""

from __future__ import annotations

from functools import lru_cache
from importlib.resources import files

from notelint.packs.decode import parse
from notelint.packs.record import Record


class ClauseWords(Record):
    """``clauses.yaml``: words that begin a clause, that join two, verbs, and abbreviations that end with a full stop."""

    begin: tuple[str, ...]
    join: tuple[str, ...]
    left_out: tuple[str, ...]
    verbs: tuple[str, ...]
    verb_ending: str
    abbreviations: tuple[str, ...]


@lru_cache(maxsize=1)
def read_clause_words() -> ClauseWords:
    """The shared words in ``notelint.patterns/shared``. Raises ``PackError`` where they are not valid."""
    text = (files("notelint.patterns") / "shared" / "clauses.yaml").read_text("utf8")
    return parse(text, ClauseWords, "clauses.yaml").value
