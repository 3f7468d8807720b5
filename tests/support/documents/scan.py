"""Scans of notes for tests: text drawn by Pillow."""

from __future__ import annotations

from io import BytesIO

from PIL import Image, ImageDraw, ImageFont

from support.documents.pages import HEIGHT, SIZE, WIDTH, laid_out

_POINTS_PER_INCH = 72


def draw(pieces, dpi=300):
    """A letter page in grey with these pieces."""
    scale = dpi / _POINTS_PER_INCH
    image = Image.new("L", (round(WIDTH * scale), round(HEIGHT * scale)), 255)
    font = ImageFont.load_default(size=SIZE * scale)
    canvas = ImageDraw.Draw(image)
    for piece in pieces:
        canvas.text((piece.x * scale, (HEIGHT - piece.y) * scale), piece.text, fill=0, font=font, anchor="ls")
    return image


def draw_pages(text, *, dpi=300, **layout):
    """The pages of a text as pictures; ``layout`` as for ``laid_out``."""
    return [draw(pieces, dpi) for pieces in laid_out(text, **layout)]


def as_file(images, kind="TIFF", dpi=(300, 300), **options):
    """The pictures as a file; only TIFF holds more than one."""
    file = BytesIO()
    more = {"save_all": True, "append_images": images[1:], "compression": "tiff_deflate"} if kind == "TIFF" else {}
    images[0].save(file, kind, **({"dpi": dpi} if dpi else {}), **more, **options)
    return file.getvalue()


def write_scan(text, kind="TIFF", *, dpi=300, **layout):
    """A scan of a note: each page drawn at ``dpi`` dots per inch; ``kind`` is TIFF, PNG or JPEG."""
    return as_file(draw_pages(text, dpi=dpi, **layout), kind, (dpi, dpi))
