"""Damaged documents, and how the time to read one grows with its size."""

from __future__ import annotations

import pytest
from hypothesis import strategies as st

from notelint.inputs.formats.model import Limits, RefusedError
from support.growth import grows_linearly

GENEROUS = Limits(bytes=10**9, part_bytes=10**9, chars=10**9, paragraphs=10**9)
"""Limits that no test reaches, but for the depth."""


def no_inner(data, media_type=""):
    """For formats that hold no documents of other formats."""
    raise AssertionError("no document inside was expected")


@st.composite
def mangled(draw, documents, pieces):
    """One of ``documents`` (bytes), cut, doubled and strewn with ``pieces`` and other bytes."""
    data = draw(st.sampled_from(documents))
    for _ in range(draw(st.integers(1, 8))):
        start = draw(st.integers(0, len(data)))
        end = min(len(data), start + draw(st.sampled_from([0, 0, 1, 3, 40, 400])))
        piece = data[start:end]
        new = draw(st.one_of(st.sampled_from([b"", piece * 2, piece[::-1], *pieces]), st.binary(max_size=4)))
        data = data[:start] + new + data[end:]
    return data


def assert_read_or_refused(read, data, *, secret, limits=Limits()):  # noqa: B008 -- it is frozen
    """``read`` gives documents with exact places, or a reason in one line; no word of the document is in what it says."""
    documents, said = _outcome(read, data, limits)
    assert documents or said
    assert not any(word in sentence for sentence in said for word in (*secret, "\n"))
    for document in documents:
        assert_sound(document)


def _outcome(read, data, limits):
    try:
        documents = read(data, limits, no_inner)
    except RefusedError as error:
        return [], [str(error)]
    return documents, [warning for document in documents for warning in document.warnings]


def assert_sound(document):
    """The text can be written, its places lie in order within it, and none is given twice in a row."""
    document.text.encode("utf-8")
    assert "\r" not in document.text
    starts, places = document.places.starts, document.places.places
    assert len(starts) == len(places)
    assert list(starts) == sorted(set(starts))
    assert bool(starts) == bool(document.text)
    assert starts[:1] in {(), (0,)}
    assert all(start < len(document.text) for start in starts)


def refusal(read, data, limits=Limits()):  # noqa: B008 -- it is frozen
    """Why ``read`` refuses ``data``."""
    with pytest.raises(RefusedError) as caught:
        read(data, limits, no_inner)
    return str(caught.value)


def assert_linear(read, make, size):
    """The time to read what ``make`` gives grows as its size does."""
    assert grows_linearly(lambda data: read(data, GENEROUS, no_inner), make, size)
