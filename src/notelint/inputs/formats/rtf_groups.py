"""The groups and control words of an RTF file, read in one pass over its bytes, in linear time."""

from __future__ import annotations

import re
from functools import partial
from typing import ClassVar

from notelint.inputs.formats.model import Limits, RefusedError
from notelint.inputs.formats.rtf_story import Story
from notelint.inputs.formats.rtf_tables import SET_ASIDE, SIGNS, page_of_font
from notelint.inputs.formats.rtf_text import FONTS, SHOWN, Action, State, TextReader

_TOKEN = re.compile(
    rb"\\([a-zA-Z]+)(-?[0-9]{1,10})?[0-9]* ?"  # 1 control word, 2 its number
    rb"|([^\\{}]+)"  # 3 text
    rb"|((?:\\'[0-9a-fA-F]{2}[\r\n]*)+)"  # 4 bytes in hexadecimal
    rb"|(\{)|(\})"  # 5 and 6 a group begins and ends
    rb"|\\([^a-zA-Z])",  # 7 control symbol
    re.DOTALL,
)
_MOST_TOKENS = 5_000_000  # some seconds; a note of a million characters has fewer, and the digits of a picture are one
_NO_TEXT = b"\r\n\0"
_UNDEFINED = 25  # the state of a check box or a list that nobody has set: its default counts
_CHECK_BOX, _CHOICE = 1, 2

_STARRED = frozenset(b"annotation do dptxbxtext ffl fldinst formfield nesttableprops shpinst shppict shptxt ud".split())
"""Destinations that are looked at although programs may skip them."""

# What a group is for, when it is not shown. Inside _ASIDE nothing is looked at, inside the others a few words are.
_ASIDE, _INFO, _CREATED, _BOTH, _FIELD, _FORM, _OBJECT, _SHAPE = (
    "aside", "info", "created", "both", "field", "form", "object", "shape",
)  # fmt: skip


class GroupReader(TextReader):
    """Reads a document into its parts.

    ``end`` is where its last group ends, ``None`` where it does not; ``not_read`` counts what holds content and is not read.
    """

    def __init__(self, data: bytes, limits: Limits) -> None:
        super().__init__(data, limits)
        self.data = data
        self.end: int | None = None
        self.created: dict[str, int] = {}
        self.not_read = dict.fromkeys(("picture", "embedded object", "comment"), 0)
        self._stack: list[State] = []
        self._starred = False  # after \*: a destination that programs may skip that do not know it
        self._form: dict[str, int] = {}
        self._choices: list[Story] = []
        self._form_shown = False

    def read(self, position: int) -> None:
        """Read the document that begins at ``position``. Raises ``RefusedError``."""
        steps = (self._word, self._word, self._word, self._text, self._bytes, self._open, self._close, self._symbol)
        tokens = 0
        while self.end is None and position < len(self.data):
            jump = None
            for match in _TOKEN.finditer(self.data, position):
                tokens += 1
                jump = steps[match.lastindex or 0](match)
                if jump is not None or tokens > _MOST_TOKENS:
                    break
            if tokens > _MOST_TOKENS:
                raise RefusedError(f"more than {_MOST_TOKENS:,} control words and groups; save the note as plain text (.txt)")
            position = len(self.data) if jump is None else jump
        self._finish()

    # The kinds of tokens. Each gives the position to go on from where it is not the next one.

    def _word(self, match: re.Match[bytes]) -> int | None:
        word, number = match[1], match[2]
        if word == b"bin":
            return min(match.end() + max(0, int(number or 0)), len(self.data))
        starred, self._starred = self._starred, False
        if self._purpose == _ASIDE:
            return None
        action = self.WORDS.get(word) if not starred or word in _STARRED else GroupReader._aside
        if action is not None:
            self._flush()
            action(self, None if number is None else int(number))
        return None

    def _text(self, match: re.Match[bytes]) -> None:
        self._starred = False
        if self._purpose == FONTS:
            page = page_of_font(match[3].decode("latin-1"))
            if page is not None:
                self._font_pages[self._font] = page
        elif self._purpose == SHOWN:
            self._take(match[3].translate(None, _NO_TEXT))

    def _bytes(self, match: re.Match[bytes]) -> None:
        if self._purpose == SHOWN:
            self._take(bytes.fromhex(match[4].translate(None, b"\\'\r\n").decode("ascii")), raw=False)

    def _symbol(self, match: re.Match[bytes]) -> None:
        symbol = match[7]
        if symbol == b"*":
            self._starred = True
        elif symbol in {b"\\", b"{", b"}"}:
            self._take(symbol)
        elif symbol in {b"\r", b"\n"}:
            self._flush()
            self._end_paragraph()
        elif symbol in SIGNS:
            self._flush()
            self._character(SIGNS[symbol])

    def _open(self, _match: re.Match[bytes]) -> None:
        self._flush()
        self._skip = 0
        self._starred = False
        self._stack.append(self._state())
        if len(self._stack) > self._limits.depth:
            raise RefusedError(f"groups nested deeper than {self._limits.depth}; save the note as plain text (.txt)")

    def _close(self, match: re.Match[bytes]) -> int | None:
        self._flush()
        self._skip = 0
        left = self._purpose
        self._restore(self._stack.pop())
        if left == _FORM != self._purpose:
            self._show_form()
        if self._stack:
            return None
        self.end = match.end()
        return self.end

    # What groups are for.

    def _begin(self, purpose: str, *, inside: str = SHOWN) -> None:
        """The group is for ``purpose``, where the one around it is for ``inside``."""
        if self._purpose == inside:
            self._purpose = purpose

    def _aside(self, _number: int | None) -> None:
        self._purpose = _ASIDE

    def _fonts(self, _number: int | None) -> None:
        self._purpose = FONTS

    def _info(self, _number: int | None) -> None:
        self._begin(_INFO)

    def _created(self, _number: int | None) -> None:
        self._begin(_CREATED, inside=_INFO)

    def _date_part(self, number: int | None, name: str) -> None:
        if self._purpose == _CREATED and number is not None:
            self.created[name] = number

    def _title(self, _number: int | None) -> None:
        if self._purpose == _INFO:
            self._purpose, self._story = SHOWN, self.title

    def _author(self, _number: int | None) -> None:
        if self._purpose == _INFO:
            self._purpose, self._story = SHOWN, self.author

    def _both(self, _number: int | None) -> None:
        """The same text twice, first for older programs, then in Unicode."""
        if self._purpose != _ASIDE:
            self._purpose = _BOTH

    def _unicode_of_both(self, _number: int | None) -> None:
        if self._purpose == _BOTH and len(self._stack) > 1:
            self._purpose = self._stack[-2].purpose

    def _around(self, _number: int | None, kind: str) -> None:
        if self._purpose == SHOWN:
            self._count_paragraph()
            self._story = Story(kind)
            self.around[kind].append(self._story)

    def _text_box(self, _number: int | None) -> None:
        if self._purpose == SHOWN:
            self._count_paragraph()
            self._story = self._story.open_box()

    def _shape(self, _number: int | None) -> None:
        self._begin(_SHAPE)

    def _picture(self, _number: int | None) -> None:
        self.not_read["picture"] += self._purpose in {SHOWN, _SHAPE} and not self._in_object
        self._purpose = _ASIDE

    def _object(self, _number: int | None) -> None:
        if self._purpose == SHOWN:
            self.not_read["embedded object"] += 1
            self._purpose, self._in_object = _OBJECT, True

    def _result(self, _number: int | None) -> None:
        self._begin(SHOWN, inside=_OBJECT)

    def _comment(self, _number: int | None) -> None:
        self.not_read["comment"] += self._purpose == SHOWN
        self._purpose = _ASIDE

    # Fields of forms: check boxes and lists.

    def _field_instruction(self, _number: int | None) -> None:
        self._form_shown = False
        self._begin(_FIELD)

    def _field_result(self, _number: int | None) -> None:
        if self._form_shown:
            self._form_shown = False
            self._purpose = _ASIDE

    def _form_field(self, _number: int | None) -> None:
        if self._purpose == _FIELD:
            self._purpose, self._form, self._choices = _FORM, {}, []

    def _form_part(self, number: int | None, name: str) -> None:
        if self._purpose == _FORM and number is not None:
            self._form[name] = number

    def _form_choice(self, _number: int | None) -> None:
        if self._purpose == _FORM:
            self._purpose, self._story = SHOWN, Story("choice")
            self._choices.append(self._story)

    def _show_form(self) -> None:
        kind, chosen = self._form.get("fftype"), self._form.get("ffres", _UNDEFINED)
        if chosen == _UNDEFINED:
            chosen = self._form.get("ffdefres", 0)
        self._form_shown = kind in {_CHECK_BOX, _CHOICE}
        if kind == _CHECK_BOX:
            self._show("[x]" if chosen else "[ ]")
        elif kind == _CHOICE and 0 <= chosen < len(self._choices):
            self._show(self._choices[chosen].text())

    WORDS: ClassVar[dict[bytes, Action]] = {
        **TextReader.WORDS,
        **dict.fromkeys(SET_ASIDE, _aside),
        b"fonttbl": _fonts, b"info": _info, b"creatim": _created, b"upr": _both, b"ud": _unicode_of_both,
        b"shptxt": _text_box, b"dptxbxtext": _text_box, b"sp": _shape, b"pict": _picture, b"object": _object, b"result": _result,
        b"annotation": _comment, b"fldinst": _field_instruction, b"fldrslt": _field_result, b"formfield": _form_field,
        b"ffl": _form_choice,
        b"title": _title, b"author": _author, b"yr": partial(_date_part, name="yr"), b"mo": partial(_date_part, name="mo"),
        b"dy": partial(_date_part, name="dy"), b"fftype": partial(_form_part, name="fftype"),
        b"ffres": partial(_form_part, name="ffres"), b"ffdefres": partial(_form_part, name="ffdefres"),
        b"footnote": partial(_around, kind="footnote"),
        **dict.fromkeys((b"header", b"headerf", b"headerl", b"headerr"), partial(_around, kind="header")),
        **dict.fromkeys((b"footer", b"footerf", b"footerl", b"footerr"), partial(_around, kind="footer")),
    }  # fmt: skip
