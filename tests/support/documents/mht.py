"""MHT as a browser or a word processor saves it."""

from __future__ import annotations

import base64
import quopri

from support.documents.html import write_html

_BOUNDARY = "----MultipartBoundary--a1B2c3D4----"
_PICTURE = base64.encodebytes(b"\x89PNG\r\n\x1a\n" + bytes(200))


def write_mht(text):
    """``text`` as a saved web page: the page in quoted-printable, a style sheet and a picture."""
    return container(
        part(quopri.encodestring(write_html(text)), "text/html", "quoted-printable", "Content-ID: <frame@mhtml.blink>"),
        part(b'@charset "utf-8"; p { margin: 0 }', "text/css", "8bit"),
        part(_PICTURE, "image/png", "base64"),
    )


def part(body, media_type, encoding, *fields):
    """A part of the container; ``body`` is encoded already."""
    lines = (f"Content-Type: {media_type}", f"Content-Transfer-Encoding: {encoding}", *fields)
    return "\r\n".join(lines).encode() + b"\r\n\r\n" + body.replace(b"\r\n", b"\n").replace(b"\n", b"\r\n")


def container(*parts, root=""):
    """The whole file; ``root`` is the Content-ID of the page, where the file says which part that is."""
    start = f' start="{root}";' if root else ""
    head = (
        "From: <Saved by Blink>\r\nSnapshot-Content-Location: file:///note.html\r\nSubject: =?utf-8?Q?Operative=20report?=\r\n"
        "Date: Sat, 14 Mar 2026 09:05:00 -0000\r\nMIME-Version: 1.0\r\n"
        f'Content-Type: multipart/related;\r\n\ttype="text/html";{start}\r\n\tboundary="{_BOUNDARY}"\r\n\r\n\r\n'
    ).encode()
    delimiter = b"--" + _BOUNDARY.encode()
    return head + b"".join(delimiter + b"\r\n" + one + b"\r\n" for one in parts) + delimiter + b"--\r\n"
