"""Make patterns/shared/known_words.txt, the words that the spelling corrector must leave alone.

    python scripts/make_known_words.py DICTIONARY NOTES.jsonl > patterns/shared/known_words.txt

DICTIONARY is a word list, one a line (SCOWL's American list, /usr/share/dict/american-english of Debian's package wamerican);
NOTES.jsonl holds ordinary medical notes ({"text": ...} a line; MTSamples, CC0), from which a word is taken when at least four of
them use it.
"""

from __future__ import annotations

import json
import re
import sys
from collections import Counter
from pathlib import Path

WORD = re.compile(r"[a-z]{2,}")
NOTES_THAT_MUST_AGREE = 4


def main() -> None:
    """Print the sorted word list."""
    dictionary, notes = (Path(name) for name in sys.argv[1:3])
    words = {line for line in dictionary.read_text("utf8").split("\n") if WORD.fullmatch(line)}
    used: Counter[str] = Counter()
    for row in notes.read_text("utf8").splitlines():
        used.update(set(WORD.findall(json.loads(row)["text"].lower())))
    words.update(word for word, notes_using in used.items() if notes_using >= NOTES_THAT_MUST_AGREE)
    sys.stdout.write("\n".join(sorted(words)) + "\n")


if __name__ == "__main__":
    main()
