"""medspaCy's ConText for the second reader: sentences whose graft is negated, past, planned or another person's do not count.

ConText judges targets by the words around them, with medspaCy's own rules for English and, where a hospital has them, rules of
its own in medspaCy's JSON format. It is imported only where it is asked for: left out, the second reader scores the same on
notes that it had not seen (docs/second-reader.md).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from notelint.silence import libraries_silenced

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

    from spacy.language import Language
    from spacy.tokens import Doc, Span

    from notelint.second_reader.model import Part

_TARGET = "GRAFT"
_AGAINST = ("is_negated", "is_historical", "is_hypothetical", "is_family")
_MOST_TOKENS = 200  # of a sentence that is judged: the work grows with the square of its cues


class ContextRulesError(ValueError):
    """A file of ConText rules that cannot be used; ``str`` is one line."""


class Context:
    """Judges the sentences of a document by ConText. Costly to build (medspaCy imports what it does not need); keep it."""

    def __init__(self, nlp: Language, targets: Iterable[str], rules: Path | None = None) -> None:
        """``targets`` are the words that are judged, ``rules`` a file of a hospital's own. Raises ``ContextRulesError``."""
        with libraries_silenced():
            import loguru

            loguru.logger.disable("PyRuSH")
            loguru.logger.disable("medspacy")
            from medspacy.context import ConText
            from spacy.matcher import PhraseMatcher

            self._nlp = nlp
            self._matcher = PhraseMatcher(nlp.vocab, attr="LOWER")
            self._matcher.add(_TARGET, [nlp.make_doc(target) for target in targets])
            self._context = ConText(nlp, max_scope=_MOST_TOKENS)
            if rules is not None:
                self._context.add(own_rules(rules))

    def set_aside(self, doc: Doc, parts: Sequence[Part]) -> list[bool]:
        """For each sentence whether all targets that it names are negated, past, planned or another person's."""
        return [self._is_set_aside(doc.char_span(*part.place, alignment_mode="expand")) for part in parts]

    def _is_set_aside(self, sentence: Span | None) -> bool:
        if sentence is None or len(sentence) > _MOST_TOKENS:
            return False
        judged = sentence.as_doc()
        found = self._matcher(judged, as_spans=True)
        if not found:
            return False
        judged[0].is_sent_start = True
        for token in judged[1:]:
            token.is_sent_start = False
        judged.ents = _longest(found)
        with libraries_silenced():
            self._context(judged)
        return all(any(getattr(target._, name) for name in _AGAINST) for target in judged.ents)


def _longest(spans: Iterable[Span]) -> list[Span]:
    from spacy.util import filter_spans

    return filter_spans(list(spans))


def own_rules(path: Path) -> list[object]:
    """The rules in a file in medspaCy's JSON format. Raises ``ContextRulesError`` and ``OSError``."""
    with libraries_silenced():
        from medspacy.context import ConTextRule

        try:
            rules: list[object] = ConTextRule.from_json(str(path))
        except OSError:
            raise
        except Exception as error:  # noqa: BLE001 -- medspaCy raises whatever its parser meets
            message = f"no ConText rules in medspaCy's JSON format ({type(error).__name__}); see docs/second-reader.md"
            raise ContextRulesError(message) from None
    return rules
