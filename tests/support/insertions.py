"""Put into a note what has nothing to do with the graft: sentences of the operating room, a past history of other parts."""

from __future__ import annotations

import json
import re
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

import yaml

if TYPE_CHECKING:
    from random import Random

_DATA = yaml.safe_load(Path(__file__).with_name("insertions.yaml").read_text("utf8"))
_OTHER_NOTES = Path(__file__).parents[3] / "shared" / "notes" / "mtsamples-dev.jsonl"

_BEGINNINGS = "|".join(map(re.escape, _DATA["related"]))
_RELATED = re.compile(rf"\b(?:{_BEGINNINGS})|{'|'.join(_DATA['related_anywhere'])}", re.IGNORECASE)
_SENTENCE = re.compile(r"(?<=\.  )(?:The|A|An|General|Sterile|Anesthesia) [a-z][a-z ,'-]{15,110}\.(?=  )")
_SURGERY = re.compile(r"\b(?:anesthe|drape|prepped|supine|extubat|intubat|intraoperative)", re.IGNORECASE)

_GAP = re.compile(r"(?<=[a-z]{4}\.)[ \n](?=[A-Z][a-z]+ [a-z])|(?<=[A-Z]{4}\.)[ \n](?=[A-Z]+ [A-Z]{2,} [A-Z])")
_LEANS_BACK = re.compile(
    r"\s*(?:it|its|this|that|these|those|they|their|both|each|one|he|his|she|her|there|here|then|the (?:same|other|latter|former"
    r"|second|two)|another|as|so|also|after|on|when|total|artery|vein|second|larger|either|neither|all|none|same)\b",
    re.IGNORECASE,
)
_INSERTED = 3


@lru_cache(maxsize=1)
def sentences() -> tuple[str, ...]:
    """Sentences that say nothing of any graft: of other surgeons' notes where they are at hand, otherwise of our own."""
    if not _OTHER_NOTES.is_file():
        return tuple(_DATA["sentences"])
    notes = (json.loads(line)["text"] for line in _OTHER_NOTES.read_text("utf8").splitlines())
    found = {match[0] for text in notes if _SURGERY.search(text) for match in _SENTENCE.finditer(text)}
    return tuple(sorted(sentence for sentence in found if not _RELATED.search(sentence)))


def unrelated_sentences(text: str, dice: Random) -> str:
    """Three sentences that say nothing of the graft, between sentences of which the second does not lean on the first."""
    gaps = [gap for gap in _GAP.finditer(text) if not _LEANS_BACK.match(text, gap.end())]
    chosen = sorted(dice.sample(gaps, min(_INSERTED, len(gaps))), key=re.Match.start, reverse=True)
    for gap in chosen:
        text = text[: gap.end()] + _as_loud_as(text, dice.choice(sentences())) + gap[0] + text[gap.end() :]
    return text


def _as_loud_as(text: str, words: str) -> str:
    return words.upper() if text.isupper() else words.lower() if text.islower() else words


_BLANK = re.compile(r"(?<=\n)[ \t]*\n(?=\S)")
_HEADED = re.compile(r"(?:\d{1,2}[.)] )?[A-Z][A-Za-z /()'-]{2,40}(?::|$)", re.MULTILINE)
_LABEL_BREAK = re.compile(r"(?<=\n)(?=[A-Z][A-Za-z ]{2,30}: )")
_LABEL_LINE = re.compile(r"\n[A-Z][A-Za-z ]{2,30}: [^\n]{1,60}\n\Z")
_STORY = re.compile(r"[^\n]{80}|[^\n]*\n[^\n]{40}")


def unrelated_history(text: str, dice: Random) -> str:
    """Another part's past history: a label among labels, a headed paragraph before a headed one, or a paragraph of prose."""
    past = _DATA["history"]
    line = f"{dice.choice(past['headings'])}: {dice.choice(past['told'])}"
    breaks = [gap.end() for gap in _BLANK.finditer(text)]
    labels = [gap.end() for gap in _LABEL_BREAK.finditer(text) if _LABEL_LINE.search(text, 0, gap.end())]
    headed = [place for place in breaks if _HEADED.match(text, place)]
    stories = [place for place in breaks if _STORY.match(text, place)]
    form = dice.choice(("label", "heading", "prose"))
    if form == "label" and labels:
        return _with(text, dice.choice(labels), line + "\n")
    if form == "heading" and headed:
        return _with(text, dice.choice(headed), line + "\n\n")
    return _with(text, dice.choice(stories or breaks or [len(text)]), dice.choice(past["sentences"]) + "\n\n")


def _with(text: str, place: int, words: str) -> str:
    return text[:place] + _as_loud_as(text, words) + text[place:]
