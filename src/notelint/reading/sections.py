"""Find the sections of a note: the extent and the context of what is under each heading.

The section of a heading alone on its line ends at the next heading. A heading with a value on its line has that value: a title or
a plan its paragraph, a label its line, a history the paragraphs that continue it.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from msgspec.structs import replace

from notelint.packs.vocabulary import phrase
from notelint.reading.headings import Heading, headings
from notelint.reading.model import Section
from notelint.reading.synoptic import read_as_forms
from notelint.watch import check

if TYPE_CHECKING:
    from notelint.reading.clean_text import CleanText
    from notelint.reading.model import Ranges

_VERBS = phrase("section.verb")
_TITLE_ITEM = phrase("section.title-item")
_OPERATING = phrase("section.operating")
_HISTORY = phrase("section.history")
_ORDERS = phrase("section.orders")
_STORY_BELOW = phrase("section.told-below")
_STORY_AT_ONCE = phrase("section.tells-at-once")
_NO_VALUE = phrase("section.not-told")
_FIRST_SENTENCE = phrase("section.prose-after-value")
_SENTENCE_END = re.compile(r"[.!?](?:\s|$)")
_VALUE_END = re.compile(r"[.!?] +(?=[a-z])")
_LONG_WORD_END = re.compile(r"[a-z0-9)%]{3}[.!?](?:\s|$)")  # no initial, no title
_LINE_START = re.compile(r"\n+(?=\S)")
_LIST_ITEM = re.compile(r"\s*(?:\(?\d{1,2}[.)]|[-*])\s")
_STEP_LINE = re.compile(r"\n(?=[-*•] ?\S|[a-h]\) )")
_FIGURE = re.compile(r"\d ?(?:x ?\d|cm\b|mm\b|ml\b|min\b|-0\b)")
_STEPS_AT_LEAST = 3
_FIGURES_AT_LEAST = 3
_MANY_STEPS = 8  # steps and figures that no title has
_LOGGED = re.compile(r"[a-z]{3}[ ,:][^\n\d]{0,30}\d{1,2}[:.h]\d\d")
_LOGGED_AT_LEAST = 4
_TYPED_LINE = re.compile(r"\n(?=[^\s\d(*>#•-])")
_STOP_WITHIN = re.compile(r"(?:[a-z]{2}|[-/]\d|[)%])[.;] +(?=[a-z])")
_STOPS_AT_LEAST = 2
_MAX_TITLE_CHARS = 900
_PROSE_SENTENCES = 2
_LONG_LABEL = 160
_WORDS_OF_A_LABEL = 8
_STORY_SENTENCES = 3
_ENCLOSING = frozenset({"planned", "background", "consent", "quoted"})
_PEOPLE = frozenset({"people", "cosurgeon"})
_IN_PARAGRAPHS = frozenset({"indications", "consent", "prior"})


def find_sections(clean: CleanText, quoted: Ranges) -> tuple[Section, ...]:
    """The sections of the note in order; together they cover it. Headings inside ``quoted`` ranges do not count."""
    found = [heading for heading in headings(clean) if heading.start not in quoted]
    found = _without_inner_labels(clean, read_as_forms(clean, found))
    if not found or found[0].start > 0:
        found.insert(0, Heading(0, 0, "body", "performed"))
    sections: list[Section] = []
    titled = False
    for heading, following in zip(found, [*found[1:], None], strict=True):
        check()
        end = following.start if following else len(clean.text)
        sections.extend(_section(clean.text, _by_content(clean.text, heading, end, titled=titled), end))
        titled = titled or (
            heading.kind == "procedure" and sections[-1].kind == "procedure" and _has_words(clean.text, sections[-1])
        )
    return tuple(sections)


def _has_words(text: str, section: Section) -> bool:
    return bool(text[section.start : section.end].strip(" \n.:-"))


def _without_inner_labels(clean: CleanText, found: list[Heading]) -> list[Heading]:
    """Drop the unknown labels inside a plan or a history ("- Stage 2 in 8 weeks: …") and a title's own ("[x] Free flap: fibula").

    This does not apply to a diagnosis with a value on its line: the next label ends it.
    """
    text = clean.text
    kept: list[Heading] = []
    ends = [*(heading.start for heading in found[1:]), len(text)]
    for heading, end in zip(found, ends, strict=False):
        inside = bool(kept) and kept[-1].context in _ENCLOSING and "\n\n" not in text[kept[-1].end : heading.start].rstrip(" ")
        if inside and kept[-1].kind == "diagnosis" and not _stands_alone(text, kept[-1]):
            inside = False
        inside = inside or (bool(kept) and kept[-1].context == "header" and _goes_on(clean, kept[-1], heading))
        numbered = bool(kept) and kept[-1].context == "header" and _is_title_item(text, kept[-1], heading, end)
        if not numbered and not (inside and heading.kind == "unknown"):
            kept.append(heading)
    return kept


def _is_title_item(text: str, title: Heading, heading: Heading, end: int) -> bool:
    """Whether a numbered heading is an item of a title: "FLAP ONE. Free fibula, right leg to mandible"."""
    if "\n\n" in text[title.end : heading.start].rstrip(" \n"):
        return False
    named = _TITLE_ITEM.match(text[heading.start : heading.end].lstrip("\n -"))
    content = text[heading.end : end].strip("\n :.-").partition("\n")[0].partition(". ")[0]
    return named is not None and not _VERBS.search(content) and not _OPERATING.search(content)


def _goes_on(clean: CleanText, title: Heading, heading: Heading) -> bool:
    """Whether a title continues at an apparent heading: in its list, or in capitals wrapped at a margin."""
    content = clean.cased[title.end : heading.start]
    if not content.strip():
        return True
    line = clean.cased[heading.start :].lstrip("\n").partition("\n")[0]
    return content.isupper() and line.isupper() and ":" not in line and "\n\n" not in content


def _stands_alone(text: str, heading: Heading) -> bool:
    """Whether the heading is alone on its line."""
    return text[heading.end :].lstrip(" ")[:1] in {"", "\n"}


def _by_content(text: str, heading: Heading, end: int, *, titled: bool) -> Heading:
    """The heading corrected by its content: a "procedure" with a narrative is no title, "postop" may be a plan."""
    content = text[heading.end : end].strip()
    first = content.partition("\n\n")[0]
    if heading.context == "header" and _is_story(content, first, titled=titled):
        return replace(heading, kind="body", context="performed")
    if heading.kind == "postop":
        planned = _ORDERS.search(first) is not None
        return replace(heading, kind="plan", context="planned") if planned else replace(heading, kind="diagnosis")
    if heading.kind == "afterwards" and _ORDERS.search(first) is None:
        return replace(heading, kind="operative_step", context="performed")
    if heading.context == "header" and titled and _ORDERS.search(first):
        return replace(heading, kind="plan", context="planned")
    if heading.context == "label" and (_is_narrative(heading, first) or _is_log(text, heading, first)):
        return replace(heading, kind="operative_step", context="performed")
    return heading


def _is_story(content: str, first: str, *, titled: bool) -> bool:
    if _is_prose(content) and ("\n\n" not in content or _is_prose(first)):
        return True
    if len(_STOP_WITHIN.findall(first)) >= _STOPS_AT_LEAST and _has_steps(first, _MANY_STEPS):
        return True
    if len(_LONG_WORD_END.findall(first)) >= _STORY_SENTENCES and _measures_steps(first):
        return True
    sentences = len(_SENTENCE_END.findall(first))
    return sentences >= _PROSE_SENTENCES and (titled or _STORY_AT_ONCE.match(first) is not None)


def _measures_steps(first: str) -> bool:
    """Whether words of an operation stand among figures, more than a title's one size of a skin graft, from the first line on."""
    line = first.partition("\n")[0]
    if _STOP_WITHIN.search(line) is None:
        return False
    return len(_FIGURE.findall(first)) >= _FIGURES_AT_LEAST and _OPERATING.search(first) is not None


def _is_prose(content: str) -> bool:
    if len(content) > _MAX_TITLE_CHARS:
        return True
    return len(_SENTENCE_END.findall(content)) >= _PROSE_SENTENCES and len(_VERBS.findall(content)) >= _PROSE_SENTENCES


def _is_narrative(heading: Heading, first: str) -> bool:
    """Whether a narrative follows a label, not a value: "Team 1 (A. Vale). The leg was opened. The …"."""
    line = first.partition("\n")[0] or first
    sentences = len(_LONG_WORD_END.findall(line))
    if heading.kind in _PEOPLE:
        return sentences >= _STORY_SENTENCES and len(_OPERATING.findall(line)) >= _PROSE_SENTENCES
    return heading.mark == "." and sentences >= _STORY_SENTENCES and len(_OPERATING.findall(line)) >= 1


def _is_log(text: str, heading: Heading, first: str) -> bool:
    """Whether a heading alone on its line is over a log: lines that say what was done, each with its clock time."""
    return heading.kind == "times" and _stands_alone(text, heading) and len(_LOGGED.findall(first)) >= _LOGGED_AT_LEAST


def _section(text: str, heading: Heading, end: int) -> list[Section]:
    """The section of a heading and, if its value ends before the next heading, the prose after it."""
    stop = _extent(text, heading, end)
    start = heading.start if heading.kept and not _NO_VALUE.match(text[heading.end : stop].partition("\n")[0]) else heading.end
    goes_on = stop < end and bool(text[stop:end].strip())
    section = Section(heading.kind, heading.context, start, stop if goes_on else end, heading.start, heading.end)
    return [section, Section("body", "performed", stop, end, stop, stop)] if goes_on else [section]


def _extent(text: str, heading: Heading, end: int) -> int:
    """The end of the section of a heading, at the latest the next heading."""
    if heading.kind in _IN_PARAGRAPHS:
        return _story_end(text, heading.end, end)
    if heading.start == heading.end and heading.context == "planned":
        return _line_end(text, heading.end, end)
    if heading.context == "label":
        return _label_end(text, heading, end)
    if heading.context == "header":
        return _title_end(text, heading.end, _account_below(text, heading.end, end))
    if heading.context == "planned" or heading.kind == "diagnosis":
        return _title_end(text, heading.end, end)
    return end


def _title_end(text: str, start: int, end: int) -> int:
    """The end of the value of a label or title: at a blank line after its start, unless its list continues."""
    position = start
    while position < end and text[position].isspace():
        position += 1
    is_list = _LIST_ITEM.match(text, position, end) is not None
    if not is_list:
        end = _list_of_steps(text, position, end)
    account = _STORY_BELOW.search(text, position, end)
    end = account.start() if account else end
    while position < end:
        gap = text.find("\n\n", position, end)
        if gap < 0:
            return end
        if not (is_list and _LIST_ITEM.match(text, gap + 2, end)) or _is_prose(_paragraph(text, gap + 2, end)):
            return gap
        position = gap + 2
    return end


def _list_of_steps(text: str, start: int, end: int) -> int:
    """Where a list of steps begins right under a title that is no list itself; ``end`` if there is none."""
    stop = text.find("\n\n", start, end)
    stop = end if stop < 0 else stop
    first = _STEP_LINE.search(text, start, stop)
    if first is None:
        return end
    return first.start() if _has_steps(text[first.start() : stop], _STEPS_AT_LEAST) else end


def _account_below(text: str, start: int, end: int) -> int:
    """Where the account of the operation begins right under a title, without a blank line; ``end`` if there is none.

    A title names one thing in a line; an account has lines of several sentences, with figures and steps.
    """
    title = text[start:end]
    first = start + len(title) - len(title.lstrip())
    stop = text.find("\n\n", first, end)
    stop = end if stop < 0 else stop
    if _LIST_ITEM.match(text, first, stop):
        return end
    for line in _TYPED_LINE.finditer(text, first, stop):
        words = text[line.end() : _line_end(text, line.end(), stop)]
        if (_STOP_WITHIN.search(words) or _FIGURE.search(words)) and _has_steps(words, 1):
            rest = text[line.end() : stop]
            goes_on = len(_STOP_WITHIN.findall(rest)) >= _STOPS_AT_LEAST and _has_steps(rest, _STEPS_AT_LEAST)
            return line.start() if goes_on else end
    return end


def _has_steps(words: str, at_least: int) -> bool:
    """Whether the words name as many steps and figures of an operation."""
    return len(_OPERATING.findall(words)) + len(_FIGURE.findall(words)) >= at_least


def _paragraph(text: str, start: int, end: int) -> str:
    stop = text.find("\n\n", start, end)
    return text[start : stop if stop >= 0 else end]


def _story_end(text: str, start: int, end: int) -> int:
    """The end of a history that starts on the line of its heading: before the first paragraph about the operation.

    A single line needs stronger signs of the operation than a paragraph after a blank line.
    """
    if text[start:end].lstrip(" ")[:1] in {"", "\n"}:
        return end
    for line in _LINE_START.finditer(text, start, end):
        words = text[line.end() : _line_end(text, line.end(), end)]
        operating, history = len(_OPERATING.findall(words)), len(_HISTORY.findall(words))
        if operating >= history if line[0] == "\n\n" else operating >= max(history, 1) + 1:
            return line.start()
    return end


def _is_inside_line(text: str, heading: Heading) -> bool:
    """Whether prose stands before a label on its line ("… to the cephalic vein. Ischemia: 2 h. The paddle was pink.")."""
    line = text.rfind("\n", 0, heading.start) + 1
    return len(text[line : heading.start].split()) > _WORDS_OF_A_LABEL


def _line_end(text: str, start: int, end: int) -> int:
    line = text.find("\n", start, end)
    return line if line >= 0 else end


def _label_end(text: str, heading: Heading, end: int) -> int:
    """The end of the value of a label: at the end of its line, or before prose in the same line."""
    position = heading.end
    while position < end and text[position] == " ":
        position += 1
    if position < end and text[position] == "\n":
        return _title_end(text, heading.end, end)
    stop = _line_end(text, position, end)
    prose = _FIRST_SENTENCE.match(text, position, end)
    if prose:
        return min(stop, prose.end())
    if heading.kind not in _PEOPLE and _is_inside_line(text, heading):
        value = _VALUE_END.search(text, position, stop)
        return value.end() if value is not None else stop
    sentence = _SENTENCE_END.search(text, position, stop)
    if heading.kind in _PEOPLE or sentence is None or stop - position <= _LONG_LABEL:
        return stop
    return sentence.end()
