"""A reader that does what a hostile document may make one do: it runs in the process that reads documents."""

from __future__ import annotations

import os
import sys
import time

from notelint.inputs.formats import child
from notelint.inputs.formats.model import Document, RefusedError


def serve(most_memory):
    child.serve(most_memory, _read)


def _read(data, limits, media_type):
    what = data.decode()
    if what in _DEEDS:
        _DEEDS[what]()
    return [Document(f"{what} {os.getpid()}")]


def _raise():
    raise ValueError("secret words of the note")


def _refuse():
    raise RefusedError("no")


def _loop():
    while True:
        pass


def _eat():
    _KEPT.append(bytes(3 << 30))


def _print():
    for stream in (sys.stdout, sys.stderr):
        stream.write("secret words of the note")
        stream.flush()
    os.write(1, b"secret words of the note")
    os.write(2, b"secret words of the note")


_KEPT = []
_DEEDS = {
    "raise": _raise,
    "refuse": _refuse,
    "loop": _loop,
    "sleep": lambda: time.sleep(60),
    "eat": _eat,
    "grow": lambda: _KEPT.append(bytes(700_000_000)),
    "print": _print,
    "crash": os.abort,
    "exit": lambda: os._exit(0),
}
