"""PDF files for tests, written with Helvetica: text, columns, form fields, annotations, pages that are pictures, protection."""

from __future__ import annotations

import hashlib
import struct
import zlib

from support.documents.pages import HEIGHT, SIZE, WIDTH, laid_out

_PADDING = bytes.fromhex("28bf4e5e4e758a4164004e56fffa01082e2e00b6d0683e802f0ca9fe6453697a")
_ID = bytes(range(16))
_FONT = b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>"


def write_pdf(text, *, scanned=(), info=None, rotate=0, protection=None, **layout):
    """A note as a PDF file; ``layout`` as for ``laid_out``.

    The pages ``scanned``, counted from 1, or all if it is true, are pictures. ``info`` holds metadata such as ``Title``.
    ``protection`` is ``copying`` for a file that anybody can read, ``password`` for one that nobody can.
    """
    file = PdfFile()
    for number, pieces in enumerate(laid_out(text, **layout), 1):
        if scanned is True or (scanned and number in scanned):
            from support.documents.scan import draw  # only this needs Pillow

            file.add_picture(draw(pieces), rotate=rotate)
        else:
            file.add_page(drawn(pieces), rotate=rotate)
    return file.write(info, protection)


def string(text):
    """A text as a string of a PDF file; Helvetica has Western characters only."""
    written = text.encode("cp1252", errors="replace")
    return b"(" + b"".join(b"\\" + bytes([one]) if one in b"()\\" else bytes([one]) for one in written) + b")"


def drawn(pieces, size=SIZE):
    """The drawing of pieces of text."""
    return b"\n".join(b"BT /F1 %g Tf %.2f %.2f Td %b Tj ET" % (size, piece.x, piece.y, string(piece.text)) for piece in pieces)


class PdfFile:
    """Collects the objects of a file. Objects 1 to 3 are the catalog, the page tree and the font."""

    def __init__(self):
        self.objects = [b"", b"", _FONT]
        self.pages = []
        self.fields = []
        self.catalog = b""

    def add(self, content):
        """Add an object; its number is given back."""
        self.objects.append(content)
        return len(self.objects)

    def add_stream(self, data, entries=b""):
        return self.add(b"<< %b /Length %d >>\nstream\n%b\nendstream" % (entries, len(data), data))

    def add_page(self, content, *, rotate=0, annotations=(), resources=b"", entries=b""):
        """Add a page that is drawn by ``content``."""
        packed = self.add_stream(zlib.compress(content), b"/Filter /FlateDecode")
        annots = b" ".join(b"%d 0 R" % number for number in annotations)
        self.pages.append(
            self.add(
                b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 %g %g] /Rotate %d /Contents %d 0 R /Annots [%b] "
                b"/Resources << /Font << /F1 3 0 R >> %b >> %b >>" % (WIDTH, HEIGHT, rotate, packed, annots, resources, entries)
            )
        )
        return self.pages[-1]

    def add_picture(self, image, *, rotate=0, over=b""):
        """Add a page that is a picture (grey); ``over`` is drawn upon it."""
        size = b"/Width %d /Height %d" % image.size
        kind = b"/Type /XObject /Subtype /Image /ColorSpace /DeviceGray /BitsPerComponent 8 /Filter /FlateDecode"
        number = self.add_stream(zlib.compress(image.tobytes()), b"%b %b" % (kind, size))
        drawing = b"q %g 0 0 %g 0 0 cm /P Do Q\n%b" % (WIDTH, HEIGHT, over)
        return self.add_page(drawing, rotate=rotate, resources=b"/XObject << /P %d 0 R >>" % number)

    def add_field(self, rect, value, kind="Tx", flags=0):
        """Add a form field: ``Tx`` a text, ``Ch`` a choice, ``Btn`` a check box with the value ``Yes`` or ``Off``."""
        shown = b"/%b /AS /%b" % (value.encode(), value.encode()) if kind == "Btn" else string(value)
        number = self.add(
            b"<< /Type /Annot /Subtype /Widget /FT /%b /Ff %d /T (f%d) /V %b /F 4 /DA (/F1 11 Tf 0 g) /Rect [%g %g %g %g] %b >>"
            % (
                kind.encode(), flags, len(self.fields), shown, *rect,
                b"/AP << /N << /Yes 3 0 R /Off 3 0 R >> >>" if kind == "Btn" else b"",
            )
        )  # fmt: skip
        self.fields.append(number)
        return number

    def add_annotation(self, kind, rect, contents="", entries=b""):
        return self.add(
            b"<< /Type /Annot /Subtype /%b /Rect [%g %g %g %g] /Contents %b %b >>"
            % (kind.encode(), *rect, string(contents), entries)
        )

    def write(self, info=None, protection=None):
        """The whole file."""
        form = b" ".join(b"%d 0 R" % number for number in self.fields)
        acroform = b"/AcroForm << /Fields [%b] /DR << /Font << /F1 3 0 R >> >> >>" % form if self.fields else b""
        self.objects[0] = b"<< /Type /Catalog /Pages 2 0 R %b %b >>" % (acroform, self.catalog)
        kids = b" ".join(b"%d 0 R" % number for number in self.pages)
        self.objects[1] = b"<< /Type /Pages /Kids [%b] /Count %d >>" % (kids, len(self.pages))
        trailer = b""
        if info:
            pairs = b" ".join(b"/%b %b" % (key.encode(), string(value)) for key, value in info.items())
            trailer = b"/Info %d 0 R" % self.add(b"<< %b >>" % pairs)
        if protection:
            trailer += self._protected(protection)
        return self._file(trailer)

    def _protected(self, protection):
        """Encrypt the streams (the strings are left out: tests have none that matter) and give the entries of the trailer."""
        owner = _rc4(hashlib.md5(_PADDING).digest()[:5], _PADDING)
        key = hashlib.md5(_PADDING + owner + struct.pack("<i", -60) + _ID).digest()[:5]
        user = _rc4(key, _PADDING) if protection == "copying" else bytes(32)
        for number, content in enumerate(self.objects, 1):
            head, mark, rest = content.partition(b"\nstream\n")
            if mark:
                own = hashlib.md5(key + struct.pack("<I", number)[:3] + b"\0\0").digest()[:10]
                body = rest.removesuffix(b"\nendstream")
                self.objects[number - 1] = b"%b\nstream\n%b\nendstream" % (head, _rc4(own, body))
        encrypt = b"<< /Filter /Standard /V 1 /R 2 /O <%b> /U <%b> /P -60 >>" % (owner.hex().encode(), user.hex().encode())
        return b"/Encrypt %b /ID [<%b> <%b>]" % (encrypt, _ID.hex().encode(), _ID.hex().encode())

    def _file(self, trailer):
        out = bytearray(b"%PDF-1.7\n")
        starts = []
        for number, content in enumerate(self.objects, 1):
            starts.append(len(out))
            out += b"%d 0 obj\n%b\nendobj\n" % (number, content)
        table = b"".join(b"%010d 00000 n \n" % start for start in starts)
        size = len(self.objects) + 1
        end = b"trailer\n<< /Size %d /Root 1 0 R %b >>\nstartxref\n%d\n%%%%EOF\n" % (size, trailer, len(out))
        return bytes(out) + b"xref\n0 %d\n0000000000 65535 f \n%b%b" % (size, table, end)


def _rc4(key, data):
    state = list(range(256))
    j = 0
    for i in range(256):
        j = (j + state[i] + key[i % len(key)]) % 256
        state[i], state[j] = state[j], state[i]
    out = bytearray()
    i = j = 0
    for byte in data:
        i = (i + 1) % 256
        j = (j + state[i]) % 256
        state[i], state[j] = state[j], state[i]
        out.append(byte ^ state[(state[i] + state[j]) % 256])
    return bytes(out)
