"""Workers for tests that have no linter and die when they are told to. Processes can only be given what they can import."""

from __future__ import annotations

import os
import time

import pyarrow as pa

from notelint.batch.checker import schema_of
from notelint.batch.worker import ALIVE, LAST, MORE, READY, from_bytes, to_bytes


def _answer(batch, settings):
    """A row for each note without any linter."""
    rows = [{"id": name, "status": "supported"} for name in batch.column("id").to_pylist()]
    return pa.RecordBatch.from_pylist(rows, schema=schema_of(settings))


def work(connection, settings):
    """A worker without a linter: dies of the text ``deadly``, once of ``frail``, and goes after the text ``last``.

    It says no more after the text ``stuck``; ``long`` takes it three seconds, in which it gives signs of life.
    """
    connection.send_bytes(READY)
    while True:
        try:
            batch = from_bytes(connection.recv_bytes())
        except EOFError:
            return
        texts = batch.column("text").to_pylist()
        if "deadly" in texts or ("frail" in texts and len(texts) > 1):
            os._exit(9)
        if "stuck" in texts:
            time.sleep(600)
        for _ in range(30 if "long" in texts else 0):
            time.sleep(0.1)
            connection.send_bytes(ALIVE)
        if "slow" in texts:
            time.sleep(0.3)
        last = "last" in texts
        connection.send_bytes((LAST if last else MORE) + to_bytes(_answer(batch, settings)))
        if last:
            os._exit(0)


def die(connection, settings):
    os._exit(1)
