"""Scans and photographs of notes (TIFF with one or more pages, PNG, JPEG): their text by text recognition."""

from __future__ import annotations

import warnings
from io import BytesIO
from typing import TYPE_CHECKING

from notelint.inputs.formats.model import Document, RefusedError
from notelint.inputs.formats.page_text import DAMAGED, PageText
from notelint.inputs.formats.picture import POINTS_PER_INCH, Picture, best_scale
from notelint.inputs.formats.tesseract import INSTALL

if TYPE_CHECKING:
    from collections.abc import Iterator

    from PIL import Image

    from notelint.inputs.formats.model import Limits, ReadInner

_KINDS = ("TIFF", "PNG", "JPEG")
_MOST_BYTES = 150_000_000  # of a picture in memory: a letter page at 1,200 dots per inch in grey, at 700 in colour
_TOO_BIG = "a picture of too many pixels; scan the document at 300 dots per inch"
_UNREADABLE = "damaged, or no TIFF, PNG or JPEG picture; scan the document again"
_PAPER_WIDTH = 8.5  # inches: the shorter side of the page, where the file does not say how long it is
_WIDTHS = (3.0, 20.0)  # inches: a shorter side that is less or more is an error of the file
_FINE_ENOUGH = 199  # dots per inch (PNG rounds 200 down): coarser pictures are made larger before recognition
_SQUARE = 0.05  # pixels may be so much wider than high; faxes have pixels twice as high as wide


def read(data: bytes, limits: Limits, read_inner: ReadInner) -> list[Document]:  # noqa: ARG001 - there is nothing inside
    """The one note in the pages of a scan. Raises ``RefusedError``."""
    if len(data) > limits.bytes:
        raise RefusedError(f"larger than {limits.bytes:,} bytes; split it, or scan it at 300 dots per inch")
    try:
        import PIL.Image  # noqa: F401 - only to know whether it is there
    except ImportError:
        raise RefusedError("needs support for scans; install notelint[ocr]") from None
    text = PageText(limits)
    if not text.can_recognise:
        raise RefusedError(f"a picture; {INSTALL} to have its text recognised")
    for number, picture in enumerate(_pictures(data, limits.pages), 1):
        if picture is None:
            text.report(number, DAMAGED)
        elif (found := text.recognise(number, picture)) is not None:
            text.add_recognised(number, found)
    return [Document(text.text(), text.places(), text.warnings())]


def _pictures(data: bytes, most: int) -> Iterator[Picture | None]:
    """The pages of a scan one by one; ``None`` for a damaged one. Raises ``RefusedError``."""
    image = _opened(data)
    try:
        number = 0
        while _goes_to(image, number):
            if number == most:
                raise RefusedError(f"longer than {most} pages; split it")
            yield _picture(image)
            number += 1
    finally:
        image.close()


def _opened(data: bytes) -> Image.Image:
    from PIL import Image

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # Pillow's would appear on stderr
        try:
            return Image.open(BytesIO(data), formats=_KINDS)
        except Image.DecompressionBombError:
            raise RefusedError(_TOO_BIG) from None
        except Exception:  # noqa: BLE001 - what Pillow raises for a damaged file is not documented
            raise RefusedError(_UNREADABLE) from None


def _goes_to(image: Image.Image, number: int) -> bool:
    """Whether there is a page with this number, counted from 0, to which the image then goes."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            image.seek(number)
        except Exception:  # noqa: BLE001 - likewise
            return False
    return True


def _picture(image: Image.Image) -> Picture | None:
    """The page that the image is at; ``None`` if it is damaged. Raises ``RefusedError`` if it is too big."""
    if image.width * image.height * len(image.getbands()) > _MOST_BYTES:
        raise RefusedError(_TOO_BIG)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            return _scaled(image)
        except Exception:  # noqa: BLE001 - likewise
            return None


def _scaled(image: Image.Image) -> Picture:
    """The page upright and in grey, with square pixels, at about 300 dots per inch if it is coarser than 200."""
    from PIL import Image, ImageOps

    across, down = _resolution(image)
    upright = ImageOps.exif_transpose(image)
    if upright.width == image.height != image.width:
        across, down = down, across
    grey = _grey(upright)
    width, height = grey.width / across * POINTS_PER_INCH, grey.height / down * POINTS_PER_INCH
    scale = best_scale(width, height)
    is_fine = min(across, down) >= _FINE_ENOUGH and abs(across / down - 1) <= _SQUARE
    if is_fine and across <= scale * POINTS_PER_INCH * 2:
        return Picture(grey.width, grey.height, grey.tobytes(), across / POINTS_PER_INCH)
    size = max(1, round(width * scale)), max(1, round(height * scale))
    return Picture(*size, grey.resize(size, Image.Resampling.BICUBIC).tobytes(), scale)


def _resolution(image: Image.Image) -> tuple[float, float]:
    """The dots per inch across and down, as the file gives them if a page of that size makes sense, else for paper's width."""
    shorter = min(image.size)
    least, most = _WIDTHS
    try:
        across, down = (float(value) for value in image.info["dpi"])
        if least <= min(image.width / across, image.height / down) <= most:
            return across, down
    except (KeyError, TypeError, ValueError, ZeroDivisionError):
        pass
    return shorter / _PAPER_WIDTH, shorter / _PAPER_WIDTH


def _grey(image: Image.Image) -> Image.Image:
    """The image in grey, with white where it is transparent."""
    from PIL import Image

    if image.mode.startswith(("I", "F")):  # 16 bits or more
        return image.convert("I").point(lambda value: value * (1 / 256)).convert("L")
    if image.has_transparency_data:
        white = Image.new("RGBA", image.size, "white")
        white.alpha_composite(image.convert("RGBA"))
        return white.convert("L")
    return image.convert("L")
