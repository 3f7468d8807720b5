"""HTML as an electronic record exports it."""

from __future__ import annotations

from html import escape

from support.documents.lines import runs

_HEAD = (
    '<!DOCTYPE html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n<title>Operative report</title>\n'
    '<meta name="author" content="A. Surgeon"><meta name="date" content="2026-03-14">\n'
    "<style>p { margin: 0 } td > p { padding: 2px }</style>\n<script>if (1 < 2) document.title += '<p>no text</p>';</script>\n"
    "</head>\n"
)


def write_html(text):
    """``text`` as an HTML page: headings, paragraphs, lists and tables."""
    return page("".join(_run(kind, lines) for kind, lines in runs(text)))


def page(body):
    """A whole page with ``body``, which is HTML."""
    return f"{_HEAD}<body>\n{body}</body>\n</html>\n".encode()


def _run(kind, lines):
    shown = [escape(line, quote=False) for line in lines]
    if kind == "row":
        rows = ("  <tr>\n    <td>" + line.replace("\t", "</td>\n    <td>") + "</td>\n  </tr>\n" for line in shown)
        return f'<table border="1">\n <tbody>\n{"".join(rows)} </tbody>\n</table>\n'
    if kind == "item":
        return "<ul>\n" + "".join(f"  <li>{line[2:]}</li>\n" for line in shown) + "</ul>\n"
    around = {
        "heading": ("<h2>", "</h2>"),
        "line": ("<p>", "</p>"),
        "blank": ("<p><br>", "</p>"),
        "spaced": ('<p style="margin:0; white-space: pre-wrap">', "</p>"),
    }[kind]
    return "".join(f"{around[0]}{line}{around[1]}\n" for line in shown)
