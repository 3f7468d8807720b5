"""What is timed over the same notes: notelint, and the peers that its speed is compared with."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable


def notelint() -> Callable[[str], object]:
    """A linter with the packs that ship."""
    from notelint import Linter, Note

    linter = Linter()
    return lambda text: linter.lint(Note(text))


def tokenizer() -> Callable[[str], object]:
    """The English tokenizer of spaCy alone, which any reader on spaCy pays."""
    import spacy

    return spacy.blank("en")


def medspacy() -> Callable[[str], object]:
    """The default pipeline of medspaCy with the phrases of our vocabulary as targets, its logging off."""
    from loguru import logger

    logger.disable("PyRuSH")
    import medspacy as library
    from medspacy.target_matcher import TargetRule

    pipeline = library.load()
    rules = [TargetRule(phrase, "TERM") for phrase in family_phrases()]
    pipeline.get_pipe("medspacy_target_matcher").add(rules)
    return pipeline


def one_regex() -> Callable[[str], object]:
    """One compiled alternation of the same phrases."""
    alternation = "|".join(re.escape(phrase) for phrase in sorted(family_phrases(), key=len, reverse=True))
    pattern = re.compile(rf"\b(?:{alternation})\b", re.IGNORECASE)
    return lambda text: sum(1 for _ in pattern.finditer(text))


def family_phrases() -> list[str]:
    """The literal phrases of the family's own vocabulary."""
    from notelint.pack_names import CODING_PACKS
    from notelint.packs.loader import shipped_packs
    from notelint.packs.vocabulary import expand, read_terms

    terms = [term for folder in shipped_packs(CODING_PACKS) for _, term in read_terms(folder / "vocabulary")]
    return sorted({literal for term in terms for phrase in term.phrases for literal in expand(phrase)})


CONTENDERS = {"notelint": notelint, "tokenizing alone": tokenizer, "medspaCy's default": medspacy, "one regex": one_regex}
