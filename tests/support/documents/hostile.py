"""What tests of readers have in common: refusals and changed bytes."""

from __future__ import annotations

import traceback

import pytest
from hypothesis import strategies as st

from notelint.inputs.formats.model import Limits, RefusedError

LIMITS = Limits()


def refused(read, data, read_inner=None, limits=LIMITS):
    """Why ``data`` is refused: one line."""
    with pytest.raises(RefusedError) as caught:
        read(data, limits, read_inner)
    assert "\n" not in str(caught.value)
    return str(caught.value)


def read_or_refuse(read, data, read_inner, secret):
    """Reads ``data``, which may be refused: neither message nor traceback quotes the document (``secret``)."""
    told = "", ""
    try:
        documents = read(data, LIMITS, read_inner)
    except RefusedError as error:
        told = str(error), "".join(traceback.format_exception(error))
    else:
        told = "".join(warning for document in documents for warning in document.warnings), repr(documents)
    assert secret not in told[0]
    assert secret not in told[1]


def changed(data):
    """``data`` with some bytes changed, left out or repeated."""
    place = st.integers(0, len(data))
    change = st.tuples(
        place, st.integers(0, 40), st.binary(max_size=8) | st.sampled_from([b"<", b">", b"\0", b"&#x1F;", b"</w:p>"])
    )
    return st.lists(change, min_size=1, max_size=6).map(lambda changes: _applied(data, changes))


def _applied(data, changes):
    for at, length, other in changes:
        data = data[:at] + other + data[at + length :]
    return data
