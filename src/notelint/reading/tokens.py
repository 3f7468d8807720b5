"""Split the clean text into tokens: words, figures and marks, with their places.

Terms and cues begin and end at token boundaries, and the reach of cues is in tokens. Tokens follow spaCy's English
rules, on which those reaches were tuned, but for words that nothing but a mark keeps apart: ``flap(right`` is three here.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import dataclass
from itertools import accumulate
from typing import TYPE_CHECKING

from notelint.discreet import discreet

if TYPE_CHECKING:
    from collections.abc import Iterable

# A token takes the one space behind it along, so that all tokens together are the text; any other white space is a token itself.
# No rule reads on far beyond what it takes: text without end costs no more than any other.
_TOKEN = re.compile(
    r"""
    [a-z]++[ ](?<!cannot[ ])                            # most words; the rest of the rules need not be tried
    | (?:
        can(?=not\b)                                    # cannot is can + not
      | [a-z]++(?=[\s,;:)])                             # most of the others
      | (?:e\.g|i\.e|a\.m|p\.m|vs|[a-z])\.(?![^\W_])    # the peroneal a.
      | (?>[a-z](?:\.[a-z]){1,5})(?![^\W_])             # p.o, before its last full stop
      | (?:and/or|w/o|o'clock)\b
      | [^\W\d_]+(?=n't\b) | n't\b                      # did + n't
      | '(?:s|d|m|re|ve|ll)\b                           # patient + 's
      | \d++(?:\.\d++)?(?=(?:[cdkm]?m|[km]?g|in|ft|lb|oz)\b)  # 3.5 + cm
      | [^\W_]++(?:(?<=\d)[.,:/](?=\d)[^\W_]++)*        # words, 3.5, 2:1, 1/2, 2nd
      | \.\.++ | -++
      | \S
    )[ ]?
    | \s
    """,
    re.VERBOSE,
)


@discreet()
@dataclass(frozen=True, slots=True)
class Tokens:
    """The tokens of a text, by number from 0."""

    text: str
    starts: list[int]
    """The start of each token in the text, and the length of the text."""
    spaced: str
    """All tokens, with one space before and after each; a white-space token is empty."""

    def __len__(self) -> int:
        return len(self.starts) - 1

    def place(self, first: int, stop: int) -> tuple[int, int]:
        """The characters of the tokens from ``first`` to before ``stop``."""
        end = self.starts[stop]
        return self.starts[first], end - (self.text[end - 1] == " ")

    def numbers_from(self, places: Iterable[int]) -> list[int]:
        """The first tokens at or after each of these places of the text, in order, each once."""
        return sorted({bisect_left(self.starts, place) for place in places})


def tokenize(text: str) -> Tokens:
    """The tokens of a text in lower case.

    >>> tokenize("the 9-0 wasn't cut at 3.5 cm, n/a").spaced
    " the 9 - 0 was n't cut at 3.5 cm , n / a "
    """
    pieces = _TOKEN.findall(text)
    spaced = " ".join(("", *map(str.rstrip, pieces), ""))
    return Tokens(text, list(accumulate(map(len, pieces), initial=0)), spaced)
