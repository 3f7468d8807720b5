"""RTF as a word processor writes it."""

from __future__ import annotations

from support.documents.lines import runs

_HEAD = (
    r"{\rtf1\ansi\ansicpg1252\uc1\deff0\deflang1033{\fonttbl{\f0\froman\fcharset0\fprq2{\*\panose 02020603050405020304}"
    r"Times New Roman;}{\f1\fswiss\fcharset0 Arial;}{\f2\froman\fcharset2 Symbol;}}" + "\r\n"
    r"{\colortbl;\red0\green0\blue0;\red255\green0\blue0;}" + "\r\n"
    r"{\stylesheet{\ql\f0\fs24 \snext0 Normal;}{\s1\ql\b\f1\fs28 \sbasedon0\snext0 heading 1;}"
    r"{\*\cs10 \additive Default Paragraph Font;}}" + "\r\n"
    r"{\*\generator Writer of tests;}{\info{\title Operative report}{\author A. Surgeon}{\creatim\yr2026\mo3\dy14\hr9\min5}}"
    + "\r\n"
    r"\paperw12240\paperh15840\margl1440\margr1440\widowctrl\viewkind4 \sectd \linex0\endnhere" + "\r\n"
)
_ROW = r"\trowd \trgaph108\trleft-108\clbrdrt\brdrs\brdrw10 "
_ESCAPED = str.maketrans({"\\": r"\\", "{": r"\{", "}": r"\}", "\t": r"\tab ", "\u00a0": r"\~"})


def write_rtf(text):
    """``text`` as an RTF document: paragraphs, bold headings, list items with hyphens, rows of tables."""
    return document("".join(_run(kind, lines) for kind, lines in runs(text)))


def document(body):
    """A whole document with ``body``, which is RTF."""
    return (_HEAD + body + "}").encode("ascii")


def escaped(text):
    """``text`` in RTF: bytes of Windows-1252 in hexadecimal, other characters by number with a question mark for them."""
    return "".join(map(_character, text.translate(_ESCAPED)))


def _run(kind, lines):
    if kind == "row":
        return "".join(map(_row, lines)) + "\\pard\\plain \r\n"
    style = r"\pard\plain \s1\ql\keepn\b\f1\fs28 " if kind == "heading" else r"\pard\plain \ql\f0\fs24 "
    return "".join(f"{style}{{{escaped(line)}}}{{\\par }}\r\n" if line else f"{style}\\par \r\n" for line in lines)


def _row(line):
    cells = line.split("\t")
    widths = "".join(rf"\cellx{2000 * number}" for number in range(1, len(cells) + 1))
    inside = "".join(rf"\pard\plain \intbl\f0\fs24 {{{escaped(cell)}\cell }}" for cell in cells)
    return f"{_ROW}{widths}\r\n{inside}\\pard \\intbl {{\\row }}\r\n"


def _character(char):
    if char.isascii():
        return char
    try:
        return rf"\'{char.encode('cp1252')[0]:02x}"
    except UnicodeEncodeError:
        wide = char.encode("utf-16-le", "surrogatepass")
        units = (int.from_bytes(wide[at : at + 2], "little", signed=True) for at in range(0, len(wide), 2))
        return "".join(rf"\u{unit}?" for unit in units)
