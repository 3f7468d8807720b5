"""A figure of matplotlib as SVG for the page: classes in place of colours and styles, ids of its own, a title and a text.

A style attribute would need ``unsafe-inline`` in the page's policy, and a fixed colour is not legible on a dark page.
"""

from __future__ import annotations

import io
import re
import warnings
from typing import TYPE_CHECKING, Any, NamedTuple
from xml.etree import ElementTree as ET

from notelint.outputs.audit.palette import INK, LIGHT_TO_DARK, class_of, rules

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from matplotlib.figure import Figure

WIDTH = 10.0
"""Of every picture, in inches of 72 units."""
_NAMESPACE = "{http://www.w3.org/2000/svg}"
_HREF = "{http://www.w3.org/1999/xlink}href"
_SETTINGS: dict[Any, Any] = {
    "svg.fonttype": "none",
    "svg.hashsalt": "notelint",
    "text.parse_math": False,
    "font.family": "sans-serif",
    "font.size": 9.5,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.titlesize": 10,
    "axes.titleweight": "bold",
    "axes.titlelocation": "left",
    "axes.linewidth": 0.8,
    "xtick.major.size": 0,
    "ytick.major.size": 0,
    "hatch.linewidth": 0.6,
}
_FONT = re.compile(r"(?P<style>italic )?(?P<weight>bold |700 )?(?P<size>[\d.]+px)")
_REFERENCE = re.compile(r"url\(#([^()]+)\)")
_COLOURED = ("fill", "stroke")


class Picture(NamedTuple):
    """A picture: what it shows, in words for those who do not see it, and how to draw it."""

    id: str
    title: str
    description: str
    draw: Callable[[], Figure]


def inline(picture: Picture) -> str:
    """The picture as an ``svg`` element for an HTML page; its classes are those of ``palette.rules``."""
    root = _drawn(picture)
    return ET.tostring(root, encoding="unicode").replace(' xmlns="http://www.w3.org/2000/svg"', "")


def alone(picture: Picture) -> str:
    """The picture as a file of its own, for light and dark pages."""
    root = _drawn(picture)
    style = ET.Element(f"{_NAMESPACE}style")
    style.text = (
        f"text{{font-family:system-ui,sans-serif}}{rules(dark=False)}@media(prefers-color-scheme:dark){{{rules(dark=True)}}}"
    )
    root.insert(0, style)
    return ET.tostring(root, encoding="unicode") + "\n"


def _drawn(picture: Picture) -> ET.Element:
    """The root of the picture. The same figures give the same text."""
    import matplotlib as mpl

    ET.register_namespace("", _NAMESPACE[1:-1])
    with warnings.catch_warnings(), mpl.rc_context():
        warnings.simplefilter("ignore")  # a name may have letters that matplotlib's font lacks; the browser's has them
        mpl.rcdefaults()
        mpl.rcParams.update(_SETTINGS | _inks())
        buffer = io.BytesIO()
        picture.draw().savefig(buffer, format="svg", metadata={"Date": None, "Creator": None}, transparent=True)
    root = ET.fromstring(buffer.getvalue())  # noqa: S314 -- matplotlib's own
    _clean(root, picture.id)
    _head(root, picture)
    return root


def _inks() -> dict[str, str]:
    names = (
        "text.color",
        "axes.labelcolor",
        "axes.edgecolor",
        "xtick.color",
        "ytick.color",
        "xtick.labelcolor",
        "ytick.labelcolor",
    )
    return dict.fromkeys(names, INK)


def _head(root: ET.Element, picture: Picture) -> None:
    for name in ("width", "height", "version"):
        root.attrib.pop(name, None)
    root.attrib |= {"id": f"{picture.id}-picture", "role": "img", "aria-labelledby": f"{picture.id}-title {picture.id}-desc"}
    for place, (tag, text) in enumerate((("title", picture.title), ("desc", picture.description))):
        element = ET.Element(f"{_NAMESPACE}{tag}", {"id": f"{picture.id}-{tag}"})
        element.text = text
        root.insert(place, element)


def _clean(root: ET.Element, prefix: str) -> None:
    """Drop what is only matplotlib's; ids that nothing refers to go, the others get the picture's prefix."""
    for parent in root.iter():
        for child in [child for child in parent if child.tag.endswith(("metadata", "}style"))]:
            parent.remove(child)
    used = set(_references(root))
    for element in root.iter():
        name = element.attrib.pop("id", None)
        if name in used:
            element.set("id", f"{prefix}-{name}")
        if target := element.attrib.pop(_HREF, None):
            element.set("href", f"#{prefix}-{target[1:]}")
        for key, value in element.attrib.items():
            element.set(key, _REFERENCE.sub(rf"url(#{prefix}-\1)", value))
        _restyle(element, prefix)


def _references(root: ET.Element) -> Iterator[str]:
    for element in root.iter():
        yield element.get(_HREF, "#")[1:]
        for value in element.attrib.values():
            yield from _REFERENCE.findall(value)


def _restyle(element: ET.Element, prefix: str) -> None:
    """Attributes and classes in place of the style attribute."""
    style = element.attrib.pop("style", "")
    classes = []
    for name, value in _declarations(style):
        if name in _COLOURED and value in LIGHT_TO_DARK:
            classes.append(class_of(value, name))
        else:
            element.set(name, _REFERENCE.sub(rf"url(#{prefix}-\1)", value))
    if element.tag == f"{_NAMESPACE}text" and not any(one.startswith("f") for one in classes):
        classes.append(class_of(INK, "fill"))
    if classes:
        element.set("class", " ".join(classes))


def _declarations(style: str) -> Iterator[tuple[str, str]]:
    for part in filter(None, map(str.strip, style.split(";"))):
        name, _, value = (piece.strip() for piece in part.partition(":"))
        if name == "font":
            found = _FONT.match(value)
            assert found is not None
            yield "font-size", found["size"]
            yield from (("font-weight", "bold"),) if found["weight"] else ()
        elif name not in {"font-family", "stroke-linejoin", "stroke-linecap"}:
            yield name, value
